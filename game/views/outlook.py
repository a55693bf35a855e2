"""What may come of the orders as they stand, beside what was to come of the last ones."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from game.engine.offers import Order
from game.players.projection import project
from game.players.seats import Player
from game.views.calendar import date_of
from game.views.numbers import scale_of, title_of
from game.views.sight import Outlook

AHEAD = 8
"""Turns that are looked ahead."""
BEHIND = 8
"""Turns of the past that are shown."""
LANES = 200
"""Games that are played for a plan."""
LOW, HIGH = 10.0, 90.0
"""The band that is shown [percent of the games below]."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What comes of a plan, in the units of the screen; the first of each is now."""

    median: tuple[float, ...]
    low: tuple[float, ...]
    high: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Course:
    """One quantity: what it was and what it may be."""

    quantity: str
    title: str
    unit: str
    dates: tuple[str, ...]
    """Of every turn that is shown, past and to come."""
    past: tuple[float, ...]
    """As this seat saw it, up to now."""
    plan: Plan
    before: Plan | None
    """Of what was ordered last turn, going on; None before the first turn."""


def outlook_for(
    outlook: Outlook,
    quantities: tuple[str, ...],
    order: Order,
    last: Order | None,
    players: Mapping[str, Player],
) -> dict[str, Course]:
    """Project quantities under an order, and under the last one.

    It takes a fraction of a second: call it in a thread.

    Args:
        outlook: The seat.
        quantities: What to tell; what the seat cannot see is left out.
        order: The orders as they stand.
        last: What was ordered last turn; None before the first.
        players: Who plays the other seats, by role.

    Raises:
        RuleFailureError: A rule gave something that is not a finite number in one of the games.
    """
    seen = tuple(id for id in quantities if outlook.level(id) is not None)
    plans = [order] if last is None else [order, Order(amounts=last.amounts)]
    told = [
        project(
            outlook.world,
            outlook.states[-1],
            outlook.role,
            plan,
            players,
            seed=outlook.seed,
            turns=AHEAD,
            lanes=LANES,
            quantities=seen,
        )
        for plan in plans
    ]
    calendar = outlook.world.pack.model.calendar
    courses: dict[str, Course] = {}
    for id in seen:
        scale = scale_of(outlook.world.pack, id)
        first = max(0, outlook.turn - BEHIND)
        levels = (outlook.level(id, turn) for turn in range(first, outlook.turn + 1))
        past = tuple(level * scale.factor for level in levels if level is not None)
        each = [_plan(past[-1], levels[id] * scale.factor) for levels in told]
        count = len(past) + len(each[0].median) - 1
        courses[id] = Course(
            quantity=id,
            title=title_of(outlook.world.pack, id),
            unit="%" if scale.factor != 1.0 else scale.unit,
            dates=tuple(date_of(calendar, first + n) for n in range(count)),
            past=past,
            plan=each[0],
            before=each[1] if len(each) > 1 else None,
        )
    return courses


def _plan(now: float, levels: NDArray[np.float64]) -> Plan:
    """Median and band over the games, from now on."""
    low, median, high = np.percentile(levels, (LOW, 50.0, HIGH), axis=1)
    return Plan(
        median=(now, *map(float, median)),
        low=(now, *map(float, low)),
        high=(now, *map(float, high)),
    )
