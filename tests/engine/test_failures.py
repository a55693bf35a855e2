"""A rule that gives no finite number stops the game, and is named with turn and inputs."""

from pathlib import Path

import numpy as np
import pytest

from game.engine.luck import Luck
from game.engine.turn import RuleFailureError, advance, hold, opening
from game.engine.world import UnknownConstantError
from game.players.named import parse_player
from game.players.seats import seated
from tests.engine.small import Game, amount, constant, dial, event, flow, gauge, small, stock

FALLING = stock("a", 2) + flow("fall", "a", "-1") + stock("b") + stock("c", 5)
"""A stock that is 0 at the end of turn 2."""


def noise(of: str, sd: str) -> str:
    """The table of a noise."""
    return f'[noise.n]\nof = "{of}"\ntitle = "n"\nsd = "{sd}"\nassumption = "For the test."\n'


@pytest.mark.parametrize(
    ("text", "turn", "words"),
    [
        (gauge("g", "c / a"), 2, ["gauge.g.value", "c / a", "a = 0", "c = 5"]),
        (gauge("g", "c / a") + "max = 9\n", 2, ["gauge.g.value", "c / a", "a = 0"]),
        (gauge("g", "log(a) + c"), 2, ["gauge.g.value", "log(a) + c", "a = 0"]),
        (gauge("g", "exp(750 - a * 400)"), 2, ["gauge.g.value", "exp(750 - a * 400)"]),
        (flow("f", "b", "c / a"), 3, ["flow.f.add", "c / a", "a = 0", "c = 5"]),
        (noise("b", "c / a"), 2, ["noise.n.sd", "c / a"]),
        (
            event("e", "turn == 2", "b += c / a"),
            2,
            ["event.e.effects", "b += c / a", "a = 0", "c = 5"],
        ),
        (
            dial("p", {"x": "", "y": 'effects = ["b = c / a"]'}),
            3,
            ["decision.p.option.y.effects", "b = c / a", "a = 0", "c = 5"],
        ),
        (
            # What fails feeds a flow and a gauge: they are not to blame.
            flow("f", "c", "b * 0.1") + gauge("g", "b + 1") + amount("buy", "b += buy / a"),
            3,
            ["decision.buy.effects", "b += buy / a", "a = 0", "buy = 1"],
        ),
        (
            # An effect that does not happen is not to blame for one that does.
            event("idle", "turn == 9", "b += 1 / a") + event("e", "turn == 2", "b += c / a"),
            2,
            ["event.e.effects", "b += c / a"],
        ),
        (
            # The inputs are those that were read, before the effect itself changed them.
            amount("buy", "a = buy / a"),
            3,
            ["decision.buy.effects", "a = buy / a", "a = 0", "buy = 1"],
        ),
    ],
)
def test_a_rule_without_a_finite_value_is_named_with_turn_and_inputs(
    tmp_path: Path, text: str, turn: int, words: list[str]
) -> None:
    """An author is told where to look, and what went in."""
    game = Game(small(tmp_path, FALLING + text))
    order: dict[str, str | float] = {}
    if "[decision.buy]" in text:
        order["buy"] = 1.0
    for _ in range(turn - 1):
        game.play()
    if "[decision.p]" in text:
        order["p"] = "y"
    with pytest.raises(RuleFailureError) as caught:
        game.play(order)
    said = str(caught.value)
    for part in (f"turn {turn}", *words):
        assert part in said
    assert len(game.turns) == turn - 1


def test_the_lane_that_fails_is_found_in_a_batch(tmp_path: Path) -> None:
    """With its own constants and its own luck, however many turns were played before."""
    text = FALLING + constant("rate", 1, 0, 2) + event("e", "turn == 4", "b += c / (a + 2 * rate)")
    world = small(tmp_path, text)
    world = world.with_constants({"rate": np.array([0.5, 2.0, 1.0, 0.25])})
    work = seated(world, Luck(1, np.arange(4)), {"us": parse_player(world, "us", "random")})
    work.open()
    for _ in range(3):
        work.begin()
        work.decide()
        work.play()
    work.begin()
    work.decide()
    with pytest.raises(RuleFailureError, match=r"turn 4, event\.e\.effects .*a = -2"):
        work.play()


@pytest.mark.parametrize(
    ("text", "turn", "said"),
    [
        (event("e", "turn > 0", more='chance = "1 / a"'), 2, r"event\.e\.chance .*a = 0"),
        (amount("buy", more='price = "c / a"'), 3, r"decision\.buy\.price .*c = 5, a = 0"),
        (amount("buy", most="log(a)"), 3, r"decision\.buy\.max .*a = 0"),
        (
            dial("p", {"x": "", "y": 'cost = "c / a"'}),
            3,
            r"decision\.p\.option\.y\.cost .*c = 5, a = 0",
        ),
    ],
)
def test_odds_and_prices_without_a_finite_value_stop_the_game_too(
    tmp_path: Path, text: str, turn: int, said: str
) -> None:
    """They would pass in silence, as what never happens or can never be bought."""
    world = small(tmp_path, FALLING + stock("money", 9, 0, 99) + text, role='purse = "money"')
    game = Game(world)
    for _ in range(turn - 1):
        game.play()
    with pytest.raises(RuleFailureError, match=f"turn {turn}, {said}"):
        game.play()


def test_a_failing_rule_leaves_the_state_alone(tmp_path: Path) -> None:
    """Nothing has changed when it is raised: another order may be tried."""
    world = small(tmp_path, stock("a") + amount("buy", "a += 1 / (buy - 1)"))
    state = opening(world)
    before = state.rows.copy()
    bad = hold(world, state)
    bad.amounts[:] = 1
    luck = Luck(1, np.arange(1))
    with pytest.raises(RuleFailureError):
        advance(world, state, bad, luck)
    assert (state.rows == before).all()
    assert advance(world, state, hold(world, state), luck).state.lanes == 1


@pytest.mark.parametrize(
    "text",
    [
        gauge("g", "if(a > 0, c / a, 7)"),
        flow("f", "b", "if(a != 0, c / a, 0)"),
        event("e", "turn == 2", "b += if(a > 0, c / a, 1)"),
        event("e", "turn == 9", "b += c / a"),
        dial("p", {"x": "", "y": 'effects = ["b += c / a"]'}),
        dial("p", {"x": "", "y": ""})
        + '[gauge.g]\ntitle = "g"\nunit = "x"\nby = "p"\nvalues = { x = 1, y = "c / a" }\n',
    ],
)
def test_a_branch_that_is_not_taken_may_divide_by_zero(tmp_path: Path, text: str) -> None:
    """That is what the condition is for."""
    game = Game(small(tmp_path, FALLING + text))
    game.levels("a", 3)
    assert np.isfinite(game.state.rows).all()


def test_an_effect_may_fail_in_a_lane_where_it_does_not_happen(tmp_path: Path) -> None:
    """One game of a batch divides by 1, the other would by 0 but has no such event."""
    text = constant("by", 1, 0, 1) + stock("b") + event("e", "by > 0", "b += 3 / by")
    world = small(tmp_path, text).with_constants({"by": np.array([1.0, 0.0])})
    state = opening(world, 2)
    after = advance(world, state, hold(world, state), Luck(1, np.arange(2))).state
    assert after.rows[:, world.layout.levels["b"]].tolist() == [3, 0]


def test_a_constant_is_refused_outside_its_range(tmp_path: Path) -> None:
    """A dispute stays within what sources say; an unknown name gets the known ones."""
    world = small(tmp_path, stock("a") + constant("rate", 1, 0, 2))
    with pytest.raises(UnknownConstantError, match="rate = 3 is outside its range, 0 to 2"):
        world.with_constants({"rate": 3})
    with pytest.raises(
        UnknownConstantError, match="'pace' is no constant of this pack; it has rate"
    ):
        world.with_constants({"pace": 1})
    with pytest.raises(UnknownConstantError):
        world.with_constants({"rate": float("nan")})


def test_what_a_limit_would_hide_is_still_a_failure(tmp_path: Path) -> None:
    """Infinity is not the greatest level a stock or pipeline may have."""
    text = stock("a") + '[pipeline.way]\ntitle = "W"\nunit = "x"\ndelay = 2\ninto = "a"\nmax = 9\n'
    text += 'assumption = "For the test."\n' + event("e", "turn == 2", "way += 1 / a")
    game = Game(small(tmp_path, text)).play()
    with pytest.raises(RuleFailureError, match=r"turn 2, event\.e\.effects"):
        game.play()
