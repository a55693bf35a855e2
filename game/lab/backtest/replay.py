"""The record played again: levels of some quantities, turn by turn, in many games at once."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from game.engine.luck import Luck
from game.engine.world import World, compile_world
from game.lab.backtest.series import Series
from game.packs.model import Control, Pack
from game.players.named import default_player, parse_player
from game.players.seats import seated

Floats = NDArray[np.float64]
BATCH = 2_048


def replayed(
    world: World,
    quantities: Sequence[str],
    games: int,
    seed: int,
    constants: Mapping[str, Floats] | None = None,
) -> dict[str, Floats]:
    """Play the record, and write down some quantities.

    Seats without a record are played by their default player.

    Args:
        world: The pack.
        quantities: What to write down.
        games: How many games, which differ in their luck.
        seed: Of the luck.
        constants: Values by game, shape (B,).

    Returns:
        By quantity the level after each turn and at the start, shape (B, T + 1).
    """
    turns = world.pack.model.calendar.turns
    levels = {id: np.empty((games, turns + 1)) for id in dict.fromkeys(quantities)}
    for first in range(0, games, BATCH):
        lanes = np.arange(first, min(first + BATCH, games))
        here = {id: values[lanes] for id, values in (constants or {}).items()}
        playing = world.with_constants(here) if here else world
        seats = {
            role: parse_player(playing, role, default_player(playing, role))
            for role in world.pack.model.role
        }
        work = seated(playing, Luck(seed, lanes), seats)
        work.open()
        for turn in range(turns + 1):
            if turn:
                work.begin()
                work.decide()
                work.play()
            for id, found in levels.items():
                found[lanes, turn] = work.level(id)
    return levels


def without(pack: Pack, control: Control) -> World:
    """The world of a pack whose record is the control's where that says something else."""
    record = {role: dict(orders) for role, orders in pack.model.record.items()}
    for role, orders in control.record.items():
        record.setdefault(role, {}).update(orders)
    model = pack.model.model_copy(update={"record": record})
    return compile_world(replace(pack, model=model))


def read_off(series: Series, levels: Floats) -> Floats:
    """What the model says of each point of a series, in its units, shape (B, n).

    Args:
        series: What was observed.
        levels: Its quantity after each turn and at the start, shape (B, T + 1).
    """

    def over(first: int, last: int) -> Floats:
        part = levels[:, first : last + 1]
        match series.over:
            case "sum":
                return part.sum(axis=1)
            case "mean":
                return part.mean(axis=1)
            case "end":
                return part[:, -1]

    found = np.stack([over(point.first, point.last) for point in series.points], axis=1)
    if series.index is not None:
        base = over(series.index.first, series.index.last)[:, None]
        return 100.0 * found / np.where(base == 0.0, np.nan, base)
    return found * series.scale
