"""How a game came out: no winner, a profile over the seat's goals."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from game.match.game import Match
from game.views.desk import GoalView, by_choice, goals
from game.views.seat import outlook_of


@dataclass(frozen=True, slots=True)
class ForecastRecord:
    """How good a person's forecasts were."""

    asked: int
    answered: int
    scored: int
    brier: float | None
    """0 is perfect, 0.25 is what one half every time gives, 1 is worst."""


@dataclass(frozen=True, slots=True)
class Close:
    """The end of a game."""

    title: str
    text: str
    turns: int
    chosen: tuple[GoalView, ...]
    """The goals that this person said matter most."""
    others: tuple[GoalView, ...]
    means: str
    """Which goals count by the mean of the last turns; empty when none does."""
    forecasts: ForecastRecord


def close(match: Match) -> Close:
    """The end of a game that is over, with every goal as it truly stands."""
    outlook = replace(outlook_of(match), revealed=True)
    assert match.ending is not None
    ending = match.pack.model.ending[match.ending]
    profile = by_choice(goals(outlook, match.goals), match.goals)
    made = match.forecasts
    return Close(
        title=ending.title,
        text=outlook.told(ending.text),
        turns=len(match.played),
        chosen=tuple(goal for goal in profile if goal.chosen),
        others=tuple(goal for goal in profile if not goal.chosen),
        means=_means(profile),
        forecasts=ForecastRecord(
            asked=len(made),
            answered=sum(prediction.percent is not None for prediction in made),
            scored=match.calibration.scored,
            brier=match.calibration.brier,
        ),
    )


def _means(profile: Sequence[GoalView]) -> str:
    by_mean: dict[str, list[str]] = {}
    for goal in profile:
        if goal.mean:
            by_mean.setdefault(goal.mean, []).append(goal.title)
    told = (f"{mean}: {', '.join(titles)}." for mean, titles in by_mean.items())
    return " ".join(sentence[0].upper() + sentence[1:] for sentence in told)
