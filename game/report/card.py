"""The model card of some packs: pages of Markdown and pictures, the same bytes for the same packs.

What it says of results, and of what moves what, are pages of the codex, laid out as Markdown.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from textwrap import wrap

from game.packs.model import Pack, Source, Sourced
from game.report.plot import plot
from game.views.blocks import Grid, Plot, Sheet
from game.views.codex import article
from game.views.formulas import number
from game.views.links import Link, links_of
from game.views.model import (
    LEFT_OUT,
    READ,
    SIGNS,
    Room,
    counted,
    model_pages,
    room_title,
    rooms_of,
    sureness,
)
from game.views.numbers import title_of

WIDEST = 96
"""Columns of an equation."""
STRONG = 3
"""Links between two rooms that make an arrow on the map of rooms."""
_SIGN = {"+": "+", "-": "−", "?": ""}
_LINK = re.compile(r"\[\[([^\[\]\n|]*)\]\]")


def card(packs: Sequence[Pack]) -> Mapping[str, str]:
    """Every file of the card, by name.

    Args:
        packs: With what was measured of each. The first is the model; of the others, which lie over it,
            the record and what they add is told.
    """
    main, sheets = packs[0], [model_pages(pack) for pack in packs]
    pages = {
        "map.md": _map(main, sheets[0]),
        "equations.md": _equations(packs),
        "constants.md": _constants(packs),
        "record.md": _record(packs, sheets),
        "checks.md": _laid_out(sheets[0], "checks") or _none("What must be true", "checks"),
        "left-out.md": _left_out(main),
        "outside.md": _laid_out(sheets[0], "outside")
        or _none("What others expected", "outside figures"),
        "sources.md": _sources(packs),
    }
    plots = {
        _picture(block): plot(block)
        for told in sheets
        for sheet in told.values()
        for block in sheet.blocks
        if isinstance(block, Plot)
    }
    return {"README.md": _readme(packs), **pages, **plots}


# How pages are put together.


def _whole(blocks: Iterable[str]) -> str:
    """Blocks under one another, items of a list close together."""
    text = ""
    for block in filter(None, blocks):
        close = block.startswith("- ") and text.rpartition("\n")[2].startswith("- ")
        text += f"{'' if not text else chr(10) if close else chr(10) * 2}{block}"
    return text + "\n"


def _none(title: str, what: str) -> str:
    return _whole([f"# {title}", f"The pack has no {what}."])


def _laid_out(sheets: Mapping[str, Sheet], name: str, under: str = "") -> str:
    """A page about the model and those below it, one under the other; empty where there is none.

    Args:
        sheets: All pages about the model of a pack.
        name: The page.
        under: What stands under its title.
    """
    id = f"model.{name}"
    if id not in sheets:
        return ""
    blocks = [f"# {sheets[id].title}", under, *_told(sheets, sheets[id])]
    for other in _below(sheets, name):
        blocks += [_headed_below(other), *_told(sheets, other)]
    return _whole(blocks)


def _below(sheets: Mapping[str, Sheet], name: str) -> Iterator[Sheet]:
    return (sheet for id, sheet in sheets.items() if id.startswith(f"model.{name}."))


def _headed_below(sheet: Sheet) -> str:
    return f'## <a id="{sheet.id.split(".")[2]}"></a>{sheet.title}'


def _told(sheets: Mapping[str, Sheet], sheet: Sheet) -> Iterator[str]:
    """What stands on a page, under its title."""
    deeper = sheet.id.count(".") > 1

    def linked(id: str, text: str = "") -> str:
        _model, name, *below = id.split(".")
        page = "" if name == sheet.id.split(".")[1] else f"{name}.md"
        return f"[{text or sheets[id].title}]({page}{''.join(f'#{part}' for part in below)})"

    for block in sheet.blocks:
        match block:
            case Grid(heads=heads, rows=rows, pages=pages):
                firsts = [linked(id, row[0]) for id, row in zip(pages, rows, strict=False)]
                firsts = firsts or [row[0] for row in rows]
                yield _table(
                    heads,
                    ([first, *row[1:]] for first, row in zip(firsts, rows, strict=True)),
                )
            case Plot(title=title):
                yield f"![{title}: data, model and band]({_picture(block)})"
            case str():
                text = _LINK.sub(lambda match: linked(match[1]), block)
                yield f"#{text}" if deeper and text.startswith("#") else text
    if sheet.sources:
        yield f"Sources: {_cited(sheet.sources)}"


def _picture(block: Plot) -> str:
    return f"record-{block.id}.svg"


def _table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [heads, ["---"] * len(heads), *rows]
    return "\n".join(f"| {' | '.join(map(_cell, line))} |" for line in lines)


def _cell(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|")


def _block(lines: Iterable[str]) -> str:
    rows = (
        row
        for line in lines
        for row in wrap(line, WIDEST, subsequent_indent="    ", break_on_hyphens=False)
    )
    return "\n".join(["```text", *rows, "```"])


def _cited(ids: Iterable[str]) -> str:
    return ", ".join(f"[{id}](sources.md#{id})" for id in ids)


def _ground(table: Sourced) -> str:
    """What a claim rests on: its sources, or that it is an assumption."""
    parts = [_cited(table.sources)] if table.sources else []
    if table.assumption:
        parts.append(f"Assumption: {table.assumption}")
    return ". ".join(parts)


# Pages.


def _readme(packs: Sequence[Pack]) -> str:
    main = packs[0]
    others = ", ".join(f"“{pack.model.pack.title}”" for pack in packs[1:])
    licensed: dict[tuple[str, str], list[str]] = {}
    for id, source in _all_sources(packs):
        if source.licence:
            licensed.setdefault((source.publisher, source.licence), []).append(id)
    blocks = [
        f"# Model card of “{main.model.pack.title}”",
        main.model.pack.about,
        f"{counted(main)} {len(main.model.event)} events and the decisions of {len(main.model.role)} seats "
        f"move it. A turn is a {main.model.calendar.step}; a game has {main.model.calendar.turns}.",
        f"It is held against the record in {others}, which plays the same equations." if others else "",
        "Whatever is said here of the future holds in this model. It is made to argue about causes, not to tell "
        "what will happen.",
        "All pages are written from the packs by `chiprace lab card`; nothing on them is typed by hand.",
        _table(
            ["page", "what it tells"],
            [
                ["[map.md](map.md)", "which quantities move which, and which way"],
                ["[equations.md](equations.md)", "every stock, delay and gauge, in mathematics"],
                ["[constants.md](constants.md)", "every constant: value, range, ground"],
                ["[record.md](record.md)", "how far the model is from what was observed"],
                ["[checks.md](checks.md)", "what must be true of the model, and whether it is"],
                ["[left-out.md](left-out.md)", "what this model leaves out"],
                ["[outside.md](outside.md)", "what others expected, beside the model"],
                ["[sources.md](sources.md)", "every source, and how it was read"],
            ],
        ),
        "## How to read confidence",
        "Every constant has a range that is meant to span what is in dispute, and one word. What a game starts with, "
        "the values of dials, and curves have no range, though some of them are no surer.",
        _table(
            ["confidence", "constants", "means"],
            [[word, str(count), meaning] for word, count, meaning in sureness(main)],
        ),
        "A result that turns when such a constant goes to the other end of its range is a question and not an "
        f"answer: `chiprace pack test {main.id} --ranges 200` looks for those.",
    ]  # fmt: skip
    if licensed:
        blocks += [
            "## Data of others",
            "\n".join(
                f"- {publisher}, {licence}: {_cited(ids)}"
                for (publisher, licence), ids in sorted(licensed.items())
            ),
            "Figures from them were summed, converted and rounded.",
        ]
    blocks.append("## Made from")
    blocks.append(
        "\n".join(
            f"- {pack.id} {pack.model.pack.version}, content `{pack.hash[:12]}`" for pack in packs
        )
    )
    return _whole(blocks)


# The map.


def _map(pack: Pack, sheets: Mapping[str, Sheet]) -> str:
    if "model.map" not in sheets:
        return _none("What moves what", "quantities")
    links = links_of(pack)
    between: dict[tuple[str, str], int] = {}
    for link in links:
        rooms = pack.rooms[link.cause], pack.rooms[link.effect]
        if rooms[0] != rooms[1]:
            between[rooms] = between.get(rooms, 0) + 1
    named = sorted({pack.rooms[id] for link in links for id in (link.cause, link.effect)})
    moved = sorted({pack.rooms[link.effect] for link in links})
    lines = ["flowchart LR"]
    lines += [f'    {_node(room)}["{_label(room_title(room))}"]' for room in named]
    lines += [
        f"    {_node(one)} -->|{count}| {_node(other)}"
        for (one, other), count in sorted(between.items())
        if count >= STRONG
    ]
    counts = [
        [room_title(one), *(str(between.get((one, other), "")) for other in moved)] for one in named
    ]
    whole = sheets["model.map"]
    blocks = [
        f"# {whole.title}",
        *_told(sheets, whole),
        "## Between the rooms",
        "How many links lead from one to the other; the picture leaves out what is below "
        f"{STRONG}. In the pictures of single rooms `+` is “goes up with” and `−` “goes down with”.",
        _mermaid(lines),
        _table(["from, to", *map(room_title, moved)], counts),
    ]
    for sheet in _below(sheets, "map"):
        room = sheet.id.split(".")[2]
        inward = [link for link in links if pack.rooms[link.effect] == room]
        blocks += [_headed_below(sheet), _room_map(pack, room, inward), *_told(sheets, sheet)]
    return _whole(blocks)


def _room_map(pack: Pack, room: str, links: Sequence[Link]) -> str:
    """What moves within a room, and which other rooms reach into it; the table tells by what."""
    lines = ["flowchart LR"]
    inside = {id for link in links for id in (link.effect, link.cause) if pack.rooms[id] == room}
    lines += [f'    {_node(id)}["{_label(title_of(pack, id))}"]' for id in sorted(inside)]
    reached = {(pack.rooms[link.cause], link.effect) for link in links if link.cause not in inside}
    for other in sorted({other for other, _effect in reached}):
        lines.append(f'    {_node("room_" + other)}(["{_label(room_title(other))}"])')
    for link in links:
        if link.cause in inside:
            sign = _SIGN[link.sign]
            arrow = f'-->|"{sign}"|' if sign else "-->"
            lines.append(f"    {_node(link.cause)} {arrow} {_node(link.effect)}")
    lines += [
        f"    {_node('room_' + other)} -.-> {_node(effect)}" for other, effect in sorted(reached)
    ]
    return _mermaid(lines)


def _mermaid(lines: Iterable[str]) -> str:
    return "\n".join(["```mermaid", *lines, "```"])


def _node(id: str) -> str:
    """A name for a node that means nothing to the language of the diagrams."""
    return "n_" + id.replace("-", "_")


def _label(text: str) -> str:
    return text.replace('"', "#quot;")


# Equations and constants.


def _rooms(packs: Sequence[Pack]) -> Iterator[tuple[Pack, Room]]:
    """The rooms of the first pack, then what each other adds."""
    told: set[str] = set()
    for pack in packs:
        for room in rooms_of(pack):
            own = Room(
                room.id,
                room.title,
                tuple(equation for equation in room.equations if equation.id not in told),
                tuple(curve for curve in room.curves if curve.name not in told),
                tuple(id for id in room.constants if id not in told),
            )
            told.update(equation.id for equation in own.equations)
            told.update(curve.name for curve in own.curves)
            told.update(own.constants)
            if own.equations or own.curves or own.constants:
                yield pack, own


def _headed(packs: Sequence[Pack], pack: Pack, room: Room) -> str:
    return room.title if pack is packs[0] else f"{room.title} (added by “{pack.model.pack.title}”)"


def _equations(packs: Sequence[Pack]) -> str:
    rooms = [found for found in _rooms(packs) if found[1].equations or found[1].curves]
    blocks = [
        "# Equations",
        "Written from the formulas that are played. Quantities bear their titles; a table of them stands at the "
        "end. All flows of a turn are computed from the same state, then added; a stock that comes to a limit "
        "is held there.",
        _table(["sign", "means"], [(f"`{sign}`", meaning) for sign, meaning in SIGNS]),
    ]
    for pack, room in rooms:
        blocks.append(f"## {_headed(packs, pack, room)}")
        for equation in room.equations:
            unit = f" [{equation.unit}]" if equation.unit else ""
            blocks += [f"### {equation.title}{unit}", equation.about]
            blocks.append(_block(equation.lines) if equation.lines else "")
            blocks.append(" ".join(equation.notes))
        if room.curves:
            rows = [[curve.name, curve.unit, curve.about, curve.said] for curve in room.curves]
            blocks.append(_table(["curve", "unit", "about", "points"], rows))
    symbols = [
        [equation.title, f"`{equation.id}`", equation.unit, room.title]
        for _pack, room in rooms
        for equation in room.equations
    ]
    blocks += [
        "## Table of symbols",
        _table(["quantity", "in the pack", "unit", "room"], sorted(symbols)),
    ]
    return _whole(blocks)


def _constants(packs: Sequence[Pack]) -> str:
    fitted = {
        id: f"{number(pack.model.constant[id].value)} in “{pack.model.pack.title}”"
        for pack in packs
        for id in pack.model.backtest.fitted
    }
    blocks = [
        "# Constants",
        "The range is meant to span what is in dispute; [README.md](README.md) tells what the words of confidence "
        "mean. Fitted: the value within the range that fits the record best, as [record.md](record.md) uses it; the "
        "model itself plays the value before it.",
    ]
    for pack, room in _rooms(packs):
        rows: list[list[str]] = []
        for id in room.constants:
            table = pack.model.constant[id]
            rows.append(
                [
                    f"{title_of(pack, id)} (`{id}`)",
                    number(table.value),
                    table.unit,
                    f"{number(table.low)} to {number(table.high)}",
                    table.confidence,
                    fitted.get(id, "no"),
                    table.about,
                    _ground(table),
                ]
            )
        if rows:
            heads = [
                "constant",
                "value",
                "unit",
                "range",
                "confidence",
                "fitted",
                "about",
                "ground",
            ]
            blocks += [f"## {_headed(packs, pack, room)}", _table(heads, rows)]
    return _whole(blocks)


# The record.


def _record(packs: Sequence[Pack], sheets: Sequence[Mapping[str, Sheet]]) -> str:
    told = [
        _laid_out(pages, "record", f"The record is that of “{pack.model.pack.title}”.")
        for pack, pages in zip(packs, sheets, strict=True)
    ]
    if not any(told):
        return _whole(["# The model and the record", "No pack of this card has a record."])
    return "\n".join(filter(None, told))


# What is left out, and sources.


def _left_out(pack: Pack) -> str:
    if LEFT_OUT not in pack.codex:
        return _whole(
            ["# What this model leaves out", f"The pack has no page `codex/{LEFT_OUT}.md`."]
        )
    told = article(pack, LEFT_OUT)
    sources = pack.codex[LEFT_OUT].sources
    return _whole(
        [f"# {told.title}", *told.paragraphs, f"Sources: {_cited(sources)}" if sources else ""]
    )


def _all_sources(packs: Sequence[Pack]) -> list[tuple[str, Source]]:
    merged = {id: source for pack in reversed(packs) for id, source in pack.model.source.items()}
    return sorted(merged.items())


def _sources(packs: Sequence[Pack]) -> str:
    sources = _all_sources(packs)
    ways = [source.read for _id, source in sources]
    counts = "; ".join(f"{ways.count(way)} {words}" for way, words in READ.items())
    return _whole(
        [
            "# Sources",
            f"{len(sources)} sources: {counts}.",
            "\n".join(f'- <a id="{id}"></a>`{id}`: {_source(source)}' for id, source in sources),
        ]
    )


def _source(source: Source) -> str:
    parts = [f"{source.title}. {source.publisher}, {source.date}."]
    if source.url:
        parts.append(f"<{source.url}>")
    parts.append(f"({READ[source.read]})")
    if source.licence:
        parts.append(f"Licence: {source.licence}.")
    return " ".join(parts)
