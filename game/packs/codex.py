"""Pages of the codex: a head in TOML between two lines of `+++`, then Markdown."""

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import PurePosixPath

from game.packs.diagnostics import Report
from game.packs.files import RawFile
from game.packs.tables import Tables, read_document
from game.packs.toml import Spot, TextFile

_LINK = re.compile(r"\[\[([^\[\]\n]*)\]\]")
_FENCE = "+++"


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
