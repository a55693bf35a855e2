"""The ledger: every change of every stock and pipeline, with its cause."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from game.lang.compile import Mark

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class Entry:
    """One change."""

    quantity: str
    cause: str
    """A dotted path: what of the pack made the change."""
    change: Floats
    """By how much, shape (B,), in the quantity's unit."""


@dataclass(slots=True)
class Ledger:
    """The changes of one turn, in the order in which they happened."""

    entries: list[Entry] = field(default_factory=list[Entry])
    before_flows: int = 0
    """How many of the changes came before flows were computed."""

    def of(self, quantity: str) -> list[Entry]:
        """The changes of one quantity."""
        return [entry for entry in self.entries if entry.quantity == quantity]

    def record(self, mark: Mark, row: Floats, call: Callable[[], None]) -> None:
        """Make a call, and write down how it changes `row`, of shape (B,) or (quantities, B)."""
        before = row.copy()
        call()
        changes = np.atleast_2d(row - before)
        for quantity, change in zip(mark.quantities, changes, strict=True):
            if change.any():
                self.entries.append(Entry(quantity, mark.cause, change.copy()))


def total(entries: Sequence[Entry], lane: int = 0) -> float:
    """What entries come to in one lane."""
    return float(sum(entry.change[lane] for entry in entries))
