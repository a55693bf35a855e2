"""A dispute: some constants set within their ranges, and what that turns.

Every check of the pack and every goal is played twice, with the pack's own values and with the others.
Both sides share lanes, luck and players, so a difference between them comes of the constants and of
nothing else.
"""

from collections.abc import Callable, Mapping
from concurrent.futures import Executor
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from game.engine.luck import Luck
from game.engine.world import World, check_constants
from game.errors import GameError
from game.lab.checks import BATCH, SEED, CheckTrial, Worlds, wilson
from game.lab.games import goals_of, pairings
from game.lab.report.intervals import interval
from game.packs.expect import parse_quota
from game.packs.model import Pack
from game.players.named import parse_player
from game.players.seats import seated

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

GAMES = 200
"""Games for each check and for the goals: enough to tell a share to seven points, in some seconds."""
KEPT = 1000
"""Up to so many games, checks with the same players share what was played."""


class DisputeError(GameError):
    """There is nothing to dispute."""


@dataclass(frozen=True, slots=True)
class Share:
    """In what part of the games a check held."""

    share: float
    low: float
    """Of the 95% interval."""
    high: float
    needed: float
    """The part that the check says."""

    @property
    def holds(self) -> bool:
        """Whether it held in as large a part as it says."""
        return self.share >= self.needed

    @property
    def near(self) -> bool:
        """Whether the part it needs lies within the interval, so that more games may tell otherwise."""
        return self.low < self.needed < self.high


@dataclass(frozen=True, slots=True)
class Conclusion:
    """A check, with the pack's own constants and with the others."""

    id: str
    before: Share
    after: Share
    sets: tuple[str, ...]
    """Disputed constants that the check itself sets, so that it does not answer to them."""

    @property
    def flips(self) -> bool:
        """Whether its verdict is another."""
        return self.before.holds != self.after.holds


@dataclass(frozen=True, slots=True)
class Spread:
    """Levels at the end of many games."""

    p05: float
    p50: float
    p95: float


@dataclass(frozen=True, slots=True)
class GoalMove:
    """A goal of a seat, with the pack's own constants and with the others."""

    role: str
    id: str
    before: Spread
    after: Spread
    change: float
    """Mean change of a game from one side to the other, in the unit of the goal's quantity."""
    low: float
    """Of an interval that misses the change of any goal in one dispute of twenty."""
    high: float
    points: float
    """The change on the way from poor (0) to fine (100)."""

    @property
    def moved(self) -> bool:
        """Whether it changed by more than its interval."""
        return self.low > 0.0 or self.high < 0.0


@dataclass(frozen=True, slots=True)
class Dispute:
    """What came of it."""

    constants: Mapping[str, float]
    """The values that were set."""
    games: int
    """Games for each check and for the goals, on either side."""
    seed: int
    conclusions: tuple[Conclusion, ...]
    """In pack order."""
    goals: tuple[GoalMove, ...]


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a dispute has come."""

    done: int
    """Games that were played."""
    whole: int
    at: str
    """The check that is tried; empty for the goals."""
    conclusions: tuple[Conclusion, ...]
    """Those that are known."""


Tick = Callable[[Progress], None]


def dispute(
    pack: Pack,
    constants: Mapping[str, float],
    games: int = GAMES,
    seed: int = SEED,
    executor: Executor | None = None,
    tick: Tick = lambda progress: None,
) -> Dispute:
    """Set some constants, and see which checks and goals of a pack answer.

    Args:
        pack: A checked pack.
        constants: Values within their ranges, by id.
        games: Games for each check and for the goals, at least 2.
        seed: Of the luck of both sides.
        executor: Where checks are tried; here and now when absent.
        tick: Told how far it has come; what it raises ends the dispute.

    Raises:
        UnknownConstantError: A constant is not known or out of its range.
        DisputeError: No constant is set, or too few games are asked for.
        CheckError: A check of the pack cannot be played.
    """
    check_constants(pack, constants)
    if not constants:
        raise DisputeError("no constant is set, so there is nothing to dispute")
    if games < 2:
        raise DisputeError("a dispute needs two games or more")
    parts = (*pack.model.check, "")
    known: list[Conclusion] = []
    goals: tuple[GoalMove, ...] = ()
    done, whole = 0, len(parts) * games * 2

    def told(at: str, more: int) -> None:
        nonlocal done
        done += more
        tick(Progress(done, whole, at, tuple(known)))

    if executor is None:
        table = _Table(Worlds(pack, seed=seed, keep=games <= KEPT), constants, games)
        results = (table.part(id, lambda more, id=id: told(id, more)) for id in parts)
    else:
        jobs = [_Job(pack, dict(constants), games, seed, id) for id in parts]
        results = executor.map(_played, jobs)
    for id, result in zip(parts, results, strict=True):
        if executor is not None:
            told(id, games * 2)
        if isinstance(result, Conclusion):
            known.append(result)
        else:
            goals = result
    return Dispute(dict(constants), games, seed, tuple(known), goals)


@dataclass(frozen=True, slots=True, eq=False)
class _Job:
    """One part of a dispute, as it is sent to another process."""

    pack: Pack
    constants: Mapping[str, float]
    games: int
    seed: int
    part: str


def _played(job: _Job) -> Conclusion | tuple[GoalMove, ...]:
    table = _Table(Worlds(job.pack, seed=job.seed), job.constants, job.games)
    return table.part(job.part, lambda games: None)


class _Table:
    """Plays the parts of a dispute."""

    def __init__(self, worlds: Worlds, constants: Mapping[str, float], games: int) -> None:
        self.worlds, self.disputed, self.games = worlds, constants, games
        # First all games of one side, then the same games of the other.
        self.lanes = np.tile(np.arange(games), 2)
        model = worlds.pack.model
        self.constants = {
            id: np.repeat((float(model.constant[id].value), float(value)), games)
            for id, value in constants.items()
        }

    def part(self, id: str, tick: Callable[[int], None]) -> Conclusion | tuple[GoalMove, ...]:
        """The check of that id; of an empty id, the goals."""
        return self._check(id, tick) if id else self._goals(tick)

    def _check(self, id: str, tick: Callable[[int], None]) -> Conclusion:
        check = self.worlds.pack.model.check[id]
        trial = CheckTrial(self.worlds, id, check)
        needed = parse_quota(check.in_).share
        held = trial.held(self.lanes, self.constants, tick)
        before, after = (_share(int(side.sum()), self.games, needed) for side in np.split(held, 2))
        sets = tuple(each for each in self.disputed if each in trial.fixed)
        return Conclusion(id, before, after, sets)

    def _goals(self, tick: Callable[[int], None]) -> tuple[GoalMove, ...]:
        world = self.worlds.get({})
        known = goals_of(world)
        levels = np.empty((len(known), len(self.lanes)))
        paired = pairings(world, {})
        for number, players in enumerate(paired):
            places = np.flatnonzero(self.lanes % len(paired) == number)
            for first in range(0, len(places), BATCH):
                batch = places[first : first + BATCH]
                own = {id: values[batch] for id, values in self.constants.items()}
                luck = Luck(self.worlds.seed, self.lanes[batch])
                levels[:, batch] = _ends(world.with_constants(own), players, luck)
                tick(len(batch))
        model = self.worlds.pack.model
        moves: list[GoalMove] = []
        for (role, id), row in zip(known, levels, strict=True):
            before, after = np.split(row, 2)
            found = interval(after - before, miss=0.05 / len(known))
            assert found is not None
            goal = model.role[role].goal[id]
            points = found.mean / (goal.fine - goal.poor) * 100.0
            spreads = _spread(before), _spread(after)
            moves.append(
                GoalMove(role, id, *spreads, found.mean, found.low, found.high, float(points))
            )
        return tuple(moves)


def _share(held: int, games: int, needed: float) -> Share:
    low, high = wilson(held, games)
    return Share(held / games, low, high, needed)


def _spread(levels: Floats) -> Spread:
    return Spread(*(float(level) for level in np.percentile(levels, (5, 50, 95))))


def _ends(world: World, players: Mapping[str, str], luck: Luck) -> Floats:
    """What counted for the goals when each game ended, shape (G, B)."""
    work = seated(world, luck, {r: parse_player(world, r, text) for r, text in players.items()})
    known = goals_of(world)
    levels = np.zeros((len(known), work.lanes))
    work.open()
    for turn in range(1, world.pack.model.calendar.turns + 1):
        work.begin()
        work.decide()
        work.play()
        over = work.row(world.layout.ended) == turn
        if over.any():
            for row, (role, id) in zip(levels, known, strict=True):
                np.copyto(row, work.goal(role, id), where=over)
    return levels
