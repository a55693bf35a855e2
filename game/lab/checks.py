"""Reality checks of a pack: what it says must be true, tried in many games.

Both arms of a check play the same lanes with the same luck, so a difference between them comes of who
plays and of nothing else. Seats that a check does not name take turns among their personas.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
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
    ranged: int = 0
    """In how many games the constants were varied: the first so many of the luck of all."""
    base: float = 0.0
    """The share of just those games in which it held with the constants as they are."""
    ends: Mapping[str, Ends] = field(default_factory=dict[str, Ends])
    """By disputed constant; empty where they were not varied."""

    @property
    def holds(self) -> bool:
        """Whether it held in as large a share of games as it says."""
        return self.share >= self.needed

    @property
    def near(self) -> bool:
        """Whether the share it needs lies within the interval, so that more games may tell otherwise."""
        low, high = self.interval
        return low < self.needed < high

    @property
    def turned(self) -> tuple[str, ...]:
        """Ends of ranges at which the verdict on the same games is another: `constant low`."""
        return tuple(
            f"{id} {end}"
            for id, ends in self.ends.items()
            for end, share in (("low", ends.low), ("high", ends.high))
            if (share >= self.needed) != (self.base >= self.needed)
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
    constants: Mapping[str, float] | None = None,
    tick: Callable[[str], None] = lambda id: None,
) -> Iterator[Verdict]:
    """Try every check of a pack, in pack order.

    Args:
        pack: A checked pack.
        games: Games for each check; as many as it says when absent.
        ranges: Games with each disputed constant at either end of its range; 0 leaves that out.
        constants: Values other than the pack's own; a check that sets one itself keeps to that.
        tick: Told the id of the check that is tried next.

    Raises:
        CheckError: A check seats a player that is not known, or one that is not for many games.
        UnknownConstantError: A constant is not known or out of its range.
    """
    worlds = Worlds(pack, constants)
    for id, check in pack.model.check.items():
        tick(id)
        quota = parse_quota(check.in_)
        trial = CheckTrial(worlds, id, check)
        asked = games or quota.games
        tried = trial.held(np.arange(max(asked, ranges)), {})
        held = tried[:asked]
        count = int(held.sum())
        yield Verdict(
            id=id,
            title=check.title,
            games=len(held),
            share=count / len(held),
            interval=wilson(count, len(held)),
            needed=quota.share,
            failing=None if held.all() else int(np.argmin(held)),
            ranged=ranges,
            base=float(tried[:ranges].mean()) if ranges else 0.0,
            ends=trial.ends(ranges) if ranges else {},
        )


class Worlds:
    """A pack compiled once for each start that a check asks for."""

    def __init__(
        self,
        pack: Pack,
        constants: Mapping[str, float] | None = None,
        *,
        seed: int = SEED,
        keep: bool = False,
    ) -> None:
        """Worlds of this pack.

        Args:
            pack: A checked pack.
            constants: Values other than the pack's own.
            seed: Of the luck in all of them.
            keep: Whether games that more than one check plays are kept for the next; quicker, but it
                takes memory.
        """
        self.pack = pack
        self.constants = dict(constants or {})
        self.seed = seed
        self.kept: dict[object, Mapping[str, Floats]] = {}
        """Levels that were watched, of games that more than one check plays."""
        self._shared: dict[object, list[Check]] = {}
        for check in pack.model.check.values() if keep else ():
            for seats, values in _arms_of(check):
                self._shared.setdefault(_name_of(seats, values), []).append(check)
        self._made: dict[tuple[tuple[str, float], ...], World] = {}

    def sharing(self, seats: Mapping[str, str], values: Mapping[str, float]) -> list[Check]:
        """Checks that play an arm with these seats and values, where games are kept."""
        return self._shared.get(_name_of(seats, values), [])

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
            own = {id: value for id, value in values.items() if id in model.constant}
            constants = {**self.constants, **own}
            self._made[key] = compile_world(pack, constants)
        return self._made[key]


def _arms_of(check: Check) -> list[tuple[Mapping[str, str], Mapping[str, float]]]:
    """Seats and values of each arm of a check."""
    one = (check.compare, check.set_)
    two = ({**check.compare, **check.with_}, {**check.set_, **check.with_set})
    return [one, two] if check.with_ or check.with_set else [one]


def _name_of(seats: Mapping[str, str], values: Mapping[str, float]) -> object:
    """The same for arms that are the same."""
    return tuple(sorted(seats.items())), tuple(sorted(values.items()))


@dataclass(frozen=True, slots=True)
class _Arm:
    """Who plays, in what world, and what is watched."""

    world: World
    seats: Mapping[str, str]
    values: Mapping[str, float]
    """Constants that the check itself sets, and stocks that it starts elsewhere."""
    watched: tuple[str, ...]
    turns: int
    shared: bool
    """Whether other checks play the same games."""


def _arm(
    worlds: Worlds, check: Check, seats: Mapping[str, str], values: Mapping[str, float]
) -> _Arm:
    """An arm that watches what this check asks for, and others that play the same games."""
    others = worlds.sharing(seats, values)
    asked = [parse_expect(each.expect) for each in (check, *others)]
    watched = sorted({name.name for each in asked for name in each.names})
    turns = max(claim.last for each in asked for claim in each.claims)
    return _Arm(worlds.get(values), seats, values, tuple(watched), turns, len(others) > 1)


class CheckTrial:
    """Plays the games of one check."""

    def __init__(self, worlds: Worlds, id: str, check: Check) -> None:
        """Room for that check.

        Raises:
            CheckError: It seats a player that is not known, or one that is not for many games.
        """
        self.claims = parse_expect(check.expect).claims
        self.arms = [_arm(worlds, check, seats, values) for seats, values in _arms_of(check)]
        self.worlds = worlds
        self.pack = worlds.pack
        for arm in self.arms:
            for role, text in arm.seats.items():
                try:
                    player = parse_player(arm.world, role, text)
                except GameError as error:
                    raise CheckError(f"check {id}: {error}") from error
                if isinstance(player, Rollout):
                    raise CheckError(f"check {id}: a rollout plays one game at a time")

    @property
    def fixed(self) -> frozenset[str]:
        """Constants that the check itself sets."""
        return frozenset(
            id for arm in self.arms for id in arm.values if id in self.pack.model.constant
        )

    def held(
        self,
        lanes: Ints,
        constants: Mapping[str, Floats],
        tick: Callable[[int], None] = lambda games: None,
    ) -> Flags:
        """In which of some games it holds, shape (B,).

        Args:
            lanes: Of the games; two of the same lane have the same luck.
            constants: Values by game, shape (B,).
            tick: Told how many more games are done.
        """
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
                tick(len(batch))
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
        fixed = self.fixed | self.worlds.constants.keys()
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
        own = {id: values for id, values in constants.items() if id not in arm.values}
        world = arm.world.with_constants(own) if own else arm.world
        players = pairings(world, arm.seats)[pairing]
        given = tuple((id, values.tobytes()) for id, values in own.items())
        key = (*players.items(), *sorted(arm.values.items()), lanes.tobytes(), *given)
        if key in self.worlds.kept:
            return self.worlds.kept[key]
        seats = {role: parse_player(world, role, text) for role, text in players.items()}
        work = seated(world, Luck(self.worlds.seed, lanes), seats)
        rows = {id: world.layout.levels.get(id) for id in arm.watched}
        levels = {id: np.empty((arm.turns + 1, len(lanes))) for id in arm.watched}
        work.open()
        for turn in range(arm.turns + 1):
            if turn:
                work.begin()
                work.decide()
                work.play()
            for id, row in rows.items():
                levels[id][turn] = world.constants[id] if row is None else work.row(row)
        if arm.shared:
            self.worlds.kept[key] = levels
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
