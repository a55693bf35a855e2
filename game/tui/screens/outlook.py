"""The outlook: what may come of the orders as they stand, a goal at a time."""

from typing import ClassVar

from textual import work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType

from game.errors import GameError
from game.tui.keys import bindings
from game.tui.screens.base import GameScreen
from game.tui.widgets.chart import Fan, Mode, figure
from game.tui.widgets.fan import fan_of
from game.tui.widgets.header import Header
from game.tui.widgets.panel import line, paragraph
from game.tui.widgets.told import Told
from game.views.outlook import Course
from game.words import _


class OutlookScreen(GameScreen[None]):
    """The fan chart of a goal; the arrows and `o` go to the next."""

    DEFAULT_CSS = """
    OutlookScreen {
        Fan { margin: 1 1 0 1; height: 1fr; }
        #told { height: 3; }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        *bindings("outlook"),
        Binding("right,down", "outlook", show=False),
        Binding("left,up", "outlook(-1)", show=False),
    ]
    FOOTER = ("outlook", "why", "codex")

    def compose(self) -> ComposeResult:
        """The chart and what it says."""
        yield Header()
        yield Fan(mode=Mode(self.face.drawing))
        yield Told(id="told")
        yield self.footer()

    def show(self) -> None:
        """Draw the goal, as soon as it is projected."""
        self.query_one(Header).heading = self.heading()
        goals = self.session.match.pack.model.role[self.session.outlook.role].goal.values()
        self._ids = tuple(dict.fromkeys(goal.of for goal in goals))
        if self.subject not in self._ids:
            self.subject = self._ids[0]
        self._project()

    def marked(self, name: str) -> str:
        """The number that is shown."""
        return self.subject if name == "why" else ""

    @work(exclusive=True, group="outlook")
    async def _project(self) -> None:
        try:
            courses = await self.session.foresight.courses()
        except GameError as error:
            self._say(str(error))
            return
        course = courses.get(self.subject)
        self.query_one(Fan).data = fan_of(course) if course else None
        self._say(_told(course) if course else _("Your seat cannot see this, so nothing is known."))

    def _say(self, text: str) -> None:
        place = f"{self._ids.index(self.subject) + 1}/{len(self._ids)}"
        self.query_one("#told", Told).tell(
            lambda width, height: [line((place, "dim")), *paragraph(text, width)]
        )

    def action_outlook(self, step: int = 1) -> None:
        """Go to the next goal."""
        place = (self._ids.index(self.subject) + step) % len(self._ids)
        self.subject = self._ids[place]
        self._project()


def _told(course: Course) -> str:
    """What the chart says, and how it came about."""
    return _(
        "These orders, repeated every turn, in 200 games with other luck: in 8 of 10 {title} ends "
        "between {low} and {high}. In this model."
    ).format(title=course.title, low=figure(course.plan.low[-1]), high=figure(course.plan.high[-1]))
