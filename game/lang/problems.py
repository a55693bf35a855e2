"""What may be wrong with a rule, and how it is said."""

from collections.abc import Iterable
from difflib import SequenceMatcher
from typing import Literal

from game.errors import GameError
from game.lang.tree import Span

RuleCode = Literal[
    "rule-argument-count",
    "rule-argument-not-a-name",
    "rule-attribute-of-a-sum",
    "rule-bad-number",
    "rule-bare-option",
    "rule-bracket-not-closed",
    "rule-bracket-not-opened",
    "rule-bracket-shape",
    "rule-character",
    "rule-comma",
    "rule-condition-for-number",
    "rule-double-sign",
    "rule-effect-in-rule",
    "rule-effect-sign",
    "rule-effect-spread",
    "rule-effect-target",
    "rule-effect-turns",
    "rule-empty",
    "rule-foreign-sign",
    "rule-function-brackets",
    "rule-history-attribute",
    "rule-history-brackets",
    "rule-history-of-constant",
    "rule-history-turns",
    "rule-no-multiplication-sign",
    "rule-not-a-curve",
    "rule-not-a-dial",
    "rule-not-an-event",
    "rule-number-for-condition",
    "rule-number-for-percent",
    "rule-number-too-large",
    "rule-option-chain",
    "rule-option-for-condition",
    "rule-option-for-number",
    "rule-option-order",
    "rule-option-unknown",
    "rule-option-wrong-dial",
    "rule-percent-and-number",
    "rule-percent-sign",
    "rule-quotes",
    "rule-single-equals",
    "rule-something-missing",
    "rule-thousands",
    "rule-too-deep",
    "rule-too-long",
    "rule-too-many-parts",
    "rule-trailing",
    "rule-unknown-function",
    "rule-unknown-name",
    "rule-wrong-kind",
]
"""Every slip has a code of its own, which never changes."""


class RuleProblem(GameError):  # noqa: N818  -- named for what a person has
    """A rule cannot be read: what was found, where, and what would do."""

    def __init__(
        self,
        code: RuleCode,
        message: str,
        span: Span,
        mend: str,
        *,
        second: Span | None = None,
        why: str = "",
    ) -> None:
        """Put the parts together.

        Args:
            code: Which slip it is.
            message: One sentence: what was found.
            span: Where, in characters of the rule's text.
            mend: One sentence: what would do.
            second: Another place that explains the first.
            why: What the second place is.
        """
        super().__init__(f"{message} {mend}")
        self.code: RuleCode = code
        self.message = message
        self.span = span
        self.mend = mend
        self.second = second
        self.why = why


def shown(text: str, most: int = 60) -> str:
    """Text of a stranger, fit to stand in a sentence: short, and nothing in it acts on a terminal.

    Control characters, invisible ones and changes of writing direction are shown as escapes.
    """
    cut = text if len(text) <= most else text[: most - 1] + "…"
    return "".join(c if c.isprintable() else _escape(c) for c in cut)


def _escape(character: str) -> str:
    number = ord(character)
    return f"\\x{number:02x}" if number < 0x100 else f"\\u{number:04x}"


def nearest(name: str, candidates: Iterable[str]) -> str | None:
    """The candidate a person most likely meant, or None when nothing is near."""
    wanted = name.lower()
    best, best_ratio = None, 0.69
    matcher = SequenceMatcher(autojunk=False)
    matcher.set_seq2(wanted)
    for candidate in candidates:
        if abs(len(candidate) - len(wanted)) > max(3, len(wanted) // 2):
            continue
        matcher.set_seq1(candidate.lower())
        if matcher.real_quick_ratio() > best_ratio and matcher.quick_ratio() > best_ratio:
            ratio = matcher.ratio()
            if ratio > best_ratio:
                best, best_ratio = candidate, ratio
    return best
