"""What others expect of periods of a pack's game, beside what the model says under its personas."""

from dataclasses import dataclass
from typing import Literal

import numpy as np

from game.lab.games import Study, play, quantities_of, world_of
from game.packs.model import Outside
from game.packs.periods import turns_of

GAMES = 2000
SEED = 1


@dataclass(frozen=True, slots=True)
class Compared:
    """One outside figure and the model's, in the unit of the table."""

    id: str
    table: Outside
    low: float
    """The lower end of what is expected; the figure itself where it has no bounds."""
    high: float
    p05: float
    """Of the games."""
    median: float
    p95: float

    @property
    def where(self) -> Literal["within", "below", "above"]:
        """Where the 5 to 95% band of the model lies: it meets what is expected, or misses it."""
        if self.p95 < self.low:
            return "below"
        return "above" if self.p05 > self.high else "within"


def compared(pack: str, games: int = GAMES) -> tuple[Compared, ...]:
    """Every outside figure of a pack, in pack order; none for a period outside its game.

    Args:
        pack: Its id, or the path of its folder.
        games: How many are played, the seats by their personas in turn; at most 5000.
    """
    study = Study(pack, SEED, games, {}, {})
    world = world_of(study)
    calendar, tables = world.pack.model.calendar, world.pack.model.outside
    if not tables:
        return ()
    levels, names = play(study).levels, quantities_of(world)
    found: list[Compared] = []
    for id, table in tables.items():
        first, last = turns_of(calendar, table.period)
        if first < 1 or last > calendar.turns:
            continue
        rows = [names.index(name) for name in (table.quantity, *table.plus)]
        part = levels[:, first : last + 1, rows].sum(axis=2) * float(table.scale)
        match table.over:
            case "sum":
                model = part.sum(axis=1)
            case "mean":
                model = part.mean(axis=1)
            case "end":
                model = part[:, -1]
        p05, median, p95 = (float(x) for x in np.percentile(model, (5, 50, 95)))
        found.append(Compared(id, table, *table.ends, p05, median, p95))
    return tuple(found)
