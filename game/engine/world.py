"""A pack compiled and ready to be played."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from game.engine.layout import Layout, PackLeaves
from game.engine.writer import Phases, write_turn
from game.errors import GameError
from game.lang.compile import Flag, Row, Step
from game.lang.problems import nearest
from game.packs.model import Pack

Floats = NDArray[np.float64]


class UnknownConstantError(GameError):
    """A constant was set that the pack does not have, or to a value outside its range."""


@dataclass(frozen=True, eq=False)
class World:
    """A pack ready to be played."""

    pack: Pack
    layout: Layout
    phases: Phases
    allowed: Mapping[str, Flag]
    """Whether an amount may be ordered or an option taken: by `decision` or `decision.option`."""
    may_choose: Mapping[str, Flag]
    """Whether a choice may be taken: by `event.choice`, where it has needs."""
    first_row: int
    """The first row that no part of the turn uses."""
    first_flag: int
    constants: Mapping[str, Floats]
    """Values of the constants: shape (), or (B,) where a study varies them by lane."""

    def with_constants(self, values: Mapping[str, float | Floats]) -> "World":
        """The same world with some constants set, by lane where an array of shape (B,) is given.

        Raises:
            UnknownConstantError: As `check_constants`.
        """
        check_constants(self.pack, values)
        changed = {id: np.asarray(value, dtype=np.float64) for id, value in values.items()}
        return replace(self, constants={**self.constants, **changed})

    @cached_property
    def computed_late(self) -> frozenset[int]:
        """Rows that are computed only when somebody looks at them between turns."""
        steps = (step.out for step in self.phases.rest if isinstance(step, Step))
        return frozenset(out.index for out in steps if isinstance(out, Row))

    @cached_property
    def leaves(self) -> PackLeaves:
        """Where the leaves of the pack's rules are found."""
        return PackLeaves(self.pack, self.layout)

    @cached_property
    def stock_limits(self) -> tuple[Floats, Floats]:
        """Least and greatest level of every stock, shape (S,)."""
        stocks = self.pack.model.stock.values()
        return (
            np.array([float(stock.min) for stock in stocks]),
            np.array([float(stock.max) for stock in stocks]),
        )


def check_constants(pack: Pack, values: Mapping[str, float | Floats]) -> None:
    """Refuse values that constants of a pack may not have.

    Raises:
        UnknownConstantError: The pack has no such constant, or the value is outside its range.
    """
    for id, value in values.items():
        table = pack.model.constant.get(id)
        if table is None:
            near = nearest(id, pack.model.constant)
            has = f"did you mean {near}?" if near else f"it has {', '.join(pack.model.constant)}"
            raise UnknownConstantError(f"{id!r} is no constant of this pack; {has}")
        array = np.asarray(value, dtype=np.float64)
        if not bool(np.all((array >= table.low) & (array <= table.high))):
            sources = "; ".join(pack.model.source[source].title for source in table.sources)
            ground = f"source: {sources}" if sources else f"assumption: {table.assumption}"
            raise UnknownConstantError(
                f"{id} = {value} is outside its range, {table.low} to {table.high} ({ground})"
            )


def compile_world(pack: Pack, constants: Mapping[str, float] | None = None) -> World:
    """Compile a checked pack, with some constants set.

    Raises:
        UnknownConstantError: As `World.with_constants`.
    """
    layout = Layout(pack)
    written = write_turn(pack, layout)
    world = World(
        pack=pack,
        layout=layout,
        phases=written.phases,
        allowed=written.allowed,
        may_choose=written.may_choose,
        first_row=written.first_row,
        first_flag=written.first_flag,
        constants={id: np.array(float(c.value)) for id, c in pack.model.constant.items()},
    )
    return world.with_constants(constants) if constants else world
