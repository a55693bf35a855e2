"""A warning that is meant is answered on its line."""

from pathlib import Path

from game.packs.read import read_pack
from tests.packs.examples import laid


def codes(folder: Path, text: str) -> list[str]:
    """What is reported of a text laid over the harbour."""
    return [r.code for r in read_pack(laid(folder, {"example.toml": text})).reports]


def test_a_comment_withdraws_the_report_of_its_line(tmp_path: Path) -> None:
    """It names the code and says why."""
    text = "[constant.fuel]\nlow = 4  # ok: constant-fixed The price is set by law.\nhigh = 4\n"
    assert codes(tmp_path, text) == []


def test_a_comment_withdraws_nothing_of_another_code(tmp_path: Path) -> None:
    """And is told to be of no use."""
    text = "[constant.fuel]\nlow = 4  # ok: curve-order It is so.\nhigh = 4\n"
    assert codes(tmp_path, text) == ["constant-fixed", "ok-unused"]


def test_an_error_is_not_withdrawn(tmp_path: Path) -> None:
    """The pack could not be played."""
    text = "[stock.fish]\nstart = 5000  # ok: start-outside I like it.\n"
    assert codes(tmp_path, text) == ["start-outside", "ok-unused"]


def test_such_words_in_a_text_are_no_comment(tmp_path: Path) -> None:
    """Only what TOML takes for a comment is one."""
    text = '[stock.fish]\nabout = "# ok: curve-order"\n'
    assert codes(tmp_path, text) == []


def test_a_comment_in_a_list_is_read(tmp_path: Path) -> None:
    """Lists of effects go over many lines."""
    text = '[event.storm]\neffects = [\n  "cash += 60 / boats",  # ok: number-undefined Never sunk.\n]\n'
    assert codes(tmp_path, text) == []
