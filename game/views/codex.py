"""Pages of the codex: found by id, title, term or text; laid out as paragraphs."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from functools import lru_cache

from game.packs.codex import Mark, marks
from game.packs.model import Column, Pack, Page, Row
from game.views.blocks import NOTHING, Grid, Plot, Sheet
from game.views.model import model_pages
from game.views.numbers import written
from game.views.results import ROOT
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
class Article:
    """One page, ready to be read."""

    id: str
    title: str
    blocks: tuple[tuple[Run, ...] | Grid | Plot, ...]
    """Paragraphs, tables and plots; a heading or an item of a list is a paragraph of its own."""
    links: tuple[tuple[str, str], ...]
    """Ids and titles of the pages it points to."""
    sources: tuple[str, ...]
    """What it and its tables rest on: title, publisher, date."""

    @property
    def paragraphs(self) -> tuple[str, ...]:
        """The paragraphs as plain text, without what stands between them."""
        return tuple(plain(block) for block in self.blocks if isinstance(block, tuple))


def plain(runs: Sequence[Run]) -> str:
    """A paragraph as plain text."""
    return "".join(run.text for run in runs)


@dataclass(frozen=True, slots=True)
class Found:
    """What a search came to."""

    article: Article | None
    """The page, when one stands out."""
    others: tuple[tuple[str, str], ...]
    """Ids and titles of the pages it points to, and of further ones that have the term; where there is no
    page and none has it, the nearest or all."""


@lru_cache(maxsize=2)
def book(pack: Pack) -> Mapping[str, Page | Sheet]:
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
    told = ((id, page.title) for id, page in book(pack).items() if isinstance(page, Sheet))
    return (*own, *(page for page in told if page[0].count(".") < 2))


def article(pack: Pack, id: str) -> Article:
    """A page as plain text."""
    known = book(pack)
    page = known[id]
    written, sources = (
        page.blocks if isinstance(page, Sheet) else _laid_out(pack, page),
        page.sources,
    )
    if isinstance(page, Page):
        sources += tuple(source for mark in marks(page.text) for source in _behind(pack, mark))
    blocks: list[tuple[Run, ...] | Grid | Plot] = []
    linked = dict[str, None]()
    for block in written:
        if isinstance(block, str):
            blocks += _paragraphs(pack, block)
            linked |= dict.fromkeys(match[1].strip() for match in _LINK.finditer(block))
        else:
            blocks.append(block)
            linked |= dict.fromkeys(block.pages if isinstance(block, Grid) else ())
    return Article(
        id=id,
        title=page.title,
        blocks=tuple(blocks),
        links=tuple((link, known[link].title) for link in linked if link in known),
        sources=tuple(source_line(pack, source) for source in dict.fromkeys(sources)),
    )


def _laid_out(pack: Pack, page: Page) -> Iterator[str | Grid]:
    """The text of a page, and the tables that it draws."""
    end = 0
    for mark in marks(page.text):
        yield page.text[end : mark.whole.start]
        yield _grid(pack, mark)
        end = mark.whole.end
    yield page.text[end:]


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
    others = [page for _, page in ranked if not (alone and page is best[0])][:FURTHER]
    titles = tuple((page.id, page.title) for page in sorted(others, key=lambda p: of_model(p.id)))
    if not alone:
        return Found(None, titles)
    found = article(pack, best[0].id)
    linked = dict(found.links)
    more = [page for page in titles if page[0] not in linked]
    return Found(found, (*linked.items(), *more[: max(0, FURTHER - len(linked))]))


FURTHER = 8
"""Pages that a search tells beside the one it found, where that points to no more."""


def _rank(page: Page | Sheet, wanted: str) -> int | None:
    names = [_folded(name) for name in (page.id, page.title, *page.terms)]
    if wanted in names:
        return 0
    if page.id.count(".") > 1:  # a page about one room, check or series of the model
        return 4 if any(wanted in text for text in (*names, _folded(page.text))) else None
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
