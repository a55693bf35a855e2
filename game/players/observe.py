"""What a role sees: its automatic players' rules read observations, never the state itself."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from game.engine.luck import Luck, places
from game.engine.steps import draw
from game.engine.turn import State
from game.engine.world import World
from game.lang.compile import Fixed, Now, Operand, Pool, Row, Rows, Step
from game.lang.tree import Symbol

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Sight:
    """How a role sees one quantity."""

    kind: str
    """`hidden`, `late` or `noisy`."""
    size: float = 0.0
    """Turns late, or standard deviation of the noise as a share."""


def sight_of(text: str) -> Sight:
    """Read what a pack says in `sees`: `hidden`, `late 2`, `noisy 10%`."""
    kind, _, size = text.partition(" ")
    return Sight(kind, float(size.rstrip("%")) / 100.0 if kind == "noisy" else float(size or 0))


def blur(first: Floats, second: Floats, level: Floats, share: Any, out: Floats) -> None:
    """A level with multiplicative noise of this standard deviation, as a share of it.

    The noise is triangular, the sum of two uniform draws: a report is never off by more than 2.5 times
    its standard deviation.
    """
    np.add(first, second, out=out)
    np.subtract(out, 1.0, out=out)
    np.multiply(out, np.sqrt(6.0) * share, out=out)
    np.add(out, 1.0, out=out)
    np.multiply(out, level, out=out)


def as_seen(world: World, state: State, role: str, luck: Luck) -> State:
    """One game with the stocks a role does not see as they are set to what it sees of them."""
    layout, model = world.layout, world.pack.model
    rows = state.rows.copy()
    for id, text in model.role[role].sees.items():
        if id not in layout.stocks:
            continue
        sight, row = sight_of(text), layout.stocks[id]
        match sight.kind:
            case "hidden":
                rows[:, row] = model.stock[id].start
            case "late":
                rows[:, row] = rows[:, layout.histories[id].index + int(sight.size) - 1]
            case _:
                drawn = np.empty((2, len(rows)))
                where = places(f"sees.{role}.{id}.{part}" for part in ("first", "second"))
                luck.uniform(int(rows[0, layout.turn]), where, drawn)
                seen = np.empty(len(rows))
                blur(drawn[0], drawn[1], rows[:, row], sight.size, seen)
                rows[:, row] = np.clip(seen, model.stock[id].min, model.stock[id].max)
    return State(rows)


class ObservedLeaves:
    """The leaves of rules as one role sees them.

    A word of history on a quantity seen late is as late. On one seen through noise it reads the true
    past: what was, is known by now.
    """

    def __init__(self, world: World, role: str, rows: Pool) -> None:
        """Leaves for this role, with rows out of this pool for what it sees through noise."""
        self._world = world
        self._sees = {id: sight_of(text) for id, text in world.pack.model.role[role].sees.items()}
        noisy = [id for id, sight in self._sees.items() if sight.kind == "noisy"]
        self._seen = {id: Row(rows.take()) for id in noisy}
        self._draws = {id: Rows(rows.take(2), 2) for id in noisy}
        self._places = places(
            f"sees.{role}.{id}.{part}" for id in noisy for part in ("first", "second")
        )

    def steps(self) -> tuple[Step, ...]:
        """The steps that fill in what is seen through noise."""
        if not self._seen:
            return ()
        first = min(rows.index for rows in self._draws.values())
        drawn = Step(draw, (Now(), Fixed(self._places)), Rows(first, 2 * len(self._draws)))
        levels = self._world.layout.levels
        blurs = (
            Step(
                blur,
                (
                    Row(self._draws[id].index),
                    Row(self._draws[id].index + 1),
                    Row(levels[id]),
                    Fixed(self._sees[id].size),
                ),
                row,
            )
            for id, row in self._seen.items()
        )
        return (drawn, *blurs)

    def level(self, symbol: Symbol) -> Operand:
        """The level as the role sees it."""
        sight = self._sees.get(symbol.id)
        leaves = self._world.leaves
        if sight is None:
            return leaves.level(symbol)
        if sight.kind == "hidden":
            return leaves.past(symbol, "start", 1)
        if sight.kind == "late":
            return leaves.past(symbol, "change", int(sight.size))
        return self._seen[symbol.id]

    def past(self, symbol: Symbol, word: str, turns: int) -> Operand:
        """A word of history; of something hidden, its start."""
        sight = self._sees.get(symbol.id)
        world = self._world
        if sight is None or sight.kind == "noisy" or word == "start":
            return world.leaves.past(symbol, word, turns)
        if sight.kind == "hidden":
            return world.leaves.past(symbol, "start", 1)
        late = int(sight.size)
        if word == "smooth":
            return Row(world.layout.smooths[symbol.id, turns, late])
        return world.leaves.past(symbol, "change", late + (1 if word == "last" else turns))

    def turn(self) -> Operand:
        """The number of the turn."""
        return self._world.leaves.turn()

    def happened(self, symbol: Symbol, word: str) -> Operand:
        """Events and dials are public."""
        return self._world.leaves.happened(symbol, word)
