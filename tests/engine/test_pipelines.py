"""Pipelines: what goes in comes out `delay` turns later, and nothing is lost on the way."""

from pathlib import Path

import pytest
from numpy.testing import assert_allclose

from tests.engine.small import Game, amount, dial, event, flow, small, stock


def yard(delay: int = 3, more: str = "") -> str:
    """A pipeline into a stock of boats."""
    return (
        stock("boats")
        + f"""
[pipeline.yard]
title = "Yard"
unit = "x"
delay = {delay}
into = "boats"
assumption = "For the test."
{more}
"""
    )


@pytest.mark.parametrize("delay", [1, 2, 3, 12])
def test_what_is_ordered_comes_out_delay_turns_later(tmp_path: Path, delay: int) -> None:
    """An order of turn 1 with a delay of three quarters is afloat in turn 4, not in turn 3."""
    game = Game(small(tmp_path, yard(delay) + amount("buy", "yard += buy")))
    game.play({"buy": 5.0})
    assert (game.level("yard"), game.level("boats")) == (5, 0)
    levels = game.levels("boats", delay)
    assert levels == [0] * (delay - 1) + [5]
    assert game.level("yard") == 0


def test_a_flow_comes_out_delay_turns_later(tmp_path: Path) -> None:
    """A flow enters in the turn that computes it: the first of it arrives three turns on."""
    game = Game(small(tmp_path, yard() + flow("building", "yard", "turn")))
    assert game.levels("boats", 6) == [0, 0, 0, 1, 3, 6]
    assert game.level("yard") == 4 + 5 + 6


def test_what_an_event_puts_in_comes_out_delay_turns_later(tmp_path: Path) -> None:
    """Events come after deliveries, and still count as of their turn."""
    game = Game(small(tmp_path, yard() + event("gift", "turn == 2", "yard += 7")))
    assert game.levels("boats", 6) == [0, 0, 0, 0, 7, 7]


def test_a_start_is_delivered_in_the_order_in_which_it_is_listed(tmp_path: Path) -> None:
    """The next to arrive stands first."""
    game = Game(small(tmp_path, yard(more="start = [4, 2, 1]")))
    assert game.level("yard") == 7
    assert game.levels("boats", 4) == [4, 6, 7, 7]


def test_a_start_of_one_number_is_spread_evenly(tmp_path: Path) -> None:
    """Twelve on order with a delay of three are four a turn."""
    game = Game(small(tmp_path, yard(more="start = 12")))
    assert game.levels("boats", 4) == [4, 8, 12, 12]


@pytest.mark.parametrize(
    ("effect", "inside", "arrives"),
    [
        ("yard -= 3", 6, [2, 4, 6]),
        ("yard *= 2", 18, [6, 12, 18]),
        ("yard = 3", 3, [1, 2, 3]),
        ("yard += -3", 6, [2, 4, 6]),
        ("yard -= -3", 12, [3, 6, 9]),
        ("yard -= 100", 0, [0, 0, 0]),
        ("yard = -1", 0, [0, 0, 0]),
    ],
)
def test_contents_are_scaled_and_what_is_added_enters_at_the_start(
    tmp_path: Path, effect: str, inside: float, arrives: list[float]
) -> None:
    """A cancelled third is missing from every delivery; nothing leaves that is not there."""
    text = yard(more="start = 9") + dial("plan", {"keep": "", "cut": f'effects = ["{effect}"]'})
    game = Game(small(tmp_path, text)).play({"plan": "cut"})
    assert_allclose(game.level("yard") + game.level("boats"), inside, atol=1e-6)
    assert_allclose([game.level("boats"), *game.levels("boats", 2)], arrives, atol=1e-6)


def test_an_empty_pipeline_that_is_set_gets_it_at_its_start(tmp_path: Path) -> None:
    """There is nothing to scale."""
    game = Game(small(tmp_path, yard() + event("gift", "turn == 1", "yard = 6")))
    assert game.levels("boats", 4) == [0, 0, 0, 6]


def test_a_lasting_cut_never_makes_a_delivery_negative(tmp_path: Path) -> None:
    """What a lasting effect takes is taken from all that is inside, not owed at the start."""
    text = yard(more="start = [9, 0, 0]") + event("cut", "turn == 1", "yard -= 4 for 2 turns")
    game = Game(small(tmp_path, text))
    assert game.levels("boats", 5) == [9, 9, 9, 9, 9]
    assert game.level("yard") == 0


def test_a_flow_out_of_a_stock_takes_what_enters_the_pipeline(tmp_path: Path) -> None:
    """Nothing can flow back out of a pipeline, so its other end stands still too."""
    text = stock("wood", 100) + yard() + flow("building", "yard", "10 - 5 * turn")
    text = text.replace('add = "10', 'from = "wood"\nadd = "10')
    game = Game(small(tmp_path, text))
    for _ in range(8):
        game.play()
        assert game.level("wood") + game.level("yard") + game.level("boats") == 100
    assert game.level("wood") == 95


def test_what_goes_beyond_the_most_is_lost_to_the_limit(tmp_path: Path) -> None:
    """A full yard takes no more, and the ledger says so."""
    game = Game(small(tmp_path, yard(more="max = 10") + flow("building", "yard", "8")))
    game.play()
    game.play()
    assert game.level("yard") == 10
    assert game.causes("yard") == {"flow.building": 8, "limit": -6}


def test_the_ledger_sees_both_ends_of_a_delivery(tmp_path: Path) -> None:
    """What leaves the pipeline is what reaches the stock."""
    game = Game(small(tmp_path, yard(more="start = [4, 2, 1]"))).play()
    assert game.causes("yard") == {"pipeline.yard": -4}
    assert game.causes("boats") == {"pipeline.yard": 4}
