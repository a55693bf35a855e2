"""What may come of a plan: games in which one role goes on ordering the same, and the others play.

For one seat of one game: it starts from what the role sees, and draws luck that is not the game's. Two
plans that are projected in the same turn share their luck, so that they differ by nothing else.
"""

from collections.abc import Iterable, Mapping

import numpy as np
from numpy.typing import NDArray

from game.engine.luck import Luck, place
from game.engine.offers import Order
from game.engine.turn import State, Workspace
from game.engine.world import World
from game.players.fixed import FixedPlayer
from game.players.observe import as_seen
from game.players.seats import Player, seated

Floats = NDArray[np.float64]


def project(
    world: World,
    state: State,
    role: str,
    order: Order,
    players: Mapping[str, Player],
    *,
    seed: int,
    turns: int,
    lanes: int,
    quantities: Iterable[str],
) -> dict[str, Floats]:
    """Play games forward in which a role orders the same every turn, as far as that is legal.

    Args:
        world: The pack.
        state: Where one game stands.
        role: Whose plan it is.
        order: The plan: dials that are set, amounts that are ordered every turn, and answers to what
            is asked now.
        players: Who plays the other seats, by role; seats that are missing hold.
        seed: Of the game.
        turns: How far to look ahead; not beyond the last turn.
        lanes: How many games to play.
        quantities: What to tell of them.

    Returns:
        Of each quantity its levels at the ends of the turns, shape (T, B), in its own unit.
    """
    turn = int(state.rows[0, world.layout.turn]) + 1
    own = place(f"projection.{seed}.{role}.{turn}")
    seen = as_seen(world, state, role, Luck(own, np.array([0])))
    seats = {**players, role: FixedPlayer(order.dials, order.amounts)}
    work = seated(world, Luck(own, np.arange(1, lanes + 1)), seats)
    work.load(seen.spread(lanes))
    wanted = tuple(quantities)
    left = world.pack.model.calendar.turns - turn + 1
    ahead = max(0, min(turns, left))
    told = {id: np.empty((ahead, lanes)) for id in wanted}
    for step in range(ahead):
        work.begin()
        work.decide()
        if step == 0:
            _answer(world, work, role, order.answers)
        work.play()
        for id in wanted:
            told[id][step] = work.level(id)
    return told


def _answer(world: World, work: Workspace, role: str, answers: Mapping[str, str]) -> None:
    """Let a role answer what is asked now."""
    orders = work.orders()
    for number, ask in enumerate(world.layout.asks):
        if ask.role == role and ask.event in answers:
            orders.answers[:, number] = ask.choices.index(answers[ask.event])
    work.order(orders)
