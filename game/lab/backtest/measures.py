"""How far a model is from a series: the usual measures, and what a naive rival would have scored.

The shares of the squared error are Theil's, as Sterman (1984) uses them for simulation models.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import NormalDist

import numpy as np
from numpy.typing import NDArray

from game.lab.backtest.series import Series
from game.packs.periods import months_of
from game.packs.requires import Requirement

Floats = NDArray[np.float64]
OUTSIDE = 1.5
"""How many times beyond the spread of rival estimates nothing is left of the score."""
SPREAD = NormalDist().inv_cdf(0.95)
"""Standard deviations from the middle of a normal spread to its 95th percentile."""
FALL = 0.9
"""A drop is at least to this part of the point before."""


@dataclass(frozen=True, slots=True)
class Measures:
    """A model against a series of n points; None where a measure needs more points, or none is 0."""

    n: int
    mape: float | None
    """Mean absolute error in percent of the data, over the points that are not 0."""
    mae: float
    """Mean absolute error, in the unit of the series."""
    rmse: float
    r2: float | None
    """1 less the squared error over the variance of the data; below 0 when a flat line does better."""
    bias: float
    """Mean of model less data."""
    naive_mape: float | None
    """That of the better of two rivals: the value before, and a line through the logs of all points."""
    naive_mae: float | None
    theil_u: float | None
    """The model's root mean square over the rival's, over the points the rival has a value for."""
    unequal_mean: float | None
    """Part of the squared error that is a wrong level; a large part is a fault in the structure."""
    unequal_variance: float | None
    """Part that is a wrong swing."""
    unequal_covariance: float | None
    """Part that is neither, where an error should sit."""
    in_band: float
    """Share of points where the model lies within the bounds of the data."""
    error: float
    """What the bars are set on, by the series' score: MAPE, MAE, or 100 less the band score."""


def data_of(series: Series) -> tuple[Floats, Floats, Floats]:
    """Values, low and high bounds of a series, indexed where it says so; shape (n,) each."""
    base = 1.0 if series.index is None else series.index.value / 100.0
    table = np.array([(p.value, p.low, p.high) for p in series.points], dtype=np.float64) / base
    return table[:, 0], np.minimum(table[:, 1], table[:, 2]), np.maximum(table[:, 1], table[:, 2])


def measured(series: Series, model: Floats) -> Measures:
    """Compare a model's values, shape (n,), with a series."""
    data, low, high = data_of(series)
    error = model - data
    naive = _rival(data)
    mape = _mape(data, model)
    mae, rmse = float(np.abs(error).mean()), float(np.sqrt(np.square(error).mean()))
    spread = float(np.square(data - data.mean()).sum())
    shares = _theil(data, model)
    theil_u = None
    if naive is not None:
        known = np.isfinite(naive)
        rival = float(np.sqrt(np.square(naive - data)[known].mean()))
        own = float(np.sqrt(np.square(error)[known].mean()))
        theil_u = own / rival if rival > 0.0 else None
    return Measures(
        n=len(data),
        mape=mape,
        mae=mae,
        rmse=rmse,
        r2=1.0 - float(np.square(error).sum()) / spread if spread > 0.0 else None,
        bias=float(error.mean()),
        naive_mape=None if naive is None else _mape(data, naive),
        naive_mae=None if naive is None else float(np.nanmean(np.abs(naive - data))),
        theil_u=theil_u,
        unequal_mean=shares[0],
        unequal_variance=shares[1],
        unequal_covariance=shares[2],
        in_band=float(((model >= low) & (model <= high)).mean()),
        error=float(errors(series, model[None, :])[0]),
    )


def errors(series: Series, models: Floats) -> Floats:
    """What the bars are set on, by the series' score: `Measures.error` of many games at once, shape (B,).

    Args:
        series: What was observed, n points.
        models: What the model says of each of them, shape (B, n).
    """
    data, low, high = data_of(series)
    if series.score == "band":
        return 100.0 * (1.0 - _band_scores(models, low, high).mean(axis=1))
    off = np.abs(models - data)
    known = data != 0.0
    if series.score == "mape" and known.any():
        return 100.0 * (off[:, known] / np.abs(data[known])).mean(axis=1)
    return off.mean(axis=1)


def covered(series: Series, models: Floats) -> NDArray[np.bool_]:
    """Which points lie within the 5 to 95% band of many games, shape (n,), when the data may be off as well.

    An observation is what a game says and an error of the data, taken as normal with the bounds of the
    data as its own 5 to 95%.

    Args:
        series: What was observed, n points.
        models: What each game says of each of them, shape (B, n).
    """
    data, low, high = data_of(series)
    below = np.empty(len(data))
    for k, (value, spread) in enumerate(zip(data, (high - low) / 2.0 / SPREAD, strict=True)):
        off = NormalDist(0.0, max(float(spread), 1e-12))
        below[k] = np.mean([off.cdf(float(value - model)) for model in models[:, k]])
    return (below >= 0.05) & (below <= 0.95)


def _mape(data: Floats, model: Floats) -> float | None:
    known = (data != 0.0) & np.isfinite(model)
    if not known.any():
        return None
    return float(100.0 * np.abs((model - data)[known] / data[known]).mean())


def _rival(data: Floats) -> Floats | None:
    """The better of last value and straight line; NaN where it has no value. None under 3 points."""
    if len(data) < 3:
        return None
    last = np.concatenate(([np.nan], data[:-1]))
    rivals = [last]
    if (data > 0.0).all():
        time = np.arange(len(data), dtype=np.float64)
        slope, level = np.polyfit(time, np.log(data), 1)
        rivals.append(np.exp(level + slope * time))

    def error(rival: Floats) -> float:
        found = _mape(data, rival)
        return float(np.nanmean(np.abs(rival - data))) if found is None else found

    return min(rivals, key=error)


def _theil(data: Floats, model: Floats) -> tuple[float | None, float | None, float | None]:
    square = float(np.square(model - data).mean())
    if len(data) < 3 or square == 0.0:
        return None, None, None
    sd_model, sd_data = float(model.std()), float(data.std())
    mean = float(model.mean() - data.mean()) ** 2 / square
    variance = (sd_model - sd_data) ** 2 / square
    return mean, variance, max(0.0, 1.0 - mean - variance)


def _band_scores(models: Floats, low: Floats, high: Floats) -> Floats:
    """1 within the spread of estimates, falling to 0 at a factor of 1.5 outside; shaped as `models`."""
    beyond = np.maximum(models / np.where(high > 0.0, high, np.nan), low / np.maximum(models, 1e-9))
    return np.clip((OUTSIDE - np.nan_to_num(beyond, nan=OUTSIDE)) / (OUTSIDE - 1.0), 0.0, 1.0)


def meets(requirement: Requirement, series: Series, model: Floats) -> bool:
    """Whether a model shows a turn within one point of where it was."""
    _, low, high = data_of(series)
    if requirement.what == "inside":
        return int(((model >= low) & (model <= high)).sum()) >= requirement.count
    wanted = months_of(requirement.period)
    places = [k for k, p in enumerate(series.points) if months_of(p.period) == wanted]
    if not places:
        return False
    near = range(max(0, places[0] - 1), min(len(model), places[0] + 2))
    values: Sequence[float] = [float(value) for value in model]
    if requirement.what == "rise":
        return _steepest(series, values) == places[0]
    return any(_turns(requirement.what, values, place) for place in near)


def _steepest(series: Series, values: Sequence[float]) -> int:
    """The point before which a series rose fastest, a year."""
    middle = [(p.first + p.last) / 2 for p in series.points]
    pace = [
        (values[k] - values[k - 1]) / max(middle[k] - middle[k - 1], 1e-9)
        for k in range(1, len(values))
    ]
    return 1 + pace.index(max(pace))


def _turns(what: str, values: Sequence[float], place: int) -> bool:
    before = values[place - 1] if place else None
    after = values[place + 1] if place + 1 < len(values) else None
    here = values[place]
    match what:
        case "peak":
            return before is not None and after is not None and before < here > after
        case "dip":
            return before is not None and after is not None and before > here < after
        case _:
            return before is not None and here <= FALL * before
