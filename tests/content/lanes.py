"""Games of Two Doors, one after the other, with the state at the end of every turn."""

from functools import cache

import numpy as np

from game.engine.luck import Luck
from game.engine.turn import State
from game.engine.world import World, compile_world
from game.lab.games import pairings
from game.packs.read import load_pack
from game.players.named import parse_player
from game.players.seats import seated

SEED = 1
EACH = 3
"""Games of each pairing of personas."""


@cache
def world() -> World:
    """The world of the pack."""
    return compile_world(load_pack("two-doors"))


@cache
def games() -> tuple[tuple[State, ...], ...]:
    """Of each game the states at the ends of its turns, the opening first; each has luck of its own."""
    found: list[tuple[State, ...]] = []
    for number, players in enumerate(pairings(world(), {})):
        seats = {role: parse_player(world(), role, text) for role, text in players.items()}
        lanes = EACH * number + np.arange(EACH)
        work = seated(world(), Luck(SEED, lanes), seats)
        work.open()
        states = [work.state()]
        for _turn in range(world().pack.model.calendar.turns):
            work.begin()
            work.decide()
            work.play()
            states.append(work.state())
        found += [tuple(state.lane(lane) for state in states) for lane in range(EACH)]
    return tuple(found)
