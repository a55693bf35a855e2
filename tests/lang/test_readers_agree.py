"""Compiled for many lanes, for one, and explained: a rule comes to the same, to the last bit."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from game.lang.compile import Assembler, Fixed, Flag, Mark, Operand, Pool, Row, bind, run
from game.lang.explain import explain
from game.lang.parse import parse_rule
from game.lang.power import power
from game.lang.tree import Kind, Rule, Symbol
from tests.lang.trees import Case, Moment, cases

Floats = NDArray[np.float64]
ROWS = 400
"""More rows than the leaves and temporaries of one rule take."""


@dataclass(slots=True)
class Sheet:
    """Leaves of a rule in rows, each lane a moment of its own; constants in all lanes alike."""

    moments: Sequence[Moment]
    leaves: list[Callable[[Moment], float]] = field(default_factory=list[Callable[[Moment], float]])

    def _row(self, value: Callable[[Moment], float]) -> Row:
        self.leaves.append(value)
        return Row(len(self.leaves) - 1)

    def level(self, symbol: Symbol) -> Operand:
        """A row; a single number for a constant, as the engine has it."""
        if symbol.kind is Kind.CONSTANT:
            return Fixed(np.array(self.moments[0].level(symbol)))
        return self._row(lambda moment: moment.level(symbol))

    def past(self, symbol: Symbol, word: str, turns: int) -> Operand:
        """A row of levels at another time."""
        return self._row(lambda moment: moment.then(symbol, word, turns))

    def turn(self) -> Operand:
        """A row of turns."""
        return self._row(lambda moment: moment.turn)

    def happened(self, symbol: Symbol, word: str) -> Operand:
        """A row of turns in which an event fired, or of turns that a dial was held."""
        if word == "held":
            return self._row(lambda moment: moment.happened("held", symbol))
        return self._row(lambda moment: moment.fired_in(symbol))


@dataclass(slots=True)
class Cells:
    """Memory for the rows and flags of one rule."""

    rows: Floats
    flags: NDArray[np.bool_]

    def array(self, operand: Operand) -> Any:
        """The array an operand stands for."""
        match operand:
            case Row(index):
                return self.rows[index]
            case Flag(index):
                return self.flags[index]
            case Fixed(value):
                return value
            case _:
                raise AssertionError(operand)

    def recorder(self, mark: Mark, row: Floats) -> None:
        """Nobody records."""


def compiled(rule: Rule, moments: Sequence[Moment]) -> list[float]:
    """What the compiled rule comes to in each lane."""
    sheet = Sheet(moments)
    assembler = Assembler(sheet, Pool(ROWS // 2), Pool(0))
    result = assembler.rule(rule.root)
    cells = Cells(np.zeros((ROWS, len(moments))), np.zeros((ROWS, len(moments)), dtype=np.bool_))
    for index, leaf in enumerate(sheet.leaves):
        cells.rows[index] = [leaf(moment) for moment in moments]
    with np.errstate(all="ignore"):
        run(bind(assembler.drain(), cells))
    return [float(value) for value in np.broadcast_to(cells.array(result), (len(moments),))]


def bits(numbers: Sequence[float]) -> list[str]:
    """The numbers exactly; what is no number has but one form."""
    return [float(number).hex() for number in numbers]


@given(case=cases(most_levels=4), lanes=st.integers(2, 19))
@settings(max_examples=400)
def test_compiled_and_explained_rules_agree_to_the_last_bit(case: Case, lanes: int) -> None:
    """What a student is shown is what was played, alone or in a crowd."""
    rule = parse_rule(case.text, case.scope, case.wanted)
    # Constants are the same in all lanes of a game, hence one moment with them in all.
    moments = [Moment(case.moment.seed, lane) for lane in range(lanes)]
    crowd = compiled(rule, moments)
    alone = [compiled(rule, [moment])[0] for moment in moments]
    shown = [explain(rule, moment).number for moment in moments]
    assert bits(crowd) == bits(alone) == bits(shown)


def test_powers_are_the_same_for_one_lane_and_for_many() -> None:
    """Of a random thousand, fifty squares would differ in the last bit."""
    bases = np.random.default_rng(1).random(1000) * 100
    crowd = bases.copy()
    power(crowd, np.array(2.0), out=crowd)
    for base, expected in zip(bases, crowd, strict=True):
        alone = np.array([base])
        power(alone, np.array(2.0), out=alone)
        assert alone[0] == expected
