"""What is required of a series beside a small error: `peak 2023Q3`, `drop 2025Q2`, `inside 10`."""

import re
from dataclasses import dataclass
from typing import Literal, cast

from game.packs.periods import PeriodError, months_of

Turn = Literal["dip", "peak", "drop", "rise", "inside"]


class RequireError(ValueError):
    """No requirement: a sentence."""


@dataclass(frozen=True, slots=True)
class Requirement:
    """A turn of a series that the model must show too, within one point of where it was."""

    text: str
    what: Turn
    """`dip` and `peak`: lower or higher than both sides. `drop`: below the point before by a tenth or
    more. `rise`: the steepest rise of all. `inside`: so many points within their bounds."""
    period: str
    """Where; empty for `inside`."""
    count: int


def parse_requirement(text: str) -> Requirement:
    """Read a requirement.

    Raises:
        RequireError: It is none.
    """
    word, _, rest = text.strip().partition(" ")
    if word == "inside" and re.fullmatch(r"[1-9]\d{0,2}", rest):
        return Requirement(text, "inside", "", int(rest))
    if word in ("dip", "peak", "drop", "rise"):
        try:
            months_of(rest)
        except PeriodError as error:
            raise RequireError(str(error)) from error
        return Requirement(text, cast(Turn, word), rest, 0)
    raise RequireError(
        f"{text[:40]!r} requires nothing: write dip, peak, drop or rise and a period, or inside 10"
    )
