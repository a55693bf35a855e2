"""Things to choose before something begins: a dial, a number or a tick in each row."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import ClassVar, Literal

from textual import events
from textual.binding import Binding, BindingType
from textual.message import Message

from game.tui.glyphs import UNICODE, Glyphs
from game.tui.widgets.panel import Line, Span, columns, cut, left
from game.tui.widgets.rows import Rows

LONGEST = 18
"""Digits of a number."""


@dataclass(frozen=True, slots=True)
class Field:
    """One row."""

    id: str
    title: str
    value: str
    """The option that is taken, the number, or `yes` for a tick."""
    options: tuple[tuple[str, str], ...] = ()
    """Ids of a dial's options, each with its title."""
    kind: Literal["dial", "number", "tick"] = "dial"
    head: str = ""
    """Written before the first of some rows."""
    note: str = ""
    """Behind the value, dim."""


class Form(Rows):
    """Rows that are set by arrows, digits and the space bar. It judges nothing."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left,h", "step(-1)", show=False),
        Binding("right", "step(1)", show=False),
        Binding("space", "step(1)", show=False),
        Binding("backspace,delete", "rub", show=False),
    ]

    class Set(Message):
        """The person chose something else."""

        def __init__(self, field: str, value: str) -> None:
            super().__init__()
            self.field = field
            self.value = value

    def __init__(self, glyphs: Glyphs = UNICODE, *, id: str | None = None) -> None:
        """An empty form."""
        super().__init__(id=id)
        self.glyphs = glyphs
        self.fields: tuple[Field, ...] = ()
        self._typing = False

    @property
    def count(self) -> int:
        """How many rows there are."""
        return len(self.fields)

    @property
    def marked(self) -> Field | None:
        """The row that is marked."""
        return self.fields[self.mark] if self.fields else None

    def tell(self, fields: Sequence[Field]) -> None:
        """Show these rows; the mark stays on the row it was on."""
        marked, before = self.marked, self.count
        self.fields = tuple(fields)
        if marked is not None:
            ids = [field.id for field in self.fields]
            self.mark = ids.index(marked.id) if marked.id in ids else self.mark
        self.changed()
        if self.count != before:
            self.refresh(layout=True)

    def go_to(self, field: str) -> None:
        """Mark the row of that id."""
        self.mark_row([each.id for each in self.fields].index(field))

    def mark_row(self, number: int) -> None:
        """Mark this row, or the nearest there is; the next digit begins a new number."""
        self._typing = False
        super().mark_row(number)

    # Keys.

    def action_step(self, step: int) -> None:
        """The option beside, the next number, or the other state of a tick."""
        field = self.marked
        if field is None:
            return
        self._typing = False
        match field.kind:
            case "tick":
                self._set(field, "" if field.value else "yes")
            case "number":
                self._set(field, str(max(0, int(field.value or "0") + step)))
            case "dial":
                ids = [id for id, _title in field.options]
                self._set(field, ids[(ids.index(field.value) + step) % len(ids)])

    def action_rub(self) -> None:
        """Take the last digit of a number away."""
        field = self.marked
        if field is not None and field.kind == "number":
            self._typing = True
            self._set(field, field.value[:-1])

    async def on_key(self, event: events.Key) -> None:
        """A digit is typed, or takes the option or tick of that number."""
        sign, field = event.character or "", self.marked
        if field is None or len(sign) != 1 or sign not in "0123456789":
            return
        event.stop()
        if field.kind == "number":
            value = field.value + sign if self._typing else sign
            self._typing = True
            if len(value) <= LONGEST:
                self._set(field, value)
            return
        place = int(sign) - 1
        ticks = [each for each in self.fields if each.kind == "tick"]
        if field.kind == "tick" and 0 <= place < len(ticks):
            self.go_to(ticks[place].id)
            self._set(ticks[place], "" if ticks[place].value else "yes")
        elif field.kind == "dial" and 0 <= place < len(field.options):
            self._set(field, field.options[place][0])

    def _set(self, field: Field, value: str) -> None:
        if value != field.value:
            self.post_message(self.Set(field.id, value))

    def on_click(self, event: events.Click) -> None:
        """Mark the row that was clicked, or, when it is marked, go on to its next option."""
        before = self.mark
        super().on_click(event)
        field = self.marked
        if self.mark == before and field is not None and field.kind != "number":
            self.action_step(1)

    # Drawing.

    def draw(self, width: int, height: int) -> Iterable[Line]:
        """The rows in sight, in columns that suit all of them."""
        titles = [
            field.head or field.title for field in self.fields if field.kind != "tick" or field.head
        ]
        self._titles = max((columns(title) for title in titles), default=0) + 2
        ticks = [field.title for field in self.fields if field.kind == "tick"]
        self._ticks = max((columns(title) for title in ticks), default=0) + 2
        return super().draw(width, height)

    def row(self, number: int, width: int) -> Line:
        """One row."""
        field = self.fields[number]
        here = number == self.mark
        marked = here and self.has_focus
        title = field.head if field.kind == "tick" else field.title
        spans: list[Span] = [
            (f"{self.glyphs.marker} " if here else "  ", "accent" if marked else "dim"),
            (left(title, self._titles), "strong" if marked else "dim"),
        ]
        rest = width - 2 - self._titles
        for text, look in (*self._value(field, rest), (f"  {field.note}", "dim")):
            text = cut(text, rest, self.glyphs.more)
            spans.append((text, look))
            rest -= columns(text)
        return Line(tuple(spans), marked)

    def _value(self, field: Field, room: int) -> list[Span]:
        sign = self.glyphs
        match field.kind:
            case "number":
                return [("[", "dim"), (field.value or "_", "yours"), ("]", "dim")]
            case "tick":
                ticks = [each.id for each in self.fields if each.kind == "tick"]
                number = f"{ticks.index(field.id) + 1} "
                dot = (f"{sign.on} " if field.value else f"{sign.off} ", "yours")
                look = "yours" if field.value else ""
                return [dot, (number, "dim"), (left(field.title, self._ticks), look)]
            case "dial":
                return self._dial(field, room)

    def _dial(self, field: Field, room: int) -> list[Span]:
        """All options side by side where there is room; else a dot each and the one that is taken."""
        sign = self.glyphs
        spans: list[Span] = []
        for id, title in field.options:
            taken = id == field.value
            spans.append(
                (f"{sign.on if taken else sign.off} {title}  ", "yours" if taken else "dim")
            )
        if sum(columns(text) for text, _look in spans) <= room:
            return spans
        dots = "".join(sign.on if id == field.value else sign.off for id, _title in field.options)
        return [(dots, "dim"), (f" {dict(field.options)[field.value]}", "yours")]
