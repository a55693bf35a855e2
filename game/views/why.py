"""Why a number moved, as nested lines in words."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np

from game.engine.luck import Luck, rarity
from game.engine.why import Cause, Change, Given, History, Moment, deeper, given, leanings, why
from game.errors import GameError
from game.lang.tree import Level, Past, walk
from game.packs.model import Sourced
from game.views.calendar import date_of, step_name
from game.views.causes import cause_title
from game.views.codex import source_line
from game.views.desk import Reading, reading, verdict_of
from game.views.grounds import ground
from game.views.numbers import Scale, scale_of, title_of
from game.views.sight import Outlook
from game.words import _

DEEPEST = 6
"""Levels of causes below a number."""
SMALL = 0.04
"""A cause below this share of the largest is folded in with the others like it."""
MOST = 0.6
"""A cause behind another is most of it from this share of it on, and up to the inverse."""
TOLD = 2
"""At most so many quantities are told of what pulls a flow up, and of what pulls it down."""
LEANING = 0.25
"""One that would change it less than this share of what the first would is not told."""
ORDINARY = 0.2
"""A draw is ordinary when one as far out on its side is likelier than this."""
RAREST = 1000


class UnseenError(GameError):
    """Something was asked that this seat cannot see."""


@dataclass(frozen=True, slots=True)
class CauseLine:
    """One cause of a change."""

    path: str
    """What of the pack it is."""
    title: str
    change: str
    """Signed, in the unit of the number that was asked about."""
    size: float
    """The change itself, for drawing; rounded where the seat only sees an estimate."""
    share: float
    """Its share of the whole change, signed; 0 when there was none."""
    verdict: Literal["better", "worse", ""]
    date: str
    """When it acted; empty for the turn that was asked about, and where the title tells since when."""
    turn: int
    """The turn in which it acted."""
    parts: "tuple[CauseLine, ...]"
    """The causes behind it, which sum to it."""
    folded: "tuple[CauseLine, ...]" = ()
    """The smaller causes that this line stands for."""

    @property
    def mostly(self) -> "CauseLine | None":
        """The farthest cause behind it that is by itself most of it; None when there is none."""
        if not self.parts or not self.share:
            return None
        part = self.parts[0]
        if part.path in ("", self.path) or not MOST <= part.share / self.share <= 1.0 / MOST:
            return None
        return part.mostly or part


@dataclass(frozen=True, slots=True)
class Why:
    """Why a quantity stands where it stands and moved as it did."""

    reading: Reading
    turn: int
    """The turn that is explained; 0 when none was played."""
    date: str
    before: str
    """Empty where only an estimate is seen: two estimates differ by more than what moved."""
    after: str
    change: str
    causes: tuple[CauseLine, ...]
    """The largest first; those too small to tell are one line."""
    luck: tuple[str, ...]
    """Of each luck among the causes, how much it usually moves."""
    made_of: tuple[tuple[str, str, str], ...]
    """Of a computed number: id, title and value of what it is computed from."""
    sources: tuple[str, ...]
    """What its numbers rest on."""
    assumption: str
    """Or what is assumed; empty when nothing is."""
    note: str
    """How far this seat can be sure of all that; empty when it is."""


def why_view(
    history: History, outlook: Outlook, quantity: str, turn: int | None = None, depth: int = 3
) -> Why:
    """Why a quantity moved in a turn, by default the last, as one seat sees it.

    Raises:
        UnseenError: The seat does not see this quantity, or the turn was not played.
    """
    pack = outlook.world.pack
    kind = outlook.kind(quantity)
    if kind == "hidden":
        title = title_of(pack, quantity)
        raise UnseenError(_("{title} is hidden from your seat.").format(title=title))
    asked = outlook.turn if turn is None else turn
    if not 0 <= asked <= outlook.turn:
        raise UnseenError(
            _("Turn {turn} has not been played; {last} have.").format(turn=asked, last=outlook.turn)
        )
    seen = outlook.as_of(quantity, asked)
    lines: tuple[CauseLine, ...] = ()
    before = after = scale_of(pack, quantity).level(outlook.level(quantity, asked) or 0.0)
    if kind == "noisy":
        before = after = f"~{after}"
    change = ""
    if seen > 0:
        told = why(history, quantity, seen)
        teller = Teller(history, outlook, told, rough=kind == "noisy")
        lines = teller.lines(told.causes, depth)
        change = teller.whole()
        before = "" if kind == "noisy" else scale_of(pack, quantity).level(told.before)
        scale = scale_of(pack, quantity)
        hidden = before == after or not scale.tells(told.before, told.after)
        if told.causes and kind != "noisy" and hidden:
            before, after = _apart(scale.finer(told.after), told)
    then = replace(outlook, states=outlook.states[: asked + 1])
    return Why(
        reading=reading(then, quantity),
        turn=seen,
        date=date_of(pack.model.calendar, max(1, seen)),
        before=before,
        after=after,
        change=change,
        causes=lines,
        luck=tuple(_lucks(history, outlook, lines)),
        made_of=_made_of(then, quantity),
        sources=_sources(outlook, quantity),
        assumption=_assumption(outlook, quantity),
        note=_note(kind, outlook, quantity, asked),
    )


@dataclass(frozen=True, slots=True, eq=False)
class Teller:
    """Puts the causes of one change into lines."""

    history: History
    outlook: Outlook
    told: Change
    rough: bool = False
    """Whether to round to one digit: what a seat knows of a number it only estimates."""

    def whole(self, *, unit: bool = True) -> str:
        """The whole change in words; as exact as its causes, which add up to it."""
        scale = self._scale
        if self.rough:
            scale = scale_of(self.outlook.world.pack, self.told.quantity)
        change = self.told.after - self.told.before
        text = scale.change(change, rough=self.rough, unit=unit, fine=False)
        known = not self.rough or text == scale.change(0.0)
        return text if known else _("about {change}").format(change=text)

    @property
    def _scale(self) -> Scale:
        """How causes are written: like the largest, and so that the whole does not get lost."""
        most = max((abs(cause.change) for cause in self.told.causes), default=0.0)
        whole = self.told.after - self.told.before
        return scale_of(self.outlook.world.pack, self.told.quantity).beside(whole, most)

    def amount(self, change: float) -> str:
        """A change in words."""
        scale = self._scale
        text = scale.change(change, rough=self.rough, unit=False, fine=False)
        known = not self.rough or text == scale.change(0.0)
        return text if known else _("about {change}").format(change=text)

    def lines(
        self, causes: Sequence[Cause], depth: int, keep: int = 7, whole: float | None = None
    ) -> tuple[CauseLine, ...]:
        """The largest causes, at most `keep`, each opened to a depth; the others in one line.

        Args:
            causes: They sum to the change they are behind.
            depth: Levels of lines.
            keep: How many lines at most, the line of the others apart.
            whole: What their amounts add up to on the screen; the sum of the causes when absent.
        """
        known = self.told.causes if self.rough else causes
        most = max((abs(cause.change) for cause in known), default=0.0)
        large = [
            cause
            for cause in causes
            if abs(cause.change) >= SMALL * most and not self._is_nothing(cause.change)
        ]
        large = large[:keep]
        small = [cause for cause in causes if cause not in large]
        rest = sum(cause.change for cause in small)
        if len(small) == 1 and not self._is_nothing(rest):
            large, small = [*large, *small], []
        told = [cause.change for cause in large]
        folds = bool(small) and not self._is_nothing(rest)
        shown = self._shown([*told, rest] if folds else told, causes, whole)
        lines = [
            self._line(cause, depth, amount) for cause, amount in zip(large, shown, strict=False)
        ]
        if folds:
            title = _("{n} smaller causes").format(n=len(small))
            lines.append(self._folded(title, rest, shown[-1], small))
        return tuple(lines)

    def _is_nothing(self, change: float) -> bool:
        return self.amount(change) == self.amount(0.0)

    def _shown(
        self, changes: Sequence[float], causes: Sequence[Cause], whole: float | None
    ) -> Sequence[float]:
        """Changes as they are written, so that a reader who adds them up comes to the whole."""
        if self.rough:
            return changes
        summed = sum(cause.change for cause in causes)
        return self._scale.adding_up(changes, summed if whole is None else whole)

    def _line(self, cause: Cause, depth: int, shown: float) -> CauseLine:
        pack, turn = self.outlook.world.pack, cause.turn
        how = given(self.history, cause)
        dated = cause.kind == "before" or (how is not None and how.turn < turn)
        parts: tuple[CauseLine, ...] = ()
        if depth > 1:
            parts = self.lines(deeper(self.history, cause), depth - 1, whole=shown)
        return CauseLine(
            path=cause.path,
            title=self._title(cause, how),
            change=self.amount(shown),
            size=self._size(cause.change),
            share=self._share(cause.change),
            verdict=verdict_of(self.outlook, self.told.quantity, cause.change),
            date=date_of(pack.model.calendar, turn)
            if 0 < turn < self.told.turn and not dated
            else "",
            turn=turn,
            parts=parts,
        )

    def _title(self, cause: Cause, how: Given | None) -> str:
        title = cause_title(self.outlook.world.pack, cause.path, self.outlook.role, how)
        match cause.kind:
            case "before":
                return self._going_on(cause)
            case "start":
                return _("on its way since the start")
            case "noise":
                title = _("{luck} ({size})").format(luck=title, size=self._drawn(cause))
            case _:
                pass
        return _("{title}, wearing off").format(title=title) if self._wears_off(cause) else title

    def _wears_off(self, cause: Cause) -> bool:
        """Whether a cause of an earlier turn moved the number the other way then."""
        if not 0 < cause.turn < self.told.turn:
            return False
        return self._acted(cause, self.told.quantity) * cause.change < 0.0

    def _acted(self, cause: Cause, quantity: str) -> float:
        """How much a cause itself moved a stock in the turn in which it acted; 0 of what is computed."""
        since, until = Moment(cause.turn - 1), Moment(cause.turn)
        entries = self.history.entries(quantity, since, until)
        return sum(float(e.change[0]) for _turn, e in entries if e.cause == cause.path)

    def _going_on(self, cause: Cause) -> str:
        """A flow that goes on: since when, and what would change it, with what that stands at."""
        pack = self.outlook.world.pack
        flows = self.history.state(Moment(cause.turn + 1, "flows"))
        then = replace(self.outlook, states=(*self.outlook.states[: cause.turn + 1], flows))
        moved = leanings(self.history, cause)
        least = LEANING * max(map(abs, moved.values()), default=0.0)

        def listed(sign: float) -> str:
            ids = [id for id, gain in moved.items() if gain * sign >= least][:TOLD]
            return ", ".join(
                title_of(pack, id)
                if then.level(id) is None
                else f"{title_of(pack, id)} ({then.text(id)})"
                for id in ids
            )

        date = date_of(pack.model.calendar, cause.turn)
        words = _("as much as in {date}") if cause.turn else _("as much as at the start")
        parts = [words.format(date=date)]
        if up := listed(1.0):
            parts.append(_("pulled up by {what}").format(what=up))
        if down := listed(-1.0):
            parts.append(_("pulled down by {what}").format(what=down))
        return ", ".join(parts)

    def _drawn(self, cause: Cause) -> str:
        """How rare so much luck is, and whether it was good."""
        pack, id = self.outlook.world.pack, cause.path.removeprefix("noise.")
        luck = Luck(self.outlook.seed, np.zeros(1))
        chance = rarity(luck, id, cause.turn, pack.model.noise[id].shape)
        step = step_name(pack.model.calendar)
        if chance > ORDINARY:
            return _("an ordinary {step}").format(step=step)
        count = round(1.0 / chance)
        count = count if count <= 20 else min(RAREST, round(count, 1 - len(str(count))))
        moved = pack.model.noise[id].of
        match verdict_of(self.outlook, moved, self._acted(cause, moved)):
            case "better":
                words = _("a good {step}, one in {count}")
            case "worse":
                words = _("a bad {step}, one in {count}")
            case "":
                words = _("a rare {step}, one in {count}")
        return words.format(step=step, count=count)

    def _folded(
        self, title: str, change: float, shown: float, causes: Sequence[Cause]
    ) -> CauseLine:
        told = [cause for cause in causes if not self._is_nothing(cause.change)]
        amounts = self._shown([cause.change for cause in told], causes, shown)
        lines = (self._line(cause, 1, amount) for cause, amount in zip(told, amounts, strict=True))
        return CauseLine(
            path="",
            title=title,
            change=self.amount(shown),
            size=self._size(change),
            share=self._share(change),
            verdict=verdict_of(self.outlook, self.told.quantity, change),
            date="",
            turn=self.told.turn,
            parts=(),
            folded=tuple(lines),
        )

    def _size(self, change: float) -> float:
        return float(f"{change:.0e}") if self.rough else change

    def _share(self, change: float) -> float:
        whole = self.told.after - self.told.before
        return change / whole if whole else 0.0


def _apart(scale: Scale, told: Change) -> tuple[str, str]:
    """Where a number stood and stands, with a decimal more if both would read the same."""
    before, after = scale.level(told.before), scale.level(told.after)
    if before != after:
        return before, after
    finer = scale.finer(told.after)
    return finer.level(told.before), finer.level(told.after)


def _lucks(history: History, outlook: Outlook, lines: Sequence[CauseLine]) -> Iterator[str]:
    """What is to be known of the luck among some lines and behind them, each luck once."""
    found: dict[str, int] = {}
    todo = list(lines)
    while todo:
        line = todo.pop(0)
        todo += line.parts
        if line.path.startswith("noise."):
            found.setdefault(line.path, line.turn)
    for path, turn in found.items():
        told = ground(history, outlook, path, turn)
        title = outlook.world.pack.model.noise[path.removeprefix("noise.")].title
        yield f"{title}. {' '.join((told.text, *told.facts))}"


def _made_of(outlook: Outlook, quantity: str) -> tuple[tuple[str, str, str], ...]:
    pack = outlook.world.pack
    rule = pack.rules.get(f"gauge.{quantity}.value")
    if rule is None:
        return ()
    names = dict.fromkeys(
        node.symbol.id for node in walk(rule.root) if isinstance(node, Level | Past)
    )
    seen = (name for name in names if name in outlook.world.layout.levels)
    dials = outlook.world.layout.dial
    return tuple(
        (name, title_of(pack, name), outlook.text(name)) for name in seen if name not in dials
    )


def _table(outlook: Outlook, quantity: str) -> Sourced | None:
    model = outlook.world.pack.model
    table = model.stock.get(quantity) or model.gauge.get(quantity)
    return table or model.pipeline.get(quantity)


def _sources(outlook: Outlook, quantity: str) -> tuple[str, ...]:
    table = _table(outlook, quantity)
    pack = outlook.world.pack
    return tuple(source_line(pack, source) for source in table.sources) if table else ()


def _assumption(outlook: Outlook, quantity: str) -> str:
    table = _table(outlook, quantity)
    return (table.assumption or "") if table else ""


def _note(kind: str, outlook: Outlook, quantity: str, turn: int) -> str:
    calendar = outlook.world.pack.model.calendar
    match kind:
        case "noisy":
            return _(
                "You see an estimate, made anew each {step}: it may fall while the number rises. The amounts are rounded."
            ).format(step=step_name(calendar))
        case "late":
            return _(
                "You know this as it was at the end of {date}, and that is explained; what moved it since you will see later."
            ).format(date=date_of(calendar, outlook.as_of(quantity, turn)))
        case _:
            return ""
