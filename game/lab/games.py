"""Many games: lanes dealt to pairings of players, cut into chunks, played, and laid side by side.

Lane n has the same luck and the same pairing whatever the number of games, the size of a chunk or the
executor. So studies with and without a change can be compared game by game.
"""

from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import Executor
from dataclasses import dataclass
from functools import lru_cache
from itertools import product
from pathlib import Path
from threading import local

import numpy as np
from numpy.typing import NDArray

from game.engine.luck import Luck
from game.engine.turn import Workspace
from game.engine.world import World, compile_world
from game.errors import GameError
from game.packs.read import load_pack
from game.players.named import parse_player, personas_of
from game.players.rollout import Rollout
from game.players.seats import seated

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Shorts = NDArray[np.int16]
Counts = NDArray[np.uint8]
"""A game has at most 120 turns, so counts of turns fit a byte."""

CHUNK = 12_288
"""Games played at a time: enough to spread the cost of a call, few enough for the cache."""
CLOSELY = 5_000
"""Games, from the first, whose quantities are kept turn by turn."""


@dataclass(frozen=True, slots=True)
class Study:
    """What is to be played: small, and all an executor needs to be sent."""

    pack: str
    """The pack's id, or the path of its folder."""
    seed: int
    games: int
    seats: Mapping[str, str]
    """The player of each role that was named; the others take turns among their personas."""
    constants: Mapping[str, float]


@dataclass(frozen=True, slots=True, eq=False)
class Games:
    """What came of some games. B of them, of which the first C were watched closely."""

    lanes: Ints
    """Shape (B,), rising."""
    pairing: Shorts
    """Index of the pairing that played, shape (B,)."""
    ending: Shorts
    """Index of the ending, or -1, shape (B,)."""
    ended: Shorts
    """The turn the game ended in, shape (B,)."""
    goals: Floats
    """What counted for the goals when the game ended, shape (B, G), in the order of `goals_of`."""
    fired: Shorts
    """The turn each event last happened in, up to the end, or 0; shape (B, E)."""
    options: Counts
    """For how many turns each option of each dial was held, shape (B, O)."""
    amounts: Floats
    """Sum of each amount ordered, shape (B, A)."""
    levels: Floats
    """Level of every quantity after every turn, and at the start, shape (C, T + 1, Q)."""


def goals_of(world: World) -> tuple[tuple[str, str], ...]:
    """Role and id of every goal, in pack order."""
    roles = world.pack.model.role.items()
    return tuple((role, goal) for role, table in roles for goal in table.goal)


def quantities_of(world: World) -> tuple[str, ...]:
    """Ids of the quantities that studies watch: all that have a level, dials apart."""
    dials = world.layout.dial
    return tuple(id for id in world.layout.levels if id not in dials)


def pairings(world: World, seats: Mapping[str, str]) -> tuple[Mapping[str, str], ...]:
    """All pairings of players: the one named for a seat, else each of its personas in turn.

    A lane's pairing is its number modulo their count, counted as if no seat had been named; so naming
    one seat does not change who sits at the others.
    """
    roles = tuple(world.pack.model.role)
    choices = [personas_of(world, role) or ("hold",) for role in roles]
    return tuple(
        {role: seats.get(role, player) for role, player in zip(roles, players, strict=True)}
        for players in product(*choices)
    )


@lru_cache(maxsize=4)
def _world(pack: str, constants: tuple[tuple[str, float], ...]) -> World:
    """A pack compiled, once for each process."""
    path = Path(pack)
    return compile_world(load_pack(path if path.is_dir() else pack), dict(constants))


class StudyError(GameError):
    """A study cannot be played like that."""


def checked(study: Study) -> World:
    """The world of a study whose players may all sit where they were put.

    Raises:
        UnknownPlayerError: A role or player is not known.
        StudyError: A player is not for many games.
        PackError: The pack cannot be played.
        UnknownConstantError: A constant is not known or out of its range.
    """
    world = world_of(study)
    for role, text in study.seats.items():
        player = parse_player(world, role, text)
        if isinstance(player, Rollout):
            raise StudyError(
                f"{role}: a rollout plays one game at a time; for many games use {player.persona.id}"
            )
    return world


def world_of(study: Study) -> World:
    """The world a study plays in.

    Raises:
        PackError: The pack cannot be played.
        UnknownConstantError: A constant is not known or out of its range.
    """
    return _world(study.pack, tuple(sorted(study.constants.items())))


@dataclass(frozen=True, slots=True, eq=False)
class _Chunk:
    """Some lanes with the same players at all seats."""

    study: Study
    players: Mapping[str, str]
    lanes: Ints
    """Shape (B,), rising."""


def play(
    study: Study,
    executor: Executor | None = None,
    chunk: int = CHUNK,
    tick: Callable[[int], None] = lambda games: None,
) -> Games:
    """Play all games of a study.

    Args:
        study: What to play.
        executor: Where chunks are played; here and now when absent.
        chunk: Games a chunk; it changes the time taken, never the result.
        tick: Told how many more games are done.
    """
    world = world_of(study)
    chunks = list(_chunks(study, pairings(world, study.seats), chunk))
    whole = _room(world, study.games)
    for games in executor.map(_play, chunks) if executor else map(_play, chunks):
        _lay(games, whole)
        tick(len(games.lanes))
    _kept.work = None
    return whole


def _chunks(study: Study, paired: tuple[Mapping[str, str], ...], size: int) -> Iterator[_Chunk]:
    """All lanes, cut into chunks; pairings that naming a seat made alike are played together."""
    alike: dict[tuple[str, ...], list[int]] = {}
    for index, players in enumerate(paired):
        alike.setdefault(tuple(players.values()), []).append(index)
    turns = np.arange(study.games) % len(paired)
    for indices in alike.values():
        lanes = np.flatnonzero(np.isin(turns, indices))
        for first in range(0, len(lanes), size):
            yield _Chunk(study, paired[indices[0]], lanes[first : first + size])


def _room(world: World, games: int) -> Games:
    """Room for this many games: nothing is played yet."""
    layout, model = world.layout, world.pack.model
    options = sum(len(model.decision[id].option) for id in layout.dials)
    watched = (min(games, CLOSELY), model.calendar.turns + 1, len(quantities_of(world)))
    return Games(
        lanes=np.empty(games, dtype=np.int64),
        pairing=np.empty(games, dtype=np.int16),
        ending=np.empty(games, dtype=np.int16),
        ended=np.empty(games, dtype=np.int16),
        goals=np.empty((games, len(goals_of(world)))),
        fired=np.empty((games, len(layout.fired)), dtype=np.int16),
        options=np.empty((games, options), dtype=np.uint8),
        amounts=np.empty((games, len(layout.amounts))),
        levels=np.empty(watched),
    )


def _lay(part: Games, whole: Games) -> None:
    """Put some games in their places: a lane's number is its place."""
    lanes = part.lanes
    for name in ("lanes", "pairing", "ending", "ended", "goals", "fired", "options", "amounts"):
        getattr(whole, name)[lanes] = getattr(part, name)
    whole.levels[lanes[: len(part.levels)]] = part.levels


def _play(chunk: _Chunk) -> Games:
    """Play the games of a chunk."""
    world = world_of(chunk.study)
    work = _seated(chunk)
    work.deal(Luck(chunk.study.seed, chunk.lanes))
    pairing = chunk.lanes % len(pairings(world, chunk.study.seats))
    return _Watch(world, work, chunk.lanes, pairing).games()


class _Kept(local):
    """The room each thread last played in."""

    alike: object = None
    """What chunks have in common that can be played in it."""
    work: Workspace | None = None


_kept = _Kept()


def _seated(chunk: _Chunk) -> Workspace:
    """Room for a chunk; chunks that differ in their lanes alone share it, one after the other."""
    study = chunk.study
    alike = (study.pack, dict(study.constants), dict(chunk.players), len(chunk.lanes))
    if _kept.work is None or _kept.alike != alike:
        _kept.work = None  # so that there is never room for two
        world = world_of(study)
        seats = {role: parse_player(world, role, text) for role, text in chunk.players.items()}
        _kept.work = seated(world, Luck(study.seed, chunk.lanes), seats)
        _kept.alike = alike
    return _kept.work


class _Watch:
    """Plays a batch to the end, and writes down what happens."""

    def __init__(self, world: World, work: Workspace, lanes: Ints, pairing: Ints) -> None:
        self.world, self.work = world, work
        self.lanes, self.pairing = lanes, pairing
        model, layout = world.pack.model, world.layout
        self.turns = model.calendar.turns
        self.rows = [layout.levels[id] for id in quantities_of(world)]
        close = int(np.searchsorted(lanes, CLOSELY))
        self.levels = np.empty((close, self.turns + 1, len(self.rows)))
        sizes = [len(model.decision[id].option) for id in layout.dials]
        self.options = np.zeros((sum(sizes), len(lanes)), dtype=np.uint8)
        self.firsts = [sum(sizes[:place]) for place in range(len(sizes))]
        self.sizes = sizes
        self.amounts = np.zeros((len(layout.amounts), len(lanes)))
        self.fired = np.zeros((len(layout.fired), len(lanes)), dtype=np.int16)
        self.goals = np.zeros((len(goals_of(world)), len(lanes)))

    def games(self) -> Games:
        work, layout = self.work, self.world.layout
        work.open()
        self._look_closely(0)
        for turn in range(1, self.turns + 1):
            work.begin()
            work.decide()
            work.play()
            self._look(turn)
            self._look_closely(turn)
        return Games(
            lanes=self.lanes,
            pairing=self.pairing.astype(np.int16),
            ending=work.row(layout.ending).astype(np.int16),
            ended=work.row(layout.ended).astype(np.int16),
            goals=self.goals.T,
            fired=self.fired.T,
            options=self.options.T,
            amounts=self.amounts.T,
            levels=self.levels,
        )

    def _look(self, turn: int) -> None:
        """Write down what happened in the games that had not ended before this turn."""
        work, layout = self.work, self.world.layout
        ended = work.row(layout.ended)
        on = (ended == 0.0) | (ended == turn)
        for place, id in enumerate(layout.dials):
            dial = work.row(layout.dial[id])
            for index in range(self.sizes[place]):
                self.options[self.firsts[place] + index] += ((dial == index) & on).view(np.uint8)
        for place, id in enumerate(layout.amounts):
            self.amounts[place] += work.row(layout.amount[id]) * on
        for place, row in enumerate(layout.fired.values()):
            np.copyto(self.fired[place], turn, where=(work.row(row) == turn) & on)
        over = ended == turn
        if over.any():
            for place, (role, goal) in enumerate(goals_of(self.world)):
                np.copyto(self.goals[place], work.goal(role, goal), where=over)

    def _look_closely(self, turn: int) -> None:
        if not len(self.levels):
            return
        for place, row in enumerate(self.rows):
            self.levels[:, turn, place] = self.work.row(row)[: len(self.levels)]
