"""What moved the goals last turn, in a few lines."""

from collections.abc import Iterable

from game.tui.widgets.panel import Line, Span, apart, line
from game.views.report import TurnReport
from game.words import _

SHOWN = 4
"""Causes of a goal that are told."""


def causes(report: TurnReport, width: int, height: int) -> Iterable[Line]:
    """The goals that moved and their causes, as far as there is room."""
    lines = [line((_("What moved your goals last turn"), "strong"))]
    for moved in report.goals:
        if moved.causes:
            reading = moved.goal.reading
            lines.append(apart([(reading.title, "yours")], [(reading.change, "")], width))
            for cause in moved.causes[:SHOWN]:
                spans: list[Span] = [(f"  {cause.change} ", ""), (cause.title, "dim")]
                lines.append(apart(spans, (), width))
    return lines[:height] if height else lines
