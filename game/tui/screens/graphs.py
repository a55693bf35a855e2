"""Graphs: up to four quantities over time, chosen from all that the seat sees."""

from collections.abc import Iterable
from itertools import groupby
from typing import TYPE_CHECKING

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical

from game.tui.keys import hints
from game.tui.screens.finding import Find, FindingScreen
from game.tui.screens.reading import heading, lines_of, story
from game.tui.widgets.chart import Lines, Mode
from game.tui.widgets.footer import Footer
from game.tui.widgets.page import GAP, Entry, Page, entry
from game.tui.widgets.panel import Line, apart, cut
from game.tui.widgets.titled import Titled
from game.tui.widgets.told import Told
from game.views.desk import goals, when
from game.views.series import MOST, plottable
from game.words import _

if TYPE_CHECKING:
    from game.tui.session import Session


class GraphsScreen(FindingScreen[None]):
    """A list to choose from, and the chart of what is chosen."""

    CSS_PATH = "graphs.tcss"
    SIDE_BELOW = False

    def __init__(self, session: "Session", subject: str = "") -> None:
        """The quantity of that id, or else the goals that matter most."""
        super().__init__(session, subject)
        seen = {plotted.id for plotted in plottable(session.outlook)}
        views = goals(session.outlook, session.match.goals)
        first = [subject] if subject else [goal.reading.id for goal in views if goal.chosen]
        self.chosen = [id for id in first if id in seen]
        """The quantities that are drawn, in the order in which they were chosen."""
        self._full = False

    def compose(self) -> ComposeResult:
        """The list at the left, the chart at the right."""
        yield Find()
        yield Titled()
        with Horizontal():
            yield Page(self.glyphs, id="main")
            yield Page(self.glyphs, id="side")
            with Vertical(id="plot"):
                yield Lines(mode=Mode(self.face.drawing), id="chart")
                yield Told(id="remark")
        yield self.footer()

    def footer(self) -> Footer:
        """Enter draws a line or takes it away."""
        words = {"enter": _("draw, take away")}
        return Footer(hints(("enter", "find", "why", *self.always()), words))

    def first_marked(self) -> str:
        """What is drawn."""
        return self.chosen[0] if self.chosen else ""

    # What is shown.

    def title_line(self) -> tuple[str, str, str]:
        """How many lines there are."""
        count = _("{n} of {most} lines").format(n=len(self.chosen), most=MOST)
        return _("Graphs"), count, when(self.session.outlook)

    def show(self) -> None:
        """Draw the list and the chart."""
        super().show()
        self.query_one(Lines).data = lines_of(self.session.outlook, self.chosen)
        self.query_one("#remark", Told).tell(self._remark)

    def written(self, width: int) -> Iterable[Entry]:
        """All quantities; those that are drawn have a sign before them."""
        shown = [n for n in plottable(self.session.outlook) if self.has(n.title, n.id)]
        for group, numbers in groupby(shown, lambda number: number.group):
            yield heading(group)
            for number in numbers:
                drawn = number.id in self.chosen
                sign = self.glyphs.on if drawn else self.glyphs.off
                look = "yours" if drawn else ""
                first = ((f"{sign} ", look), (number.title, look))
                last = (f" {number.value}" if width > 44 else "", "dim")
                yield entry([apart(first, (last,), width)], number.id)
            yield GAP
        if not shown:
            yield story(_("No number is called that."), width)

    def _remark(self, width: int, height: int) -> Iterable[Line]:
        if self._full:
            words = _("Four lines are the most: take one away first.")
            yield Line(((cut(words, width), "warning"),))

    def marked(self, name: str) -> str:
        """The marked quantity."""
        return self.main.key if name == "why" else ""

    # Keys.

    def open_key(self, key: str) -> None:
        """Draw this quantity, or take it away."""
        self._full = key not in self.chosen and len(self.chosen) == MOST
        if key in self.chosen:
            self.chosen.remove(key)
        elif not self._full:
            self.chosen.append(key)
        self.show()
