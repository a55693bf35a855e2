"""Any one mistake, anywhere in a pack, is one report on its line."""

import random
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from game.packs.read import read_pack
from game.packs.where import shipped_folder
from tests.packs.examples import HARBOUR

PLACES = {"harbour": 5, "two-doors": 2}
"""Places tried for each kind of mistake in each pack."""


def _misspelt(word: str) -> str:
    return word[:1] + word[2:] if len(word) > 3 else word + "x"


MISTAKES: dict[str, tuple[str, Callable[[str], str]]] = {
    "a key misspelt": (r"^\w{4,} = ", lambda x: _misspelt(x.split(" ")[0]) + x[x.index(" ") :]),
    "no closing quote": (r'^\w+ = "[^"]*"$', lambda x: x[:-1]),
    "no opening quote": (r'^\w+ = "[^"]*"$', lambda x: x.replace('"', "", 1)),
    "curly quotes": (r'^\w+ = "[^"]*"$', lambda x: re.sub(r'"([^"]*)"', "“\\1”", x)),
    "no equals sign": (r'^\w+ = ["0-9]', lambda x: x.replace(" = ", " ", 1)),
    "a colon": (r"^\w+ = ", lambda x: x.replace(" = ", ": ", 1)),
    "no closing bracket": (r"^\[.*\]$", lambda x: x[:-1]),
    "no opening bracket": (r"^\[.*\]$", lambda x: x[1:]),
    "two brackets": (r"^\[(stock|event|decision)\.\w+\]$", lambda x: f"[{x}]"),
    "a list not closed": (r"^\w+ = \[.*\]$", lambda x: x[:-1]),
    "no comma": (r'^\w+ = \[".*", ".*"\]$', lambda x: x.replace('", "', '" "', 1)),
    "a list without brackets": (r'^sources = \["[^,]*"\]$', lambda x: re.sub(r"[\[\]]", "", x)),
    "a number in quotes": (
        r"^(start|min|max|low|high|poor|fine|due) = [0-9.]+$",
        lambda x: re.sub(r"([0-9.]+)$", r'"\1"', x),
    ),
    "a number with a unit": (r"^\w+ = [0-9.]+$", lambda x: x + " units"),
    "True": (r"= (true|false)$", lambda x: re.sub(r"true|false", lambda m: m[0].title(), x)),
    "a semicolon": (r'^\w+ = "[^"]*"$', lambda x: x + ";"),
    "no value": (r"^(title|unit|start|when|text) = .*$", lambda x: x[: x.index("=") + 1]),
    "a date": (r'^(title|unit|when|add|text) = "', lambda x: x[: x.index("=")] + "= 1979-05-27"),
    "a repeated key": (r"^(title|unit|start) = .*$", lambda x: f"{x}\n{x}"),
    "a repeated header": (r"^\[\w+\.[\w-]+\]$", lambda x: f"{x}\n{x}"),
    "an unknown role": (r"^role = ", lambda _: 'role = "nobody"'),
    "a misspelt name": (
        r'^(of|purse|persona|into|by) = "',
        lambda x: re.sub(r'"(\w+)"', lambda m: f'"{_misspelt(m[1])}"', x),
    ),
    "a misspelt source": (
        r'^sources = \["',
        lambda x: re.sub(r'\["([\w-]+)"', lambda m: f'["{_misspelt(m[1])}"', x),
    ),
    "a misspelt target": (
        r'^effects = \["\w+ [+-]=',
        lambda x: re.sub(r'\["(\w+)', lambda m: '["' + _misspelt(m[1]), x),
    ),
    "one equals sign": (r'^(when|ask) = "[^"]*== ', lambda x: x.replace("== ", "= ", 1)),
    "a foreign and": (r'^when = "[^"]* and ', lambda x: x.replace(" and ", " && ", 1)),
    "a name in braces misspelt": (
        r'^text = "[^"]*\{',
        lambda x: re.sub(r"\{(\w+)\}", lambda m: "{" + _misspelt(m[1]) + "}", x, count=1),
    ),
}  # fmt: skip


@pytest.mark.parametrize("kind", MISTAKES)
@pytest.mark.parametrize("pack", [HARBOUR, shipped_folder() / "two-doors"], ids=lambda p: p.name)
def test_any_one_mistake_is_one_report_on_its_line(pack: Path, kind: str, tmp_path: Path) -> None:
    """Not on the next line, not twice, and with no other report that follows from it."""
    pattern, spoil = MISTAKES[kind]
    texts = {path: path.read_text("utf-8").split("\n") for path in sorted(pack.rglob("*.*"))}
    places = [
        (path, at)
        for path, lines in texts.items()
        if path.suffix == ".toml"
        for at, line in enumerate(lines)
        if re.search(pattern, line) and spoil(line) != line
    ]
    assert places, "the pack has no such line"
    for path, lines in texts.items():
        copy = tmp_path / path.relative_to(pack)
        copy.parent.mkdir(exist_ok=True)
        copy.write_text("\n".join(lines), "utf-8")
    for path, at in random.Random(kind).sample(places, min(PLACES[pack.name], len(places))):
        copy = tmp_path / path.relative_to(pack)
        spoilt = list(texts[path])
        spoilt[at] = spoil(spoilt[at])
        copy.write_text("\n".join(spoilt), "utf-8")
        reports = read_pack(tmp_path).reports
        copy.write_text("\n".join(texts[path]), "utf-8")
        assert len(reports) == 1, (spoilt[at], reports)
        assert reports[0].place.file == str(copy)
        assert reports[0].place.line - at - 1 in ((1, 0) if "repeated" in kind else (0,))


def test_a_purse_of_another_kind_says_nothing_of_prices(tmp_path: Path) -> None:
    """Its unit is not the unit of money, so prices are not held to it."""
    for path in HARBOUR.rglob("*.*"):
        text = path.read_text("utf-8").replace('purse = "cash"', 'purse = "season"')
        copy = tmp_path / path.relative_to(HARBOUR)
        copy.parent.mkdir(exist_ok=True)
        copy.write_text(text, "utf-8")
    assert [report.code for report in read_pack(tmp_path).reports] == ["name-kind"]
