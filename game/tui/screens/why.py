"""Why a number moved: its causes, opened line by line down to decisions, events and constants."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from itertools import groupby
from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType

from game.tui.keys import bindings, hints
from game.tui.screens.finding import FindingScreen
from game.tui.screens.reading import heading, story
from game.tui.widgets.footer import Footer
from game.tui.widgets.page import GAP, Entry, Page, entry
from game.tui.widgets.panel import Span, apart, columns, line, paragraph, right
from game.views.calendar import date_of
from game.views.grounds import Ground, Named, ground
from game.views.series import plottable
from game.views.why import DEEPEST, CauseLine, UnseenError, Why, why_view
from game.words import _

if TYPE_CHECKING:
    from game.tui.session import Session

WIDEST = 110


class WhyScreen(FindingScreen[None]):
    """The causes of one number; without a subject, all numbers there are.

    Its subject is `QUANTITY`, or `QUANTITY PLACE` to begin at one of its causes.
    """

    CSS_PATH = "why.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        *bindings("sources", "dispute"),
        Binding("left,h", "turn(-1)", show=False),
        Binding("right", "turn(1)", show=False),
    ]
    SIDE_BELOW = False
    CHARTED = True

    def __init__(self, session: "Session", subject: str = "") -> None:
        """Why the number of that id moved in the last turn."""
        super().__init__(session, subject)
        self.quantity, _space, place = subject.partition(" ")
        session.asked_why.add(self.quantity)
        self.turn = len(session.match.played)
        self._opened: set[str] = {place} if place else set()
        """Places of the lines that are open: `0.2` is the third cause of the first."""
        self._first = f"cause {place}" if place else ""
        self._why: Why | None = None
        """The causes; None where the seat does not see the number."""
        self._grounded: dict[tuple[str, int], Ground] = {}
        """What causes rest on, as far as it was asked."""

    def footer(self) -> Footer:
        """A list, or one number."""
        if not self.quantity:
            return Footer(hints(("enter", "find", *self.always()), {}))
        words = {"enter": _("open, close")}
        told = hints(("enter", "sources", "dispute", "codex", "graphs", *self.always()), words)
        return Footer([told[0], ("<- ->", _("turn")), *told[1:]])

    def on_mount(self) -> None:
        """A list is laid out as one."""
        self.set_class(not self.quantity, "-listing")

    def first_marked(self) -> str:
        """The cause it was opened on."""
        return self._first

    # What is shown.

    def show(self) -> None:
        """Ask why, once; then draw it."""
        match = self.session.match
        self._grounded.clear()
        self._why = None
        if self.quantity:
            with suppress(UnseenError):
                self._why = why_view(
                    match.history, self.session.outlook, self.quantity, self.turn, DEEPEST
                )
        super().show()

    def title_line(self) -> tuple[str, str, str]:
        """The number, its level and its change."""
        if not self.quantity:
            return _("Why did it move?"), _("Choose a number."), ""
        view = self._why
        calendar = self.session.match.pack.model.calendar
        if view is None:
            return _("Why"), "", date_of(calendar, max(1, self.turn))
        change = _("change {change} in {date}").format(change=view.change, date=view.date)
        return view.reading.title, view.after, change if view.turn else ""

    def has_side(self) -> bool:
        """A list has no side."""
        return bool(self.quantity)

    def charted(self) -> Sequence[str]:
        """The number itself."""
        return [self.quantity] if self.quantity else []

    def written(self, width: int) -> Iterable[Entry]:
        """The list, or the causes."""
        if not self.quantity:
            yield from self._numbers(width)
            return
        view = self._why
        if view is None:
            yield story(_("This number is hidden from your seat."), width)
            return
        if view.reading.about:
            yield story(view.reading.about, width, "dim")
        if view.note:
            yield story(view.note, width, "warning")
        yield GAP
        if view.turn == 0:
            yield story(_("Nothing has moved it yet: the game has just begun."), width)
        elif view.causes:
            yield from self._causes(view.causes, min(width, WIDEST), "", 0)
            yield self._total(view, min(width, WIDEST))
        else:
            yield story(_("It did not move in {date}.").format(date=view.date), width)
        yield from self._computed(view, width)
        yield from self.sourced(view.sources, view.assumption, width)

    def _total(self, view: Why, width: int) -> Entry:
        """What the causes come to."""
        amounts = max(columns(cause.change) for cause in view.causes) + 1
        number, unit = view.change, ""
        if columns(number) > amounts:
            number, _space, unit = view.change.partition(" ")
        span = _("from {before} to {after}") if view.before else _("to {after}")
        span = span.format(before=view.before, after=view.after)
        first: list[Span] = [(right(number, amounts), "strong"), (f" {unit}", "dim")]
        row = apart(first, [(span, "dim")], width)
        return entry([line((self.glyphs.track * amounts, "dim")), row])

    def _numbers(self, width: int) -> Iterator[Entry]:
        shown = [n for n in plottable(self.session.outlook) if self.has(n.title, n.id)]
        for group, numbers in groupby(shown, lambda number: number.group):
            yield heading(group)
            for number in numbers:
                row = apart([(number.title, "")], [(number.value, "strong")], min(width, 76))
                yield entry([row], f"why {number.id}")
            yield GAP
        if not shown:
            yield story(_("No number is called that."), width)

    def _causes(
        self, causes: Sequence[CauseLine], width: int, above: str, level: int
    ) -> Iterator[Entry]:
        """Causes, and below those that are open what is behind them."""
        amounts = max(columns(cause.change) for cause in causes)
        indent = "    " * level
        for number, cause in enumerate(causes):
            place = f"{above}.{number}" if above else str(number)
            opened = place in self._opened
            below = cause.parts or cause.folded
            opens = bool(below) or (not self.roomy and self._has_ground(cause))
            sign = " " if not opens else self.glyphs.opened if opened else self.glyphs.closed
            lead: list[Span] = [
                (indent, ""),
                (right(cause.change, amounts + 1), cause.verdict or "strong"),
                (f" {sign} ", "dim"),
            ]
            room = width - columns(indent) - amounts - 4
            words = f"{cause.title}, {cause.date}" if cause.date else cause.title
            rows = paragraph(words, room)
            spans = [*lead, *rows[0].spans]
            if cause.verdict and not level and columns(words) + 9 < room:
                spans.append((f"  {self._word(cause)}", "dim"))
            lines = [line(*spans)]
            blank = " " * (width - room)
            lines += [line(blank, *row.spans) for row in rows[1:]]
            yield entry(lines, f"cause {place}")
            if not opened:
                continue
            if not self.roomy:
                told = list(self._grounds(self._ground(cause), room - 2, brief=True))
                for each in told:
                    yield entry([line(blank + "  ", *row.spans) for row in each.lines], *each.keys)
            if below:
                yield from self._causes(below, width, place, level + 1)

    def _word(self, cause: CauseLine) -> str:
        return _("better") if cause.verdict == "better" else _("worse")

    def _computed(self, view: Why, width: int) -> Iterator[Entry]:
        """The formula of a computed number, and what it names."""
        told = self._ground_of(f"quantity.{self.quantity}", max(1, view.turn))
        if not told.rule:
            return
        yield GAP
        yield heading(_("How it is computed"))
        for part in told.rule:
            yield story(part.text, min(width, WIDEST))
        for named in told.names:
            yield from self._named(named, min(width, WIDEST))

    def _named(self, named: Named, width: int) -> Iterator[Entry]:
        rows = [apart([(f"  {named.title}", "")], [(named.value, "strong")], min(width, 76))]
        if named.range:
            rows += paragraph(named.range, width, "dim", "    ")
            if named.source and (self.sources_shown or self.roomy):
                rows += paragraph(named.source, width, "dim", "    ")
        known = named.id in self.session.outlook.world.layout.levels
        is_dial = named.id in self.session.outlook.world.layout.dial
        keys = [f"dispute {named.id}"] if named.range else []
        yield entry(rows, *([f"why {named.id}"] if known and not is_dial else keys))

    # What is behind a line.

    def written_aside(self, width: int) -> Iterable[Entry]:
        """What the marked line rests on."""
        cause = self._marked_cause
        if cause is None:
            yield story(_("Mark a cause to see what it rests on."), width, "dim")
            return
        yield Entry(tuple(paragraph(cause.title, width, "strong")))
        yield GAP
        told = self._ground(cause)
        yield from self._grounds(told, width, brief=False)
        if cause.folded:
            yield story(_("Enter shows them one by one."), width, "dim")
        if told.sources or told.assumption:
            yield GAP
            yield heading(_("It rests on"))
            for source in told.sources:
                yield story(source, width, "dim")
            if told.assumption:
                words = _("Assumption: {text}").format(text=told.assumption)
                yield story(words, width, "dim")

    def _grounds(self, told: Ground, width: int, *, brief: bool) -> Iterator[Entry]:
        """A ground in lines; `brief` leaves out what `s` shows."""
        if told.text:
            yield story(told.text, width, "dim" if brief else "")
        for part in told.rule:
            yield story(part.text, width)
            yield story(part.said, width, "strong", "  ")
        for fact in told.facts:
            yield story(fact, width, "dim")
        if told.rule and not brief:
            yield GAP
        for named in told.names:
            if not brief:
                yield from self._named(named, width)
                continue
            value = f": {named.value}" if named.value else ""
            words = f"{named.title}{value}"
            if named.range:
                words += f" ({named.range})"
            keys = [f"dispute {named.id}"] if named.range else []
            yield entry(story(words, width, "dim").lines, *keys)
            if named.source and self.sources_shown:
                yield story(named.source, width, "dim", "  ")
        if brief and self.sources_shown:
            for source in told.sources:
                yield story(source, width, "dim")
            if told.assumption:
                words = _("Assumption: {text}").format(text=told.assumption)
                yield story(words, width, "dim")

    def _ground(self, cause: CauseLine) -> Ground:
        return self._ground_of(cause.path, cause.turn)

    def _ground_of(self, path: str, turn: int) -> Ground:
        if (path, turn) not in self._grounded:
            told = ground(self.session.match.history, self.session.outlook, path, turn)
            self._grounded[path, turn] = told
        return self._grounded[path, turn]

    def _has_ground(self, cause: CauseLine) -> bool:
        told = self._ground(cause)
        return bool(told.text or told.rule or told.facts)

    @property
    def _marked_cause(self) -> CauseLine | None:
        kind, _space, place = self.main.key.partition(" ")
        return self._cause(place) if kind == "cause" else None

    def _cause(self, place: str) -> CauseLine | None:
        view = self._why
        causes: Sequence[CauseLine] = view.causes if view else ()
        found: CauseLine | None = None
        for step in place.split("."):
            if int(step) >= len(causes):
                return None
            found = causes[int(step)]
            causes = found.parts or found.folded
        return found

    def marked(self, name: str) -> str:
        """The quantity, its page of the codex, or what the marked line is about."""
        kind, _space, rest = self.reading.key.partition(" ")
        cause = self._marked_cause
        match name:
            case "why":
                if kind == "why":
                    return rest
                head, _dot, id = cause.path.partition(".") if cause else ("", "", "")
                return id if head == "quantity" else ""
            case "codex":
                page = self._ground(cause).codex if cause else None
                view = self._why if self.quantity else None
                return page or (view.reading.codex if view else None) or ""
            case "graphs":
                return self.quantity
            case "dispute":
                names = self._ground(cause).names if cause else ()
                first = next((named.id for named in names if named.range), "")
                return rest if kind == "dispute" else first
            case _:
                return ""

    # Keys.

    def open_key(self, key: str) -> None:
        """Open or close a cause, or go to another number."""
        kind, _space, rest = key.partition(" ")
        if kind in ("why", "dispute"):
            self.face.open(kind, rest)
            return
        self._opened ^= {rest}
        self.main.redraw()

    def action_find(self) -> None:
        """Find a number."""
        if self.quantity:
            self.face.open("why", "")
        else:
            super().action_find()

    def action_dispute(self) -> None:
        """Dispute the marked constant, or one the marked cause rests on."""
        self.face.open("dispute", self.marked("dispute"))

    def action_turn(self, step: int) -> None:
        """The turn before, or the one after."""
        turn = self.turn + step
        if self.quantity and 1 <= turn <= len(self.session.match.played):
            self.turn = turn
            self._opened.clear()
            self.show()

    def on_page_marked(self, message: Page.Marked) -> None:
        """Show what the marked line rests on."""
        if message.page is self.main:
            self.aside.tell(self.written_aside, anew=True)
