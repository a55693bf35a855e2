"""What many games come to, as plain data for JSON and tables."""

from typing import Any

import numpy as np

from game.engine.world import World
from game.lab.games import Games, Study, goals_of, quantities_of


def summarised(world: World, study: Study, games: Games, seconds: float) -> dict[str, Any]:
    """The result of `lab run`: the same for the same study, but for the time it took.

    Keys: `pack version hash seed games turns seconds games_per_second endings goals events decisions
    quantities`, beside `seats`, `constants` and `watched`, the number of games, from the first, that
    `quantities` are taken from.
    """
    model = world.pack.model
    count = len(games.lanes)
    return {
        "pack": world.pack.id,
        "version": model.pack.version,
        "hash": world.pack.hash,
        "seed": study.seed,
        "games": count,
        "turns": model.calendar.turns,
        "seats": dict(study.seats),
        "constants": dict(study.constants),
        "seconds": round(seconds, 3),
        "games_per_second": round(count / seconds, 1) if seconds > 0 else 0.0,
        "endings": {
            id: float(np.count_nonzero(games.ending == index)) / count
            for index, id in enumerate(model.ending)
        },
        "goals": _goals(world, games),
        "events": _events(world, games),
        "decisions": _decisions(world, games),
        "watched": len(games.levels),
        "quantities": _quantities(world, games),
    }


def _goals(world: World, games: Games) -> dict[str, dict[str, Any]]:
    """Every goal of every role: its level at the end, and how it scores from 0 to 100."""
    found: dict[str, dict[str, Any]] = {role: {} for role in world.pack.model.role}
    for place, (role, id) in enumerate(goals_of(world)):
        goal = world.pack.model.role[role].goal[id]
        levels = games.goals[:, place]
        scores = np.clip((levels - goal.poor) / (goal.fine - goal.poor) * 100.0, 0.0, 100.0)
        low, middle, high = (float(x) for x in np.percentile(levels, (5, 50, 95)))
        found[role][id] = {
            "mean": float(levels.mean()),
            "p05": low,
            "p50": middle,
            "p95": high,
            "score": float(scores.mean()),
        }
    return found


def _events(world: World, games: Games) -> dict[str, dict[str, float]]:
    """Every event: in what share of games it happened, and in which turn it last did."""
    found: dict[str, dict[str, float]] = {}
    for place, id in enumerate(world.pack.model.event):
        turns = games.fired[:, place]
        happened = turns[turns > 0]
        found[id] = {
            "share": float(len(happened)) / len(turns),
            "turn": float(happened.mean()) if len(happened) else 0.0,
        }
    return found


def _decisions(world: World, games: Games) -> dict[str, Any]:
    """Every dial: share of turns at each option. Every amount: mean ordered a turn."""
    played = float(games.ended.sum(dtype=np.int64))
    found: dict[str, Any] = {}
    place = 0
    for id in world.layout.dials:
        options = list(world.pack.model.decision[id].option)
        counts = games.options[:, place : place + len(options)].sum(axis=0, dtype=np.int64)
        found[id] = dict(zip(options, (float(n) / played for n in counts), strict=True))
        place += len(options)
    for index, id in enumerate(world.layout.amounts):
        found[id] = float(games.amounts[:, index].sum()) / played
    return found


def _quantities(world: World, games: Games) -> dict[str, dict[str, list[float]]]:
    """Every quantity: mean and percentiles by turn, the start first."""
    low, middle, high = np.percentile(games.levels, (5, 50, 95), axis=0)
    mean = games.levels.mean(axis=0)
    return {
        id: {
            "mean": mean[:, place].tolist(),
            "p05": low[:, place].tolist(),
            "p50": middle[:, place].tolist(),
            "p95": high[:, place].tolist(),
        }
        for place, id in enumerate(quantities_of(world))
    }
