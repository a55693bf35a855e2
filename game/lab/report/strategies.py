"""A search for a fixed strategy that wins everywhere: the same orders every turn, against anyone."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from game.engine.luck import Luck, places
from game.engine.offers import seat_of
from game.engine.world import World
from game.lab.games import Study, goals_of, pairings
from game.lab.report.coverage import MOST
from game.lab.report.intervals import Interval, interval
from game.lab.report.trial import Outcome, Trial, pins
from game.players.named import personas_of

Floats = NDArray[np.float64]
Run = Callable[[Iterable[Trial]], list[Outcome]]

MAIN = 2
"""How many of a role's goals, from the first, a strategy must win."""
PARTS = (0.0, 0.25, 1.0)
"""Parts of an amount that may be ordered."""
FINALISTS = 4
MISS = 0.05


@dataclass(frozen=True, slots=True)
class Strategy:
    """Orders given every turn, as far as they are legal."""

    dials: tuple[int, ...]
    """Index of an option for each dial of the seat."""
    parts: tuple[float, ...]
    """Of the most there is or the purse could pay, for each amount of the seat."""


@dataclass(frozen=True, slots=True)
class _Table:
    """Where a role's strategies are tried: against every pairing of the others."""

    world: World
    study: Study
    role: str
    run: Run

    @property
    def rivals(self) -> list[dict[str, str]]:
        """All pairings of the other seats."""
        seats = (dict(seats) for seats in pairings(self.world, {self.role: "hold"}))
        return list({tuple(each.items()): each for each in seats}.values())

    @property
    def goals(self) -> list[int]:
        """Places of all goals of the role."""
        return [place for place, (role, _) in enumerate(goals_of(self.world)) if role == self.role]

    def scores(self, strategies: list[Strategy], games: int, first: int) -> Floats:
        """Goals of the role, shape (strategies, rivals, games, G), on lanes from the first on."""
        at_once = max(1, MOST // games)
        lanes = np.arange(first, first + games)
        cuts = [strategies[n : n + at_once] for n in range(0, len(strategies), at_once)]
        trials = [self._trial(cut, seats, lanes) for seats in self.rivals for cut in cuts]
        played = self.run(trials)
        tables: list[Floats] = []
        for place in range(0, len(played), len(cuts)):
            rows = [played[place + n].scores[:, self.goals] for n in range(len(cuts))]
            tables.append(np.concatenate(rows).reshape(len(strategies), games, -1))
        return np.stack(tables, axis=1)

    def of_player(self, player: str, games: int, first: int) -> Floats:
        """The same for one player, shape (rivals, games, G)."""
        lanes = np.arange(first, first + games)
        trials = [Trial(self.study, seats | {self.role: player}, lanes) for seats in self.rivals]
        return np.stack([outcome.scores[:, self.goals] for outcome in self.run(trials)])

    def _trial(
        self, strategies: list[Strategy], seats: dict[str, str], lanes: NDArray[np.int64]
    ) -> Trial:
        layout, seat = self.world.layout, seat_of(self.world, self.role)
        turns = self.world.pack.model.calendar.turns
        dials: list[tuple[int, int, float, int, int]] = []
        amounts: list[tuple[int, int, float, int, int]] = []
        for number, strategy in enumerate(strategies):
            for game in range(number * len(lanes), (number + 1) * len(lanes)):
                for id, index in zip(seat.dials, strategy.dials, strict=True):
                    dials.append((layout.dials.index(id), game, index, 1, turns))
                for id, part in zip(seat.amounts, strategy.parts, strict=True):
                    amounts.append((layout.amounts.index(id), game, part, 1, turns))
        return Trial(
            self.study,
            seats,
            np.tile(lanes, len(strategies)),
            dials=pins(dials),
            amounts=pins(amounts),
        )


def dominant(world: World, study: Study, games: int, run: Run) -> dict[str, Any]:
    """For each role, fixed strategies that beat all of its own personas against every rival.

    They win when, on each of the role's first two goals and against every pairing of the other
    seats, they score more than the best of its personas, beyond intervals that all hold together.
    The search is random, then by mutation of the best; winners are judged on games it has not seen.
    """
    roles = [role for role in world.pack.model.role if _orders(world, role)]
    return {
        role: _searched(_Table(world, study, role, run), games // max(1, len(roles)))
        for role in roles
    }


def _orders(world: World, role: str) -> int:
    seat = seat_of(world, role)
    return len(seat.dials) + len(seat.amounts)


def _searched(table: _Table, games: int) -> dict[str, Any]:
    """Search, with about this many games: a third to draw, a third to mend, a third to judge."""
    rivals = len(table.rivals)
    tried = max(8, games // (3 * rivals))
    own = personas_of(table.world, table.role) or ("hold",)
    judged = max(8, games // (3 * rivals * (FINALISTS + 2 * len(own))))
    few = min(4, judged)
    # The second half is of fresh luck: those chosen for their luck so far have it no more there.
    personas = np.stack([table.of_player(player, 2 * judged, 0) for player in own])
    bar = personas[:, :, :judged].mean(axis=2).max(axis=0)  # (rivals, G)
    pool = list(dict.fromkeys(_drawn(table, number) for number in range(tried)))
    best = _fittest(table, pool, bar, 1, max(4, tried // 16))
    drawn = tried
    for _ in range(2):
        young = [_mutated(table, each, drawn + n) for n, each in enumerate(best * 3)]
        drawn += len(young)
        family = list(dict.fromkeys([*best, *young]))
        best = _fittest(table, family, bar, few, max(4, len(best) // 2))
    best = best[:FINALISTS]
    won = table.scores(best, judged, judged)
    standing = personas[:, :, judged:]
    return {
        "tried": len(pool),
        "goals": [goals_of(table.world)[place][1] for place in table.goals[:MAIN]],
        "closest": _told(table, best[0], won[0], standing, own),
        "winners": [
            told
            for strategy, scores in zip(best, won, strict=True)
            if (told := _told(table, strategy, scores, standing, own))["wins"]
        ],
    }


def _luck(table: _Table, number: int, names: Iterable[str]) -> list[float]:
    """Draws for a strategy with this number."""
    where = places(f"search.{table.role}.{name}" for name in names)
    draws = np.empty((len(where), 1))
    Luck(table.study.seed, np.array([number])).uniform(0, where, draws)
    return draws[:, 0].tolist()


def _drawn(table: _Table, number: int) -> Strategy:
    seat, model = seat_of(table.world, table.role), table.world.pack.model
    luck = iter(_luck(table, number, (*seat.dials, *seat.amounts)))
    return Strategy(
        tuple(int(next(luck) * len(model.decision[id].option)) for id in seat.dials),
        tuple(PARTS[int(next(luck) * len(PARTS))] for _ in seat.amounts),
    )


def _mutated(table: _Table, strategy: Strategy, number: int) -> Strategy:
    """The strategy with one or two of its orders drawn anew."""
    other = _drawn(table, number)
    count = len(strategy.dials) + len(strategy.parts)
    anew = {int(draw * count) for draw in _luck(table, number, ("anew.first", "anew.second"))}
    mixed = [
        theirs if place in anew else ours
        for place, (ours, theirs) in enumerate(
            zip((*strategy.dials, *strategy.parts), (*other.dials, *other.parts), strict=True)
        )
    ]
    dials = len(strategy.dials)
    return Strategy(tuple(int(x) for x in mixed[:dials]), tuple(mixed[dials:]))


def _fittest(
    table: _Table, strategies: list[Strategy], bar: Floats, games: int, kept: int
) -> list[Strategy]:
    """Those that come nearest to winning everywhere: by their least lead over any bar they must pass."""
    lead = table.scores(strategies, games, 0).mean(axis=2) - bar
    least = lead[:, :, :MAIN].min(axis=(1, 2))
    return [strategies[place] for place in np.argsort(-least, kind="stable")[:kept]]


def _told(
    table: _Table, strategy: Strategy, scores: Floats, standing: Floats, own: tuple[str, ...]
) -> dict[str, Any]:
    """A strategy, and its least lead on each goal over each persona, against the hardest rivals."""
    model, seat = table.world.pack.model, seat_of(table.world, table.role)
    names = [goals_of(table.world)[place][1] for place in table.goals]
    main = min(MAIN, len(names))
    miss = MISS / max(1, len(own) * len(scores) * main)
    leads: dict[str, Mapping[str, float]] = {}
    for goal, name in enumerate(names):
        known: list[Interval] = [
            found
            for player in standing
            for rival in range(len(scores))
            if (found := interval(scores[rival, :, goal] - player[rival, :, goal], miss))
        ]
        leads[name] = min(known, key=lambda each: each.low).told()
    return {
        "dials": {
            id: list(model.decision[id].option)[index]
            for id, index in zip(seat.dials, strategy.dials, strict=True)
        },
        "amounts": dict(zip(seat.amounts, strategy.parts, strict=True)),
        "leads": leads,
        "wins": all(leads[name]["low"] > 0.0 for name in names[:main]),
    }
