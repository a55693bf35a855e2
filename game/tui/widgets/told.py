"""Lines that are written from outside: details, what is left to spend, what advisors say."""

from collections.abc import Callable, Iterable

from game.tui.widgets.panel import Line, Panel

Writer = Callable[[int, int], Iterable[Line]]
"""Writes lines for so many columns and lines."""


class Told(Panel):
    """Shows what its writer writes."""

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:
        """Nothing yet."""
        super().__init__(id=id, classes=classes)
        self._writer: Writer = _nothing

    def tell(self, writer: Writer) -> None:
        """Show what this writes from now on."""
        self._writer = writer
        self.redraw()

    def draw(self, width: int, height: int) -> Iterable[Line]:
        """The lines."""
        return self._writer(width, height)


def _nothing(width: int, height: int) -> Iterable[Line]:
    return ()
