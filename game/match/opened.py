"""Beginning a game, or going on with one: what both faces do before the first key."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from time import time_ns

from game.match.game import PERSON, Match, SetupError
from game.match.saves import Autosave, going_on, load
from game.match.shelf import Shelf
from game.packs.model import Pack
from game.packs.periods import PeriodError, turns_of
from game.players.named import RECORD
from game.words import _

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
    first: str | None = None,
    goals: Sequence[str] = (),
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
        first: The period of the first turn that is the person's, as `2023-Q4`; those before it are played by
            the pack's record, all seats.
        goals: Those that matter most to the person; the first of the seat where none are named.

    Raises:
        SetupError: A role, seed or setting that does not exist, or no period of the record.
        UnknownPlayerError: A player that does not exist.
        UnknownConstantError: A constant that does not exist, or beyond its range.
    """
    match = Match.new(pack, seed, {**seats, role: PERSON}, see, constants, goals)
    if first is not None:
        past = Match.new(pack, seed, dict.fromkeys(pack.model.record, RECORD), see, constants)
        for _turn in range(1, _first_turn(pack, first)):
            past.end()
        match = Match(match.world, match.setup, past.played)
    shelf = Shelf(saves)
    name = shelf.free_name(f"{pack.id}-{role}-{seed}")
    return Opened(match, Autosave(shelf, name, pack_folder))


def _first_turn(pack: Pack, period: str) -> int:
    """The turn of a period, where the record reaches up to it."""
    if not pack.model.record:
        raise SetupError(_("{pack} has no record, so it begins at its start").format(pack=pack.id))
    calendar = pack.model.calendar
    try:
        turn, last = turns_of(calendar, period)
    except PeriodError as error:
        raise SetupError(str(error)) from error
    if turn != last or not 1 <= turn <= calendar.turns:
        raise SetupError(
            _("{period} is no turn of {pack}: it has {turns}, from {start} on").format(
                period=period, pack=pack.id, turns=calendar.turns, start=calendar.start
            )
        )
    return turn


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
