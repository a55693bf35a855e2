"""Compiled rules say what explained rules say, in every lane, to the last bit."""

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.testing import assert_array_equal
from numpy.typing import NDArray

from game.lang.compile import (
    NEVER,
    Assembler,
    Fixed,
    Flag,
    Guarded,
    Mark,
    Operand,
    Pool,
    Row,
    Rows,
    Step,
    bind,
    copy,
    run,
)
from game.lang.explain import explain
from game.lang.parse import parse_rule
from game.lang.tree import Names, Rule, Symbol, Type
from tests.lang.known import SCOPE
from tests.lang.trees import Case, Moment, cases

Floats = NDArray[np.float64]


class MomentLeaves:
    """Leaves of rules in rows that are filled from moments, one for each lane."""

    def __init__(self) -> None:
        self.readers: list[Callable[[Moment], float]] = []
        self._index: dict[tuple[str, ...], int] = {}

    def _row(self, key: tuple[str, ...], reader: Callable[[Moment], float]) -> Row:
        if key not in self._index:
            self._index[key] = len(self.readers)
            self.readers.append(reader)
        return Row(self._index[key])

    def level(self, symbol: Symbol) -> Operand:
        """The row of its level."""
        return self._row((symbol.id,), lambda at: at.level(symbol))

    def past(self, symbol: Symbol, word: str, turns: int) -> Operand:
        """The row of a word of history."""
        return self._row((symbol.id, word, str(turns)), lambda at: at.then(symbol, word, turns))

    def turn(self) -> Operand:
        """The row of the turn."""
        return self._row(("turn",), lambda at: at.turn)

    def happened(self, symbol: Symbol, word: str) -> Operand:
        """The row of what happened, or of how long a dial was held."""
        if word == "held":
            return self._row((symbol.id, "held"), lambda at: at.happened("held", symbol))
        return self._row((symbol.id, "fired"), lambda at: at.fired_in(symbol))


MOST_LEAVES = 200
"""Rows that leaves may take, before temporaries begin."""


class Memory:
    """Rows and flags of some lanes, with leaves filled from moments."""

    def __init__(self, rows: Floats, flags: int) -> None:
        self.rows = rows
        self.flags = np.zeros((flags, rows.shape[1]), dtype=np.bool_)

    def array(self, operand: Operand) -> Any:
        """The array an operand stands for."""
        match operand:
            case Row(index):
                return self.rows[index]
            case Rows(index, count):
                return self.rows[index : index + count]
            case Flag(index):
                return self.flags[index]
            case Fixed(value):
                return value
            case _:
                raise AssertionError(operand)

    def recorder(self, mark: Mark, row: Floats) -> None:
        """Nobody writes changes down."""


def compiled(rule: Rule, moments: Sequence[Moment], *, spaced: bool = False) -> Floats:
    """A rule's value at each of these moments, a lane for each.

    `spaced`: with rows that lie apart in memory.
    """
    leaves, rows, flags = MomentLeaves(), Pool(MOST_LEAVES + 1), Pool(0)
    assembler = Assembler(leaves, rows, flags)
    out = Row(MOST_LEAVES)
    assembler.write(assembler.rule(rule.root), out)
    assert len(leaves.readers) <= MOST_LEAVES
    shape = (rows.end, len(moments) * (2 if spaced else 1))
    space = np.full(shape, np.nan)
    memory = Memory(space[:, ::2] if spaced else space, max(1, flags.end))
    for index, reader in enumerate(leaves.readers):
        memory.rows[index] = [reader(moment) for moment in moments]
    with np.errstate(all="ignore"):
        run(bind(assembler.drain(), memory))
    assert_everything_given_back(rows, flags)
    return memory.rows[out.index].copy()


def assert_everything_given_back(rows: Pool, flags: Pool) -> None:
    """After a rule no temporary is in use: none was lost, none is shared."""
    for pool in (rows, flags):
        assert sorted(pool.free) == list(range(pool.first, pool.end))


def padded(moments: Sequence[Moment]) -> list[Moment]:
    """Lanes come in eights, as in the engine."""
    return list(moments) + [moments[0]] * (-len(moments) % 8)


@given(case=cases(), lanes=st.integers(20, 40), seed=st.integers(0, 2**32))
@settings(deadline=None, max_examples=400)
def test_compiled_lanes_one_lane_and_explanation_agree(case: Case, lanes: int, seed: int) -> None:
    """A game alone, its row in a batch, and what its player is told: one value, to the last bit."""
    rule = parse_rule(case.text, case.scope, case.wanted)
    moments = [case.moment, *(Moment(seed + lane) for lane in range(lanes))]
    batch = compiled(rule, padded(moments))[: len(moments)]
    told = np.array([explain(rule, moment).number for moment in moments])
    assert_array_equal(batch, told)
    assert_array_equal(compiled(rule, padded(moments), spaced=True)[: len(moments)], told)
    for lane, moment in enumerate(moments[:3]):
        assert_array_equal(compiled(rule, padded([moment]))[0], batch[lane])


@given(case=cases(), count=st.sampled_from([8, 64, 1000, 5000]))
@settings(deadline=None, max_examples=40)
def test_where_a_lane_stands_in_a_batch_does_not_matter(case: Case, count: int) -> None:
    """The same moments in another order give the same values in that order."""
    rule = parse_rule(case.text, case.scope, case.wanted)
    some = [Moment(seed) for seed in range(8)]
    few = compiled(rule, some)
    order = np.random.default_rng(count).integers(0, 8, count)
    assert_array_equal(compiled(rule, [some[int(index)] for index in order]), few[order])


def value(text: str, wanted: Type = Type.NUMBER, scope: Names = SCOPE) -> float:
    """The value of a rule without names."""
    return float(compiled(parse_rule(text, scope, wanted), padded([Moment(0)]))[0])


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2 + 3 * 4", 14),
        ("2 ^ 3 ^ 2", 512),
        ("-2 ^ 2", -4),
        ("7 - 2 - 1", 4),
        ("8 / 4 / 2", 1),
        ("min(3, 1, 2) + max(3, 1, 2)", 4),
        ("clamp(12, 0, 10) + clamp(-1, 0, 10) + clamp(5, 0, 10)", 15),
        ("abs(-3) + sqrt(16)", 7),
        ("exp(0) + log(1)", 1),
        ("logistic(0)", 0.5),
        ("curve(ramp, 5)", 2),
        ("curve(ramp, -5) + curve(ramp, 99)", 1 + 2),
        ("if(1 < 2 < 3, 1, 2)", 1),
        ("if(1 < 3 < 2, 1, 2)", 2),
        ("if(1 < 2 and not 2 < 1 or false, 1, 2)", 1),
        ("if(2 > 1, 5, 1 / 0)", 5),
        ("if(2 > 1, 5, log(-1))", 5),
    ],
)
def test_a_rule_by_hand(text: str, expected: float) -> None:
    """Each operator and function, with the binding that school teaches."""
    assert value(text) == expected


def test_the_branch_that_is_not_taken_may_be_anything() -> None:
    """In a batch both branches are computed, and only one is seen."""
    rule = parse_rule("if(unrest > 50, demand / (unrest - 50), 0)", SCOPE, Type.NUMBER)
    moments = padded([Moment(seed) for seed in range(500)])
    levels = np.array([moment.level(SCOPE.symbols["unrest"]) for moment in moments])
    values = compiled(rule, moments)
    assert (levels == 50).any() or (levels < 50).any()
    assert np.isfinite(values).all()


def test_a_pool_refuses_to_take_one_place_back_twice() -> None:
    """Two results would be written to one place, and one would be lost."""
    pool = Pool(3)
    index = pool.take()
    pool.give(index)
    with pytest.raises(AssertionError, match="given back twice"):
        pool.give(index)


def test_a_pool_leaves_places_that_are_not_its_own_alone() -> None:
    """Rows of the state are read by many rules, and are nobody's to give back."""
    pool = Pool(3)
    pool.give(2)
    assert pool.take() == 3
    assert (pool.take(4), pool.end) == (4, 8)


def test_guarded_steps_run_when_any_lane_asks_for_them() -> None:
    """And are skipped when none does."""
    rows = np.zeros((2, 8))
    memory = Memory(rows, 1)
    steps = (Step(copy, (Fixed(np.array(5.0)),), Row(1)),)
    calls = bind((Guarded(Flag(0), steps),), memory)
    run(calls)
    assert not rows.any()
    memory.flags[0, 3] = True
    run(calls)
    assert (rows[1] == 5).all()


def test_steps_may_take_any_number_of_operands() -> None:
    """None, one, two or more, and with a recorder around them."""
    rows = np.arange(32.0).reshape(4, 8)
    seen: list[str] = []

    class Recording(Memory):
        def recorder(self, mark: Mark, row: Floats) -> Any:
            def record(call: Callable[[], None]) -> None:
                seen.append(mark.cause)
                call()

            return record

    def none(out: Floats) -> None:
        out[...] = 7

    def three(first: Floats, second: Floats, third: Floats, out: Floats) -> None:
        out[...] = first + second + third

    program = (
        Step(none, (), Row(0)),
        Step(three, (Row(0), Row(1), Row(2)), Row(3)),
        Step(np.add, (Row(3), Row(3)), Row(3), Mark(("x",), "why")),
    )
    run(bind(program, Recording(rows, 1)))
    assert_array_equal(rows[3], 2 * (7 + rows[1] + rows[2]))
    assert seen == ["why"]


def test_an_event_that_never_fired_is_further_back_than_any_game() -> None:
    """Games last 120 turns at most."""
    assert 0 - NEVER > 120
