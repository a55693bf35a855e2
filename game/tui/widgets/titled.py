"""The first line of a screen: what it is about, and when."""

from collections.abc import Iterable

from game.tui.widgets.panel import Line, Panel, Span, apart


class Titled(Panel):
    """What a screen is about at the left, when and where at the right."""

    DEFAULT_CSS = """
    Titled { dock: top; height: 2; border-bottom: solid $rule; }
    """

    def __init__(self, *, id: str | None = None) -> None:
        """An empty line."""
        super().__init__(id=id)
        self._first: tuple[Span, ...] = ()
        self._last: tuple[Span, ...] = ()

    def tell(self, title: str, first: str = "", last: str = "") -> None:
        """Say this: the title, what belongs to it, and what stands at the right."""
        self._first = ((title, "strong"), (f"  {first}" if first else "", "accent"))
        self._last = ((last, "dim"),)
        self.redraw()

    def draw(self, width: int, height: int) -> Iterable[Line]:
        """One line; the left gives way."""
        yield apart(self._first, self._last, width)
