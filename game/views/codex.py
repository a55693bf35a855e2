"""Pages of the codex: found by id, title, term or text; laid out as paragraphs."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from functools import lru_cache

from game.packs.codex import Mark, marks
from game.packs.model import Column, Pack, Page, Row
from game.views.letters import columns, wrapped
from game.views.model import ROOT, model_pages
from game.views.numbers import written
from game.words import _

_LINK = re.compile(r"\[\[([^\[\]\n|]*)(?:\|([^\[\]\n]*))?\]\]")
_MARKS = re.compile(r"(\*\*|__|`)(.+?)\1|(?<!\w)[*_](\S.*?)[*_](?!\w)")
_WEB = re.compile(r"\[([^\[\]]+)\]\(([^()\s]+)\)")


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of a paragraph."""

    text: str
    link: str = ""
    """The id of the page it points to; empty when it points to none."""


@dataclass(frozen=True, slots=True)
class Grid:
    """A table of data: a row to each thing."""

    heads: tuple[str, ...]
    """The title of the table, then those of its columns with their units."""
    rows: tuple[tuple[str, ...], ...]
    """The title of each row, then its cells; a dash where nothing is known."""
    right: tuple[bool, ...]
    """Whether a column holds numbers, which stand at the right."""

    def lines(self, width: int) -> tuple[str, ...]:
        """Aligned lines, the heads first; where that is too wide, each row in words."""
        wide = [max(columns(row[at]) for row in (self.heads, *self.rows)) for at in self._all]
        if sum(wide) + 2 * (len(wide) - 1) <= width:
            return tuple(self._line(row, wide) for row in (self.heads, *self.rows))
        return tuple(
            line for row in self.rows for line in wrapped(self._told(row), width, "", "  ")
        )

    @property
    def _all(self) -> range:
        return range(len(self.heads))

    def _line(self, row: Sequence[str], wide: Sequence[int]) -> str:
        cells: list[str] = []
        for at in self._all:
            gap = " " * (wide[at] - columns(row[at]))
            cells.append(gap + row[at] if self.right[at] else row[at] + gap)
        return "  ".join(cells).rstrip()

    def _told(self, row: Sequence[str]) -> str:
        cells = (f"{self.heads[at]} {row[at]}" for at in self._all[1:] if row[at] != NOTHING)
        return f"{row[0]}: {', '.join(cells)}"


NOTHING = "-"
"""A cell of which nothing is known."""


@dataclass(frozen=True, slots=True)
class Article:
    """One page, ready to be read."""

    id: str
    title: str
    blocks: tuple[tuple[Run, ...] | Grid, ...]
    """Paragraphs and tables; a heading or an item of a list is a paragraph of its own."""
    links: tuple[tuple[str, str], ...]
    """Ids and titles of the pages it points to."""
    sources: tuple[str, ...]
    """What it and its tables rest on: title, publisher, date."""

    @property
    def paragraphs(self) -> tuple[str, ...]:
        """The paragraphs as plain text, without the tables."""
        return tuple(plain(block) for block in self.blocks if not isinstance(block, Grid))


def plain(runs: Sequence[Run]) -> str:
    """A paragraph as plain text."""
    return "".join(run.text for run in runs)


@dataclass(frozen=True, slots=True)
class Found:
    """What a search came to."""

    article: Article | None
    """The page, when one stands out."""
    others: tuple[tuple[str, str], ...]
    """Ids and titles of further pages that have the term; when none has, the nearest or all."""


@lru_cache(maxsize=2)
def book(pack: Pack) -> Mapping[str, Page]:
    """All pages by id: those of the pack, and those written from it about its model."""
    return {**model_pages(pack), **pack.codex}


def of_model(id: str) -> bool:
    """Whether a page is about the model; lists put those last, under a heading of their own."""
    return id == ROOT or id.startswith(f"{ROOT}.")


def pages(pack: Pack) -> tuple[tuple[str, str], ...]:
    """Ids and titles of the pack's pages, by title, then of the first pages about its model.

    Pages of single rooms are not listed: those that are point to them.
    """
    own = sorted(((page.id, page.title) for page in pack.codex.values()), key=lambda p: p[1])
    told = ((page.id, page.title) for page in model_pages(pack).values() if page.id.count(".") < 2)
    return (*own, *(page for page in told if page[0] not in pack.codex))


def article(pack: Pack, id: str) -> Article:
    """A page as plain text."""
    known = book(pack)
    page = known[id]
    blocks: list[tuple[Run, ...] | Grid] = []
    sources = list(page.sources)
    end = 0
    for mark in marks(page.text):
        blocks += _paragraphs(pack, page.text[end : mark.whole.start])
        blocks.append(_grid(pack, mark))
        sources += _behind(pack, mark)
        end = mark.whole.end
    blocks += _paragraphs(pack, page.text[end:])
    linked = dict.fromkeys(match[1].strip() for match in _LINK.finditer(page.text))
    return Article(
        id=id,
        title=page.title,
        blocks=tuple(blocks),
        links=tuple((link, known[link].title) for link in linked if link in known),
        sources=tuple(source_line(pack, source) for source in dict.fromkeys(sources)),
    )


def _paragraphs(pack: Pack, text: str) -> Iterator[tuple[Run, ...]]:
    for block in re.split(r"\n\s*\n|\n(?=\s*[-*] )|(?<=\n)(?=#)", text):
        runs = _runs(pack, block)
        if runs:
            yield runs


def _rows(pack: Pack, mark: Mark) -> list[Row]:
    assert mark.table is not None, "a pack with such a mark is refused"
    rows = pack.model.table[mark.table.text].row
    return [rows[part.text] for part in mark.rows] or list(rows.values())


def _behind(pack: Pack, mark: Mark) -> Iterator[str]:
    """The sources of the rows that a mark draws."""
    for row in _rows(pack, mark):
        yield from row.sources


def _grid(pack: Pack, mark: Mark) -> Grid:
    assert mark.table is not None, "a pack with such a mark is refused"
    table = pack.model.table[mark.table.text]
    keys = [part.text for part in mark.columns] or list(table.column)
    held = [table.column[key] for key in keys]
    return Grid(
        heads=(table.title, *(_head(column) for column in held)),
        rows=tuple(
            (row.title, *(_cell(row.cells.get(key), table.column[key]) for key in keys))
            for row in _rows(pack, mark)
        ),
        right=(False, *(column.kind == "number" for column in held)),
    )


def _head(column: Column) -> str:
    return f"{column.title} ({column.unit})" if column.unit else column.title


def _cell(value: str | float | None, column: Column) -> str:
    if value is None:
        return NOTHING
    if isinstance(value, str):
        return value
    return f"{value:,}" if column.digits is None else written(value, column.digits)


def confidence_word(word: str) -> str:
    """How sure a constant is, in the person's language."""
    return {"high": _("high"), "medium": _("medium"), "low": _("low")}[word]


def source_line(pack: Pack, id: str) -> str:
    """A source in one line."""
    source = pack.model.source[id]
    return f"{source.title}. {source.publisher}, {source.date}."


def search(pack: Pack, term: str) -> Found:
    """The page for a term: by id, title or other word for it, or a part that only one has; then by text."""
    wanted = _folded(term)
    if not wanted:
        return Found(None, pages(pack))
    ranked = sorted(
        ((rank, page) for page in book(pack).values() if (rank := _rank(page, wanted)) is not None),
        key=lambda pair: pair[0],
    )
    if not ranked:
        return Found(None, _nearest(pack, wanted))
    best = [page for rank, page in ranked if rank == ranked[0][0]]
    named = ranked[0][0] < 2 or (ranked[0][0] == 2 and len(best) == 1)
    alone = named or len(best) == 1
    others = [page for _, page in ranked if not (alone and page is best[0])][:8]
    titles = tuple((page.id, page.title) for page in sorted(others, key=lambda p: of_model(p.id)))
    if alone:
        return Found(article(pack, best[0].id), titles)
    return Found(None, titles)


def _rank(page: Page, wanted: str) -> int | None:
    names = [_folded(name) for name in (page.id, page.title, *page.terms)]
    if wanted in names:
        return 0
    if any(name.startswith(wanted) for name in names):
        return 1
    if any(wanted in name for name in names):
        return 2
    if wanted not in _folded(page.text):
        return None
    return 4 if of_model(page.id) else 3


def _nearest(pack: Pack, wanted: str) -> tuple[tuple[str, str], ...]:
    names: dict[str, str] = {}
    for page in book(pack).values():
        for name in (page.id, page.title, *page.terms):
            names.setdefault(_folded(name), page.id)
    near: Sequence[str] = get_close_matches(wanted, names, n=3)
    ids = dict.fromkeys(names[name] for name in near)
    return tuple((id, book(pack)[id].title) for id in ids) or pages(pack)


def _folded(text: str) -> str:
    return " ".join(text.replace("-", " ").replace("_", " ").casefold().split())


def _runs(pack: Pack, block: str) -> tuple[Run, ...]:
    """A block of Markdown without its marks, in stretches that point somewhere or do not."""
    text = re.sub(r"^\s{0,3}(#{1,6}|>)\s*", "", block.strip(), flags=re.MULTILINE)
    text = re.sub(r"^[-*] ", "- ", text)
    text = _WEB.sub(r"\1 (\2)", text)
    text = _MARKS.sub(lambda match: match[2] or match[3], text)
    text = " ".join(text.split())
    runs: list[Run] = []
    end = 0
    for match in _LINK.finditer(text):
        id = match[1].strip()
        page = book(pack).get(id)
        runs.append(Run(text[end : match.start()]))
        shown = (match[2] or "").strip() or (page.title if page else match[1])
        runs.append(Run(shown, id if page else ""))
        end = match.end()
    runs.append(Run(text[end:]))
    return tuple(run for run in runs if run.text)
