"""A saved game in a list."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from game.match.game import PERSON
from game.match.record import End
from game.match.shelf import Entry
from game.packs.model import Pack
from game.views.calendar import date_of, step_name, steps
from game.words import _


@dataclass(frozen=True, slots=True)
class SavedGame:
    """One save, worded."""

    name: str
    path: Path
    title: str
    """The pack's title, or its id."""
    seat: str
    """The person's; empty when nobody's."""
    stands: str
    """Where the game stands, or how it ended."""
    date: str
    """Of the turn that is decided next, or the turn's number; empty when the game is over."""
    when: str
    """When it was last played."""
    finished: bool
    problem: str
    """Why it cannot be opened; empty when it can."""


def saved_game(entry: Entry, pack: Pack | None) -> SavedGame:
    """A save in words; those of its pack where that was read."""
    when = datetime.fromtimestamp(entry.changed).astimezone().strftime("%Y-%m-%d %H:%M")
    header, end = entry.header, entry.end
    if header is None or end is None:
        problem = entry.problem or _("it cannot be read")
        return SavedGame(entry.name, entry.path, entry.name, "", "", "", when, False, problem)
    seat = next((role for role, player in header.seats.items() if player == PERSON), "")
    title = header.pack
    if pack is not None:
        title = pack.model.pack.title
        seat = pack.model.role[seat].title if seat in pack.model.role else seat
    finished = bool(end.ending)
    date = "" if finished else _date(end, pack)
    stands = _ending(end, pack) if finished else _standing(end, pack, date)
    return SavedGame(entry.name, entry.path, title, seat, stands, date, when, finished, "")


def _date(end: End, pack: Pack | None) -> str:
    if pack is None:
        return _("turn {turn}").format(turn=end.turns + 1)
    return date_of(pack.model.calendar, end.turns + 1)


def _standing(end: End, pack: Pack | None, date: str) -> str:
    if pack is None:
        return date
    calendar = pack.model.calendar
    return _("{date}, {step} {turn} of {turns}").format(
        date=date, step=step_name(calendar), turn=end.turns + 1, turns=calendar.turns
    )


def _ending(end: End, pack: Pack | None) -> str:
    id = end.ending or ""
    if pack is None:
        return id
    ending = pack.model.ending.get(id)
    return _("over after {length}: {ending}").format(
        length=steps(pack.model.calendar, end.turns), ending=ending.title if ending else id
    )
