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
        return SavedGame(entry.name, entry.path, entry.name, "", "", when, False, problem)
    seat = next((role for role, player in header.seats.items() if player == PERSON), "")
    title = header.pack
    if pack is not None:
        title = pack.model.pack.title
        seat = pack.model.role[seat].title if seat in pack.model.role else seat
    stands = _stands(end, pack)
    return SavedGame(entry.name, entry.path, title, seat, stands, when, bool(end.ending), "")


def _stands(end: End, pack: Pack | None) -> str:
    if pack is None:
        return end.ending or _("turn {turn}").format(turn=end.turns + 1)
    calendar = pack.model.calendar
    if end.ending:
        ending = pack.model.ending.get(end.ending)
        return _("over after {length}: {ending}").format(
            length=steps(calendar, end.turns), ending=ending.title if ending else end.ending
        )
    return _("{date}, {step} {turn} of {turns}").format(
        date=date_of(calendar, end.turns + 1),
        step=step_name(calendar),
        turn=end.turns + 1,
        turns=calendar.turns,
    )
