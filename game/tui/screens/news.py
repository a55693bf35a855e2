"""The news of a turn: what happened, as each side reads it, and what the others did."""

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType

from game.tui.keys import hints
from game.tui.screens.reading import ReadingScreen, heading, story
from game.tui.widgets.footer import Footer
from game.tui.widgets.page import GAP, Entry, beside, entry
from game.tui.widgets.panel import Line, line, paragraph
from game.views.calendar import date_of
from game.views.news import Headline, headlines, moves
from game.words import _

if TYPE_CHECKING:
    from game.tui.session import Session

SIDE_BY_SIDE = 80
"""From so many columns on, the readings of the seats stand beside each other."""
_OF_MOVE = "move "
"""What the key of a decision that was changed begins with."""


class NewsScreen(ReadingScreen[None]):
    """The news of the last turn; left and right go to other turns."""

    CSS_PATH = "news.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left,h", "turn(-1)", show=False),
        Binding("right", "turn(1)", show=False),
    ]

    def __init__(self, session: "Session", subject: str = "") -> None:
        """The last turn; `subject` is the event that is marked first, or `move DECISION`."""
        super().__init__(session, subject)
        self.turn = len(session.match.played)

    def footer(self) -> Footer:
        """Left and right move through time."""
        told = hints(("enter", "codex", *self.always()), {"enter": _("in full")})
        return Footer([told[0], ("<- ->", _("turn")), *told[1:]])

    def first_marked(self) -> str:
        """What it was opened on."""
        return self.subject

    def title_line(self) -> tuple[str, str, str]:
        """The turn."""
        match = self.session.match
        if not self.turn:
            return _("News"), "", ""
        date = date_of(match.pack.model.calendar, self.turn)
        words = _("turn {turn} of {turns}").format(turn=self.turn, turns=match.turns)
        return _("News"), date, words

    def written(self, width: int) -> Iterable[Entry]:
        """The headlines with their readings."""
        told = headlines(self.session.match, self.turn)
        if not told:
            yield story(_("Nothing out of the ordinary happened."), width)
        for headline in told:
            yield entry(self._headline(headline, width), headline.id)
            yield GAP
        others = moves(self.session.match, self.turn) if self.turn else ()
        if others:
            yield heading(_("What the others did"))
        for move in others:
            lines = paragraph(move.told, width, "strong")
            if move.story:
                lines += paragraph(move.story, min(width, 110))
            yield entry(lines, _OF_MOVE + move.id)

    def _headline(self, headline: Headline, width: int) -> Iterator[Line]:
        waits = headline.asks and not headline.answered
        asked = f"  {_('asks for your answer')}" if waits else ""
        yield line((headline.title, "strong"), (asked, "warning"))
        room = min(width, 110)
        yield from paragraph(headline.text, room)
        seen = headline.seen_from
        if seen and room >= SIDE_BY_SIDE:
            each = (room - 3 * (len(seen) - 1)) // len(seen)
            blocks = [
                [line((_("Seen from {who}").format(who=who), "accent")), *paragraph(words, each)]
                for who, words in seen
            ]
            yield from beside(blocks, each)
        else:
            for who, words in seen:
                yield from paragraph(
                    _("Seen from {who}: {text}").format(who=who, text=words), room - 2, "", "  "
                )
        if headline.effects:
            words = _("It brought: {effects}.").format(effects="; ".join(headline.effects))
            yield from paragraph(words, room, "dim")

    def marked(self, name: str) -> str:
        """The page of the marked event, or of the decision that was changed."""
        if name != "codex":
            return ""
        match = self.session.match
        pages = {headline.id: headline.codex for headline in headlines(match, self.turn)}
        pages |= {_OF_MOVE + move.id: move.codex for move in moves(match, self.turn)}
        return pages.get(self.main.key) or ""

    def open_key(self, key: str) -> None:
        """The event in full; of what another did, its page of the codex."""
        if key.startswith(_OF_MOVE):
            self.face.open("codex", self.marked("codex"))
        else:
            self.face.open("event", f"{key}@{self.turn}")

    def action_turn(self, step: int) -> None:
        """The turn before, or the one after."""
        if 1 <= self.turn + step <= len(self.session.match.played):
            self.turn += step
            self.show()
            self.main.tell(self.written_below, anew=True)
