"""The shape of a goal over many games, in a word.

The words are Emily Short's for the numbers of interactive fiction (2017), here bound to numbers.
Scores count 0 where a goal is poor and 100 where it is fine.
"""

from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

TIGHT = 20.0
"""Nine games of ten within this many points: what is decided hardly moves the goal."""
SKEWED = 0.4
"""Bowley's skewness over 5 %, 50 % and 95 % beyond this: one tail is over twice the other."""
FLAT = 0.6
"""The emptiest tenth of the range holds at least this share of the fullest."""
VALLEY = 0.7
"""Two peaks count as two when the valley between is below this share of the lower one."""


def shape(scores: Floats) -> dict[str, Any]:
    """Word and numbers for some scores, shape (N,)."""
    low, middle, high = (float(x) for x in np.percentile(scores, (5, 50, 95)))
    skew = (high + low - 2 * middle) / (high - low) if high > low else 0.0
    return {
        "shape": _word(scores, low, high, skew),
        "mean": float(scores.mean()),
        "p05": low,
        "p50": middle,
        "p95": high,
        "skew": skew,
    }


def _word(scores: Floats, low: float, high: float, skew: float) -> str:
    """`tight`, `bumpy`, `skewed`, `flat`, or `loose`: wide, with one middle."""
    if high - low < TIGHT:
        return "tight"
    if _peaks(scores, low, high) > 1:
        return "bumpy"
    if abs(skew) > SKEWED:
        return "skewed"
    tenths, _ = np.histogram(scores, bins=10, range=(low, high))
    return "flat" if tenths.min() >= FLAT * tenths.max() else "loose"


def _peaks(scores: Floats, low: float, high: float) -> int:
    """How many peaks stand apart; a quarter of the highest is no peak."""
    counts, _ = np.histogram(scores, bins=20, range=(low, high))
    smooth = np.convolve(counts, [0.25, 0.5, 0.25], mode="same")
    least = 0.25 * float(smooth.max())
    peaks, top, valley, climbing = 0, 0.0, 0.0, True
    for height in (*smooth.tolist(), 0.0):
        if climbing:
            top = max(top, height)
            if top >= least and height < VALLEY * top:
                peaks, valley, climbing = peaks + 1, height, False
        else:
            valley = min(valley, height)
            if valley < VALLEY * height:
                top, climbing = height, True
    return peaks
