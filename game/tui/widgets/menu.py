"""A list to pick one thing from."""

from collections.abc import Sequence
from dataclasses import dataclass

from textual import events
from textual.message import Message

from game.tui.glyphs import UNICODE, Glyphs
from game.tui.widgets.panel import Line, Span, columns, cut, left, right
from game.tui.widgets.rows import Rows

MOST_NUMBERED = 9


@dataclass(frozen=True, slots=True)
class Item:
    """One row of a menu."""

    id: str
    title: str
    note: str = ""
    ready: bool = True
    """Whether it can be picked; if not, the note says why."""


class Menu(Rows):
    """Rows with a title and a note; Enter or the row's digit picks one."""

    class Picked(Message):
        """The person picked a row that is ready."""

        def __init__(self, item: Item) -> None:
            super().__init__()
            self.item = item

    def __init__(
        self, glyphs: Glyphs = UNICODE, items: Sequence[Item] = (), *, id: str | None = None
    ) -> None:
        """A menu of these items."""
        super().__init__(id=id)
        self.glyphs = glyphs
        self.items = tuple(items)

    @property
    def count(self) -> int:
        """How many rows there are."""
        return len(self.items)

    @property
    def marked(self) -> Item | None:
        """The item that is marked."""
        return self.items[self.mark] if self.items else None

    def tell(self, items: Sequence[Item]) -> None:
        """Show these items; the mark stays on the item it was on."""
        marked = self.marked
        self.items = tuple(items)
        if marked is not None:
            ids = [item.id for item in self.items]
            self.mark = ids.index(marked.id) if marked.id in ids else self.mark
        self.changed()

    def pick(self) -> None:
        """Pick the marked row."""
        item = self.marked
        if item is not None and item.ready:
            self.post_message(self.Picked(item))

    async def on_key(self, event: events.Key) -> None:
        """Mark and pick the row of a digit."""
        sign = event.character or ""
        if sign in "123456789" and sign and int(sign) <= self.count:
            event.stop()
            self.mark_row(int(sign) - 1)
            self.pick()

    def on_click(self, event: events.Click) -> None:
        """Mark and pick the row that was clicked."""
        super().on_click(event)
        self.pick()

    def row(self, number: int, width: int) -> Line:
        """One item: its digit, title and note."""
        item = self.items[number]
        here = number == self.mark
        marked = here and self.has_focus
        titles = min(max(columns(item.title) for item in self.items), width // 2)
        digit = str(number + 1) if number < MOST_NUMBERED else ""
        look = "dim" if not item.ready else "strong" if marked else ""
        spans: list[Span] = [
            (f"{self.glyphs.marker} " if here else "  ", "accent" if marked else "dim"),
            (right(digit, 1), "dim"),
            (f" {left(item.title, titles)}  ", look),
            (cut(item.note, max(0, width - titles - 6), self.glyphs.more), "dim"),
        ]
        return Line(tuple(spans), marked)
