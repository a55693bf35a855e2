"""What a reality check expects: a few words about levels, in the order an instructor would say them.

home_output higher at turn 12
cn_usable lower by 10% from turn 4 to 6 and home_yield not lower at turn 12
firm_usable above 50% of start at turn 6
change in trust below 3 from turn 1 to 6
"""

import re
from dataclasses import dataclass
from typing import Literal, NoReturn, cast

from game.lang.problems import nearest, shown
from game.lang.tree import Span

Verdict = Literal["higher", "lower", "above", "below"]

_VERDICTS = ("higher", "lower", "above", "below")
_NUMBER = re.compile(r"(-?\d{1,12}(?:\.\d{1,9})?)(%?)")
_NAME = re.compile(r"[a-z][a-z0-9_]*")
_TURN = re.compile(r"\d{1,3}")
_GAMES = re.compile(r"(\d{1,3}(?:\.\d{1,3})?)% of (\d{1,6}) games")


@dataclass(frozen=True, slots=True)
class Claim:
    """One thing expected of the levels of a game, or of two games with the same luck."""

    quantity: str
    change: bool
    """Whether it is said of the change from the first turn to the last, not of each level between."""
    negated: bool
    verdict: Verdict
    amount: float
    """By how much, or the bound: a part when `share`."""
    share: bool
    of: str | None
    """What the bound is a part of: `start`, or a quantity; None for a bare number."""
    first: int
    last: int

    @property
    def compares(self) -> bool:
        """Whether it needs the game of the other arm."""
        return self.verdict in ("higher", "lower")


@dataclass(frozen=True, slots=True)
class Named:
    """The name of a quantity, and where it stands."""

    name: str
    span: Span


@dataclass(frozen=True, slots=True)
class Expectation:
    """What is expected: all of its claims, in one game."""

    claims: tuple[Claim, ...]
    names: tuple[Named, ...]


@dataclass(frozen=True, slots=True)
class Quota:
    """In what part of how many games a check must hold."""

    share: float
    games: int


class ExpectError(Exception):
    """A text that says nothing a check can test: what was found, where, and what would do."""

    def __init__(self, message: str, span: Span, mend: str) -> None:
        """Keep all three."""
        super().__init__(message)
        self.message, self.span, self.mend = message, span, mend


def parse_quota(text: str) -> Quota:
    """Read "90% of 2000 games".

    Raises:
        ExpectError: It is not of that form, or asks for no game or for more than all.
    """
    match = _GAMES.fullmatch(text)
    if match is None or not 0.0 < float(match[1]) <= 100.0 or int(match[2]) == 0:
        raise ExpectError(
            f'"{shown(text)}" does not say in how many games.',
            Span(0, len(text)),
            'Write it as "90% of 2000 games".',
        )
    return Quota(float(match[1]) / 100.0, int(match[2]))


def parse_expect(text: str) -> Expectation:
    """Read what is expected.

    Raises:
        ExpectError: At the first word that does not fit.
    """
    return _Reader(text).whole()


class _Reader:
    """Takes one word after another."""

    def __init__(self, text: str) -> None:
        self.words = [(m[0], Span(m.start(), m.end())) for m in re.finditer(r"\S+", text)]
        self.end = Span(max(0, len(text) - 1), max(1, len(text)))
        self.next = 0
        self.names: list[Named] = []

    def whole(self) -> Expectation:
        claims = [self._claim()]
        while self.next < len(self.words):
            self._take("and")
            claims.append(self._claim())
        return Expectation(tuple(claims), tuple(self.names))

    def _sees(self, *words: str) -> bool:
        return tuple(word for word, _ in self.words[self.next : self.next + len(words)]) == words

    def _skip(self, *words: str) -> bool:
        if self._sees(*words):
            self.next += len(words)
            return True
        return False

    def _claim(self) -> Claim:
        change = self._skip("change", "in")
        quantity = self._quantity()
        negated = self._skip("not")
        verdict = cast(Verdict, self._one_of(_VERDICTS))
        amount, share, of = 0.0, False, None
        if verdict in ("higher", "lower"):
            if self._skip("by"):
                amount, share = self._number()
        else:
            amount, share, of = self._bound(change)
        first = last = 0
        if change or not self._sees("at"):
            self._take("from")
            self._take("turn")
            first = self._turn()
            self._take("to")
            last = self._turn(first + 1)
        else:
            self._take("at")
            self._take("turn")
            first = last = self._turn()
        return Claim(quantity, change, negated, verdict, amount, share, of, first, last)

    def _bound(self, change: bool) -> tuple[float, bool, str | None]:
        """Read `40`, `50% of start`, `50% of other` or `other`; of a change, no other quantity."""
        word, _ = self._peek()
        if _NUMBER.fullmatch(word) is None and not change:
            return 1.0, True, self._quantity()
        amount, share = self._number()
        if not self._skip("of"):
            return amount, share, None
        if not share:
            _, span = self.words[self.next - 1]
            self._refuse("`of` follows a percent.", span, 'Write "50% of start".')
        if change:
            self._take("start")
            return amount, share, "start"
        return amount, share, "start" if self._skip("start") else self._quantity()

    def _peek(self) -> tuple[str, Span]:
        if self.next < len(self.words):
            return self.words[self.next]
        return "", self.end

    def _take(self, wanted: str) -> None:
        self._one_of((wanted,))

    def _one_of(self, wanted: tuple[str, ...]) -> str:
        word, span = self._peek()
        if word not in wanted:
            near = nearest(word, wanted) if word else None
            names = " or ".join(f"`{name}`" for name in wanted)
            found = f"`{shown(word)}` stands" if word else "It ends"
            mend = f"Did you mean `{near}`?" if near else f"Write {names} here."
            self._refuse(f"{found} where {names} is wanted.", span, mend)
        self.next += 1
        return word

    def _quantity(self) -> str:
        word, span = self._peek()
        if _NAME.fullmatch(word) is None:
            self._refuse(
                f"`{shown(word)}` is no name of a quantity."
                if word
                else "It ends where the name of a quantity is wanted.",
                span,
                'Write a quantity first, as "home_output higher at turn 12".',
            )
        self.next += 1
        self.names.append(Named(word, span))
        return word

    def _number(self) -> tuple[float, bool]:
        word, span = self._peek()
        match = _NUMBER.fullmatch(word)
        if match is None:
            found = (
                f"`{shown(word)}` is no number." if word else "It ends where a number is wanted."
            )
            self._refuse(found, span, 'Write a number or a percent, as "by 10%".')
        self.next += 1
        return (float(match[1]) / 100.0, True) if match[2] else (float(match[1]), False)

    def _turn(self, least: int = 0) -> int:
        word, span = self._peek()
        if _TURN.fullmatch(word) is None or int(word) < least:
            found = f"`{shown(word)}` is no" if word else "It ends where a number is wanted: no"
            self._refuse(
                f"{found} turn that can stand here.",
                span,
                f"Write a whole number of {least} or more; 0 is the start.",
            )
        self.next += 1
        return int(word)

    def _refuse(self, message: str, span: Span, mend: str) -> NoReturn:
        raise ExpectError(message, span, mend)
