"""The example games that ship: what a newcomer opens must be sound, whole and of today's packs."""

import tomllib
from pathlib import Path
from typing import Any

import pytest

from game.cli.main import main
from game.match.saves import load
from game.match.shelf import Shelf
from game.packs.read import load_pack
from tests.examples.games import SAVES, played, scripts

PACK = "two-doors"


def game_in(text: str) -> dict[str, Any]:
    """What a save tells of its game, without seals and the hash of the pack."""
    table = tomllib.loads(text)
    for part in (table, *table["turn"].values(), table["end"]):
        part.pop("link")
    table["pack"].pop("hash")
    return table


@pytest.mark.parametrize("path", sorted(SAVES.glob("*.toml")), ids=lambda path: path.stem)
def test_an_example_game_is_as_it_was_saved(path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The command a student would use says so; it plays the game again, order by order."""
    assert main(["saves", "verify", str(path)]) == 0, capsys.readouterr().err


@pytest.mark.parametrize("script", scripts(), ids=lambda path: path.stem)
def test_an_example_game_is_what_its_script_leads_to(script: Path) -> None:
    """Every line is understood, and today's face and packs come to the game that ships.

    Words of a pack may have changed since, which changes its hash and the seals, and nothing played.
    """
    save, said = played(script)
    assert "There is no " not in said
    assert "No event asks" not in said
    assert "No forecast is asked" not in said
    assert game_in(save) == game_in((SAVES / f"{script.stem}.toml").read_text(encoding="utf-8"))


def test_there_is_a_finished_game_of_each_seat() -> None:
    """Whoever wants to see where a seat can end need not play it first."""
    entries = Shelf(SAVES).entries()
    finished = {
        role
        for entry in entries
        if entry.header is not None
        and entry.header.pack == PACK
        and load(entry.path).match.finished
        for role, player in entry.header.seats.items()
        if player == "you"
    }
    assert finished == set(load_pack(PACK).model.role)


def test_players_of_examples_forecast_and_answer() -> None:
    """An example shows what good play looks like: it forecasts, and answers what is asked."""
    for path in SAVES.glob("*.toml"):
        turns = tomllib.loads(path.read_text(encoding="utf-8"))["turn"]
        assert sum(bool(turn.get("forecasts")) for turn in turns.values()) >= 3
