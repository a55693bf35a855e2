"""Reads a formula into its typed tree.

A Pratt parser: each sign has a power, and an operand is taken by the stronger of its two
neighbours. Names are looked up and types joined as soon as they are read, so the first problem
from the left is the one reported.
"""

from collections.abc import Collection
from dataclasses import replace
from typing import Literal, NoReturn, TypeVar, cast

from game.lang import names, types
from game.lang.cursor import Cursor
from game.lang.names import USAGE
from game.lang.problems import RuleCode, RuleProblem, nearest, shown
from game.lang.tokens import Token
from game.lang.tree import (
    NUMERIC_KINDS,
    Binary,
    Call,
    Compare,
    CurveAt,
    FunctionName,
    Happened,
    Kind,
    Level,
    Node,
    OptionName,
    Past,
    Scope,
    Span,
    Symbol,
    Turn,
    Type,
    Unary,
    Value,
    children,
)
from game.words import _

MOST_PARTS = 200
"""The most parts (nodes) a rule may have."""

MOST_LEVELS = 50
"""The most levels of brackets and of parts within parts."""

MOST_TURNS = 24
"""The furthest a rule looks back and an effect reaches ahead."""

_OR, _AND, _NOT, _COMPARE, _SUM, _PRODUCT, _NEGATION, _POWER = range(1, 9)

_POWERS = {
    "or": _OR,
    "and": _AND,
    **dict.fromkeys(("<", "<=", ">", ">=", "==", "!=", "="), _COMPARE),
    **dict.fromkeys("+-", _SUM),
    **dict.fromkeys("*/", _PRODUCT),
    "^": _POWER,
}

_CompareOp = Literal["<", "<=", ">", ">=", "==", "!="]
_BinaryOp = Literal["+", "-", "*", "/", "^", "and", "or"]

_N = TypeVar("_N", bound=Node)


class FormulaReader(Cursor):
    """Reads one text as a formula."""

    def __init__(self, text: str, scope: Scope) -> None:
        """Begin at the start of the text."""
        super().__init__(text, scope)
        self._within = 0
        self._parts = 0
        self._made: dict[int, tuple[Node, int]] = {}
        """Every part so far by identity, with its levels."""

    def _node(self, node: _N) -> _N:
        """Count a new part."""
        levels = 1 + max((self._made[id(part)][1] for part in children(node)), default=0)
        if levels > MOST_LEVELS:
            self._too_deep(node.span)
        self._made[id(node)] = (node, levels)
        self._parts += 1
        if self._parts > MOST_PARTS:
            raise RuleProblem(
                "rule-too-many-parts",
                _("The rule has more than {most} parts.").format(most=MOST_PARTS),
                node.span,
                _("Give a part of it a gauge of its own, and name that."),
            )
        return node

    def _too_deep(self, span: Span) -> NoReturn:
        raise RuleProblem(
            "rule-too-deep",
            _("The rule has more than {most} levels of parts within parts.").format(
                most=MOST_LEVELS
            ),
            span,
            _("Give a part of it a gauge of its own, and name that."),
        )

    def whole(self) -> Node:
        """Read the text to its end as one formula."""
        self.refuse_empty()
        root = self.expression(0)
        if self.peek().kind != "end":
            self.astray()
        return root

    def expression(self, power: int) -> Node:
        """Read an operand and all that binds to it more strongly than `power`."""
        self._within += 1
        if self._within > MOST_LEVELS:
            self._too_deep(self.tokens[self.next].span)
        left = self._operand()
        while True:
            token = self.peek()
            its = _POWERS.get(token.text, 0) if token.kind in ("sign", "name") else 0
            if its <= power and not (its == power == _POWER):
                break
            left = self._compared(left) if its == _COMPARE else self._joined(left, its)
        self._within -= 1
        return left

    def _operand(self) -> Node:
        token = self.peek()
        if token.kind == "number":
            return self._number()
        if token.kind == "name" and token.text not in ("and", "or"):
            return self._word()
        if token.kind == "sign":
            if token.text == "-":
                return self._negated()
            if token.text == "(":
                return self._bracketed()
        return self.missing()

    def _number(self) -> Node:
        token = self.take()
        kind = Type.EITHER if token.value <= 1.0 else Type.NUMBER
        return self._node(Value(token.span, Type.PERCENT if token.percent else kind, token.value))

    def _negated(self) -> Node:
        start = self.take().span.start
        operand = self.expression(_NEGATION)
        types.need_number(self.text, operand)
        return self._node(Unary(Span(start, operand.span.end), operand.type, "-", operand))

    def _bracketed(self) -> Node:
        opening = self.take().span
        self.brackets.append(opening)
        inside = self.expression(0)
        closing = self.close()
        wider = replace(inside, span=Span(opening.start, closing.end))
        self._made[id(wider)] = (wider, self._made[id(inside)][1])
        return wider

    def _joined(self, left: Node, power: int) -> Node:
        op = cast(_BinaryOp, self.take().text)
        right = self.expression(power)
        span = Span(left.span.start, right.span.end)
        if op in ("and", "or"):
            types.need_condition(self.text, left)
            types.need_condition(self.text, right, after=left)
            return self._node(Binary(span, Type.BOOLEAN, op, left, right))
        types.need_number(self.text, left)
        types.need_number(self.text, right)
        match op:
            case "*":
                kind = types.product(left.type, right.type)
            case "/":
                kind = types.quotient(left.type, right.type)
            case "^":
                kind = Type.EITHER
            case _:
                kind = types.alike(self.text, left, right)
        return self._node(Binary(span, kind, op, left, right))

    def _compared(self, left: Node) -> Node:
        ops: list[_CompareOp] = []
        operands = [left]
        while (token := self.peek()).kind == "sign" and _POWERS.get(token.text) == _COMPARE:
            self.take()
            if token.text == "=":
                self._single_equals(operands[-1], token.span)
            ops.append(cast(_CompareOp, token.text))
            if operands[-1].type is Type.OPTION:
                self._refuse_bare_option(operands[-1])
            operands.append(self.expression(_COMPARE))
        kinds = {operand.type for operand in operands}
        if Type.OPTION in kinds:
            types.check_options(self.text, operands, ops)
        elif kinds != {Type.BOOLEAN} or not {"==", "!="}.issuperset(ops):
            for operand in operands:
                types.need_number(self.text, operand)
            types.alike(self.text, *operands)
        span = Span(left.span.start, operands[-1].span.end)
        return self._node(Compare(span, tuple(ops), tuple(operands)))

    def _word(self) -> Node:
        token = self.take()
        word, span = token.text, token.span
        if word == "not":
            operand = self.expression(_NOT)
            types.need_condition(self.text, operand)
            return self._node(
                Unary(Span(span.start, operand.span.end), Type.BOOLEAN, "not", operand)
            )
        if word in ("true", "false"):
            return self._node(Value(span, Type.BOOLEAN, float(word == "true")))
        if word in USAGE:
            return self._function(token)
        if self.sees("("):
            if word == "turn":
                self._brackets_unwanted(token)
            raise names.unknown_function(self.scope, word, span)
        if word == "turn":
            return self._node(Turn(span))
        symbol = self.scope.find(word)
        if symbol is None:
            self._unknown(token)
        if self.sees("."):
            return self._attribute(symbol, span)
        if symbol.kind in (Kind.EVENT, Kind.CURVE):
            raise names.not_a_quantity(symbol, span)
        kind = Type.OPTION if symbol.kind is Kind.DIAL else symbol.type
        return self._node(Level(span, kind, symbol))

    def _attribute(self, symbol: Symbol, start: Span) -> Node:
        self.take()
        token = self.peek()
        if token.kind != "name":
            self.missing()
        self.take()
        word = token.text
        span = Span(start.start, token.span.end)
        if symbol.kind is Kind.DIAL:
            if word == "last":
                self._refuse_brackets(symbol, token)
                return self._node(Past(span, Type.OPTION, symbol, "last"))
            if word not in symbol.options:
                raise names.unknown_option(self.scope, symbol, word, token.span)
            return self._node(OptionName(span, symbol, word, symbol.options.index(word)))
        if symbol.kind not in NUMERIC_KINDS or word not in names.HISTORY:
            raise names.unknown_attribute(symbol, word, token.span)
        if (problem := names.no_history(symbol, span)) is not None:
            raise problem
        if word == "change":
            turns, closing = self._change_turns(symbol, span)
            whole = Span(span.start, closing.end)
            return self._node(Past(whole, symbol.type, symbol, "change", turns))
        self._refuse_brackets(symbol, token)
        return self._node(Past(span, symbol.type, symbol, word))

    def _change_turns(self, symbol: Symbol, span: Span) -> tuple[int, Span]:
        self.peek()
        if self.sees("("):
            self.brackets.append(self.take().span)
            if not self.sees(")"):
                return self._turns(), self.close()
        raise RuleProblem(
            "rule-history-brackets",
            _("`{name}.change` does not say over how many turns.").format(name=symbol.id),
            span,
            _("Write `{name}.change(1)` for the change in this turn.").format(name=symbol.id),
        )

    def _refuse_brackets(self, symbol: Symbol, token: Token) -> None:
        if self.sees("("):
            raise RuleProblem(
                "rule-history-brackets",
                _("`{name}.{word}` takes no brackets.").format(name=symbol.id, word=token.text),
                self.peek().span,
                _("Write `{name}.{word}`; further back reaches `{name}.change(n)`.").format(
                    name=symbol.id, word=token.text
                )
                if symbol.kind is not Kind.DIAL
                else _("Write `{name}.{word}`.").format(name=symbol.id, word=token.text),
            )

    def _turns(self) -> int:
        """Read the n of `change` and `smooth`."""
        token = self.peek()
        after = self.after()
        alone = after is None or after.text == ")" or after.kind == "end"
        if (
            token.kind != "number"
            or token.percent
            or not alone
            or not token.value.is_integer()
            or not 1 <= token.value <= MOST_TURNS
        ):
            raise RuleProblem(
                "rule-history-turns",
                _("`{found}` is no number of turns.").format(found=shown(token.text or ")")),
                token.span,
                _("Write a whole number from 1 to {most}.").format(most=MOST_TURNS),
            )
        self.take()
        return int(token.value)

    def _unknown(self, token: Token) -> NoReturn:
        """Refuse a name that nothing has; it may be an option without its dial."""
        sign, after = self.tokens[self.next], self.after()
        if sign.kind == "sign" and sign.text in ("==", "!=") and after is not None:
            dial = self.scope.find(after.text)
            if dial is not None and dial.kind is Kind.DIAL and token.text in dial.options:
                raise _bare_option(dial, token, token.text, sign.text)
        following = self.text[token.span.end :]
        raise names.unknown_name(self.scope, token.text, token.span, (), following)

    def _function(self, name: Token) -> Node:
        self.peek()
        if not self.sees("("):
            raise RuleProblem(
                "rule-function-brackets",
                _("`{name}` is a function: what it works on stands in brackets.").format(
                    name=name.text
                ),
                name.span,
                _("Write `{usage}`.").format(usage=USAGE[name.text]),
            )
        self.brackets.append(self.take().span)
        match name.text:
            case "fired" | "turns_since" | "held" as word:
                return self._happened(name, word)
            case "curve":
                symbol = self._named(name, "rule-not-a-curve", {Kind.CURVE})
                self._comma(name)
                at = self.expression(0)
                types.need_number(self.text, at)
                span = self._end_of_call(name)
                return self._node(CurveAt(span, symbol.type, symbol, at))
            case "smooth":
                symbol = self._named(name, "rule-wrong-kind", NUMERIC_KINDS)
                if (problem := names.no_history(symbol, name.span)) is not None:
                    raise problem
                self._comma(name)
                turns = self._turns()
                span = self._end_of_call(name)
                return self._node(Past(span, symbol.type, symbol, "smooth", turns))
            case _:
                return self._call(name)

    def _happened(self, name: Token, word: Literal["fired", "turns_since", "held"]) -> Node:
        if word == "held":
            symbol = self._named(name, "rule-not-a-dial", {Kind.DIAL})
        else:
            symbol = self._named(name, "rule-not-an-event", {Kind.EVENT})
        span = self._end_of_call(name)
        kind = Type.BOOLEAN if word == "fired" else Type.NUMBER
        return self._node(Happened(span, kind, symbol, word))

    def _named(self, function: Token, code: RuleCode, kinds: Collection[Kind]) -> Symbol:
        """Read an argument that must be the bare name of such a thing."""
        token = self.peek()
        if token.kind == "sign" and token.text == ")":
            self._wrong_count(function)
        symbol = self.scope.find(token.text) if token.kind == "name" else None
        after = self.after()
        alone = after is None or after.kind == "end" or after.text in (",", ")")
        if token.kind != "name" or (symbol is not None and not alone):
            mend = _("Write `{usage}`.").format(usage=USAGE[function.text])
            if function.text == "smooth":
                mend = _("To smooth a formula, give it a gauge of its own: `{usage}`.").format(
                    usage=USAGE["smooth"]
                )
            raise RuleProblem(
                "rule-argument-not-a-name",
                _("`{function}` needs a bare name first.").format(function=function.text),
                token.span,
                mend,
            )
        if symbol is None:
            following = self.text[token.span.end :]
            raise names.unknown_name(self.scope, token.text, token.span, kinds, following)
        if symbol.kind not in kinds:
            raise names.wrong_kind(self.scope, symbol, token.span, code, kinds)
        self.take()
        return symbol

    def _comma(self, function: Token) -> None:
        """Take the comma before the last argument."""
        if self.sees(")"):
            self._wrong_count(function)
        self.take()

    def _end_of_call(self, function: Token) -> Span:
        if self.sees(","):
            self._wrong_count(function)
        return Span(function.span.start, self.close().end)

    def _wrong_count(self, function: Token) -> NoReturn:
        raise RuleProblem(
            "rule-argument-count",
            _("`{function}` has the wrong number of parts between its brackets.").format(
                function=function.text
            ),
            Span(function.span.start, self.peek().span.end),
            _("Write `{usage}`.").format(usage=USAGE[function.text]),
        )

    def _call(self, name: Token) -> Node:
        args: list[Node] = []
        if not self.sees(")"):
            args.append(self.expression(0))
            while self.sees(","):
                self.refuse_thousands()
                self.take()
                args.append(self.expression(0))
        function = cast(FunctionName, name.text)
        closing = self.close()
        span = Span(name.span.start, closing.end)
        least, most = _COUNTS.get(function, (1, 1))
        if not least <= len(args) <= most:
            raise RuleProblem(
                "rule-argument-count",
                _("`{function}` takes {wanted}, and {count} stand in its brackets.").format(
                    function=function, wanted=_parts(least, most), count=len(args)
                ),
                span,
                _("Write `{usage}`.").format(usage=USAGE[function]),
            )
        return self._node(Call(span, self._type_of_call(function, args), function, tuple(args)))

    def _type_of_call(self, function: FunctionName, args: list[Node]) -> Type:
        if function == "if":
            types.need_condition(self.text, args[0])
            args = args[1:]
            if {arg.type for arg in args} == {Type.BOOLEAN}:
                return Type.BOOLEAN
        for arg in args:
            types.need_number(self.text, arg)
        match function:
            case "if" | "min" | "max":
                return types.alike(self.text, *args)
            case "clamp":
                types.alike(self.text, *args)
                return types.clamped(*args)
            case "abs":
                return args[0].type
            case "sqrt":
                return Type.NUMBER if args[0].type is Type.NUMBER else Type.EITHER
            case _:
                return Type.EITHER

    def _refuse_bare_option(self, left: Node) -> None:
        """After `dial ==`: an option must carry the name of its dial."""
        token = self.peek()
        dial = types.dial_of(left)
        after = self.after()
        if token.kind != "name" or dial is None or (after is not None and after.text in (".", "(")):
            return
        known = self.scope.find(token.text)
        if token.text in dial.options and (known is None or known.kind is not Kind.DIAL):
            raise _bare_option(dial, token, token.text, self.tokens[self.next - 1].text)
        near = nearest(token.text, dial.options)
        if known is None and near is not None:
            raise _bare_option(dial, token, near, self.tokens[self.next - 1].text)

    def _single_equals(self, left: Node, span: Span) -> NoReturn:
        right = self.name_ahead()
        dial = types.dial_of(left)
        if dial is not None and right in dial.options:
            right = f"{dial.id}.{right}"
        raise RuleProblem(
            "rule-single-equals",
            _("`=` sets a value; it does not compare."),
            span,
            _("Write `{left} == {right}`.").format(
                left=types.piece(self.text, left), right=shown(right or "...")
            ),
        )

    def _brackets_unwanted(self, word: Token) -> NoReturn:
        raise RuleProblem(
            "rule-history-brackets",
            _("`{word}` takes no brackets.").format(word=word.text),
            word.span,
            _("Write `{word}`.").format(word=word.text),
        )


_COUNTS: dict[str, tuple[int, int]] = {
    "if": (3, 3),
    "clamp": (3, 3),
    "min": (2, MOST_PARTS),
    "max": (2, MOST_PARTS),
}
"""Fewest and most arguments of a function; one where it is not named."""


def _parts(least: int, most: int) -> str:
    if least == most == 1:
        return _("one part")
    if least == most:
        return _("{count} parts").format(count=least)
    return _("{count} parts or more").format(count=least)


def _bare_option(dial: Symbol, token: Token, option: str, op: str) -> RuleProblem:
    return RuleProblem(
        "rule-bare-option",
        _("`{found}` stands without the name of its decision.").format(found=shown(token.text)),
        token.span,
        _("Write `{dial} {op} {dial}.{option}`.").format(dial=dial.id, op=op, option=option),
    )
