"""What a page holds beside running text: tables, and series drawn in plain signs, line by line."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import floor, log10

from game.packs.measured import PointResult
from game.views.letters import columns, wrapped
from game.views.numbers import digits_by_size, written
from game.words import _

NOTHING = "-"
"""A cell of which nothing is known."""


@dataclass(frozen=True, slots=True)
class Grid:
    """A table of data: a row to each thing."""

    heads: tuple[str, ...]
    """The title of the table, then those of its columns with their units."""
    rows: tuple[tuple[str, ...], ...]
    """The title of each row, then its cells; a dash where nothing is known."""
    right: tuple[bool, ...]
    """Whether a column holds numbers, which stand at the right."""
    pages: tuple[str, ...] = ()
    """The id of the page that tells more of each row; empty where there are none."""

    def lines(self, width: int) -> tuple[str, ...]:
        """Aligned lines, the heads first; where that is too wide, each row in words."""
        return tuple(line for row in self.told(width) for line in row)

    def told(self, width: int) -> tuple[tuple[str, ...], ...]:
        """The lines of each row, those of the heads first where there are any."""
        wide = [max(columns(row[at]) for row in (self.heads, *self.rows)) for at in self._all]
        if sum(wide) + 2 * (len(wide) - 1) <= width:
            return tuple((self._line(row, wide),) for row in (self.heads, *self.rows))
        return tuple(tuple(wrapped(self._said(row), width, "", "  ")) for row in self.rows)

    @property
    def _all(self) -> range:
        return range(len(self.heads))

    def _line(self, row: Sequence[str], wide: Sequence[int]) -> str:
        cells: list[str] = []
        for at in self._all:
            gap = " " * (wide[at] - columns(row[at]))
            cells.append(gap + row[at] if self.right[at] else row[at] + gap)
        return "  ".join(cells).rstrip()

    def _said(self, row: Sequence[str]) -> str:
        cells = (f"{self.heads[at]} {row[at]}" for at in self._all[1:] if row[at] != NOTHING)
        return f"{row[0]}: {', '.join(cells)}"


@dataclass(frozen=True, slots=True)
class Plot:
    """An observed series beside the model: a line to each period, values from left to right."""

    id: str
    title: str
    unit: str
    points: tuple[PointResult, ...]

    @property
    def ticks(self) -> tuple[float, ...]:
        """Round numbers of an axis on which all of it lies."""
        low = min(0.0, *(min(p.low, p.p05) for p in self.points))
        return round_numbers(low, max(max(p.high, p.p95, p.model) for p in self.points))

    def lines(self, width: int) -> tuple[str, ...]:
        """The axis, the periods, and what the signs are: ASCII, of at most so many columns."""
        left = max(columns(point.period) for point in self.points) + 1
        room = max(20, min(60, width - left))
        ticks = self.ticks
        step = ticks[1] - ticks[0]

        def at(value: float) -> int:
            share = (value - ticks[0]) / (ticks[-1] - ticks[0])
            return round(min(1.0, max(0.0, share)) * (room - 1))

        labels = [(left + at(tick), written(tick, digits_by_size(step))) for tick in ticks]
        axis = ["-"] * room
        for tick in ticks:
            axis[at(tick)] = "+"
        rows = [_spread(labels, left + room), " " * left + "".join(axis)]
        for point in self.points:
            row = [" "] * room
            for column in range(at(point.p05), at(point.p95) + 1):
                row[column] = "="
            row[at(point.model)] = "M"
            row[at(point.data)] = "@" if at(point.data) == at(point.model) else "o"
            rows.append(f"{point.period:<{left}}{''.join(row)}".rstrip())
        signs = _(
            "{unit}: o observed; M model, median; @ both; = ensemble, 5 to 95%."
        ).format(unit=self.unit or self.title)  # fmt: skip
        return (*rows, *wrapped(signs, width))


def _spread(labels: Sequence[tuple[int, str]], width: int) -> str:
    """Labels over their places, those left out that would touch the one before."""
    line = ""
    for place, text in labels:
        start = min(place - len(text) // 2, width - len(text))
        if start > len(line) or not line:
            line = line.ljust(max(0, start)) + text
    return line


def round_numbers(low: float, high: float) -> tuple[float, ...]:
    """Four to nine round numbers that span from low to high."""
    largest = max(abs(low), abs(high))
    span = high - low if high - low > 1e-9 * largest else largest / 10.0
    span = span if span > 1e-100 else 1.0
    size = 10.0 ** floor(log10(span / 4.0))
    step = next(size * m for m in (1, 2, 5, 10) if span / (size * m) <= 7.0)
    first = floor(low / step)
    last = first + 1
    while last * step < high:
        last += 1
    return tuple(step * k for k in range(first, last + 1))


Block = str | Grid | Plot
"""A paragraph of Markdown, as pages of packs are written in, or what is laid out in lines."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A page that is written from a pack: of its codex, and of its model card."""

    id: str
    title: str
    blocks: tuple[Block, ...]
    sources: tuple[str, ...] = ()
    """Ids."""

    @property
    def terms(self) -> tuple[str, ...]:
        """Other words for it: none."""
        return ()

    @property
    def text(self) -> str:
        """Its running text."""
        return "\n\n".join(block for block in self.blocks if isinstance(block, str))
