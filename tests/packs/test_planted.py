"""A whole pack with ten mistakes of different kinds: ten reports, each in its place."""

import shutil
from pathlib import Path

from game.packs.read import read_pack
from tests.packs.examples import HARBOUR

PLANTED = [
    ("pack.toml", 'add = "growth_rate * fish', 'add = "growth_rat * fish', "growth_rat", "rule-unknown-name"),
    ("pack.toml", 'unit = "boats"\nstart = 8', 'unit = boats\nstart = 8', "boats\n", "toml-unquoted"),
    ("pack.toml", 'by = "quota"', 'by = "storm"', "storm", "name-kind"),
    ("pack.toml", "[constant.fuel]\nunit", "[constant.fuel]\nunits", "units", "key-unknown"),
    ("pack.toml", 'min(catchability', 'min(price_of_fish * catchability', "price_of_fish *", "gauge-circle"),
    ("play.toml", "changes = 1", 'changes = "one"', '"one"', "value-type"),
    ("play.toml", 'when = "fish < 300 and', 'when = "fish < -300 and', "fish < -300", "condition-never"),
    ("play.toml", 'sees = { fish = "noisy 10%"', 'sees = { fish = "noise 10%"', "noise 10%", "sees-form"),
    ("play.toml", "[source.ostrom-1990]", '[source.hardin-1968]\ntitle = "The Tragedy of the Commons"\npublisher = "Science"\ndate = "1968"\nread = "cited"\n\n[source.ostrom-1990]', "hardin-1968", "source-unused"),
    ("codex/commons.md", "[[logistic-growth]]", "[[logistic-groth]]", "logistic-groth", "codex-link"),
]  # fmt: skip


def test_ten_mistakes_are_ten_reports_each_in_its_place(tmp_path: Path) -> None:
    """No mistake hides another, and none is told twice."""
    pack = Path(shutil.copytree(HARBOUR, tmp_path / "harbour"))
    for name, before, after, _, _ in PLANTED:
        text = (pack / name).read_text("utf-8")
        assert text.count(before) == 1, before
        (pack / name).write_text(text.replace(before, after), "utf-8")
    expected: set[tuple[str, str, int, int]] = set()
    for name, _, after, part, code in PLANTED:
        text = (pack / name).read_text("utf-8")
        start = text.index(part, text.index(after) if part in after else 0)
        line = text.count("\n", 0, start) + 1
        expected.add((code, name, line, start - text.rfind("\n", 0, start)))
    reading = read_pack(pack)
    found = [
        (r.code, Path(r.place.file).relative_to(pack).as_posix(), r.place.line, r.place.column)
        for r in reading.reports
    ]
    assert set(found) == expected
    assert len(found) == 10
    assert reading.pack is None
