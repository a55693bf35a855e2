"""What happened last turn, what waits for an answer, and what is asked."""

from dataclasses import dataclass, replace
from typing import Literal

from game.match.game import Match
from game.views.calendar import date_of
from game.views.effects import known_effects
from game.views.numbers import written
from game.views.seat import outlook_of
from game.views.sight import Outlook


@dataclass(frozen=True, slots=True)
class Headline:
    """An event."""

    id: str
    title: str
    text: str
    seen_from: tuple[tuple[str, str], ...]
    """How it reads from each seat: the role's title, and the reading."""
    effects: tuple[str, ...]
    """What is known of what it did."""
    codex: str | None
    asks: bool
    """Whether it waits for this person's answer."""


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
    """A dial that another seat changed."""

    who: str
    decision: str
    option: str


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


def _headline(match: Match, outlook: Outlook, id: str) -> Headline:
    model = match.pack.model
    event = model.event[id]
    return Headline(
        id=id,
        title=event.title,
        text=outlook.told(event.text),
        seen_from=tuple(
            (model.role[role].title, outlook.told(text)) for role, text in event.seen_from.items()
        ),
        effects=known_effects(outlook, f"event.{id}.effects"),
        codex=event.codex,
        asks=id in match.asks,
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
    """The dials that the other seats changed in a turn, by default the last.

    What they buy is their own business.
    """
    asked = len(match.played) if turn is None else turn
    if not 1 <= asked <= len(match.played):
        return ()
    model = match.pack.model
    return tuple(
        Move(model.role[role].title, model.decision[id].title, model.decision[id].option[to].title)
        for role, order in match.played[asked - 1].orders.items()
        if role != match.person
        for id, to in order.dials.items()
    )


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
