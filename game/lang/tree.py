"""The tree of a rule: typed, with a span on every part.

The parser resolves names while it reads, so there is one tree, and every reader of it
(compile, explain, intervals) gets the same types and references.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import Enum
from typing import Literal, Protocol


class Type(Enum):
    """What a part of a rule stands for."""

    NUMBER = "number"
    PERCENT = "percent"
    """A share: `20%` is 0.2. Does not add to or compare with a number."""
    EITHER = "number or percent"
    """A numeric part that fits both: a literal from 0 to 1, a number times a percent."""
    BOOLEAN = "true or false"
    OPTION = "option"


class Kind(Enum):
    """What sort of thing a name stands for."""

    STOCK = "stock"
    GAUGE = "gauge"
    CONSTANT = "constant"
    PIPELINE = "pipeline"
    DIAL = "dial"
    AMOUNT = "amount"
    EVENT = "event"
    CURVE = "curve"


NUMERIC_KINDS = frozenset({Kind.STOCK, Kind.GAUGE, Kind.CONSTANT, Kind.PIPELINE, Kind.AMOUNT})
"""Kinds with a level that a rule may compute with."""


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of the rule's own text, in characters: `text[start:end]`."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Symbol:
    """A name a rule may use."""

    id: str
    kind: Kind
    type: Type = Type.NUMBER
    """NUMBER or PERCENT; OPTION for a dial; ignored for an event."""
    options: tuple[str, ...] = ()
    """Options of a dial, in pack order."""
    low: float = float("-inf")
    """Least level it can have; for a gauge as far as known."""
    high: float = float("inf")
    """Greatest level it can have."""
    unit: str = ""
    points: tuple[tuple[float, float], ...] = ()
    """Points (x, y) of a curve."""


class Scope(Protocol):
    """The names a rule may use where it stands."""

    def find(self, name: str) -> Symbol | None:
        """The symbol of that name, or None."""
        ...

    def names(self) -> Iterator[str]:
        """All names, for the nearest match to an unknown one."""
        ...


@dataclass(frozen=True, slots=True)
class Value:
    """A number, percent (already divided by 100), true (1) or false (0)."""

    span: Span
    type: Type
    value: float


@dataclass(frozen=True, slots=True)
class Level:
    """The level, now, of a stock, gauge, constant, pipeline or amount; or the option of a dial."""

    span: Span
    type: Type
    symbol: Symbol


@dataclass(frozen=True, slots=True)
class Past:
    """A word of history about one quantity: `x.start`, `x.last`, `x.change(n)`, `smooth(x, n)`."""

    span: Span
    type: Type
    symbol: Symbol
    word: Literal["start", "last", "change", "smooth"]
    turns: int = 1
    """The n of `change` and `smooth`."""


@dataclass(frozen=True, slots=True)
class Turn:
    """`turn`: 1 in the first turn."""

    span: Span
    type: Type = Type.NUMBER


@dataclass(frozen=True, slots=True)
class Happened:
    """`fired(event)` (boolean), `turns_since(event)` or `held(dial)` (numbers)."""

    span: Span
    type: Type
    symbol: Symbol
    word: Literal["fired", "turns_since", "held"]


@dataclass(frozen=True, slots=True)
class OptionName:
    """`dial.option`: the index of the option among those of the dial."""

    span: Span
    symbol: Symbol
    option: str
    index: int
    type: Type = Type.OPTION


@dataclass(frozen=True, slots=True)
class Unary:
    """`-x` or `not x`."""

    span: Span
    type: Type
    op: Literal["-", "not"]
    operand: "Node"


@dataclass(frozen=True, slots=True)
class Binary:
    """Arithmetic on two numbers, or `and`/`or` on two conditions."""

    span: Span
    type: Type
    op: Literal["+", "-", "*", "/", "^", "and", "or"]
    left: "Node"
    right: "Node"


@dataclass(frozen=True, slots=True)
class Compare:
    """A chain `a < b <= c`: true when every neighbouring pair compares true."""

    span: Span
    ops: tuple[Literal["<", "<=", ">", ">=", "==", "!="], ...]
    operands: "tuple[Node, ...]"
    type: Type = Type.BOOLEAN


FunctionName = Literal["if", "min", "max", "abs", "sqrt", "exp", "log", "clamp", "logistic"]


@dataclass(frozen=True, slots=True)
class Call:
    """A function of the language. `min` and `max` take two or more; `if` takes (condition, a, b)."""

    span: Span
    type: Type
    function: FunctionName
    args: "tuple[Node, ...]"


@dataclass(frozen=True, slots=True)
class CurveAt:
    """`curve(name, x)`: linear between the points, flat beyond the ends."""

    span: Span
    type: Type
    symbol: Symbol
    at: "Node"


Node = (
    Value | Level | Past | Turn | Happened | OptionName | Unary | Binary | Compare | Call | CurveAt
)


@dataclass(frozen=True, slots=True)
class Rule:
    """A formula: its text and its tree."""

    text: str
    root: Node

    @property
    def type(self) -> Type:
        """What the formula yields."""
        return self.root.type


@dataclass(frozen=True, slots=True)
class Effect:
    """`target op value [over|for turns]`."""

    text: str
    target: Symbol
    """A stock or a pipeline."""
    target_span: Span
    op: Literal["=", "+=", "-=", "*="]
    value: Rule
    """Its spans are offsets in `text` of the whole effect."""
    spread: Literal["now", "over", "for"] = "now"
    turns: int = 1


def children(node: Node) -> tuple[Node, ...]:
    """The parts a node is made of, left to right."""
    match node:
        case Unary(operand=operand):
            return (operand,)
        case Binary(left=left, right=right):
            return (left, right)
        case Compare(operands=operands):
            return operands
        case Call(args=args):
            return args
        case CurveAt(at=at):
            return (at,)
        case _:
            return ()


def walk(node: Node) -> Iterator[Node]:
    """The node and all parts below it, depth first, left to right."""
    yield node
    for part in children(node):
        yield from walk(part)


@dataclass(frozen=True, slots=True)
class Names:
    """The simplest scope: a mapping."""

    symbols: Mapping[str, Symbol] = field(default_factory=dict[str, Symbol])

    def find(self, name: str) -> Symbol | None:
        """The symbol of that name, or None."""
        return self.symbols.get(name)

    def names(self) -> Iterator[str]:
        """All names."""
        return iter(self.symbols)
