"""`x ^ y`, the same to the last bit however many lanes there are."""

from typing import Any

import numpy as np
from numpy.typing import NDArray


def power(base: Any, exponent: Any, out: NDArray[np.float64]) -> None:
    """Write `base ^ exponent` to every element of `out`.

    NumPy squares where the exponent is a single 2, and differs in the last bit from its own power of
    an array of twos. Here the exponent is always an array and the result a new one (in place, NumPy
    takes an array of one for a single number), so every lane goes the same way.
    """
    out[...] = np.power(base, np.full(out.shape, exponent))
