"""Formulas as people read them: titles in place of ids, signs in place of the rule language."""

from typing import assert_never

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
    Symbol,
    Turn,
    Type,
    Unary,
    Value,
)
from game.packs.model import Pack
from game.views.calendar import steps
from game.views.numbers import title_of
from game.words import _

_SIGNS = {
    "+": "+",
    "-": "−",
    "*": "×",
    "/": "/",
    "^": "^",
    "<=": "≤",
    ">=": "≥",
    "==": "=",
    "!=": "≠",
}
_BINDS = {"or": 1, "and": 2, "+": 5, "-": 5, "*": 6, "/": 6, "^": 8}
"""How tightly an operator holds its operands."""
_NOT, _COMPARE, _MINUS, _WHOLE = 3, 4, 7, 9


def spelled(pack: Pack, rule: Rule) -> str:
    """A formula in titles: `growth rate [0.1] × Pace × (1 − Fish / room [110])`.

    A constant is followed by its value in square brackets. Arguments stand apart by `;`, as a title may
    hold a comma.
    """
    return _Speller(pack).of(rule.root)[0]


def number(value: float) -> str:
    """A number of a formula, as it is written in the pack."""
    return f"{value:.10g}".replace("-", "−")


def curve_name(id: str) -> str:
    """What a curve is called; it has no title."""
    return id.replace("_", " ")


class _Speller:
    """Spells the parts of formulas of one pack."""

    def __init__(self, pack: Pack) -> None:
        self._pack = pack

    def of(self, node: Node) -> tuple[str, int]:
        """A part, and how tightly it holds together."""
        match node:
            case Value(type=Type.BOOLEAN, value=value):
                return _("true") if value else _("false"), _WHOLE
            case Value(type=Type.PERCENT, value=value):
                return f"{number(value * 100.0)}%", _WHOLE
            case Value(value=value):
                return number(value), _WHOLE
            case Level(symbol=symbol):
                return self._level(symbol), _WHOLE
            case Past():
                return self._past(node), _WHOLE
            case Turn():
                return _("turn"), _WHOLE
            case Happened():
                return self._happened(node), _WHOLE
            case OptionName(symbol=symbol, option=option):
                return f"“{self._pack.model.decision[symbol.id].option[option].title}”", _WHOLE
            case Unary(op="-", operand=operand):
                return f"−{self._held(operand, _MINUS)}", _MINUS
            case Unary(operand=operand):
                return _("not {part}").format(part=self._held(operand, _NOT)), _NOT
            case Binary(op=op, left=left, right=right):
                binds = _BINDS[op]
                after = binds + 1 if op in "-/^" else binds
                sign = {"and": _("and"), "or": _("or")}.get(op) or _SIGNS[op]
                return f"{self._held(left, binds)} {sign} {self._held(right, after)}", binds
            case Compare(ops=ops, operands=operands):
                parts = [self._held(part, _COMPARE + 1) for part in operands]
                text = parts[0]
                for op, part in zip(ops, parts[1:], strict=True):
                    text = f"{text} {_SIGNS.get(op, op)} {part}"
                return text, _COMPARE
            case Call(function=function, args=args):
                return self._called(function, [self.of(part)[0] for part in args]), _WHOLE
            case CurveAt(symbol=symbol, at=at):
                return f"{curve_name(symbol.id)}({self.of(at)[0]})", _WHOLE
            case _:
                assert_never(node)

    def _held(self, node: Node, binds: int) -> str:
        """A part as an operand, in brackets where it would fall apart."""
        text, own = self.of(node)
        return text if own >= binds else f"({text})"

    def _level(self, symbol: Symbol) -> str:
        title = title_of(self._pack, symbol.id)
        if symbol.kind is Kind.CONSTANT:
            return f"{title} [{number(self._pack.model.constant[symbol.id].value)}]"
        return title

    def _past(self, node: Past) -> str:
        title = title_of(self._pack, node.symbol.id)
        length = steps(self._pack.model.calendar, node.turns)
        match node.word:
            case "start":
                return _("({title} at the start)").format(title=title)
            case "last":
                return _("({title} a turn ago)").format(title=title)
            case "change":
                return _("(change in {title} over {length})").format(title=title, length=length)
            case "smooth":
                return _("({title}, mean of about {length})").format(title=title, length=length)

    def _happened(self, node: Happened) -> str:
        model = self._pack.model
        if node.word == "held":
            title = model.decision[node.symbol.id].title
            return _("(turns since {title} was set)").format(title=title)
        title = model.event[node.symbol.id].title
        form = _("(“{title}” has happened)")
        if node.word == "turns_since":
            form = _("(turns since “{title}”)")
        return form.format(title=title)

    def _called(self, function: str, args: list[str]) -> str:
        match function:
            case "if":
                condition, one, other = args
                return _("{{{one} if {condition}; else {other}}}").format(
                    one=one, condition=condition, other=other
                )
            case "abs":
                return f"|{args[0]}|"
            case "sqrt":
                return f"√({args[0]})"
            case "log":
                return f"ln({args[0]})"
            case _:
                return f"{function}({'; '.join(args)})"
