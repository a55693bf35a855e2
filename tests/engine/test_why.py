"""Every number says why: causes sum to the change, at every level, down to a decision."""

from collections.abc import Iterator
from functools import cache
from itertools import permutations
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.testing import assert_allclose

from game.engine.layout import quantities
from game.engine.luck import Luck
from game.engine.turn import Reader, State, Turn, opening
from game.engine.why import (
    Cause,
    Change,
    History,
    Moment,
    deeper,
    shapley,
    since_start,
    walk_causes,
    why,
)
from game.engine.world import World, compile_world
from game.lang.explain import explain
from game.packs.read import load_pack
from game.players.named import parse_player
from game.players.seats import seated
from tests.engine.small import HARBOUR, Game, amount, dial, event, flow, gauge, small, stock


@cache
def harbour() -> World:
    """The pack with everything in it."""
    return compile_world(load_pack(HARBOUR))


def histories(world: World, seed: int, lanes: int) -> Iterator[tuple[State, Turn]]:
    """Turns of random games, with their ledgers, each with the state before it."""
    players = {role: parse_player(world, role, "random") for role in world.pack.model.role}
    work = seated(world, Luck(seed, np.arange(lanes)), players, ledger=True)
    work.open()
    before = opening(world, lanes)
    for _ in range(world.pack.model.calendar.turns):
        work.begin()
        work.decide()
        turn = work.play()
        assert turn is not None
        yield before, turn
        before = turn.state


def history(world: World, seed: int) -> History:
    """One random game."""
    return History(world, opening(world), [turn for _, turn in histories(world, seed, 1)])


def test_the_ledger_sums_to_the_change_of_every_stock_and_pipeline() -> None:
    """In a thousand random games, to a billionth."""
    world = harbour()
    ids = [*world.pack.model.stock, *world.pack.model.pipeline]
    for before, turn in histories(world, 6, 1000):
        assert turn.ledger is not None
        for id in ids:
            row = world.layout.levels[id]
            was, now = before.rows[:, row], turn.state.rows[:, row]
            summed = np.zeros(1000)
            for entry in turn.ledger.of(id):
                summed += entry.change
            assert_allclose(was + summed, now, rtol=1e-9, atol=1e-9)


def close(summed: float, change: float, *sizes: float) -> bool:
    """Whether a sum is the change, but for rounding of numbers of these sizes."""
    return abs(summed - change) <= 1e-9 * max(1.0, abs(change), *map(abs, sizes))


def check_below(game: History, cause: Cause, depth: int) -> int:
    """Check that what lies behind a cause sums to it, and so on; how many causes were opened."""
    parts = deeper(game, cause)
    if not parts or depth == 0:
        return 0
    assert close(sum(part.change for part in parts), cause.change, *(p.change for p in parts)), (
        cause
    )
    return 1 + sum(check_below(game, part, depth - 1) for part in parts)


@pytest.mark.parametrize("seed", range(4))
def test_causes_sum_to_the_change_of_every_quantity_at_every_level(seed: int) -> None:
    """Gauges, stocks, pipelines and amounts, in every turn, four levels down."""
    game = history(harbour(), seed)
    opened = 0
    for turn in range(1, 13):
        for id in quantities(harbour().pack):
            change = why(game, id, turn)
            assert change.before == game.level(id, Moment(turn - 1))
            assert change.after == game.level(id, Moment(turn))
            moved = change.after - change.before
            assert close(sum(c.change for c in change.causes), moved, change.after), (id, turn)
            opened += sum(check_below(game, cause, 3) for cause in change.causes)
    assert opened > 300


def test_causes_since_the_start_sum_to_the_level() -> None:
    """Where the cash came from, and where it went, over the whole game."""
    game = history(harbour(), 3)
    for id in (*harbour().pack.model.stock, *harbour().pack.model.pipeline):
        change = since_start(game, id)
        moved = change.after - change.before
        assert close(sum(cause.change for cause in change.causes), moved, change.after)


def test_a_change_is_told_from_the_largest_cause_down() -> None:
    """The first line is what mattered most."""
    game = history(harbour(), 3)
    sizes = [abs(cause.change) for cause in why(game, "cash", 5).causes]
    assert sizes == sorted(sizes, reverse=True)
    assert len(sizes) > 1


def shown(change: Change) -> dict[str, float]:
    """Causes by path."""
    return {cause.path: cause.change for cause in change.causes}


def test_a_gauge_is_opened_down_to_the_decision(tmp_path: Path) -> None:
    """Worked out by hand: strength = chips * skill moves from 10 * 3 to 14 * 5.

    Chips first and skill second gives 12 and 28, the other way round 20 and 20: so chips gave 16 and
    skill 24. Of the 4 chips 5 were bought and 1 broke.
    """
    text = (
        stock("chips", 10)
        + stock("skill", 3)
        + gauge("strength", "chips * skill")
        + amount("buy", "chips += buy")
        + flow("wear", "chips", "-1")
        + event("school", "turn == 1", "skill += 2")
    )
    game = Game(small(tmp_path, text)).play({"buy": 5.0})
    change = why(game.history, "strength", 1)
    assert (change.before, change.after) == (30, 70)
    assert shown(change) == {"quantity.skill": 24, "quantity.chips": 16}
    skill, chips = change.causes
    assert [(c.kind, c.path, c.change) for c in deeper(game.history, chips)] == [
        ("decision", "decision.buy", 20),
        ("flow", "flow.wear", -4),
    ]
    assert [(c.kind, c.path, c.change) for c in deeper(game.history, skill)] == [
        ("event", "event.school", 24)
    ]
    found = [(level, cause.path) for level, cause in walk_causes(game.history, change, 1)]
    assert found == [
        (0, "quantity.skill"),
        (1, "event.school"),
        (0, "quantity.chips"),
        (1, "decision.buy"),
        (1, "flow.wear"),
    ]


def test_a_flow_is_as_large_as_before_plus_what_moved_it(tmp_path: Path) -> None:
    """Interest of 10 % on 100, then on 110 + 40: 10 as before, 1 and 4 by what came in."""
    text = stock("a", 100, 0, 10_000) + flow("interest", "a", "a * 0.1") + amount("add", "a += add")
    game = Game(small(tmp_path, text)).play().play({"add": 40.0})
    (added, interest) = why(game.history, "a", 2).causes
    assert_allclose(interest.change, 15, atol=1e-5)
    parts = deeper(game.history, interest)
    assert [part.path for part in parts] == ["flow.interest", "quantity.a"]
    assert_allclose([part.change for part in parts], [10, 5], atol=1e-5)
    below = {part.path: part.change for part in deeper(game.history, parts[1])}
    assert_allclose([below["decision.add"], below["flow.interest"]], [4, 1], atol=1e-5)
    assert (added.path, added.change) == ("decision.add", 40)


def test_a_flow_whose_shares_are_not_defined_still_sums(tmp_path: Path) -> None:
    """The root of a - b is no number while only one of the two has moved."""
    text = stock("sum") + stock("a", 5) + stock("b", 4) + flow("root", "sum", "sqrt(a - b)")
    text += flow("up_a", "a", "4") + flow("up_b", "b", "4")
    text = text.replace('add = "sqrt(a - b)"', 'add = "sqrt(a - b) * turn"')
    game = Game(small(tmp_path, text)).play().play()
    (cause,) = why(game.history, "sum", 2).causes
    parts = deeper(game.history, cause)
    assert {part.kind for part in parts} == {"before", "together"}
    assert close(sum(part.change for part in parts), cause.change)
    assert cause.change == 2


def test_a_flow_that_has_no_value_before_the_first_turn_is_told_as_a_whole(tmp_path: Path) -> None:
    """A tenth part each turn of the clock: there is no turn 0 to compare with."""
    game = Game(small(tmp_path, stock("a") + flow("share", "a", "10 / turn"))).play()
    (cause,) = why(game.history, "a", 1).causes
    assert [(c.kind, c.change) for c in deeper(game.history, cause)] == [("together", 10)]


def test_a_delivery_goes_back_to_the_order_that_paid_for_it(tmp_path: Path) -> None:
    """What arrives in turn 4 was ordered in turn 2; what arrives before was there at the start."""
    text = stock("boats") + amount("buy", "yard += buy")
    text += '[pipeline.yard]\ntitle = "Y"\nunit = "x"\ndelay = 2\ninto = "boats"\nstart = [3, 0]\n'
    text += 'assumption = "For the test."\n'
    game = Game(small(tmp_path, text)).play().play({"buy": 7.0}).play().play()
    (first,) = why(game.history, "boats", 1).causes
    assert [(c.kind, c.change) for c in deeper(game.history, first)] == [("start", 3)]
    (later,) = why(game.history, "boats", 4).causes
    assert [(c.kind, c.path, c.turn, c.change) for c in deeper(game.history, later)] == [
        ("decision", "decision.buy", 2, 7)
    ]


def test_a_gauge_that_follows_a_dial_names_the_option(tmp_path: Path) -> None:
    """It changed because somebody changed the dial."""
    text = stock("a") + dial("plan", {"low": "", "high": ""})
    text += '[gauge.g]\ntitle = "g"\nunit = "x"\nby = "plan"\nvalues = { low = 1, high = 4 }\n'
    game = Game(small(tmp_path, text)).play({"plan": "high"})
    assert shown(why(game.history, "g", 1)) == {"decision.plan.option.high": 3}


def test_a_gauge_held_at_its_limit_shares_only_what_it_moved(tmp_path: Path) -> None:
    """Beyond the limit nothing counts: the shares sum to 2, from 8 up to 10."""
    text = stock("a", 4) + stock("b", 4) + flow("f", "a", "20") + flow("g", "b", "20")
    game = Game(small(tmp_path, text + gauge("g_sum", "a + b") + "max = 10\n")).play()
    assert shown(why(game.history, "g_sum", 1)) == {"quantity.a": 1, "quantity.b": 1}


FORMULAS = (
    "a + b + c",
    "a * b * c",
    "max(a, b) - c",
    "if(a > b, c, a * 2)",
    "a + b * 0",
    "(a + b) * (a + b)",
    "a.change(2) + smooth(b, 3) * c.last",
)


@cache
def sums() -> World:
    """Gauges of three stocks, and of the same with the names turned."""
    text = stock("a", 1) + stock("b", 2) + stock("c", 3)
    for number, formula in enumerate(FORMULAS):
        text += gauge(f"g{number}", formula)
    with TemporaryDirectory() as folder:
        return small(Path(folder), text)


def moved(levels: tuple[int, ...]) -> Reader:
    """A state in which the three stocks, and their pasts, have these levels."""
    world = sums()
    rows = opening(world).rows.copy()
    for place, id in enumerate(("a", "b", "c")):
        rows[0, world.layout.levels[id]] = levels[place]
        if id in world.layout.histories:
            past = world.layout.histories[id]
            rows[0, past.index : past.index + past.count] = levels[place + 3]
    return Reader(world, State(rows))


levels = st.tuples(*[st.integers(-20, 20)] * 6)


@given(formula=st.integers(0, len(FORMULAS) - 1), old=levels, new=levels)
@settings(deadline=None, max_examples=80)
def test_shapley_shares_are_the_average_over_all_orders(
    formula: int, old: tuple[int, ...], new: tuple[int, ...]
) -> None:
    """The definition, computed the slow way: one name after the other, in every order."""
    rule = sums().pack.rules[f"gauge.g{formula}.value"]
    shares = shapley(rule, moved(old), moved(new))
    assert shares is not None
    change = explain(rule, moved(new)).number - explain(rule, moved(old)).number
    assert close(sum(shares.values()), change, *shares.values())
    expected = dict.fromkeys("abc", 0.0)
    for order in permutations(range(3)):
        at = list(old)
        for place in order:
            was = explain(rule, moved(tuple(at))).number
            at[place], at[place + 3] = new[place], new[place + 3]
            expected["abc"[place]] += (explain(rule, moved(tuple(at))).number - was) / 6
    for name, share in expected.items():
        assert close(shares.get(name, 0.0), share, *expected.values())


@given(old=levels, new=levels)
@settings(deadline=None, max_examples=60)
def test_a_name_that_changes_nothing_has_no_share(
    old: tuple[int, ...], new: tuple[int, ...]
) -> None:
    """In a + b * 0, b gets nothing however far it moves: exactly nothing."""
    shares = shapley(sums().pack.rules["gauge.g4.value"], moved(old), moved(new))
    assert shares is not None
    assert shares.get("b", 0.0) == 0.0


@given(a=st.integers(-20, 20), old=st.integers(-20, 20), new=st.integers(-20, 20))
@settings(deadline=None, max_examples=60)
def test_names_that_do_the_same_share_alike(a: int, old: int, new: int) -> None:
    """In (a + b) squared neither is before the other."""
    shares = shapley(
        sums().pack.rules["gauge.g5.value"],
        moved((old, old, a, 0, 0, 0)),
        moved((new, new, a, 0, 0, 0)),
    )
    assert shares is not None
    if old != new:
        assert close(shares["a"], shares["b"], shares["a"])
    else:
        assert shares == {}


def test_more_names_than_a_formula_may_have_are_still_shared(tmp_path: Path) -> None:
    """Twelve names are 4,096 mixed states, and take no time to speak of."""
    names = [f"s{n}" for n in range(12)]
    text = "".join(stock(name, 1) + flow(f"f_{name}", name, str(n)) for n, name in enumerate(names))
    game = Game(small(tmp_path, text + gauge("total", " + ".join(names)))).play()
    found = shown(why(game.history, "total", 1))
    assert_allclose([found[f"quantity.s{n}"] for n in range(1, 12)], range(1, 12))
    assert "quantity.s0" not in found
