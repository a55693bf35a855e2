"""A widget that draws itself as lines: the base of every panel.

A panel says what it shows as lines of spans, each span a text and the look it has. What was drawn is
kept until the panel is told that it changed; so a key costs no more than the lines it touches.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import zip_longest
from typing import ClassVar

from rich.segment import Segment
from rich.style import Style
from textual.geometry import Region, Size
from textual.strip import Strip
from textual.widget import Widget

from game.views.letters import columns, harmless, wrapped

LOOKS = (
    "dim",
    "strong",
    "accent",
    "yours",
    "rival",
    "better",
    "worse",
    "warning",
    "key",
    "link",
    "chosen",
)
"""What a span may look like; without a look it is plain text. Each is a component class."""

Span = tuple[str, str]
"""A text and its look: one of `LOOKS`, or nothing."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a panel."""

    spans: tuple[Span, ...] = ()
    marked: bool = False
    """Whether the whole line is shown as the one that keys act on."""


def line(*spans: Span | str, marked: bool = False) -> Line:
    """A line of spans; a text alone is a span without a look."""
    whole = tuple((span, "") if isinstance(span, str) else span for span in spans)
    return Line(whole, marked)


@lru_cache(maxsize=4096)
def clean(text: str) -> str:
    """The text without anything that would not draw itself."""
    return harmless(text)


def cut(text: str, width: int, more: str = "…") -> str:
    """The text in at most this many columns, ending in `more` when something is missing."""
    text = clean(text)
    if columns(text) <= width:
        return text
    room, kept = width - columns(more), ""
    for character in text:
        if columns(kept + character) > room:
            break
        kept += character
    return (kept.rstrip() + more) if room > 0 else more[: max(0, width)]


def left(text: str, width: int) -> str:
    """The text in exactly this many columns, at the left."""
    text = cut(text, width)
    return text + " " * (width - columns(text))


def right(text: str, width: int) -> str:
    """The text in exactly this many columns, at the right."""
    text = cut(text, width)
    return " " * (width - columns(text)) + text


def paragraph(text: str, width: int, look: str = "", indent: str = "") -> list[Line]:
    """Running text as lines."""
    return [line((row, look)) for row in wrapped(clean(text), max(8, width), indent, indent)]


def apart(first: Sequence[Span], last: Sequence[Span], width: int) -> Line:
    """Spans at the left and at the right of one line; the left ones give way."""
    room = width - sum(columns(clean(text)) for text, _look in last)
    spans: list[Span] = []
    for text, look in first:
        kept = cut(text, max(0, room))
        spans.append((kept, look))
        room -= columns(kept)
        if kept != clean(text):
            break
    return Line((*spans, (" " * max(0, room), ""), *last))


class Panel(Widget):
    """A widget that draws itself as lines."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {"panel--marked", *(f"panel--{look}" for look in LOOKS)}
    DEFAULT_CSS = """
    Panel {
        height: auto;
        padding: 0 1;
        & > .panel--dim { color: $dim; }
        & > .panel--strong { text-style: bold; }
        & > .panel--accent { color: $accent; }
        & > .panel--yours { color: $primary; }
        & > .panel--rival { color: $secondary; }
        & > .panel--better { color: $success; }
        & > .panel--worse { color: $error; }
        & > .panel--warning { color: $warning; }
        & > .panel--key { color: $footer-key-foreground; text-style: bold; }
        & > .panel--link { color: $accent; text-style: underline; }
        & > .panel--chosen { color: $background; background: $accent; }
        & > .panel--marked { background: $panel; }
    }
    """

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:
        """An empty panel."""
        super().__init__(id=id, classes=classes)
        self._drawn: list[Line] | None = None
        self._drawn_for = Size(0, 0)
        self._strips: dict[int, Strip] = {}

    def draw(self, width: int, height: int) -> Iterable[Line]:
        """What is shown, as lines of at most this many columns.

        Args:
            width: Columns there are.
            height: Lines there are; 0 while it is asked how many are wanted.
        """
        raise NotImplementedError

    def redraw(self, *, layout: bool = False) -> None:
        """Show what has changed: only lines that differ are painted again.

        Args:
            layout: Whether the panel may want another number of lines.
        """
        size, before = self.content_size, self._drawn
        if layout or before is None or self._drawn_for != size:
            self._drawn = None
            self.refresh(layout=layout)
            return
        self._drawn = list(self.draw(size.width, size.height))
        pairs = enumerate(zip_longest(before, self._drawn))
        changed = [y for y, (old, new) in pairs if old != new and y < size.height]
        for y in changed:
            self._strips.pop(y, None)
        if changed:
            self.refresh(*(Region(0, y, size.width, 1) for y in changed))

    def watch_has_focus(self, has_focus: bool) -> None:
        """Show where keys go."""
        super().watch_has_focus(has_focus)
        self.redraw()

    def notify_style_update(self) -> None:
        """Forget what was drawn in other colours."""
        super().notify_style_update()
        self._strips.clear()

    def get_content_width(self, container: Size, viewport: Size) -> int:
        """All there is."""
        return container.width

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """As many lines as it draws when there is room for all."""
        return len(list(self.draw(width, 0)))

    def lines(self) -> list[Line]:
        """The lines as they are shown now."""
        size = self.content_size
        if self._drawn is None or self._drawn_for != size:
            self._drawn = list(self.draw(size.width, size.height)) if size.width else []
            self._drawn_for = size
            self._strips.clear()
        return self._drawn

    def render_line(self, y: int) -> Strip:
        """One line of the content."""
        lines = self.lines()
        if y not in self._strips:
            self._strips[y] = self._strip(lines[y] if y < len(lines) else Line())
        return self._strips[y]

    def _strip(self, shown: Line) -> Strip:
        width = self.content_size.width
        base = self.rich_style
        if shown.marked:
            base += self.get_component_rich_style("panel--marked", partial=True)
        segments = [Segment(clean(text), self._style(base, look)) for text, look in shown.spans]
        return Strip(segments).adjust_cell_length(width, base)

    def _style(self, base: Style, look: str) -> Style:
        if not look:
            return base
        return base + self.get_component_rich_style(f"panel--{look}", partial=True)
