"""The briefing: who you are, what you want, and whom you face."""

from collections.abc import Iterable, Iterator

from game.errors import GameError
from game.tui.keys import hints
from game.tui.screens.reading import WIDEST, ReadingScreen, heading, story
from game.tui.widgets.footer import Footer
from game.tui.widgets.page import GAP, Entry, entry
from game.tui.widgets.panel import Line, line, paragraph
from game.views.briefing import briefing
from game.views.desk import GoalView
from game.words import _


class BriefingScreen(ReadingScreen[None]):
    """What was said before the first turn; until it ends, two goals may be chosen here."""

    CSS_PATH = "briefing.tcss"

    def footer(self) -> Footer:
        """Enter chooses, as long as goals may be chosen."""
        words = {"enter": _("why") if self.session.match.played else _("choose")}
        return Footer(hints(("enter", "rivals", "codex", *self.always()), words))

    def title_line(self) -> tuple[str, str, str]:
        """The game, how long it is, and its seed."""
        view = briefing(self.session.match)
        seed = _("seed {seed}").format(seed=view.seed)
        length = _("{length} from {start}").format(length=view.length, start=view.start)
        return view.pack, length, seed

    def written(self, width: int) -> Iterable[Entry]:
        """The briefing and the goals."""
        view = briefing(self.session.match)
        yield heading(_("You are: {role}").format(role=view.role))
        yield story(view.text, width)
        yield GAP
        if self.session.match.played:
            yield heading(_("Your goals"))
        else:
            yield heading(_("Your goals: choose the two that matter most to you"))
        for goal in view.goals:
            yield entry(self._goal(goal, min(width, WIDEST)), goal.id)

    def _goal(self, goal: GoalView, width: int) -> Iterator[Line]:
        sign = self.glyphs.on if goal.chosen else self.glyphs.off
        look = "yours" if goal.chosen else ""
        most = _("matters most to you") if goal.chosen else ""
        facts = f"  {goal.reading.value}, {goal.aim}"
        yield line((f"{sign} {goal.title}", look), (facts, ""), (f"  {most}", "dim"))
        scale = f"{goal.scored}: {goal.span}. " if goal.scored else ""
        yield from paragraph(scale + goal.about, width - 6, "dim", "  ")

    def written_aside(self, width: int) -> Iterable[Entry]:
        """Who plays the other seats."""
        view = briefing(self.session.match)
        if not view.facing:
            return
        yield heading(_("Whom you face"))
        told = self.session.match.setup.see == "full"
        for other in view.facing:
            player = f"  {other.player}" if told else ""
            yield entry([line((other.title, "rival"), (player, "strong"))])
            if other.text and told:
                yield story(other.text, width, "dim", "  ")

    def marked(self, name: str) -> str:
        """The quantity of the marked goal, and its page."""
        goals = briefing(self.session.match).goals
        goal = next((goal for goal in goals if goal.id == self.main.key), None)
        if goal is None:
            return ""
        match name:
            case "why":
                return goal.reading.id
            case "codex":
                return goal.reading.codex or ""
            case _:
                return ""

    def open_key(self, key: str) -> None:
        """Let this goal matter most, and drop the one that was chosen first; later, tell why."""
        match = self.session.match
        if match.played:
            self.face.open("why", self.marked("why"))
            return
        kept = [goal for goal in match.goals if goal != key]
        count = len(match.goals)
        try:
            match.choose([*kept, key][-count:])
        except GameError as error:
            self.face.say(str(error))
        self.show()
