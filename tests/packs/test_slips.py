"""Slips in TOML: one report each, in words, at the slip; and the rest of the pack is still checked."""

import shutil
from pathlib import Path

import pytest

from game.packs.read import read_pack
from tests.packs.examples import HARBOUR, Marked, laid, mark_of

SLIPS = [
    ("[stock.fish]\ntitle = «Fish»\n", "toml-unquoted"),
    ("[stock.fish]\ntitle = «Fish, and more # no»\n".replace(" # no»", "» # no"), "toml-unquoted"),
    ('[stock.fish]\ntitle = «Fish"»\n', "toml-unquoted"),
    ('[pack]\nversion = «1.2.0»\n', "toml-unquoted"),
    ("[calendar]\nstart = «2026-Q1»\n", "toml-unquoted"),
    ('[role.skipper]\nposition = ["cash", «boats», "catch"]\n', "toml-unquoted"),
    ('[stock.fish]\ntitle = «"Fish»\nunit = "t"\n', "toml-string-not-closed"),
    ("[stock.fish]\ntitle = «'Fish»\n", "toml-string-not-closed"),
    ('[stock.fish]\ntitle = «"Fish»  # the bay\n', "toml-string-not-closed"),
    ('[event.storm]\neffects = ["boats -= 1", «"cash -= 1]»\n', "toml-string-not-closed"),
    ('[event.storm]\ntext = «"""»A storm.\nwhen = "turn > 1"\nchance = "9%"\n', "toml-string-not-closed"),
    ("[stock.fish]\ntitle = «“»Fish”\n", "toml-curly-quotes"),
    ("[stock.fish]\ntitle = «„»Fish“\n", "toml-curly-quotes"),
    ("[stock.fish]\ntitle = «‘»Fish’\n", "toml-curly-quotes"),
    ('[event.storm]\neffects = [«“»boats -= 1”, "cash -= 1"]\n', "toml-curly-quotes"),
    ('[event.storm]\neffects = [\n  "boats -= 1"\n  «"cash -= 1"»\n]\n', "toml-comma"),
    ("[curve.demand]\npoints = [[0, 3], [40 «2]»]\n".replace("«2]»", "«2»]"), "toml-comma"),
    ('[event.storm]\neffects = «[»"boats -= 1",\n\n[stock.cash]\nmax = 900\n', "toml-list-not-closed"),
    ('[role.council]\nsees = «{» cash = "hidden"\nchanges = 2\n', "toml-list-not-closed"),
    ("[stock.cash]\nmax = «09000»\n", "toml-number"),
    ("[stock.cash]\nmax = «9,000»\n", "toml-number"),
    ("[stock.cash]\nmax = «9 000»\n", "toml-number"),
    ("[stock.cash]\nmax = «9000.»\n", "toml-number"),
    ("[constant.fuel]\nlow = «.5»\n", "toml-number"),
    ("[constant.fuel]\nlow = «3,5»\n", "toml-number"),
    ("[event.storm]\nchance = «20%»\n", "toml-number"),
    ("[stock.cash]\nmax = «9000 k»\n", "toml-number"),
    ("[ending.empty_bay]\nearly = «True»\n", "toml-word"),
    ("[ending.empty_bay]\nearly = «yes»\n", "toml-word"),
    ("[stock.fish]\nabout = «None»\n", "toml-word"),
    ("[stock.fish]\nabout «=»\n", "toml-no-value"),
    ("[stock.fish]\nabout «=»  # later\nmax = 900\n", "toml-no-value"),
    ('[stock.fish]\nabout «"what swims"»\n'.replace('«"what swims"»', '«"»what swims"'), "toml-equals"),
    ('[stock.fish]\nabout«:» "what swims"\n', "toml-equals"),
    ('[lesson.first]\n«the title» = "One"\n', "toml-equals"),
    ("[stock.fish]\n«about»\n", "toml-equals"),
    ('[stock.fish]\n«= "what swims"»\n', "toml-equals"),
    ("«[stock.fish»\nmax = 900\n", "toml-header"),
    ("«stock.fish]»\nmax = 900\n", "toml-header"),
    ("«[stock fish]»\nmax = 900\n", "toml-header"),
    ("«[[stock.fish]»\nmax = 900\n", "toml-header"),
    ('[lesson.f«é»te]\nturn = 1\ntitle = "A"\ntext = "B"\n', "toml-header"),
    ("«[]»\n", "toml-header"),
    ("[stock.fish]\nmax = 900\n«max» = 800\n", "toml-twice"),
    ("[stock.fish]\nmax = 900\n[stock.«fish»]\nmin = 1\n", "toml-twice"),
    ("[stock.fish]\nmax = 900\n[lesson.first]\nturn = 1\n[stock.«fish»]\nmax = 1\n", "toml-twice"),
    ('[role.council]\nsees = { cash = "hidden", «cash» = "late 1" }\n', "toml-twice"),
    (
        '[event.storm]\nrest = 2\n[event.storm.choice.wait]\ntext = "Wait"\n[stock.fish]\nmax = 900\n'
        '[event.«storm»]\nrest = 4\n[event.storm.choice.wait]\ntext = "Stay"\n',
        "toml-twice",
    ),
    ('[stock.fish]\nabout = "a«\\q»uay"\n', "toml-backslash"),
    ('[stock.fish]\nabout = "C:«\\U»sers"\n', "toml-backslash"),
    ('[stock.fish]\nabout =«\u00a0»"fish"\n', "toml-character"),
    ('[stock.fish]\nabout = "a«\x01»b"\n', "toml-character"),
    ('[stock.fish]\n# a«\x0c»b\nmax = 900\n', "toml-character"),
    ('[stock.fish]\nti«t»le = "x"\n'.replace("ti«t»le", "t«í»tulo"), "toml-character"),
    ('[stock.fish]\nabout = "the "«big" fish"»\n', "toml-trailing"),
    ('[stock.fish]\nabout = "fish"«;»\n', "toml-trailing"),
    ('[stock.fish]\nabout = "fish" «// many»\n', "toml-trailing"),
    ("[stock.fish] «max = 900»\n", "toml-trailing"),
    ("[stock.fish]\n«//» many\nmax = 900\n", "toml-fault"),
    ("[stock.fish]\n«- many»\nmax = 900\n", "toml-fault"),
    ("[stock.fish]\nabout = «" + "[" * 2000 + "»\n", "toml-fault"),
    ("[stock.fish]\nmax = «" + "9" * 5000 + "»\n", "toml-fault"),
]  # fmt: skip


def split(marked: str) -> tuple[str, Marked]:
    """The text without its marks, and the place they enclose."""
    before, inside, after = marked.replace("»", "«").split("«")
    line = before.count("\n") + 1
    column = len(before) - (before.rfind("\n") + 1) + 1
    return before + inside + after, Marked("example.toml", line, column, column + len(inside))


@pytest.mark.parametrize(("marked", "code"), SLIPS)
def test_a_slip_is_reported_once_and_in_its_place(marked: str, code: str, tmp_path: Path) -> None:
    """Nothing else is said of the line, nor of what it may have meant."""
    text, place = split(marked)
    reports = read_pack(laid(tmp_path, {"example.toml": text})).reports
    assert [report.code for report in reports] == [code], reports
    found = mark_of(reports[0].place, tmp_path)
    if len(text) < 1000:
        assert found == place
    else:  # the line is all there is to say
        assert found.line == place.line


def test_windows_line_ends_and_a_byte_order_mark_are_no_slip(tmp_path: Path) -> None:
    """Editors put them in unasked."""
    pack = Path(shutil.copytree(HARBOUR, tmp_path / "harbour"))
    for path in pack.rglob("*.*"):
        text = path.read_text("utf-8")
        path.write_bytes(b"\xef\xbb\xbf" + text.replace("\n", "\r\n").encode())
    assert read_pack(pack).reports == []


def test_several_slips_of_a_file_are_all_reported(tmp_path: Path) -> None:
    """A reader of TOML stops at the first; an author wants the list."""
    text = "[stock.fish]\ntitle = Fish\nunit: 't'\n\n[lesson.first\nturn = 1\ntext = “Go”\n"
    reports = read_pack(laid(tmp_path, {"example.toml": text})).reports
    assert [(r.code, r.place.line) for r in reports] == [
        ("toml-unquoted", 2),
        ("toml-equals", 3),
        ("toml-header", 5),
        ("toml-curly-quotes", 7),
    ]


def test_a_file_of_nothing_but_slips_is_given_up(tmp_path: Path) -> None:
    """Prose saved under the wrong name does not yield a thousand reports."""
    reports = read_pack(laid(tmp_path, {"example.toml": "Call me Ishmael.\n" * 500})).reports
    assert 0 < len(reports) <= 20
