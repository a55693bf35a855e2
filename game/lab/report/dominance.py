"""Options that another option of the same dial, or answers that another answer, always beats."""

from collections.abc import Iterator
from typing import Any

import numpy as np
from numpy.typing import NDArray

from game.engine.world import World
from game.lab.games import goals_of, pairings
from game.lab.report.effects import Arm, Forks, gain, offered
from game.lab.report.intervals import Interval, interval

MISS = 0.05
"""Share of packs in which any one of the intervals that are looked at together may be wrong."""
MARGIN = 1.0
"""Points of a goal, from 0 to 100, that nobody would notice: so much worse is as good as not worse."""


def dominated(world: World, found: Forks) -> list[dict[str, Any]]:
    """Every option that is nowhere better than some other on any goal of its role, and worse somewhere.

    Nowhere: in no fork with any persona in any seat beyond intervals that all hold together, and in all
    games not by `MARGIN` within the 95 % interval (a test of non-inferiority). So too few games to tell
    never make an option dominated.
    """
    strata = _strata(world, found)
    told: list[dict[str, Any]] = []
    for name, role, arms in _sets(world, found):
        for own in arms:
            better = {
                other: gains
                for other in arms
                if other != own
                and (gains := _beats(world, found, role, arms[other], arms[own], strata))
            }
            if better:
                told.append({"of": name, "option": own, "role": role, "by": better})
    return told


def _sets(world: World, found: Forks) -> Iterator[tuple[str, str, dict[str, list[Arm]]]]:
    """Dials and questions with the role they belong to, and the arms of each option."""
    model, layout = world.pack.model, world.layout
    for place, id in enumerate(layout.dials):
        arms = [arm for arm in found.arms if arm.kind in ("whole", "window") and arm.what == place]
        options = list(model.decision[id].option)
        if arms:
            yield (
                id,
                model.decision[id].role,
                {name: [a for a in arms if a.value == n] for n, name in enumerate(options)},
            )
    for place, ask in enumerate(layout.asks):
        yield (
            ask.event,
            ask.role,
            {name: [Arm("answer", place, n)] for n, name in enumerate(ask.choices)},
        )


def _strata(world: World, found: Forks) -> list[NDArray[np.bool_]]:
    """All games, and those with each persona in each seat."""
    paired = pairings(world, {})
    strata = [np.ones(len(found.pairing), dtype=np.bool_)]
    for role in world.pack.model.role:
        for player in dict.fromkeys(seats[role] for seats in paired):
            sat = [place for place, seats in enumerate(paired) if seats[role] == player]
            strata.append(np.isin(found.pairing, sat))
    return strata


def _beats(
    world: World,
    found: Forks,
    role: str,
    better: list[Arm],
    worse: list[Arm],
    strata: list[NDArray[np.bool_]],
) -> dict[str, float]:
    """Mean gains on the goals where one option beats the other, when it loses on none; else empty."""
    goals = [place for place, (owner, _) in enumerate(goals_of(world)) if owner == role]
    miss = MISS / max(1, len(goals) * len(strata) * len(better))
    won: dict[str, float] = {}
    for one, other in zip(better, worse, strict=True):
        both = offered(found, one, other)
        for place, stratum in enumerate(strata):
            gains = gain(found, one, other, both & stratum)
            for goal in goals:
                known: Interval | None = interval(gains[:, goal], miss)
                if known is None:
                    continue
                if known.high < 0.0:
                    return {}
                plain = interval(gains[:, goal]) if place == 0 else None
                if plain is not None and (plain.low < -MARGIN or plain.high < 0.0):
                    return {}
                if known.low > 0.0 and place == 0:
                    won.setdefault(goals_of(world)[goal][1], known.mean)
    return won
