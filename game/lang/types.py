"""Which types of parts go together, and what the result is.

A quantity is a NUMBER, or a PERCENT when its unit says that it is a share. Sums and comparisons of
the two are refused. What cannot be told apart is EITHER and fits both: a literal from 0 to 1,
a number times a percent, a ratio, a power.
"""

from collections.abc import Sequence

from game.lang.problems import RuleProblem, shown
from game.lang.tree import Level, Node, Past, Type, Value, walk
from game.words import _

NUMERIC = frozenset({Type.NUMBER, Type.PERCENT, Type.EITHER})


def together(parts: Sequence[Node]) -> tuple[Node, Node] | None:
    """A number and a percent among parts that must be alike; None when they are."""
    numbers = [part for part in parts if part.type is Type.NUMBER]
    percents = [part for part in parts if part.type is Type.PERCENT]
    return (numbers[0], percents[0]) if numbers and percents else None


def common(parts: Sequence[Node]) -> Type:
    """The type of a sum, a greatest or a choice of such numeric parts, which are alike."""
    types = {part.type for part in parts}
    if Type.NUMBER in types:
        return Type.NUMBER
    return Type.PERCENT if Type.PERCENT in types else Type.EITHER


def product(left: Type, right: Type) -> Type:
    """The type of `left * right`."""
    return left if left is right and left is not Type.EITHER else Type.EITHER


def quotient(left: Type, right: Type) -> Type:
    """The type of `left / right`: a ratio of like things may serve as a share."""
    return Type.NUMBER if left is Type.NUMBER and right is Type.PERCENT else Type.EITHER


def clamped(value: Node, low: Node, high: Node) -> Type:
    """The type of a clamp: within 0 and 1 a number has become fit to be a share."""
    if low.type is Type.EITHER and high.type is Type.EITHER and value.type is Type.NUMBER:
        return Type.EITHER
    return common((value, low, high))


def mixed(text: str, number: Node, percent: Node) -> RuleProblem:
    """The problem of a number and a percent that are added or compared."""
    at_fault, other = (number, percent)
    if isinstance(percent, Value) or (
        not isinstance(number, Value) and percent.span.start > number.span.start
    ):
        at_fault, other = (percent, number)
    number_text, percent_text = piece(text, number), piece(text, percent)
    return RuleProblem(
        "rule-percent-and-number",
        _("`{number}` is a number and `{percent}` a percent: they do not add or compare.").format(
            number=number_text, percent=percent_text
        ),
        at_fault.span,
        _mend_of_mixed(text, number, percent),
        second=other.span,
        why=_("This is a number.") if other is number else _("This is a percent."),
    )


def _mend_of_mixed(text: str, number: Node, percent: Node) -> str:
    number_text, percent_text = piece(text, number), piece(text, percent)
    hundred = counted_to_hundred(number)
    if isinstance(percent, Value):
        bare = percent_text.rstrip("% ")
        if hundred is not None:
            return _("`{name}` is counted from 0 to 100: write `{bare}`.").format(
                name=hundred, bare=bare
            )
        return _(
            "For a part of it write `{percent} * {number}`; for a count write `{bare}`."
        ).format(percent=percent_text, number=_in_brackets(number, number_text), bare=bare)
    return as_percent(text, number)


def as_percent(text: str, number: Node) -> str:
    """The mend that makes a percent of a number."""
    number_text = piece(text, number)
    if isinstance(number, Value):
        return _("For a percent write `{number}%`.").format(number=number_text)
    hundred = counted_to_hundred(number)
    factor = "1%" if hundred is not None else "100%"
    levels = _("from 0 to 100") if hundred is not None else _("from 0 to 1")
    return _("If `{number}` runs {levels}, write `{bracketed} * {factor}`.").format(
        number=number_text,
        levels=levels,
        bracketed=_in_brackets(number, number_text),
        factor=factor,
    )


def counted_to_hundred(node: Node) -> str | None:
    """A quantity of unit "%" in it, if there is one."""
    for part in walk(node):
        if isinstance(part, Level | Past) and part.symbol.unit == "%":
            return part.symbol.id
    return None


def piece(text: str, node: Node) -> str:
    """The part's own text, fit to stand in a sentence."""
    return shown(text[node.span.start : node.span.end])


def _in_brackets(node: Node, text: str) -> str:
    simple = isinstance(node, Value | Level | Past) or text.startswith("(")
    return text if simple else f"({text})"
