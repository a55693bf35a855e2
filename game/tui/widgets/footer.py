"""The last line: the keys that do something here."""

from collections.abc import Iterable, Sequence

from game.tui.widgets.panel import Line, Panel, Span, columns, line


class Footer(Panel):
    """Keys with a word each; where there is no room for all, the last but `keep` give way."""

    DEFAULT_CSS = """
    Footer { dock: bottom; height: 1; color: $dim; background: $surface; }
    """

    def __init__(self, hints: Sequence[tuple[str, str]], keep: int = 2) -> None:
        """A footer with these keys and words."""
        super().__init__()
        self._hints = list(hints)
        self._keep = keep

    def tell(self, hints: Sequence[tuple[str, str]]) -> None:
        """Show other keys."""
        if list(hints) != self._hints:
            self._hints = list(hints)
            self.redraw()

    def draw(self, width: int, height: int) -> Iterable[Line]:
        """One line of keys."""
        shown = list(self._hints)
        while len(shown) > self._keep and _width(shown) > width:
            del shown[-self._keep - 1]
        spans: list[Span] = []
        for key, word in shown:
            spans += [(key, "key"), (f" {word}  ", "")]
        return [line(*spans)]


def _width(hints: Sequence[tuple[str, str]]) -> int:
    return sum(columns(key) + columns(word) + 3 for key, word in hints) - 2
