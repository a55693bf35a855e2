"""The desk: one person, one decision, one turn."""

import asyncio
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from itertools import chain
from typing import TYPE_CHECKING, ClassVar

from textual import events, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.widget import Widget

from game.engine.turn import RuleFailureError
from game.errors import GameError
from game.match.game import Change
from game.tui.foresight import PATIENCE
from game.tui.keys import bindings
from game.tui.places import screen_class
from game.tui.screens.ask import AskScreen
from game.tui.screens.base import GameScreen
from game.tui.widgets.board import OrderBoard, Refusal
from game.tui.widgets.causes import causes
from game.tui.widgets.chart import Fan, Lines, Mode
from game.tui.widgets.fan import fan_of, past_of
from game.tui.widgets.header import Header
from game.tui.widgets.headlines import Headlines
from game.tui.widgets.panel import Line, Span, apart, columns, cut, line, paragraph
from game.tui.widgets.readings import Readings
from game.tui.widgets.rows import Rows
from game.tui.widgets.told import Told
from game.views.board import DecisionView, board
from game.views.calendar import date_of, step_name
from game.views.desk import Advice, GoalView, Reading, abroad, advisors, by_choice, goals, position
from game.views.news import Headline, LessonView, asks, front_page, lessons
from game.views.numbers import title_of
from game.views.report import turn_report
from game.views.rivals import Rival
from game.words import _

if TYPE_CHECKING:
    from game.tui.session import Session

FULL = 17
"""Lines of the board and what stands beside it, where there is room."""
WIDE, HUGE, TALL = 120, 200, 36
"""From how many columns and lines on there is room for more."""
RULES = 4
"""Lines that never give way: header, the rules around the board, footer."""


@dataclass(frozen=True, slots=True)
class Heights:
    """How many lines each panel has, the rules above them included."""

    lesson: int
    headlines: int
    rule: int
    """Above the numbers; the first to give way."""
    readings: int
    details: int
    money: int


def heights(
    lines: int, decisions: int, headlines: int, stories: int, readings: int, lesson: int, money: int
) -> Heights:
    """Share out the lines of a terminal; the order board gets the rest, and all it needs if it can.

    Args:
        lines: Of the terminal.
        decisions: Rows of the board.
        headlines: How many there are.
        stories: Lines that all their stories would take.
        readings: Rows of numbers.
        lesson: Lines of the lesson.
        money: Lines that are wanted for what is left to spend, and for an advisor.
    """
    shares = {"news": int(headlines > 0 or not lesson), "rule": 0, "readings": 3}
    shares |= {"details": 2, "money": 1}
    free = lines - RULES - lesson - decisions - sum(shares.values())
    for name, most in (
        ("rule", 1),
        ("readings", 4),
        ("news", min(headlines, 2)),
        ("money", money),
        ("news", min(headlines, 3)),
        ("readings", readings),
        ("details", 3),
        ("news", min(headlines + stories, 8)),
    ):
        more = max(0, min(most - shares[name], free))
        shares[name] += more
        free -= more
    return Heights(
        lesson,
        shares["news"],
        shares["rule"],
        min(readings, shares["readings"]) + shares["rule"],
        shares["details"] + 1,
        shares["money"],
    )


class DeskScreen(GameScreen[None]):
    """Where a turn is played."""

    CSS_PATH = "desk.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        *bindings("end", "undo", "redo", "enter", "outlook", "title"),
        Binding("tab", "panel(1)", show=False),
        Binding("shift+tab", "panel(-1)", show=False),
    ]
    FOOTER = (
        *("enter", "end", "why", "undo", "briefing", "codex", "news", "report", "most"),
        *("outlook", "forecast", "advisors", "rivals", "graphs", "title"),
    )
    AUTO_FOCUS = "#board"

    def __init__(self, session: "Session", subject: str = "") -> None:
        """The desk of this game."""
        super().__init__(session, subject)
        self._advice: tuple[Advice, ...] = ()
        self._lessons: tuple[LessonView, ...] = ()
        self._headlines: tuple[Headline, ...] = ()
        self._forecasts_shown: set[int] = set()
        self._rivals: tuple[Rival, ...] = ()
        self._goal = 0
        self._wanted: Mapping[str, GoalView] = {}
        """The goals, by quantity."""

    def compose(self) -> ComposeResult:
        """The panels, from what happened to what may be done."""
        glyphs = self.face.glyphs
        yield Header(id="header")
        yield Told(id="lesson")
        yield Headlines(glyphs, id="headlines")
        yield Readings(glyphs, id="readings")
        with Horizontal(id="middle"):
            yield OrderBoard(glyphs, id="board")
            with Vertical(id="beside"):
                yield Fan(id="fan")
                yield Told(id="advisors")
            with Vertical(id="far"):
                yield Lines(id="first")
                yield Lines(id="second")
                yield Told(id="causes")
        yield Told(id="details")
        yield Told(id="money")
        yield self.footer()

    def on_mount(self) -> None:
        """Draw, and go on where the game was left: at what asks for an answer, or at the end."""
        self._go_on()

    @work(exclusive=True, group="turn")
    async def _go_on(self) -> None:
        await self._answer_or_end()

    def always(self) -> tuple[str, ...]:
        """There is nothing to go back to."""
        return ("leave", "help")

    # What is shown.

    def show(self) -> None:
        """Draw where the game stands."""
        session, match = self.session, self.session.match
        outlook = session.outlook
        self._advice = advisors(outlook)
        self._lessons = lessons(match)
        self._headlines = front_page(match)
        for panel in (self.query_one(Headlines), self._readings, self._board):
            panel.glyphs = self.face.glyphs
        self._readings.mode = Mode(self.face.drawing)
        self._wanted = {goal.reading.id: goal for goal in goals(outlook, match.goals)}
        heading = self.heading()
        self.query_one(Header).heading = replace(heading, points=self._points())
        self.face.title_window(f"{heading.title}, {heading.when}")
        quiet = _("Nothing out of the ordinary happened.")
        if not match.played:
            quiet = _("New here? b tells who you are, what you want and whom you face.")
        self.query_one(Headlines).tell(self._headlines, quiet)
        own, world = position(outlook), abroad(outlook)
        chosen = {id for id, goal in self._wanted.items() if goal.chosen}
        own = sorted(own, key=lambda reading: reading.id not in chosen)
        self._readings.tell(own, world, list(self._wanted.values()))
        self.query_one("#lesson", Told).tell(self._lesson)
        self.query_one("#advisors", Told).tell(self._advisors)
        self.show_orders()
        self._share_out()
        self._look_around()
        if self.face.size.width >= HUGE:
            self._look_back()

    def _points(self) -> tuple[str, ...]:
        """How far the goals that matter most are met, in the order in which they were chosen."""
        views = by_choice(list(self._wanted.values()), self.session.match.goals)
        return tuple(goal.points for goal in views if goal.chosen and goal.points)

    def show_orders(self, refusal: Refusal | None = None) -> None:
        """Draw the orders as they stand."""
        if self.session.match.finished:
            return
        session, match = self.session, self.session.match
        view = board(session.outlook, match.offers, match.draft.order)
        self._board.tell(view, refusal)
        self._look_ahead()
        self.query_one("#lesson", Told).redraw()
        self.query_one("#money", Told).tell(self._money)
        self.query_one("#details", Told).tell(self._details)

    @property
    def _board(self) -> OrderBoard:
        return self.query_one(OrderBoard)

    @property
    def _readings(self) -> Readings:
        return self.query_one(Readings)

    def on_resize(self) -> None:
        """Share the lines out anew."""
        if self.is_mounted and self._board.board is not None:
            self._share_out()
            self._look_ahead()
            if self.face.size.width >= HUGE:
                self._look_back()

    def _share_out(self) -> None:
        width, height = self.face.size
        stories = sum(len(paragraph(headline.text, width - 6)) for headline in self._headlines)
        lesson = len(list(self._lesson(width - 2, 0)))
        shares = heights(
            height,
            FULL if self._wide and height >= TALL else self._board.count,
            len(self._headlines),
            stories,
            self._readings.count,
            min(lesson, height // 4),
            1 if self._wide else 2,
        )
        for name, lines in (
            ("#lesson", shares.lesson),
            ("#headlines", shares.headlines),
            ("#readings", shares.readings),
            ("#details", shares.details),
            ("#money", shares.money),
        ):
            panel = self.query_one(name, Widget)
            if panel.styles.height is None or panel.styles.height.value != lines:
                panel.styles.height = lines
            panel.display = lines > 0
        self._readings.set_class(not shares.rule, "-close")

    @property
    def _wide(self) -> bool:
        """Whether there is room for charts."""
        return self.face.size.width >= WIDE

    # What is worked out beside the game.

    @property
    def _goals(self) -> tuple[str, ...]:
        """Quantities of the goals, those that matter most first."""
        views = goals(self.session.outlook, self.session.match.goals)
        ordered = by_choice(views, self.session.match.goals)
        return tuple(dict.fromkeys(view.reading.id for view in ordered))

    @work(exclusive=True, group="outlook")
    async def _look_ahead(self) -> None:
        """Draw what may come of the orders, once they have stood for a moment."""
        if not self._wide or self.session.match.finished:
            return
        if self.session.foresight.known is None:
            await asyncio.sleep(PATIENCE)
        with suppress(RuleFailureError):  # a chart less is better than a game less
            courses = await self.session.foresight.courses()
            course = courses.get(self._goals[self._goal % len(self._goals)])
            fan = self.query_one(Fan)
            fan.mode = Mode(self.face.drawing)
            fan.data = fan_of(course) if course else None

    @work(exclusive=True, group="rivals")
    async def _look_around(self) -> None:
        """Say what the others lean to, once that is known."""
        self._rivals = ()
        if not self.session.match.finished:
            self._rivals = await self.session.foresight.rivals()
            self.query_one("#advisors", Told).redraw(layout=True)

    def _look_back(self) -> None:
        """Draw how the world went, and what moved the goals last turn."""
        role = self.session.match.pack.model.role[self.session.outlook.role]
        for panel, quantity in zip(("#first", "#second"), role.world, strict=False):
            self.query_one(panel, Lines).data = past_of(self.session.outlook, quantity)
        report = turn_report(self.session.match) if self.session.match.played else None
        self.query_one("#causes", Told).tell(
            lambda width, height: causes(report, width, height) if report else ()
        )

    def action_outlook(self) -> None:
        """Show what may come of the next goal."""
        if not self._wide:
            self.face.open("outlook", self._goals[0])
            return
        self._goal += 1
        self._look_ahead()

    # What the lines say.

    def _lesson(self, width: int, height: int) -> Iterable[Line]:
        for lesson in self._lessons:
            stop = "" if lesson.title.endswith(("?", "!")) else "."
            title = f"{lesson.title}{stop} "
            told = paragraph(title + lesson.text, width)
            first = told[0].spans[0][0]
            yield line((first[: len(title)], "accent"), first[len(title) :])
            yield from told[1:]
            if lesson.do:
                yield from paragraph(self._to_do(lesson), width, "accent")

    def _to_do(self, lesson: LessonView) -> str:
        """A command of the linear face as keys."""
        verb, *words = lesson.do.split()
        pack = self.session.match.pack
        match verb, words:
            case "set", [decision, _value] if self._has_set(decision):
                step = step_name(pack.model.calendar)
                return _("Done. Order more if you like, or end the {step}: e.").format(step=step)
            case "why", [quantity] if quantity in self.session.asked_why:
                step = step_name(pack.model.calendar)
                return _("Done. Orders next; e ends the {step}.").format(step=step)
            case "set", [decision, value]:
                title = title_of(pack, decision)
                return _("Try: go to {title} and type {value}.").format(title=title, value=value)
            case "why", [quantity]:
                title = title_of(pack, quantity)
                return _("Try: Tab to the numbers, go to {title}, then w.").format(title=title)
            case _:
                return _("Try: {command}").format(command=lesson.do)

    def _has_set(self, decision: str) -> bool:
        order = self.session.match.draft.order
        return decision in order.dials or decision in order.amounts

    def _advisors(self, width: int, height: int) -> Iterable[Line]:
        """The advisors, and what the others lean to; shorter where there is little room."""
        signals = self._signals(width)
        room = height - len(signals)
        full = [[line((a.title, "strong")), *paragraph(a.text, width)] for a in self._advice]
        if not height:
            return [*chain.from_iterable(full), *signals]
        if sum(map(len, full)) > room:
            short = (f"{a.title}: {a.text.partition('. ')[0].rstrip('.')}." for a in self._advice)
            full = [paragraph(text, width) for text in short]
        told: list[Line] = []
        for lines in full:
            if len(told) + len(lines) <= room:
                told += lines
        return [*told, *signals]

    def _signals(self, width: int) -> list[Line]:
        """The likeliest move of each of the others."""
        lines: list[Line] = []
        for rival in self._rivals:
            leaning = rival.leanings[0].text if rival.leanings else _("no change is likely")
            first, *rest = paragraph(f"{rival.title}: {leaning}", width)
            name, text = rival.title, first.spans[0][0]
            lines += [line((text[: len(name)], "rival"), text[len(name) :]), *rest]
        return [line((_("What the others may do"), "strong")), *lines] if lines else []

    def _money(self, width: int, height: int) -> Iterable[Line]:
        view = self._board.board
        if view is None:
            return
        facts: list[Span] = []
        if view.left:
            short = view.left.startswith("-")
            step = step_name(self.session.match.pack.model.calendar)
            left = _("Left this {step} {left}").format(step=step, left=view.left)
            facts.append((left, "warning" if short else "strong"))
            if view.spent:
                spent = _("  of {budget}, orders {spent}")
                facts.append((spent.format(budget=view.budget, spent=view.spent), "dim"))
        if view.changes:
            facts.append(
                ((("  " if facts else "") + _("Changes {n}")).format(n=view.changes), "strong")
            )
        asked: list[Span] = []
        if self._unsaid():
            asked = [("  " + _("f: a forecast is asked"), "warning")]
        room = width - sum(columns(text) for text, _look in (*facts, *asked)) - 3
        if self._wide:
            yield apart(facts, asked, width)
        elif height > 1:
            yield apart(facts, asked, width)
            yield line((self._said(width), "dim"))
        else:
            yield apart([*facts, (" " * 3, ""), (self._said(room), "dim")], asked, width)

    def _said(self, room: int) -> str:
        """What one advisor says in one line, each in turn; nothing when that does not fit."""
        turn = self.session.match.turn - 1
        count = len(self._advice)
        for number in range(count):
            advice = self._advice[(turn + number) % count]
            first = advice.text.partition(". ")[0].rstrip(".")
            for text in (advice.text, f"{first}."):
                said = f"{advice.title}: {text}"
                if columns(said) <= room:
                    return said
        return ""

    def _details(self, width: int, height: int) -> Iterable[Line]:
        lines: list[Line] = []
        if self.focused is self._readings and self._readings.marked is not None:
            marked = self._readings.marked
            lines = paragraph(_of_reading(marked, self._wanted.get(marked.id)), width)
        elif isinstance(self.focused, Headlines) and self.focused.headlines:
            lines = paragraph(self.focused.headlines[self.focused.mark].text, width)
        elif self._board.refusal is not None:
            lines = paragraph(self._refused(self._board.refusal), width, "warning")
        elif self._board.marked is not None:
            lines = paragraph(_of_decision(self._board.marked), width)
        if height and len(lines) > height:
            last = lines[height - 1].spans[0]
            more = _("... Enter: read on")
            said = cut(last[0], width - columns(more), "")
            lines = [*lines[: height - 1], line((said, last[1]), (more, "dim"))]
        return lines

    def _refused(self, refusal: Refusal) -> str:
        tried = _("{tried} is refused. ").format(tried=refusal.tried) if refusal.tried else ""
        return tried + refusal.reason

    # Keys.

    def on_key(self, event: events.Key) -> None:
        """Say where a digit would go, when it is typed where no orders are."""
        if self.focused is not self._board and event.is_printable and event.key.isdigit():
            self._note(_("Digits set orders: Esc goes back to them, Tab to the next part."))

    def on_rows_marked(self, message: Rows.Marked) -> None:
        """Say more about what is marked now."""
        self.session.settle()
        self.query_one("#details", Told).tell(self._details)

    def on_order_board_wanted(self, message: OrderBoard.Wanted) -> None:
        """Set a decision, or say on its row why not."""
        refusal = None
        try:
            self.session.set(message.decision, message.value)
        except GameError as error:
            reason = self.session.outlook.told(str(error))
            refusal = Refusal(message.decision, message.tried, reason)
        self.show_orders(refusal)

    def action_undo(self) -> None:
        """Take the last step back, and say which."""
        try:
            change = self.session.undo()
        except GameError as error:
            self._note(str(error))
        else:
            self._moved(change, _("Taken back: {what}"))

    def action_redo(self) -> None:
        """Take it again, and say which."""
        try:
            change = self.session.redo()
        except GameError as error:
            self._note(str(error))
        else:
            self._moved(change, _("Taken again: {what}"))

    def _moved(self, change: Change, words: str) -> None:
        model = self.session.match.pack.model
        self.show_orders()
        match change.kind:
            case "set":
                ids = [view.id for view in self._board.board.decisions] if self._board.board else []
                self._board.mark_row(ids.index(change.id))
                what = model.decision[change.id].title
            case "answer":
                what = model.event[change.id].title
            case "forecast":
                what = model.forecast[change.id].question
        self._note(words.format(what=what))

    def _note(self, text: str) -> None:
        """Say one sentence in the details, until something else is marked or set."""
        self.query_one("#details", Told).tell(
            lambda width, height: paragraph(text, width, "accent")
        )

    def action_back(self) -> None:
        """Leave what is half done: a number that is being typed, then another panel than the board."""
        if self._board.forget_typed():
            self.show_orders()
        else:
            self._board.focus()

    def action_panel(self, step: int) -> None:
        """Go on to the next panel: orders, numbers, headlines."""
        panels: list[Widget] = [self._board, self._readings, self.query_one(Headlines)]
        panels = [panel for panel in panels if panel.can_focus and panel.display]
        here = next((n for n, panel in enumerate(panels) if panel is self.focused), -step)
        panels[(here + step) % len(panels)].focus()

    def action_title(self) -> None:
        """To the title screen; the game is saved."""
        self.face.action_title()

    def action_enter(self) -> None:
        """Open what is marked; a number that was typed is done with first."""
        if self.focused is self._board and self._board.forget_typed():
            self.show_orders()
            return
        if self.focused is self._readings:
            self.face.open("why", self.marked("why"))
        elif isinstance(self.focused, Headlines):
            self._open_headline(self.focused)
        elif self._board.marked is not None:
            self.face.open("decision", self._board.marked.id)

    def _open_headline(self, panel: Headlines) -> None:
        if panel.headlines:
            headline = panel.headlines[panel.mark]
            match headline.kind:
                case "event":
                    self.face.open("event" if headline.asks else "news", headline.id)
                case "move":
                    self.face.open("news", f"move {headline.id}")
                case "shut":
                    self.face.open("decision", headline.id)

    def marked(self, name: str) -> str:
        """The number for why, the page of what is marked for the codex."""
        reading = self._readings.marked
        match name:
            case "why":
                return reading.id if reading and self.focused is self._readings else ""
            case "codex" if self.focused is self._readings:
                return (reading.codex if reading else None) or ""
            case "codex" if isinstance(self.focused, Headlines) and self.focused.headlines:
                return self.focused.headlines[self.focused.mark].codex or ""
            case "codex" if self._board.marked is not None:
                return self._board.marked.codex or ""
            case _:
                return ""

    # The rhythm of a turn.

    @work(exclusive=True, group="turn")
    async def action_end(self) -> None:
        """End the turn, after the forecasts that are asked and one question."""
        match = self.session.match
        if match.finished:
            self.face.open("end")
            return
        if self._unsaid() and match.turn not in self._forecasts_shown:
            self._forecasts_shown.add(match.turn)
            await self._visit("forecast")
        if not await self.face.push_screen_wait(AskScreen(self._question(), _("end the turn"))):
            return
        try:
            self.session.end()
        except RuleFailureError as error:
            self.face.say(str(error))
            return
        self._board.forget_typed()
        self._told()
        self.show()
        await self._begin_turn()

    async def _begin_turn(self) -> None:
        """What comes before the desk: the report, events that ask, and at last the end."""
        await self._visit("report")
        self._board.focus()
        await self._answer_or_end()

    async def _answer_or_end(self) -> None:
        """Show each event that waits for an answer; of a game that is over, the end."""
        match = self.session.match
        if match.finished:
            await self._visit("end")
            return
        for ask in asks(match):
            if not ask.answered:
                await self._visit("event", ask.headline.id)

    async def _visit(self, name: str, subject: str = "") -> None:
        """Open a screen, and go on when it is closed."""
        kind = screen_class(name)
        await self.face.push_screen_wait(kind(self.session, subject))

    def _unsaid(self) -> bool:
        """Whether a forecast is asked that has not been given."""
        match = self.session.match
        return bool(set(match.questions) - set(match.draft.forecasts))

    def _question(self) -> str:
        """What ending the turn does, and what cannot be undone."""
        match, view = self.session.match, self._board.board
        date = date_of(match.pack.model.calendar, match.turn)
        count = len(match.draft.order.dials) + len(match.draft.order.amounts)
        parts = [_("End {date}?").format(date=date)]
        if count == 0:
            parts.append(_("You have changed and ordered nothing."))
        elif view is not None and view.spent:
            orders = _("1 order is") if count == 1 else _("{n} orders are").format(n=count)
            parts.append(
                _("{orders} handed in and cannot be taken back; the turn costs {spent}.").format(
                    orders=orders, spent=view.spent
                )
            )
        else:
            orders = _("1 order is") if count == 1 else _("{n} orders are").format(n=count)
            parts.append(_("{orders} handed in and cannot be taken back.").format(orders=orders))
        dropped = self._dropped()
        if dropped:
            titles = ", ".join(title_of(match.pack, id) for id in dropped)
            parts.append(_("Ordered last time and not now: {titles}.").format(titles=titles))
        open_asks = [ask for ask in asks(match) if not ask.answered]
        if open_asks:
            stands = next(choice.text for choice in open_asks[0].choices if choice.standing)
            parts.append(
                _("{event} is not answered; this stands: {choice}").format(
                    event=open_asks[0].headline.title, choice=stands
                )
            )
        return " ".join(parts)

    def _dropped(self) -> list[str]:
        """Amounts that were ordered last turn and are not now."""
        match = self.session.match
        if not match.played or match.person is None:
            return []
        before = match.played[-1].orders[match.person].amounts
        return [id for id in before if id not in match.draft.order.amounts]

    def _told(self) -> None:
        """Show remarks once."""
        for remark in self.session.remarks:
            self.face.say(remark)
        self.session.remarks.clear()


def _of_reading(view: Reading, goal: GoalView | None) -> str:
    """A number in words, and how far it meets a goal."""
    change = " ".join(part for part in (view.change, view.word and f"({view.word})") if part)
    facts = [part for part in (view.value, view.sure, change) if part]
    told = [f"{view.title}: {', '.join(facts)}."]
    if goal is not None and goal.scored:
        told.append(f"{goal.scored}: {goal.span}.")
    return " ".join([*told, view.about]).rstrip()


def _of_decision(view: DecisionView) -> str:
    """What there is to know of a decision while it is set."""
    if view.refusal:
        return _("{title} is closed: {why}").format(title=view.title, why=view.refusal)
    if view.kind == "amount":
        return " ".join(part for part in _of_amount(view) if part)
    option = next(option for option in view.options if option.ordered)
    if not view.changed and not option.text:
        return view.about
    parts = [f"{option.title}: {option.text}" if option.text else f"{option.title}."]
    if view.changed and option.effects:
        parts.insert(0, _("Changing to it: {effects}.").format(effects="; ".join(option.effects)))
    if option.cost:
        parts.insert(0, _("{cost} a turn.").format(cost=option.cost))
    return " ".join(parts)


def _of_amount(view: DecisionView) -> Iterable[str]:
    """What it brings once something is ordered, what it costs, what it is, and how much there is."""
    if view.effects:
        yield _("It brings: {effects}.").format(effects="; ".join(view.effects))
    if view.price:
        yield _("{price} per {unit}.").format(price=view.price, unit=view.unit or _("unit"))
    yield view.about
    if view.limit == "money":
        yield _("Your money buys {most} beside the rest.").format(most=view.most_text)
    else:
        yield _("No more than {most} can be had.").format(most=view.most_text)
