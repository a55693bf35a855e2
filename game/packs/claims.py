"""Figures in texts: whether they say what the data say, and whether anything is cited for them."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from math import isfinite
from typing import NamedTuple

from game.lang.problems import nearest, shown
from game.packs.diagnostics import Report
from game.packs.model import Claim, Sourced, Words
from game.packs.shape import WholeModel
from game.packs.tables import Tables, dotted
from game.packs.toml import Path, Place
from game.packs.walk import Leaf

_FIGURE = re.compile(r"(?<![\w.,\-{])\d+(?:,\d{3})*(?:\.\d+)?(?![\w}])")
"""A number in a text; not those of a name such as Apollo11 or 4K."""

_YEAR = re.compile(r"(19|20)\d\d")
"""A number that says when, and so is no figure of a claim."""

_NAMED = re.compile(r"[^\s*/]+")
_SIGN = re.compile(r"\s*([*/])\s*")

_MONTHS = "January|February|March|April|May|June|July|August|September|October|November|December"
_FACT = re.compile(
    r"(?<![\w.,\-{])(?:"
    r"[$€£¥]\s?\d[\d,.]*"  # money
    r"|\d[\d,.]*\s?(?:%|percent\b)"
    rf"|(?:(?:{_MONTHS})\s+|\b[Ii]n\s+|\b[Ss]ince\s+|\b[Uu]ntil\s+|\b[Bb]y\s+)(?:1[5-9]|20)\d\d\b"
    r"|\d+(?:,\d{3})*(?:\.\d+)?\s+(?:thousand|million|billion|trillion)\b"
    r"|\d{1,3}(?:,\d{3})+"
    r")"
)
"""A figure that somebody must have measured, counted or dated: money, a percentage, a year, a large number."""


MOST_GUESSES = 40
"""With so many reports, no text is looked for that a claim may have meant: that takes long."""


class Datum(NamedTuple):
    """A number of the pack that a text may repeat."""

    value: float
    path: Path


class Figure(NamedTuple):
    """A number in the words of a claim, as written."""

    text: str
    start: int
    end: int

    @property
    def value(self) -> float:
        """What it says."""
        return float(self.text.replace(",", ""))

    @property
    def digits(self) -> int:
        """Decimals."""
        return len(self.text.partition(".")[2])

    @property
    def unit(self) -> float:
        """One of its last place; of a whole number two digits count, and zeros at its end may be rounding."""
        if self.digits:
            return 10.0**-self.digits
        whole = self.text.replace(",", "")
        zeros = len(whole) - len(whole.rstrip("0"))
        return 10.0 ** min(zeros, max(len(whole) - 2, 0))

    def says(self, value: float) -> bool:
        """Whether the value, rounded as the figure is, is the figure."""
        return abs(value - self.value) <= self.unit / 2 * (1 + 1e-9)

    def like(self, value: float) -> str:
        """The value as the figure is written."""
        rounded = round(value / self.unit) * self.unit
        return f"{rounded:,.{self.digits}f}" if rounded else f"{value:.2g}"


class ClaimError(Exception):
    """A claim cannot be read: what is wrong, where in its text, and what would do."""

    def __init__(self, message: str, mend: str, start: int, end: int) -> None:
        super().__init__(message)
        self.mend, self.start, self.end = mend, start, end


def check_claims(model: WholeModel, tables: Tables, leaves: Iterable[Leaf]) -> None:
    """Report figures that differ from their data, claims whose text is gone, and figures without a source."""
    texts = dict(_texts(model, leaves))
    for name, claim in model.claim.items():
        if ("claim", name) not in tables.inherited and not tables.spoilt(("claim", name)):
            guess = len(tables.reports) < MOST_GUESSES
            _claim(("claim", name), claim, texts, model, tables, guess=guess)
    _unsourced(model, tables)


def _texts(model: WholeModel, leaves: Iterable[Leaf]) -> Iterator[tuple[str, tuple[Path, str]]]:
    """Every text that people read, by the path an author writes; a page by `codex.ID`."""
    for leaf in leaves:
        if isinstance(leaf.mark, Words) and isinstance(leaf.value, str):
            yield dotted(leaf.path), (leaf.path, leaf.value)
    for name, page in model.codex.items():
        yield f"codex.{name}", (("codex", name, "text"), page.text)


# Claims.


def _claim(
    path: Path,
    claim: Claim,
    texts: Mapping[str, tuple[Path, str]],
    model: WholeModel,
    tables: Tables,
    *,
    guess: bool,
) -> None:
    def say(code: str, message: str, place: Place, mend: str, second: Place, why: str) -> None:
        tables.reports.append(Report(code, message, place, mend, second, why))

    def misread(message: str, place: Place, mend: str) -> None:
        tables.reports.append(Report("claim-form", message, place, mend))

    if claim.in_ not in texts:
        if _lost(tuple(claim.in_.split(".")), tables):
            return
        near = _near(claim.in_, texts) if guess else None
        misread(
            f"There is no text `{shown(claim.in_)}`.",
            tables.inside((*path, "in")),
            f"Did you mean `{near}`?"
            if near
            else "Write where it stands, as `event.ID.text` or `codex.ID`.",
        )
        return
    where, text = texts[claim.in_]
    if tables.spoilt(where):
        return
    figures = _figures(claim.says)
    if len(figures) != len(claim.equals):
        misread(
            f"The words hold {_count(len(figures), 'figure')}, and `equals` names"
            f" {_count(len(claim.equals), 'datum', 'data')}.",
            tables.inside((*path, "says")),
            "Name a datum for each figure, in their order.",
        )
        return
    begin = _found(claim.says, text)
    if begin is None:
        say(
            "claim-gone",
            f"`{claim.in_}` no longer says this.",
            tables.inside((*path, "says")),
            "Write what the text says now, or take the claim away.",
            tables.value(where) if where[0] != "codex" else tables.key(where[:2]),
            "the text",
        )
        return
    spread = _spread(claim.says, text, begin)
    for index, (figure, written) in enumerate(zip(figures, claim.equals, strict=True)):
        equals: Path = (*path, "equals", index)
        try:
            worth = _worth(written, model, tables)
        except ClaimError as error:
            misread(str(error), tables.part(equals, error.start, error.end), error.mend)
            continue
        if worth is None or figure.says(worth.value):
            continue
        say(
            "claim-differs",
            f"The text says {figure.text}, and `{shown(written, 80)}` is {worth.value:,.6g}.",
            _part(where, spread[figure.start], spread[figure.end - 1] + 1, tables),
            f"Write {figure.like(worth.value)}, or correct the data.",
            tables.value(worth.path),
            "what the data say",
        )


def _near(name: str, texts: Iterable[str]) -> str | None:
    """The text that was meant, among those of the same table."""
    top = name.split(".", 1)[0]
    return nearest(name, [text for text in texts if text.split(".", 1)[0] == top])


def _figures(words: str) -> list[Figure]:
    return [
        Figure(m[0], m.start(), m.end())
        for m in _FIGURE.finditer(words)
        if not _YEAR.fullmatch(m[0])
    ]


def _found(words: str, text: str) -> int | None:
    """Where the words stand in a text, however its lines break; None when they do not."""
    pattern = r"\s+".join(re.escape(word) for word in words.split())
    match = re.search(rf"(?<!\w){pattern}(?!\w)", text) if pattern else None
    return match.start() if match else None


def _spread(words: str, text: str, begin: int) -> list[int]:
    """Where each character of the words stands in a text that breaks its lines elsewhere."""
    places: list[int] = []
    at = begin
    for index, character in enumerate(words):
        if character.isspace():
            places.append(at)
            if index and not words[index - 1].isspace():
                while at < len(text) and text[at].isspace():
                    at += 1
        else:
            places.append(at)
            at += 1
    return places


def _count(number: int, one: str, many: str = "") -> str:
    return f"{number or 'no'} {one if number == 1 else many or one + 's'}"


def _worth(written: str, model: WholeModel, tables: Tables) -> Datum | None:
    """What data joined by `*` and `/` come to, and where the first of them stands.

    None when a report already speaks of one of them.
    """
    value, sign, first, at = 1.0, "*", None, 0
    while True:
        term = _NAMED.match(written, at + len(written[at:]) - len(written[at:].lstrip()))
        if term is None:
            raise ClaimError(
                "A datum is missing here.", "Join data by `*` and `/`.", at, len(written)
            )
        part = _number(term[0])
        if part is None:
            datum = _datum(term[0], model)
            if datum is None:
                if _lost(_home(term[0]), tables):
                    return None
                raise _unknown(term, model)
            if tables.spoilt(datum.path):
                return None
            first = first or datum.path
            part = datum.value
        try:
            value = value * part if sign == "*" else value / part
        except ZeroDivisionError:
            raise ClaimError("This divides by 0.", "Name other data.", *term.span()) from None
        at = term.end()
        joined = _SIGN.match(written, at)
        if joined is None:
            break
        sign, at = joined[1], joined.end()
    if written[at:].strip():
        raise ClaimError(
            "Data are joined by `*` and `/` only.", "Write one of them.", at, len(written)
        )
    if first is None:
        raise ClaimError(
            "This names no datum.", "Name a cell, a constant or a stock.", 0, len(written)
        )
    if not isfinite(value):
        raise ClaimError("This comes to no number.", "Name other data.", 0, len(written))
    return Datum(value, first)


def _number(text: str) -> float | None:
    return float(text.replace(",", "")) if re.fullmatch(r"\d+(?:,\d{3})*(\.\d+)?", text) else None


def _datum(name: str, model: WholeModel) -> Datum | None:
    """A constant, a stock at the start, a point of a target or a cell of a table."""
    value: object = None
    path: Path = ()
    match name.split("."):
        case [id] if id in model.constant:
            value, path = model.constant[id].value, ("constant", id, "value")
        case [id] if id in model.stock:
            value, path = model.stock[id].start, ("stock", id, "start")
        case [id, period] if id in model.target:
            for index, point in enumerate(model.target[id].points):
                if point.period == period:
                    value, path = point.value, ("target", id, "points", index, "value")
                    break
        case [id, row, column] if id in model.table and row in model.table[id].row:
            value = model.table[id].row[row].cells.get(column)
            path = ("table", id, "row", row, "cells", column)
        case _:
            pass
    if isinstance(value, str) or not isinstance(value, int | float):
        return None
    try:
        return Datum(float(value), path)
    except OverflowError:
        return None


def _home(name: str) -> Path:
    """Where a datum of that name would stand."""
    match name.split("."):
        case [id, row, _column]:
            return ("table", id, "row", row, "cells")
        case [id, _period]:
            return ("target", id)
        case _:
            return ("constant", name)


def _lost(path: Path, tables: Tables) -> bool:
    """Whether something of that name was perhaps written and could not be read."""
    last = str(path[3]) if path[0] == "table" and len(path) > 3 else str(path[len(path) - 1])
    return (
        tables.spoilt(path)
        or any(path[:cut] in tables.lacking for cut in range(len(path)))
        or last in tables.words
    )


def _unknown(term: re.Match[str], model: WholeModel) -> ClaimError:
    known = [*model.constant, *model.stock]
    known += [f"{id}.{point.period}" for id, t in model.target.items() for point in t.points]
    known += [
        f"{id}.{row}.{column}"
        for id, table in model.table.items()
        for row, cells in table.row.items()
        for column, cell in cells.cells.items()
        if not isinstance(cell, str)
    ]
    near = nearest(term[0], known)
    return ClaimError(
        f"There is no datum `{shown(term[0])}`.",
        f"Did you mean `{near}`?"
        if near
        else "Name a cell as `table.row.column`, a constant, a stock or `target.period`.",
        *term.span(),
    )


def _part(path: Path, start: int, end: int, tables: Tables) -> Place:
    """Where characters of a text stand; those of a page are not in quotes."""
    if path[0] != "codex" or path[-1] != "text" or path not in tables.spots:
        return tables.part(path, start, end)
    spot = tables.spots[path]
    return spot.file.place(spot.start + start, spot.start + end)


# Figures without a source.


def _unsourced(model: WholeModel, tables: Tables) -> None:
    """Report the first figure of whatever is told to a player and names no ground for it."""
    for path, owner, texts in _told(model):
        if owner.sources or owner.assumption or path in tables.inherited or path in tables.lacking:
            continue
        if any(tables.spoilt((*path, key)) for key in ("sources", "assumption")):
            continue
        for where, text in texts:
            fact = _FACT.search(text)
            if fact is None or tables.spoilt(where):
                continue
            tables.reports.append(
                Report(
                    "figure-unsourced",
                    f"This figure stands in [{dotted(path)}], which cites no source.",
                    _part(where, fact.start(), fact.end(), tables),
                    'Add `sources = ["..."]`, or `assumption = "..."` saying where it comes from.',
                )
            )
            break


def _told(model: WholeModel) -> Iterator[tuple[Path, Sourced, Sequence[tuple[Path, str]]]]:
    """Pages, briefs and orders with their texts. Events cite a source in any case."""
    for name, page in model.codex.items():
        yield ("codex", name), page, [(("codex", name, "text"), page.text)]
    for name, role in model.role.items():
        path: Path = ("role", name)
        texts = [((*path, "briefing"), role.briefing)]
        texts += [
            ((*path, "advisor", key, "line", line, "text"), said.text)
            for key, advisor in role.advisor.items()
            for line, said in advisor.line.items()
        ]
        yield path, role, texts
    for name, decision in model.decision.items():
        path = ("decision", name)
        texts = [((*path, "about"), decision.about)]
        texts += [((*path, "option", key, "text"), o.text) for key, o in decision.option.items()]
        yield path, decision, texts
