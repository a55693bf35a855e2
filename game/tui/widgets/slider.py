"""A value within a range: a bar that arrows and digits move along."""

from collections.abc import Iterable
from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.message import Message

from game.tui.glyphs import UNICODE, Glyphs
from game.tui.widgets.panel import Line, Panel, Span, columns, line, paragraph
from game.views.dispute import ConstantView
from game.words import _

LONGEST = 14
"""Characters that can be typed."""
WIDEST = 72
"""A longer bar tells no more."""
SIGNS = frozenset("0123456789.-%")
"""What a typed number is made of."""


class Slider(Panel, can_focus=True):
    """Shows a range, the pack's own value and another one; judges nothing."""

    DEFAULT_CSS = """
    Slider { height: 4; padding: 1 2 0 2; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left,h", "slide(-1)", show=False),
        Binding("right", "slide(1)", show=False),
        Binding("home", "edge(-1)", show=False),
        Binding("end", "edge(1)", show=False),
        Binding("backspace", "rub", show=False),
    ]

    class Changed(Message):
        """Another value was set."""

        def __init__(self, value: float) -> None:
            super().__init__()
            self.value = value

    def __init__(self, glyphs: Glyphs = UNICODE, *, id: str | None = None) -> None:
        """Nothing to set yet."""
        super().__init__(id=id)
        self.glyphs = glyphs
        self.view: ConstantView | None = None
        """What is set."""
        self.value = 0.0
        """To what."""
        self.typed = ""
        """A number that is being typed."""
        self.refusal = ""
        """Why a typed number was refused."""

    def tell(self, view: ConstantView, value: float) -> None:
        """Show this constant at that value."""
        self.view, self.value = view, value
        self.redraw()

    def refuse(self, why: str) -> None:
        """Say why what was typed cannot be."""
        self.refusal = why
        self.redraw(layout=True)

    def forget_typed(self) -> bool:
        """Drop what was typed; whether there was anything."""
        had = bool(self.typed or self.refusal)
        self.typed, self.refusal = "", ""
        self.redraw()
        return had

    def draw(self, width: int, height: int) -> Iterable[Line]:
        """The bar, the values, and what else is to be said of them."""
        view = self.view
        if view is None:
            return
        low, high, room = _laid(view, width)
        own, here = self._place(view, view.value, room), self._place(view, self.value, room)
        track = [self.glyphs.track] * room
        track[own] = "│"
        bar: list[Span] = [
            (low, "dim"),
            ("".join(track[:here]), "dim"),
            (self.glyphs.bullet, "yours"),
            ("".join(track[here + 1 :]), "dim"),
            (high, "dim"),
        ]
        yield line(*bar)
        tried = f"{self.typed}_" if self.typed else view.said(self.value)
        yield line(
            (_("you try "), ""),
            (tried, "yours"),
            (f"   │ {_('this model has {value}').format(value=view.stands)}", "dim"),
        )
        if self.refusal:
            yield from paragraph(self.refusal, width, "warning")
            return
        words = _("{range} in dispute, {width}; confidence {confidence}").format(
            range=view.range, width=view.width, confidence=view.confidence
        )
        yield from paragraph(words, width, "dim")

    def _place(self, view: ConstantView, value: float, room: int) -> int:
        span = view.high - view.low
        return round((value - view.low) / span * (room - 1)) if span else room // 2

    # Keys.

    def action_slide(self, steps: int) -> None:
        """Less or more, by round steps."""
        if self.view is not None:
            self._set(self.view.moved(self.value, steps))

    def action_edge(self, way: int) -> None:
        """To an end of the range."""
        if self.view is not None:
            self._set(self.view.low if way < 0 else self.view.high)

    def action_rub(self) -> None:
        """Take the last sign away."""
        self.typed, self.refusal = self.typed[:-1], ""
        self.redraw()

    def on_key(self, event: events.Key) -> None:
        """Type a sign of a number."""
        sign = event.character or ""
        if sign not in SIGNS or not sign:
            return
        event.stop()
        if len(self.typed) < LONGEST:
            self.typed, self.refusal = self.typed + sign, ""
            self.redraw()

    def on_click(self, event: events.Click) -> None:
        """Set the value that was clicked on the bar."""
        view = self.view
        at = event.get_content_offset(self)
        if view is None or at is None or at.y:
            return
        low, _high, room = _laid(view, self.content_size.width)
        part = min(1.0, max(0.0, (at.x - columns(low)) / (room - 1)))
        self._set(view.rounded(view.low + part * (view.high - view.low)))

    def _set(self, value: float) -> None:
        self.typed, self.refusal = "", ""
        self.value = value
        self.redraw()
        self.post_message(self.Changed(value))


def _laid(view: ConstantView, width: int) -> tuple[str, str, int]:
    """What stands before and after the bar, and the columns of the bar."""
    low, high = f"{view.low:g} ", f" {view.high:g}"
    return low, high, max(8, min(WIDEST, width - columns(low) - columns(high)))
