"""A lane is a game: the same alone, in a batch, in any chunk, with a ledger or without."""

from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.testing import assert_array_equal
from numpy.typing import NDArray

from game.engine.luck import Luck
from game.engine.offers import to_order, to_orders
from game.engine.turn import Orders, Reader, State, advance, hold, opening
from game.engine.world import World, compile_world
from game.lang.explain import explain
from game.packs.read import load_pack
from game.players.named import parse_player
from game.players.seats import seated
from tests.engine.small import HARBOUR, Game, constant, event, flow, gauge, small, stock

Floats = NDArray[np.float64]
TABLES: tuple[Mapping[str, str], ...] = (
    {"skipper": "steady", "council": "careful"},
    {"skipper": "random", "council": "random"},
    {"skipper": "random", "council": "careful"},
    {"skipper": "fixed: nets=fine_mesh, buy_boats=1"},
)


@cache
def harbour() -> World:
    """The pack with everything in it."""
    return compile_world(load_pack(HARBOUR))


def finals(
    world: World, seed: int, lanes: Iterable[int], table: Mapping[str, str], *, ledger: bool = False
) -> Floats:
    """The last state of whole games, a row for each lane."""
    players = {role: parse_player(world, role, name) for role, name in table.items()}
    work = seated(world, Luck(seed, np.array(list(lanes))), players, ledger=ledger)
    work.open()
    for _ in range(world.pack.model.calendar.turns):
        work.begin()
        work.decide()
        work.play()
    return work.state().rows


@pytest.mark.parametrize("table", TABLES, ids=lambda table: " ".join(table.values()))
def test_a_game_alone_is_its_row_in_a_batch(table: Mapping[str, str]) -> None:
    """To the last bit, for every lane of a batch of uneven size and many seeds."""
    for seed in range(5):
        batch = finals(harbour(), seed, range(21), table)
        for lane in range(21):
            alone = finals(harbour(), seed, [lane], table)
            assert_array_equal(alone[0], batch[lane])


@given(
    seed=st.integers(0, 2**64 - 1),
    lanes=st.integers(1, 40),
    chunk=st.integers(1, 40),
    table=st.sampled_from(TABLES),
)
@settings(deadline=None, max_examples=25)
def test_results_do_not_depend_on_how_lanes_are_cut(
    seed: int, lanes: int, chunk: int, table: Mapping[str, str]
) -> None:
    """Chunks of any size, and lanes in any order."""
    whole = finals(harbour(), seed, range(lanes), table)
    cuts = [range(first, min(first + chunk, lanes)) for first in range(0, lanes, chunk)]
    assert_array_equal(np.vstack([finals(harbour(), seed, cut, table) for cut in cuts]), whole)
    backwards = finals(harbour(), seed, reversed(range(lanes)), table)
    assert_array_equal(backwards[::-1], whole)


def test_lanes_beyond_a_chunk_of_thousands_are_the_same() -> None:
    """NumPy takes other ways through long arrays than through short ones."""
    whole = finals(harbour(), 5, range(5000), TABLES[0])
    for lane in (0, 1, 4095, 4096, 4999):
        assert_array_equal(finals(harbour(), 5, [lane], TABLES[0])[0], whole[lane])


@pytest.mark.parametrize("table", TABLES, ids=lambda table: " ".join(table.values()))
def test_a_ledger_changes_nothing(table: Mapping[str, str]) -> None:
    """Looking at a game does not move it."""
    assert_array_equal(
        finals(harbour(), 3, range(50), table, ledger=True),
        finals(harbour(), 3, range(50), table),
    )


def test_states_and_orders_may_lie_in_memory_as_they_like() -> None:
    """Rows one after the other, columns one after the other, or every second row of something."""
    world, luck = harbour(), Luck(1, np.arange(9))
    state = opening(world, 9)
    orders = hold(world, state)
    plain = advance(world, state, orders, luck).state.rows
    wide = np.repeat(state.rows, 2, axis=0)
    strided = [
        State(np.asfortranarray(state.rows)),
        State(np.ascontiguousarray(state.rows)),
        State(wide[::2]),
        state.lane(0).spread(9),
    ]
    for other in strided:
        assert_array_equal(advance(world, other, orders, luck).state.rows, plain)
    odd = Orders(
        *(np.asfortranarray(part) for part in (orders.dials, orders.amounts, orders.answers))
    )
    assert_array_equal(advance(world, state, odd, luck).state.rows, plain)


def test_a_batch_can_be_played_on_from_the_middle() -> None:
    """State is all there is: turns one by one with the orders written down give the same game."""
    world, lanes, turns = harbour(), 6, 12
    players = {role: parse_player(world, role, "random") for role in world.pack.model.role}
    luck = Luck(11, np.arange(lanes))
    work = seated(world, luck, players)
    work.open()
    state = opening(world, lanes)
    for _ in range(turns):
        work.begin()
        work.decide()
        orders = work.orders()
        work.play()
        for lane in range(lanes):
            written = {role: to_order(world, state, orders, role, lane) for role in players}
            replayed = advance(
                world,
                state.lane(lane),
                to_orders(world, state.lane(lane), written),
                Luck(11, np.array([lane])),
            )
            assert_array_equal(replayed.state.rows[0], work.state().rows[lane])
        state = work.state()


def test_decisions_never_shift_luck() -> None:
    """Two orders under one luck: whatever no order touches, and every draw, is the same."""
    world = harbour()
    layout = world.layout
    for seed in range(20):
        luck = Luck(seed, np.arange(1))
        state = opening(world)
        held = hold(world, state)
        other = hold(world, state)
        other.amounts[:] = 2
        other.dials[:] = 1
        drawn: list[Floats] = []
        for orders in (held, other):
            work = seated(world, luck, {})
            work.load(state)
            work.begin()
            work.order(orders)
            work.play()
            rows = [*layout.draws.values(), *(r.index for r in layout.noise.values())]
            drawn.append(np.array([work.row(row)[0] for row in rows]))
        assert_array_equal(drawn[0], drawn[1])


def test_the_global_random_state_is_left_alone() -> None:
    """Neither read nor moved: a notebook around a game keeps its own luck."""
    np.random.seed(1)  # noqa: NPY002
    first = finals(harbour(), 1, range(8), TABLES[1])
    after = np.random.random()  # noqa: NPY002
    np.random.seed(2)  # noqa: NPY002
    assert_array_equal(finals(harbour(), 1, range(8), TABLES[1]), first)
    np.random.seed(1)  # noqa: NPY002
    assert np.random.random() == after  # noqa: NPY002


def test_the_order_of_files_is_irrelevant(tmp_path: Path) -> None:
    """The same tables cut into files of other names give the same games."""
    for source in HARBOUR.rglob("*"):
        if source.is_file():
            name = {"pack.toml": "zz.toml", "play.toml": "aa.toml"}.get(source.name, source.name)
            target = tmp_path / "harbour" / source.relative_to(HARBOUR).with_name(name)
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(source.read_bytes())
    turned = compile_world(load_pack(tmp_path / "harbour"))
    assert turned.pack.hash == harbour().pack.hash
    levels = harbour().layout.levels
    before = finals(harbour(), 4, range(10), TABLES[1])
    after = finals(turned, 4, range(10), TABLES[1])
    for id, row in levels.items():
        assert_array_equal(after[:, turned.layout.levels[id]], before[:, row])


def test_what_another_table_adds_moves_no_draw(tmp_path: Path) -> None:
    """A pack with one more event, noise and stock: what was there before is as it was."""
    wind = '[noise.wind]\nof = "a"\ntitle = "Wind"\nsd = 3\nassumption = "For the test."\n'
    lucky = event("lucky", "turn > 0", "a += 10", more='chance = "30%"\nonce = false')
    before = Game(small(tmp_path, stock("a") + wind + lucky), seed=9)
    more = stock("first") + event("early", "turn > 0", "first += 1", more='chance = "50%"')
    more += wind.replace("wind", "calm").replace('"a"', '"first"')
    after = Game(small(tmp_path, more + stock("a") + wind + lucky), seed=9)
    assert before.levels("a", 12) == after.levels("a", 12)


def test_every_gauge_is_up_to_date_at_the_end_of_a_turn() -> None:
    """What the turn leaves out as unmoved really has not: each formula, read again, agrees."""
    world = harbour()
    players = {role: parse_player(world, role, "random") for role in world.pack.model.role}
    work = seated(world, Luck(2, np.arange(20)), players)
    work.open()
    for turn in range(13):
        state = work.state()
        for lane in range(state.lanes):
            reader = Reader(world, state, lane)
            for id, table in world.pack.model.gauge.items():
                path = f"gauge.{id}.value"
                if table.by is not None:
                    index = int(state.rows[lane, world.layout.dial[table.by]])
                    path = f"gauge.{id}.values.{list(world.pack.model.decision[table.by].option)[index]}"
                value = explain(world.pack.rules[path], reader).number
                if table.min is not None:
                    value = max(value, table.min)
                if table.max is not None:
                    value = min(value, table.max)
                assert state.rows[lane, world.layout.levels[id]] == value, (turn, id)
        if turn < 12:
            work.begin()
            work.decide()
            work.play()


def test_constants_set_by_lane_equal_worlds_of_their_own(tmp_path: Path) -> None:
    """A study varies a constant from lane to lane and gets each world's games."""
    text = (
        constant("rate", 0.1, 0.0, 1.0)
        + constant("lift", 2, 0, 5)
        + stock("a", 10, 0, 1000)
        + flow("grow", "a", "a * rate + lift")
        + gauge("size", "a ^ rate + 2 * rate")
        + event("gift", "a > 12 + lift", "a += 5 * lift over 3 turns", more='chance = "50%"')
    )
    world = small(tmp_path, text)
    rates, lifts = np.linspace(0, 1, 13), np.linspace(5, 0, 13)
    study = finals(world.with_constants({"rate": rates, "lift": lifts}), 8, range(13), {})
    for lane, (rate, lift) in enumerate(zip(rates, lifts, strict=True)):
        own = world.with_constants({"rate": float(rate), "lift": float(lift)})
        assert_array_equal(finals(own, 8, [lane], {})[0], study[lane])
