"""Beginning a game, or going on with one: what both faces do before the first key."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from time import time_ns

from game.match.game import PERSON, Match
from game.match.saves import Autosave, going_on, load
from game.match.shelf import Shelf
from game.packs.model import Pack

SEEDS = 1_000_000
"""Seeds that are drawn are short enough to be written on a blackboard."""


@dataclass(frozen=True, slots=True)
class Opened:
    """A game to be played, and where it is saved."""

    match: Match
    autosave: Autosave
    remarks: Sequence[str] = ()


def drawn_seed() -> int:
    """A seed nobody chose."""
    return time_ns() // 1000 % SEEDS


def begin(
    pack: Pack,
    pack_folder: Path | None,
    role: str,
    seats: Mapping[str, str],
    seed: int,
    see: str,
    saves: Path,
    constants: Mapping[str, float] | None = None,
) -> Opened:
    """A new game of a person, under a name in the folder of saves that nothing has.

    Args:
        pack: The pack, read from `pack_folder`.
        pack_folder: Kept with the save.
        role: The person's seat.
        seats: Players of other seats; a seat that is not named is played by its own persona.
        seed: What all luck of the game follows from.
        see: What the person is shown of rivals' intents.
        saves: The folder of saves.
        constants: Constants set to another value.

    Raises:
        SetupError: A role, seed or setting that does not exist.
        UnknownPlayerError: A player that does not exist.
        UnknownConstantError: A constant that does not exist, or beyond its range.
    """
    match = Match.new(pack, seed, {**seats, role: PERSON}, see, constants)
    shelf = Shelf(saves)
    name = shelf.free_name(f"{pack.id}-{role}-{seed}")
    return Opened(match, Autosave(shelf, name, pack_folder))


def go_on(path: Path, saves: Path) -> Opened:
    """A game that was saved; it goes on under its name.

    An example game, or a save that another took the place of, goes on under a name of its own.

    Args:
        path: The save.
        saves: The folder of saves.

    Raises:
        SaveError: It cannot be read or was changed, or its pack is not here.
        PackError: Its pack is here and cannot be read.
    """
    loaded = load(path)
    return Opened(loaded.match, going_on(loaded, path, saves), loaded.remarks)
