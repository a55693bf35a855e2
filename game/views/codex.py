"""Pages of the codex: found by id, title, term or text; laid out as paragraphs."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import get_close_matches

from game.packs.model import Pack, Page

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
    runs: tuple[tuple[Run, ...], ...]
    """A tuple to each paragraph; a heading or an item of a list is a paragraph of its own."""
    links: tuple[tuple[str, str], ...]
    """Ids and titles of the pages it points to."""
    sources: tuple[str, ...]
    """What it rests on: title, publisher, date."""

    @property
    def paragraphs(self) -> tuple[str, ...]:
        """The paragraphs as plain text."""
        return tuple("".join(run.text for run in runs) for runs in self.runs)


@dataclass(frozen=True, slots=True)
class Found:
    """What a search came to."""

    article: Article | None
    """The page, when one stands out."""
    others: tuple[tuple[str, str], ...]
    """Ids and titles of further pages that have the term; when none has, the nearest or all."""


def pages(pack: Pack) -> tuple[tuple[str, str], ...]:
    """Ids and titles of all pages, by title."""
    return tuple(
        sorted(((page.id, page.title) for page in pack.codex.values()), key=lambda p: p[1])
    )


def article(pack: Pack, id: str) -> Article:
    """A page as plain text."""
    page = pack.codex[id]
    blocks = re.split(r"\n\s*\n|\n(?=\s*[-*] )|(?<=\n)(?=#)", page.text)
    paragraphs = (_runs(pack, block) for block in blocks)
    linked = dict.fromkeys(match[1].strip() for match in _LINK.finditer(page.text))
    return Article(
        id=id,
        title=page.title,
        runs=tuple(runs for runs in paragraphs if runs),
        links=tuple((link, pack.codex[link].title) for link in linked if link in pack.codex),
        sources=tuple(source_line(pack, source) for source in page.sources),
    )


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
        ((rank, page) for page in pack.codex.values() if (rank := _rank(page, wanted)) is not None),
        key=lambda pair: pair[0],
    )
    if not ranked:
        return Found(None, _nearest(pack, wanted))
    best = [page for rank, page in ranked if rank == ranked[0][0]]
    named = ranked[0][0] < 2 or (ranked[0][0] == 2 and len(best) == 1)
    others = [page for _, page in ranked if not (named and page is best[0])]
    titles = tuple((page.id, page.title) for page in others[:8])
    if named or len(ranked) == 1:
        return Found(article(pack, best[0].id), () if len(ranked) == 1 else titles)
    return Found(None, titles)


def _rank(page: Page, wanted: str) -> int | None:
    names = [_folded(name) for name in (page.id, page.title, *page.terms)]
    if wanted in names:
        return 0
    if any(name.startswith(wanted) for name in names):
        return 1
    if any(wanted in name for name in names):
        return 2
    return 3 if wanted in _folded(page.text) else None


def _nearest(pack: Pack, wanted: str) -> tuple[tuple[str, str], ...]:
    names: dict[str, str] = {}
    for page in pack.codex.values():
        for name in (page.id, page.title, *page.terms):
            names.setdefault(_folded(name), page.id)
    near: Sequence[str] = get_close_matches(wanted, names, n=3)
    ids = dict.fromkeys(names[name] for name in near)
    return tuple((id, pack.codex[id].title) for id in ids) or pages(pack)


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
        page = pack.codex.get(id)
        runs.append(Run(text[end : match.start()]))
        shown = (match[2] or "").strip() or (page.title if page else match[1])
        runs.append(Run(shown, id if page else ""))
        end = match.end()
    runs.append(Run(text[end:]))
    return tuple(run for run in runs if run.text)
