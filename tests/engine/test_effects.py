"""Effects and costs: what they change, in which turn, and in which order."""

from pathlib import Path

import pytest
from numpy.testing import assert_allclose

from tests.engine.small import Game, amount, dial, event, flow, gauge, small, stock


@pytest.mark.parametrize(
    ("effect", "levels"),
    [
        ("a = 7", [7, 7, 7, 7]),
        ("a += 4", [14, 14, 14, 14]),
        ("a -= 4", [6, 6, 6, 6]),
        ("a *= 1.5", [15, 15, 15, 15]),
        ("a += 6 over 3 turns", [12, 14, 16, 16]),
        ("a -= 6 over 3 turns", [8, 6, 4, 4]),
        ("a += 6 for 3 turns", [16, 22, 28, 28]),
        ("a -= 2 for 2 turns", [8, 6, 6, 6]),
        ("a += 6 over 1 turns", [16, 16, 16, 16]),
        ("a += 6 for 1 turns", [16, 16, 16, 16]),
    ],
)
def test_an_effect_of_an_option_happens_in_the_turn_of_the_change(
    tmp_path: Path, effect: str, levels: list[float]
) -> None:
    """And only then, unless it says that it lasts; a lasting one begins at once."""
    text = stock("a", 10) + dial("plan", {"keep": "", "act": f'effects = ["{effect}"]'})
    game = Game(small(tmp_path, text)).play({"plan": "act"})
    assert_allclose([game.level("a"), *game.levels("a", 3)], levels, atol=1e-5)


def test_an_option_that_is_kept_has_no_effect_again(tmp_path: Path) -> None:
    """To order what stands already is to order nothing."""
    text = stock("a") + dial("plan", {"keep": 'effects = ["a += 1"]', "act": ""})
    game = Game(small(tmp_path, text))
    assert game.play({"plan": "keep"}).level("a") == 0
    assert game.play({"plan": "act"}).level("a") == 0
    assert game.play({"plan": "keep"}).level("a") == 1
    assert game.play({"plan": "keep"}).level("a") == 1


def test_an_option_taken_again_begins_its_lasting_effect_again(tmp_path: Path) -> None:
    """What is still to come of the first time is added to what comes of the second."""
    text = stock("a") + dial("plan", {"keep": "", "act": 'effects = ["a += 1 for 4 turns"]'})
    game = Game(small(tmp_path, text))
    levels = [
        game.play({"plan": plan}).level("a") for plan in ("act", "keep", "act", "act", "act", "act")
    ]
    # The first acts in turns 1 to 4, the second in turns 3 to 6.
    assert levels == [1, 2, 4, 6, 7, 8]


def test_the_size_of_a_lasting_effect_is_what_it_was_when_it_began(tmp_path: Path) -> None:
    """It is promised once, and does not follow its formula later."""
    effects = 'effects = ["a += b for 3 turns"]'
    text = stock("a") + stock("b", 1) + flow("rise", "b", "1") + dial("p", {"x": "", "y": effects})
    game = Game(small(tmp_path, text)).play({"p": "y"})
    assert [game.level("a"), *game.levels("a", 3)] == [1, 2, 3, 3]


def test_an_amount_has_effects_only_when_some_is_ordered(tmp_path: Path) -> None:
    """An effect that does not depend on the amount shows it."""
    text = stock("a") + stock("trips") + amount("buy", "a += 2 * buy", "trips += 1")
    game = Game(small(tmp_path, text))
    game.play({"buy": 3.0})
    assert (game.level("a"), game.level("trips")) == (6, 1)
    game.play()
    assert (game.level("a"), game.level("trips")) == (6, 1)
    game.play({"buy": 0.0})
    assert (game.level("a"), game.level("trips")) == (6, 1)


def test_effects_of_one_list_see_those_before_them(tmp_path: Path) -> None:
    """Top to bottom, as they are read."""
    text = stock("a", 1) + stock("b") + amount("go", "a *= 10", "b += a")
    game = Game(small(tmp_path, text)).play({"go": 1.0})
    assert (game.level("a"), game.level("b")) == (10, 10)


def test_effects_of_decisions_happen_in_pack_order(tmp_path: Path) -> None:
    """A dial that stands below an amount in the pack acts after it."""
    double = dial("plan", {"keep": "", "double": 'effects = ["a *= 2"]'})
    add = amount("add", "a += add")
    first = Game(small(tmp_path, stock("a", 1) + add + double)).play({"add": 3.0, "plan": "double"})
    second = Game(small(tmp_path, stock("a", 1) + double + add)).play(
        {"add": 3.0, "plan": "double"}
    )
    assert (first.level("a"), second.level("a")) == (8, 5)


def test_gauges_in_effects_are_those_of_the_end_of_the_last_turn(tmp_path: Path) -> None:
    """Gauges are computed again only after all effects of orders and answers."""
    text = (
        stock("a", 1) + stock("b") + gauge("twice", "2 * a") + amount("go", "a += 9", "b = twice")
    )
    game = Game(small(tmp_path, text)).play({"go": 1.0})
    assert (game.level("b"), game.level("twice")) == (2, 20)


def test_flows_are_computed_from_one_state_after_the_effects(tmp_path: Path) -> None:
    """Two stocks that feed on each other: neither flow sees the other's change."""
    text = stock("a", 3) + stock("b", 5) + flow("f", "a", "b") + flow("g", "b", "a")
    game = Game(small(tmp_path, text + amount("add", "a += add"))).play({"add": 1.0})
    assert (game.level("a"), game.level("b")) == (4 + 5, 5 + 4)


def test_a_flow_with_a_source_moves_and_makes_nothing(tmp_path: Path) -> None:
    """Both ways: a negative flow goes back."""
    text = stock("a", 10) + stock("b", 10) + flow("move", "a", "2 - turn")
    game = Game(small(tmp_path, text.replace('add = "2', 'from = "b"\nadd = "2')))
    assert game.levels("a", 4) == [11, 11, 10, 8]
    assert game.level("b") == 12


PURSE = 'purse = "money"'


def test_an_option_costs_every_turn_it_is_held(tmp_path: Path) -> None:
    """Also in the turn of the change; its cost is what it was when the turn was decided."""
    text = stock("money", 100) + stock("wage", 5)
    text += flow("raise", "wage", "1") + dial("plan", {"off": "", "on": 'cost = "wage"'})
    game = Game(small(tmp_path, text, role=PURSE))
    levels = [
        game.play({"plan": plan}).level("money") for plan in ("off", "on", "on", "off", "off")
    ]
    assert levels == [100, 94, 87, 87, 87]
    assert game.play({"plan": "on"}).causes("money") == {"cost.decision.plan": -10}


def test_an_amount_costs_its_price_at_the_time_of_deciding(tmp_path: Path) -> None:
    """The price that was shown is the price that is paid, whatever other orders do to it."""
    text = stock("money", 100) + stock("scarce", 3) + amount("spoil", "scarce += 50")
    text += amount("buy", "scarce += buy", more='price = "scarce"')
    game = Game(small(tmp_path, text, role=PURSE)).play({"buy": 4.0, "spoil": 1.0})
    assert game.level("money") == 100 - 4 * 3
    assert game.causes("money") == {"cost.decision.buy": -12}


ASKS = event(
    "quake",
    "turn == 2 or turn == 5",
    more="""
once = false
[event.quake.choice.flee]
role = "us"
text = "Flee"
effects = ["a -= 5"]
[event.quake.choice.stay]
role = "us"
text = "Stay"
effects = ["a += 1 for 2 turns"]
""",
)


def test_a_choice_has_its_effects_the_turn_after_its_event(tmp_path: Path) -> None:
    """And only when it was asked: an answer in another turn is no answer."""
    game = Game(small(tmp_path, stock("a") + ASKS))
    levels = [
        game.play({"quake": choice}).level("a")
        for choice in ("stay", "flee", "stay", "flee", "stay", "flee", "flee")
    ]
    assert levels == [0, 0, 1, 2, 2, -3, -3]


def test_a_question_that_is_not_answered_gets_the_first_choice(tmp_path: Path) -> None:
    """A turn can always be ended."""
    game = Game(small(tmp_path, stock("a") + ASKS))
    assert game.levels("a", 4) == [0, 0, -5, -5]
    game.turns.clear()
    for _ in range(3):
        game.play()
    assert game.causes("a") == {"event.quake.choice.flee": -5}


def test_a_limit_holds_a_stock_and_is_named(tmp_path: Path) -> None:
    """What was cut off is in the ledger, so that the causes still sum to the change."""
    text = stock("a", 8, 0, 10) + flow("rise", "a", "5") + event("fall", "turn == 2", "a -= 50")
    game = Game(small(tmp_path, text)).play()
    assert game.level("a") == 10
    assert game.causes("a") == {"flow.rise": 5, "limit": -3}
    game.play()
    assert game.level("a") == 0
    assert game.causes("a") == {"flow.rise": 5, "limit": -5 + 40, "event.fall": -50}


def test_levels_are_rounded_to_a_grain_and_the_ledger_says_so(tmp_path: Path) -> None:
    """A grain of 2^-30 of the stock's size hides the last bits, in which processors differ."""
    game = Game(small(tmp_path, stock("a", 0, 0, 1024) + flow("third", "a", "1 / 3"))).play()
    grain = 2.0**-20
    assert game.level("a") == round((1 / 3) / grain) * grain
    rounding = game.causes("a")["rounding"]
    assert rounding == game.level("a") - 1 / 3
    assert 0 < abs(rounding) <= grain / 2


def test_what_lies_on_the_grain_is_left_alone(tmp_path: Path) -> None:
    """Whole numbers and tenths of powers of two are not touched, and no cause is made up."""
    game = Game(small(tmp_path, stock("a", 0, 0, 1024) + flow("some", "a", "0.625"))).play()
    assert game.causes("a") == {"flow.some": 0.625}
