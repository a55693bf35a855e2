"""What a turn brought: how each goal moved and why, and what else moved most."""

from dataclasses import dataclass, replace

from game.engine.why import why
from game.match.game import Match
from game.views.desk import GoalView, Reading, by_choice, goals, reading
from game.views.numbers import scale_of
from game.views.seat import outlook_of
from game.views.sight import Outlook
from game.views.why import CauseLine, Teller

CAUSES = 7
"""Causes of a goal that are told; the others are one line."""
NOTABLE = 0.03
"""A change smaller than this, for the quantity's size, is not told."""


@dataclass(frozen=True, slots=True)
class Moved:
    """A goal, and what moved it."""

    goal: GoalView
    causes: tuple[CauseLine, ...]


@dataclass(frozen=True, slots=True)
class TurnReport:
    """What the last turn brought."""

    turn: int
    goals: tuple[Moved, ...]
    """The two that matter most first."""
    others: tuple[Reading, ...]
    """What else on the desk moved most, for its size."""


def turn_report(match: Match, others: int = 3, keep: int = CAUSES) -> TurnReport:
    """The report of the last turn, with so many causes of a goal and one line for the rest."""
    outlook = outlook_of(match)
    views = by_choice(goals(outlook, match.goals), match.goals)
    told = {goal.reading.id for goal in views}
    role = match.pack.model.role[outlook.role]
    rest = [id for id in dict.fromkeys((*role.position, *role.world)) if id not in told]
    rest.sort(key=lambda id: -_size(outlook, id))
    moved = (reading(outlook, id) for id in rest[:others] if _size(outlook, id) >= NOTABLE)
    return TurnReport(
        turn=len(match.played),
        goals=tuple(_moved(match, outlook, goal, keep) for goal in views),
        others=tuple(view for view in moved if view.change),
    )


def _moved(match: Match, outlook: Outlook, goal: GoalView, keep: int) -> Moved:
    """A goal with its causes; its change is as exact as they are, so that they add up to it."""
    reading = goal.reading
    kind, seen = outlook.kind(reading.id), outlook.as_of(reading.id)
    if kind == "hidden" or seen == 0:
        return Moved(goal, ())
    told = why(match.history, reading.id, seen)
    teller = Teller(match.history, outlook, told, rough=kind == "noisy")
    causes = teller.lines(told.causes, depth=4, keep=keep)
    if causes and reading.change and not teller.rough:
        change = teller.whole(unit=False)
        if change != teller.amount(0.0):
            reading = replace(reading, change=change, moved=change.partition(" ")[0])
    return Moved(replace(goal, reading=reading), causes)


def _size(outlook: Outlook, quantity: str) -> float:
    """How much a change is worth telling: less when it is as the one before it.

    As a share of the level, or of 100 where that is the scale.
    """
    level = outlook.level(quantity)
    if outlook.kind(quantity) == "noisy" or level is None:
        return 0.0
    change = outlook.change(quantity) or 0.0
    before = change if outlook.turn == 1 else outlook.change(quantity, outlook.turn - 1) or 0.0
    unlike = min(abs(change), abs(change - 0.7 * before))
    scale = scale_of(outlook.world.pack, quantity)
    if scale.factor == 100.0 or scale.unit in {"%", "points"}:
        return unlike * scale.factor / 100.0
    return unlike / max(abs(level), abs(level - change), 1e-9)
