"""What charts draw of a quantity: what was, and what may come."""

from game.tui.widgets.chart import Band, FanData, LinesData, Series
from game.views.calendar import date_of
from game.views.numbers import scale_of, title_of
from game.views.outlook import Course
from game.views.sight import Outlook
from game.words import _


def fan_of(course: Course) -> FanData:
    """What a fan chart draws of a course."""
    now = len(course.past) - 1
    before = course.before
    return FanData(
        title=course.title,
        unit=course.unit,
        labels=course.dates,
        past=Series(_("so far"), course.past),
        plan=Series(_("these orders"), course.plan.median, now),
        before=Series(_("last orders"), before.median, now) if before else None,
        bands=(Band("10-90", course.plan.low, course.plan.high, now),),
    )


def past_of(outlook: Outlook, quantity: str) -> LinesData:
    """What a chart draws of how a quantity went, as a seat saw it."""
    pack, calendar = outlook.world.pack, outlook.world.pack.model.calendar
    scale = scale_of(pack, quantity)
    turns = range(outlook.turn + 1)
    levels = (outlook.level(quantity, turn) for turn in turns)
    values = tuple(None if level is None else level * scale.factor for level in levels)
    return LinesData(
        title=title_of(pack, quantity),
        unit="%" if scale.factor != 1.0 else scale.unit,
        labels=tuple(date_of(calendar, turn) for turn in turns),
        series=(Series(_("so far"), values),),
    )
