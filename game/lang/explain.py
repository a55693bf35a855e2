"""A rule with a value under each of its parts: why did it hold, or why not.

The same tree is compiled for playing. Both use the same numpy functions on arrays, so that the value
shown is the value that was played, to the last bit.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Literal, Protocol, assert_never

import numpy as np
from numpy.typing import NDArray

from game.lang.power import power
from game.lang.tree import (
    Binary,
    Call,
    Compare,
    CurveAt,
    Happened,
    Level,
    Node,
    OptionName,
    Past,
    Rule,
    Span,
    Symbol,
    Turn,
    Type,
    Unary,
    Value,
    children,
)
from game.words import _

_LANES = 8
"""Values are computed in arrays of this length, as numpy takes other ways for single numbers."""

_Array = NDArray[np.float64]


class Values(Protocol):
    """The values of the leaves at one moment of one game."""

    @property
    def turn(self) -> float:
        """The number of the turn."""
        ...

    def level(self, symbol: Symbol) -> float:
        """Its level; of a dial the index of its option."""
        ...

    def past(
        self, symbol: Symbol, word: Literal["start", "last", "change", "smooth"], turns: int
    ) -> float:
        """What `symbol.word` stands for; for `change`, the level now less the level then."""
        ...

    def happened(self, word: Literal["fired", "turns_since", "held"], symbol: Symbol) -> float:
        """What `word(symbol)` stands for; for `fired`, 1 or 0."""
        ...


@dataclass(frozen=True, slots=True)
class Explained:
    """One part of a rule and its value."""

    node: Node
    text: str
    """The part as written."""
    number: float
    """Its value; 1 or 0 of a condition, the index of an option."""
    parts: "tuple[Explained, ...]"
    """The parts it is made of, left to right."""

    @property
    def span(self) -> Span:
        """Where it stands in the text of the rule."""
        return self.node.span

    @property
    def value(self) -> float | bool | str:
        """Its value as a person takes it: a number, true or false, the name of an option."""
        if self.node.type is Type.BOOLEAN:
            return bool(self.number)
        if self.node.type is Type.OPTION and isinstance(self.node, Level | Past | OptionName):
            return self.node.symbol.options[int(self.number)]
        return self.number


def explain(rule: Rule, at: Values) -> Explained:
    """The rule with the value of every part."""
    with np.errstate(all="ignore"):
        return _explained(rule.text, rule.root, at)


def _explained(text: str, node: Node, at: Values) -> Explained:
    parts = tuple(_explained(text, part, at) for part in children(node))
    number = _number(node, [part.number for part in parts], at)
    return Explained(node, text[node.span.start : node.span.end], number, parts)


def _number(node: Node, parts: Sequence[float], at: Values) -> float:
    match node:
        case Value(value=value):
            return value
        case OptionName(index=index):
            return float(index)
        case Level(symbol=symbol):
            return float(at.level(symbol))
        case Past(symbol=symbol, word=word, turns=turns):
            return float(at.past(symbol, word, turns))
        case Turn():
            return float(at.turn)
        case Happened(symbol=symbol, word=word):
            return float(at.happened(word, symbol))
        case Compare(ops=ops):
            pairs = zip(ops, parts, parts[1:], strict=False)
            return float(all(compares(op, left, right) for op, left, right in pairs))
        case Binary(op="and"):
            return float(all(parts))
        case Binary(op="or"):
            return float(any(parts))
        case Unary(op="not"):
            return float(not parts[0])
        case Unary():
            return -parts[0]
        case Binary(op=op):
            return _first(_ARITHMETIC[op], *parts)
        case Call(function="if"):
            return parts[1] if parts[0] else parts[2]
        case Call(function=function):
            return _called(function, parts)
        case CurveAt(symbol=symbol):
            points: _Array = np.array(symbol.points, dtype=np.float64)
            ys = np.interp(np.full(_LANES, parts[0]), points[:, 0].copy(), points[:, 1].copy())
            return float(ys[0])
        case _:
            assert_never(node)


def compares(op: str, left: float, right: float) -> bool:
    """Whether a comparison holds."""
    return {
        "<": left < right,
        "<=": left <= right,
        ">": left > right,
        ">=": left >= right,
        "==": left == right,
        "!=": left != right,
    }[op]


def _called(function: str, parts: Sequence[float]) -> float:
    match function:
        case "min" | "max":
            pick = np.minimum if function == "min" else np.maximum
            result = parts[0]
            for part in parts[1:]:
                result = _first(pick, result, part)
            return result
        case "clamp":
            value, low, high = parts
            return _first(np.minimum, _first(np.maximum, value, low), high)
        case "logistic":
            return _first(np.divide, 1.0, _first(np.add, _first(np.exp, -parts[0]), 1.0))
        case _:
            return _first(_OF_ONE[function], *parts)


_ARITHMETIC: dict[str, Callable[..., Any]] = {
    "+": np.add,
    "-": np.subtract,
    "*": np.multiply,
    "/": np.divide,
    "^": power,
}

_OF_ONE: dict[str, Callable[..., Any]] = {
    "abs": np.absolute,
    "sqrt": np.sqrt,
    "exp": np.exp,
    "log": np.log,
}


def _first(function: Callable[..., Any], *values: float) -> float:
    """The function of these values, by the way that arrays go."""
    out: _Array = np.empty(_LANES)
    function(*(np.full(_LANES, value) for value in values), out=out)
    return float(out[0])


Say = Callable[[Node, float], str]
"""How the value of a numeric part is written."""


def say_plainly(node: Node, number: float) -> str:
    """A number in six digits, a share as a percentage."""
    return f"{number * 100:.6g}%" if node.type is Type.PERCENT else f"{number:.6g}"


@dataclass(frozen=True, slots=True)
class Line:
    """One part of a rule on a line of its own."""

    level: int
    """How deep it stands; the whole rule is 0."""
    text: str
    """The part as written."""
    said: str
    """Its value in words: `12 > 0: yes`."""
    part: Explained


def lines(explained: Explained, say: Say = say_plainly) -> tuple[Line, ...]:
    """The rule and its parts, one line each, for those whose value the text does not show."""
    return tuple(_lines(explained, say, 0))


def rendered(explained: Explained, say: Say = say_plainly) -> str:
    """The rule and its parts with their values, as text."""
    return "\n".join(
        f"{'  ' * line.level}{line.text}  ({line.said})" for line in lines(explained, say)
    )


def _lines(part: Explained, say: Say, level: int) -> Iterator[Line]:
    if isinstance(part.node, Value | OptionName) and level:
        return
    text = " ".join(part.text.split())
    yield Line(level, text, _said(part, say), part)
    for below in part.parts:
        if isinstance(part.node, Compare) and not below.parts:
            continue  # the comparison has said it
        yield from _lines(below, say, level + 1)


def _said(part: Explained, say: Say) -> str:
    if part.node.type is not Type.BOOLEAN:
        return _value_said(part, say)
    holds = _("yes") if part.number else _("no")
    if isinstance(part.node, Compare) and part.node.operands[0].type is not Type.BOOLEAN:
        operands = [_value_said(operand, say) for operand in part.parts]
        chain = operands[0]
        for op, operand in zip(part.node.ops, operands[1:], strict=True):
            chain = f"{chain} {op} {operand}"
        missing = gap(part)
        if not missing:
            return f"{chain}: {holds}"
        amount = say(_most_telling(part.node), missing)
        return _("{comparison}: no, by {amount}").format(comparison=chain, amount=amount)
    return holds


def _most_telling(node: Compare) -> Node:
    """The part whose unit a difference has."""
    return next((part for part in node.operands if not isinstance(part, Value)), node.operands[0])


def _value_said(part: Explained, say: Say) -> str:
    value = part.value
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    return value if isinstance(value, str) else say(part.node, value)


def gap(part: Explained) -> float | None:
    """How far a comparison of numbers is from holding: the most that any pair in it lacks.

    None when it holds, and where no distance says anything: options, conditions, `!=`.
    """
    node = part.node
    if not isinstance(node, Compare) or part.number:
        return None
    if node.operands[0].type in (Type.OPTION, Type.BOOLEAN):
        return None
    numbers = [operand.number for operand in part.parts]
    missing = [
        abs(left - right)
        for op, left, right in zip(node.ops, numbers, numbers[1:], strict=False)
        if op != "!=" and not compares(op, left, right)
    ]
    return max(missing, default=None)


def failing(condition: Explained) -> tuple[Explained, ...]:
    """The smallest parts that keep a condition from holding; none when it holds.

    Of an `or`, every part: any of them would do.
    """
    return () if condition.number else tuple(_deciding(condition))


def _deciding(part: Explained) -> Iterator[Explained]:
    """The smallest parts that make a condition what it is."""
    node = part.node
    match node:
        case Binary(op="and" | "or"):
            alike = [below for below in part.parts if below.number == part.number]
            for below in alike:
                yield from _deciding(below)
        case Unary(op="not"):
            yield from _deciding(part.parts[0])
        case Call(function="if"):
            yield from _deciding(part.parts[1] if part.parts[0].number else part.parts[2])
        case _:
            yield part
