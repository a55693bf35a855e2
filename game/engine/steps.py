"""What a step of a turn calls where numpy has no single call for it.

Each is called as `function(*ins, out=out)` and writes every lane of `out`, shape (B,) or (rows, B).
"""

from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
UNANSWERED = -1.0
"""Stands for the index of a choice where none was made."""


def release(pending: Floats, out: Floats) -> None:
    """Add what is due of a lasting effect, pending shape (N, B), and move the rest up."""
    if pending.any():
        out += pending[0]
        move_on(pending)


def release_into_pipeline(pending: Floats, total: Floats, out: Floats) -> None:
    """The same for a pipeline, whose slots are `out`."""
    if pending.any():
        shift(pending[0], total, out)
        move_on(pending)


def move_on(out: Floats) -> None:
    """Move what is waiting, shape (N, B), one turn on; the first has been taken out."""
    out[:-1] = out[1:]
    out[-1] = 0.0


def enter(rate: Floats, entry: Floats, out: Floats) -> None:
    """Put a flow in at the start of a pipeline, and count it in its total."""
    entry += rate
    out += rate


def shift(part: Floats, total: Floats, out: Floats) -> None:
    """Change the slots of a pipeline, shape (N, B): more enters at its start, less leaves them all.

    Nothing leaves beyond what is inside.
    """
    full = total > 0.0
    kept = np.maximum(total + np.minimum(part, 0.0), 0.0)
    out *= np.where(full, kept / np.where(full, total, 1.0), 1.0)
    out[-1] += np.maximum(part, 0.0)


def rescale(target: Floats, total: Floats, out: Floats) -> None:
    """Bring the slots of a pipeline, shape (N, B), to a new total, not below zero.

    What an empty pipeline is set to enters at its start.
    """
    target = np.maximum(target, 0.0)
    full = total > 0.0
    out *= np.where(full, target / np.where(full, total, 1.0), 1.0)
    out[-1] = np.where(full, out[-1], target)


def take(table: Floats, index: Floats, out: Floats) -> None:
    """Read a table at indices, shape (B,)."""
    table.take(index.astype(np.intp), out=out, mode="clip")


def at_index(block: Floats, index: Floats, out: Floats) -> None:
    """In each lane the number of one of several rows, block shape (N, B)."""
    # One look-up in the flat block: half the time of a look-up by row and lane.
    lanes = block.shape[1]
    at = index.astype(np.intp)
    np.multiply(at, lanes, out=at)
    np.add(at, np.arange(lanes, dtype=np.intp), out=at)
    np.take(block, at, out=out, mode="clip")


def remember(level: Floats, out: Floats) -> None:
    """Put a level first in a history, shape (N, B), and move the older ones down."""
    out[1:] = out[:-1]
    out[0] = level


def follow(level: Floats, turns: Floats, out: Floats) -> None:
    """Move an exponential average towards a level."""
    out += (level - out) / turns


def hold_within(low: Floats, high: Floats, out: Floats) -> None:
    """Hold levels within their limits."""
    np.clip(out, low, high, out=out)


def round_to(grain: Floats, fineness: Floats, out: Floats) -> None:
    """Round levels to a grain, so that processors that differ in the last bit agree.

    The grain is a power of two, so multiplying by the fineness, 1 / grain, is as exact as dividing.
    """
    np.multiply(out, fineness, out=out)
    np.rint(out, out=out)
    np.multiply(out, grain, out=out)


def draw(now: Any, where: NDArray[np.uint64], out: Floats) -> None:
    """Draw the luck of this turn for these places."""
    now.luck.uniform(now.turn, where, out)


def add_noise(shape: Any, draws: Floats, sd: Floats, out: Floats) -> None:
    """Add luck of a shape and standard deviation."""
    noise = np.empty_like(draws[0])
    shape(draws[0], draws[1], noise)
    out += noise * sd


def first_choice(*allowed: Any, out: Floats) -> None:
    """Where nothing was answered, let the first choice stand that may be taken; else the first."""
    first: Any = 0.0
    for index in range(len(allowed) - 1, -1, -1):
        first = float(index) if allowed[index] is True else np.where(allowed[index], index, first)
    np.copyto(out, first, where=out < 0.0)


def flag_any_infinite(levels: Floats, out: Floats) -> None:
    """Turn `out` into NaN where one of several levels, shape (N, B), is infinite or NaN."""
    # One number for the block: it is finite unless something in it is not.
    if not np.isfinite(np.add.reduce(levels, axis=None)):
        out += np.add.reduce(levels * 0.0, axis=0)


def flag_infinite(level: Floats, path: str, out: Floats) -> None:
    """Turn `out` into NaN where a level is infinite or NaN; the path says what gave the level."""
    del path
    out += level * 0.0


def total_of(slots: Floats, out: Floats) -> None:
    """The content of a pipeline."""
    np.add.reduce(slots, axis=0, out=out)


def stamp(happens: NDArray[np.bool_], clock: Floats, out: Floats) -> None:
    """Write the turn down where something happens."""
    # Turns are whole numbers, so the sums are exact, and no processor guesses at flags wrongly.
    since = clock - out
    since *= happens
    out += since


def note_end(holds: Any, clock: Floats, ended: Floats, index: Any, out: Floats) -> None:
    """Write down an ending where it holds and the game had none yet."""
    new = holds & (out < 0.0)
    out[...] = np.where(new, index, out)
    ended[...] = np.where(new, clock, ended)


def grain_of(scale: float) -> float:
    """The grain that levels of this size are rounded to: about 2^-30 of it."""
    return float(2.0 ** (np.ceil(np.log2(max(scale, 1e-300))) - 30))
