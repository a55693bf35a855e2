"""What may come of a plan."""

from dataclasses import replace

import numpy as np
import pytest
from numpy.typing import NDArray

from game.engine.offers import Order
from game.engine.turn import State, opening
from game.engine.world import World, compile_world
from game.players.named import parse_player
from game.players.projection import project
from tests.match.plays import PACK

BOATS = Order(amounts={"buy_boats": 1.0})


@pytest.fixture(scope="module")
def world() -> World:
    """The harbour."""
    return compile_world(PACK)


def projected(
    world: World,
    order: Order,
    *,
    role: str = "skipper",
    state: State | None = None,
    seed: int = 1,
    turns: int = 4,
    quantity: str = "fish",
) -> NDArray[np.float64]:
    """A quantity in 50 games, shape (T, 50)."""
    other = {"skipper": "council", "council": "skipper"}[role]
    persona = {"skipper": "steady", "council": "careful"}[other]
    told = project(
        world,
        opening(world) if state is None else state,
        role,
        order,
        {other: parse_player(world, other, persona)},
        seed=seed,
        turns=turns,
        lanes=50,
        quantities=[quantity],
    )
    return told[quantity]


def test_the_same_plan_comes_to_the_same(world: World) -> None:
    """A chart that is drawn twice does not flicker."""
    np.testing.assert_array_equal(projected(world, BOATS), projected(world, BOATS))


def test_another_plan_comes_to_something_else_under_the_same_luck(world: World) -> None:
    """A boat every turn costs cash in each game; a plan that changes nothing comes to just the same."""
    held = projected(world, Order(), quantity="cash")
    assert (projected(world, BOATS, quantity="cash") < held).all()
    repeated = projected(world, Order(dials={"nets": "old"}), quantity="cash")
    np.testing.assert_array_equal(repeated, held)


def test_lucks_differ_among_the_games(world: World) -> None:
    """A band without width would promise what nobody can."""
    assert np.ptp(projected(world, Order())[-1]) > 0.0


def test_another_seed_is_another_luck(world: World) -> None:
    """The luck follows from the seed of the game."""
    assert (projected(world, Order(), seed=1) != projected(world, Order(), seed=2)).any()


def test_what_the_role_cannot_see_changes_nothing(world: World) -> None:
    """The council does not see the fleet's cash, so its charts must not tell of it."""
    state = opening(world)
    rows = state.rows.copy()
    rows[:, world.layout.stocks["cash"]] += 400.0
    richer = replace(state, rows=rows)
    np.testing.assert_array_equal(
        projected(world, Order(), role="council"),
        projected(world, Order(), role="council", state=richer),
    )


def test_it_looks_no_further_than_the_last_turn(world: World) -> None:
    """There is nothing beyond the end of the game."""
    turns = int(world.pack.model.calendar.turns)
    assert len(projected(world, Order(), turns=turns + 5)) == turns
