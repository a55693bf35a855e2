"""The others: who plays them, and what they lean to, as far as a person is told."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from game.players.named import parse_player
from game.tui.screens.reading import WIDEST, ReadingScreen, heading, story
from game.tui.widgets.page import GAP, Entry, entry
from game.tui.widgets.panel import Span, columns, left, line, paragraph
from game.views.briefing import briefing
from game.views.calendar import date_of
from game.views.desk import when
from game.views.news import moves
from game.views.rivals import Rival, rivals
from game.words import _

if TYPE_CHECKING:
    from game.tui.session import Session

SCALE = 12
"""Columns of a chance."""


class RivalsScreen(ReadingScreen[None]):
    """The other seats."""

    CSS_PATH = "rivals.tcss"

    def __init__(self, session: "Session", subject: str = "") -> None:
        """The seats that play themselves."""
        super().__init__(session, subject)
        self._told: tuple[Rival, ...] = ()

    def show(self) -> None:
        """Ask what they lean to, once."""
        match = self.session.match
        if not match.finished and not self._told:
            players = {
                role: parse_player(match.world, role, player)
                for role, player in match.setup.seats.items()
                if role != match.person
            }
            self._told = rivals(self.session.outlook, players, match.setup.see)
        super().show()

    def title_line(self) -> tuple[str, str, str]:
        """How much is told."""
        see = {
            "full": _("their intents in full"),
            "odds": _("only how likely a change is"),
            "fog": _("only in rough words"),
        }[self.session.match.setup.see]
        return _("The others"), see, when(self.session.outlook)

    def written(self, width: int) -> Iterable[Entry]:
        """Each seat: who plays it, and what it may do this turn."""
        room = min(width, WIDEST)
        told = {rival.role: rival for rival in self._told}
        open_ = self.session.match.setup.see == "full"
        for other in briefing(self.session.match).facing:
            player = f"  {other.player}" if open_ else ""
            yield entry([line((other.title, "rival"), (player, "strong"))])
            if other.text and open_:
                yield story(other.text, room, "dim", "  ")
            rival = told.get(other.role)
            if rival is None:
                yield story(_("The game is over: they do nothing more."), room, "", "  ")
            else:
                yield from self._leanings(rival, room)
            yield GAP

    def written_aside(self, width: int) -> Iterable[Entry]:
        """What they did in public last turn."""
        match = self.session.match
        told = moves(match)
        if not told:
            return
        date = date_of(match.pack.model.calendar, len(match.played))
        yield heading(_("What they did in {date}").format(date=date))
        for move in told:
            yield entry(paragraph(move.told, width))

    def _leanings(self, rival: Rival, width: int) -> Iterable[Entry]:
        if not rival.leanings:
            yield story(_("No change is likely."), width, "", "  ")
        fog = self.session.match.setup.see == "fog"
        for leaning in rival.leanings:
            spans: list[Span] = [("  ", "")]
            if not fog:
                filled = round(leaning.chance * SCALE)
                spans += [
                    (self.glyphs.gain * filled, "rival"),
                    (self.glyphs.track * (SCALE - filled), "dim"),
                    ("  ", ""),
                ]
            used = sum(columns(text) for text, _look in spans)
            rows = story(leaning.text, width - used).lines
            yield entry(
                [
                    line(*spans, *rows[0].spans),
                    *(line(left("", used), *row.spans) for row in rows[1:]),
                ]
            )
