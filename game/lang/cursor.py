"""A place in the tokens of a rule, and what to say when the next one does not fit."""

from typing import NoReturn

from game.lang.problems import RuleCode, RuleProblem, shown
from game.lang.tokens import LONGEST, Token, tokens
from game.lang.tree import Scope, Span
from game.words import _

_COMPARISONS = frozenset({"<", "<=", ">", ">=", "==", "!="})


class Cursor:
    """Goes over the tokens of one text, once."""

    def __init__(self, text: str, scope: Scope) -> None:
        """Cut the text up; an overlong one is refused here."""
        if len(text) > LONGEST:
            raise RuleProblem(
                "rule-too-long",
                _("The rule has {count} characters; {most} is the most.").format(
                    count=len(text), most=LONGEST
                ),
                Span(LONGEST, len(text)),
                _("Give a part of it a gauge of its own, and name that."),
            )
        self.text = text
        self.scope = scope
        self.tokens = tokens(text)
        self.next = 0
        """Index of the next token."""
        self.brackets: list[Span] = []
        """Where the brackets that are open were opened."""

    def peek(self) -> Token:
        """The next token; raises the slip that stands there."""
        token = self.tokens[self.next]
        if token.slip is not None:
            raise token.slip
        return token

    def take(self) -> Token:
        """The next token, which is then behind; the end stays ahead."""
        token = self.peek()
        if token.kind != "end":
            self.next += 1
        return token

    def sees(self, sign: str) -> bool:
        """Whether the next token is this sign. A slip there waits until what precedes it is read."""
        token = self.tokens[self.next]
        return token.kind == "sign" and token.text == sign

    def before(self) -> Token | None:
        """The token taken last."""
        return self.tokens[self.next - 1] if self.next else None

    def after(self) -> Token | None:
        """The token after the next one, if it can be read."""
        if self.next + 1 >= len(self.tokens):
            return None
        token = self.tokens[self.next + 1]
        return None if token.kind == "slip" else token

    def name_ahead(self) -> str:
        """The number or name that comes next, with what stands after its point."""
        ahead = self.tokens[self.next : self.next + 3]
        if ahead[0].kind not in ("number", "name"):
            return ""
        if len(ahead) == 3 and ahead[1].text == "." and ahead[2].kind == "name":
            return f"{ahead[0].text}.{ahead[2].text}"
        return ahead[0].text

    def close(self) -> Span:
        """Take the bracket that closes the last one opened."""
        token = self.peek()
        if token.kind == "end":
            raise RuleProblem(
                "rule-bracket-not-closed",
                _("A bracket is opened and never closed."),
                token.span,
                _("Put `)` where it should end."),
                second=self.brackets[-1],
                why=_("It is opened here."),
            )
        if not self.sees(")"):
            self.astray()
        self.brackets.pop()
        return self.take().span

    def refuse_empty(self) -> None:
        """Refuse a text of nothing but blanks."""
        if self.peek().kind == "end":
            raise RuleProblem(
                "rule-empty",
                _("The rule is empty."),
                Span(0, len(self.text)),
                _("Write a number, a name or a formula; `0` and `true` are rules too."),
            )

    def missing(self) -> NoReturn:
        """Refuse what stands where a number, a name or a bracket should."""
        token, before = self.peek(), self.before()
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
        if token.text == ")" and not self.brackets:
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

    def refuse_thousands(self, everywhere: bool = False) -> None:
        """Refuse a comma inside a number.

        Between the brackets of a function a comma parts two arguments, and only `1,000` and `0,05`
        give themselves away, by a second number that begins with a zero.
        """
        before, comma, after = self.before(), self.peek(), self.after()
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
        if after.text == "000":
            mend = _("Write `{number}`.").format(number=shown(bare))
        elif len(after.text.rstrip("% ")) == 3 and before.text != "0":
            mend = _("Write `{bare}`, or `{point}` if the comma marks the decimals.").format(
                bare=shown(bare), point=shown(point)
            )
        raise RuleProblem(
            "rule-thousands",
            _("`{number}` has a comma in it.").format(
                number=shown(self.text[span.start : span.end])
            ),
            span,
            mend,
        )

    def astray(self, effect: bool = False) -> NoReturn:
        """Refuse what follows a finished formula."""
        token, before = self.peek(), self.before()
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
                self.refuse_thousands(everywhere=True)
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
                if token.kind == "number" or self.scope.find(token.text) is not None:
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
