"""The whole back-test of a pack: every series, the ensemble, the negative controls, the fitted constants."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from game.engine.world import World, compile_world
from game.errors import GameError
from game.lab.backtest.fit import Fitted, drawn, fitted_of, training
from game.lab.backtest.measures import Measures, covered, data_of, errors, measured, meets
from game.lab.backtest.replay import read_off, replayed, without
from game.lab.backtest.series import Series, targets_of
from game.packs.model import Pack

Floats = NDArray[np.float64]
SEED = 2022
LUCKS = 200
"""Games with the pack's own constants, which differ in luck alone."""
SETS = 24_000
"""Parameter sets that are tried for the ensemble: every constant, over the whole of its range."""
FEWEST = 100
"""Where fewer of them fit acceptably, so many that come nearest are the ensemble."""
WORSE = 1.25
"""A control must be off by so many times as much."""


class BacktestError(GameError):
    """A pack cannot be compared with the record."""


@dataclass(frozen=True, slots=True, eq=False)
class Scored:
    """One series against the model: all a plot needs, and every measure."""

    series: Series
    data: Floats
    """Shape (n,), like all below, by `series.points`."""
    low: Floats
    """Lower bound of the data."""
    high: Floats
    model: Floats
    """Median over luck, with the pack's constants."""
    p05: Floats
    """Of the ensemble."""
    p50: Floats
    p95: Floats
    measures: Measures
    required: Mapping[str, bool]
    """What is required beside a small error, and whether the model shows it."""
    covered: float
    """Share of the data within the ensemble's 5 to 95% band, when the data may be off by its own bounds."""
    covered_bare: float
    """Share of the data within that of the model alone, as if the data were exact."""

    @property
    def held(self) -> bool:
        """Whether it is within the acceptable bar and shows what is required.

        A series that comes without a bar is held when the model beats the naive rival, or lies within
        the bounds of half of its points where there is no rival.
        """
        return self._within(self.series.acceptable)

    @property
    def good(self) -> bool:
        """Whether it is within the good bar as well."""
        bar = self.series.good if self.series.good is not None else self.series.acceptable
        return self.held and self._within(bar)

    def _within(self, bar: float | None) -> bool:
        if bar is not None:
            return self.measures.error <= bar and all(self.required.values())
        rival = self.measures.theil_u
        fits = self.measures.in_band >= 0.5 if rival is None else rival < 1.0
        return fits and all(self.required.values())


@dataclass(frozen=True, slots=True)
class Controlled:
    """A negative control: the fit of one target without something that mattered."""

    id: str
    title: str
    target: str
    error: float
    with_it: float
    """The error of history as it was."""

    @property
    def clearly_worse(self) -> bool:
        """Whether leaving it out shows."""
        return self.error >= WORSE * self.with_it


@dataclass(frozen=True, slots=True, eq=False)
class Backtest:
    """What a back-test found."""

    pack: str
    version: str
    hash: str
    until: str
    """Constants were fitted to nothing later than this."""
    scored: tuple[Scored, ...]
    controls: tuple[Controlled, ...]
    fitted: tuple[Fitted, ...]
    games: int
    sets: int
    """Parameter sets of the ensemble."""
    acceptable: int
    """How many of them fit acceptably: all, or the ensemble is of those that come nearest."""
    tried: int
    """Parameter sets that were tried."""

    @property
    def by_control(self) -> Mapping[str, tuple[Controlled, ...]]:
        """The negative controls by id, each with the series it was tried on."""
        ids = dict.fromkeys(control.id for control in self.controls)
        return {id: tuple(each for each in self.controls if each.id == id) for id in ids}

    @property
    def coverage(self) -> float:
        """`Scored.covered` of all points of series that count."""
        return self._over([scored.covered for scored in self.counted])

    @property
    def coverage_bare(self) -> float:
        """`Scored.covered_bare` of all points of series that count."""
        return self._over([scored.covered_bare for scored in self.counted])

    def _over(self, parts: Sequence[float]) -> float:
        sizes = [len(scored.data) for scored in self.counted]
        return float(np.average(parts, weights=sizes)) if sizes else 0.0

    @property
    def counted(self) -> tuple[Scored, ...]:
        """Series that the model is not told."""
        return tuple(scored for scored in self.scored if not scored.series.input)


def backtest(
    pack: Pack,
    outside: Callable[[World], Sequence[Series]] | None = None,
) -> Backtest:
    """Replay a pack's record and compare it with what was observed.

    Args:
        pack: A checked pack with a record.
        outside: Gives series to compare with in place of the pack's own targets. The ensemble and the
            controls stay those of the pack.

    Raises:
        BacktestError: The pack has no record, or nothing to be compared with.
    """
    if not pack.model.record:
        raise BacktestError(f"{pack.id} has no record to be played again")
    world = compile_world(pack)
    targets = targets_of(world)
    asked = targets if outside is None else tuple(outside(world))
    if not asked:
        raise BacktestError(f"{pack.id} has no targets: name a file of series with --targets")
    wanted = list(dict.fromkeys(series.quantity for series in (*targets, *asked)))
    own = replayed(world, wanted, LUCKS, SEED)
    ensemble, acceptable = _ensemble(world, targets, wanted)
    scored = tuple(_scored(series, own, ensemble) for series in asked)
    controls = tuple(_controls(pack, targets, own))
    return Backtest(
        pack=pack.id,
        version=pack.model.pack.version,
        hash=pack.hash,
        until=pack.model.backtest.until,
        scored=scored,
        controls=controls,
        fitted=fitted_of(pack),
        games=LUCKS,
        sets=len(ensemble[wanted[0]]),
        acceptable=acceptable,
        tried=SETS,
    )


def _ensemble(
    world: World, targets: Sequence[Series], wanted: Sequence[str]
) -> tuple[Mapping[str, Floats], int]:
    """Levels of the parameter sets that fit acceptably, each with its own luck, and how many those are.

    A set fits acceptably when it is within the acceptable bar of every target that counts, over the
    periods that constants may be fitted to. Nothing is said of the turns a target requires.
    """
    sets = drawn(world.pack, list(world.pack.model.constant), SETS, SEED)
    levels = replayed(world, wanted, SETS, SEED + 1, sets)
    worst = np.zeros(SETS)
    for series in training(world, targets):
        if series.acceptable:
            off = errors(series, read_off(series, levels[series.quantity])) / series.acceptable
            worst = np.maximum(worst, off)
    acceptable = int((worst <= 1.0).sum())
    nearest = np.argsort(worst, kind="stable")[: max(acceptable, FEWEST)]
    return {id: level[np.sort(nearest)] for id, level in levels.items()}, acceptable


def _scored(series: Series, own: Mapping[str, Floats], ensemble: Mapping[str, Floats]) -> Scored:
    data, low, high = data_of(series)
    model = np.median(read_off(series, own[series.quantity]), axis=0)
    many = read_off(series, ensemble[series.quantity])
    p05, p50, p95 = np.percentile(many, [5.0, 50.0, 95.0], axis=0)
    return Scored(
        series=series,
        data=data,
        low=low,
        high=high,
        model=model,
        p05=p05,
        p50=p50,
        p95=p95,
        measures=measured(series, model),
        required={need.text: meets(need, series, model) for need in series.requires},
        covered=float(covered(series, many).mean()),
        covered_bare=float(((data >= p05) & (data <= p95)).mean()),
    )


def _controls(pack: Pack, targets: Sequence[Series], own: Mapping[str, Floats]) -> list[Controlled]:
    found: list[Controlled] = []
    by_id = {series.id: series for series in targets}
    for id, control in pack.model.control.items():
        against = [by_id[target] for target in control.worse]
        quantities = [series.quantity for series in against]
        levels = replayed(without(pack, control), quantities, LUCKS, SEED)
        for series in against:
            errors = [
                measured(series, np.median(read_off(series, played[series.quantity]), axis=0)).error
                for played in (levels, own)
            ]
            found.append(Controlled(id, control.title, series.id, errors[0], errors[1]))
    return found
