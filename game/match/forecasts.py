"""Forecasts: which questions are asked when, what came of them, and how good the answers were.

A seat is asked one question at a time, at least `APART` turns after the last: of those whose condition
holds as the turn begins, the first in pack order, and none a second time. It is read at the end of its
last turn: asked while turn t is decided, which is at the end of turn t - 1, it falls due at the end of
turn t - 1 + `due`. What could not fall due before the game is over is not asked.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from game.engine.turn import Reader, State, deciding
from game.engine.world import World
from game.lang.explain import explain

APART = 3
"""Turns from one question of a seat to the next: enough to see some of one before the next is put."""
BANDS = 10
"""Answers are gathered in so many bands of equal width."""


@dataclass(frozen=True, slots=True)
class Prediction:
    """A question that was asked, and what is known of it by now."""

    id: str
    asked: int
    """The turn while which it was asked."""
    due: int
    """The turn at whose end it is read."""
    percent: float | None
    """The answer, 0 to 100; None when none was given."""
    outcome: bool | None
    """What came of it; None until it is read."""

    @property
    def brier(self) -> float | None:
        """The squared error of the answer, 0 (best) to 1 (Brier, 1950)."""
        if self.percent is None or self.outcome is None:
            return None
        return (self.percent / 100.0 - float(self.outcome)) ** 2


@dataclass(frozen=True, slots=True)
class Band:
    """Answers that lie near each other."""

    low: float
    high: float
    """The band's ends [percent]; its upper end belongs to the next band, but for the last."""
    count: int
    said: float
    """The mean of the answers [percent]."""
    came_true: float
    """How many of the questions came true [percent]."""


@dataclass(frozen=True, slots=True)
class Calibration:
    """How good answers were, over all that were scored."""

    scored: int
    brier: float | None
    """The mean Brier score; None when nothing was scored."""
    bands: tuple[Band, ...]
    """Bands that hold an answer, from the least sure up."""


def asked_now(
    world: World, state: State, role: str | None, before: Mapping[str, int]
) -> str | None:
    """The question to ask a role while the turn after `state` is decided; None when there is none.

    Args:
        world: The pack.
        state: The end of the turn before.
        role: Who is asked.
        before: The turns in which that role was asked its questions so far.
    """
    reader = Reader(world, deciding(world, state))
    if before and reader.turn < max(before.values()) + APART:
        return None
    last = world.pack.model.calendar.turns
    waiting = (
        id
        for id, table in world.pack.model.forecast.items()
        if id not in before
        and table.role in (None, role)
        and reader.turn - 1 + table.due <= last
        and explain(world.pack.rules[f"forecast.{id}.ask"], reader).value
    )
    return next(waiting, None)


def outcome_of(world: World, id: str, state: State) -> bool:
    """The answer to a question, read in the state at the end of the turn in which it is due."""
    return bool(explain(world.pack.rules[f"forecast.{id}.truth"], Reader(world, state)).value)


def predictions(
    world: World,
    states: Sequence[State],
    asked: Mapping[str, int],
    percents: Mapping[str, float],
) -> tuple[Prediction, ...]:
    """All questions that were asked, in the order of asking.

    Args:
        world: The pack.
        states: The states at the ends of the turns, beginning with the opening.
        asked: The turn in which each was asked.
        percents: The answers that were given.
    """
    found: list[Prediction] = []
    for id, turn in asked.items():
        due = turn - 1 + world.pack.model.forecast[id].due
        outcome = outcome_of(world, id, states[due]) if due < len(states) else None
        found.append(Prediction(id, turn, due, percents.get(id), outcome))
    return tuple(found)


def calibration(made: Iterable[Prediction]) -> Calibration:
    """How good the answers were that have been scored."""
    scored = [
        (prediction.percent, bool(prediction.outcome), prediction.brier)
        for prediction in made
        if prediction.percent is not None and prediction.brier is not None
    ]
    if not scored:
        return Calibration(0, None, ())
    width = 100.0 / BANDS
    bands: list[Band] = []
    for number in range(BANDS):
        inside = [
            (percent, outcome)
            for percent, outcome, _ in scored
            if min(int(percent // width), BANDS - 1) == number
        ]
        if inside:
            count = len(inside)
            said = sum(percent for percent, _ in inside) / count
            true = 100.0 * sum(outcome for _, outcome in inside) / count
            bands.append(Band(number * width, (number + 1) * width, count, said, true))
    return Calibration(len(scored), sum(brier for *_, brier in scored) / len(scored), tuple(bands))
