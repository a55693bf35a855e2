"""`chiprace why` as it is typed."""

import json
from pathlib import Path
from typing import Any

import pytest

from game.cli.main import main
from game.match.game import PERSON, Match
from game.match.saves import save
from game.match.shelf import Shelf
from tests.match.plays import PACK

TURNS = 6


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a saved game in which boats were ordered in the first turn."""
    monkeypatch.setenv("CHIPRACE_DATA", str(tmp_path / "data"))
    match = Match.new(PACK, 7, {"skipper": PERSON})
    match.set("buy_boats", 2)
    for _ in range(TURNS):
        match.end()
    harbour = Path(__file__).parent.parent / "fixtures" / "harbour"
    save(match, Shelf(tmp_path), "mine", harbour)
    return tmp_path


def asked(folder: Path, *arguments: str) -> int:
    """The exit code of `chiprace why mine ...`."""
    return main(["why", "mine", *arguments, "--saves", str(folder)])


def leaves(cause: dict[str, Any]) -> list[dict[str, Any]]:
    """The causes behind a cause that have none behind them."""
    return [leaf for part in cause["causes"] for leaf in leaves(part)] or [cause]


def test_causes_sum_to_the_change_at_every_level(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The promise of the command, held to the numbers it prints."""

    def check(causes: list[dict[str, Any]], change: float) -> None:
        if causes:
            assert abs(sum(cause["change"] for cause in causes) - change) < 1e-9
        for cause in causes:
            check(cause["causes"], cause["change"])

    for turn in range(1, TURNS + 1):
        assert asked(folder, "catch", "--turn", str(turn), "--json") == 0
        told = json.loads(capsys.readouterr().out)
        assert abs(told["after"] - told["before"] - told["change"]) < 1e-9
        check(told["causes"], told["change"])
        if not told["causes"]:
            assert told["change"] == 0


def test_a_cause_is_followed_down_to_the_decision(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Boats ordered in the first turn fish three turns later, and the catch says so."""
    assert asked(folder, "boats", "--turn", "4", "--json") == 0
    told = json.loads(capsys.readouterr().out)
    found = [(leaf["path"], leaf["turn"]) for cause in told["causes"] for leaf in leaves(cause)]
    assert ("decision.buy_boats", 1) in found


def test_it_is_told_in_words(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """With the number first, then how it changed."""
    assert asked(folder, "boats", "--turn", "4") == 0
    told = capsys.readouterr().out
    assert told.startswith("Boats: ")
    assert "Order boats" in told


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["boat"], "did you mean boats?"),
        (["boats", "--turn", "9"], "Turn 9 has not been played"),
        (["catchability"], "is no quantity"),
    ],
)
def test_what_cannot_be_told_is_refused(
    folder: Path, capsys: pytest.CaptureFixture[str], arguments: list[str], sentence: str
) -> None:
    """In one line, with the exit code of refused input."""
    assert asked(folder, *arguments) == 3
    said = capsys.readouterr()
    assert sentence in said.err
    assert said.out == ""
