"""Periods as series write them: `2023Q4`, `2024`, `2025H1`, `2025-03`, `2025Q1-2025Q3`."""

import re

from game.packs.model import Calendar

_PERIOD = re.compile(r"(\d{4})(?:-?Q([1-4])|-?H([12])|-(0[1-9]|1[0-2]))?")
_STEP_MONTHS = {"quarter": 3, "month": 1, "year": 12}


class PeriodError(ValueError):
    """No period, or none that a calendar can be laid over: a sentence."""


def months_of(text: str) -> tuple[int, int]:
    """The first and last month of a period, counted from the year 0.

    Raises:
        PeriodError: It is no period.
    """
    whole = _PERIOD.fullmatch(text)
    if whole is None:
        for cut in (place for place, sign in enumerate(text) if sign == "-"):
            first, last = _PERIOD.fullmatch(text[:cut]), _PERIOD.fullmatch(text[cut + 1 :])
            if first and last and _months(first)[0] <= _months(last)[1]:
                return _months(first)[0], _months(last)[1]
        raise PeriodError(
            f"{text[:40]!r} is no period: write 2023Q4, 2024, 2025H1 or 2025Q1-2025Q3"
        )
    return _months(whole)


def _months(match: re.Match[str]) -> tuple[int, int]:
    start = int(match[1]) * 12
    if match[2]:
        first = start + 3 * (int(match[2]) - 1)
        return first, first + 2
    if match[3]:
        first = start + 6 * (int(match[3]) - 1)
        return first, first + 5
    if match[4]:
        return start + int(match[4]) - 1, start + int(match[4]) - 1
    return start, start + 11


def period_of(calendar: Calendar, turn: int) -> str:
    """The period of one turn, as series write it: `2023Q4`, `2025-03`, `2024`."""
    month = months_of(calendar.start)[0] + (turn - 1) * _STEP_MONTHS[calendar.step]
    year, place = divmod(month, 12)
    match calendar.step:
        case "quarter":
            return f"{year}Q{place // 3 + 1}"
        case "month":
            return f"{year}-{place + 1:02d}"
        case "year":
            return str(year)


def turns_of(calendar: Calendar, text: str) -> tuple[int, int]:
    """The first and last turn of a period; they may lie beyond the game.

    Raises:
        PeriodError: It is no period, or begins or ends within a turn.
    """
    step = _STEP_MONTHS[calendar.step]
    start = months_of(calendar.start)[0]
    first, last = months_of(text)
    if (first - start) % step or (last + 1 - start) % step:
        raise PeriodError(f"{text!r} does not begin and end with a {calendar.step} of the game")
    return (first - start) // step + 1, (last + 1 - start) // step
