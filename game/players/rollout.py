"""A persona that looks ahead: it plays each of several orders forward, and takes the best.

For one seat of one game. What limits it is a number of lanes, not a time, so the same game gives the
same answer on any machine.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from game.engine.luck import Luck, place
from game.engine.offers import Order, to_order
from game.engine.turn import Orders, State, Workspace
from game.engine.world import World
from game.lang.compile import Pool
from game.players.observe import as_seen
from game.players.persona import Persona
from game.players.seats import Player, Program, seated

Floats = NDArray[np.float64]

CANDIDATES = 24
"""Orders the persona is asked for, each under another luck."""


@dataclass(frozen=True, slots=True)
class Rollout:
    """A persona with foresight."""

    persona: Persona
    turns: int = 6
    """How far it looks ahead."""
    lanes: int = 960
    """Most games it plays in its head for one order."""

    def program(self, world: World, role: str, rows: Pool, flags: Pool) -> Program:
        """The steps of the persona without foresight: what others expect of it, and it of itself."""
        return self.persona.program(world, role, rows, flags)

    def order(
        self, world: World, state: State, role: str, players: Mapping[str, Player], seed: int
    ) -> Order:
        """The best order it can think of, by what the persona wants.

        It starts from what its role sees, expects all seats to be played by their personas, and knows
        nothing of the luck of the game that is played.

        Args:
            world: The pack.
            state: Where one game stands.
            role: Whose order.
            players: Who plays, by role; seats that are missing hold.
            seed: Of the game.
        """
        turn = int(state.rows[0, world.layout.turn]) + 1
        own = place(f"rollout.{seed}.{role}.{turn}")
        seen = as_seen(world, state, role, Luck(own, np.array([0])))
        seats = {**players, role: self.persona}
        orders = _candidates(world, seen, role, seats, own)
        count = len(orders.dials)
        each = max(1, self.lanes // count)
        luck = Luck(own, np.tile(np.arange(each) + CANDIDATES, count))
        work = seated(world, luck, seats)
        work.load(seen.spread(count * each))
        left = world.pack.model.calendar.turns - turn + 1
        value = np.zeros(count * each)
        for ahead in range(min(self.turns, left)):
            work.begin()
            work.decide()
            if ahead == 0:
                work.order(_repeated(orders, each, work.orders(), world, role))
            work.play()
            value += self._liked(world, work, role)
        best = int(np.argmax(value.reshape(count, each).mean(axis=1)))
        chosen = (orders.dials, orders.amounts, orders.answers)
        return to_order(world, state, Orders(*(part[best : best + 1] for part in chosen)), role)

    def _liked(self, world: World, work: Workspace, role: str) -> Floats:
        """How much the persona likes where each game stands, shape (B,)."""
        goals = world.pack.model.role[role].goal
        liked = np.zeros(work.lanes)
        for id, weight in world.pack.model.persona[self.persona.id].wants.items():
            goal = goals[id]
            liked += weight * (work.goal(role, id) - goal.poor) / (goal.fine - goal.poor)
        return liked


def _candidates(
    world: World, seen: State, role: str, seats: Mapping[str, Player], seed: int
) -> Orders:
    """Different orders the persona might give, the order to hold first."""
    work = seated(world, Luck(seed, np.arange(CANDIDATES)), {role: seats[role]})
    work.load(seen.spread(CANDIDATES))
    work.begin()
    held = work.orders()
    work.decide()
    orders = work.orders()
    every = [
        np.vstack([held_part[:1], part])
        for held_part, part in (
            (held.dials, orders.dials),
            (held.amounts, orders.amounts),
            (held.answers, orders.answers),
        )
    ]
    _, first = np.unique(np.hstack(every), axis=0, return_index=True)
    return Orders(*(part[np.sort(first)] for part in every))


def _repeated(orders: Orders, each: int, others: Orders, world: World, role: str) -> Orders:
    """Each of the role's orders this many times, with what the other seats order in those games."""
    layout, decisions = world.layout, world.pack.model.decision

    def joined(own: Floats, other: Floats, mine: list[bool]) -> Floats:
        return np.where(np.array(mine, dtype=bool), np.repeat(own, each, axis=0), other)

    return Orders(
        dials=joined(
            orders.dials, others.dials, [decisions[id].role == role for id in layout.dials]
        ),
        amounts=joined(
            orders.amounts, others.amounts, [decisions[id].role == role for id in layout.amounts]
        ),
        answers=joined(orders.answers, others.answers, [ask.role == role for ask in layout.asks]),
    )
