"""Disputes in words: the constants that are argued about, and what a rival value turns."""

from dataclasses import dataclass
from math import floor, isfinite, log10
from typing import TYPE_CHECKING

from game.packs.model import Constant, Pack
from game.views.codex import confidence_word, source_line
from game.views.numbers import SHARES, scale_of, title_of, written
from game.words import _

if TYPE_CHECKING:
    from game.lab.dispute import Conclusion, Dispute, GoalMove, Progress, Share, Spread

STEPS = 20
"""About so many steps take a value from one end of its range to the other."""
HARDLY = 1.0
"""A goal that moves by less of the hundred points from poor to fine is told last."""


@dataclass(frozen=True, slots=True)
class ConstantView:
    """A constant and its range, as it can be disputed."""

    id: str
    title: str
    about: str
    value: float
    low: float
    high: float
    unit: str
    step: float
    """A round number: about a twentieth of the range."""
    range: str
    """`0.07 to 0.24`."""
    confidence: str
    rests: tuple[str, ...]
    """Its sources, or what is assumed."""
    width: str
    """How wide the range is beside the value."""

    @property
    def stands(self) -> str:
        """The value in the pack, with its unit."""
        return self.said(self.value)

    def near(self, value: float) -> float:
        """The value, or the nearest in the range."""
        return min(self.high, max(self.low, value))

    def rounded(self, value: float) -> float:
        """The nearest value of a whole number of steps."""
        if not self.step:
            return self.value
        return self.near(float(f"{round(value / self.step) * self.step:.12g}"))

    def moved(self, value: float, steps: int) -> float:
        """A value some steps further, kept in the range and to round numbers."""
        if not self.step:
            return self.value
        there = value / self.step + steps
        whole = floor(there + 1e-9) if steps > 0 else -floor(-there + 1e-9)
        if abs(whole - value / self.step) < 1e-9:
            whole += 1 if steps > 0 else -1
        return self.near(float(f"{whole * self.step:.12g}"))

    def said(self, value: float) -> str:
        """A value as the pack writes it, with its unit."""
        if self.unit in SHARES:
            return f"{value:g} ({written(value * 100.0, 1).removesuffix('.0')}%)"
        return f"{value:g} {self.unit}".rstrip()


@dataclass(frozen=True, slots=True)
class ConclusionView:
    """One check."""

    title: str
    verdict: str
    """What became of it, in words."""
    before: str
    """The share of games in which it held, with its interval."""
    after: str
    needs: str
    note: str
    """What to bear in mind; empty when nothing."""
    flips: bool


@dataclass(frozen=True, slots=True)
class GoalLine:
    """One goal of one seat."""

    role: str
    title: str
    before: str
    """Its median, and where it lies in nine games of ten."""
    after: str
    change: str
    better: bool | None
    """Whether the seat likes the change; None where there is none to speak of."""


@dataclass(frozen=True, slots=True)
class DisputeView:
    """What came of a dispute, the greatest surprise first."""

    title: str
    summary: str
    flipped: tuple[ConclusionView, ...]
    moved: tuple[GoalLine, ...]
    still: tuple[ConclusionView, ...]
    hardly: tuple[GoalLine, ...]
    games: str
    """How many games it rests on."""
    notes: str
    """How they were played, and what stands in brackets."""


def promise() -> str:
    """What a dispute does not do."""
    return _("This changes nothing in the game you are playing.")


def constant_view(pack: Pack, id: str) -> ConstantView:
    """One constant."""
    table = pack.model.constant[id]
    title = title_of(pack, id)
    rests = [source_line(pack, source) for source in table.sources]
    if table.assumption:
        rests.append(_("Assumption: {text}").format(text=table.assumption))
    value, low, high = float(table.value), float(table.low), float(table.high)
    return ConstantView(
        id=id,
        title=title[:1].upper() + title[1:],
        about=table.about,
        value=value,
        low=low,
        high=high,
        unit=table.unit,
        step=_round_step((high - low) / STEPS),
        range=_("{low} to {high}").format(low=f"{low:g}", high=f"{high:g}"),
        confidence=confidence_word(table.confidence),
        rests=tuple(rests),
        width=_width(table),
    )


def constants(pack: Pack) -> tuple[ConstantView, ...]:
    """Every constant with a range, what is argued about most first."""
    ranged = {id: table for id, table in pack.model.constant.items() if table.low < table.high}
    widest = sorted(ranged, key=lambda id: -_relative(ranged[id]))
    return tuple(constant_view(pack, id) for id in widest)


def typed_number(text: str) -> float | None:
    """A finite number as it was typed, `7%` being 0.07; None for anything else."""
    number, percent, rest = text.strip().partition("%")
    try:
        value = float(number)
    except ValueError:
        return None
    if rest or not isfinite(value):
        return None
    return float(f"{value / 100.0:.12g}") if percent else value


def invitation(pack: Pack, games: int) -> str:
    """What can be done with a constant."""
    count = len(pack.model.check)
    if not count:
        words = _(
            "Move the value, then Enter: all goals are played with both values, {games} games."
        )
        return words.format(games=games)
    return _(
        "Move the value, then Enter: {count} conclusions and all goals are tried with both values, in "
        "{games} games each."
    ).format(count=count, games=games)


def progress_line(pack: Pack, progress: "Progress") -> str:
    """How far a dispute has come, in one line."""
    count = len(pack.model.check)
    share = round(100 * progress.done / progress.whole)
    if not count:
        return _("{share}% of the games played").format(share=share)
    tried = _("{n} of {count} conclusions tried").format(n=len(progress.conclusions), count=count)
    flips = sum(each.flips for each in progress.conclusions)
    flipped = (
        _("none flips so far")
        if not flips
        else _("1 flips so far")
        if flips == 1
        else _("{n} flip so far").format(n=flips)
    )
    return f"{share}%: {tried}, {flipped}"


def flipped_so_far(pack: Pack, progress: "Progress") -> tuple[ConclusionView, ...]:
    """Conclusions that are known to flip."""
    return tuple(_conclusion(pack, each) for each in progress.conclusions if each.flips)


def dispute_view(pack: Pack, found: "Dispute") -> DisputeView:
    """A dispute in words."""
    set_ = [(constant_view(pack, id), value) for id, value in found.constants.items()]
    title = "; ".join(
        _("{title} at {value} instead of {own}").format(
            title=view.title, value=view.said(value), own=view.stands
        )
        for view, value in set_
    )
    flipped = [each for each in found.conclusions if each.flips]
    still = [each for each in found.conclusions if not each.flips]
    moved = [each for each in found.goals if each.moved and abs(each.points) >= HARDLY]
    moved.sort(key=lambda each: -abs(each.points))
    hardly = [each for each in found.goals if each not in moved]
    return DisputeView(
        title=title,
        summary=_("In this model, {flips} and {moves}.").format(
            flips=_counted(len(flipped), len(found.conclusions)),
            moves=_("{n} of {count} goals move").format(n=len(moved), count=len(found.goals)),
        ),
        flipped=tuple(_conclusion(pack, each) for each in flipped),
        moved=tuple(_goal(pack, each) for each in moved),
        still=tuple(_conclusion(pack, each) for each in still),
        hardly=tuple(_goal(pack, each) for each in hardly),
        games=_(
            "{games} games with either value for each conclusion, and for the goals; the same luck for both."
        ).format(games=f"{found.games:,}"),
        notes=_(
            "All seats were played automatically, seed {seed}. In brackets: where the share of all such "
            "games lies at 95%; for a goal, where nine games of ten end."
        ).format(seed=found.seed),
    )


def _counted(flips: int, count: int) -> str:
    if not count:
        return _("there are no conclusions to flip")
    if flips == 0:
        return _("none of {count} conclusions flips").format(count=count)
    if flips == 1:
        return _("1 of {count} conclusions flips").format(count=count)
    return _("{n} of {count} conclusions flip").format(n=flips, count=count)


def _conclusion(pack: Pack, each: "Conclusion") -> ConclusionView:
    verdicts = {
        (True, False): _("held, and no longer does"),
        (False, True): _("did not hold, and now does"),
        (True, True): _("holds with either value"),
        (False, False): _("holds with neither value"),
    }
    note = ""
    if each.sets:
        titles = ", ".join(title_of(pack, id) for id in each.sets)
        note = _("It sets {titles} itself.").format(titles=titles)
    elif each.before.near and each.after.near:
        note = _("Close to what it needs with either value: more games may tell otherwise.")
    elif each.before.near:
        note = _("Close with the model's own value: more games may tell otherwise.")
    elif each.after.near:
        note = _("Close with the other value: more games may tell otherwise.")
    return ConclusionView(
        title=pack.model.check[each.id].title,
        verdict=verdicts[each.before.holds, each.after.holds],
        before=_shared(each.before),
        after=_shared(each.after),
        needs=_("needs {share}").format(share=_percent(each.before.needed)),
        note=note,
        flips=each.flips,
    )


def _shared(share: "Share") -> str:
    low, high = _percent(share.low, 0), _percent(share.high, 0)
    return f"{_percent(share.share)} ({low.removesuffix('%')}-{high})"


def _percent(share: float, digits: int = 1) -> str:
    return f"{written(share * 100.0, digits).removesuffix('.0')}%"


def _goal(pack: Pack, each: "GoalMove") -> GoalLine:
    goal = pack.model.role[each.role].goal[each.id]
    scale = scale_of(pack, goal.of)
    change = _("not beyond luck")
    if each.moved:
        change = scale.change(each.change)
    elif each.low == each.high == 0.0:
        change = _("no change at all")
    return GoalLine(
        role=pack.model.role[each.role].title,
        title=goal.title,
        before=_spread(pack, goal.of, each.before),
        after=_spread(pack, goal.of, each.after),
        change=change,
        better=each.points > 0.0 if each.moved else None,
    )


def _spread(pack: Pack, quantity: str, spread: "Spread") -> str:
    scale = scale_of(pack, quantity)
    return f"{scale.level(spread.p50)} ({scale.bare(spread.p05)} - {scale.bare(spread.p95)})"


def _relative(table: Constant) -> float:
    """The width of a range beside the value."""
    size = abs(table.value) or max(abs(table.low), abs(table.high))
    return (table.high - table.low) / size


def _width(table: Constant) -> str:
    if not table.value or table.low * table.value < 0.0:
        return _("on both sides of nothing")
    low, high = table.low / table.value, table.high / table.value
    return _("{low} to {high} times the value").format(
        low=written(low, 1).removesuffix(".0"), high=written(high, 1).removesuffix(".0")
    )


def _round_step(step: float) -> float:
    """The nearest of 1, 2 and 5 times a power of ten."""
    if step <= 0.0:
        return 0.0
    power = 10.0 ** floor(log10(step))
    nearest = min((1.0, 2.0, 5.0, 10.0), key=lambda digit: abs(digit - step / power))
    return float(f"{nearest * power:.12g}")
