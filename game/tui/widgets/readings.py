"""Where you stand and how the world stands: two columns of numbers with their change."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType

from game.tui.glyphs import UNICODE, Glyphs
from game.tui.widgets.chart import Mode, spark
from game.tui.widgets.panel import Line, Span, columns, left, right
from game.tui.widgets.rows import Rows
from game.views.desk import GoalView, Reading

GAP = 2
"""Columns between the two halves."""
TITLE = 15
"""Least columns of a title."""
TREND = 6
"""Columns of a trend; one or two turns each."""
_FULLNESS: tuple[tuple[int, bool, bool, bool], ...] = (
    (TREND, True, True, True),
    (TREND, True, True, False),
    (0, True, True, True),
    (0, True, False, True),
    (0, True, True, False),
    (0, True, False, False),
    (0, False, False, True),
    (0, False, True, False),
    (0, False, False, False),
)
"""Whether a column has trends, units, arrows and scores, from full to bare."""


class Readings(Rows):
    """Two columns: your position, and the world. `left` and `right` change sides."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left,h", "side(0)", show=False),
        Binding("right", "side(1)", show=False),
    ]

    def __init__(self, glyphs: Glyphs = UNICODE, *, id: str | None = None) -> None:
        """No numbers."""
        super().__init__(id=id)
        self.glyphs = glyphs
        self.mode = Mode.BRAILLE
        """What trends are drawn with."""
        self.sides: tuple[Sequence[Reading], Sequence[Reading]] = ((), ())
        self.chosen: frozenset[str] = frozenset()
        """Quantities of the goals that matter most."""
        self.points: Mapping[str, str] = {}
        """How far the goals are met, by quantity."""
        self.side = 0
        """Which column is marked."""
        self._plans: tuple[_Plan, ...] = ()

    @property
    def count(self) -> int:
        """How many rows there are."""
        return max(map(len, self.sides))

    @property
    def marked(self) -> Reading | None:
        """The number that is marked."""
        column = self.sides[self.side]
        return column[min(self.mark, len(column) - 1)] if column else None

    def tell(
        self, own: Sequence[Reading], world: Sequence[Reading], goals: Sequence[GoalView]
    ) -> None:
        """Show these numbers, and how far the goals are met."""
        self.sides = (own, world)
        self.chosen = frozenset(goal.reading.id for goal in goals if goal.chosen)
        self.points = {goal.reading.id: goal.points for goal in goals}
        self.changed()

    def action_side(self, side: int) -> None:
        """Go to the other column."""
        if self.sides[side] and side != self.side:
            self.side = side
            self.redraw()
            self.post_message(self.Marked(self))

    def on_click(self, event: events.Click) -> None:
        """Mark the number that was clicked."""
        self.side = int(event.x > self.size.width // 2)
        self.mark_row(self.first + event.y - self.gutter.top)
        self.redraw()

    def draw(self, width: int, height: int) -> Iterable[Line]:
        """The rows in sight, in columns that suit them."""
        shown = height or self.count
        self._keep_in_sight(shown)
        half = (width - GAP) // 2
        rooms = (half, width - GAP - half)
        in_sight = [column[self.first : self.first + shown] for column in self.sides]
        self._plans = _plans(in_sight, rooms, self.points)
        return super().draw(width, height)

    def row(self, number: int, width: int) -> Line:
        """The two numbers of one row."""
        spans: list[Span] = []
        for side, (column, plan) in enumerate(zip(self.sides, self._plans, strict=True)):
            if side:
                spans.append((left(self._more(number), GAP), "accent"))
            if number < len(column):
                spans += self._half(column, number, side, plan)
            else:
                spans.append((" " * plan.room, ""))
        return Line(tuple(spans))

    def _half(self, column: Sequence[Reading], number: int, side: int, plan: "_Plan") -> list[Span]:
        reading = column[number]
        here = self.has_focus and side == self.side and number == min(self.mark, len(column) - 1)
        look = "yours" if reading.id in self.chosen else "strong" if here else ""
        return [
            (f"{self.glyphs.marker} " if here else "  ", "accent"),
            (left(_title(reading), plan.title), look),
            (right(_points(reading, self.points), plan.points), "dim"),
            (" " + right(_value(reading, plan), plan.value), "strong" if here else ""),
            (self._trend(reading, plan), "dim"),
            (left(self._change(reading, plan), plan.change), reading.verdict or "dim"),
        ]

    def _more(self, number: int) -> str:
        """A sign on the first and the last row in sight where there are more beyond."""
        above, below = self.hidden()
        if above and number == self.first:
            return self.glyphs.above
        return self.glyphs.below if below and number == self.count - below - 1 else ""

    def _trend(self, reading: Reading, plan: "_Plan") -> str:
        if not plan.trend:
            return ""
        past = reading.past if len(reading.past) > 1 else ()
        return "  " + spark(past, plan.trend, self.mode)

    def _change(self, reading: Reading, plan: "_Plan") -> str:
        if not reading.moved:
            return ""
        if not plan.arrows:
            return f" {_moved(reading)}"
        sign = self.glyphs.down if reading.moved.startswith("-") else self.glyphs.up
        return f"  {sign} {_moved(reading)}"


@dataclass(frozen=True, slots=True)
class _Plan:
    """How one column is laid out."""

    room: int
    title: int
    points: int
    value: int
    change: int
    trend: int
    units: bool
    arrows: bool


def _plans(
    sides: Sequence[Sequence[Reading]], rooms: Sequence[int], points: Mapping[str, str]
) -> tuple[_Plan, ...]:
    """The fullest layout in which every title is whole: scores give way first, then trends, units last.

    It is the same on both sides, so that a change looks the same wherever it stands.
    """
    plans: tuple[_Plan, ...] = ()
    for fullness in _FULLNESS:
        plans = tuple(
            _plan(side, room, points, *fullness) for side, room in zip(sides, rooms, strict=True)
        )
        titles = (max((columns(_title(r)) for r in side), default=0) for side in sides)
        if all(plan.title >= title for plan, title in zip(plans, titles, strict=True)):
            break
    return tuple(replace(plan, title=max(TITLE, plan.title)) for plan in plans)


def _plan(
    column: Sequence[Reading],
    room: int,
    points: Mapping[str, str],
    trend: int,
    units: bool,
    arrows: bool,
    scores: bool,
) -> _Plan:
    value = max((columns(r.value if units else r.bare) for r in column), default=0)
    moved = max((columns(_moved(r)) for r in column), default=0)
    change = moved + (4 if arrows else 1) if moved else 0
    scored = max((columns(_points(r, points)) for r in column), default=0) if scores else 0
    title = room - 2 - scored - 1 - value - change - (trend + 2 if trend else 0)
    return _Plan(room, title, scored, value, change, trend, units, arrows)


def _title(reading: Reading) -> str:
    """The title, with the turn it is of where that is not the last one."""
    return f"{reading.title} ({reading.of})" if reading.of else reading.title


def _points(reading: Reading, points: Mapping[str, str]) -> str:
    """How far a goal is met, beside its title; nothing of what is no goal."""
    shown = points.get(reading.id)
    return f" {shown}/100" if shown else ""


def _value(reading: Reading, plan: _Plan) -> str:
    """The value; without its unit where that would crowd the title out."""
    return reading.value if plan.units else reading.bare


def _moved(reading: Reading) -> str:
    """The change; one for the worse is marked by a sign as well as by colour."""
    return f"{reading.moved}!" if reading.verdict == "worse" else reading.moved
