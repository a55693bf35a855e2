"""A game that begins in the middle of history."""

from pathlib import Path

import numpy as np
import pytest

from game.match.game import Match, SetupError
from game.match.opened import begin, go_on
from game.packs.read import load_pack


def test_the_record_plays_up_to_the_turn_that_is_asked_for(tmp_path: Path) -> None:
    """All seats, the person's own too; and the save of it goes on where it was."""
    pack = load_pack("since-2022")
    opened = begin(pack, None, "us", {}, 3, "full", tmp_path, first="2023-Q4")
    match = opened.match
    assert (match.turn, match.person) == (6, "us")
    rule = list(pack.model.decision["h200_rule"].option)
    row = match.world.layout.dial["h200_rule"]
    stood = [rule[int(state.rows[0, row])] for state in match.states]
    assert stood == ["open", "open", "h200", "h200", "h200", "h200"]
    opened.autosave.save(match)
    again = go_on(tmp_path / "since-2022-us-3.toml", tmp_path).match
    np.testing.assert_array_equal(again.state.rows, match.state.rows)


def test_history_replayed_is_history(tmp_path: Path) -> None:
    """A person who changes nothing before their turn stands where the record stood."""
    pack = load_pack("since-2022")
    opened = begin(pack, None, "firm", {}, 3, "full", tmp_path, first="2024Q1")
    whole = Match.new(pack, 3)
    for _turn in range(6):
        whole.end()
    np.testing.assert_array_equal(opened.match.state.rows, whole.state.rows)


@pytest.mark.parametrize("first", ["2021-Q4", "2031-Q1", "2024", "soon"])
def test_a_turn_that_is_not_in_the_game_is_refused(first: str, tmp_path: Path) -> None:
    """In one sentence."""
    with pytest.raises(SetupError):
        begin(load_pack("since-2022"), None, "us", {}, 3, "full", tmp_path, first=first)


def test_a_pack_without_a_record_begins_at_its_start(tmp_path: Path) -> None:
    """There is nothing to play its turns by."""
    with pytest.raises(SetupError, match="no record"):
        begin(load_pack("two-doors"), None, "us", {}, 3, "full", tmp_path, first="2027-Q1")
