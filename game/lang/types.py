"""Which types of parts go together, and what the result is.

A quantity is a NUMBER, or a PERCENT when its unit says that it is a share. Sums and comparisons of
the two are refused. What cannot be told apart is EITHER and fits both: a literal from 0 to 1,
a number times a percent, a ratio, a power.
"""

from collections.abc import Sequence
from typing import NoReturn

from game.lang.names import listed
from game.lang.problems import RuleProblem, shown
from game.lang.tree import Compare, Level, Node, OptionName, Past, Span, Symbol, Type, Value, walk
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
    """The part's own text on one line, fit to stand in a sentence."""
    return shown(" ".join(text[node.span.start : node.span.end].split()))


def _in_brackets(node: Node, text: str) -> str:
    simple = isinstance(node, Value | Level | Past) or text.startswith("(")
    return text if simple else f"({text})"


def fit(text: str, root: Node, wanted: Type) -> None:
    """Refuse a whole that yields something else than its place needs."""
    if wanted is Type.BOOLEAN:
        need_condition(text, root)
        return
    need_number(text, root)
    if wanted is Type.PERCENT and root.type is Type.NUMBER:
        raise RuleProblem(
            "rule-number-for-percent",
            _("A percent is wanted here, and `{found}` is a number.").format(
                found=piece(text, root)
            ),
            root.span,
            as_percent(text, root),
        )


def alike(text: str, *parts: Node) -> Type:
    """The type of parts that are added, compared or chosen from; refuses a number beside a percent."""
    pair = together(parts)
    if pair is not None:
        raise mixed(text, *pair)
    return common(parts)


def need_number(text: str, node: Node) -> None:
    """Refuse what is no number, where one is wanted."""
    if node.type is Type.BOOLEAN:
        raise RuleProblem(
            "rule-condition-for-number",
            _("`{found}` is true or false, and a number is wanted.").format(
                found=piece(text, node)
            ),
            node.span,
            _("Write `if({found}, 1, 0)`, with the numbers you mean.").format(
                found=piece(text, node)
            ),
        )
    if node.type is Type.OPTION:
        raise RuleProblem(
            "rule-option-for-number",
            _("`{found}` is an option, and a number is wanted.").format(found=piece(text, node)),
            node.span,
            _("Compare it and choose: `if({condition}, 1, 0)`.").format(
                condition=_comparison(text, node)
            ),
        )


def need_condition(text: str, node: Node, after: Node | None = None) -> None:
    """Refuse what is neither true nor false; `after` is what `and` or `or` joins it to."""
    if node.type is Type.BOOLEAN:
        return
    found = piece(text, node)
    mend = _("Compare it: `{found} > 0`.").format(found=found)
    if node.type is Type.OPTION:
        mend = _("Compare it: `{condition}`.").format(condition=_comparison(text, node))
    elif isinstance(after, Compare):
        mend = _("Say again what is compared: `{left} {op} {found}`.").format(
            left=piece(text, after.operands[0]), op=after.ops[0], found=found
        )
    if node.type is Type.OPTION:
        raise RuleProblem(
            "rule-option-for-condition",
            _("`{found}` is an option, and a condition is wanted.").format(found=found),
            node.span,
            mend,
        )
    raise RuleProblem(
        "rule-number-for-condition",
        _("`{found}` is a number, and a condition is wanted.").format(found=found),
        node.span,
        mend,
    )


def check_options(text: str, operands: Sequence[Node], ops: Sequence[str]) -> None:
    """Refuse a comparison with an option in it that is not of two, of one dial, by `==` or `!=`."""
    option = next(part for part in operands if part.type is Type.OPTION)
    span = Span(operands[0].span.start, operands[-1].span.end)
    if len(operands) > 2:
        raise RuleProblem(
            "rule-option-chain",
            _("Comparisons of options do not chain."),
            span,
            _("Join two comparisons with `and`."),
        )
    if ops[0] not in ("==", "!="):
        raise RuleProblem(
            "rule-option-order",
            _("Options have no order, so `{op}` says nothing of them.").format(op=ops[0]),
            span,
            _("Use `==` or `!=`, and `or` for several options."),
        )
    for part in operands:
        if part.type is not Type.OPTION:
            raise RuleProblem(
                "rule-bare-option",
                _("`{option}` is compared with `{found}`, which is no option.").format(
                    option=piece(text, option), found=piece(text, part)
                ),
                part.span,
                _("Write `{condition}`.").format(condition=_comparison(text, option)),
            )
    left, right = (dial_of(part) for part in operands)
    if left is not None and right is not None and left.id != right.id:
        _wrong_dial(text, operands, left, right)


def _wrong_dial(text: str, operands: Sequence[Node], left: Symbol, right: Symbol) -> NoReturn:
    at_fault, other, dial = operands[1], operands[0], left
    if isinstance(operands[0], OptionName) and not isinstance(operands[1], OptionName):
        at_fault, other, dial = operands[0], operands[1], right
    mend = _("Compare `{dial}` with one of its own: {options}.").format(
        dial=dial.id,
        options=listed([f"{dial.id}.{option}" for option in dial.options]),
    )
    if isinstance(at_fault, OptionName) and at_fault.option in dial.options:
        mend = _("Write `{dial}.{option}`.").format(dial=dial.id, option=at_fault.option)
    raise RuleProblem(
        "rule-option-wrong-dial",
        _("`{found}` does not belong to `{dial}`.").format(
            found=piece(text, at_fault), dial=dial.id
        ),
        at_fault.span,
        mend,
        second=other.span,
        why=_("It is compared with this."),
    )


def _comparison(text: str, node: Node) -> str:
    """How an option would stand in a comparison."""
    if isinstance(node, OptionName):
        return f"{node.symbol.id} == {piece(text, node)}"
    dial = dial_of(node)
    option = dial.options[0] if dial is not None and dial.options else "option"
    return f"{piece(text, node)} == {dial.id if dial is not None else ''}.{option}"


def dial_of(node: Node) -> Symbol | None:
    """The dial whose option a part stands for."""
    if isinstance(node, Level | Past | OptionName) and node.type is Type.OPTION:
        return node.symbol
    return None
