"""Reads an effect: what changes, how, by how much and for how long."""

from typing import Literal, NoReturn

from game.lang import names, types
from game.lang.formulas import MOST_TURNS, FormulaReader
from game.lang.problems import RuleCode, RuleProblem, shown
from game.lang.tokens import Token
from game.lang.tree import Effect, Kind, Node, Rule, Symbol, Type, Value
from game.words import _

_EffectOp = Literal["=", "+=", "-=", "*="]


class EffectReader(FormulaReader):
    """Reads one text as an effect."""

    def effect(self) -> Effect:
        """Read the text to its end as one effect."""
        self.refuse_empty()
        name = self.peek()
        if name.kind != "name":
            self._no_target(name)
        self.take()
        target = self._target(name)
        op = self._effect_sign(target)
        if self.peek().kind == "end":
            self.missing()
        value = self.expression(0)
        types.need_number(self.text, value)
        self._fit_target(target, op, value)
        spread, turns = self._spread(op)
        rule = Rule(self.text, value)
        return Effect(self.text, target, name.span, op, rule, spread, turns)

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
        symbol = self.scope.find(token.text)
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
        following = self.text[token.span.end :]
        if symbol is None:
            if (
                self.tokens[self.next].kind == "name"
                and names.in_one_piece(self.scope, token.text, following) is None
            ):
                raise RuleProblem(
                    code,
                    _("An effect begins with what it changes, not with `{found}`.").format(
                        found=shown(token.text)
                    ),
                    token.span,
                    _("Write it like `treasury -= 5`, with the name of a stock or pipeline."),
                )
            raise names.unknown_name(self.scope, token.text, token.span, kinds, following)
        if self.sees(".") and symbol.kind in kinds:
            raise RuleProblem(
                code,
                _("The past cannot be changed."),
                self.tokens[self.next].span,
                _("Write `{name}` alone.").format(name=symbol.id),
            )
        if symbol.kind not in kinds:
            raise names.not_a_target(symbol, token.span)
        return symbol

    def _effect_sign(self, target: Symbol) -> _EffectOp:
        token = self.peek()
        if token.kind == "sign" and token.text in ("=", "+=", "-=", "*="):
            self.take()
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
        found = types.piece(self.text, value)
        if target.type is Type.PERCENT and value.type is Type.NUMBER:
            raise RuleProblem(
                "rule-number-for-percent",
                _("`{name}` is a percent, and `{found}` is a number.").format(
                    name=target.id, found=found
                ),
                value.span,
                types.as_percent(self.text, value),
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
        word = self.peek()
        if word.kind == "end":
            return "now", 1
        if word.kind != "name" or word.text not in ("over", "for"):
            self.astray(effect=True)
        self.take()
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
        unit = self.peek()
        if unit.kind != "name" or unit.text not in ("turn", "turns"):
            self._turns_unsaid(spread, turns, unit)
        self.take()
        if self.peek().kind != "end":
            self.astray(effect=True)
        return spread, turns

    def _effect_turns(self, word: str) -> int:
        token = self.peek()
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
        self.take()
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
