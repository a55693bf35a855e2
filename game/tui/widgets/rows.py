"""A panel with rows of which one is marked: it moves the mark and keeps it in sight."""

from collections.abc import Iterable
from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.message import Message

from game.tui.widgets.panel import Line, Panel


class Rows(Panel, can_focus=True):
    """Rows of one line each, drawn only as far as there is room."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up,k", "move(-1)", show=False),
        Binding("down,j", "move(1)", show=False),
        Binding("home", "move(-1000)", show=False),
        Binding("end", "move(1000)", show=False),
    ]

    class Marked(Message):
        """Another row was marked."""

        def __init__(self, rows: "Rows") -> None:
            super().__init__()
            self.rows = rows

        @property
        def control(self) -> "Rows":
            """The panel."""
            return self.rows

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:
        """Nothing is shown, and the first row is marked."""
        super().__init__(id=id, classes=classes)
        self.mark = 0
        """The marked row."""
        self.first = 0
        """The first row that is in sight."""

    @property
    def count(self) -> int:
        """How many rows there are."""
        raise NotImplementedError

    def row(self, number: int, width: int) -> Line:
        """One row."""
        raise NotImplementedError

    def draw(self, width: int, height: int) -> Iterable[Line]:
        """The rows in sight."""
        shown = height or self.count
        self._keep_in_sight(shown)
        for number in range(self.first, min(self.count, self.first + shown)):
            yield self.row(number, width)

    def hidden(self) -> tuple[int, int]:
        """How many rows are out of sight above and below."""
        shown = self.content_size.height or self.count
        return self.first, max(0, self.count - self.first - shown)

    def changed(self) -> None:
        """Draw other rows; the mark stays as near as it can."""
        self.mark = max(0, min(self.mark, self.count - 1))
        self.redraw()

    async def _on_key(self, event: events.Key) -> None:
        """Act on this panel's own keys at once, beside what the `on_key` of a kind of rows does.

        Left to bubble, a key would be acted on after digits that were typed behind it.
        """
        for binding in self._bindings.key_to_bindings.get(event.key, ()):
            event.stop()
            await self.run_action(binding.action)
            return

    def action_move(self, step: int) -> None:
        """Mark another row."""
        self.mark_row(self.mark + step)

    def mark_row(self, number: int) -> None:
        """Mark this row, or the nearest there is."""
        number = max(0, min(number, self.count - 1))
        if number != self.mark:
            self.mark = number
            self.redraw()
            self.post_message(self.Marked(self))

    def watch_has_focus(self, has_focus: bool) -> None:
        """Say what is marked, when keys go here."""
        super().watch_has_focus(has_focus)
        if has_focus:
            self.post_message(self.Marked(self))

    def on_click(self, event: events.Click) -> None:
        """Mark the row that was clicked."""
        self.mark_row(self.row_at(event.y - self.gutter.top))

    def row_at(self, y: int) -> int:
        """The row that is drawn on a line."""
        return self.first + y

    def _keep_in_sight(self, shown: int) -> None:
        self.first = max(0, min(self.first, self.count - shown))
        if self.mark < self.first:
            self.first = self.mark
        elif self.mark >= self.first + shown:
            self.first = self.mark - shown + 1
