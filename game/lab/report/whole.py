"""The whole report of a pack."""

from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import Executor
from dataclasses import dataclass
from time import perf_counter
from typing import Any

import numpy as np

from game.engine.world import World
from game.lab.games import Study, checked, goals_of
from game.lab.report.coverage import Played, at_random, coverage, dead, kinds, usual
from game.lab.report.dominance import dominated
from game.lab.report.effects import effects, forks, gathered
from game.lab.report.minutes import minutes
from game.lab.report.sensitivity import sensitivity
from game.lab.report.shapes import shape
from game.lab.report.strategies import dominant
from game.lab.report.trial import Outcome, Trial, play_trial

SHARES = {"usual": 0.2, "random": 0.1, "forks": 0.4, "search": 0.15, "sensitivity": 0.15}
"""What part of the games goes to what."""


@dataclass(frozen=True, slots=True)
class _Table:
    """Where trials are played, and who is told."""

    executor: Executor | None
    tick: Callable[[int], None]

    def run(self, trials: Iterable[Trial]) -> list[Outcome]:
        """Play trials, wherever that is; the order stays."""
        played = self.executor.map(play_trial, trials) if self.executor else map(play_trial, trials)
        outcomes: list[Outcome] = []
        for outcome in played:
            outcomes.append(outcome)
            self.tick(len(outcome.ended))
        return outcomes

    def as_played(self, trials: Iterable[Trial]) -> Played:
        """Play trials, and keep who sat in them."""
        listed = list(trials)
        return Played(tuple(trial.players for trial in listed), tuple(self.run(listed)))


def reported(
    study: Study,
    executor: Executor | None = None,
    tick: Callable[[int], None] = lambda games: None,
) -> dict[str, Any]:
    """Report on a pack with about as many games as the study has, spread over the questions.

    Keys: `coverage effects dominated dead dominant shapes minutes sensitivity`, beside `pack version
    hash seed games seconds`; `games` is how many were played: small studies need a few more than asked.

    Raises:
        PackError: The pack cannot be played.
    """
    world, began, count = checked(study), perf_counter(), [0]

    def counted(games: int) -> None:
        count[0] += games
        tick(games)

    table = _Table(executor, counted)
    spend = {part: int(study.games * share) for part, share in SHARES.items()}
    usually = table.as_played(usual(world, study, spend["usual"]))
    randomly = table.as_played(at_random(world, study, max(1, spend["random"])))
    by_kind = kinds(world, usually, randomly)
    covered = coverage(world, by_kind)
    forked = list(forks(world, study, spend["forks"]))
    found = gathered(world, forked, table.run(forked))
    searched = dominant(world, study, spend["search"], table.run)
    moved = sensitivity(world, study, spend["sensitivity"], table.run)
    model = world.pack.model
    return {
        "pack": world.pack.id,
        "version": model.pack.version,
        "hash": world.pack.hash,
        "seed": study.seed,
        "games": count[0],
        "seconds": round(perf_counter() - began, 3),
        "coverage": covered,
        "effects": effects(world, found),
        "dominated": dominated(world, found),
        "dead": dead(world, covered, usually),
        "dominant": searched,
        "shapes": _shapes(world, by_kind),
        "minutes": minutes(world, usually),
        "sensitivity": moved,
    }


def _shapes(world: World, by_kind: Mapping[str, Played]) -> dict[str, Any]:
    """The shape of every goal, by kind of player."""
    found: dict[str, Any] = {}
    for kind, played in by_kind.items():
        scores = np.concatenate([outcome.scores for outcome in played.outcomes])
        found[kind] = {
            f"{role}.{goal}": shape(scores[:, place])
            for place, (role, goal) in enumerate(goals_of(world))
        }
    return found
