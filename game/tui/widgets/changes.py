"""A change in spans: an arrow, the amount and a word, so that colour never says it alone."""

from game.tui.glyphs import Glyphs
from game.tui.widgets.panel import Span
from game.views.desk import Reading


def arrow(change: str, glyphs: Glyphs) -> str:
    """The arrow of a signed change; nothing where the arrow would be the sign itself."""
    sign = glyphs.down if change.lstrip().startswith("-") else glyphs.up
    return "" if sign in "+-" else f"{sign} "


def moved(reading: Reading, glyphs: Glyphs) -> list[Span]:
    """How a reading moved, in spans; nothing when it did not."""
    if not reading.change:
        return []
    sign = arrow(reading.moved, glyphs)
    spans: list[Span] = [(f"{sign}{reading.change}", reading.verdict)]
    if reading.word:
        spans.append((f" {reading.word}", reading.verdict))
    return spans


def known(reading: Reading) -> str:
    """The level, and how sure it is."""
    return f"{reading.value}, {reading.sure}" if reading.sure else reading.value
