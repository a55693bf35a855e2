"""What an event asks, what may be answered, and what stands when nothing is."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from game.engine.luck import Luck
from game.engine.offers import AskOffer, ChoiceOffer, Order, offers, refusal, to_order, to_orders
from game.engine.turn import State, advance, hold, opening
from game.engine.world import World, compile_world
from game.packs.read import load_pack

LUCK = Luck(1, np.array([0]))


@pytest.fixture(scope="module")
def world() -> World:
    """The harbour, where a storm asks the skipper to repair or to wait."""
    return compile_world(load_pack(Path(__file__).parents[1] / "fixtures" / "harbour"))


def after_a_storm(world: World, cash: float) -> State:
    """The end of turn 1, in which a storm broke, with this much in the purse."""
    opened = opening(world)
    end = advance(world, opened, hold(world, opened), LUCK).state
    rows = end.rows.copy()
    rows[:, world.layout.fired["storm"]] = 1.0
    rows[:, world.layout.stocks["cash"]] = cash
    return replace(end, rows=rows)


def causes(world: World, state: State, order: Order) -> set[str]:
    """What acted in the next turn when the skipper orders this."""
    turn = advance(world, state, to_orders(world, state, {"skipper": order}), LUCK, ledger=True)
    assert turn.ledger is not None
    return {entry.cause for entry in turn.ledger.entries}


@pytest.mark.parametrize(("cash", "stands"), [(100.0, "repair"), (5.0, "wait")])
def test_unanswered_the_first_choice_stands_that_may_be_given(
    world: World, cash: float, stands: str
) -> None:
    """Silence is no way to a choice whose needs do not hold."""
    state = after_a_storm(world, cash)
    assert offers(world, state, "skipper").asks["storm"].default == stands
    assert f"event.storm.choice.{stands}" in causes(world, state, Order())
    other = {"repair": "wait", "wait": "repair"}[stands]
    assert f"event.storm.choice.{other}" not in causes(world, state, Order())


def test_an_answer_is_refused_for_the_reason_its_pack_gives(world: World) -> None:
    """So is one to an event that asks nothing, and one that is no choice."""
    offered = offers(world, after_a_storm(world, 5.0), "skipper")
    assert refusal(world, offered, Order(answers={"storm": "repair"})) == (
        "The yard wants its money first."
    )
    assert refusal(world, offered, Order(answers={"storm": "wait"})) is None
    assert "no choice flee" in (refusal(world, offered, Order(answers={"storm": "flee"})) or "")
    calm = offers(world, opening(world), "skipper")
    assert calm.asks == {}
    assert "asks skipper nothing" in (refusal(world, calm, Order(answers={"storm": "wait"})) or "")


def test_only_the_role_that_is_asked_has_the_question(world: World) -> None:
    """The council has nothing to say about hulls."""
    assert offers(world, after_a_storm(world, 100.0), "council").asks == {}


def test_an_order_without_an_answer_stays_one(world: World) -> None:
    """What is written down of a game says no more than what was ordered."""
    state = after_a_storm(world, 100.0)
    for order in (Order(), Order(answers={"storm": "wait"})):
        there = to_orders(world, state, {"skipper": order})
        assert to_order(world, state, there, "skipper") == order


def test_the_default_may_always_stand() -> None:
    """Even when the needs of every choice fail, a turn can be ended."""
    assert offered_nothing().refusal(offered_nothing().default) is None


def offered_nothing() -> AskOffer:
    """A question of which no answer may be given."""
    return AskOffer("storm", (ChoiceOffer("repair", "No."), ChoiceOffer("wait", "No.")))
