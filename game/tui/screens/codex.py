"""The codex: all pages, or one page whose links can be followed."""

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from game.tui.keys import hints
from game.tui.screens.finding import FindingScreen
from game.tui.screens.reading import WIDEST, heading, story
from game.tui.widgets.footer import Footer
from game.tui.widgets.page import GAP, Entry, entry, text
from game.tui.widgets.panel import Line, Span, clean, line
from game.views.blocks import Grid, Plot
from game.views.codex import Run, article, book, of_model, pages, search
from game.views.letters import wrapped
from game.words import _

if TYPE_CHECKING:
    from game.tui.session import Session


class CodexScreen(FindingScreen[None]):
    """The page of an id; without one, all pages."""

    CSS_PATH = "codex.tcss"

    def __init__(self, session: "Session", subject: str = "") -> None:
        """The page of that id."""
        known = subject in book(session.match.pack)
        super().__init__(session, subject if known else "")
        self._trail: list[str] = [self.subject]
        """The pages that were read, the last one last; empty for the list."""

    def footer(self) -> Footer:
        """The same keys on every page."""
        words = {"enter": _("read"), "find": _("find")}
        return Footer(hints(("enter", "find", *self.always()), words))

    @property
    def page(self) -> str:
        """The id of the page that is read; empty for the list."""
        return self._trail[-1]

    # What is shown.

    def title_line(self) -> tuple[str, str, str]:
        """The page."""
        pack = self.session.match.pack
        title = book(pack)[self.page].title if self.page else ""
        return _("Codex"), title, pack.model.pack.title

    def written(self, width: int) -> Iterable[Entry]:
        """The list, or the page."""
        room = min(width, WIDEST)
        if self.finding:
            yield from self._found(room)
        elif self.page:
            yield from self._article(room)
        else:
            yield from self._list(pages(self.session.match.pack), room)

    def written_aside(self, width: int) -> Iterable[Entry]:
        """All pages, beside the one that is read."""
        if self.page and self.roomy:
            yield heading(_("All pages"))
            yield from self._list(pages(self.session.match.pack), width)

    def _list(self, found: Iterable[tuple[str, str]], width: int) -> Iterator[Entry]:
        none, model = True, False
        for id, title in found:
            none = False
            if of_model(id) and not model:
                model = True
                yield heading(_("The model"))
            yield entry([line((title, "yours" if id == self.page else ""))], id)
        if none:
            yield story(_("The codex has no pages."), width)

    def _found(self, width: int) -> Iterator[Entry]:
        found = search(self.session.match.pack, self.wanted)
        if found.article is not None:
            yield entry([line(found.article.title)], found.article.id)
        yield from self._list(found.others, width) if found.others else ()

    def _article(self, width: int) -> Iterator[Entry]:
        told = article(self.session.match.pack, self.page)
        marked = self.main.key
        for block in told.blocks:
            if isinstance(block, Grid):
                yield from tabular(block, width)
            elif isinstance(block, Plot):
                yield text(*(line(clean(row)) for row in block.lines(width)))
            else:
                yield from flowing(block, width, marked)
            yield GAP
        if told.sources:
            yield heading(_("Sources"))
            for source in told.sources:
                yield story(source, width, "dim")

    # Keys.

    def open_key(self, key: str) -> None:
        """Read a page."""
        if self.finding:
            self.stop_finding()
        self._trail.append(key)
        self._begin()

    def action_back(self) -> None:
        """Back through the pages that were read, then to where the codex was opened."""
        if self.finding or len(self._trail) == 1:
            super().action_back()
            return
        self._trail.pop()
        self._begin()

    def _begin(self) -> None:
        self.main.focus()
        self.show()
        self.main.tell(self.written_below, anew=True)


def flowing(runs: Iterable[Run], width: int, marked: str) -> Iterator[Entry]:
    """A paragraph with its links, an entry to each line."""
    letters = [(letter, run.link) for run in runs for letter in clean(run.text)]
    rows = wrapped("".join(letter for letter, _link in letters), width)
    place, before = 0, ""
    for row in rows:
        spans: list[Span] = []
        keys: list[str] = []
        for letter in row:
            while letters[place][0] != letter:
                place += 1
            link = letters[place][1]
            place += 1
            if link and link != before:
                keys.append(link)
            look = "" if not link else "chosen" if link == marked else "link"
            if spans and link == before:
                spans[-1] = (spans[-1][0] + letter, look)
            else:
                spans.append((letter, look))
            before = link
        yield entry([Line(tuple(spans))], *keys, whole=False)


def tabular(grid: Grid, width: int) -> Iterator[Entry]:
    """A table, an entry to each row; the heads stand back, and a row opens its page."""
    told = grid.told(width)
    heads = len(told) - len(grid.rows)
    for at, row in enumerate(told):
        look = "dim" if at < heads else ""
        keys = grid.pages[at - heads : at - heads + 1] if at >= heads else ()
        yield entry([line((clean(part), look)) for part in row], *keys)
