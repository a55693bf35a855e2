"""Where a seat stands: its goals, the quantities on its desk, and what its advisors say."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from game.lang.explain import explain
from game.packs.model import Goal
from game.views.calendar import date_of, step_name, steps
from game.views.numbers import scale_of, title_of
from game.views.sight import Outlook, SeatReader
from game.words import _

REMEMBERED = 12
"""How many past levels a reading carries."""

RESTED = 3
"""For how many turns a line of an advisor is not spoken again while another holds."""


@dataclass(frozen=True, slots=True)
class Reading:
    """One quantity as a seat sees it."""

    id: str
    title: str
    value: str
    """The level with its unit; an estimate begins with `~`."""
    bare: str
    """The level without its unit, for where there is little room."""
    change: str
    """Signed, in the unit of the value, since the turn before; empty when there is none, or none is
    known."""
    moved: str
    """The change without words and unit."""
    verdict: Literal["better", "worse", ""]
    """Of the change, for this seat."""
    word: str
    """The verdict in words."""
    sure: str
    """How sure the value is, in words; empty when it is exact."""
    of: str
    """The turn it is of, in a few letters, where that is not the last one; else empty."""
    about: str
    codex: str | None
    past: tuple[float, ...]
    """Levels this seat saw, the last one last."""


@dataclass(frozen=True, slots=True)
class GoalView:
    """A goal and how far it is met."""

    id: str
    title: str
    about: str
    aim: str
    """Which way is good, in words."""
    reading: Reading
    counted: str
    """What the score is of: the level, or the mean of the last ones."""
    mean: str
    """Of how many turns it is the mean; empty where the level counts as it stands."""
    score: int
    """From 0, poor, to 100, fine."""
    points: str
    """The score as it is written: of an estimate it begins with `~`, of what is hidden it is empty."""
    span: str
    """Which levels 0 and 100 stand for."""
    chosen: bool
    """Whether it is one of the two that matter most to this person."""

    @property
    def scored(self) -> str:
        """How far it is met, in words; empty where that is hidden."""
        if not self.points:
            return ""
        words = _("{points} of 100, {mean}") if self.mean else _("{points} of 100")
        return words.format(points=self.points, mean=self.mean)


@dataclass(frozen=True, slots=True)
class Advice:
    """What one advisor says now."""

    id: str
    title: str
    bias: str
    blind_spot: str
    text: str


def reading(outlook: Outlook, quantity: str) -> Reading:
    """One quantity as the seat sees it now."""
    pack = outlook.world.pack
    scale = scale_of(pack, quantity)
    level, change = outlook.level(quantity), outlook.change(quantity)
    kind, error = outlook.kind(quantity), outlook.error(quantity)
    verdict = verdict_of(outlook, quantity, change or 0.0)
    words = moved = ""
    if change is not None and outlook.as_of(quantity) > 0:
        words = scale.change(change, rough=kind == "noisy", unit=False)
        moved = words.partition(" ")[0]
        if words == scale.change(0.0) or abs(change) < error:
            words = moved = verdict = ""
        elif kind == "noisy":
            words = _("moved about {change}").format(change=words)
    table = pack.model.stock.get(quantity) or pack.model.gauge.get(quantity)
    table = table or pack.model.pipeline.get(quantity)
    seen = (outlook.level(quantity, n) for n in range(outlook.turn + 1)[-REMEMBERED:])
    return Reading(
        id=quantity,
        title=title_of(pack, quantity),
        value=_("not known") if level is None else outlook.text(quantity),
        bare=_("not known") if level is None else ("~" if error else "") + scale.bare(level),
        change=words,
        moved=moved,
        verdict=verdict,
        word=verdict_word(verdict),
        sure=_sure(outlook, quantity),
        of=_of(outlook, quantity),
        about=table.about if table else "",
        codex=table.codex if table else None,
        past=tuple(past for past in seen if past is not None),
    )


def _sure(outlook: Outlook, quantity: str) -> str:
    match outlook.kind(quantity):
        case "noisy":
            error = scale_of(outlook.world.pack, quantity).change(
                outlook.error(quantity), rough=True
            )
            told = _("give or take {error}").format(error=error.lstrip("+"))
            change = outlook.change(quantity) or 0.0
            unsure = 0.0 < abs(change) < outlook.error(quantity)
            return _("{told}; the change is within that").format(told=told) if unsure else told
        case "late":
            late = steps(outlook.world.pack.model.calendar, int(outlook.size(quantity)))
            return _("{time} old").format(time=late)
        case _:
            return ""


def _of(outlook: Outlook, quantity: str) -> str:
    seen = outlook.as_of(quantity)
    if outlook.kind(quantity) != "late" or seen == outlook.turn:
        return ""
    return date_of(outlook.world.pack.model.calendar, seen).rpartition(" ")[2]


def verdict_of(outlook: Outlook, quantity: str, change: float) -> Literal["better", "worse", ""]:
    """Whether a change is good for the seat, where the pack says which way is good."""
    model = outlook.world.pack.model
    goals = model.role[outlook.role].goal.values()
    good = next((goal.good for goal in goals if goal.of == quantity), None)
    if good is None:
        table = model.stock.get(quantity) or model.gauge.get(quantity)
        table = table or model.pipeline.get(quantity)
        good = table.good.get(outlook.role) if table else None
    if good is None or change == 0.0:
        return ""
    return "better" if (change > 0.0) == (good == "up") else "worse"


def verdict_word(verdict: Literal["better", "worse", ""]) -> str:
    """A verdict in the person's language."""
    return {"better": _("better"), "worse": _("worse"), "": ""}[verdict]


def score(goal: Goal, level: float) -> int:
    """How far a level meets a goal, from 0 (poor) to 100 (fine)."""
    share = (level - float(goal.poor)) / (float(goal.fine) - float(goal.poor))
    return round(100.0 * min(1.0, max(0.0, share)))


def counted(outlook: Outlook, goal: Goal) -> float | None:
    """What counts for a goal as the seat sees it: the mean of the last levels; None when hidden.

    Turns before the first one count with the level at the start.
    """
    turns = range(outlook.turn - goal.over + 1, outlook.turn + 1)
    seen = [outlook.level(goal.of, max(0, turn)) for turn in turns]
    levels = [level for level in seen if level is not None]
    return sum(levels) / len(levels) if levels else None


def goals(outlook: Outlook, chosen: tuple[str, ...]) -> tuple[GoalView, ...]:
    """The goals of the seat, in pack order."""
    table = outlook.world.pack.model.role[outlook.role]
    views: list[GoalView] = []
    for id, goal in table.goal.items():
        level, scale = counted(outlook, goal), scale_of(outlook.world.pack, goal.of)
        points = 0 if level is None else score(goal, level)
        rough = "~" if outlook.kind(goal.of) == "noisy" else ""
        time = steps(outlook.world.pack.model.calendar, goal.over)
        mean = _("mean of {time}").format(time=time) if goal.over > 1 else ""
        span = _("0 at {poor}, 100 at {fine}").format(
            poor=scale.end(float(goal.poor)), fine=scale.end(float(goal.fine), unit=True)
        )
        views.append(
            GoalView(
                id=id,
                title=goal.title,
                about=goal.about,
                aim=_("more is better") if goal.good == "up" else _("less is better"),
                reading=reading(outlook, goal.of),
                counted=_("not known") if level is None else outlook.text(goal.of, level),
                mean=mean,
                score=points,
                points="" if level is None else f"{rough}{points}",
                span=span,
                chosen=id in chosen,
            )
        )
    return tuple(views)


def by_choice(views: Sequence[GoalView], chosen: Sequence[str]) -> tuple[GoalView, ...]:
    """The goals that matter most, in the order in which that was said, then the others."""
    places = {id: place for place, id in enumerate(chosen)}
    return tuple(sorted(views, key=lambda goal: places.get(goal.id, len(places))))


def position(outlook: Outlook) -> tuple[Reading, ...]:
    """The seat's own position."""
    return tuple(
        reading(outlook, id) for id in outlook.world.pack.model.role[outlook.role].position
    )


def abroad(outlook: Outlook) -> tuple[Reading, ...]:
    """The world as the seat sees it."""
    return tuple(reading(outlook, id) for id in outlook.world.pack.model.role[outlook.role].world)


def advisors(outlook: Outlook) -> tuple[Advice, ...]:
    """What the seat's advisors say now; who has nothing to say is left out."""
    said: list[Advice] = []
    for id, advisor in outlook.world.pack.model.role[outlook.role].advisor.items():
        line = spoken(outlook, id)[-1]
        if line is not None:
            text = outlook.told(advisor.line[line].text)
            said.append(Advice(id, advisor.title, advisor.bias, advisor.blind_spot, text))
    return tuple(said)


def spoken(outlook: Outlook, advisor: str) -> list[str | None]:
    """What an advisor of the seat said before each turn so far: ids of lines, None where no line held.

    It is the first that holds, as the seat sees the world, of those not spoken in the last turns; when no
    other holds, the one of those that was spoken longest ago.
    """
    path = f"role.{outlook.role}.advisor.{advisor}.line"
    lines = outlook.world.pack.model.role[outlook.role].advisor[advisor].line
    rules = {name: outlook.world.pack.rules[f"{path}.{name}.when"] for name in lines}
    said: list[str | None] = []
    for turn in range(outlook.turn + 1):
        reader = SeatReader(outlook, turn)
        lately = [name for name in dict.fromkeys(reversed(said[-RESTED:])) if name is not None]
        order = [*(name for name in lines if name not in lately), *reversed(lately)]
        holding = (name for name in order if explain(rules[name], reader).value)
        said.append(next(holding, None))
    return said


def when(outlook: Outlook) -> str:
    """The turn to be decided, or the last one of a game that is over: `2026 Q3, quarter 3 of 20`."""
    calendar = outlook.world.pack.model.calendar
    turn = min(outlook.turn + 1, int(calendar.turns))
    return _("{date}, {step} {turn} of {turns}").format(
        date=date_of(calendar, turn), step=step_name(calendar), turn=turn, turns=calendar.turns
    )
