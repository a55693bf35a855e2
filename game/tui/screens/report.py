"""The report of a turn: how the goals moved and by which causes, forecasts, and what the others did."""

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from game.tui.keys import hints
from game.tui.screens.reading import ReadingScreen, heading, story
from game.tui.widgets.changes import known, moved
from game.tui.widgets.footer import Footer
from game.tui.widgets.page import GAP, Entry, entry
from game.tui.widgets.panel import Line, Span, apart, paragraph
from game.tui.widgets.waterfall import Bar, waterfall
from game.views.calendar import date_of
from game.views.desk import Reading
from game.views.news import Scored, fell_due, headlines, moves
from game.views.report import Moved, TurnReport, turn_report
from game.views.why import CauseLine
from game.words import _

if TYPE_CHECKING:
    from game.tui.session import Session


TALL = 45
"""From so many lines on, the causes of all goals are shown."""


class ReportScreen(ReadingScreen[None]):
    """What the last turn brought."""

    CSS_PATH = "report.tcss"

    def __init__(self, session: "Session", subject: str = "") -> None:
        """The report of the last turn."""
        super().__init__(session, subject)
        self._opened: set[str] = set()
        """Folded lines that are open."""
        self._report: TurnReport | None = None

    def footer(self) -> Footer:
        """Escape goes on to what comes next."""
        words = {"enter": _("why"), "back": _("go on")}
        return Footer(hints(("enter", "news", "graphs", "back", "help"), words))

    # What is shown.

    def show(self) -> None:
        """Make the report, once; then draw it."""
        match = self.session.match
        if match.played and self._report is None:
            self._report = turn_report(match)
        super().show()

    def title_line(self) -> tuple[str, str, str]:
        """The turn that is over."""
        match = self.session.match
        turn = len(match.played)
        date = date_of(match.pack.model.calendar, max(1, turn))
        title = _("What {date} brought").format(date=date) if turn else _("The report")
        return title, "", match.pack.model.role[self.session.outlook.role].title

    def written(self, width: int) -> Iterable[Entry]:
        """The goals with their causes, and what else moved."""
        report = self._report
        if report is None:
            yield story(_("No turn has been played yet."), width)
            return
        tall = self.face.size.height >= TALL
        others = [moving for moving in report.goals if not (tall or moving.goal.chosen)]
        for moving in report.goals:
            if moving not in others:
                yield from self._goal(moving, width)
                yield GAP
        if others:
            yield heading(_("Your other goals"))
            for moving in others:
                yield self._reading(
                    moving.goal.reading, moving.goal.title, width, moving.goal.scored
                )
        if report.others:
            yield GAP
            yield heading(_("Also moved"))
            for reading in report.others:
                yield self._reading(reading, reading.title, width)

    def written_aside(self, width: int) -> Iterable[Entry]:
        """Forecasts that fell due, what happened, what the others did."""
        match = self.session.match
        due = fell_due(match)
        if due:
            yield heading(_("Your forecasts"))
            for scored in due:
                yield entry(_scored(scored, width))
            yield GAP
        told = headlines(match)
        if told:
            yield heading(_("What happened"))
            for headline in told:
                title = paragraph(headline.title, width)
                yield entry(title, f"event {headline.id}")
            yield GAP
        others = moves(match)
        if others:
            yield heading(_("What the others did"))
            for move in others:
                yield entry(paragraph(move.told, width))

    def _goal(self, moving: Moved, width: int) -> Iterator[Entry]:
        goal = moving.goal
        look = "yours" if goal.chosen else "strong"
        first: list[Span] = [(goal.title, look), *_met(goal.scored)]
        first.append((f"  {known(goal.reading)}", "strong"))
        change = [("  ", ""), *(moved(goal.reading, self.glyphs) or [(_("no change"), "dim")])]
        yield entry([apart(first, change, min(width, 120))], f"why {goal.reading.id}")
        yield from waterfall(list(self._bars(moving)), min(width, 120), self.glyphs)

    def _bars(self, moving: Moved) -> Iterator[Bar]:
        for place, cause in enumerate(moving.causes):
            key = f"why {moving.goal.reading.id} {place}"
            if cause.folded:
                key = f"fold {moving.goal.reading.id}"
            yield _bar(cause, key)
            if key in self._opened:
                for small in cause.folded:
                    yield _bar(small, f"why {moving.goal.reading.id} {place}", level=1)

    def _reading(self, reading: Reading, title: str, width: int, scored: str = "") -> Entry:
        room = min(width, 120)
        first: list[Span] = [(title, ""), *_met(scored), (f"  {known(reading)}", "strong")]
        row = apart(first, moved(reading, self.glyphs), room)
        return entry([row], f"why {reading.id}")

    def marked(self, name: str) -> str:
        """The quantity of the marked line."""
        kind, _space, rest = self.reading.key.partition(" ")
        return rest.split(" ")[0] if name == "why" and kind in ("why", "fold") else ""

    # Keys.

    def open_key(self, key: str) -> None:
        """Open the causes of a number, an event, or a folded line."""
        kind, _space, rest = key.partition(" ")
        match kind:
            case "fold":
                self._opened ^= {key}
                self.main.redraw()
            case "event":
                self.face.open("event", rest)
            case _:
                id, _space, place = rest.partition(" ")
                self.face.open("why", f"{id} {place}" if place else id)


def _met(scored: str) -> list[Span]:
    """How far a goal is met, in spans."""
    return [(f"  {scored}", "dim")] if scored else []


def _bar(cause: CauseLine, key: str, level: int = 0) -> Bar:
    behind = cause.mostly
    words = cause.title
    if behind is not None:
        facts = ", ".join(part for part in (behind.title, behind.date) if part)
        words = f"{words} ({facts})"
    elif cause.date:
        words = f"{words}, {cause.date}"
    return Bar(key, cause.change, cause.size, cause.verdict, words, level)


def _scored(scored: Scored, width: int) -> list[Line]:
    truth = _("Yes.") if scored.happened else _("No.")
    said = (
        _("You said {percent}.").format(percent=scored.said)
        if scored.said
        else _("You did not say.")
    )
    closeness = {
        "close": _("Closer than a coin toss."),
        "far": _("A coin toss would have been closer."),
        "even": _("As good as a coin toss."),
        "": "",
    }[scored.closeness]
    brier = "" if scored.brier is None else _("Brier {brier}.").format(brier=f"{scored.brier:.2f}")
    out = " ".join(part for part in (truth, said, closeness, brier) if part)
    return [*paragraph(scored.question, width), *paragraph(out, width, "strong", "  ")]
