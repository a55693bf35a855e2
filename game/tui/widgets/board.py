"""The order board: one row a decision, set by arrows and digits."""

from collections.abc import Iterable
from dataclasses import dataclass
from time import monotonic
from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.message import Message

from game.tui.glyphs import UNICODE, Glyphs
from game.tui.keys import bindings
from game.tui.widgets.panel import Line, Span, columns, cut, left, right
from game.tui.widgets.rows import Rows
from game.views.board import Board, DecisionView, OptionView
from game.views.numbers import written
from game.words import _

TITLE = 16
"""Least columns of a title."""
FIELD = 8
"""Least columns of an amount's field, its brackets included."""
LONGEST = 9
"""Digits that can be typed."""
_HELD = 0.16
"""Presses of a key that follow each other faster than this are one that is held [seconds]."""
_PACE = ((24, 50), (12, 10), (5, 5))
"""After so many presses of a held key, each goes so many steps."""


@dataclass(frozen=True, slots=True)
class Refusal:
    """What was refused."""

    decision: str
    tried: str
    """What was asked for, as it was typed."""
    reason: str


class OrderBoard(Rows):
    """All that may be decided. It shows what was chosen and judges nothing."""

    BINDINGS: ClassVar[list[BindingType]] = [
        *bindings("most"),
        Binding("left,h", "step(-1)", show=False),
        Binding("right", "step(1)", show=False),
        Binding("shift+left", "step(-10)", show=False),
        Binding("shift+right", "step(10)", show=False),
        Binding("backspace,delete", "rub", show=False),
    ]

    class Wanted(Message):
        """The person wants a decision set: a dial to an option, or an amount."""

        def __init__(self, decision: str, value: str | float, tried: str) -> None:
            super().__init__()
            self.decision = decision
            self.value = value
            self.tried = tried

    def __init__(self, glyphs: Glyphs = UNICODE, *, id: str | None = None) -> None:
        """An empty board."""
        super().__init__(id=id)
        self.glyphs = glyphs
        self.board: Board | None = None
        self.typed = ""
        """Digits of an amount that is being typed."""
        self.refusal: Refusal | None = None
        self._decisions: tuple[DecisionView, ...] = ()
        self._heads: dict[int, str] = {}
        self._pressed = (0.0, 0, 0)
        self._airy = False

    @property
    def count(self) -> int:
        """How many decisions there are."""
        return len(self._decisions)

    @property
    def marked(self) -> DecisionView | None:
        """The decision that is marked."""
        return self._decisions[self.mark] if self._decisions else None

    def tell(self, board: Board, refusal: Refusal | None = None) -> None:
        """Show these orders, and what was refused of them."""
        self.board = board
        self.refusal = refusal
        self._decisions = board.decisions
        self._heads.clear()
        number = 0
        for group in board.groups:
            self._heads[number] = group.title
            number += len(group.decisions)
        self.changed()

    def forget_typed(self) -> bool:
        """Drop what was typed; whether there was anything."""
        had = bool(self.typed or self.refusal)
        self.typed, self.refusal = "", None
        self.redraw()
        return had

    # Keys.

    def mark_row(self, number: int) -> None:
        """Mark this row, or the nearest there is; what was typed stays behind."""
        self.forget_typed()
        super().mark_row(number)

    def on_key(self, event: events.Key) -> None:
        """Type a digit into an amount, or take the option of that number."""
        sign = event.character or ""
        view = self.marked
        if view is None or not (sign.isascii() and (sign.isdigit() or sign == ".")):
            return
        event.stop()
        if view.kind == "dial":
            number = int(sign) - 1 if sign != "." else -1
            if 0 <= number < len(view.options):
                self._want(view, view.options[number].id, sign)
            else:
                named = (f"{place} {each.title}" for place, each in enumerate(view.options, 1))
                self.refusal = Refusal(view.id, sign, ", ".join(named))
                self.redraw()
                self.post_message(self.Marked(self))
        elif len(self.typed) < LONGEST and not (sign == "." and "." in self.typed):
            self._type(view, self.typed + sign)

    def action_rub(self) -> None:
        """Take the last digit away."""
        view = self.marked
        if view is None or view.kind == "dial":
            return
        if not self.typed and view.ordered:
            self.typed = _figure(view.ordered, view).replace(",", "")
        self._type(view, self.typed[:-1])

    def action_step(self, steps: int) -> None:
        """Set a dial to the option beside, or order more or less; faster while a key is held."""
        view = self.marked
        if view is None:
            return
        self.typed = ""
        if view.kind == "dial":
            self._turn(view, 1 if steps > 0 else -1)
            return
        steps *= self._pace(steps)
        wanted = max(0.0, view.ordered + steps * view.step)
        if steps > 0 and view.ordered < view.most:
            wanted = min(wanted, view.most)
        self._want(view, round(wanted / view.step) * view.step if view.step else wanted)

    def action_most(self) -> None:
        """Order the most that is legal."""
        view = self.marked
        if view is not None and view.kind == "amount":
            self.typed = ""
            self._want(view, view.most)

    def _turn(self, view: DecisionView, step: int) -> None:
        """To the next option that may be taken; when there is none, to the next, to hear why."""
        now = next(n for n, option in enumerate(view.options) if option.ordered)
        ahead = range(now + step, len(view.options) if step > 0 else -1, step)
        if not ahead:
            return
        free = (n for n in ahead if not view.options[n].refusal)
        to = view.options[next(free, ahead[0])]
        self._want(view, to.id, to.title)

    def _type(self, view: DecisionView, typed: str) -> None:
        self.typed = typed
        self._want(view, float(typed) if typed.strip(".") else 0.0, typed)

    def _want(self, view: DecisionView, value: str | float, tried: str = "") -> None:
        if not tried and isinstance(value, float):
            tried = _figure(value, view)
        self.refusal = None
        self.redraw()
        self.post_message(self.Wanted(view.id, value, tried))

    def _pace(self, steps: int) -> int:
        """How far a press goes: further after many in a row, fast after one another."""
        when, way, count = self._pressed
        now = monotonic()
        held = now - when < _HELD and way == steps
        count = count + 1 if held else 0
        self._pressed = (now, steps, count)
        return next((pace for presses, pace in _PACE if count >= presses), 1)

    # Drawing.

    def draw(self, width: int, height: int) -> Iterable[Line]:
        """The rows in sight, in columns that suit all of them; groups stand apart if there is room."""
        if self._decisions:
            self._measure(width)
        self._airy = height >= self.count + len(self._heads) - 1
        for number, row in enumerate(super().draw(width, height), self.first):
            if self._airy and number in self._heads and number:
                yield Line()
            yield row

    def row_at(self, y: int) -> int:
        """The row that is drawn on a line."""
        for number in range(self.first, self.count):
            y -= int(self._airy and number > 0 and number in self._heads)
            if number >= self.first + y:
                return number
        return self.count - 1

    def _measure(self, width: int) -> None:
        titles = max(columns(view.title) for view in self._decisions)
        amounts = [view for view in self._decisions if view.kind == "amount"]
        self._groups = max(columns(title) for title in self._heads.values()) + 1
        self._field = max((columns(_figure(v.most, v)) + 4 for v in amounts), default=0)
        self._field = max(FIELD, self._field) if amounts else 0
        self._units = max((columns(view.unit) for view in amounts), default=0) + 1
        self._costs = max(columns(view.cost) for view in self._decisions)
        self._costs = max(self._costs, 7) + 1 if self.board and self.board.budget else 0
        needed = self._needed()
        self._titles = max(TITLE, min(titles, width - self._groups - 2 - 1 - needed))
        self._rest = width - self._groups - 2 - self._titles - 1

    def _needed(self) -> int:
        """Columns that values, costs and limits want."""
        wanted = [0]
        for view in self._decisions:
            if view.kind == "amount":
                most = columns(_most(view)) + 2
                wanted.append(self._field + self._units + self._costs + most)
            else:
                dots = len(view.options) + 1 + max(columns(o.title) for o in view.options)
                wanted.append(dots + 1 + self._costs)
        return max(wanted)

    def row(self, number: int, width: int) -> Line:
        """One decision."""
        view = self._decisions[number]
        marked = number == self.mark and self.has_focus
        head = self._heads.get(number, "")
        if number == self.first and not head:
            head = self._heads[max(n for n in self._heads if n < number)]
        spans: list[Span] = [
            (left(head, self._groups), "strong"),
            (f"{self.glyphs.marker} " if marked else "  ", "accent"),
            (left(view.title, self._titles), "strong" if marked else ""),
            (" ", ""),
        ]
        spans += self._fitted(self._value(view, marked))
        return Line(tuple(spans), marked)

    def _fitted(self, spans: list[Span]) -> list[Span]:
        """Spans cut where the row ends."""
        room, kept = self._rest, list[Span]()
        for text, look in spans:
            text = cut(text, room)
            kept.append((text, look))
            room -= columns(text)
        return kept

    def _value(self, view: DecisionView, marked: bool) -> list[Span]:
        refusal = self.refusal
        refused = refusal is not None and refusal.decision == view.id
        if view.kind == "dial":
            spans = self._dial(view)
            if refused and refusal is not None:
                return [*spans, (f"  {refusal.reason}", "warning")]
            return self._with_cost(spans, view)
        if view.refusal and not view.ordered:
            return [(_("closed: {why}").format(why=view.refusal), "dim")]
        typed = self.typed if marked else ""
        shown = typed + "_" if typed else _figure(view.ordered, view)
        look = "warning" if refused else "yours" if view.changed else "dim"
        spans: list[Span] = [
            ("[", "dim"),
            (right(shown, self._field - 2), look),
            ("] ", "dim"),
            (left(view.unit, self._units - 1), "dim"),
        ]
        if refused:
            return [*spans, (f" {_no_more(view)}", "warning")]
        spans = self._with_cost(spans, view)
        return [*spans, (f"  {_most(view)}", "dim")]

    def _with_cost(self, spans: list[Span], view: DecisionView) -> list[Span]:
        """The value, and at the right of it what it costs."""
        if not self._costs:
            return spans
        used = sum(columns(text) for text, _look in spans)
        if view.kind == "amount":
            return [*spans, (right(view.cost, self._costs), "yours" if view.changed else "dim")]
        room = max(self._rest - used, 0)
        at = self._field + self._units + self._costs - used
        cost = right(view.cost, at if columns(view.cost) < at <= room else room)
        return [*spans, (cost if view.cost else "", "yours" if view.changed else "dim")]

    def _dial(self, view: DecisionView) -> list[Span]:
        """All options side by side where there is room; else a dot each and the one that will stand."""
        room = self._rest - (columns(view.cost) + 1 if view.cost else 0)
        sign = self.glyphs
        whole = sum(columns(option.title) + columns(sign.off) + 3 for option in view.options) - 2
        spans: list[Span] = []
        if whole <= room:
            for option in view.options:
                look = self._look(view, option)
                spans += [(f"{self._dot(option)} {option.title}", look), ("  ", "")]
            return spans[:-1]
        spans = [(self._dot(option), self._look(view, option)) for option in view.options]
        was = next(option.title for option in view.options if option.current)
        spans.append((f" {view.stands}", "yours" if view.changed else ""))
        before = f"  {_('was {option}').format(option=was)}"
        if view.changed and sum(columns(text) for text, _look in spans) + columns(before) <= room:
            spans.append((before, "dim"))
        return spans

    def _dot(self, option: OptionView) -> str:
        if option.ordered:
            return self.glyphs.on
        return self.glyphs.shut if option.refusal else self.glyphs.off

    def _look(self, view: DecisionView, option: OptionView) -> str:
        if option.ordered:
            return "yours" if view.changed else ""
        return "dim"


def _figure(amount: float, view: DecisionView) -> str:
    """An amount in as many decimals as its step has."""
    step = f"{view.step:.6f}".rstrip("0").rstrip(".")
    return written(amount, len(step.partition(".")[2]))


def _most(view: DecisionView) -> str:
    return _("most {most}").format(most=_figure(view.most, view))


def _no_more(view: DecisionView) -> str:
    """The limit and its reason in a few words."""
    if view.refusal:
        return view.refusal
    if view.limit == "money":
        return _("no: money for {most}").format(most=_figure(view.most, view))
    return _("no: {most} to be had").format(most=_figure(view.most, view))
