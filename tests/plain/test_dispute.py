"""Disputes line by line."""

from io import StringIO
from pathlib import Path

import pytest

from game.lab import dispute as lab
from game.match.game import Match
from game.match.saves import Autosave
from game.match.shelf import Shelf
from game.plain.face import Face
from game.plain.printer import Printer
from tests.packs.quarrel import quarrel


def said(folder: Path, *typed: str) -> str:
    """What is printed for these lines."""
    out = StringIO()
    match = Match.new(quarrel(), 7, {"skipper": "you"})
    face = Face(match, Printer(out), Autosave(Shelf(folder), "quarrel"))
    for line in typed:
        face.take(line)
    return " ".join(out.getvalue().split())


def test_constants_are_listed_by_how_much_they_are_argued_about(tmp_path: Path) -> None:
    """A number reads one, with its range and what it rests on."""
    told = said(tmp_path, "dispute", "2")
    assert told.index("1 Catchability") < told.index("2 Licence fee: 1 k/boat, 0.5 to 2")
    assert "It rests on: Assumption: A fee a small boat can bear." in told
    assert "To see what flips: dispute licence_fee 0.5" in told


def test_a_dispute_tells_what_flips_and_counts_the_rest(tmp_path: Path) -> None:
    """And how many games it rests on, that the game is as it was, and how to read the rest."""
    told = said(tmp_path, "dispute licence fee 0.5")
    assert "In this model, 1 of 4 conclusions flips and 0 of 4 goals move." in told
    flip = (
        "Fees fill the treasury in a quarter: held, and no longer does, "
        "from 100% (98-100%) to 0% (0-2%), needs 90%."
    )
    parts = [
        "200 games with either value",
        "Conclusions that flip",
        flip,
        "Conclusions that stand: 3. Goals that hardly move: 4. All of it: dispute all",
        "changes nothing",
    ]
    places = [told.index(part) for part in parts]
    assert places == sorted(places)
    assert "holds with either value" not in told


def test_all_of_a_dispute_is_told_when_it_is_asked_for(tmp_path: Path) -> None:
    """It is not played again; before the first there is nothing to tell."""
    assert "Nothing has been disputed yet." in said(tmp_path, "dispute all")
    told = said(tmp_path, "dispute licence fee 0.5", "dispute all")
    assert told.count("Playing 200 games") == 1
    rest = told[told.index("All of it: dispute all") :]
    assert rest.count("holds with") == 3
    assert "Goals that hardly move" in rest


@pytest.mark.parametrize(
    ("typed", "answer"),
    [
        ("dispute licence_fee 9", "outside its range, 0.5 to 2 (assumption: A fee a small boat"),
        ("dispute licence_fe 9", "outside its range"),
        ("dispute lisence_fee 1", "did you mean licence_fee?"),
        ("dispute licence_fee 1", "This is the value the model has: try another."),
    ],
)
def test_what_cannot_be_disputed_is_refused_in_one_sentence(
    tmp_path: Path, typed: str, answer: str
) -> None:
    """Nothing is played."""
    told = said(tmp_path, typed)
    assert answer in told
    assert "games" not in told


def test_an_interrupt_ends_the_dispute_and_not_the_game(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It can be asked again at once."""

    def interrupted(*_args: object, **_named: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(lab, "dispute", interrupted)
    told = said(tmp_path, "dispute fuel 6", "dispute")
    assert "Stopped. Nothing came of it, and nothing has changed." in told
    assert "Catchability" in told
