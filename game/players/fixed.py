"""Players for studies: one that does the same every turn, one that does anything."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from game.engine.luck import places
from game.engine.offers import Fit, seat_of
from game.engine.world import World, draw
from game.lang.compile import Fixed, Now, Operand, Pool, Row, Rows, Step, copy
from game.players.seats import Program

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class FixedPlayer:
    """Orders the same every turn, as far as it is legal; what is not named is left alone."""

    dials: Mapping[str, str]
    amounts: Mapping[str, float]

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
        steps.append(Fit(world, role).step())
        return Program(tuple(steps), rows.end, flags.end)


class Anything:
    """Takes one of several options at random, among those that may be taken."""

    def __call__(self, wanted: Floats, *allowed: Any, out: Floats) -> None:
        """Write the index of the option with the greatest draw, of shape (N, B) in `out`."""
        for index, flag in enumerate(allowed):
            if flag is not True:
                np.copyto(out[index], -1.0, where=~flag)
        wanted[...] = np.argmax(out, axis=0)


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
        blocks: list[tuple[Rows, Row, tuple[Operand, ...]]] = []
        paths: list[str] = []
        first = rows.end

        def take(paths_here: list[str]) -> Rows:
            paths.extend(paths_here)
            return Rows(rows.take(len(paths_here)), len(paths_here))

        def flags_of(keys: list[str], among: Mapping[str, Operand]) -> tuple[Operand, ...]:
            return tuple(among.get(key, Fixed(True)) for key in keys)

        moods: list[tuple[Row, Rows]] = []
        for id in seat.dials:
            keys = [f"{id}.{name}" for name in model.decision[id].option]
            block = take([f"seat.{role}.{key}" for key in keys])
            blocks.append((block, Row(layout.order_dial[id]), flags_of(keys, world.allowed)))
            moods.append((Row(layout.order_dial[id]), take([f"seat.{role}.{id}"])))
        for ask in asks:
            keys = [f"{ask.event}.{name}" for name in ask.choices]
            block = take([f"seat.{role}.{key}" for key in keys])
            answer = Row(layout.answer[ask.event, ask.role])
            blocks.append((block, answer, flags_of(keys, world.may_choose)))
        amounts = [(id, take([f"seat.{role}.{id}"])) for id in seat.amounts]
        steps: list[Step] = []
        if paths:
            drawn = Rows(first, len(paths))
            steps.append(Step(draw, (Now(), Fixed(places(paths))), drawn))
        steps += [Step(Anything(), (row, *allowed), block) for block, row, allowed in blocks]
        for (row, mood), id in zip(moods, seat.dials, strict=True):
            steps.append(Step(stay, (Row(mood.index), Row(layout.dial[id])), row))
        purse = Fixed(None) if seat.purse is None else Row(layout.stocks[seat.purse])
        for id, block in amounts:
            row = Row(block.index)
            steps.append(Step(some, (Row(layout.most[id]), purse, Row(layout.price[id])), row))
            steps.append(Step(copy, (row,), Row(layout.order_amount[id])))
        steps.append(Fit(world, role).step())
        return Program(tuple(steps), rows.end, flags.end)


def stay(mood: Floats, current: Floats, out: Floats) -> None:
    """Leave a dial as it stands in three turns of four."""
    np.copyto(out, current, where=mood < 0.75)
