"""The model card of some packs: pages of Markdown and pictures, the same bytes for the same packs."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from textwrap import wrap

from game.lab.backtest.series import UNSTATED
from game.lab.backtest.whole import Backtest, Scored, backtest
from game.lab.checks import verdicts
from game.lab.outside import GAMES, Compared, compared
from game.packs.model import Check, Pack, Source, Sourced
from game.packs.read import load_pack
from game.report.links import Link, links_of
from game.report.plot import plot
from game.views.codex import article
from game.views.formulas import number
from game.views.model import LEFT_OUT, READ, SIGNS, Room, counted, room_title, rooms_of, sureness
from game.views.numbers import digits_by_size, percent, title_of, written

WIDEST = 96
"""Columns of an equation."""
STRONG = 3
"""Links between two rooms that make an arrow on the map of rooms."""
_SIGN = {"+": "+", "-": "−", "?": ""}


def card(names: Sequence[str]) -> Mapping[str, str]:
    """Every file of the card, by name.

    Args:
        names: Ids or folders of packs. The first is the model; of the others, which lie over it, the
            record and what they add is told.

    Raises:
        PackError: A pack cannot be played.
    """
    packs = [load_pack(Path(name) if Path(name).is_dir() else name) for name in names]
    histories = [backtest(pack) for pack in packs if pack.model.record and pack.model.target]
    main = packs[0]
    pages = {
        "map.md": _map(main),
        "equations.md": _equations(packs),
        "constants.md": _constants(packs),
        "record.md": _record(histories),
        "checks.md": _checks(main),
        "left-out.md": _left_out(main),
        "outside.md": _outside(compared(names[0])),
        "sources.md": _sources(packs),
    }
    plots = {_picture(scored): plot(scored) for history in histories for scored in history.scored}
    return {"README.md": _readme(packs), **pages, **plots}


# How pages are put together.


def _whole(blocks: Iterable[str]) -> str:
    return "\n\n".join(block for block in blocks if block) + "\n"


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


def _figure(value: float) -> str:
    """About three digits that count: all that two machines must agree on."""
    rounded = round(value, digits_by_size(value, whole=False))
    return written(rounded, digits_by_size(rounded)).replace("-", "−")


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
        "Every constant has a range that spans what is in dispute, and one word:",
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


def _map(pack: Pack) -> str:
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
    blocks = [
        "# What moves what",
        "Read off the formulas. `+`: when the cause goes up, the effect goes up, all else alike. `−`: it goes "
        "down. No sign: one or the other as the case may be, or it cannot be told from the formula alone. "
        "Events and luck are left out. A room is a file of the pack.",
        "## Between the rooms",
        f"How many links lead from one to the other; the picture leaves out what is below {STRONG}.",
        _mermaid(lines),
        _table(["from, to", *map(room_title, moved)], counts),
    ]
    for room in named:
        inward = [link for link in links if pack.rooms[link.effect] == room]
        if inward:
            blocks += [f"## {room_title(room)}", _room_map(pack, room, inward)]
            blocks.append(_moved(pack, inward))
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


def _moved(pack: Pack, links: Sequence[Link]) -> str:
    """The same in full, as a table."""
    by_effect: dict[str, dict[str, list[str]]] = {}
    for link in links:
        kinds = by_effect.setdefault(link.effect, {})
        kinds.setdefault(link.sign, []).append(title_of(pack, link.cause))
    rows = [
        [title_of(pack, id), *("; ".join(kinds.get(sign, ())) for sign in "+-?")]
        for id, kinds in by_effect.items()
    ]
    return _table(["what moves", "goes up with", "goes down with", "depends on"], sorted(rows))


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
        "The range spans what is in dispute; [README.md](README.md) tells what the words of confidence mean. "
        "Fitted: the value within the range that fits the record best, as [record.md](record.md) uses it; the "
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


def _picture(scored: Scored) -> str:
    return f"record-{scored.series.id}.svg"


def _record(histories: Sequence[Backtest]) -> str:
    blocks = [
        "# The model and the record",
        "The decisions that were really taken are played again, and nothing is set right on the way. Every "
        "series that the pack names is here, those that the model misses too. Where nobody gives bounds of a "
        f"figure, {percent(UNSTATED)} either way are taken.",
    ]
    for found in histories:
        blocks += _history(found)
    if not histories:
        blocks.append("No pack of this card has a record.")
    return _whole(blocks)


def _history(found: Backtest) -> Iterator[str]:
    counted = found.counted
    held, good = sum(s.held for s in counted), sum(s.good for s in counted)
    yield f"## {found.pack}"
    yield (
        f"{held} of {len(counted)} series held, {good} of them good. The model's line is the median of "
        f"{found.games} games that differ in luck alone."
    )
    heads = ["series", "n", "error", "bar: good, acceptable", "naive rival", "Theil's U", "verdict"]
    yield _table(
        heads,
        [
            [
                f"[{scored.series.title}](#{scored.series.id})",
                str(scored.measures.n),
                _error(scored, scored.measures.error),
                _bars(scored),
                _rival(scored),
                "-" if scored.measures.theil_u is None else f"{scored.measures.theil_u:.2f}",
                _verdict(scored),
            ]
            for scored in found.scored
        ],
    )
    yield (
        "The rival is the better of the value before and a straight line through the logs. U is the model's root "
        "mean square error over the rival's: below 1 the model is nearer. A series without a rival, or with a "
        "rival that beats the model, can still be within its bar."
    )
    for scored in found.scored:
        yield from _series(scored)
    yield "### Without what mattered"
    yield (
        "If leaving out what happened does not make the fit worse, the fit comes from the trend and proves "
        "nothing."
    )
    yield _table(
        ["control", "series", "error", "with it", "clearly worse"],
        [
            [
                control.title,
                control.target,
                f"{control.error:.0f}%",
                f"{control.with_it:.0f}%",
                "yes" if control.clearly_worse else "NO",
            ]
            for control in found.controls
        ],
    )
    yield "### Constants that were fitted"
    yield f"To figures up to {found.until}; what came later was not used." if found.until else ""
    yield _table(
        ["constant", "value", "range", "at a bound"],
        [
            [
                f"`{fitted.id}`",
                number(fitted.value),
                f"{number(fitted.low)} to {number(fitted.high)}",
                "YES" if fitted.at_bound else "no",
            ]
            for fitted in found.fitted
        ],
    )
    yield "### What the ensemble covers"
    yield (
        f"Of {found.tried:,} parameter sets, every constant drawn from the whole of its range, "
        f"{found.acceptable} are within the acceptable bar of every series that counts. "
        f"{_ensemble(found)} A band from 5 to 95% that says what it means covers nine points in ten. With what "
        f"the data may be off, this one covers {percent(found.coverage)} of the points of series that count: "
        f"{_covering(found.coverage)}. The model's own band covers {percent(found.coverage_bare)}, as if the data "
        "were exact; that is the band of the pictures. No input is varied: read it as the least that is unsure."
    )


def _ensemble(found: Backtest) -> str:
    if found.acceptable == found.sets:
        return "They are the ensemble, each with its own luck."
    return f"The {found.sets} that come nearest are the ensemble, each with its own luck."


def _covering(share: float) -> str:
    """Bars of the usual practice: an ensemble covers 80 to 97%, or it is too narrow or too wide to teach with."""
    if share < 0.8:
        return "too narrow"
    return "too wide" if share > 0.97 else "about right"


def _series(scored: Scored) -> Iterator[str]:
    series, measures = scored.series, scored.measures
    yield f'### <a id="{series.id}"></a>{series.title}: {_verdict(scored)}'
    yield f"![{series.title}: data, model and band]({_picture(scored)})"
    shares = (measures.unequal_mean, measures.unequal_variance, measures.unequal_covariance)
    told = [
        f"Compared with `{series.quantity}`, in {series.unit}; {measures.n} points.",
        f"Error {_error(scored, measures.error)}; bar {_bars(scored)}; naive rival {_rival(scored)}.",
    ]
    if None not in shares:
        level, swing, rest = (percent(share or 0.0) for share in shares)
        told.append(
            f"Of the squared error {level} is a wrong level, {swing} a wrong swing and {rest} neither (Theil)."
        )
    told.append(
        f"The model lies within the bounds of the data at {percent(measures.in_band)} of the points; the "
        f"ensemble's band covers {percent(scored.covered)} of the data, with what they may be off."
    )
    told += [
        f"Required, {text}: {'shown' if shown else 'NOT SHOWN'}."
        for text, shown in scored.required.items()
    ]
    if series.left_out:
        told.append(f"Outside the game, so not compared: {', '.join(series.left_out)}.")
    yield " ".join(told)
    rows: list[list[str]] = []
    for k, point in enumerate(series.points):
        columns = (scored.data, scored.low, scored.high, scored.model, scored.p05, scored.p95)
        data, low, high, model, p05, p95 = (_figure(float(column[k])) for column in columns)
        rows.append([point.period, data, f"{low} to {high}", model, f"{p05} to {p95}"])
    yield _table(["period", "observed", "bounds", "model", "5 to 95%"], rows)


def _verdict(scored: Scored) -> str:
    if scored.series.input:
        return "an input, not counted"
    return "good" if scored.good else "held" if scored.held else "NOT HELD"


def _error(scored: Scored, value: float) -> str:
    match scored.series.score:
        case "mape":
            return f"{value:.0f}%"
        case "mae":
            return f"{_figure(value)} {scored.series.unit}"
        case "band":
            return f"{value:.0f} of 100"


def _bars(scored: Scored) -> str:
    bars = (scored.series.good, scored.series.acceptable)
    return (
        "none" if bars == (None, None) else ", ".join("-" if b is None else number(b) for b in bars)
    )


def _rival(scored: Scored) -> str:
    measures = scored.measures
    value = measures.naive_mae if scored.series.score == "mae" else measures.naive_mape
    return "-" if value is None or scored.series.score == "band" else _error(scored, value)


# Checks, what is left out, what others expect, sources.


def _checks(pack: Pack) -> str:
    found = list(verdicts(pack))
    holding = sum(verdict.holds for verdict in found)
    blocks = [
        "# What must be true",
        f"{holding} of {len(found)} checks hold. One that fails is kept and said so. Both arms of a check share "
        "their luck; seats that it does not name are played by their personas in turn. "
        f"`chiprace pack test {pack.id}` tries them again.",
        _table(
            ["check", "held in", "95% interval", "needed", "verdict"],
            [
                [
                    f"[{verdict.title}](#{verdict.id})",
                    f"{verdict.share:.1%}",
                    f"{verdict.interval[0]:.1%} to {verdict.interval[1]:.1%}",
                    f"{verdict.needed:.0%} of {verdict.games}",
                    "holds" if verdict.holds else "**FAILS**",
                ]
                for verdict in found
            ],
        ),
    ]
    for verdict in found:
        check = pack.model.check[verdict.id]
        word = "holds" if verdict.holds else "FAILS"
        blocks.append(f'## <a id="{verdict.id}"></a>{verdict.title}: {word}')
        blocks.append("\n".join(f"- {line}" for line in _arms(pack, check)))
    return _whole(blocks)


def _arms(pack: Pack, check: Check) -> Iterator[str]:
    yield f"Played: {_seated(pack, check.compare)}{_set(check.set_)}"
    if check.with_ or check.with_set:
        seats, values = {**check.compare, **check.with_}, {**check.set_, **check.with_set}
        yield f"Beside: {_seated(pack, seats)}{_set(values)}"
    yield f"Expected: `{check.expect}`"
    yield f"Ground: {_ground(check)}"


def _seated(pack: Pack, seats: Mapping[str, str]) -> str:
    return "; ".join(
        f"{pack.model.role[role].title}, `{player}`" for role, player in sorted(seats.items())
    )


def _set(values: Mapping[str, int | float]) -> str:
    told = ", ".join(f"`{id}` = {number(value)}" for id, value in sorted(values.items()))
    return f"; from {told}" if told else ""


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


def _outside(rows: Sequence[Compared]) -> str:
    title = "# What others expected"
    if not rows:
        return _whole([title, "The pack has no outside figures."])
    told = {
        "within": "they meet",
        "below": "the model is lower",
        "above": "the model is higher",
    }
    fair = [row for row in rows if not row.table.input]
    return _whole(
        [
            title,
            f"Forecasts, plans and cases of others beside {GAMES} games in which personas play all seats. "
            "Nothing was fitted to them. One that came out wrong is here all the same: it says what its author "
            "believed then. That two guesses agree proves neither.",
            f"The model's band meets {sum(row.where == 'within' for row in fair)} of {len(fair)} figures that "
            "it was not told.",
            _table(
                ["what", "who", "expected", "model", "5 to 95%", "verdict"],
                [
                    [
                        f"{row.table.title} [{row.table.unit}]",
                        row.table.who,
                        _expected(row),
                        _figure(row.median),
                        f"{_figure(row.p05)} to {_figure(row.p95)}",
                        "the model is told it" if row.table.input else told[row.where],
                    ]
                    for row in rows
                ],
            ),
            "## How they are compared",
            "\n".join(f"- {_comparison(row)}" for row in rows),
        ]
    )


def _comparison(row: Compared) -> str:
    table = row.table
    quantities = " + ".join(f"`{id}`" for id in (table.quantity, *table.plus))
    scale = f", times {number(table.scale)}" if table.scale != 1 else ""
    over = {"sum": "summed", "mean": "the mean", "end": "at its end"}[table.over]
    parts = [f"{table.title}: {quantities}{scale}; {table.period}, {over}.", table.note]
    return " ".join(part for part in (*parts, _cited([table.source])) if part)


def _expected(row: Compared) -> str:
    if row.low == row.high:
        return _figure(row.low)
    span = f"{_figure(row.low)} to {_figure(row.high)}"
    return span if row.table.value is None else f"{_figure(float(row.table.value))} ({span})"


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
