"""Constants fitted to the record: a derivative-free search, thousands of parameter sets in a batch.

Errors are taken in logs and weighed by how sure the data is; each family of series has one vote.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from game.engine.luck import Luck, normal, places
from game.engine.world import World
from game.lab.backtest.measures import data_of, meets
from game.lab.backtest.replay import read_off, replayed
from game.lab.backtest.series import Series
from game.packs.model import Pack
from game.packs.periods import turns_of

Floats = NDArray[np.float64]
EDGE = 0.02
"""A constant ends at a bound when it is nearer to it than this part of its range."""
MISSED = 4.0
"""Squared spreads that a required turn costs which is not shown."""
LEAST = 1e-3
"""Part of the largest value below which logs are not taken."""


@dataclass(frozen=True, slots=True)
class Fitted:
    """One fitted constant."""

    id: str
    value: float
    low: float
    high: float
    at_bound: bool


def fitted_of(pack: Pack) -> tuple[Fitted, ...]:
    """The constants that a pack says were fitted, with its values."""
    found: list[Fitted] = []
    for id in pack.model.backtest.fitted:
        table = pack.model.constant[id]
        edge = EDGE * (table.high - table.low)
        at_bound = not table.low + edge < table.value < table.high - edge
        found.append(Fitted(id, table.value, table.low, table.high, at_bound))
    return tuple(found)


def training(world: World, targets: Sequence[Series]) -> list[Series]:
    """The targets that count, each cut to the periods constants may be fitted to."""
    model = world.pack.model
    until = model.backtest.until
    last = turns_of(model.calendar, until)[1] if until else model.calendar.turns
    cut: list[Series] = []
    for series in targets:
        points = tuple(point for point in series.points if point.last <= last)
        if points and not series.input:
            cut.append(replace(series, points=points))
    return cut


def losses(targets: Sequence[Series], levels: Mapping[str, Floats]) -> Floats:
    """How far each game is from all targets, shape (B,).

    The mean over families of squared errors in logs, each over its own spread; a turn of a series that
    the model does not show counts as an error of two spreads.
    """
    families: dict[str, list[Floats]] = {}
    for series in targets:
        model, (data, low, high) = read_off(series, levels[series.quantity]), data_of(series)
        missed = _missed(series, model)
        least = LEAST * float(np.abs(data).max())
        data, low, high = (np.maximum(part, least) for part in (data, low, high))
        model = np.log(np.maximum(model, least))
        sigma = np.maximum(np.log(high / low) / 2.0, 0.1)
        if series.score == "band":
            beyond = np.maximum(model - np.log(high), np.log(low) - model)
            errors = np.square(np.maximum(beyond, 0.0) / sigma)
        else:
            errors = np.square((model - np.log(data)) / sigma)
        families.setdefault(series.family or series.id, []).append(errors.mean(axis=1) + missed)
    votes = [np.mean(parts, axis=0) for parts in families.values()]
    return np.mean(votes, axis=0)


def _missed(series: Series, model: Floats) -> Floats:
    """How many of the turns a series requires each game does not show, shape (B,)."""
    shown = [[meets(need, series, game) for need in series.requires] for game in model]
    return MISSED * np.array([row.count(False) for row in shown], dtype=np.float64)


def drawn(pack: Pack, ids: Sequence[str], count: int, seed: int) -> dict[str, Floats]:
    """Parameter sets spread evenly over the ranges of some constants (a Latin hypercube)."""
    found: dict[str, Floats] = {}
    for id in ids:
        table = pack.model.constant[id]
        order, within = _uniform(seed, count, 0, [f"{id}.order", f"{id}.within"])
        part = (np.argsort(np.argsort(order)) + within) / count
        found[id] = table.low + part * (table.high - table.low)
    return found


def _uniform(seed: int, count: int, turn: int, paths: Sequence[str]) -> Floats:
    """Draws from (0, 1), shape (paths, count)."""
    drawn = np.empty((len(paths), count))
    Luck(seed, np.arange(count)).uniform(turn, places(f"fit.{path}" for path in paths), drawn)
    return drawn


def searched(
    world: World, targets: Sequence[Series], ids: Sequence[str], rounds: int, count: int, seed: int
) -> tuple[dict[str, float], float]:
    """The best constants found, and their loss: draws that narrow in on the best tenth, round by round."""
    pack = world.pack
    trained = training(world, targets)
    quantities = [series.quantity for series in trained]
    low = np.array([pack.model.constant[id].low for id in ids], dtype=np.float64)
    high = np.array([pack.model.constant[id].high for id in ids], dtype=np.float64)
    sets = np.stack(list(drawn(pack, ids, count, seed).values()), axis=1)
    best, least = sets[0], np.inf
    first, second = [f"{id}.1" for id in ids], [f"{id}.2" for id in ids]
    for turn in range(rounds):
        constants = {id: sets[:, place] for place, id in enumerate(ids)}
        loss = losses(trained, replayed(world, quantities, len(sets), seed, constants))
        order = np.argsort(loss)
        if loss[order[0]] < least:
            best, least = sets[order[0]], float(loss[order[0]])
        elite = sets[order[: max(8, count // 10)]]
        middle, sd = elite.mean(axis=0), elite.std(axis=0) + 0.002 * (high - low)
        steps = np.empty((len(ids), count))
        draws = (_uniform(seed, count, turn + 1, paths) for paths in (first, second))
        normal(*draws, out=steps)
        sets = np.clip(middle + sd * steps.T, low, high)
        sets[0] = best
    return {id: float(best[place]) for place, id in enumerate(ids)}, least
