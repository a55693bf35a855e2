"""Luck that is keyed, not consumed.

Every draw is a 64-bit mix of (seed, lane, turn, place), so it depends on nothing that anybody decides
and on no other lane. Keys of lanes and of places are mixed by the finaliser of SplitMix64 (Steele, Lea
and Flood, "Fast splittable pseudorandom number generators", OOPSLA 2014). A draw joins one of each and
mixes once more by the middle of that finaliser, which is enough for keys that are mixed already.
"""

from collections.abc import Iterable
from functools import cache
from hashlib import blake2b
from math import erfc, sqrt
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

Keys = NDArray[np.uint64]
Floats = NDArray[np.float64]

_STEP = np.uint64(0x9E3779B97F4A7C15)
_FIRST = np.uint64(0xBF58476D1CE4E5B9)
_SECOND = np.uint64(0x94D049BB133111EB)
_MASK = (1 << 64) - 1
_ONE = np.uint64(0x3FF0000000000000)
"""The bits of 1.0."""
_BELOW_ONE = np.array(1.0 - 2.0**-53)
_BLOCK = 8192
"""Draws mixed at a time: as many as stay in the processor's cache."""


def mixed(keys: Keys) -> Keys:
    """Mix 64-bit keys: a new array of the same shape."""
    keys = (keys ^ (keys >> np.uint64(30))) * _FIRST
    keys = (keys ^ (keys >> np.uint64(27))) * _SECOND
    return keys ^ (keys >> np.uint64(31))


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
            np.multiply(drawn, _FIRST, out=drawn)
            np.right_shift(drawn, np.uint64(32), out=spare)
            np.bitwise_xor(drawn, spare, out=drawn)
            np.multiply(drawn, _SECOND, out=drawn)
            # The first 52 bits, read as the digits of a number from [1, 2).
            np.right_shift(drawn, np.uint64(12), out=drawn)
            np.bitwise_or(drawn, _ONE, out=drawn)
            np.subtract(drawn.view(np.float64), _BELOW_ONE, out=out[first : first + rows])


def normal(first: Floats, second: Floats, out: Floats) -> None:
    """Standard normal numbers from two uniform ones (Box and Muller, 1958)."""
    np.log(first, out=out)
    np.multiply(out, -2.0, out=out)
    np.sqrt(out, out=out)
    turned = second * (2.0 * np.pi)
    np.multiply(out, np.cos(turned, out=turned), out=out)


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


def rarity(luck: Luck, noise: str, turn: int, shape: Literal["normal", "fat"]) -> float:
    """The chance of a draw as far out as one that was made, on its own side: from 0 to one half.

    Args:
        luck: Of one game.
        noise: The id of the noise.
        turn: The turn in which it was drawn.
        shape: The shape of the noise.
    """
    drawn = np.empty((2, 1))
    luck.uniform(turn, places(f"noise.{noise}.{part}" for part in ("first", "second")), drawn)
    if shape == "fat":  # its first draw is its quantile
        return float(min(drawn[0, 0], 1.0 - drawn[0, 0]))
    size = np.empty(1)
    normal(drawn[0], drawn[1], size)
    return 0.5 * erfc(abs(float(size[0])) / sqrt(2.0))
