"""Reads the text of a rule or an effect into its typed tree.

A Pratt parser: each sign has a power, and an operand is taken by the stronger of its two
neighbours. Names are looked up and types joined as soon as they are read, so the first problem
from the left is the one reported.
"""

from collections.abc import Collection
from dataclasses import replace
from typing import Literal, NoReturn, TypeVar, cast

from game.lang import names, types
from game.lang.names import USAGE
from game.lang.problems import RuleCode, RuleProblem, nearest, shown
from game.lang.tokens import LONGEST, Token, tokens
from game.lang.tree import (
    NUMERIC_KINDS,
    Binary,
    Call,
    Compare,
    CurveAt,
    Effect,
    FunctionName,
    Happened,
    Kind,
    Level,
    Node,
    OptionName,
    Past,
    Rule,
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

_COMPARISONS = frozenset({"<", "<=", ">", ">=", "==", "!="})

_CompareOp = Literal["<", "<=", ">", ">=", "==", "!="]
_BinaryOp = Literal["+", "-", "*", "/", "^", "and", "or"]
_EffectOp = Literal["=", "+=", "-=", "*="]

_N = TypeVar("_N", bound=Node)


def parse_rule(text: str, scope: Scope, wanted: Type) -> Rule:
    """Read a formula.

    Args:
        text: The formula as written.
        scope: The names it may use.
        wanted: What its place needs. NUMBER takes percents too.

    Raises:
        RuleProblem: The text is no such formula.
    """
    reader = _Reader(text, scope)
    root = reader.whole()
    reader.fit(root, wanted)
    return Rule(text, root)


def parse_effect(text: str, scope: Scope) -> Effect:
    """Read an effect: `name += rule`, perhaps with `over N turns` or `for N turns`.

    Raises:
        RuleProblem: The text is no effect.
    """
    return _Reader(text, scope).effect()


class _Reader:
    """One pass over the tokens of one text."""

    def __init__(self, text: str, scope: Scope) -> None:
        """Cut the text up; an empty or overlong one is refused here."""
        if len(text) > LONGEST:
            raise RuleProblem(
                "rule-too-long",
                _("The rule has {count} characters; {most} is the most.").format(
                    count=len(text), most=LONGEST
                ),
                Span(LONGEST, len(text)),
                _("Give a part of it a gauge of its own, and name that."),
            )
        self._text = text
        self._scope = scope
        self._tokens = tokens(text)
        self._next = 0
        self._brackets: list[tuple[Span, bool]] = []
        """Open brackets, and whether each belongs to a function."""
        self._within = 0
        self._parts = 0
        self._made: dict[int, tuple[Node, int]] = {}
        """Every part so far by identity, with its levels."""

    # Tokens

    def _peek(self) -> Token:
        token = self._tokens[self._next]
        if token.slip is not None:
            raise token.slip
        return token

    def _take(self) -> Token:
        token = self._peek()
        if token.kind != "end":
            self._next += 1
        return token

    def _sees(self, sign: str) -> bool:
        """Whether the next token is this sign. A slip there waits until what precedes it is read."""
        token = self._tokens[self._next]
        return token.kind == "sign" and token.text == sign

    def _before(self) -> Token | None:
        return self._tokens[self._next - 1] if self._next else None

    def _after(self) -> Token | None:
        """The token after the next one, if it can be read."""
        if self._next + 1 >= len(self._tokens):
            return None
        token = self._tokens[self._next + 1]
        return None if token.kind == "slip" else token

    def _piece(self, node: Node) -> str:
        return types.piece(self._text, node)

    # Bookkeeping

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

    # The grammar

    def whole(self) -> Node:
        """Read the text to its end as one formula."""
        self._refuse_empty()
        root = self._expression(0)
        if self._peek().kind != "end":
            self._astray()
        return root

    def _expression(self, power: int) -> Node:
        """Read an operand and all that binds to it more strongly than `power`."""
        self._within += 1
        if self._within > MOST_LEVELS:
            self._too_deep(self._tokens[self._next].span)
        left = self._operand()
        while True:
            token = self._peek()
            its = _POWERS.get(token.text, 0) if token.kind in ("sign", "name") else 0
            if its <= power and not (its == power == _POWER):
                break
            left = self._compared(left) if its == _COMPARE else self._joined(left, its)
        self._within -= 1
        return left

    def _operand(self) -> Node:
        token = self._peek()
        if token.kind == "number":
            return self._number()
        if token.kind == "name" and token.text not in ("and", "or"):
            return self._word()
        if token.kind == "sign":
            if token.text == "-":
                return self._negated()
            if token.text == "(":
                return self._bracketed()
        return self._missing()

    def _number(self) -> Node:
        token = self._take()
        kind = Type.EITHER if token.value <= 1.0 else Type.NUMBER
        return self._node(Value(token.span, Type.PERCENT if token.percent else kind, token.value))

    def _negated(self) -> Node:
        start = self._take().span.start
        operand = self._expression(_NEGATION)
        self._numeric(operand)
        return self._node(Unary(Span(start, operand.span.end), operand.type, "-", operand))

    def _bracketed(self) -> Node:
        opening = self._take().span
        self._brackets.append((opening, False))
        inside = self._expression(0)
        closing = self._close()
        wider = replace(inside, span=Span(opening.start, closing.end))
        self._made[id(wider)] = (wider, self._made[id(inside)][1])
        return wider

    def _close(self) -> Span:
        """Take the bracket that closes the last one opened."""
        opening, _of_function = self._brackets[-1]
        token = self._peek()
        if token.kind == "end":
            raise RuleProblem(
                "rule-bracket-not-closed",
                _("A bracket is opened and never closed."),
                token.span,
                _("Put `)` where it should end."),
                second=opening,
                why=_("It is opened here."),
            )
        if not self._sees(")"):
            self._astray()
        self._brackets.pop()
        return self._take().span

    def _joined(self, left: Node, power: int) -> Node:
        op = cast(_BinaryOp, self._take().text)
        right = self._expression(power)
        span = Span(left.span.start, right.span.end)
        if op in ("and", "or"):
            self._condition(left)
            self._condition(right, after=left)
            return self._node(Binary(span, Type.BOOLEAN, op, left, right))
        self._numeric(left)
        self._numeric(right)
        match op:
            case "*":
                kind = types.product(left.type, right.type)
            case "/":
                kind = types.quotient(left.type, right.type)
            case "^":
                kind = Type.EITHER
            case _:
                kind = self._alike(left, right)
        return self._node(Binary(span, kind, op, left, right))

    def _compared(self, left: Node) -> Node:
        ops: list[_CompareOp] = []
        operands = [left]
        while (token := self._peek()).kind == "sign" and _POWERS.get(token.text) == _COMPARE:
            self._take()
            if token.text == "=":
                self._single_equals(operands[-1], token.span)
            ops.append(cast(_CompareOp, token.text))
            if operands[-1].type is Type.OPTION:
                self._refuse_bare_option(operands[-1])
            operands.append(self._expression(_COMPARE))
        kinds = {operand.type for operand in operands}
        if Type.OPTION in kinds:
            self._check_options(operands, ops)
        elif kinds != {Type.BOOLEAN} or not {"==", "!="}.issuperset(ops):
            for operand in operands:
                self._numeric(operand)
            self._alike(*operands)
        span = Span(left.span.start, operands[-1].span.end)
        return self._node(Compare(span, tuple(ops), tuple(operands)))

    # Names

    def _word(self) -> Node:
        token = self._take()
        word, span = token.text, token.span
        if word == "not":
            operand = self._expression(_NOT)
            self._condition(operand)
            return self._node(
                Unary(Span(span.start, operand.span.end), Type.BOOLEAN, "not", operand)
            )
        if word in ("true", "false"):
            return self._node(Value(span, Type.BOOLEAN, float(word == "true")))
        if word in USAGE:
            return self._function(token)
        if self._sees("("):
            if word == "turn":
                self._take()
                self._brackets_unwanted(token)
            raise names.unknown_function(self._scope, word, span)
        if word == "turn":
            return self._node(Turn(span))
        symbol = self._scope.find(word)
        if symbol is None:
            self._unknown(token)
        if self._sees("."):
            return self._attribute(symbol, span)
        if symbol.kind in (Kind.EVENT, Kind.CURVE):
            raise names.not_a_quantity(symbol, span)
        kind = Type.OPTION if symbol.kind is Kind.DIAL else symbol.type
        return self._node(Level(span, kind, symbol))

    def _attribute(self, symbol: Symbol, start: Span) -> Node:
        self._take()
        token = self._peek()
        if token.kind != "name":
            self._missing()
        self._take()
        word = token.text
        span = Span(start.start, token.span.end)
        if symbol.kind is Kind.DIAL:
            if word == "last":
                self._refuse_brackets(symbol, token)
                return self._node(Past(span, Type.OPTION, symbol, "last"))
            if word not in symbol.options:
                raise names.unknown_option(self._scope, symbol, word, token.span)
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
        self._peek()
        if self._sees("("):
            self._brackets.append((self._take().span, True))
            if not self._sees(")"):
                return self._turns(), self._close()
        raise RuleProblem(
            "rule-history-brackets",
            _("`{name}.change` does not say over how many turns.").format(name=symbol.id),
            span,
            _("Write `{name}.change(1)` for the change in this turn.").format(name=symbol.id),
        )

    def _refuse_brackets(self, symbol: Symbol, token: Token) -> None:
        if self._sees("("):
            raise RuleProblem(
                "rule-history-brackets",
                _("`{name}.{word}` takes no brackets.").format(name=symbol.id, word=token.text),
                self._peek().span,
                _("Write `{name}.{word}`; further back reaches `{name}.change(n)`.").format(
                    name=symbol.id, word=token.text
                )
                if symbol.kind is not Kind.DIAL
                else _("Write `{name}.{word}`.").format(name=symbol.id, word=token.text),
            )

    def _turns(self) -> int:
        """Read the n of `change` and `smooth`."""
        token = self._peek()
        after = self._after()
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
        self._take()
        return int(token.value)

    def _unknown(self, token: Token) -> NoReturn:
        """Refuse a name that nothing has; it may be an option without its dial."""
        sign, after = self._tokens[self._next], self._after()
        if sign.kind == "sign" and sign.text in ("==", "!=") and after is not None:
            dial = self._scope.find(after.text)
            if dial is not None and dial.kind is Kind.DIAL and token.text in dial.options:
                raise _bare_option(dial, token, token.text, sign.text)
        following = self._text[token.span.end :]
        raise names.unknown_name(self._scope, token.text, token.span, (), following)

    # Functions

    def _function(self, name: Token) -> Node:
        self._peek()
        if not self._sees("("):
            raise RuleProblem(
                "rule-function-brackets",
                _("`{name}` is a function: what it works on stands in brackets.").format(
                    name=name.text
                ),
                name.span,
                _("Write `{usage}`.").format(usage=USAGE[name.text]),
            )
        self._brackets.append((self._take().span, True))
        match name.text:
            case "fired" | "turns_since" | "held" as word:
                return self._happened(name, word)
            case "curve":
                symbol = self._named(name, "rule-not-a-curve", {Kind.CURVE})
                self._comma(name)
                at = self._expression(0)
                self._numeric(at)
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
        token = self._peek()
        if token.kind == "sign" and token.text == ")":
            self._wrong_count(function)
        symbol = self._scope.find(token.text) if token.kind == "name" else None
        after = self._after()
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
            following = self._text[token.span.end :]
            raise names.unknown_name(self._scope, token.text, token.span, kinds, following)
        if symbol.kind not in kinds:
            raise names.wrong_kind(self._scope, symbol, token.span, code, kinds)
        self._take()
        return symbol

    def _comma(self, function: Token) -> None:
        """Take the comma before the last argument."""
        if self._sees(")"):
            self._wrong_count(function)
        self._take()

    def _end_of_call(self, function: Token) -> Span:
        if self._sees(","):
            self._wrong_count(function)
        return Span(function.span.start, self._close().end)

    def _wrong_count(self, function: Token) -> NoReturn:
        raise RuleProblem(
            "rule-argument-count",
            _("`{function}` has the wrong number of parts between its brackets.").format(
                function=function.text
            ),
            Span(function.span.start, self._peek().span.end),
            _("Write `{usage}`.").format(usage=USAGE[function.text]),
        )

    def _call(self, name: Token) -> Node:
        args: list[Node] = []
        if not self._sees(")"):
            args.append(self._expression(0))
            while self._sees(","):
                self._refuse_thousands()
                self._take()
                args.append(self._expression(0))
        function = cast(FunctionName, name.text)
        closing = self._close()
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
            self._condition(args[0])
            args = args[1:]
            if {arg.type for arg in args} == {Type.BOOLEAN}:
                return Type.BOOLEAN
        for arg in args:
            self._numeric(arg)
        match function:
            case "if" | "min" | "max":
                return self._alike(*args)
            case "clamp":
                self._alike(*args)
                return types.clamped(*args)
            case "abs":
                return args[0].type
            case "sqrt":
                return Type.NUMBER if args[0].type is Type.NUMBER else Type.EITHER
            case _:
                return Type.EITHER

    # What a part must be

    def fit(self, root: Node, wanted: Type) -> None:
        """Refuse a whole that yields something else than its place needs."""
        if wanted is Type.BOOLEAN:
            self._condition(root)
            return
        self._numeric(root)
        if wanted is Type.PERCENT and root.type is Type.NUMBER:
            raise RuleProblem(
                "rule-number-for-percent",
                _("A percent is wanted here, and `{found}` is a number.").format(
                    found=self._piece(root)
                ),
                root.span,
                types.as_percent(self._text, root),
            )

    def _alike(self, *parts: Node) -> Type:
        pair = types.together(parts)
        if pair is not None:
            raise types.mixed(self._text, *pair)
        return types.common(parts)

    def _numeric(self, node: Node) -> None:
        if node.type is Type.BOOLEAN:
            raise RuleProblem(
                "rule-condition-for-number",
                _("`{found}` is true or false, and a number is wanted.").format(
                    found=self._piece(node)
                ),
                node.span,
                _("Write `if({found}, 1, 0)`, with the numbers you mean.").format(
                    found=self._piece(node)
                ),
            )
        if node.type is Type.OPTION:
            raise RuleProblem(
                "rule-option-for-number",
                _("`{found}` is an option, and a number is wanted.").format(
                    found=self._piece(node)
                ),
                node.span,
                _("Compare it and choose: `if({condition}, 1, 0)`.").format(
                    condition=self._comparison(node)
                ),
            )

    def _condition(self, node: Node, after: Node | None = None) -> None:
        if node.type is Type.BOOLEAN:
            return
        found = self._piece(node)
        mend = _("Compare it: `{found} > 0`.").format(found=found)
        if node.type is Type.OPTION:
            mend = _("Compare it: `{condition}`.").format(condition=self._comparison(node))
        elif isinstance(after, Compare):
            mend = _("Say again what is compared: `{left} {op} {found}`.").format(
                left=self._piece(after.operands[0]), op=after.ops[0], found=found
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

    def _comparison(self, node: Node) -> str:
        """How an option would stand in a comparison."""
        if isinstance(node, OptionName):
            return f"{node.symbol.id} == {self._piece(node)}"
        dial = _dial_of(node)
        option = dial.options[0] if dial is not None and dial.options else "option"
        return f"{self._piece(node)} == {dial.id if dial is not None else ''}.{option}"

    def _check_options(self, operands: list[Node], ops: list[_CompareOp]) -> None:
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
                        option=self._piece(option), found=self._piece(part)
                    ),
                    part.span,
                    _("Write `{condition}`.").format(condition=self._comparison(option)),
                )
        left, right = (_dial_of(part) for part in operands)
        if left is not None and right is not None and left.id != right.id:
            self._wrong_dial(operands, left, right)

    def _wrong_dial(self, operands: list[Node], left: Symbol, right: Symbol) -> NoReturn:
        at_fault, other, dial = operands[1], operands[0], left
        if isinstance(operands[0], OptionName) and not isinstance(operands[1], OptionName):
            at_fault, other, dial = operands[0], operands[1], right
        mend = _("Compare `{dial}` with one of its own: {options}.").format(
            dial=dial.id,
            options=names.listed([f"{dial.id}.{option}" for option in dial.options]),
        )
        if isinstance(at_fault, OptionName) and at_fault.option in dial.options:
            mend = _("Write `{dial}.{option}`.").format(dial=dial.id, option=at_fault.option)
        raise RuleProblem(
            "rule-option-wrong-dial",
            _("`{found}` does not belong to `{dial}`.").format(
                found=self._piece(at_fault), dial=dial.id
            ),
            at_fault.span,
            mend,
            second=other.span,
            why=_("It is compared with this."),
        )

    def _refuse_bare_option(self, left: Node) -> None:
        """After `dial ==`: an option must carry the name of its dial."""
        token = self._peek()
        dial = _dial_of(left)
        after = self._after()
        if token.kind != "name" or dial is None or (after is not None and after.text in (".", "(")):
            return
        known = self._scope.find(token.text)
        if token.text in dial.options and (known is None or known.kind is not Kind.DIAL):
            raise _bare_option(dial, token, token.text, self._tokens[self._next - 1].text)
        near = nearest(token.text, dial.options)
        if known is None and near is not None:
            raise _bare_option(dial, token, near, self._tokens[self._next - 1].text)

    # Slips

    def _refuse_empty(self) -> None:
        if self._peek().kind == "end":
            raise RuleProblem(
                "rule-empty",
                _("The rule is empty."),
                Span(0, len(self._text)),
                _("Write a number, a name or a formula; `0` and `true` are rules too."),
            )

    def _single_equals(self, left: Node, span: Span) -> NoReturn:
        right = self._name_ahead()
        dial = _dial_of(left)
        if dial is not None and right in dial.options:
            right = f"{dial.id}.{right}"
        raise RuleProblem(
            "rule-single-equals",
            _("`=` sets a value; it does not compare."),
            span,
            _("Write `{left} == {right}`.").format(
                left=self._piece(left), right=shown(right or "...")
            ),
        )

    def _name_ahead(self) -> str:
        """The number or name that comes next, with what stands after its point."""
        ahead = self._tokens[self._next : self._next + 3]
        if ahead[0].kind not in ("number", "name"):
            return ""
        if len(ahead) == 3 and ahead[1].text == "." and ahead[2].kind == "name":
            return f"{ahead[0].text}.{ahead[2].text}"
        return ahead[0].text

    def _brackets_unwanted(self, word: Token) -> NoReturn:
        raise RuleProblem(
            "rule-history-brackets",
            _("`{word}` takes no brackets.").format(word=word.text),
            word.span,
            _("Write `{word}`.").format(word=word.text),
        )

    def _missing(self) -> NoReturn:
        """Refuse what stands where a number, a name or a bracket should."""
        token, before = self._peek(), self._before()
        mend = _("Put a number or a name there, or take out what is too much.")
        if token.kind == "end":
            assert before is not None
            message = _("The rule stops after `{before}`.").format(before=shown(before.text))
            raise RuleProblem(
                "rule-something-missing",
                message,
                before.span,
                _("Say what comes after it."),
            )
        joined = (before.text if before is not None else "") + token.text
        if token.text in ("=", ">") and joined in ("<=", ">=", "==", "=>", "<>", "=="):
            assert before is not None
            raise RuleProblem(
                "rule-foreign-sign",
                _("`{first} {second}` is written as two signs.").format(
                    first=before.text, second=token.text
                ),
                Span(before.span.start, token.span.end),
                _("Write `{sign}`.").format(sign={"=>": ">=", "<>": "!="}.get(joined, joined)),
            )
        if token.text == "+":
            mend = _("Leave the `+` out.")
            if before is not None and before.text == "=":
                mend = _("To add, write `+=`.")
            raise RuleProblem(
                "rule-double-sign", _("A `+` stands before a number."), token.span, mend
            )
        if token.text in ("*", "/", "^") and before is not None and before.text in "*/^+-":
            raise RuleProblem(
                "rule-double-sign",
                _("Two signs stand side by side: `{first} {second}`.").format(
                    first=before.text, second=token.text
                ),
                token.span,
                _("Take one of them out."),
            )
        if token.text == ")" and not self._brackets:
            self._not_opened(token)
        if before is None:
            message = _("Nothing stands before `{sign}`.").format(sign=token.text)
        else:
            message = _("Nothing stands between `{before}` and `{sign}`.").format(
                before=shown(before.text), sign=token.text
            )
            if token.text in _COMPARISONS and before.text in ("and", "or"):
                mend = _("Say again what is compared: `x > 1 and x < 5`, or `1 < x < 5`.")
        raise RuleProblem("rule-something-missing", message, token.span, mend)

    def _not_opened(self, token: Token) -> NoReturn:
        raise RuleProblem(
            "rule-bracket-not-opened",
            _("This bracket closes nothing."),
            token.span,
            _("Take it out, or open one before it."),
        )

    def _refuse_thousands(self, everywhere: bool = False) -> None:
        """Refuse a comma inside a number.

        Between the brackets of a function a comma parts two arguments, and only `1,000` and `0,05`
        give themselves away, by a second number that begins with a zero.
        """
        before, comma, after = self._before(), self._peek(), self._after()
        if before is None or after is None or (before.kind, after.kind) != ("number", "number"):
            return
        if before.span.end != comma.span.start or comma.span.end != after.span.start:
            return
        if not everywhere and not (after.text[0] == "0" and after.text[1:2].isdigit()):
            return
        span = Span(before.span.start, after.span.end)
        bare = before.text + after.text
        point = f"{before.text}.{after.text}"
        mend = _("Write `{number}`.").format(number=shown(point))
        if len(after.text.rstrip("% ")) == 3 and before.text != "0":
            mend = _("Write `{bare}`, or `{point}` if the comma marks the decimals.").format(
                bare=shown(bare), point=shown(point)
            )
        raise RuleProblem(
            "rule-thousands",
            _("`{number}` has a comma in it.").format(
                number=shown(self._text[span.start : span.end])
            ),
            span,
            mend,
        )

    def _astray(self, effect: bool = False) -> NoReturn:
        """Refuse what follows a finished formula."""
        token, before = self._peek(), self._before()
        assert before is not None
        found = shown(token.text)
        code: RuleCode = "rule-trailing"
        message = _("`{found}` follows where the rule is complete.").format(found=found)
        mend = _("Take it out, or put a sign such as `+` or `and` before it.")
        match token.text:
            case "%":
                code = "rule-percent-sign"
                message = _("`%` follows only a number.")
                mend = _("Write `{before} * 1%` for hundredths of it.").format(
                    before=shown(before.text) if before.kind == "name" else "(...)"
                )
            case "+=" | "-=" | "*=":
                code = "rule-effect-in-rule"
                message = _("`{found}` changes a stock, and a formula changes nothing.").format(
                    found=found
                )
                mend = _("Move this to a list of `effects`.")
            case ",":
                self._refuse_thousands(everywhere=True)
                code = "rule-comma"
                message = _("A comma stands outside the brackets of a function.")
                mend = (
                    _("Give each effect a text of its own in the list.")
                    if effect
                    else _("Take it out; decimals are marked by a point.")
                )
            case ")":
                self._not_opened(token)
            case "(":
                code = "rule-no-multiplication-sign"
                message = _("There is no sign before this bracket.")
                mend = _("For a product, write `* (`.")
            case ".":
                code = "rule-attribute-of-a-sum"
                message = _("Only a name has a past or options, and `{before}` is none.").format(
                    before=shown(before.text)
                )
                mend = _("Give the formula a gauge of its own, and name that.")
            case "is" | "equals" | "eq":
                mend = _("To compare, write `==`.")
            case "over" | "for" if not effect:
                code = "rule-effect-in-rule"
                message = _("`{found}` belongs to effects, and this is a formula.").format(
                    found=found
                )
                mend = _("Take it out.")
            case "if":
                mend = _("Write `if(condition, a, b)`.")
            case "not":
                mend = _("For unequal, write `!=`.")
            case _ if before.kind == "number":
                code, message, mend = self._after_number(before, token)
            case _:
                if token.kind == "number" or self._scope.find(token.text) is not None:
                    code = "rule-no-multiplication-sign"
                    message = _("There is no sign between `{before}` and `{found}`.").format(
                        before=shown(before.text), found=found
                    )
                    mend = _("Put one there: `*` for a product.")
        raise RuleProblem(code, message, token.span, mend)

    def _after_number(self, before: Token, token: Token) -> tuple[RuleCode, str, str]:
        """What is wrong with a number that is followed by a number or a name."""
        message = _("There is no sign between `{before}` and `{found}`.").format(
            before=shown(before.text), found=shown(token.text)
        )
        if before.percent and token.kind == "number":
            return (
                "rule-percent-sign",
                _("`%` stands between two numbers, and there is no remainder of a division."),
                _("After a percent, put a sign such as `*`."),
            )
        if token.kind == "number" and len(token.text) == 3 and token.text.isdigit():
            mend = _("Write `{number}`.").format(number=shown(before.text + token.text))
            return "rule-thousands", message, mend
        if token.text in ("percent", "pct", "procent"):
            mend = _("Write `{number}%`.").format(number=shown(before.text))
            return "rule-percent-sign", message, mend
        mend = _("For their product, write `{before} * {found}`.").format(
            before=shown(before.text), found=shown(token.text)
        )
        return "rule-no-multiplication-sign", message, mend

    # Effects

    def effect(self) -> Effect:
        """Read the text to its end as one effect."""
        self._refuse_empty()
        name = self._peek()
        if name.kind != "name":
            self._no_target(name)
        self._take()
        target = self._target(name)
        op = self._effect_sign(target)
        if self._peek().kind == "end":
            self._missing()
        value = self._expression(0)
        self._numeric(value)
        self._fit_target(target, op, value)
        spread, turns = self._spread(op)
        rule = Rule(self._text, value)
        return Effect(self._text, target, name.span, op, rule, spread, turns)

    def _no_target(self, token: Token) -> NoReturn:
        raise RuleProblem(
            "rule-effect-target",
            _("An effect begins with what it changes, and `{found}` is no name.").format(
                found=shown(token.text)
            ),
            token.span,
            _("Write it like `treasury -= 5`, with the name of a stock or pipeline."),
        )

    def _target(self, token: Token) -> Symbol:
        kinds = (Kind.STOCK, Kind.PIPELINE)
        symbol = self._scope.find(token.text)
        code: RuleCode = "rule-effect-target"
        if token.text in names.RESERVED:
            raise RuleProblem(
                code,
                _("`{found}` is a word of the rule language and cannot be changed.").format(
                    found=token.text
                ),
                token.span,
                _(
                    "An effect has the form `name += formula`; conditions go where it is asked `when`."
                )
                if token.text == "if"
                else _("Name a stock or a pipeline."),
            )
        following = self._text[token.span.end :]
        if symbol is None:
            if (
                self._tokens[self._next].kind == "name"
                and names.in_one_piece(self._scope, token.text, following) is None
            ):
                raise RuleProblem(
                    code,
                    _("An effect begins with what it changes, not with `{found}`.").format(
                        found=shown(token.text)
                    ),
                    token.span,
                    _("Write it like `treasury -= 5`, with the name of a stock or pipeline."),
                )
            raise names.unknown_name(self._scope, token.text, token.span, kinds, following)
        if self._sees(".") and symbol.kind in kinds:
            raise RuleProblem(
                code,
                _("The past cannot be changed."),
                self._tokens[self._next].span,
                _("Write `{name}` alone.").format(name=symbol.id),
            )
        if symbol.kind not in kinds:
            raise names.not_a_target(symbol, token.span)
        return symbol

    def _effect_sign(self, target: Symbol) -> _EffectOp:
        token = self._peek()
        if token.kind == "sign" and token.text in ("=", "+=", "-=", "*="):
            self._take()
            return token.text
        message = _("The effect does not say how `{name}` changes.").format(name=target.id)
        sign = {"==": "=", "+": "+=", "-": "-=", "*": "*=", "/": "*="}.get(token.text)
        if token.kind == "sign" and sign is not None:
            message = _("`{found}` changes nothing.").format(found=token.text)
            mend = _("Write `{name} {sign}`, then by how much.").format(name=target.id, sign=sign)
        else:
            mend = _("Write `{name} = 5`, or `+=`, `-=` or `*=`.").format(name=target.id)
        raise RuleProblem("rule-effect-sign", message, token.span, mend)

    def _fit_target(self, target: Symbol, op: _EffectOp, value: Node) -> None:
        """Refuse a percent added to a number, and a number to a percent."""
        if op == "*=":
            return
        found = self._piece(value)
        if target.type is Type.PERCENT and value.type is Type.NUMBER:
            raise RuleProblem(
                "rule-number-for-percent",
                _("`{name}` is a percent, and `{found}` is a number.").format(
                    name=target.id, found=found
                ),
                value.span,
                types.as_percent(self._text, value),
            )
        if target.type is Type.PERCENT or value.type is not Type.PERCENT:
            return
        if target.unit == "%" and isinstance(value, Value):
            mend = _("`{name}` is counted from 0 to 100: write `{bare}`.").format(
                name=target.id, bare=found.rstrip("% ")
            )
        elif target.unit == "%":
            mend = _("`{name}` is counted from 0 to 100: multiply by 100.").format(name=target.id)
        else:
            mend = _("For a part of it, write `{name} {op} {found} * {name}`.").format(
                name=target.id, op=op, found=found
            )
        raise RuleProblem(
            "rule-percent-and-number",
            _("`{name}` is a number, and `{found}` is a percent.").format(
                name=target.id, found=found
            ),
            value.span,
            mend,
        )

    def _spread(self, op: _EffectOp) -> tuple[Literal["now", "over", "for"], int]:
        """Read `over N turns` or `for N turns`, if it is there, and the end."""
        word = self._peek()
        if word.kind == "end":
            return "now", 1
        if word.kind != "name" or word.text not in ("over", "for"):
            self._astray(effect=True)
        self._take()
        spread = word.text
        if op not in ("+=", "-="):
            raise RuleProblem(
                "rule-effect-spread",
                _("`{sign}` happens at once and cannot be spread with `{word}`.").format(
                    sign=op, word=spread
                ),
                word.span,
                _("Use `+=` or `-=`, or leave `{word}` and what follows out.").format(word=spread),
            )
        turns = self._effect_turns(spread)
        unit = self._peek()
        if unit.kind != "name" or unit.text not in ("turn", "turns"):
            self._turns_unsaid(spread, turns, unit)
        self._take()
        if self._peek().kind != "end":
            self._astray(effect=True)
        return spread, turns

    def _effect_turns(self, word: str) -> int:
        token = self._peek()
        whole = token.kind == "number" and not token.percent and token.value.is_integer()
        if not whole or not 1 <= token.value <= MOST_TURNS:
            raise RuleProblem(
                "rule-effect-turns",
                _("`{found}` is no number of turns.").format(found=shown(token.text))
                if token.kind != "end"
                else _("It is not said for how many turns."),
                token.span,
                _("Write `{word} N turns`, with a whole number from 1 to {most}.").format(
                    word=word, most=MOST_TURNS
                ),
            )
        self._take()
        return int(token.value)

    def _turns_unsaid(self, word: str, turns: int, token: Token) -> NoReturn:
        raise RuleProblem(
            "rule-effect-turns",
            _("The effect lasts in turns, and the word `turns` is missing.")
            if token.kind == "end"
            else _("`{found}` stands where `turns` is wanted.").format(found=shown(token.text)),
            token.span,
            _("Write `{word} {turns} turns`.").format(word=word, turns=turns),
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


def _dial_of(node: Node) -> Symbol | None:
    """The dial whose option a part stands for."""
    if isinstance(node, Level | Past | OptionName) and node.type is Type.OPTION:
        return node.symbol
    return None


def _bare_option(dial: Symbol, token: Token, option: str, op: str) -> RuleProblem:
    return RuleProblem(
        "rule-bare-option",
        _("`{found}` stands without the name of its decision.").format(found=shown(token.text)),
        token.span,
        _("Write `{dial} {op} {dial}.{option}`.").format(dial=dial.id, op=op, option=option),
    )
