"""What the screens that are read have in common: a title, a page, and beside it another where there is room."""

from collections.abc import Iterable, Sequence
from typing import ClassVar, TypeVar

from textual.app import ComposeResult
from textual.containers import Horizontal

from game.tui.glyphs import Glyphs
from game.tui.keys import bindings
from game.tui.screens.base import GameScreen
from game.tui.widgets.chart import Lines, LinesData, Mode, Series
from game.tui.widgets.page import GAP, Entry, Page
from game.tui.widgets.panel import line, paragraph
from game.tui.widgets.titled import Titled
from game.views.series import course
from game.views.sight import Outlook
from game.words import _

Result = TypeVar("Result")
WIDEST = 96
"""Longer lines of text are hard to read."""


class ReadingScreen(GameScreen[Result]):
    """A screen that is read: it writes a title, a page and, for wide terminals, a side page.

    Where there is no room beside, the side is written below the main page, unless `SIDE_BELOW` is off.
    """

    BINDINGS = bindings("enter")
    AUTO_FOCUS = "#main"
    SIDE_BELOW: ClassVar[bool] = True
    CHARTED: ClassVar[bool] = False
    """Whether a chart stands below the pages where the terminal is tall enough."""
    sources_shown = False
    """Whether sources are shown; `s` turns that."""

    def compose(self) -> ComposeResult:
        """Title, pages and footer."""
        yield Titled()
        with Horizontal():
            yield Page(self.glyphs, id="main")
            yield Page(self.glyphs, id="side")
        if self.CHARTED:
            yield Lines(mode=Mode(self.face.drawing), id="chart")
        yield self.footer()

    @property
    def glyphs(self) -> Glyphs:
        """The signs to draw with."""
        return self.face.glyphs

    @property
    def main(self) -> Page:
        """The page that is always there."""
        return self.query_one("#main", Page)

    @property
    def aside(self) -> Page:
        """The page beside it."""
        return self.query_one("#side", Page)

    @property
    def roomy(self) -> bool:
        """Whether there is room beside the main page."""
        return self.face.size.width >= 120

    # What a screen writes.

    def title_line(self) -> tuple[str, str, str]:
        """The title, what belongs to it, and what stands at the right."""
        raise NotImplementedError

    def written(self, width: int) -> Iterable[Entry]:
        """The main page."""
        raise NotImplementedError

    def written_aside(self, width: int) -> Iterable[Entry]:
        """The page beside it."""
        return ()

    def charted(self) -> Sequence[str]:
        """The quantities of the chart below."""
        return ()

    def has_side(self) -> bool:
        """Whether there is a side page."""
        return bool(list(self.written_aside(WIDEST)))

    def first_marked(self) -> str:
        """The key of what is marked when it opens; empty for the first there is."""
        return ""

    def on_mount(self) -> None:
        """Mark what it was opened on, once that is drawn."""
        key = self.first_marked()
        if key:
            self.call_after_refresh(self.main.mark, key)

    def open_key(self, key: str) -> None:
        """Open what has this key."""

    def sourced(self, sources: Sequence[str], assumption: str, width: int) -> Iterable[Entry]:
        """What something rests on, when that was asked for."""
        if not self.sources_shown:
            return
        yield GAP
        yield heading(_("Sources"))
        for source in sources:
            yield story(source, width, "dim")
        if assumption:
            yield story(_("Assumption: {text}").format(text=assumption), width, "dim")
        if not sources and not assumption:
            yield story(_("Nothing is cited here."), width, "dim")

    def action_sources(self) -> None:
        """Show or hide what all this rests on."""
        self.sources_shown = not self.sources_shown
        self.show()
        if self.sources_shown and not self.roomy:
            self.main.call_after_refresh(self.main.to_end)

    # Drawing and keys.

    def show(self) -> None:
        """Draw what the session holds now."""
        self.query_one(Titled).tell(*self.title_line())
        self.main.glyphs = self.aside.glyphs = self.glyphs
        for chart in self.query(Lines):
            chart.mode = Mode(self.face.drawing)
        self.main.tell(self.written_below)
        self.aside.tell(self.written_aside)
        if self.CHARTED:
            self.query_one(Lines).data = lines_of(self.session.outlook, self.charted())
        self._share_out()

    def written_below(self, width: int) -> Iterable[Entry]:
        """The main page and, where there is no room beside it, the side below."""
        yield from self.written(width)
        if self.SIDE_BELOW and not self.roomy:
            below = list(self.written_aside(width))
            if below:
                yield GAP
                yield from below

    def _share_out(self) -> None:
        has_side = self.roomy and self.has_side()
        self.aside.display = has_side
        if not has_side and self.focused is self.aside:
            self.main.focus()

    def on_resize(self) -> None:
        """Put the side where there is room for it."""
        if self.is_mounted and self.query(Page):
            self._share_out()
            self.main.redraw()

    @property
    def reading(self) -> Page:
        """The page that has the focus."""
        return self.aside if self.focused is self.aside else self.main

    def action_enter(self) -> None:
        """Open what is marked."""
        key = self.reading.key
        if key:
            self.open_key(key)

    def on_page_opened(self, message: Page.Opened) -> None:
        """Open what was clicked."""
        self.open_key(message.page.key)


def lines_of(outlook: Outlook, quantities: Sequence[str]) -> LinesData | None:
    """A chart of some quantities over the turns that were played; nothing of none."""
    told = course(outlook, quantities)
    if not told.pasts or outlook.turn == 0:
        return None
    series = tuple(Series(past.title, past.values) for past in told.pasts)
    return LinesData(title="", unit=told.unit, labels=told.dates, series=series)


def heading(title: str) -> Entry:
    """A heading of a page."""
    return Entry((line((title, "accent")),))


def story(words: str, width: int, look: str = "", indent: str = "") -> Entry:
    """Running text, in lines that can be read."""
    return Entry(tuple(paragraph(words, min(width, WIDEST), look, indent)))
