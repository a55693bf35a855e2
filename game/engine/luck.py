"""Luck that is keyed, not consumed.

Every draw is a 64-bit mix of (seed, lane, turn, place), so it depends on nothing that anybody decides
and on no other lane. The mix is the finaliser of SplitMix64 (Steele, Lea and Flood, "Fast splittable
pseudorandom number generators", OOPSLA 2014), run over keys that it has mixed before.
"""

from collections.abc import Iterable
from functools import cache
from hashlib import blake2b
from typing import Any

import numpy as np
from numpy.typing import NDArray

Keys = NDArray[np.uint64]
Floats = NDArray[np.float64]

_STEP = np.uint64(0x9E3779B97F4A7C15)
_FIRST = np.uint64(0xBF58476D1CE4E5B9)
_SECOND = np.uint64(0x94D049BB133111EB)
_MASK = (1 << 64) - 1
_TO_UNIT = 2.0**-53
_HALF = 2.0**-54
_BLOCK = 8192
"""Draws mixed at a time: as many as stay in the processor's cache."""


def _mix(keys: Keys, out: Keys, spare: Keys) -> None:
    """Mix 64-bit keys into `out`; the three arrays have one shape, `keys` may be `out`."""
    np.right_shift(keys, np.uint64(30), out=spare)
    np.bitwise_xor(keys, spare, out=out)
    np.multiply(out, _FIRST, out=out)
    np.right_shift(out, np.uint64(27), out=spare)
    np.bitwise_xor(out, spare, out=out)
    np.multiply(out, _SECOND, out=out)
    np.right_shift(out, np.uint64(31), out=spare)
    np.bitwise_xor(out, spare, out=out)


def mixed(keys: Keys) -> Keys:
    """Mix 64-bit keys: a new array of the same shape."""
    out = np.empty_like(keys)
    _mix(keys, out, np.empty_like(keys))
    return out


@cache
def place(path: str) -> int:
    """The 64-bit number of a place in a pack, from its dotted path alone.

    It does not depend on what else the pack holds, so editing a pack moves no other draw.
    """
    return int.from_bytes(blake2b(path.encode(), digest_size=8).digest(), "little")


def places(paths: Iterable[str]) -> Keys:
    """The numbers of several places, shape (P,)."""
    return np.array([place(path) for path in paths], dtype=np.uint64)


class Luck:
    """All the luck of some games: one seed, and for each row of a batch the number of its lane."""

    def __init__(self, seed: int, lanes: NDArray[Any]) -> None:
        """Luck of the lanes with these numbers, shape (B,), under this seed."""
        self.seed = seed
        self.lanes = np.asarray(lanes, dtype=np.uint64)
        base = mixed(np.array([seed & _MASK], dtype=np.uint64) + _STEP)
        self._lane_keys = mixed(mixed((self.lanes + np.uint64(1)) * _STEP) ^ base)
        rows = max(1, _BLOCK // max(1, len(self.lanes)))
        self._keys = np.empty((rows, len(self.lanes)), dtype=np.uint64)
        self._spare = np.empty_like(self._keys)

    def uniform(self, turn: int, where: Keys, out: Floats) -> None:
        """Fill `out`, shape (P, B), with draws from (0, 1), one for each place and lane."""
        turn_key = np.array([(turn + 1) & _MASK], dtype=np.uint64) * _STEP
        keys = mixed(mixed(turn_key) ^ where)
        rows = len(self._keys)
        for first in range(0, len(keys), rows):
            block = keys[first : first + rows, np.newaxis]
            drawn, spare = self._keys[: len(block)], self._spare[: len(block)]
            np.bitwise_xor(block, self._lane_keys, out=drawn)
            _mix(drawn, drawn, spare)
            np.right_shift(drawn, np.uint64(11), out=drawn)
            target = out[first : first + rows]
            np.multiply(drawn, _TO_UNIT, out=target)
            np.add(target, _HALF, out=target)


def normal(first: Floats, second: Floats, out: Floats) -> None:
    """Standard normal numbers from two uniform ones (Box and Muller, 1958)."""
    size = np.sqrt(np.log(first) * -2.0)
    np.multiply(size, np.cos(second * (2.0 * np.pi)), out=out)


def fat(first: Floats, second: Floats, out: Floats) -> None:
    """Student's t with 4 degrees of freedom, scaled to a standard deviation of 1, from one draw.

    The quantile has a closed form (Shaw, "Sampling Student's T distribution", 2006). The second draw
    is not used; both shapes of noise are called alike.
    """
    del second
    root = np.sqrt(4.0 * first * (1.0 - first))
    quantile = 2.0 * np.sqrt(np.maximum(np.cos(np.arccos(root) / 3.0) / root - 1.0, 0.0))
    # The variance of t with 4 degrees of freedom is 2.
    out[...] = np.sign(first - 0.5) * quantile / np.sqrt(2.0)
