"""Means of differences, with how far they can be trusted."""

from dataclasses import dataclass
from math import sqrt
from statistics import NormalDist

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Interval:
    """A mean and the limits it lies in with some confidence."""

    mean: float
    low: float
    high: float

    def told(self) -> dict[str, float]:
        """As plain data."""
        return {"mean": self.mean, "low": self.low, "high": self.high}


def interval(values: Floats, miss: float = 0.05) -> Interval | None:
    """The mean of values, shape (N,), and an interval that misses it in this share of studies.

    None for fewer than two values. The quantile of Student's t is found from the normal one by the
    expansion in Abramowitz and Stegun, "Handbook of Mathematical Functions", 26.7.5.
    """
    count = len(values)
    if count < 2:
        return None
    z, free = NormalDist().inv_cdf(1.0 - miss / 2.0), count - 1
    t = z + (z**3 + z) / (4 * free) + (5 * z**5 + 16 * z**3 + 3 * z) / (96 * free**2)
    t += (3 * z**7 + 19 * z**5 + 17 * z**3 - 15 * z) / (384 * free**3)
    mean = float(values.mean())
    reach = t * float(values.std(ddof=1)) / sqrt(count)
    return Interval(mean, mean - reach, mean + reach)
