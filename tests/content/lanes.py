"""Games of a shipped pack, one after the other, with the state at the end of every turn."""

from collections.abc import Iterator

import numpy as np

from game.engine.luck import Luck
from game.engine.turn import State
from game.engine.world import World, compile_world
from game.lab.games import pairings
from game.packs.read import load_pack
from game.players.named import parse_player
from game.players.seats import seated

SEED = 1


def games(world: World, count: int) -> Iterator[list[State]]:
    """So many games of each pairing of personas: the states at the ends of the turns, the opening first."""
    for number, players in enumerate(pairings(world, {})):
        seats = {role: parse_player(world, role, text) for role, text in players.items()}
        work = seated(world, Luck(SEED, number * count + np.arange(count)), seats)
        work.open()
        states = [work.state()]
        for _turn in range(world.pack.model.calendar.turns):
            work.begin()
            work.decide()
            work.play()
            states.append(work.state())
        for lane in range(count):
            alone = [state.lane(lane) for state in states]
            ended = int(alone[-1].rows[0, world.layout.ended])
            yield alone[: (ended or len(states)) + 1]


def shipped(pack: str) -> World:
    """The world of a shipped pack."""
    return compile_world(load_pack(pack))
