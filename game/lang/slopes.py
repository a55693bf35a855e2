"""Which way a formula goes when one of the things it names goes up.

The sign of a part's slope is put together from those of its parts, with the help of `bounds` for
factors. It errs on the careful side: where both ways are possible it says so.
"""

from itertools import pairwise
from typing import Literal, assert_never

from game.lang.bounds import LONGEST_GAME, bounds
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
    Turn,
    Unary,
    Value,
    walk,
)

Slope = Literal["+", "-", "0", "?"]
"""Up with it, down with it, not moved by it, or one or the other as the case may be."""

_FLIPPED: dict[Slope, Slope] = {"+": "-", "-": "+", "0": "0", "?": "?"}


def slope(node: Node, name: str, turns: int = LONGEST_GAME) -> Slope:
    """How a part moves when the level of what bears this name goes up, all else alike.

    Args:
        node: The part.
        name: An id of a quantity. Its level of an earlier turn counts as it does; its start does not.
        turns: The length of the game, for the bounds of factors.
    """
    return _Slopes(name, turns).of(node)


def joined(*slopes: Slope) -> Slope:
    """The slope of a sum, from those of its terms."""
    moving: list[Slope] = [slope for slope in slopes if slope != "0"]
    if not moving:
        return "0"
    return moving[0] if all(slope == moving[0] for slope in moving) else "?"


def flipped(slope: Slope) -> Slope:
    """The slope of what is taken away."""
    return _FLIPPED[slope]


class _Slopes:
    """Looks at the parts of one formula, with one name in mind."""

    def __init__(self, name: str, turns: int) -> None:
        self._name, self._turns = name, turns

    def of(self, node: Node) -> Slope:
        match node:
            case Level(symbol=symbol):
                return "+" if symbol.id == self._name else "0"
            case Past(symbol=symbol, word=word):
                return "+" if symbol.id == self._name and word != "start" else "0"
            case Value() | Turn() | OptionName() | Happened():
                return "0"
            case Unary(op="-", operand=operand):
                return flipped(self.of(operand))
            case Unary() | Compare() | Binary(op="and" | "or"):
                return "?" if self._names(node) else "0"
            case Binary(op=op, left=left, right=right):
                return self._arithmetic(op, left, right)
            case Call(function=function, args=args):
                return self._called(function, args)
            case CurveAt(symbol=symbol, at=at):
                rises = [after[1] - before[1] for before, after in pairwise(symbol.points)]
                return _product(self.of(at), _sign(min(rises), max(rises)))
            case _:
                assert_never(node)

    def _arithmetic(self, op: str, left: Node, right: Node) -> Slope:
        one, two = self.of(left), self.of(right)
        match op:
            case "+":
                return joined(one, two)
            case "-":
                return joined(one, flipped(two))
            case "*":
                return joined(self._times(one, right), self._times(two, left))
            case "/":
                told = joined(self._times(one, right), flipped(self._times(two, left)))
                span = bounds(right, self._turns)
                return "?" if two != "0" and span.low < 0.0 < span.high else told
            case _:  # a power, told only for a base that is never below 0 and a fixed exponent
                if one == two == "0":
                    return "0"
                known = two == "0" and bounds(left, self._turns).low >= 0.0
                return self._times(one, right) if known else "?"

    def _called(self, function: str, args: tuple[Node, ...]) -> Slope:
        match function:
            case "abs":
                return self._times(self.of(args[0]), args[0])
            case "if":
                return "?" if self._names(args[0]) else joined(*map(self.of, args[1:]))
            case _:  # all the others rise with each of their arguments
                return joined(*map(self.of, args))

    def _names(self, node: Node) -> bool:
        return any(
            isinstance(part, Level | Past) and part.symbol.id == self._name for part in walk(node)
        )

    def _times(self, slope: Slope, factor: Node) -> Slope:
        """A slope times a part, which is looked at only where there is a slope."""
        if slope == "0":
            return "0"
        inside = bounds(factor, self._turns)
        return _product(slope, _sign(inside.low, inside.high))


def _sign(low: float, high: float) -> Slope:
    if low == high == 0.0:
        return "0"
    return "+" if low >= 0.0 else "-" if high <= 0.0 else "?"


def _product(one: Slope, two: Slope) -> Slope:
    if "0" in (one, two):
        return "0"
    if "?" in (one, two):
        return "?"
    return "+" if one == two else "-"
