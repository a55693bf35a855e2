"""Whole games come out as they were written down, to the last character."""

import unicodedata
from pathlib import Path

import pytest

from game.packs.where import folders, own_folder
from tests.golden.recordings import HERE, head_of, played, recordings


@pytest.mark.parametrize("path", recordings(), ids=lambda path: path.stem)
def test_a_recorded_game_comes_out_as_it_did(path: Path) -> None:
    """Whatever changes a game or a word of it shows as a changed line, for someone to look at.

    After a change that is meant, `make recordings` writes them anew.
    """
    text = path.read_text(encoding="utf-8")
    assert played(text) == text


def test_every_shipped_pack_has_a_recording() -> None:
    """What students play is what is watched."""
    recorded = {head_of(path.read_text(encoding="utf-8"))[0][1] for path in recordings()}
    shipped = {folder.name for folder in folders() if folder.parent != own_folder()}
    assert shipped <= recorded


@pytest.mark.parametrize("path", recordings(), ids=lambda path: path.stem)
def test_a_recording_holds_nothing_that_acts_on_a_terminal(path: Path) -> None:
    """No escape sequence, no control character but the end of a line, in lines of 72 columns."""
    text = path.read_text(encoding="utf-8")
    assert not [c for c in text if c != "\n" and unicodedata.category(c) in {"Cc", "Cf"}]
    output = text.partition("\n\n")[2]
    typed = {line for line in output.splitlines() if "> " in line}
    assert max(len(line) for line in output.splitlines() if line not in typed) <= 72


def test_the_tutorial_asks_for_an_order_before_150_words_are_read() -> None:
    """A student who has to read a page first reads nothing."""
    text = (HERE / "first-quarter-firm.txt").read_text(encoding="utf-8")
    before_the_first_prompt = text.partition("\n\n")[2].partition("> ")[0]
    assert len(before_the_first_prompt.split()) < 150
