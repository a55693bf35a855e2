"""What rules and effects may say, and the tree it makes."""

import pytest
from hypothesis import given

from game.lang.parse import parse_effect, parse_rule
from game.lang.tree import (
    Binary,
    Compare,
    Level,
    Node,
    OptionName,
    Past,
    Span,
    Type,
    Unary,
    Value,
    children,
    walk,
)
from tests.lang.known import SCOPE
from tests.lang.trees import Case, cases

TRUE_OR_FALSE = [
    "true",
    "on_order > 0 and guidance == guidance.discourage",
    "20 < tension < 60",
    "unrest.last > unrest >= unrest.start",
    "fired(customs_block) == true",
    "not fired(customs_block) or turns_since(customs_block) > 3",
    "chip_rule.last != chip_rule",
    "chip_rule == chip_rule.deny and held(chip_rule) >= 2",
    "if(tension > 5, true, fired(customs_block))",
    "nvidia_share > 0.5",
    "nvidia_share == 50%",
    "nvidia_share > 50 %",
    "turn == 4\n  and unrest.change(3) < -2",
    "buy_chips.last > .5",
    "1e3 < treasury < 1.5E+3",
]

PERCENTS = [
    "20% + tension * 0.3%",
    "20% + (unrest - 60) * 1%",
    "0.003 * tension",
    "1 - nvidia_share",
    "nvidia_share * cutoff_odds",
    "unrest / (unrest + treasury)",
    "clamp(0.3 + unrest, 0, 1)",
    "min(1, nvidia_share + 5%)",
    "2 ^ (-turn / 4)",
    "logistic((unrest - 50) / 10)",
    "exp(-unrest / 10)",
    "smooth(nvidia_share, 4) + nvidia_share.change(2)",
    "if(unrest > 60, 30%, 0)",
    "max(0, nvidia_share - cutoff_odds) / 2",
    "100%",
    "0",
    "1",
]

NUMBERS = [
    "5",
    "-5",
    "nvidia_share",
    "20% * treasury",
    "treasury * nvidia_share - 5",
    "100 * nvidia_share * cutoff_odds",
    "treasury / nvidia_share + unrest",
    "curve(ramp, turn) * unrest",
    "curve(ramp, nvidia_share)",
    "turns_since(customs_block) + held(chip_rule) + turn",
    "max(0, unrest, treasury)",
    "sqrt(treasury) + abs(demand) + log(1 + unrest)",
    "unrest ^ 0.5 ^ 2",
    "wafers_half * (80 - tension) * on_order / (on_order + wafers_half)",
    "clamp(tension, 0, 100)",
    "if(chip_rule == chip_rule.open, demand, 0)",
]


@pytest.mark.parametrize("text", TRUE_OR_FALSE)
def test_what_authors_write_as_a_condition_is_taken(text: str) -> None:
    """A false alarm costs an author more than a missed slip."""
    assert parse_rule(text, SCOPE, Type.BOOLEAN).type is Type.BOOLEAN


@pytest.mark.parametrize("text", PERCENTS)
def test_what_may_be_a_share_is_taken_for_one(text: str) -> None:
    """Ratios, powers and plain numbers up to 1 are chances too."""
    assert parse_rule(text, SCOPE, Type.PERCENT).type in (Type.PERCENT, Type.EITHER)


@pytest.mark.parametrize("text", NUMBERS)
def test_what_comes_to_a_number_is_taken_for_one(text: str) -> None:
    """A percent is a number where any number will do."""
    assert parse_rule(text, SCOPE, Type.NUMBER).type is not Type.BOOLEAN


def grouped(text: str, node: Node) -> str:
    """The tree with brackets around each part that has parts."""
    if isinstance(node, Value | Level | Past | OptionName):
        return text[node.span.start : node.span.end].strip("() ")
    parts = [grouped(text, part) for part in children(node)]
    match node:
        case Unary(op=op):
            return f"[{op} {parts[0]}]"
        case Binary(op=op):
            return f"[{parts[0]} {op} {parts[1]}]"
        case Compare(ops=ops):
            return (
                "["
                + parts[0]
                + "".join(f" {o} {p}" for o, p in zip(ops, parts[1:], strict=True))
                + "]"
            )
        case _:
            raise NotImplementedError


@pytest.mark.parametrize(
    ("text", "tree"),
    [
        ("1 + 2 * 3", "[1 + [2 * 3]]"),
        ("(1 + 2) * 3", "[[1 + 2] * 3]"),
        ("1 - 2 - 3", "[[1 - 2] - 3]"),
        ("8 / 4 / 2", "[[8 / 4] / 2]"),
        ("2 ^ 3 ^ 2", "[2 ^ [3 ^ 2]]"),
        ("-2 ^ 2", "[- [2 ^ 2]]"),
        ("2 ^ -1 * 3", "[[2 ^ [- 1]] * 3]"),
        ("-2 * 3", "[[- 2] * 3]"),
        ("1 - -2", "[1 - [- 2]]"),
    ],
)  # fmt: skip
def test_arithmetic_binds_as_in_mathematics(text: str, tree: str) -> None:
    """Powers first and from the right, then the sign, products, sums."""
    assert grouped(text, parse_rule(text, SCOPE, Type.NUMBER).root) == tree


@pytest.mark.parametrize(
    ("text", "tree"),
    [
        ("true or false and not true", "[true or [false and [not true]]]"),
        ("not unrest > 3 and true", "[[not [unrest > 3]] and true]"),
        ("1 < unrest + 1 <= 3 or true", "[[1 < [unrest + 1] <= 3] or true]"),
        ("true == not false", "[true == [not false]]"),
    ],
)
def test_conditions_bind_as_they_are_read(text: str, tree: str) -> None:
    """Comparisons first, then `not`, `and`, `or`."""
    assert grouped(text, parse_rule(text, SCOPE, Type.BOOLEAN).root) == tree


def test_a_percent_is_the_number_one_would_write() -> None:
    """0.3% is 0.003 and not its neighbour, which a division by 100 would give."""
    for text, value in (("0.3%", 0.003), ("20%", 0.2), ("7 %", 0.07), ("2.5e1%", 0.25)):
        root = parse_rule(text, SCOPE, Type.PERCENT).root
        assert isinstance(root, Value)
        assert root.value == value
        assert root.type is Type.PERCENT


def test_a_part_in_brackets_has_them_in_its_span() -> None:
    """So the text of a product holds the whole of its factors."""
    text = "(unrest + 1) * 2"
    product = parse_rule(text, SCOPE, Type.NUMBER).root
    assert isinstance(product, Binary)
    assert product.span == Span(0, len(text))
    assert product.left.span == Span(0, 12)


def test_history_is_read_with_its_turns() -> None:
    """What is asked about the past reaches the tree."""
    for text, word, turns in (
        ("unrest.start", "start", 1),
        ("unrest.last", "last", 1),
        ("unrest.change(24)", "change", 24),
        ("smooth(unrest, 4)", "smooth", 4),
    ):
        root = parse_rule(text, SCOPE, Type.NUMBER).root
        assert isinstance(root, Past)
        assert (root.word, root.turns, root.symbol.id) == (word, turns, "unrest")
        assert root.span == Span(0, len(text))


@pytest.mark.parametrize(
    ("text", "target", "op", "spread", "turns"),
    [
        ("unrest += 5", "unrest", "+=", "now", 1),
        ("unrest -= 5 over 3 turns", "unrest", "-=", "over", 3),
        ("unrest += 5 for 1 turn", "unrest", "+=", "for", 1),
        ("nvidia_share = 20%", "nvidia_share", "=", "now", 1),
        ("nvidia_share += nvidia_share * 10%", "nvidia_share", "+=", "now", 1),
        ("on_order *= 120%", "on_order", "*=", "now", 1),
        ("on_order += buy_chips", "on_order", "+=", "now", 1),
        ("tension=-5", "tension", "=", "now", 1),
        ("tension += 20% * tension over 24 turns", "tension", "+=", "over", 24),
    ],
)
def test_an_effect_says_what_changes_and_how(
    text: str, target: str, op: str, spread: str, turns: int
) -> None:
    """All the forms that the format describes."""
    effect = parse_effect(text, SCOPE)
    assert (effect.target.id, effect.op, effect.spread, effect.turns) == (target, op, spread, turns)
    assert text[effect.target_span.start : effect.target_span.end] == target
    span = effect.value.root.span
    assert text[: span.start].rstrip().endswith("=")


@given(cases())
def test_well_typed_rules_are_taken_and_their_spans_nest(case: Case) -> None:
    """Each part lies within the part it belongs to, in order, so a caret can point at any."""
    rule = parse_rule(case.text, case.scope, case.wanted)
    assert rule.root.span == Span(0, len(case.text))
    for node in walk(rule.root):
        at = node.span.start
        for part in children(node):
            assert at <= part.span.start < part.span.end <= node.span.end
            at = part.span.end


@given(cases())
def test_layout_does_not_matter(case: Case) -> None:
    """A formula may be spread over lines."""
    loose = case.text.replace(" ", "\n  ").replace("(", "(\t")
    if len(loose) <= 500:
        loosely = parse_rule(loose, case.scope, case.wanted)
        closely = parse_rule(case.text, case.scope, case.wanted)
        assert [type(node) for node in walk(loosely.root)] == [
            type(node) for node in walk(closely.root)
        ]
