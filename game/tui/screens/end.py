"""The end of a game: no trophy, but what came of what the person wanted."""

from collections.abc import Iterable, Iterator, Sequence

from game.packs.where import folder_of
from game.tui.keys import bindings, hints
from game.tui.places import screen_class
from game.tui.screens.reading import ReadingScreen, heading, story
from game.tui.widgets.footer import Footer
from game.tui.widgets.page import GAP, Entry, entry
from game.tui.widgets.panel import Span, columns, left, line, right
from game.views.calendar import date_of, steps
from game.views.desk import GoalView
from game.views.ending import Close, close
from game.views.orders import ordered
from game.views.setup import SeatChoice, pack_choice
from game.words import _

WIDEST = 110
SCALE = 20
"""Columns of the scale from poor to fine."""


class EndScreen(ReadingScreen[None]):
    """How the game came out; before it is over, that it is not."""

    CSS_PATH = "end.tcss"
    CHARTED = True
    BINDINGS = bindings("title")

    def footer(self) -> Footer:
        """What can still be done."""
        words = {"enter": _("why"), "back": _("back to the desk")}
        return Footer(hints(("enter", "graphs", "news", "title", "back", "leave", "help"), words))

    def title_line(self) -> tuple[str, str, str]:
        """The end, and after how long."""
        match = self.session.match
        if not match.finished:
            return _("The game goes on."), "", ""
        calendar = match.pack.model.calendar
        length = steps(calendar, len(match.played))
        words = _("after {length}, {date}").format(
            length=length, date=date_of(calendar, len(match.played))
        )
        return _("The end"), words, match.pack.model.role[self.session.outlook.role].title

    def charted(self) -> Sequence[str]:
        """The goals that matter most."""
        match = self.session.match
        if not match.finished:
            return ()
        return [goal.reading.id for goal in close(match).chosen]

    def written(self, width: int) -> Iterable[Entry]:
        """What was wanted, the profile, and the ending."""
        match = self.session.match
        if not match.finished:
            yield story(_("It is not over yet."), width)
            return
        view = close(match)
        views = (*view.chosen, *view.others)
        titles = min(30, max((columns(goal.title) for goal in views), default=0))
        values = max((columns(goal.counted) for goal in views), default=0)
        room = min(width, WIDEST)
        said = match.setup.goals
        yield heading(_("What you said matters most") if said else _("What mattered most"))
        for goal in view.chosen:
            yield self._goal(goal, titles, values, room)
        if view.others:
            yield GAP
            yield heading(_("Your other goals"))
            for goal in view.others:
                yield self._goal(goal, titles, values, room)
        if view.means:
            yield story(view.means, width, "dim")
        yield GAP
        yield story(view.title, width, "strong")
        yield story(view.text, width)

    def written_aside(self, width: int) -> Iterable[Entry]:
        """The orders, the forecasts, and what comes next."""
        if not self.session.match.finished:
            return
        yield from self._orders(width)
        yield from self._forecasts(close(self.session.match), width)
        yield heading(_("What next"))
        yield story(_("The game is saved:"), width)
        yield story(str(self.session.autosave.path), width, "strong")
        yield story(
            _("Enter on a goal tells why it stands there; g draws any number over the whole game."),
            width,
        )
        for seat in self._other_seats():
            words = _("Play {seat} under the same luck").format(seat=seat.title)
            yield entry([line((words, "accent"))], f"play {seat.id}")
        base = self.session.match.pack.model.pack.extends
        if base is not None and folder_of(base) is not None:
            words = _("On to {pack}, the game that this one builds on").format(pack=base)
            yield entry([line((words, "accent"))], f"on {base}")

    def _other_seats(self) -> list[SeatChoice]:
        """Seats of a new game of the same pack; none when it is not among those to choose from."""
        pack = self.session.match.pack
        if folder_of(pack.model.pack.id) is None:
            return []
        return [seat for seat in pack_choice(pack).seats if seat.id != self.session.outlook.role]

    def _goal(self, goal: GoalView, titles: int, values: int, width: int) -> Entry:
        """A goal: its title, how far it is met, its level, and which way is good."""
        aim = f"  {goal.aim}"
        scale = min(SCALE, width - titles - values - columns(aim) - 9)
        filled = round(goal.score / 100 * scale)
        row = line(
            (left(goal.title, titles), "strong" if goal.chosen else ""),
            ("  ", ""),
            (self.glyphs.gain * filled, "yours" if goal.chosen else ""),
            (self.glyphs.track * (scale - filled), "dim"),
            (f" {goal.score:>3}", "strong"),
            (f"  {right(goal.counted, values)}", ""),
            (aim, "dim"),
        )
        return entry([row], f"why {goal.reading.id}")

    def _orders(self, width: int) -> Iterator[Entry]:
        """What was ordered, a sign for each turn."""
        told = ordered(self.session.match)
        if not told:
            return
        yield heading(_("Your orders, turn by turn"))
        titles = max(columns(each.title) for each in told)
        whole = max(len(each.turns) + columns(each.last) for each in told) + 4
        for each in told:
            signs = "".join(self.glyphs.gain if used else self.glyphs.track for used in each.turns)
            row: list[Span] = [(signs, "yours"), (f"  {each.last}", "dim")]
            if titles + whole <= width:
                yield entry([line((left(each.title, titles + 2), ""), *row)])
            else:
                yield entry([line(each.title), line(("  ", ""), *row)])
        yield GAP

    def _forecasts(self, view: Close, width: int) -> Iterator[Entry]:
        record = view.forecasts
        if not record.asked:
            return
        yield heading(_("Your forecasts"))
        words = _("{answered} of {asked} answered, {scored} decided.").format(
            answered=record.answered, asked=record.asked, scored=record.scored
        )
        yield story(words, width)
        if record.brier is not None:
            words = _("Brier score {brier}: 0 is perfect, 0.25 is a coin toss, 1 is worst.")
            yield story(words.format(brier=f"{record.brier:.2f}"), width)
        yield GAP

    def marked(self, name: str) -> str:
        """The marked goal's quantity."""
        what, _space, id = self.main.key.partition(" ")
        return id if what == "why" and name in ("why", "graphs") else ""

    def action_title(self) -> None:
        """Go back to the title."""
        self.face.action_title()

    def open_key(self, key: str) -> None:
        """Why a goal stands where it stands, or a new game at another seat."""
        what, _space, id = key.partition(" ")
        if what == "why":
            self.face.open("why", id)
            return
        if what == "on":
            self.face.go_to_title(screen_class("new")(id))
            return
        setup = self.session.match.setup
        again = screen_class("new")(self.session.match.pack.model.pack.id, id, setup.seed)
        self.face.go_to_title(again)
