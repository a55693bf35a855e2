"""The first line: the game, when it is, who you are, and the seed."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from textual.reactive import reactive

from game.tui.widgets.panel import Line, Panel, apart, columns
from game.words import _


@dataclass(frozen=True, slots=True)
class Heading:
    """What the first line says."""

    title: str
    when: str
    you: str
    seed: int
    points: tuple[str, ...] = ()
    """How far the goals that matter most are met, where there is room to say so."""


class Header(Panel):
    """The first line; the goals give way first, then the seed, then the title."""

    DEFAULT_CSS = """
    Header { dock: top; height: 1; background: $surface; }
    """

    heading: reactive[Heading | None] = reactive[Heading | None](None, init=False)
    """What it says."""

    def watch_heading(self) -> None:
        """Say it."""
        self.redraw()

    def draw(self, width: int, height: int) -> Iterable[Line]:
        """Title and date at the left, who plays and the seed at the right."""
        if self.heading is None:
            return
        you = _("You: {role}").format(role=self.heading.you)
        seed = _("seed {seed}").format(seed=self.heading.seed)
        first = [(f"{self.heading.title}   ", "strong"), (self.heading.when, "accent")]
        last = [(you, "yours"), (f"   {seed}", "dim")]
        room = width - sum(columns(text) for text, _look in (*first, *last))
        if room <= 0:
            last = last[:1]
        told = (text for text in self._scored(self.heading.points) if columns(text) + 2 < room)
        yield apart([*first, (next(told, ""), "dim")], last, width)

    def _scored(self, points: Sequence[str]) -> Iterable[str]:
        """How far the goals are met, in more and in fewer words."""
        if points:
            listed = ", ".join(points)
            yield "   " + _("goals {points} of 100").format(points=listed)
            yield "   " + _("goals {points}").format(points=listed)
