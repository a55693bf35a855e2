"""A rule with values under its parts: what it came to, and why."""

import math
from dataclasses import dataclass, field
from typing import Literal

import pytest
from hypothesis import given

from game.lang.explain import Explained, explain, failing, gap, lines, rendered
from game.lang.parse import parse_rule
from game.lang.tree import Node, Symbol, Type, children
from tests.lang.known import SCOPE
from tests.lang.trees import Case, cases

Word = Literal["start", "last", "change", "smooth"]


@dataclass(frozen=True)
class Desk:
    """Values written out by hand."""

    levels: dict[str, float] = field(default_factory=dict[str, float])
    turn: float = 3.0

    def level(self, symbol: Symbol) -> float:
        """The level given, or 0."""
        return self.levels.get(symbol.id, 0.0)

    def past(self, symbol: Symbol, word: Word, turns: int) -> float:
        """The value given for the words as they are written, or 0."""
        return self.levels.get(f"{symbol.id}.{word}({turns})", 0.0)

    def happened(self, word: Literal["fired", "turns_since", "held"], symbol: Symbol) -> float:
        """The value given for the words as they are written, or 0."""
        return self.levels.get(f"{word}({symbol.id})", 0.0)


def seen(text: str, wanted: Type = Type.BOOLEAN, **levels: float) -> Explained:
    """The rule explained with these levels."""
    return explain(parse_rule(text, SCOPE, wanted), Desk(levels))


def number(text: str, **levels: float) -> float:
    """What the formula comes to."""
    return seen(text, Type.NUMBER, **levels).number


def test_formulas_come_to_what_mathematics_says() -> None:
    """Each sign and function of the language, by hand."""
    assert number("1 + 2 * 3 - 4 / 8") == 6.5
    assert number("2 ^ 3 ^ 2") == 512
    assert number("-unrest ^ 2", unrest=3) == -9
    assert math.isclose(number("20% + tension * 0.3%", tension=40), 0.32)
    assert number("max(1, unrest, 3) + min(2, 4)", unrest=7) == 9
    assert number("clamp(demand, 0, 10)", demand=-5) == 0
    assert number("sqrt(16) + abs(-3) + exp(0) + log(1)") == 8
    assert number("logistic(0)") == 0.5
    assert number("curve(ramp, unrest)", unrest=5) == 2
    assert number("curve(ramp, unrest)", unrest=90) == 2
    assert number("turn * 2") == 6


def test_a_choice_ignores_the_branch_not_taken() -> None:
    """A guard against division by zero guards."""
    text = "if(unrest > 0, treasury / unrest, 7)"
    assert number(text, unrest=0, treasury=3) == 7
    assert number(text, unrest=2, treasury=3) == 1.5


def test_what_is_no_number_comes_out_as_none() -> None:
    """The engine stops there and shows this very explanation."""
    assert math.isinf(number("treasury / unrest", treasury=1))
    assert math.isnan(number("unrest / unrest"))
    assert math.isnan(number("sqrt(demand)", demand=-1))


def test_values_are_such_as_people_take_them() -> None:
    """A condition is true or false, an option has its name."""
    whole = seen("chip_rule == chip_rule.open and unrest > 3", chip_rule=2, unrest=5)
    options, numbers = whole.parts
    assert whole.value is True
    assert [part.value for part in options.parts] == ["open", "open"]
    assert [part.value for part in numbers.parts] == [5.0, 3.0]


def test_parts_carry_their_own_text() -> None:
    """So a face can underline what it speaks of."""
    text = "(unrest + 1) * 2 > 8"
    whole = seen(text, unrest=1)
    product = whole.parts[0]
    assert (whole.text, product.text, product.parts[0].text) == (text, text[:-4], "(unrest + 1)")
    assert text[product.span.start : product.span.end] == product.text
    assert [part.number for part in (whole, product, product.parts[0])] == [0, 4, 2]


@given(cases())
def test_an_explanation_has_the_shape_of_its_rule(case: Case) -> None:
    """No part is left out, whatever the values."""

    def same(part: Explained, node: Node) -> None:
        assert part.node is node
        assert len(part.parts) == len(children(node))
        for below, child in zip(part.parts, children(node), strict=True):
            same(below, child)

    rule = parse_rule(case.text, case.scope, case.wanted)
    explained = explain(rule, case.moment)
    same(explained, rule.root)
    assert rendered(explained)


@given(cases(Type.BOOLEAN))
def test_a_condition_fails_by_some_part_and_holds_by_none(case: Case) -> None:
    """Whoever asks why not is always answered."""
    explained = explain(parse_rule(case.text, case.scope, Type.BOOLEAN), case.moment)
    assert bool(failing(explained)) is not explained.value


def test_a_condition_that_held_shows_the_levels_it_held_by() -> None:
    """One line for the whole and one for each comparison."""
    text = "on_order > 0 and guidance == guidance.discourage"
    assert rendered(seen(text, on_order=12, guidance=1)).splitlines() == [
        "on_order > 0 and guidance == guidance.discourage  (yes)",
        "  on_order > 0  (12 > 0: yes)",
        "  guidance == guidance.discourage  (discourage == discourage: yes)",
    ]


def test_a_condition_that_did_not_hold_says_by_how_much() -> None:
    """The nearest miss is what a student asks for."""
    text = "on_order > 0 and 20 < tension < 60"
    assert rendered(seen(text, on_order=12, tension=66.5)).splitlines() == [
        "on_order > 0 and 20 < tension < 60  (no)",
        "  on_order > 0  (12 > 0: yes)",
        "  20 < tension < 60  (20 < 66.5 < 60: no, by 6.5)",
    ]


def test_a_condition_missed_by_nothing_says_no_distance() -> None:
    """At the very limit `>` does not hold, and "by 0" would puzzle."""
    assert rendered(seen("unrest > 5", unrest=5)) == "unrest > 5  (5 > 5: no)"


def test_formulas_inside_a_comparison_have_lines_of_their_own() -> None:
    """And shares are shown as percentages; what is read off the text is not repeated."""
    text = "fired(customs_block) or nvidia_share * 50% + 5% >= 30%"
    assert rendered(seen(text, nvidia_share=0.4)).splitlines() == [
        "fired(customs_block) or nvidia_share * 50% + 5% >= 30%  (no)",
        "  fired(customs_block)  (no)",
        "  nvidia_share * 50% + 5% >= 30%  (25% >= 30%: no, by 5%)",
        "    nvidia_share * 50% + 5%  (25%)",
        "      nvidia_share * 50%  (20%)",
        "        nvidia_share  (40%)",
    ]


def test_a_face_may_say_numbers_its_own_way() -> None:
    """Units and decimals are the business of whoever knows the quantity."""
    explained = seen("treasury > 5", treasury=3)
    said = lines(explained, lambda _node, value: f"{value:.2f} bn")[0].said
    assert said == "3.00 bn > 5.00 bn: no, by 2.00 bn"


@pytest.mark.parametrize(
    ("text", "levels", "found"),
    [
        ("unrest > 60 and tension > 20", {"unrest": 70}, ["tension > 20"]),
        ("unrest > 60 or tension > 20", {}, ["unrest > 60", "tension > 20"]),
        ("unrest > 60 or tension > 20", {"tension": 30}, []),
        ("not (unrest > 60 or tension > 20)", {"tension": 30}, ["tension > 20"]),
        ("if(unrest > 60, tension > 20, turn > 9)", {}, ["turn > 9"]),
        ("fired(customs_block)", {}, ["fired(customs_block)"]),
        ("true and (unrest > 60 and fired(customs_block))", {"unrest": 70}, ["fired(customs_block)"]),
    ],
)  # fmt: skip
def test_why_not_names_the_smallest_parts(
    text: str, levels: dict[str, float], found: list[str]
) -> None:
    """Of `and` what failed, of `or` all that would have done, through `not` what held."""
    assert [part.text for part in failing(seen(text, Type.BOOLEAN, **levels))] == found


def test_the_gap_is_the_largest_that_any_pair_lacks() -> None:
    """And there is none where no distance says anything."""
    assert gap(seen("40 < unrest < 60", unrest=35)) == 5
    assert gap(seen("40 < unrest < 60", unrest=50)) is None
    assert gap(seen("unrest == 60", unrest=50)) == 10
    assert gap(seen("unrest != 50", unrest=50)) is None
    assert gap(seen("chip_rule == chip_rule.open")) is None
    assert gap(seen("fired(customs_block) == true")) is None


def test_history_is_asked_for_as_it_is_written() -> None:
    """The word and the turns reach whoever holds the past."""
    levels = {"unrest.change(4)": -3.0, "unrest.smooth(2)": 7.0, "turns_since(customs_block)": 2.0}
    text = "unrest.change(4) + smooth(unrest, 2) * turns_since(customs_block)"
    assert explain(parse_rule(text, SCOPE, Type.NUMBER), Desk(levels)).number == 11
