"""How long a game takes a person."""

from typing import Any

import numpy as np

from game.engine.world import World
from game.lab.report.coverage import Played
from game.lab.report.trial import seats_of

GROUP = 40.0
"""Seconds for a group of decisions, in a turn."""
WORDS = 200.0
"""Words a minute, read with care in a language that may not be one's own."""


def minutes(world: World, played: Played) -> dict[str, Any]:
    """Minutes a game for each role: 40 seconds a group of decisions a turn, and events read."""
    model = world.pack.model
    ended = np.concatenate([outcome.ended for outcome in played.outcomes])
    happened = np.concatenate([outcome.happened for outcome in played.outcomes])
    found: dict[str, Any] = {"stated": model.pack.minutes, "roles": {}}
    for role, seat in seats_of(world).items():
        own = (*seat.dials, *seat.amounts)
        groups = len({model.decision[id].group for id in own})
        words = [
            len(f"{event.text} {event.seen_from.get(role, '')}".split())
            + sum(len(c.text.split()) for c in event.choice.values() if c.role == role)
            for event in model.event.values()
        ]
        taken = ended * groups * GROUP / 60.0 + happened @ np.array(words, float) / WORDS
        low, middle, high = (float(x) for x in np.percentile(taken, (5, 50, 95)))
        found["roles"][role] = {"groups": groups, "p05": low, "p50": middle, "p95": high}
    return found
