"""What happened last turn, a line each."""

from collections.abc import Iterable, Sequence

from game.tui.glyphs import UNICODE, Glyphs
from game.tui.widgets.panel import Line, Span, apart, cut, line, paragraph
from game.tui.widgets.rows import Rows
from game.views.news import Headline
from game.words import _


class Headlines(Rows):
    """The headlines; where there is room, the first ones with their story."""

    def __init__(self, glyphs: Glyphs = UNICODE, *, id: str | None = None) -> None:
        """No headlines."""
        super().__init__(id=id)
        self.glyphs = glyphs
        self.headlines: tuple[Headline, ...] = ()
        self.quiet = ""
        """What is said when nothing happened."""

    @property
    def count(self) -> int:
        """How many headlines there are."""
        return len(self.headlines)

    def tell(self, headlines: Sequence[Headline], quiet: str) -> None:
        """Show these; what waits for an answer first."""
        self.headlines = tuple(sorted(headlines, key=lambda headline: not headline.asks))
        self.quiet = quiet
        self.can_focus = bool(headlines)
        self.changed()

    def draw(self, width: int, height: int) -> Iterable[Line]:
        """One line each, and stories in the lines that are left."""
        if not self.headlines:
            told = paragraph(self.quiet, width, "dim")
            fits = len(told) <= (height or 1)
            yield from told if fits else [line((cut(self.quiet, width), "dim"))]
            return
        lines = list(super().draw(width, height))
        room = height - len(lines)
        for number, row in enumerate(lines):
            yield row
            story = paragraph(self.headlines[self.first + number].text, width - 4, "dim", "    ")
            if len(story) <= room:
                yield from story
                room -= len(story)

    def row(self, number: int, width: int) -> Line:
        """One headline; the first line in sight tells how many are not."""
        headline = self.headlines[number]
        waits = headline.asks and not headline.answered
        look = "warning" if waits else "accent"
        marked = self.has_focus and number == self.mark
        sign = self.glyphs.marker if marked else self.glyphs.bullet
        spans: list[Span] = [(f"{sign} ", look), (headline.title, "strong")]
        if waits:
            spans.append((f"  {_('asks for your answer')}", "warning"))
        elif headline.asks:
            spans.append((f"  {_('answered')}", "dim"))
        last: list[Span] = []
        above, below = self.hidden()
        if number == self.first and above + below:
            last = [(_("  {n} more").format(n=above + below), "dim")]
        drawn = apart(spans, last, width)
        return Line(drawn.spans, marked)
