"""How small and how great a rule can get, from the limits of the quantities it names.

Interval arithmetic, with one refinement: what a condition says of a part is known where the condition
holds, so that `if(x > 0, 1 / x, 0)` divides by nothing that may be 0, and `x > 60 and x < 40` never
holds. Everything here errs on the wide side: a value that the rule can yield is always inside.
"""

import math
from collections.abc import Hashable, Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise
from types import MappingProxyType
from typing import Literal, assert_never

from game.lang.tree import (
    Binary,
    Call,
    Compare,
    CurveAt,
    Happened,
    Kind,
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
from game.lang.types import piece
from game.words import _

LONGEST_GAME = 120
"""The most turns a game may have."""

_MOST_STEPS = 20_000
"""Parts looked at before the rest is taken to be unknown: nested conditions are read many times."""

_SLACK = 1e-12
"""By how much, relatively, functions that are not exactly rounded may miss their bounds."""

_TINY = 1e-300
"""The same, absolutely, for numbers so small that they have few digits."""


@dataclass(frozen=True, slots=True)
class Interval:
    """All numbers from `low` to `high`, ends included. Of a condition: within 0 and 1."""

    low: float
    high: float
    defined: bool = True
    """Whether it always comes out as a finite number."""

    def __contains__(self, number: float) -> bool:
        """Whether a number is inside."""
        return self.low <= number <= self.high


_ALL = Interval(-math.inf, math.inf, False)
_MAYBE = Interval(0.0, 1.0)
_YES = Interval(1.0, 1.0)
_NO = Interval(0.0, 0.0)

_Known = Mapping[Hashable, Interval]
"""What is known of parts, by their structure."""

_NOTHING: _Known = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Danger:
    """A part that may come out as no number."""

    span: Span
    sentence: str
    mend: str


def bounds(node: Node, turns: int = LONGEST_GAME) -> Interval:
    """The least and the greatest value of a part, in a game of so many turns."""
    return _Bounder(turns).of(node, _NOTHING)


def verdict(rule: Rule, turns: int = LONGEST_GAME) -> Literal["always", "never", "open"]:
    """Whether a condition always holds, never does, or either may be."""
    if _cannot_be(rule, True, turns):
        return "never"
    return "always" if _cannot_be(rule, False, turns) else "open"


def _cannot_be(rule: Rule, outcome: bool, turns: int) -> bool:
    """Whether the condition never comes out so."""
    bounder = _Bounder(turns)
    known = _NOTHING
    for _again in range(3):  # what the last part says may bear on the first
        then = bounder.given(rule.root, outcome, known)
        if then is None:
            return True
        known = then
    return False


def dangers(rule: Rule, turns: int = LONGEST_GAME) -> tuple[Danger, ...]:
    """Divisors that may be 0, roots and logarithms that may leave their domain."""
    return tuple(_dangers(_Bounder(turns), rule.text, rule.root, _NOTHING))


class _Bounder:
    """Looks at the parts of one rule."""

    def __init__(self, turns: int) -> None:
        self._turns = turns
        self._steps = 0
        self._keys: dict[Hashable, int] = {}
        self._key_of: dict[int, tuple[Node, int]] = {}

    # What a part is, whatever its place

    def key(self, node: Node) -> Hashable:
        """The same for parts that say the same."""
        known = self._key_of.get(id(node))
        if known is None:
            parts = tuple(self.key(part) for part in children(node))
            number = self._keys.setdefault((_essence(node), parts), len(self._keys))
            known = self._key_of[id(node)] = (node, number)
        return known[1]

    # Values

    def of(self, node: Node, known: _Known) -> Interval:
        """The bounds of a part, given what is known."""
        self._steps += 1
        if self._steps > _MOST_STEPS:
            return _MAYBE if node.type is Type.BOOLEAN else _ALL
        found = self._of(node, known)
        narrower = known.get(self.key(node))
        if narrower is None:
            return found
        low, high = max(found.low, narrower.low), min(found.high, narrower.high)
        return Interval(low, high, found.defined or narrower.defined) if low <= high else found

    def _of(self, node: Node, known: _Known) -> Interval:
        match node:
            case Value(value=value):
                return Interval(value, value)
            case OptionName(index=index):
                return Interval(float(index), float(index))
            case Level(symbol=symbol):
                return _level(symbol)
            case Past():
                return _past(node)
            case Turn():
                return Interval(1.0, float(self._turns))
            case Happened(word=word):
                return _MAYBE if word == "fired" else Interval(0.0, math.inf)
            case Compare() | Binary(op="and" | "or") | Unary(op="not"):
                return self._truth(node, known)
            case Unary(operand=operand):
                inside = self.of(operand, known)
                return Interval(-inside.high, -inside.low, inside.defined)
            case Binary(op=op, left=left, right=right):
                return _arithmetic(op, self.of(left, known), self.of(right, known))
            case Call(function="if"):
                return self._choice(node, known)
            case Call(function=function, args=args):
                return _call(function, [self.of(arg, known) for arg in args])
            case CurveAt(symbol=symbol, at=at):
                return _curve(symbol, self.of(at, known))
            case _:
                assert_never(node)

    def _truth(self, node: Node, known: _Known) -> Interval:
        if self.given(node, True, known) is None:
            return _NO
        return _YES if self.given(node, False, known) is None else _MAYBE

    def _choice(self, node: Call, known: _Known) -> Interval:
        condition, yes, no = node.args
        branches = [
            self.of(branch, then)
            for branch, outcome in ((yes, True), (no, False))
            if (then := self.given(condition, outcome, known)) is not None
        ]
        if not branches:
            return _ALL
        return Interval(
            min(branch.low for branch in branches),
            max(branch.high for branch in branches),
            all(branch.defined for branch in branches),
        )

    # Conditions

    def given(self, node: Node, outcome: bool, known: _Known) -> _Known | None:
        """What is known once a condition has come out so; None when it cannot."""
        self._steps += 1
        if self._steps > _MOST_STEPS:
            return known
        match node:
            case Unary(op="not", operand=operand):
                return self.given(operand, not outcome, known)
            case Binary(op="and" | "or" as op, left=left, right=right):
                if outcome is (op == "and"):
                    then = self.given(left, outcome, known)
                    return None if then is None else self.given(right, outcome, then)
                # One of the two is enough; only what is left when the other cannot be is certain.
                first = self.given(left, outcome, known)
                second = self.given(right, outcome, known)
                if first is None or second is None:
                    return second if first is None else first
                return known
            case Compare(ops=ops, operands=operands) if outcome:
                then: _Known | None = known
                for op, left, right in zip(ops, operands, operands[1:], strict=False):
                    then = None if then is None else self._pair(op, left, right, then)
                return then
            case Compare(ops=(op,), operands=(left, right)):
                if not (self.of(left, known).defined and self.of(right, known).defined):
                    return known
                return self._pair(_OPPOSITE[op], left, right, known)
            case Compare(ops=ops, operands=operands):
                pairs = zip(ops, operands, operands[1:], strict=False)
                return None if all(self._sure(*pair, known) for pair in pairs) else known
            case _:
                wanted = _YES if outcome else _NO
                return self._narrowed(node, self.of(node, known), wanted, known)

    def _sure(self, op: str, left: Node, right: Node, known: _Known) -> bool:
        """Whether a comparison surely holds."""
        first, second = self.of(left, known), self.of(right, known)
        if not (first.defined and second.defined):
            return False
        return self._pair(_OPPOSITE[op], left, right, known) is None

    def _pair(self, op: str, left: Node, right: Node, known: _Known) -> _Known | None:
        """What is known once `left op right` holds; None when it cannot."""
        first, second = self.of(left, known), self.of(right, known)
        if op in (">", ">="):
            return self._pair(_MIRRORED[op], right, left, known)
        match op:
            case "<" | "<=":
                most, least = second.high, first.low
                if op == "<":
                    most, least = math.nextafter(most, -math.inf), math.nextafter(least, math.inf)
                if first.low > most:
                    return None
                then = self._narrowed(left, first, Interval(-math.inf, most), known)
                if then is None:
                    return None
                return self._narrowed(right, second, Interval(least, math.inf), then)
            case "==":
                then = self._narrowed(left, first, second, known)
                return None if then is None else self._narrowed(right, second, first, then)
            case _:
                return self._unequal(left, first, right, second, known)

    def _unequal(
        self, left: Node, first: Interval, right: Node, second: Interval, known: _Known
    ) -> _Known | None:
        """An end of one side is cut off when the other side is just that number."""
        if not (first.defined and second.defined):
            return known
        for node, inside, other in ((left, first, second), (right, second, first)):
            if other.low != other.high:
                continue
            low, high = inside.low, inside.high
            whole = node.type is Type.OPTION
            if low == other.low:
                low = low + 1.0 if whole else math.nextafter(low, math.inf)
            if high == other.low:
                high = high - 1.0 if whole else math.nextafter(high, -math.inf)
            if low > high:
                return None
            narrowed = self._narrowed(node, inside, Interval(low, high), known)
            if narrowed is None:
                return None
            known = narrowed
        return known

    def _narrowed(self, node: Node, inside: Interval, to: Interval, known: _Known) -> _Known | None:
        """Remember that a part is also within `to`; None when it cannot be."""
        low, high = max(inside.low, to.low), min(inside.high, to.high)
        if low > high:
            return None
        return {**known, self.key(node): Interval(low, high, inside.defined)}


_OPPOSITE = {"<": ">=", "<=": ">", ">": "<=", ">=": "<", "==": "!=", "!=": "=="}
_MIRRORED = {">": "<", ">=": "<="}


def _essence(node: Node) -> Hashable:
    """What a part says besides its parts and place."""
    match node:
        case Value(value=value, type=kind):
            return ("value", value, math.copysign(1.0, value), kind is Type.BOOLEAN)
        case Level(symbol=symbol):
            return ("level", symbol.id)
        case Past(symbol=symbol, word=word, turns=turns):
            return (word, symbol.id, turns)
        case Turn():
            return "turn"
        case Happened(symbol=symbol, word=word):
            return (word, symbol.id)
        case OptionName(symbol=symbol, index=index):
            return ("option", symbol.id, index)
        case Unary(op=op) | Binary(op=op):
            return ("sign", op)
        case Compare(ops=ops):
            return ops
        case Call(function=function):
            return ("call", function)
        case CurveAt(symbol=symbol):
            return ("curve", symbol.id)
        case _:
            assert_never(node)


def _level(symbol: Symbol) -> Interval:
    if symbol.kind is Kind.DIAL:
        return Interval(0.0, max(0.0, len(symbol.options) - 1.0))
    return Interval(symbol.low, symbol.high)


def _past(node: Past) -> Interval:
    inside = _level(node.symbol)
    if node.symbol.kind is Kind.AMOUNT:  # nothing was ordered before the first turn
        inside = Interval(min(0.0, inside.low), max(0.0, inside.high))
    if node.word == "change":
        return Interval(inside.low - inside.high, inside.high - inside.low)
    return inside


def _made(low: float, high: float, defined: bool) -> Interval:
    """An interval of computed ends. An endless one may hide an overflow."""
    if math.isnan(low) or math.isnan(high):
        return _ALL
    return Interval(low, high, defined and math.isfinite(low) and math.isfinite(high))


def _widened(low: float, high: float, defined: bool) -> Interval:
    """Ends computed by a function that may round otherwise here than where the game is played."""
    wider_low = low - abs(low) * _SLACK - _TINY
    wider_high = high + abs(high) * _SLACK + _TINY
    return _made(max(0.0, wider_low) if low >= 0.0 else wider_low, wider_high, defined)


def _arithmetic(op: str, left: Interval, right: Interval) -> Interval:
    defined = left.defined and right.defined
    match op:
        case "+":
            return _sum(left, right)
        case "-":
            return _sum(left, Interval(-right.high, -right.low, right.defined))
        case "*":
            corners = [_times(a, b) for a in _ends(left) for b in _ends(right)]
            return _made(min(corners), max(corners), defined)
        case "/":
            if 0.0 in right:
                return _ALL
            corners = [_over(a, b) for a in _ends(left) for b in _ends(right)]
            return _made(min(corners), max(corners), defined)
        case _:
            return _powers(left, right)


def _sum(left: Interval, right: Interval) -> Interval:
    """A sum does not overflow where its terms are only not known to have limits."""
    low, high = left.low + right.low, left.high + right.high
    if math.isnan(low) or math.isnan(high):
        return _ALL
    overflows = (math.isinf(low) and math.isfinite(left.low) and math.isfinite(right.low)) or (
        math.isinf(high) and math.isfinite(left.high) and math.isfinite(right.high)
    )
    return Interval(low, high, left.defined and right.defined and not overflows)


def _ends(interval: Interval) -> tuple[float, float]:
    return interval.low, interval.high


def _times(a: float, b: float) -> float:
    """The product, where nothing times anything is nothing: ends are never reached at infinity."""
    return 0.0 if a == 0.0 or b == 0.0 else a * b


def _over(a: float, b: float) -> float:
    if math.isinf(b):
        return 0.0 if math.isfinite(a) else math.copysign(math.inf, a * b)
    return a / b


def _powers(base: Interval, exponent: Interval) -> Interval:
    defined = base.defined and exponent.defined
    if base.low >= 0.0:
        if base.low == 0.0 and exponent.low < 0.0:
            return _ALL  # minus zero, too, is zero, and yields minus infinity
        corners = [_power(a, b) for a in _ends(base) for b in _ends(exponent)]
        return _widened(min(corners), max(corners), defined)
    if exponent.low != exponent.high or not exponent.low.is_integer():
        return _ALL
    n = exponent.low
    if n < 0.0 and 0.0 in base:
        return _ALL
    corners = [_power(a, n) for a in _ends(base)]
    least = 0.0 if n > 0.0 and n % 2.0 == 0.0 and 0.0 in base else min(corners)
    return _widened(least, max(corners), defined)


def _power(a: float, b: float) -> float:
    try:
        return math.pow(a, b)
    except OverflowError:
        return -math.inf if a < 0.0 and b % 2.0 == 1.0 else math.inf


def _exp(x: float) -> float:
    try:
        return math.exp(x)
    except OverflowError:
        return math.inf


def _logistic(x: float) -> float:
    return 1.0 / (1.0 + _exp(-x))


def _call(function: str, args: list[Interval]) -> Interval:
    defined = all(arg.defined for arg in args)
    first = args[0]
    match function:
        case "min":
            return Interval(min(a.low for a in args), min(a.high for a in args), defined)
        case "max":
            return Interval(max(a.low for a in args), max(a.high for a in args), defined)
        case "clamp":
            return _call("min", [_call("max", args[:2]), args[2]])
        case "abs":
            least = 0.0 if 0.0 in first else min(abs(first.low), abs(first.high))
            return Interval(least, max(abs(first.low), abs(first.high)), defined)
        case "sqrt":
            low, high = (math.sqrt(max(0.0, end)) for end in _ends(first))
            return Interval(low, high, defined and first.low >= 0.0)
        case "exp":
            return _widened(_exp(first.low), _exp(first.high), defined)
        case "log":
            low, high = (math.log(end) if end > 0.0 else -math.inf for end in _ends(first))
            return _logs(low, high, defined)
        case _:
            return Interval(
                max(0.0, _logistic(first.low) * (1.0 - _SLACK)),
                min(1.0, _logistic(first.high) * (1.0 + _SLACK)),
                defined,
            )


def _logs(low: float, high: float, defined: bool) -> Interval:
    """Near 1 a logarithm is near 0, where a slack relative to it would be none."""
    return _made(low - abs(low) * _SLACK - _SLACK, high + abs(high) * _SLACK + _SLACK, defined)


def _curve(symbol: Symbol, at: Interval) -> Interval:
    points = symbol.points
    ys = [_interpolated(points, max(end, points[0][0])) for end in _ends(at)]
    ys += [y for x, y in points if x in at]
    slack = _SLACK * max(abs(y) for _x, y in points)
    return Interval(min(ys) - slack, max(ys) + slack, at.defined)


def _interpolated(points: tuple[tuple[float, float], ...], x: float) -> float:
    for (x0, y0), (x1, y1) in pairwise(points):
        if x0 <= x <= x1:
            return y0 + (y1 - y0) * (x - x0) / (x1 - x0)
    return points[-1][1]


def _dangers(bounder: _Bounder, text: str, node: Node, known: _Known) -> Iterator[Danger]:
    match node:
        case Call(function="if", args=(condition, yes, no)):
            yield from _dangers(bounder, text, condition, known)
            for branch, outcome in ((yes, True), (no, False)):
                then = bounder.given(condition, outcome, known)
                if then is not None:
                    yield from _dangers(bounder, text, branch, then)
            return
        case Binary(op="and" | "or" as op, left=left, right=right):
            yield from _dangers(bounder, text, left, known)
            then = bounder.given(left, op == "and", known)
            if then is not None:
                yield from _dangers(bounder, text, right, then)
            return
        case _:
            for part in children(node):
                yield from _dangers(bounder, text, part, known)
    match node:
        case Binary(op="/", right=right):
            inside = bounder.of(right, known)
            if 0.0 in inside and not _unknown(inside):
                part = piece(text, right)
                sentence = _("`{part}` may be 0, and it is divided by.").format(part=part)
                mend = _("Keep it away from 0, as in `max(1, {part})`.").format(part=part)
                yield Danger(right.span, sentence, mend)
        case Call(function="sqrt", args=(arg,)):
            inside = bounder.of(arg, known)
            if inside.low < -_SLACK and not _unknown(inside):
                part = piece(text, arg)
                sentence = _("`{part}` may be below 0, where there is no root.").format(part=part)
                mend = _("Keep it at 0 or above, as in `max(0, {part})`.").format(part=part)
                yield Danger(arg.span, sentence, mend)
        case Call(function="log", args=(arg,)):
            inside = bounder.of(arg, known)
            if inside.low <= 0.0 and not _unknown(inside):
                part = piece(text, arg)
                sentence = _("`{part}` may be 0 or less, where there is no logarithm.").format(
                    part=part
                )
                mend = _("Keep it above 0, as in `max(0.01, {part})`.").format(part=part)
                yield Danger(arg.span, sentence, mend)
        case Binary(op="^", left=left, right=right):
            base, exponent = bounder.of(left, known), bounder.of(right, known)
            if not _unknown(base) and (sentence := _of_power(text, left, base, exponent)):
                part = piece(text, left)
                mend = _("Keep it above 0, as in `max(0.01, {part})`.").format(part=part)
                yield Danger(left.span, sentence, mend)
        case _:
            pass


def _of_power(text: str, left: Node, base: Interval, exponent: Interval) -> str | None:
    part = piece(text, left)
    whole = exponent.low == exponent.high and exponent.low.is_integer()
    if base.low < -_SLACK and not whole:
        return _("`{part}` may be below 0, and not every power of that is a number.").format(
            part=part
        )
    if exponent.low < 0.0 and 0.0 in base:
        return _("`{part}` may be 0, which has no negative power.").format(part=part)
    return None


def _unknown(interval: Interval) -> bool:
    """Whether nothing is known. Then the danger is in what makes it so, and is reported there."""
    return math.isinf(interval.low) and math.isinf(interval.high)
