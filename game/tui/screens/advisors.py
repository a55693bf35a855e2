"""The advisors in full: what each says, where it leans, and what it does not see."""

from collections.abc import Iterable

from game.tui.screens.reading import WIDEST, ReadingScreen, story
from game.tui.widgets.page import GAP, Entry, entry
from game.tui.widgets.panel import Line, line, paragraph
from game.views.desk import Advice, advisors, when
from game.words import _


class AdvisorsScreen(ReadingScreen[None]):
    """What the seat's advisors say of this turn."""

    CSS_PATH = "advisors.tcss"

    def title_line(self) -> tuple[str, str, str]:
        """When."""
        return _("Your advisors"), _("each has a bias"), when(self.session.outlook)

    def written(self, width: int) -> Iterable[Entry]:
        """Each in turn."""
        said = advisors(self.session.outlook)
        if not said:
            yield story(_("Nobody has anything to say."), width)
        for advice in said:
            yield entry(_lines(advice, min(width, WIDEST)))
            yield GAP


def _lines(advice: Advice, width: int) -> Iterable[Line]:
    yield line((advice.title, "accent"))
    yield from paragraph(advice.text, width - 2, "strong", "  ")
    bias = _("Leans: {bias}").format(bias=advice.bias)
    yield from paragraph(bias, width - 2, "dim", "  ")
    blind = _("Does not see: {blind_spot}").format(blind_spot=advice.blind_spot)
    yield from paragraph(blind, width - 2, "dim", "  ")
