"""What there is to open: packs, saves and example games, and how each is opened.

All of it runs in a thread: packs, numpy and the rest are loaded when it is called, not before.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from game.packs.read import Reading
    from game.tui.session import Session
    from game.views.saved import SavedGame

DEFAULT_PACK = "two-doors"
"""The pack a new game is begun with unless another is chosen."""
FIRST_PACK = "first-quarter"
"""The pack that teaches how to play."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """A new game as a person wants it."""

    pack: str
    """The pack's id."""
    role: str
    seed: int
    see: str = "full"
    seats: Mapping[str, str] = field(default_factory=dict[str, str])
    """Who plays other seats; a seat's own persona where it is not said."""
    goals: tuple[str, ...] = ()
    """Those that matter most; the first of the seat where none are named."""
    first: str | None = None
    """The period of the first turn that is the person's; the record plays those before it."""


def packs() -> "Iterator[tuple[str, Reading]]":
    """All packs by id, shipped ones first, each read when it is asked for."""
    from game.packs.read import read_pack
    from game.packs.where import folders

    return ((folder.name, read_pack(folder)) for folder in folders())


def games(folder: Path, readings: "Mapping[str, Reading]") -> "list[SavedGame]":
    """The games saved in a folder, the last played first.

    Args:
        folder: Of saves.
        readings: Packs that were read, by id: their games are told in full.
    """
    from game.match.shelf import Shelf
    from game.views.saved import saved_game

    found: list[SavedGame] = []
    for entry in Shelf(folder).entries():
        reading = readings.get(entry.header.pack) if entry.header else None
        found.append(saved_game(entry, reading.pack if reading else None))
    return found


def begun(wanted: Wanted, saves: Path) -> "Session":
    """Begin a new game.

    Raises:
        GameError: The pack cannot be played, or not so.
    """
    from game.match.opened import begin
    from game.packs.read import load_pack
    from game.packs.where import folder_of
    from game.tui.session import Session

    opened = begin(
        load_pack(wanted.pack),
        folder_of(wanted.pack),
        wanted.role,
        wanted.seats,
        wanted.seed,
        wanted.see,
        saves,
        first=wanted.first,
        goals=wanted.goals,
    )
    return Session(opened.match, opened.autosave, list(opened.remarks))


def first_steps(saves: Path) -> "Session":
    """Begin the game that teaches how to play, in the seat its lessons are for.

    Raises:
        GameError: The pack cannot be played.
    """
    from game.match.opened import drawn_seed
    from game.packs.read import load_pack

    model = load_pack(FIRST_PACK).model
    taught = (lesson.role for lesson in model.lesson.values() if lesson.role)
    role = next(taught, next(iter(model.role)))
    return begun(Wanted(FIRST_PACK, role, drawn_seed()), saves)


def gone_on(path: Path, saves: Path) -> "Session":
    """Go on with a saved game.

    Raises:
        GameError: It cannot be read, or its pack cannot.
    """
    from game.match.opened import go_on
    from game.tui.session import Session

    opened = go_on(path, saves)
    return Session(opened.match, opened.autosave, list(opened.remarks))


def examples_folder() -> Path:
    """The games that came with the program."""
    from game.match.shelf import examples_folder as folder

    return folder()
