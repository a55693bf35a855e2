"""Pages of the codex: a head in TOML between two lines of `+++`, then Markdown."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import PurePosixPath

from game.packs.diagnostics import Report
from game.packs.files import RawFile
from game.packs.tables import Tables, read_document
from game.packs.toml import Spot, TextFile

_LINK = re.compile(r"\[\[([^\[\]\n]*)\]\]")
_MARK = re.compile(r"\{\{[^{}\n]*\}\}")
_DRAWS = re.compile(r"\{\{[ ]*table[ ]+([\w-]+)[ ]*(?::([^;]*)(?:;([^;]*))?)?\}\}")
_NAME = re.compile(r"[^\s,]+")
_FENCE = "+++"


@dataclass(frozen=True, slots=True)
class Part:
    """Some characters of a page, and where they stand in it."""

    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Mark:
    """A mark in a page, such as `{{table boats: crew, yard; cutter}}`."""

    whole: Part
    table: Part | None
    """The table it draws; None when it cannot be read."""
    columns: tuple[Part, ...] = ()
    """The columns named; all when none is."""
    rows: tuple[Part, ...] = ()
    """The rows named; all when none is."""


def read_page(raw: RawFile) -> Tables:
    """One page, as the table `codex.ID`."""
    name = PurePosixPath(raw.name).stem
    path = ("codex", name)
    try:
        text = raw.data.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError:
        tables = read_document(raw)
        tables.lacking = set()
        tables.harm(path)
        tables.data = {"codex": {name: {"title": ""}}}
        return tables
    lines = text.split("\n")
    close = _closing(lines)
    if close is None:
        tables = Tables(label=raw.shown, data={"codex": {name: {"title": "", "text": text}}})
        file = TextFile(raw.shown, text, text)
        first = len(lines[0])
        tables.reports.append(
            Report(
                "codex-head",
                "The page does not begin with a head between two lines of `+++`.",
                file.place(0, first),
                f'Begin it with three lines: {_FENCE}, title = "...", {_FENCE}.',
            )
        )
        tables.harm(path)
        tables.spots[path] = Spot(file, 0, first, 0, first)
        return tables
    head = ["", *lines[1:close], *[""] * (len(lines) - close)]
    read = read_document(replace(raw, data="\n".join(head).encode()))
    body = "\n".join(lines[close + 1 :])
    file = TextFile(raw.shown, text, text)
    start = len(text) - len(body)
    spots = {(*path, *inner): spot for inner, spot in read.spots.items()}
    # Reports of the head show the page's own lines: those of the head are the same in both.
    spots[path] = Spot(file, 0, len(lines[0]), 0, len(lines[0]))
    spots[(*path, "text")] = Spot(file, start, len(text), start, len(text))
    tables = Tables(
        data={"codex": {name: {**read.data, "text": body}}},
        spots=spots,
        reports=read.reports,
        lacking={(*path, *inner) for inner in read.lacking},
        words=read.words,
        waivers=read.waivers,
        label=raw.shown,
    )
    tables.harm(*((*path, *inner) for inner in read.damaged))
    return tables


def _closing(lines: list[str]) -> int | None:
    if lines[0].rstrip() != _FENCE:
        return None
    return next((n for n, line in enumerate(lines[1:], 1) if line.rstrip() == _FENCE), None)


def links(text: str) -> Iterator[tuple[str, int, int]]:
    """The pages that a page points to, and where it says so."""
    for match in _LINK.finditer(text):
        name = match[1].split("|")[0].strip()
        yield name, match.start(1), match.end(1)


def marks(text: str) -> Iterator[Mark]:
    """The tables that a page draws."""
    for found in _MARK.finditer(text):
        whole = Part(found[0], found.start(), found.end())
        before = text[text.rfind("\n", 0, whole.start) + 1 : whole.start]
        after = text[whole.end :].split("\n", 1)[0]
        read = _DRAWS.fullmatch(found[0])
        if read is None or before.strip() or after.strip():
            yield Mark(whole, None)
            continue
        at = whole.start
        table = Part(read[1], at + read.start(1), at + read.end(1))
        yield Mark(whole, table, _names(read, 2, at), _names(read, 3, at))


def _names(read: re.Match[str], group: int, at: int) -> tuple[Part, ...]:
    """The names in a list, apart by commas."""
    start = at + read.start(group)
    return tuple(
        Part(name[0], start + name.start(), start + name.end())
        for name in _NAME.finditer(read[group] or "")
    )
