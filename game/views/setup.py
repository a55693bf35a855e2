"""What can be chosen before a game begins."""

from dataclasses import dataclass

from game.packs.model import Pack
from game.packs.periods import period_of
from game.players.named import RECORD
from game.views.calendar import date_of, steps
from game.words import N_, _

SIGHTS = {
    "full": N_("full: to what the others lean, how likely it is, and who plays them"),
    "odds": N_("odds: how likely the others are to change something, not to what"),
    "fog": N_("fog: rough words only; an intelligence service on a bad day"),
}
"""Of each way to see, one line."""


@dataclass(frozen=True, slots=True)
class PlayerChoice:
    """A persona that can take a seat."""

    id: str
    title: str
    text: str


@dataclass(frozen=True, slots=True)
class GoalChoice:
    """A goal of a seat."""

    id: str
    title: str
    aim: str
    """Which way is good, in words."""
    about: str


@dataclass(frozen=True, slots=True)
class SeatChoice:
    """A seat: what its player can do, wants and faces."""

    id: str
    title: str
    briefing: str
    decides: tuple[tuple[str, int], ...]
    """Groups of decisions, each with how many there are."""
    goals: tuple[GoalChoice, ...]
    players: tuple[PlayerChoice, ...]
    """Who can play it when the person does not; its own persona first."""


@dataclass(frozen=True, slots=True)
class StartChoice:
    """A turn of the record that a game can begin with."""

    period: str
    """As series write it."""
    title: str
    text: str
    """What it was about, where the pack says so."""


@dataclass(frozen=True, slots=True)
class PackChoice:
    """A pack that can be played."""

    id: str
    title: str
    about: str
    minutes: int
    length: str
    """How long a game is: `20 quarters`."""
    start: str
    seats: tuple[SeatChoice, ...]
    starts: tuple[StartChoice, ...]
    """Turns to begin with; none in a pack without a record, which begins at its start."""


def pack_choice(pack: Pack) -> PackChoice:
    """What can be chosen of a pack."""
    model = pack.model
    return PackChoice(
        id=pack.id,
        title=model.pack.title,
        about=model.pack.about,
        minutes=model.pack.minutes,
        length=steps(model.calendar, model.calendar.turns),
        start=date_of(model.calendar, 1),
        seats=tuple(_seat(pack, id) for id in model.role),
        starts=tuple(_start(pack, turn + 1) for turn in range(model.calendar.turns))
        if model.record
        else (),
    )


def _start(pack: Pack, turn: int) -> StartChoice:
    calendar = pack.model.calendar
    told = [lesson for lesson in pack.model.lesson.values() if lesson.turn == turn]
    title = ": ".join((date_of(calendar, turn), *(lesson.title for lesson in told[:1])))
    text = " ".join(lesson.text for lesson in told)
    return StartChoice(period_of(calendar, turn), title, text)


def _seat(pack: Pack, id: str) -> SeatChoice:
    model, role = pack.model, pack.model.role[id]
    own = [
        decision.group
        for name, decision in model.decision.items()
        if decision.role == id and (role.offered is None or name in role.offered)
    ]
    groups = dict.fromkeys(own)
    decides = tuple(
        (role.group[group].title if group in role.group else _("Orders"), own.count(group))
        for group in groups
    )
    goals = tuple(
        GoalChoice(
            name,
            goal.title,
            _("more is better") if goal.good == "up" else _("less is better"),
            goal.about,
        )
        for name, goal in role.goal.items()
    )
    personas = [name for name, persona in model.persona.items() if persona.role == id]
    personas.sort(key=lambda name: name != role.persona)
    players = tuple(
        PlayerChoice(name, model.persona[name].title, model.persona[name].text) for name in personas
    )
    if id in model.record:
        told = _("Does what was really done, quarter by quarter, whatever you do.")
        players = (PlayerChoice(RECORD, _("As it was"), told), *players)
    return SeatChoice(id, role.title, role.briefing, decides, goals, players)
