"""Players for studies: one that does the same every turn, one that does anything."""

from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from game.engine.luck import places
from game.engine.offers import Fit, seat_of
from game.engine.steps import draw
from game.engine.world import World
from game.lang.compile import Fixed, Now, Pool, Row, Rows, Step, copy
from game.players.seats import Program

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Later:
    """From some turn on: another option of a dial, or another amount."""

    turn: int
    decision: str
    value: str | float


def from_turns(now: Any, turns: tuple[int, ...], values: tuple[float, ...], out: Floats) -> None:
    """Write the last value whose turn has come; before the first, leave what stands."""
    due = bisect_right(turns, now.turn)
    if due:
        out[...] = values[due - 1]


@dataclass(frozen=True, slots=True)
class FixedPlayer:
    """Orders the same every turn, as far as it is legal; what is not named is left alone."""

    dials: Mapping[str, str]
    amounts: Mapping[str, float]
    later: tuple[Later, ...] = ()
    """What changes on the way, in the order of turns."""
    answers: bool = False
    """Whether it gives the first answer to whatever it is asked, or none."""

    def program(self, world: World, role: str, rows: Pool, flags: Pool) -> Program:
        """The steps that write its orders."""
        layout, model = world.layout, world.pack.model
        steps: list[Step] = []
        for id, option in self.dials.items():
            index = list(model.decision[id].option).index(option)
            value = Fixed(np.array(float(index)))
            steps.append(Step(copy, (value,), Row(layout.order_dial[id])))
        for id, amount in self.amounts.items():
            value = Fixed(np.array(amount))
            steps.append(Step(copy, (value,), Row(layout.order_amount[id])))
        for id in dict.fromkeys(later.decision for later in self.later):
            mine = [later for later in self.later if later.decision == id]
            if id in layout.dial:
                names, row = list(model.decision[id].option), layout.order_dial[id]
                values = tuple(float(names.index(str(later.value))) for later in mine)
            else:
                row, values = layout.order_amount[id], tuple(float(later.value) for later in mine)
            turns = tuple(later.turn for later in mine)
            steps.append(Step(from_turns, (Now(), Fixed(turns), Fixed(values)), Row(row)))
        if self.answers:
            first = Fixed(np.array(0.0))
            asked = (row for (_event, asked), row in layout.answer.items() if asked == role)
            steps += [Step(copy, (first,), Row(row)) for row in asked]
        steps.append(Fit(world, role).step())
        return Program(tuple(steps), rows.end, flags.end)


def anything(luck: Floats, *allowed: Any, out: Floats) -> None:
    """Write the index of one of several options, any of those that may be taken (a flag or True)."""
    if all(flag is True for flag in allowed):
        np.minimum(np.floor(luck * len(allowed)), len(allowed) - 1.0, out=out)
        return
    left = np.floor(luck * sum(np.asarray(flag, dtype=np.float64) for flag in allowed))
    out[...] = 0.0
    for index, flag in enumerate(allowed):
        out[...] = np.where(flag & (left == 0.0), float(index), out)
        left -= flag


def sometimes(luck: Floats, current: Floats, *allowed: Any, out: Floats) -> None:
    """Leave a dial as it stands in three turns of four; else any option, out of the same draw."""
    anything(np.maximum(luck - 0.75, 0.0) * 4.0, *allowed, out=out)
    out[...] = np.where(luck < 0.75, current, out)


def some(most: Floats, purse: Any, price: Floats, out: Floats) -> None:
    """Turn a draw into an amount: the square of it, of the most there is or the purse could pay."""
    priced = price > 0.0
    purse_buys = np.inf if purse is None else purse / np.where(priced, price, 1.0)
    top = np.minimum(most, np.where(priced, purse_buys, np.inf))
    np.multiply(np.square(out, out=out), np.where(np.isfinite(top), top, 0.0), out=out)


@dataclass(frozen=True, slots=True)
class RandomPlayer:
    """Orders anything that is legal; changes a dial in about a quarter of the turns."""

    def program(self, world: World, role: str, rows: Pool, flags: Pool) -> Program:
        """The steps that write its orders."""
        layout, model = world.layout, world.pack.model
        seat = seat_of(world, role)
        asks = [ask for ask in layout.asks if ask.role == role]
        names = [*seat.dials, *(ask.event for ask in asks), *seat.amounts]
        draws = Rows(rows.take(len(names)), len(names))
        luck = (Row(draws.index + place) for place in range(len(names)))
        steps: list[Step] = []
        if names:
            where = places(f"seat.{role}.{name}" for name in names)
            steps.append(Step(draw, (Now(), Fixed(where)), draws))
        for id in seat.dials:
            flags_of = (world.allowed.get(f"{id}.{name}") for name in model.decision[id].option)
            allowed = (flag or Fixed(True) for flag in flags_of)
            ins = (next(luck), Row(layout.dial[id]), *allowed)
            steps.append(Step(sometimes, ins, Row(layout.order_dial[id])))
        for ask in asks:
            flags_of = (world.may_choose.get(f"{ask.event}.{name}") for name in ask.choices)
            allowed = (flag or Fixed(True) for flag in flags_of)
            answer = Row(layout.answer[ask.event, ask.role])
            steps.append(Step(anything, (next(luck), *allowed), answer))
        purse = Fixed(None) if seat.purse is None else Row(layout.stocks[seat.purse])
        for id in seat.amounts:
            row = next(luck)
            steps.append(Step(some, (Row(layout.most[id]), purse, Row(layout.price[id])), row))
            steps.append(Step(copy, (row,), Row(layout.order_amount[id])))
        steps.append(Fit(world, role).step())
        return Program(tuple(steps), rows.end, flags.end)
