"""What every option, answer and event does to every goal: the same games, forked.

Each game is played as it comes and once for each fork, under the same luck, by the same players. A
fork holds one dial at one option for the whole game, or for a few turns from a turn that differs from
game to game; or gives one answer; or keeps one event from happening. So two options are compared
only where both were on offer, and nothing but the fork can be the cause of the difference.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from game.engine.layout import starting_option
from game.engine.world import World
from game.lab.games import Study, goals_of, pairings
from game.lab.report.coverage import MOST
from game.lab.report.intervals import interval
from game.lab.report.trial import Outcome, Trial, pins, seats_of

Floats = NDArray[np.float64]

WINDOW = 4
"""Turns a dial is held in the shorter fork."""


@dataclass(frozen=True, slots=True)
class Arm:
    """One way the games are played."""

    kind: Literal["played", "whole", "window", "answer", "event"]
    what: int = 0
    """Place of the dial, question or event in the layout."""
    value: int = 0
    """Index of the option or choice."""


@dataclass(frozen=True, slots=True, eq=False)
class Forks:
    """N games, each played in A arms."""

    arms: tuple[Arm, ...]
    pairing: NDArray[np.int64]
    """Which pairing played, shape (N,)."""
    scores: Floats
    """Goals, shape (A, N, G)."""
    obeyed: NDArray[np.bool_]
    """Whether what the arm pins was ever done, shape (A, N)."""
    happened: NDArray[np.bool_]
    """Which events happened as it was played, shape (N, E)."""

    def arm(self, arm: Arm) -> int:
        """The place of an arm."""
        return self.arms.index(arm)


def arms_of(world: World) -> tuple[Arm, ...]:
    """Every fork of a pack, the game as played first."""
    model, layout = world.pack.model, world.layout
    found = [Arm("played")]
    for seat in seats_of(world).values():
        for id in seat.dials:
            place = layout.dials.index(id)
            count = len(model.decision[id].option)
            found += [Arm("whole", place, index) for index in range(count)]
            found += [Arm("window", place, index) for index in range(count)]
    for place, ask in enumerate(layout.asks):
        found += [Arm("answer", place, index) for index in range(len(ask.choices))]
    found += [Arm("event", place) for place in range(len(model.event))]
    return tuple(found)


def forks(world: World, study: Study, games: int) -> Iterator[Trial]:
    """About this many games, dealt evenly to pairings and arms; at least four a pairing and arm."""
    paired, arms = pairings(world, {}), arms_of(world)
    each = max(4, games // (len(paired) * len(arms)))
    at_once = max(1, MOST // len(arms))
    for place, players in enumerate(paired):
        lanes = place + len(paired) * np.arange(each)
        for first in range(0, each, at_once):
            yield _forked(world, study, dict(players), lanes[first : first + at_once], arms)


def _forked(
    world: World,
    study: Study,
    players: dict[str, str],
    lanes: NDArray[np.int64],
    arms: Iterable[Arm],
) -> Trial:
    """All arms of some games: arm by arm."""
    turns = world.pack.model.calendar.turns
    count, paired = len(lanes), len(pairings(world, {}))
    latest = max(1, turns - WINDOW + 1)
    dials: list[tuple[int, int, float, int, int]] = []
    answers: list[tuple[int, int, float, int, int]] = []
    withheld: list[tuple[int, int, float, int, int]] = []
    arms = tuple(arms)
    for number, arm in enumerate(arms):
        for place, lane in enumerate(lanes.tolist()):
            game = number * count + place
            first = 1 + (lane // paired) * 7 % latest
            match arm.kind:
                case "played":
                    pass
                case "whole":
                    dials.append((arm.what, game, arm.value, 1, turns))
                case "window":
                    dials.append((arm.what, game, arm.value, first, first + WINDOW - 1))
                case "answer":
                    answers.append((arm.what, game, arm.value, 1, turns))
                case "event":
                    withheld.append((arm.what, game, 0.0, 1, turns))
    return Trial(
        study,
        players,
        np.tile(lanes, len(arms)),
        dials=pins(dials),
        answers=pins(answers),
        withheld=pins(withheld),
    )


def gathered(world: World, trials: Iterable[Trial], outcomes: Iterable[Outcome]) -> Forks:
    """The outcomes of forks, laid side by side."""
    arms, paired = arms_of(world), pairings(world, {})
    rows = list(zip(trials, outcomes, strict=True))
    count = len(arms)
    return Forks(
        arms=arms,
        pairing=np.concatenate(
            [np.full(len(t.lanes) // count, paired.index(t.players)) for t, _ in rows]
        ),
        scores=np.concatenate(
            [o.scores.reshape(count, -1, o.scores.shape[1]) for _, o in rows], axis=1
        ),
        obeyed=np.concatenate([o.obeyed.reshape(count, -1) > 0 for _, o in rows], axis=1),
        happened=np.concatenate([o.happened[: len(o.ended) // count] > 0 for _, o in rows]),
    )


def effects(world: World, found: Forks) -> dict[str, Any]:
    """The effect of every option, choice and event on every goal, in points, with 95 % intervals.

    Options are set against the one the pack starts with, and that one against the games as played;
    choices against the games as played; events against the same games without them.
    """
    model, layout = world.pack.model, world.layout
    told: dict[str, Any] = {"options": {}, "choices": {}, "events": {}}
    for arm in found.arms:
        match arm.kind:
            case "whole" | "window":
                dial = layout.dials[arm.what]
                decision = model.decision[dial]
                start = starting_option(decision)
                option = list(decision.option)[arm.value]
                against = Arm("played") if arm.value == start else Arm(arm.kind, arm.what, start)
                entry = told["options"].setdefault(f"{dial}.{option}", {})
                entry["against"] = "played" if arm.value == start else list(decision.option)[start]
                entry[arm.kind] = _effect(world, found, arm, against, offered(found, arm, against))
            case "answer":
                ask = layout.asks[arm.what]
                kept = found.obeyed[found.arm(arm)]
                effect = _effect(world, found, arm, Arm("played"), kept)
                told["choices"][f"{ask.event}.{ask.choices[arm.value]}"] = effect
            case "event":
                id = list(model.event)[arm.what]
                kept = found.happened[:, arm.what]
                told["events"][id] = _effect(world, found, Arm("played"), arm, kept)
            case "played":
                pass
    return told


def offered(found: Forks, *arms: Arm) -> NDArray[np.bool_]:
    """The games in which what each of these arms pins was on offer, shape (N,)."""
    pinned = [found.obeyed[found.arm(arm)] for arm in arms if arm.kind != "played"]
    return np.logical_and.reduce(pinned, axis=0)


def gain(found: Forks, arm: Arm, against: Arm, kept: NDArray[np.bool_]) -> Floats:
    """What one arm brings over another in some games, shape (n, G)."""
    return found.scores[found.arm(arm)][kept] - found.scores[found.arm(against)][kept]


def _effect(
    world: World, found: Forks, arm: Arm, against: Arm, kept: NDArray[np.bool_]
) -> Mapping[str, Any]:
    gains = gain(found, arm, against, kept)
    goals: dict[str, Any] = {}
    for place, (role, goal) in enumerate(goals_of(world)):
        known = interval(gains[:, place])
        goals[f"{role}.{goal}"] = None if known is None else known.told()
    return {"games": len(gains), "goals": goals}
