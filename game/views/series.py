"""Quantities over time, as a seat saw them."""

from collections.abc import Sequence
from dataclasses import dataclass

from game.views.calendar import date_of
from game.views.numbers import SHARES, scale_of, title_of
from game.views.sight import Outlook
from game.words import _

MOST = 4
"""Quantities in one chart."""


@dataclass(frozen=True, slots=True)
class Past:
    """One quantity over time."""

    id: str
    title: str
    values: tuple[float, ...]
    """One at the start and one at the end of each turn."""


@dataclass(frozen=True, slots=True)
class Course:
    """Some quantities over the same time."""

    unit: str
    """What the values are in; where the quantities have several units, a share of their start."""
    dates: tuple[str, ...]
    """The start, then the turns."""
    pasts: tuple[Past, ...]


@dataclass(frozen=True, slots=True)
class Plotted:
    """A quantity that may be chosen."""

    id: str
    title: str
    unit: str
    value: str
    group: str
    """A heading it stands under."""


def plottable(outlook: Outlook) -> tuple[Plotted, ...]:
    """All quantities this seat sees: its own position first, then the world, then the others."""
    pack = outlook.world.pack
    role = pack.model.role[outlook.role]
    goals = [goal.of for goal in role.goal.values()]
    groups = (
        (_("Your position"), dict.fromkeys((*goals, *role.position))),
        (_("The world"), dict.fromkeys(role.world)),
        (_("Everything else"), {**pack.model.gauge, **pack.model.stock, **pack.model.pipeline}),
    )
    told: dict[str, Plotted] = {}
    for group, ids in groups:
        for id in ids:
            if id not in told and outlook.kind(id) != "hidden":
                unit = scale_of(pack, id).unit
                told[id] = Plotted(id, title_of(pack, id), unit, outlook.text(id), group)
    return tuple(told.values())


def course(outlook: Outlook, quantities: Sequence[str]) -> Course:
    """These quantities from the start to now, at most `MOST` of them, without those that are hidden.

    Quantities of one unit are in that unit. Those of several are put on one scale: 100 is where each
    stood at the start; what stood at nothing then is left as it is.
    """
    pack, calendar = outlook.world.pack, outlook.world.pack.model.calendar
    seen = [id for id in quantities if outlook.kind(id) != "hidden"][:MOST]
    units = {scale_of(pack, id).unit for id in seen}
    one = len(units) <= 1
    pasts: list[Past] = []
    for id in seen:
        scale = scale_of(pack, id)
        levels = [(outlook.level(id, turn) or 0.0) * scale.factor for turn in _turns(outlook)]
        first = levels[0]
        if not one and first:
            levels = [100.0 * level / first for level in levels]
        pasts.append(Past(id, title_of(pack, id), tuple(levels)))
    unit = next(iter(units), "") if one else _("start = 100")
    return Course(
        unit="%" if unit in SHARES else unit,
        dates=(_("start"), *(date_of(calendar, turn) for turn in _turns(outlook)[1:])),
        pasts=tuple(pasts),
    )


def _turns(outlook: Outlook) -> range:
    return range(outlook.turn + 1)
