"""How causes add up to a change: a bar for each, that begins where the one before it ended."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from game.tui.glyphs import Glyphs
from game.tui.widgets.page import Entry, entry
from game.tui.widgets.panel import Line, Span, columns, line, right
from game.views.letters import wrapped


@dataclass(frozen=True, slots=True)
class Bar:
    """One cause."""

    key: str
    """What the mark opens."""
    amount: str
    """Signed, as it is written."""
    size: float
    """Signed, for drawing."""
    look: str
    """`better`, `worse`, or nothing."""
    words: str
    level: int = 0
    """How far it is set in: 0, or 1 for what a folded line stands for."""


def spread(sizes: Sequence[float], width: int) -> list[tuple[int, int]]:
    """Where each bar begins and how long it is, in columns; no bar is shorter than one column.

    Args:
        sizes: Signed; the bars follow on from each other, from nothing.
        width: Columns there are.
    """
    ends = [0.0]
    for size in sizes:
        ends.append(ends[-1] + size)
    low, high = min(ends), max(ends)
    whole = high - low if high > low else 1.0
    places: list[tuple[int, int]] = []
    for start, end in pairwise(ends):
        first = round((min(start, end) - low) / whole * width)
        last = round((max(start, end) - low) / whole * width)
        length = max(1, last - first)
        places.append((min(first, width - length), length))
    return places


def waterfall(bars: Sequence[Bar], width: int, glyphs: Glyphs) -> Iterator[Entry]:
    """The bars as entries of a page: amount, bar and words."""
    if not bars:
        return
    amounts = max(columns(bar.amount) for bar in bars)
    room = max(10, min(32, width // 4))
    words = width - amounts - room - 3
    whole = [bar for bar in bars if not bar.level]
    places = iter(spread([bar.size for bar in whole], room))
    for bar in bars:
        drawn = " " * room
        if not bar.level:
            first, length = next(places)
            sign = glyphs.gain if bar.size >= 0.0 else glyphs.loss
            drawn = (" " * first + sign * length).ljust(room)
        yield entry(_lines(bar, drawn, amounts, words), bar.key)


def _lines(bar: Bar, drawn: str, amounts: int, words: int) -> Iterator[Line]:
    indent = "  " * bar.level
    rows = list(wrapped(bar.words, words, indent, indent + "  ")) or [""]
    spans: list[Span] = [
        (right(bar.amount, amounts), bar.look),
        (" ", ""),
        (drawn, bar.look or "strong"),
        ("  ", ""),
        (rows[0], "dim" if bar.level else ""),
    ]
    yield line(*spans)
    for row in rows[1:]:
        yield line(" " * (amounts + len(drawn) + 3), (row, "dim"))
