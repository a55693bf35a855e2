"""A page to read: lines, some of which open something; it scrolls, and keeps the mark in sight."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.message import Message

from game.tui.glyphs import UNICODE, Glyphs
from game.tui.widgets.panel import Line, Panel, apart, line

GUTTER = 2
"""Columns before the text, for the mark."""
STRIDE = 3
"""A key moves the text by at most so many lines, so that nothing is passed over unread."""


@dataclass(frozen=True, slots=True)
class Entry:
    """Some lines that belong together."""

    lines: tuple[Line, ...]
    keys: tuple[str, ...] = ()
    """What can be marked here, in order; empty for text that is only read."""
    whole: bool = True
    """Whether the mark stands before the lines; else the writer shows it in them."""


def entry(lines: Iterable[Line], *keys: str, whole: bool = True) -> Entry:
    """Lines that belong together."""
    return Entry(tuple(lines), keys, whole)


def text(*lines: Line) -> Entry:
    """Lines that are only read."""
    return Entry(lines)


GAP = Entry((Line(),))
"""An empty line; none where there is one already, and none at the top."""

Writer = Callable[[int], Iterable[Entry]]
"""Writes a page for so many columns."""


@dataclass(frozen=True, slots=True)
class _Stop:
    """What can be marked, and where it stands on the page."""

    key: str
    first: int
    last: int


class Page(Panel, can_focus=True):
    """Shows what its writer writes, and moves a mark over what can be opened."""

    DEFAULT_CSS = """
    Page { height: 1fr; padding: 0 1 0 0; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up,k", "move(-1)", show=False),
        Binding("down,j", "move(1)", show=False),
        Binding("pageup,shift+space", "page(-1)", show=False),
        Binding("pagedown,space", "page(1)", show=False),
        Binding("home", "edge(-1)", show=False),
        Binding("end", "edge(1)", show=False),
    ]

    class Marked(Message):
        """Something else was marked."""

        def __init__(self, page: "Page") -> None:
            super().__init__()
            self.page = page

    class Opened(Message):
        """What is marked was clicked."""

        def __init__(self, page: "Page") -> None:
            super().__init__()
            self.page = page

    def __init__(
        self, glyphs: Glyphs = UNICODE, *, id: str | None = None, classes: str | None = None
    ) -> None:
        """An empty page."""
        super().__init__(id=id, classes=classes)
        self.glyphs = glyphs
        self._writer: Writer = _nothing
        self._mark = 0
        self._top = 0
        self._height = 0
        self._stops: list[_Stop] = []
        self._length = 0

    @property
    def key(self) -> str:
        """The key of what is marked; empty when nothing can be."""
        return self._stops[self._mark].key if self._mark < len(self._stops) else ""

    def tell(self, writer: Writer, *, anew: bool = False) -> None:
        """Show what this writes; `anew` begins at the top, else the place is kept."""
        self._writer = writer
        if anew:
            self._mark = self._top = 0
        self.redraw()

    def mark(self, key: str) -> None:
        """Mark what has this key, when it is on the page."""
        list(self.draw(self.content_size.width or 80, self._height or 1))
        for place, stop in enumerate(self._stops):
            if stop.key == key:
                self._mark = place
                self._show_mark()
                self.redraw()
                return

    # Drawing.

    def draw(self, width: int, height: int) -> Iterable[Line]:
        """The part of the page that is in sight; the last line tells when there is more."""
        lines = self._lay_out(width)
        self._height = height
        if not height or len(lines) <= height:
            if height:
                self._top = 0
            return lines
        room = height - 1
        self._top = max(0, min(self._top, len(lines) - room))
        above, below = self._top, len(lines) - self._top - room
        return [*lines[self._top : self._top + room], self._more(above, below, width)]

    def _lay_out(self, width: int) -> list[Line]:
        """All lines, with the mark before what is marked."""
        before = self.key
        lines, inline = self._written(width - GUTTER)
        if inline and self.key != before:
            lines, inline = self._written(width - GUTTER)  # which shows the mark in its lines
        return lines

    def _written(self, width: int) -> tuple[list[Line], bool]:
        """All lines, and whether what is marked stands within one."""
        entries = list(self._writer(width))
        keys = sum(len(each.keys) for each in entries)
        self._mark = max(0, min(self._mark, keys - 1))
        lines: list[Line] = []
        stops: list[_Stop] = []
        inline = False
        elsewhere = not self.has_focus and isinstance(self.screen.focused, Page)
        for each in entries:
            if each is GAP and not (lines and _says(lines[-1])):
                continue
            here = bool(each.keys) and len(stops) <= self._mark < len(stops) + len(each.keys)
            inline |= here and not each.whole
            last = len(lines) + max(0, len(each.lines) - 1)
            stops += [_Stop(key, len(lines), last) for key in each.keys]
            for number, shown in enumerate(each.lines):
                told = here and not number and not elsewhere
                sign = f"{self.glyphs.marker} " if told else " " * GUTTER
                look = "accent" if self.has_focus else "dim"
                marked = here and each.whole and self.has_focus
                lines.append(Line(((sign, look), *shown.spans), marked))
        self._stops, self._length = stops, len(lines)
        return lines, inline

    def _more(self, above: int, below: int, width: int) -> Line:
        signs = [
            f"{sign} {count}"
            for sign, count in ((self.glyphs.above, above), (self.glyphs.below, below))
            if count
        ]
        return apart((), [("  ".join(signs), "dim")], width)

    # Keys.

    def action_move(self, step: int) -> None:
        """Mark what is next; where that is out of sight, move the text first."""
        place = self._mark + step
        if not 0 <= place < len(self._stops):
            self._scroll(step * STRIDE)
            return
        stop = self._stops[place]
        way = self._way(stop)
        if abs(way) > STRIDE:
            self._scroll(STRIDE if way > 0 else -STRIDE)
            return
        self._mark = place
        self._scroll(way)
        self.post_message(self.Marked(self))

    def action_page(self, step: int) -> None:
        """Go on by a page, and mark the first thing on it."""
        self._scroll(step * max(1, self._room - 1))
        self._mark_in_sight(step)

    def action_edge(self, step: int) -> None:
        """To the beginning or the end."""
        self._scroll(step * self._length)
        self._mark = 0 if step < 0 else max(0, len(self._stops) - 1)
        self.redraw()
        self.post_message(self.Marked(self))

    def to_end(self) -> None:
        """Show the end; the mark stays where it is."""
        self._scroll(self._length)

    def _mark_in_sight(self, step: int) -> None:
        bottom = self._top + self._room
        seen = [
            place
            for place, stop in enumerate(self._stops)
            if stop.first >= self._top and stop.last < bottom
        ]
        if seen and self._mark not in seen:
            self._mark = seen[0] if step > 0 else seen[-1]
            self.redraw()
            self.post_message(self.Marked(self))

    @property
    def _room(self) -> int:
        """Lines of the page that are in sight."""
        return self._height if self._length <= self._height else self._height - 1

    def _way(self, stop: _Stop) -> int:
        """By how many lines the text must move for this to be in sight."""
        if stop.first < self._top:
            return stop.first - self._top
        return max(0, min(stop.last - (self._top + self._room) + 1, stop.first - self._top))

    def _show_mark(self) -> None:
        if self._mark < len(self._stops):
            self._scroll(self._way(self._stops[self._mark]))

    def _scroll(self, lines: int) -> None:
        self._top = max(0, min(self._top + lines, self._length - self._room))
        self.redraw()

    # The mouse, and the focus.

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        """Move the text."""
        event.stop()
        self._scroll(STRIDE)

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        """Move the text."""
        event.stop()
        self._scroll(-STRIDE)

    def on_click(self, event: events.Click) -> None:
        """Mark what was clicked; open it when it was marked."""
        at = self._top + event.y - self.gutter.top
        for place, stop in enumerate(self._stops):
            if stop.first <= at <= stop.last:
                if place == self._mark:
                    self.post_message(self.Opened(self))
                else:
                    self._mark = place
                    self.redraw()
                    self.post_message(self.Marked(self))
                return

    def watch_has_focus(self, has_focus: bool) -> None:
        """Say what is marked, when keys go here."""
        super().watch_has_focus(has_focus)
        if has_focus:
            self.post_message(self.Marked(self))


def beside(columns: Sequence[Sequence[Line]], width: int, gap: int = 3) -> list[Line]:
    """Blocks of lines side by side, in columns of this many columns each."""
    from game.tui.widgets.panel import clean
    from game.views.letters import columns as measure

    rows: list[Line] = []
    for number in range(max((len(block) for block in columns), default=0)):
        spans: list[tuple[str, str]] = []
        for block in columns:
            shown = block[number].spans if number < len(block) else ()
            used = sum(measure(clean(part)) for part, _look in shown)
            spans += [*shown, (" " * (width - used + gap), "")]
        rows.append(line(*spans[:-1]))
    return rows


def _says(shown: Line) -> bool:
    return any(text.strip() for text, _look in shown.spans)


def _nothing(width: int) -> Iterable[Entry]:
    return ()
