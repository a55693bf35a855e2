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
from game.packs.expect import parse_expect
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


def named(pack: Pack, node: Level | Past | Happened | OptionName) -> str:
    """What a leaf that stands for something of the pack is called."""
    match node:
        case OptionName(symbol=symbol, option=option):
            return pack.model.decision[symbol.id].option[option].title
        case Happened(symbol=symbol, word="held"):
            title = pack.model.decision[symbol.id].title
            return _("turns since {title} was set").format(title=title)
        case Happened(symbol=symbol, word=word):
            form = (
                _("turns since “{title}”") if word == "turns_since" else _("“{title}” has happened")
            )
            return form.format(title=pack.model.event[symbol.id].title)
        case Level(symbol=symbol):
            return title_of(pack, symbol.id)
        case Past(symbol=symbol, word=word, turns=turns):
            forms = {
                "start": _("{title} at the start"),
                "last": _("{title} a turn ago"),
                "change": _("change in {title} over {length}"),
                "smooth": _("{title}, mean of about {length}"),
            }
            length = steps(pack.model.calendar, turns)
            return forms[word].format(title=title_of(pack, symbol.id), length=length)


def number(value: float) -> str:
    """A number of a formula, as it is written in the pack."""
    return f"{value:.10g}".replace("-", "−")


def expected(pack: Pack, text: str) -> str:
    """What a check expects, with titles in place of ids."""
    end, parts = 0, list[str]()
    for name in parse_expect(text).names:
        parts += [text[end : name.span.start], f"“{title_of(pack, name.name)}”"]
        end = name.span.end
    return "".join((*parts, text[end:]))


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
            case Past() | Happened():
                return f"({named(self._pack, node)})", _WHOLE
            case Turn():
                return _("turn"), _WHOLE
            case OptionName():
                return f"“{named(self._pack, node)}”", _WHOLE
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
