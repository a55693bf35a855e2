"""What is met in games of each kind of player: events, options, choices, endings, objectives."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from game.engine.world import World
from game.lab.games import Study, pairings
from game.lab.report.trial import Outcome, Trial, choices_of, options_of
from game.players.named import personas_of

MOST = 8192
"""Games in one trial."""
RARE = 0.01
"""What is below this share of its offers, or of games, is dead."""


@dataclass(frozen=True, slots=True, eq=False)
class Played:
    """Games played as they come, each trial with the players that sat in it."""

    players: tuple[Mapping[str, str], ...]
    outcomes: tuple[Outcome, ...]

    def by(self, role: str, player: str) -> "Played":
        """The games in which this player sat in this seat."""
        kept = [place for place, seats in enumerate(self.players) if seats[role] == player]
        return Played(
            tuple(self.players[place] for place in kept),
            tuple(self.outcomes[place] for place in kept),
        )


def usual(world: World, study: Study, games: int) -> Iterator[Trial]:
    """Games of all pairings of personas."""
    paired = pairings(world, {})
    for place, players in enumerate(paired):
        lanes = np.arange(place, max(games, len(paired)), len(paired))
        for first in range(0, len(lanes), MOST):
            yield Trial(study, dict(players), lanes[first : first + MOST], counted=True)


def at_random(world: World, study: Study, games: int) -> Iterator[Trial]:
    """Games in which all seats do anything."""
    players = dict.fromkeys(world.pack.model.role, "random")
    for first in range(0, games, MOST):
        yield Trial(study, players, np.arange(first, min(first + MOST, games)), counted=True)


def kinds(world: World, usually: Played, randomly: Played) -> dict[str, Played]:
    """Games by kind of player: at random, by default, and with each persona in its seat."""
    found = {"random": randomly, "default": usually}
    for role in world.pack.model.role:
        found |= {persona: usually.by(role, persona) for persona in personas_of(world, role)}
    return found


def coverage(world: World, by_kind: Mapping[str, Played]) -> dict[str, Any]:
    """How often everything is met, by kind of player; and what asks about each objective."""
    model = world.pack.model
    questions = model.question.items()
    return {
        "kinds": {kind: _met(world, kind, played) for kind, played in by_kind.items()},
        "objectives": {
            objective: [id for id, question in questions if question.objective == objective]
            for objective in model.pack.objectives
        },
        "questions": {
            id: {"when": question.when, "objective": question.objective or None}
            for id, question in questions
        },
    }


def _met(world: World, kind: str, played: Played) -> dict[str, Any]:
    model = world.pack.model
    ending = np.concatenate([outcome.ending for outcome in played.outcomes])
    happened = np.concatenate([outcome.happened for outcome in played.outcomes])
    offered = sum(outcome.offered for outcome in played.outcomes)
    taken = sum(outcome.taken for outcome in played.outcomes)
    options, choices = options_of(world), choices_of(world)
    own = model.persona[kind].role if kind in model.persona else None
    roles = [model.decision[id].role for id, _ in options]
    roles += [ask.role for ask in world.layout.asks for _ in ask.choices]
    uses = [
        {
            "offered": int(count),
            "share": float(chosen) / int(count) if count else None,
        }
        for count, chosen in zip(np.atleast_1d(offered), np.atleast_1d(taken), strict=True)
    ]
    # A persona is judged by its own seat: what the others did is under their names.
    mine = [own is None or role == own for role in roles]
    named = [f"{first}.{second}" for first, second in (*options, *choices)]
    told = [(name, use) for name, use, kept in zip(named, uses, mine, strict=True) if kept]
    dials = {f"{first}.{second}" for first, second in options}
    return {
        "games": len(ending),
        "endings": {
            id: float(np.count_nonzero(ending == place)) / len(ending)
            for place, id in enumerate(model.ending)
        },
        "events": {
            id: float(np.mean(happened[:, place] > 0)) for place, id in enumerate(model.event)
        },
        "options": {name: use for name, use in told if name in dials},
        "choices": {name: use for name, use in told if name not in dials},
    }


def dead(world: World, covered: Mapping[str, Any], usually: Played) -> dict[str, list[str]]:
    """What is never met.

    Events in no game of any kind, endings rare under every pairing, and options and choices that no
    persona takes in one of a hundred turns it is offered them.
    """
    met: Mapping[str, Any] = covered["kinds"]
    model = world.pack.model
    wanting = [found for kind, found in met.items() if kind in model.persona]
    return {
        "events": [
            id for id in model.event if all(found["events"][id] == 0.0 for found in met.values())
        ],
        "options": _unused(wanting or list(met.values()), "options"),
        "choices": _unused(wanting or list(met.values()), "choices"),
        "endings": _rare_endings(world, usually),
    }


def _unused(found: list[Mapping[str, Any]], table: str) -> list[str]:
    names = dict.fromkeys(name for kind in found for name in kind[table])
    uses = {name: [kind[table][name] for kind in found if name in kind[table]] for name in names}
    return [name for name in names if all((use["share"] or 0.0) < RARE for use in uses[name])]


def _rare_endings(world: World, usually: Played) -> list[str]:
    """Endings below one game in a hundred under every pairing."""
    most = np.zeros(len(world.pack.model.ending))
    for players in {tuple(seats.items()): seats for seats in usually.players}.values():
        outcomes = [
            outcome
            for seats, outcome in zip(usually.players, usually.outcomes, strict=True)
            if seats == players
        ]
        ending = np.concatenate([outcome.ending for outcome in outcomes])
        shares = [
            float(np.count_nonzero(ending == place)) / len(ending) for place in range(len(most))
        ]
        most = np.maximum(most, shares)
    return [id for id, share in zip(world.pack.model.ending, most, strict=True) if share < RARE]
