"""The bounds of a rule: never too narrow, and narrow enough to be of use."""

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from game.lang.bounds import Interval, bounds, dangers, verdict
from game.lang.explain import Explained, explain
from game.lang.parse import parse_rule
from game.lang.tree import Type
from tests.lang.known import SCOPE
from tests.lang.trees import Case, Moment, cases


def interval(text: str) -> Interval:
    """The bounds of a formula."""
    return bounds(parse_rule(text, SCOPE, Type.NUMBER).root)


def every_part(part: Explained) -> list[Explained]:
    """The part and all below it."""
    return [part, *(below for inner in part.parts for below in every_part(inner))]


@given(case=cases(), seeds=st.lists(st.integers(0, 1_000_000), min_size=5, max_size=5))
@settings(max_examples=400)
def test_no_value_of_any_part_is_out_of_bounds(case: Case, seeds: list[int]) -> None:
    """Whatever the quantities are within their limits; and what is called defined is finite."""
    rule = parse_rule(case.text, case.scope, case.wanted)
    whole = bounds(rule.root)
    for seed in seeds:
        explained = explain(rule, Moment(seed))
        if whole.defined:
            assert math.isfinite(explained.number)
        if not math.isnan(explained.number):
            assert explained.number in whole
        for part in every_part(explained):
            inside = bounds(part.node)
            if not math.isnan(part.number):
                assert part.number in inside


@given(case=cases(Type.BOOLEAN), seeds=st.lists(st.integers(0, 1_000_000), min_size=8, max_size=8))
@settings(max_examples=400)
def test_a_verdict_is_never_wrong(case: Case, seeds: list[int]) -> None:
    """What always holds does, in each moment there can be, and what never holds does not."""
    rule = parse_rule(case.text, case.scope, Type.BOOLEAN)
    judged = verdict(rule)
    for seed in seeds:
        if judged != "open":
            assert explain(rule, Moment(seed)).value is (judged == "always")


@given(cases(Type.BOOLEAN))
def test_a_verdict_on_the_opposite_is_the_opposite(case: Case) -> None:
    """What never holds is always not so."""
    opposite = {"always": "never", "never": "always", "open": "open"}
    rule = parse_rule(case.text, case.scope, Type.BOOLEAN)
    text = f"not ({case.text})"
    if len(text) <= 500:
        assert verdict(parse_rule(text, case.scope, Type.BOOLEAN)) == opposite[verdict(rule)]


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("unrest", 0, 100),
        ("-unrest + 5", -95, 5),
        ("demand * unrest", -5000, 5000),
        ("demand * demand", -2500, 2500),
        ("demand ^ 2", 0, 2500),
        ("demand ^ 3", -125000, 125000),
        ("100 / wafers_half", 5, 20),
        ("unrest.change(4)", -100, 100),
        ("smooth(unrest, 4)", 0, 100),
        ("abs(demand - 10)", 0, 60),
        ("max(demand, 10)", 10, 50),
        ("clamp(demand, 0, 10)", 0, 10),
        ("sqrt(unrest)", 0, 10),
        ("curve(ramp, unrest)", 1, 3),
        ("curve(ramp, 10 + unrest)", 2, 3),
        ("curve(ramp, 5)", 2, 2),
        ("if(unrest > 50, unrest, 0)", 0, 100),
        ("if(unrest > 50, unrest, 60)", 50, 100),
        ("if(demand > 0, demand, -demand)", 0, 50),
        ("turn", 1, 120),
        ("(-unrest) ^ -1", -math.inf, math.inf),
    ],
)
def test_bounds_are_as_near_as_they_can_be(text: str, low: float, high: float) -> None:
    """But for the last digits, these are the least and the greatest value."""
    found = interval(text)
    assert math.isclose(found.low, low, abs_tol=1e-6)
    assert math.isclose(found.high, high, abs_tol=1e-6)


@pytest.mark.parametrize(
    ("text", "judged"),
    [
        ("unrest > 100", "never"),
        ("unrest >= 100", "open"),
        ("unrest >= 0", "always"),
        ("unrest > 60 and unrest < 40", "never"),
        ("unrest > 60 and unrest <= 60", "never"),
        ("unrest > 60 or unrest <= 60", "always"),
        ("60 < unrest < 40", "never"),
        ("not (unrest > 60) and unrest > 70", "never"),
        ("unrest + treasury > 50 and unrest + treasury < 20", "never"),
        ("nvidia_share * 2 > 2", "never"),
        ("nvidia_share + 1% > 101%", "never"),
        ("chip_rule == chip_rule.deny and chip_rule == chip_rule.open", "never"),
        ("chip_rule == chip_rule.deny and chip_rule.last == chip_rule.open", "open"),
        (
            "chip_rule != chip_rule.deny and chip_rule != chip_rule.open"
            " and chip_rule != chip_rule.license",
            "never",
        ),
        (
            "chip_rule == chip_rule.deny or chip_rule == chip_rule.open"
            " or chip_rule == chip_rule.license",
            "always",
        ),
        ("fired(customs_block) and not fired(customs_block)", "never"),
        ("fired(customs_block) or not fired(customs_block)", "always"),
        ("turns_since(customs_block) < 0", "never"),
        ("turn > 120", "never"),
        ("turn >= 1", "always"),
        ("demand > 0 and sqrt(demand) < 0", "never"),
        ("sqrt(demand) >= 0", "open"),
        ("if(unrest > 50, unrest > 40, true)", "always"),
        ("true", "always"),
        ("unrest > 3", "open"),
    ],
)
def test_a_condition_is_judged(text: str, judged: str) -> None:
    """An event that can never happen is a slip of its author."""
    assert verdict(parse_rule(text, SCOPE, Type.BOOLEAN)) == judged


def test_the_length_of_the_game_counts() -> None:
    """In a game of twenty turns nothing happens in turn 25."""
    rule = parse_rule("turn == 25", SCOPE, Type.BOOLEAN)
    assert (verdict(rule, turns=20), verdict(rule, turns=40)) == ("never", "open")


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("treasury / unrest", ["unrest"]),
        ("treasury / demand", ["demand"]),
        ("1 / (1 / unrest)", ["unrest"]),
        ("treasury / wafers_half", []),
        ("treasury / (unrest + wafers_half)", []),
        ("treasury / max(1, unrest)", []),
        ("if(unrest > 0, treasury / unrest, 0)", []),
        ("if(unrest == 0, 0, treasury / unrest)", []),
        ("if(unrest < 1, treasury / unrest, 0)", ["unrest"]),
        ("if(unrest + treasury > 0, unrest / (unrest + treasury), 0)", []),
        ("if(unrest > 0 and treasury > 0, 1 / unrest + 1 / treasury, 0)", []),
        ("log(unrest)", ["unrest"]),
        ("log(1 + unrest)", []),
        ("sqrt(unrest)", []),
        ("sqrt(demand - 1)", ["demand - 1"]),
        ("sqrt(curve(ramp, demand))", []),
        ("demand ^ 0.5", ["demand"]),
        ("demand ^ 2", []),
        ("unrest ^ 0.5", []),
        ("unrest ^ -1", ["unrest"]),
        ("2 ^ demand", []),
    ],
)
def test_a_part_that_may_be_no_number_is_found(text: str, found: list[str]) -> None:
    """And a part that was kept from it by a condition or a limit is not."""
    rule = parse_rule(text, SCOPE, Type.NUMBER)
    reports = dangers(rule)
    assert [text[report.span.start : report.span.end].strip("()") for report in reports] == found
    assert all(report.sentence and report.mend for report in reports)


def test_the_second_half_of_a_condition_is_read_after_the_first() -> None:
    """`and` keeps from the second what the first excludes; nobody divides by 0 there."""
    guarded = "unrest > 0 and treasury / unrest > 3"
    assert not dangers(parse_rule(guarded, SCOPE, Type.BOOLEAN))
    guarded = "unrest == 0 or treasury / unrest > 3"
    assert not dangers(parse_rule(guarded, SCOPE, Type.BOOLEAN))
    bare = "unrest < 50 and treasury / unrest > 3"
    assert len(dangers(parse_rule(bare, SCOPE, Type.BOOLEAN))) == 1
