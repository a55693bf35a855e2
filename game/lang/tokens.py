"""A rule cut into words, numbers and signs."""

import math
import unicodedata
from dataclasses import dataclass
from typing import Literal

from game.lang.problems import RuleCode, RuleProblem, shown
from game.lang.tree import Span
from game.words import _

LONGEST = 500
"""The most characters a rule may have."""

LARGEST = 1e15
"""The largest number that may be written: beyond it whole numbers are no longer exact."""


@dataclass(frozen=True, slots=True)
class Token:
    """One word, number or sign."""

    kind: Literal["number", "name", "sign", "end", "slip"]
    text: str
    span: Span
    value: float = 0.0
    """Of a number; `20%` is 0.2."""
    percent: bool = False
    """Of a number: whether a percent sign follows it."""
    slip: RuleProblem | None = None
    """What is wrong, when nothing can be read here. It matters once the reader gets this far."""


SIGNS = ("+=", "-=", "*=", "<=", ">=", "==", "!=", *"+-*/^<>=(),.%")
"""Signs of the language, longer ones first."""

FOREIGN = {
    "===": "==",
    "!==": "!=",
    "<>": "!=",
    "=<": "<=",
    "=>": ">=",
    "&&": "and",
    "||": "or",
    "**": "^",
    "//": "/",
    "/=": "*=",
    ":=": "=",
    "&": "and",
    "|": "or",
    "!": "not",
    "~": "not",
    "≤": "<=",
    "≥": ">=",
    "≠": "!=",
    "×": "*",
    "·": "*",
    "÷": "/",
    "−": "-",
    "–": "-",
    "—": "-",
    "∧": "and",
    "∨": "or",
    "¬": "not",
}
"""Signs of other languages, and what is written here instead; longer ones first."""

QUOTES = "\"'`“”„‟‘’‚«»"

BLANKS = " \t\r\n"

DIGITS = frozenset("0123456789")


def is_name_start(character: str) -> bool:
    """Whether a name may begin with it.

    Letters of any script are let in, so that the whole word is shown when nothing is called so.
    """
    return character == "_" or character.isalpha()


def is_name_part(character: str) -> bool:
    """Whether a name may go on with it."""
    return character == "_" or character.isalpha() or character in DIGITS


def tokens(text: str) -> list[Token]:
    """Cut the text up. The last token is the end, or the first slip."""
    found: list[Token] = []
    at = 0
    while at < len(text):
        character = text[at]
        if character in BLANKS:
            at += 1
            continue
        if character in DIGITS or (character == "." and text[at + 1 : at + 2] in DIGITS):
            token = _number(text, at)
        elif is_name_start(character):
            end = at
            while end < len(text) and is_name_part(text[end]):
                end += 1
            token = Token("name", text[at:end], Span(at, end))
        else:
            token = _sign(text, at)
        found.append(token)
        if token.kind == "slip":
            return found
        at = token.span.end
    found.append(Token("end", "", Span(len(text), len(text))))
    return found


def _slip(text: str, at: int, end: int, code: RuleCode, message: str, mend: str) -> Token:
    span = Span(at, end)
    return Token("slip", text[at:end], span, slip=RuleProblem(code, message, span, mend))


def _digits(text: str, at: int) -> int:
    """Where the run of digits that begins here ends."""
    while at < len(text) and text[at] in DIGITS:
        at += 1
    return at


def _number(text: str, at: int) -> Token:
    end = _digits(text, at)
    if text[end : end + 1] in ("_", "'", "’") and text[end + 1 : end + 2] in DIGITS:
        while text[end : end + 1] in ("_", "'", "’") and text[end + 1 : end + 2] in DIGITS:
            end = _digits(text, end + 1)
        plain = "".join(c for c in text[at:end] if c in DIGITS)
        message = _("`{number}` has marks between its digits.").format(number=shown(text[at:end]))
        mend = _("Write `{number}`.").format(number=shown(plain))
        return _slip(text, at, end, "rule-thousands", message, mend)
    if text[end : end + 1] == ".":
        after = _digits(text, end + 1)
        if after == end + 1:
            whole = text[at:end]
            message = _("A number ends in a point: `{number}.`").format(number=shown(whole))
            mend = _("Write `{number}` or `{number}.0`.").format(number=shown(whole))
            return _slip(text, at, end + 1, "rule-bad-number", message, mend)
        end = after
        if text[end : end + 1] == "." and text[end + 1 : end + 2] in DIGITS:
            while text[end : end + 1] == "." and text[end + 1 : end + 2] in DIGITS:
                end = _digits(text, end + 1)
            message = _("`{number}` has more than one point.").format(number=shown(text[at:end]))
            mend = _("Use one point, before the decimals, and nothing between thousands.")
            return _slip(text, at, end, "rule-bad-number", message, mend)
    if text[end : end + 1] in ("e", "E"):
        mark = end + 1
        if text[mark : mark + 1] in ("+", "-"):
            mark += 1
        after = _digits(text, mark)
        if after > mark and not (after < len(text) and is_name_part(text[after])):
            end = after
    digits = text[at:end]
    if end < len(text) and is_name_part(text[end]):
        return _missing_star(text, at, end)
    percent_at = end
    while percent_at < len(text) and text[percent_at] in BLANKS:
        percent_at += 1
    percent = text[percent_at : percent_at + 1] == "%"
    value = float(digits)
    if value > LARGEST or not math.isfinite(value):
        message = _("`{number}` is too large a number.").format(number=shown(digits, 30))
        mend = _("Use a larger unit, so that the number is at most 1e15.")
        return _slip(text, at, end, "rule-number-too-large", message, mend)
    if percent:
        end = percent_at + 1
        value = _percent(digits)
    return Token("number", text[at:end], Span(at, end), value, percent)


def _percent(digits: str) -> float:
    """A hundredth of the number, rounded once: `0.3%` is exactly the 0.003 one would write."""
    if "e" in digits.lower():
        return float(digits) / 100.0
    return float(digits + "e-2")


def _missing_star(text: str, at: int, end: int) -> Token:
    word = end
    while word < len(text) and is_name_part(text[word]):
        word += 1
    message = _("There is no sign between `{number}` and `{name}`.").format(
        number=shown(text[at:end]), name=shown(text[end:word])
    )
    mend = _("For their product, write `{number} * {name}`.").format(
        number=shown(text[at:end]), name=shown(text[end:word])
    )
    return _slip(text, at, word, "rule-no-multiplication-sign", message, mend)


def _sign(text: str, at: int) -> Token:
    for length in (3, 2):
        piece = text[at : at + length]
        if piece in FOREIGN:
            return _foreign(text, at, piece)
    for sign in SIGNS:
        if text.startswith(sign, at):
            return Token("sign", sign, Span(at, at + len(sign)))
    character = text[at]
    if character in FOREIGN:
        return _foreign(text, at, character)
    if character in QUOTES:
        return _quotes(text, at)
    if character in "[]{}":
        message = _("`{sign}` is no bracket of the rule language.").format(sign=character)
        mend = _("Use round brackets, `(` and `)`; names stand without any.")
        return _slip(text, at, at + 1, "rule-bracket-shape", message, mend)
    return _unexpected(text, at)


def _foreign(text: str, at: int, sign: str) -> Token:
    here = FOREIGN[sign]
    message = _("`{sign}` is not a sign of the rule language.").format(sign=sign)
    mend = _("Write `{here}`.").format(here=here)
    if sign == "/=":
        mend = _("Write `*=` with one over the number: `*= 1 / 2` halves.")
    return _slip(text, at, at + len(sign), "rule-foreign-sign", message, mend)


def _quotes(text: str, at: int) -> Token:
    end = at + 1
    while end < len(text) and text[end] not in QUOTES:
        end += 1
    inside = text[at + 1 : end].strip()
    end = min(end + 1, len(text))
    message = _("A rule has no quotation marks inside it: {text}").format(text=shown(text[at:end]))
    if inside and all(is_name_part(c) or c == "." for c in inside):
        mend = _("Write the name without them: `{name}`.").format(name=shown(inside))
    else:
        mend = _("Leave them out; names and options are written plainly.")
    return _slip(text, at, end, "rule-quotes", message, mend)


def _unexpected(text: str, at: int) -> Token:
    character = text[at]
    plain = unicodedata.normalize("NFKC", character)
    message = _("The character `{character}` means nothing in a rule.").format(
        character=shown(character)
    )
    if character.isspace() or unicodedata.category(character) in ("Cf", "Zs"):
        message = _("There is an invisible character here: `{character}`.").format(
            character=shown(character)
            if not character.isprintable()
            else f"\\u{ord(character):04x}"
        )
        mend = _("Delete it, or write an ordinary space.")
    elif character in "²³":
        mend = _("For a power write `^{digit}`.").format(digit=plain)
    elif plain != character and plain.isascii() and plain.isprintable():
        mend = _("Write the plain `{plain}`.").format(plain=plain)
    elif character == "?":
        mend = _("For a choice between two values write `if(condition, a, b)`.")
    elif character in ":;":
        mend = _("Write one rule, or one effect, in a text; a list holds several.")
    elif character == "#":
        mend = _("Put the comment after the closing quotation mark.")
    elif character == "$":
        mend = _("Write the name or the number alone; the unit stands with the quantity.")
    else:
        mend = _("Take it out.")
    return _slip(text, at, at + 1, "rule-character", message, mend)
