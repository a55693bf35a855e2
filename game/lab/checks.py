"""Reality checks of a pack: what it says must be true, tried in many games.

Both arms of a check play the same lanes with the same luck, so a difference between them comes of who
plays and of nothing else. Seats that a check does not name take turns among their personas.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from math import sqrt

import numpy as np
from numpy.typing import NDArray

from game.engine.luck import Luck
from game.engine.world import World, compile_world
from game.errors import GameError
from game.lab.games import pairings
from game.packs.expect import Claim, parse_expect, parse_quota
from game.packs.model import Check, Pack
from game.players.named import parse_player
from game.players.rollout import Rollout
from game.players.seats import seated

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]
Ints = NDArray[np.int64]

SEED = 1
BATCH = 4096
"""Games played at a time."""
_NORMAL_95 = 1.959964


class CheckError(GameError):
    """A check cannot be played."""


@dataclass(frozen=True, slots=True)
class Ends:
    """In what share of games a check held with one constant at the ends of its range."""

    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Verdict:
    """What came of a check."""

    id: str
    title: str
    games: int
    share: float
    """The share of games in which all that is expected held."""
    interval: tuple[float, float]
    """Of that share, at 95%."""
    needed: float
    failing: int | None
    """The first lane in which it did not hold."""
    ends: Mapping[str, Ends]
    """By disputed constant; empty where they were not varied."""

    @property
    def holds(self) -> bool:
        """Whether it held in as large a share of games as it says."""
        return self.share >= self.needed

    @property
    def turned(self) -> tuple[str, ...]:
        """Ends of ranges at which the verdict is another: `constant low`."""
        return tuple(
            f"{id} {end}"
            for id, ends in self.ends.items()
            for end, share in (("low", ends.low), ("high", ends.high))
            if (share >= self.needed) != self.holds
        )


def wilson(held: int, games: int) -> tuple[float, float]:
    """The 95% interval of a share (Wilson, 1927)."""
    share, z2 = held / games, _NORMAL_95**2
    middle = share + z2 / (2 * games)
    half = _NORMAL_95 * sqrt(share * (1 - share) / games + z2 / (4 * games**2))
    scale = 1 + z2 / games
    low = 0.0 if held == 0 else (middle - half) / scale
    return low, 1.0 if held == games else (middle + half) / scale


def disputed(pack: Pack) -> tuple[str, ...]:
    """Constants that little is known about."""
    return tuple(id for id, table in pack.model.constant.items() if table.confidence == "low")


def verdicts(
    pack: Pack,
    games: int | None = None,
    *,
    ranges: int = 0,
    tick: Callable[[str], None] = lambda id: None,
) -> Iterator[Verdict]:
    """Try every check of a pack, in pack order.

    Args:
        pack: A checked pack.
        games: Games for each check; as many as it says when absent.
        ranges: Games with each disputed constant at either end of its range; 0 leaves that out.
        tick: Told the id of the check that is tried next.

    Raises:
        CheckError: A check seats a player that is not known, or one that is not for many games.
    """
    worlds = _Worlds(pack)
    for id, check in pack.model.check.items():
        tick(id)
        quota = parse_quota(check.in_)
        trial = _Trial(worlds, id, check)
        held = trial.held(np.arange(games or quota.games), {})
        count = int(held.sum())
        yield Verdict(
            id=id,
            title=check.title,
            games=len(held),
            share=count / len(held),
            interval=wilson(count, len(held)),
            needed=quota.share,
            failing=None if held.all() else int(np.argmin(held)),
            ends=trial.ends(ranges) if ranges else {},
        )


class _Worlds:
    """A pack compiled once for each start that a check asks for."""

    def __init__(self, pack: Pack) -> None:
        self.pack = pack
        self._made: dict[tuple[tuple[str, float], ...], World] = {}

    def get(self, values: Mapping[str, float]) -> World:
        """The world with some constants set and some stocks starting elsewhere."""
        key = tuple(sorted((id, float(value)) for id, value in values.items()))
        if key not in self._made:
            model = self.pack.model
            stocks = {
                id: table.model_copy(update={"start": values[id]}) if id in values else table
                for id, table in model.stock.items()
            }
            pack = replace(self.pack, model=model.model_copy(update={"stock": stocks}))
            constants = {id: value for id, value in values.items() if id in model.constant}
            self._made[key] = compile_world(pack, constants)
        return self._made[key]


@dataclass(frozen=True, slots=True)
class _Arm:
    """Who plays, and in what world."""

    world: World
    seats: Mapping[str, str]
    fixed: frozenset[str]
    """Constants that the check itself sets."""


class _Trial:
    """Plays the games of one check."""

    def __init__(self, worlds: _Worlds, id: str, check: Check) -> None:
        self.claims = parse_expect(check.expect).claims
        one = (check.compare, check.set_)
        two = ({**check.compare, **check.with_}, {**check.set_, **check.with_set})
        arms = [one, two] if check.with_ or check.with_set else [one]
        self.arms = [_Arm(worlds.get(values), seats, frozenset(values)) for seats, values in arms]
        self.pack = worlds.pack
        for arm in self.arms:
            for role, text in arm.seats.items():
                try:
                    player = parse_player(arm.world, role, text)
                except GameError as error:
                    raise CheckError(f"check {id}: {error}") from error
                if isinstance(player, Rollout):
                    raise CheckError(f"check {id}: a rollout plays one game at a time")
        names = {name.name for name in parse_expect(check.expect).names}
        self.watched = tuple(sorted(names))
        self.turns = max(claim.last for claim in self.claims)

    def held(self, lanes: Ints, constants: Mapping[str, Floats]) -> Flags:
        """In which of some games it holds, shape (B,); constants may be given by game."""
        held = np.empty(len(lanes), dtype=np.bool_)
        count = len(pairings(self.arms[0].world, {}))
        for alike in self._alike():
            places = np.flatnonzero(np.isin(lanes % count, alike))
            for first in range(0, len(places), BATCH):
                batch = places[first : first + BATCH]
                here = {id: values[batch] for id, values in constants.items()}
                levels = [self._levels(arm, alike[0], lanes[batch], here) for arm in self.arms]
                held[batch] = np.logical_and.reduce(
                    [_true(claim, levels[0], levels[-1]) for claim in self.claims]
                )
        return held

    def _alike(self) -> list[list[int]]:
        """Pairings, those together that the check's own seats make the same in every arm."""
        paired = zip(*(pairings(arm.world, arm.seats) for arm in self.arms), strict=True)
        alike: dict[tuple[str, ...], list[int]] = {}
        for index, arms in enumerate(paired):
            players = tuple(player for arm in arms for player in arm.values())
            alike.setdefault(players, []).append(index)
        return list(alike.values())

    def ends(self, games: int) -> dict[str, Ends]:
        """Shares of games with each disputed constant at either end, the others as they are."""
        model = self.pack.model
        fixed = frozenset[str]().union(*(arm.fixed for arm in self.arms))
        varied = [id for id in disputed(self.pack) if id not in fixed]
        # One game after another with all variants, so that they share lanes, luck and pairing.
        shape = (len(varied), 2, games)
        lanes = np.broadcast_to(np.arange(games), shape).ravel()
        constants: dict[str, Floats] = {}
        for place, id in enumerate(varied):
            values = np.full(shape, float(model.constant[id].value))
            values[place, 0] = model.constant[id].low
            values[place, 1] = model.constant[id].high
            constants[id] = values.ravel()
        shares = self.held(lanes, constants).reshape(shape).mean(axis=2)
        return {
            id: Ends(float(low), float(high))
            for id, (low, high) in zip(varied, shares, strict=True)
        }

    def _levels(
        self, arm: _Arm, pairing: int, lanes: Ints, constants: Mapping[str, Floats]
    ) -> Mapping[str, Floats]:
        """Levels of what is watched, at the start and after every turn, shape (T + 1, B)."""
        world = arm.world.with_constants(constants) if constants else arm.world
        players = pairings(world, arm.seats)[pairing]
        seats = {role: parse_player(world, role, text) for role, text in players.items()}
        work = seated(world, Luck(SEED, lanes), seats)
        rows = {id: world.layout.levels.get(id) for id in self.watched}
        levels = {id: np.empty((self.turns + 1, len(lanes))) for id in self.watched}
        work.open()
        for turn in range(self.turns + 1):
            if turn:
                work.begin()
                work.decide()
                work.play()
            for id, row in rows.items():
                levels[id][turn] = world.constants[id] if row is None else work.row(row)
        return levels


def _true(claim: Claim, here: Mapping[str, Floats], there: Mapping[str, Floats]) -> Flags:
    """In which games a claim is true, shape (B,)."""
    mine = _seen(claim, here[claim.quantity])
    match claim.verdict:
        case "higher" | "lower":
            other = _seen(claim, there[claim.quantity])
            sign = 1.0 if claim.verdict == "higher" else -1.0
            bound = other + sign * claim.amount * (np.abs(other) if claim.share else 1.0)
            true = mine > bound if claim.verdict == "higher" else mine < bound
        case "above" | "below":
            if claim.of is None:
                bound = np.array(claim.amount)
            elif claim.of == "start":
                bound = claim.amount * here[claim.quantity][0]
            else:
                bound = claim.amount * _seen(claim, here[claim.of])
            true = mine > bound if claim.verdict == "above" else mine < bound
    return np.logical_and.reduce(true != claim.negated, axis=0)


def _seen(claim: Claim, levels: Floats) -> Floats:
    """What a claim is about: levels of its turns, or one change, shape (N, B)."""
    if claim.change:
        return (levels[claim.last] - levels[claim.first])[np.newaxis]
    return levels[claim.first : claim.last + 1]
