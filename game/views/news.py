"""What happened last turn, what waits for an answer, and what is asked."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Literal

from game.engine.offers import offers
from game.engine.why import Given
from game.match.game import Match
from game.views.calendar import date_of
from game.views.causes import said
from game.views.effects import known_effects
from game.views.numbers import written
from game.views.seat import outlook_of
from game.views.sight import Outlook
from game.words import _


@dataclass(frozen=True, slots=True)
class Headline:
    """An event; or what another seat's order, or a condition, did to this seat."""

    id: str
    """Of the event; of the decision, when it is one."""
    kind: Literal["event", "move", "shut"]
    """Something that happened, a dial that another seat changed, a decision that is now closed."""
    title: str
    text: str
    seen_from: tuple[tuple[str, str], ...]
    """How it reads from each seat: the role's title, and the reading."""
    effects: tuple[str, ...]
    """What is known of what it did."""
    codex: str | None
    asks: bool
    """Whether it asks this person for an answer."""
    answered: bool = False
    """Whether that was given."""


@dataclass(frozen=True, slots=True)
class ChoiceView:
    """An answer that may be given."""

    id: str
    text: str
    effects: tuple[str, ...]
    refusal: str
    """Why it may not be given; empty when it may."""
    standing: bool
    """Whether it is what stands when the turn ends."""


@dataclass(frozen=True, slots=True)
class AskView:
    """An event that waits for an answer."""

    headline: Headline
    choices: tuple[ChoiceView, ...]
    answered: bool


@dataclass(frozen=True, slots=True)
class ForecastView:
    """A question to answer with a probability."""

    id: str
    question: str
    known: str
    due: str
    """The turn whose end decides it."""
    answer: str
    """What was said, as a percentage; empty when nothing was."""


@dataclass(frozen=True, slots=True)
class Scored:
    """A forecast whose answer is known."""

    id: str
    question: str
    said: str
    """Empty when nothing was said."""
    happened: bool
    brier: float | None
    closeness: Literal["close", "far", "even", ""]
    """Whether what was said was nearer to the truth than one half is; empty when nothing was."""


@dataclass(frozen=True, slots=True)
class Predicted:
    """A forecast that was asked, and what is known of it by now."""

    id: str
    question: str
    said: str
    """Empty when nothing was said."""
    due: str
    happened: bool | None
    """None until it is known."""
    brier: float | None


@dataclass(frozen=True, slots=True)
class Move:
    """What another seat did in public: a dial it changed, or how it answered an event."""

    id: str
    """Of the decision or event."""
    kind: Literal["dial", "answer"]
    told: str
    """The move in one line."""
    text: str
    """What the option is; empty of an answer."""
    effects: tuple[str, ...]
    """What it did to what this seat calls its own."""
    codex: str | None

    @property
    def story(self) -> str:
        """What the option is, and what it did to this seat."""
        if not self.effects:
            return self.text
        did = _("To you: {effects}.").format(effects="; ".join(self.effects))
        return f"{self.text} {did}".strip()


@dataclass(frozen=True, slots=True)
class LessonView:
    """A step of a tutorial."""

    title: str
    text: str
    do: str
    """The command it suggests; empty when none."""


def headlines(match: Match, turn: int | None = None) -> tuple[Headline, ...]:
    """The events of a turn, by default the last, in pack order."""
    asked = len(match.played) if turn is None else turn
    if not 1 <= asked <= len(match.played):
        return ()
    outlook = outlook_of(match)
    outlook = replace(outlook, states=outlook.states[: asked + 1])
    return tuple(_headline(match, outlook, id) for id in match.fired(asked))


def front_page(match: Match) -> tuple[Headline, ...]:
    """What the last turn brought, for the desk: what is closed now, events, and what others did."""
    changed = (_of_move(move) for move in moves(match) if move.kind == "dial")
    return (*shut(match), *headlines(match), *changed)


def shut(match: Match) -> Iterator[Headline]:
    """What the person may no longer order, since this turn."""
    outlook = outlook_of(match)
    for id in match.shut:
        table = match.pack.model.decision[id]
        yield Headline(
            id=id,
            kind="shut",
            title=_("Closed to you: {title}").format(title=table.title),
            text=outlook.told(match.offers.closed[id]),
            seen_from=(),
            effects=(),
            codex=table.codex,
            asks=False,
        )


def _of_move(move: Move) -> Headline:
    return Headline(move.id, "move", move.told, move.story, (), move.effects, move.codex, False)


def _headline(match: Match, outlook: Outlook, id: str) -> Headline:
    model = match.pack.model
    event = model.event[id]
    return Headline(
        id=id,
        kind="event",
        title=event.title,
        text=outlook.news(id),
        seen_from=tuple(
            (model.role[role].title, outlook.told(text)) for role, text in event.seen_from.items()
        ),
        effects=known_effects(outlook, f"event.{id}.effects"),
        codex=event.codex,
        asks=id in match.asks,
        answered=id in match.draft.order.answers,
    )


def asks(match: Match) -> tuple[AskView, ...]:
    """The events that wait for the person's answer."""
    outlook, answers = outlook_of(match), match.draft.order.answers
    views: list[AskView] = []
    for id, offer in match.asks.items():
        table = match.pack.model.event[id].choice
        standing = answers.get(id, offer.default)
        choices = tuple(
            ChoiceView(
                id=choice.id,
                text=outlook.told(table[choice.id].text),
                effects=known_effects(outlook, f"event.{id}.choice.{choice.id}.effects"),
                refusal=outlook.told(offer.refusal(choice.id) or ""),
                standing=choice.id == standing,
            )
            for choice in offer.choices
        )
        views.append(AskView(_headline(match, outlook, id), choices, id in answers))
    return tuple(views)


def questions(match: Match) -> tuple[ForecastView, ...]:
    """The forecasts asked this turn."""
    outlook, said = outlook_of(match), match.draft.forecasts
    tables = match.pack.model.forecast
    return tuple(
        ForecastView(
            id=id,
            question=tables[id].question,
            known=outlook.told(tables[id].known),
            due=date_of(match.pack.model.calendar, match.turn - 1 + tables[id].due),
            answer=_said(said.get(id)),
        )
        for id in match.questions
    )


def fell_due(match: Match) -> tuple[Scored, ...]:
    """Forecasts whose answer came to be known last turn."""
    tables = match.pack.model.forecast
    return tuple(
        Scored(
            id=made.id,
            question=tables[made.id].question,
            said=_said(made.percent),
            happened=bool(made.outcome),
            brier=made.brier,
            closeness=_closeness(made.brier),
        )
        for made in match.fell_due
    )


def _said(percent: float | None) -> str:
    return "" if percent is None else f"{written(percent, 0 if percent == round(percent) else 1)}%"


def _closeness(brier: float | None) -> Literal["close", "far", "even", ""]:
    if brier is None:
        return ""
    if brier == 0.25:
        return "even"
    return "close" if brier < 0.25 else "far"


def lessons(match: Match) -> tuple[LessonView, ...]:
    """The lessons of the turn that is being decided."""
    outlook = outlook_of(match)
    return tuple(
        LessonView(lesson.title, outlook.told(lesson.text), lesson.do or "")
        for lesson in match.pack.model.lesson.values()
        if lesson.turn == match.turn and lesson.role in (None, outlook.role)
    )


def moves(match: Match, turn: int | None = None) -> tuple[Move, ...]:
    """What the other seats did in public in a turn, by default the last: dials, then answers.

    What they buy is their own business, and so is an answer that is given quietly.
    """
    asked = len(match.played) if turn is None else turn
    if not 1 <= asked <= len(match.played):
        return ()
    outlook = outlook_of(match)
    before = replace(outlook, states=outlook.states[:asked])
    orders = match.played[asked - 1].orders
    dials = (
        _move(before, role, id, to)
        for role, order in orders.items()
        if role != match.person
        for id, to in order.dials.items()
    )
    return (*dials, *_replies(match, before, asked))


def _move(before: Outlook, role: str, id: str, to: str) -> Move:
    """A dial that was changed, as it stood before."""
    model = before.world.pack.model
    table = model.decision[id]
    options = list(table.option.values())
    was = options[int(before.states[-1].rows[0, before.world.layout.levels[id]])]
    words = _("{who}: {decision} is now {option}, and was {was}")
    return Move(
        id=id,
        kind="dial",
        told=words.format(
            who=model.role[role].title,
            decision=table.title,
            option=table.option[to].title,
            was=was.title,
        ),
        text=table.option[to].text or table.about,
        effects=known_effects(before, f"decision.{id}.option.{to}.effects", _own(before)),
        codex=table.codex,
    )


def _replies(match: Match, before: Outlook, turn: int) -> Iterator[Move]:
    """How the other seats answered the events of the turn before, or what stood as they did not."""
    pack, state = match.pack, match.states[turn - 1]
    for id in match.fired(turn - 1) if turn > 1 else ():
        event = pack.model.event[id]
        for role in dict.fromkeys(choice.role for choice in event.choice.values()):
            if role == match.person:
                continue
            answer = match.played[turn - 1].orders[role].answers.get(id)
            given = Given(turn, "now" if answer else "unanswered")
            answer = answer or offers(match.world, state, role).asks[id].default
            choice = event.choice[answer]
            if choice.quiet:
                continue
            reply = said(pack, role, match.person, before.told(choice.text), given, answer=True)
            path = f"event.{id}.choice.{answer}.effects"
            effects = known_effects(before, path, _own(before))
            yield Move(id, "answer", f"{event.title}: {reply}", "", effects, event.codex)


def _own(outlook: Outlook) -> set[str]:
    """Quantities that the seat calls its own."""
    table = outlook.world.pack.model.role[outlook.role]
    return {*table.position, table.purse or ""}


def predicted(match: Match) -> tuple[Predicted, ...]:
    """All forecasts that were asked in turns that were played, the last first."""
    tables = match.pack.model.forecast
    return tuple(
        Predicted(
            id=made.id,
            question=tables[made.id].question,
            said=_said(made.percent),
            due=date_of(match.pack.model.calendar, made.due),
            happened=made.outcome,
            brier=made.brier,
        )
        for made in reversed(match.forecasts)
    )
