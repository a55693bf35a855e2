"""When a turn is: `2026 Q3`, `March 2026`, `2026`."""

from game.packs.model import Calendar
from game.words import N_, _

MONTHS = (
    N_("January"),
    N_("February"),
    N_("March"),
    N_("April"),
    N_("May"),
    N_("June"),
    N_("July"),
    N_("August"),
    N_("September"),
    N_("October"),
    N_("November"),
    N_("December"),
)


def date_of(calendar: Calendar, turn: int) -> str:
    """The date of a turn; 1 is the first."""
    start = calendar.start
    year = int(start[:4])
    match calendar.step:
        case "quarter":
            place = int(start[-1]) - 1 + turn - 1
            return _("{year} Q{quarter}").format(year=year + place // 4, quarter=place % 4 + 1)
        case "month":
            place = int(start[5:7]) - 1 + turn - 1
            return _("{month} {year}").format(month=_(MONTHS[place % 12]), year=year + place // 12)
        case "year":
            return str(year + turn - 1)


def step_name(calendar: Calendar) -> str:
    """What a turn is called."""
    match calendar.step:
        case "quarter":
            return _("quarter")
        case "month":
            return _("month")
        case "year":
            return _("year")


def steps(calendar: Calendar, count: int) -> str:
    """So many turns in words: `1 quarter`, `3 quarters`."""
    one = count == 1
    match calendar.step:
        case "quarter":
            return (_("{n} quarter") if one else _("{n} quarters")).format(n=count)
        case "month":
            return (_("{n} month") if one else _("{n} months")).format(n=count)
        case "year":
            return (_("{n} year") if one else _("{n} years")).format(n=count)
