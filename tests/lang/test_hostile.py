"""No text makes the reader do anything but read or refuse, quickly."""

import string
from time import perf_counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from game.lang.bounds import bounds, dangers, verdict
from game.lang.formulas import MOST_LEVELS, MOST_PARTS
from game.lang.parse import parse_effect, parse_rule
from game.lang.problems import RuleProblem
from game.lang.tree import Kind, Names, Node, Symbol, Type, children, walk
from tests.lang.known import SCOPE
from tests.lang.trees import Case, cases, soups

TYPES = (Type.NUMBER, Type.PERCENT, Type.BOOLEAN)


def read(text: str) -> None:
    """Read the text in every way; check whatever comes of it."""
    for wanted in TYPES:
        try:
            root = parse_rule(text, SCOPE, wanted).root
        except RuleProblem as problem:
            check(problem, text)
        else:
            assert len(list(walk(root))) <= MOST_PARTS
            assert levels(root) <= MOST_LEVELS
    try:
        parse_effect(text, SCOPE)
    except RuleProblem as problem:
        check(problem, text)


def check(problem: RuleProblem, text: str) -> None:
    """The problem can be shown, and lies within the text."""
    assert str(problem).isprintable()
    assert problem.message
    assert problem.mend
    for span in (problem.span, problem.second):
        if span is not None:
            assert 0 <= span.start <= span.end <= len(text)


def levels(node: Node) -> int:
    """How many levels of parts there are."""
    return 1 + max((levels(part) for part in children(node)), default=0)


@given(st.text(max_size=500))
def test_any_text_is_read_or_refused(text: str) -> None:
    """Nothing but a `RuleProblem` comes out, whatever goes in."""
    read(text)


@given(st.text(alphabet=string.printable, max_size=60))
def test_any_typing_is_read_or_refused(text: str) -> None:
    """Likewise for what a keyboard yields."""
    read(text)


@given(soups())
@settings(max_examples=300)
def test_any_soup_of_words_is_read_or_refused(text: str) -> None:
    """Likewise for words and signs of the language in any order."""
    read(text)


@given(case=cases(), data=st.data())
def test_a_broken_rule_is_read_or_refused(case: Case, data: st.DataObject) -> None:
    """Likewise for rules with a stretch cut out, doubled or replaced."""
    text = case.text
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, min(len(text), start + 10)))
    put = data.draw(st.sampled_from(["", text[start:end] * 2, "(", ")", " and ", "=", "%", "\0"]))
    broken = text[:start] + put + text[end:]
    for wanted in TYPES:
        try:
            parse_rule(broken, case.scope, wanted)
        except RuleProblem as problem:
            check(problem, broken)


WORST = [
    "(" * 500,
    "((" * 20 + "1" + "))" * 20,
    "-" * 500,
    "not " * 125,
    "!" * 500,
    "2^" * 250,
    "a" * 500,
    "a-" * 250,
    "nvidia " * 71,
    "1," * 250,
    "0." * 250,
    "1_" * 250,
    "9" * 500,
    "1e" * 250,
    "%" * 500,
    "max(" * 125,
    "if(" * 166,
    "'" * 500,
    "<" * 500,
    "=" * 500,
    "unrest." * 71,
    "unrest == " * 50,
    "chip_rule == " * 38,
    "unrest += " * 50,
    "1<" * 249 + "1",
    "if(1<2,1," * 40 + "2" + ")" * 40,
    "if(" * 40 + "1" + ">0,1,2)" * 40,
    " " * 500,
    "\n" * 501,
    "x" * 100_000,
    "\N{COMBINING ACUTE ACCENT}" * 500,
    "\U0001d7d9" * 500,
    "\ud800" * 500,
]


@pytest.mark.parametrize("text", WORST, ids=range(len(WORST)))
def test_the_worst_texts_are_answered_at_once(text: str) -> None:
    """Fifty milliseconds is what a person does not notice, in a pack of a thousand names."""
    names = [f"quantity_{number}_of_many" for number in range(1000)]
    scope = Names({**SCOPE.symbols, **{name: Symbol(name, Kind.STOCK) for name in names}})
    taken: list[float] = []
    for _again in range(3):
        start = perf_counter()
        try:
            rule = parse_rule(text, scope, Type.NUMBER)
        except RuleProblem as problem:
            taken.append(perf_counter() - start)
            check(problem, text)
        else:
            taken.append(perf_counter() - start)
            bounds(rule.root)
            verdict(rule)
            dangers(rule)
    assert min(taken) < 0.05
