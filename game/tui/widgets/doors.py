"""Two doors, one open and one shut, drawn to the room there is."""

from collections.abc import Iterable
from dataclasses import dataclass

from game.tui.widgets.panel import Line, Panel, Span

LEAST = 9
"""Rows of the smallest doors."""
GAP = 4
"""Columns between the doors."""


@dataclass(frozen=True, slots=True)
class Strokes:
    """The signs doors are drawn with."""

    corners: str
    """Top left, top right, bottom left, bottom right."""
    across: str
    down: str
    slopes: tuple[str, str]
    """Falling and rising to the right."""
    light: str
    floor: str
    knob: str


LINES = Strokes("┌┐└┘", "─", "│", ("╲", "╱"), "░", "─", "●")
ASCII_LINES = Strokes("++++", "-", "|", ("\\", "/"), ":", "-", "o")

Cells = dict[tuple[int, int], Span]
"""A sign and its look by row and column."""


def doors(rows: int, strokes: Strokes) -> list[Line]:
    """The open door at the left, the shut one at the right, and the light on the floor.

    Args:
        rows: Of a door, lintel included; its width follows.
        strokes: What to draw with.
    """
    wide = _width(rows)
    cells: Cells = {}
    _open(cells, rows, wide, strokes)
    _shut(cells, rows, wide, GAP + wide + 2, strokes)
    across = 2 * wide + GAP + 4
    for column in range(across):
        cells.setdefault((rows, column), (strokes.floor, "dim"))
    return [
        Line(tuple(cells.get((row, column), (" ", "")) for column in range(across)))
        for row in range(rows + 3)
    ]


def _width(rows: int) -> int:
    """Of the opening: a cell is about twice as high as wide, and a door too."""
    return rows - 1


def _frame(cells: Cells, rows: int, wide: int, at: int, look: str, strokes: Strokes) -> None:
    cells[0, at], cells[0, at + wide + 1] = ((corner, look) for corner in strokes.corners[:2])
    for column in range(1, wide + 1):
        cells[0, at + column] = (strokes.across, look)
    for row in range(1, rows):
        cells[row, at] = cells[row, at + wide + 1] = (strokes.down, look)


def _open(cells: Cells, rows: int, wide: int, strokes: Strokes) -> None:
    """A leaf that stands inwards at the left, and light behind it."""
    _frame(cells, rows, wide, 0, "accent", strokes)
    deep = max(2, wide // 3)
    for row in range(1, rows):
        edge = min(row, rows - row, deep)
        for column in range(edge + 1, wide + 1):
            cells[row, column] = (strokes.light, "accent")
        sign = strokes.down
        if row < deep:
            sign = strokes.slopes[0]
        elif rows - row < deep:
            sign = strokes.slopes[1]
        cells[row, edge] = (sign, "accent")
    cells[rows // 2 + 1, deep - 1] = (strokes.knob, "accent")
    for row, (first, last) in enumerate(
        ((deep, wide + 1), (deep + 2, wide + 4), (deep + 5, wide + 7))
    ):
        for column in range(first, last):
            if row == 0 or (column + row) % row == 0:
                cells[rows + row, column] = (strokes.light, "accent" if row < 2 else "dim")


def _shut(cells: Cells, rows: int, wide: int, at: int, strokes: Strokes) -> None:
    """A leaf with two panels and a knob."""
    _frame(cells, rows, wide, at, "rival", strokes)
    middle = rows // 2
    first, last = at + 3, at + wide - 2
    for top, bottom in ((2, middle - 1), (middle + 2, rows - 2)):
        for row in range(top, bottom):
            cells[row, first] = cells[row, last] = (strokes.down, "dim")
        for column in range(first, last):
            cells[top, column] = cells[bottom, column] = (strokes.across, "dim")
        places = ((top, first), (top, last), (bottom, first), (bottom, last))
        for place, corner in zip(places, strokes.corners, strict=True):
            cells[place] = (corner, "dim")
    cells[middle + 1, at + 2] = (strokes.knob, "rival")


class Doors(Panel):
    """The doors, as large as they fit; nothing where they do not."""

    def __init__(self, strokes: Strokes, *, id: str | None = None) -> None:
        """Doors drawn with these signs."""
        super().__init__(id=id)
        self._strokes = strokes

    def draw(self, width: int, height: int) -> Iterable[Line]:
        """The doors."""
        rows = min(height - 3, (width - GAP - 4) // 2 + 1)
        return doors(rows, self._strokes) if rows >= LEAST else []
