"""What many games of a pack came to, as pages: its checks, its record, and what others expect."""

from collections.abc import Iterable, Iterator, Mapping

from game.packs.expect import parse_quota
from game.packs.measured import CheckResult, Measured, OutsideResult, RecordResult, SeriesResult
from game.packs.model import Check, Outside, Pack, Target
from game.views.blocks import NOTHING, Block, Grid, Plot, Sheet
from game.views.formulas import curve_name, expected, number
from game.views.numbers import figure, percent, title_of, written
from game.words import _

ROOT = "model"
"""The id of the first page about the model; those of the others begin with it and a dot."""
NARROW, WIDE = 0.8, 0.97
"""An ensemble that covers less than the first part of the data, or more than the second, is no use to teach with."""


def sheet(id: str, title: str, blocks: Iterable[Block], sources: Iterable[str] = ()) -> Sheet:
    """A page about the model: the first one where the id is empty, else one below it."""
    told = (block for block in blocks if block)
    page = f"{ROOT}.{id}" if id else ROOT
    return Sheet(page, title, tuple(told), tuple(dict.fromkeys(sources)))


def _version(pack: Pack, measured: Measured | None) -> str:
    """Says when results are not those of the pack; else empty."""
    if measured is None or measured.hash == pack.hash:
        return ""
    return _(
        "Measured on another version of this pack: {version}, content `{hash}`. It may not hold of this one."
    ).format(version=measured.version, hash=measured.hash[:12])


def _opening(words: str) -> str:
    """Words as a sentence begins with them."""
    return words[:1].upper() + words[1:]


def _ground(assumption: str | None) -> str:
    return _("Assumption: {text}").format(text=assumption) if assumption else ""


# Checks.


def check_sheets(pack: Pack, measured: Measured | None) -> Iterator[Sheet]:
    """What must be true of a pack: a page of all checks, and a page to each."""
    checks, results = pack.model.check, measured.checks if measured else {}
    if not checks:
        return
    known = [results[id] for id in checks if id in results]
    told = _("{count} of {of} checks hold. One that fails is kept and said so.").format(
        count=sum(result.holds for result in known), of=len(known)
    )
    tries = _("`{command}` tries them.").format(command=f"chiprace pack test {pack.id}")
    heads = (_("check"), _("verdict"), _("held in"), _("95% interval"), _("wanted"))
    rows = [
        (check.title, *_in_cells(results.get(id)), _wanted(check, results.get(id)))
        for id, check in checks.items()
    ]
    if not known:
        heads, rows = (heads[0], heads[-1]), [(row[0], row[-1]) for row in rows]
    right = (False, False, True, True, True) if known else (False, True)
    pages = tuple(f"{ROOT}.checks.{id}" for id in checks)
    blocks = [
        _version(pack, measured) if known else "",
        _("What must be true of this world, and in how many games.") + f" {tries}",
        _("Seats that a check does not name are played by their personas in turn."),
        told if known else "",
        _(
            "Near the line: what is wanted lies within the interval, so other games may tell otherwise."
        )
        if any(result.near for result in known)
        else "",
        Grid(heads, tuple(rows), right, pages),
    ]
    yield sheet("checks", _("What must be true"), blocks)
    for id, check in checks.items():
        yield _check(pack, id, check, results.get(id), _version(pack, measured))


def _holds(result: CheckResult) -> str:
    """The verdict, and whether as many other games might have given another."""
    if result.near:
        return _("holds, near the line") if result.holds else _("FAILS, near the line")
    return _("holds") if result.holds else _("FAILS")


def _wanted(check: Check, result: CheckResult | None) -> str:
    share = result.needed if result else parse_quota(check.in_).share
    games = result.games if result else parse_quota(check.in_).games
    return _("{share} of {games} games").format(share=percent(share), games=f"{games:,}")


def _in_cells(result: CheckResult | None) -> tuple[str, str, str]:
    if result is None:
        return NOTHING, NOTHING, NOTHING
    interval = _("{low} to {high}").format(low=f"{result.low:.1%}", high=f"{result.high:.1%}")
    return _holds(result), f"{result.share:.1%}", interval


def _check(pack: Pack, id: str, check: Check, result: CheckResult | None, version: str) -> Sheet:
    said = _("“{title}” must hold in {wanted}.").format(
        title=check.title, wanted=_wanted(check, result)
    )
    if result is not None:
        verdict, share, interval = _in_cells(result)
        said = _(
            "“{title}” {verdict}: true in {share} of {games} games ({interval}); {wanted} wanted."
        ).format(
            title=check.title,
            verdict=verdict,
            share=share,
            games=f"{result.games:,}",
            interval=interval,
            wanted=percent(result.needed),
        )
    played = _("Played: {seats}.").format(seats=_arm(pack, check.compare, check.set_))
    blocks = [
        version if result else "",
        said,
        _("Expected: {text}.").format(text=expected(pack, check.expect)),
        f"- {played}",
    ]
    if check.with_ or check.with_set:
        seats, values = {**check.compare, **check.with_}, {**check.set_, **check.with_set}
        beside = _("Beside, with the same luck: {seats}.").format(seats=_arm(pack, seats, values))
        blocks.append(f"- {beside}")
    blocks.append(_ground(check.assumption))
    return sheet(f"checks.{id}", check.title, blocks, check.sources)


def _arm(pack: Pack, seats: Mapping[str, str], values: Mapping[str, float]) -> str:
    """Who plays what, and from where."""
    told = [
        _("{role}, {player}").format(role=pack.model.role[role].title, player=_player(pack, player))
        for role, player in sorted(seats.items())
    ]
    told += [
        _("{title} at {value}").format(title=title_of(pack, id), value=number(value))
        for id, value in sorted(values.items())
    ]
    return "; ".join(told)


def _player(pack: Pack, text: str) -> str:
    """A player of a check in words."""
    persona = pack.model.persona.get(text)
    if persona is not None:
        return f"“{persona.title}”"
    if not text.startswith("fixed"):
        return {"hold": _("changes nothing"), "random": _("any order")}.get(text, text)
    orders: list[str] = []
    for part in text.removeprefix("fixed").lstrip(" :").split(","):
        id, _equals, value = (piece.strip() for piece in part.partition("="))
        value, at, turn = (piece.strip() for piece in value.partition("@"))
        decision = pack.model.decision.get(id)
        option = decision.option.get(value) if decision else None
        order = _("“{title}” at “{option}”") if option else _("“{title}” at {option}")
        said = order.format(
            title=decision.title if decision else id, option=option.title if option else value
        )
        orders.append(_("{order} from turn {turn}").format(order=said, turn=turn) if at else said)
    return ", ".join(orders)


# The record.


def record_sheets(pack: Pack, measured: Measured | None) -> Iterator[Sheet]:
    """How far a pack is from what was observed: a page of all series, and a page to each."""
    record = measured.record if measured else None
    if record is None:
        return
    known = {id: table for id, table in pack.model.target.items() if id in record.series}
    results = [record.series[id] for id, table in known.items() if not table.input]
    version = _version(pack, measured)
    blocks = [
        version,
        _(
            "The decisions that were really taken are played again, and nothing is set right on the way. Every "
            "series that the pack names is here, those that the model misses too. Where nobody gives bounds of "
            "a figure, {part} either way are taken."
        ).format(part=percent(record.unstated)),
        _(
            "{held} of {of} series held, {good} of them good. The model's line is the median of {games} games "
            "that differ in luck alone."
        ).format(
            held=sum(result.held for result in results),
            of=len(results),
            good=sum(result.good for result in results),
            games=record.games,
        ),
        _votes(known, record),
        _all_series(known, record),
        _(
            "The rival is the better of the value before and a straight line through the logs. U is the model's "
            "root mean square error over the rival's: below 1 the model is nearer. A series without a rival, "
            "or with a rival that beats the model, can still be within its bar."
        ),
        *_controls(pack, record),
        *_inputs(pack, known),
        *_fitted(pack, record),
        *_covering(record),
    ]
    yield sheet("record", _("The model and the record"), blocks)
    for id, table in known.items():
        yield _series(pack, id, table, record.series[id], version)


def _votes(known: Mapping[str, Target], record: RecordResult) -> str:
    """How many independent answers the series are; empty where each is one."""
    votes: dict[str, list[SeriesResult]] = {}
    for id, table in known.items():
        if not table.input:
            votes.setdefault(table.family or id, []).append(record.series[id])
    if all(len(results) == 1 for results in votes.values()):
        return ""
    return _(
        "Series of one source are one vote. That makes {of} votes: {held} held and {good} good, each by all its "
        "series."
    ).format(
        held=sum(all(result.held for result in results) for results in votes.values()),
        of=len(votes),
        good=sum(all(result.good for result in results) for results in votes.values()),
    )


def _all_series(known: Mapping[str, Target], record: RecordResult) -> Grid:
    heads = (
        _("series"),
        _("verdict"),
        _("points"),
        _("error"),
        _("good up to"),
        _("held up to"),
        _("naive rival"),
        _("Theil's U"),
    )
    rows: list[tuple[str, ...]] = []
    for id, table in known.items():
        result = record.series[id]
        rows.append(
            (
                table.title,
                _verdict(table, result),
                str(len(result.points)),
                _error(table, result.error),
                _error(table, table.good),
                _error(table, table.acceptable),
                _error(table, result.naive),
                NOTHING if result.theil_u is None else written(result.theil_u, 2),
            )
        )
    right = (False, False, *(True for _head in heads[2:]))
    return Grid(heads, tuple(rows), right, tuple(f"{ROOT}.record.{id}" for id in known))


def _verdict(table: Target, result: SeriesResult) -> str:
    if table.input:
        return _("an input, not counted")
    return _("good") if result.good else _("held") if result.held else _("NOT HELD")


def _error(table: Target, value: float | None) -> str:
    """An error, a bar or the error of a rival, by the score of a series."""
    if value is None:
        return NOTHING
    match table.score:
        case "mape":
            return f"{value:.0f}%"
        case "mae":
            return f"{figure(value)} {table.unit}"
        case "band":
            return _("{value} of 100").format(value=f"{value:.0f}")


def _controls(pack: Pack, record: RecordResult) -> Iterator[Block]:
    rows = tuple(
        (
            pack.model.control[id].title,
            table.title,
            _error(table, result.error),
            _error(table, result.with_it),
            _("yes") if result.clearly_worse else _("NO"),
        )
        for id, targets in record.controls.items()
        for target, result in targets.items()
        if id in pack.model.control and (table := pack.model.target.get(target))
    )
    if not rows:
        return
    yield _("## Without what mattered")
    yield _(
        "If leaving out what happened does not make the fit worse, the fit comes from the trend and proves "
        "nothing."
    )
    heads = (_("left out"), _("series"), _("error"), _("with it"), _("clearly worse"))
    yield Grid(heads, rows, (False, False, True, True, False))


def _inputs(pack: Pack, known: Mapping[str, Target]) -> Iterator[str]:
    """What a pack takes from the record and is therefore not tested on."""
    yield _("## What the model is told")
    yield _(
        "The decisions, the levels at the start, and all that follows; to agree with these proves nothing."
    )
    told = [
        (_("Series"), [table.title for table in known.values() if table.input]),
        (_("Curves by turn"), [curve_name(id) for id in pack.model.curve]),
    ]
    for what, names in told:
        if names:
            yield "- " + _("{what}: {names}.").format(what=what, names=", ".join(names))


def _fitted(pack: Pack, record: RecordResult) -> Iterator[Block]:
    rows = tuple(
        (
            title_of(pack, id),
            number(result.value),
            _("{low} to {high}").format(low=number(result.low), high=number(result.high)),
            _("YES") if result.at_bound else _("no"),
        )
        for id, result in record.fitted.items()
        if id in pack.model.constant
    )
    if not rows:
        return
    yield _("## Constants that were fitted")
    until = pack.model.backtest.until
    if until:
        yield _(
            "To figures up to {until}. Other constants, and what the model is told, may rest on later ones."
        ).format(until=until)
    heads = (_("constant"), _("value"), _("range"), _("at a bound"))
    yield Grid(heads, rows, (False, True, True, False))


def _covering(record: RecordResult) -> Iterator[str]:
    yield _("## What the ensemble covers")
    if record.acceptable == record.sets:
        kept = _("They are the ensemble, each with its own luck.")
    else:
        kept = _("The {sets} that come nearest are the ensemble, each with its own luck.").format(
            sets=record.sets
        )
    if record.coverage < NARROW:
        width = _("too narrow")
    else:
        width = _("too wide") if record.coverage > WIDE else _("about right")
    yield _(
        "Of {tried} parameter sets, every constant drawn from the whole of its range, {acceptable} are within the "
        "acceptable bar of every series that counts. {kept} A band from 5 to 95% that says what it means covers "
        "nine points in ten. With what the data may be off, this one covers {part} of the points of series that "
        "count: {width}. As if the data were exact it covers {bare}; that is the band of the charts. No input is "
        "varied: read it as the least that is unsure."
    ).format(
        tried=f"{record.tried:,}",
        acceptable=record.acceptable,
        kept=kept,
        part=percent(record.coverage),
        width=width,
        bare=percent(record.coverage_bare),
    )


def _series(pack: Pack, id: str, table: Target, result: SeriesResult, version: str) -> Sheet:
    told = [
        _("{verdict}: error {error}").format(
            verdict=_opening(_verdict(table, result)),
            error=_error(table, result.error),
        )
    ]
    bars = (
        (_("good up to {bar}"), table.good),
        (_("held up to {bar}"), table.acceptable),
        (_("naive rival {bar}"), result.naive),
    )
    told += [form.format(bar=_error(table, bar)) for form, bar in bars if bar is not None]
    said = [
        ", ".join(told) + ".",
        _("Compared with “{title}”, in {unit}.").format(
            title=title_of(pack, table.quantity), unit=table.unit
        ),
        _("The naive rival is nearer.")
        if result.theil_u is not None and result.theil_u > 1
        else "",
        table.note,
    ]
    said += [
        _("Required, {text}: {verdict}.").format(
            text=text, verdict=_("shown") if shown else _("NOT SHOWN")
        )
        for text, shown in result.required.items()
    ]
    said.append(
        _(
            "The model lies within the bounds of the data at {inside} of the points; the ensemble's band covers "
            "{covered} of the data, with what they may be off."
        ).format(inside=percent(result.in_bounds), covered=percent(result.covered))
    )
    shares = (result.level, result.swing, result.rest)
    if None not in shares:
        level, swing, rest = (percent(share or 0.0) for share in shares)
        said.append(
            _(
                "Of the squared error {level} is a wrong level, {swing} a wrong swing and {rest} neither (Theil)."
            ).format(level=level, swing=swing, rest=rest)
        )
    if result.left_out:
        said.append(
            _("Outside the game, so not compared: {periods}.").format(
                periods=", ".join(result.left_out)
            )
        )
    blocks = [
        version,
        " ".join(part for part in said if part),
        Plot(id, table.title, table.unit, result.points),
        _points(result),
    ]
    sources = (*table.sources, *(point.source for point in table.points))
    return sheet(f"record.{id}", table.title, blocks, sources)


def _points(result: SeriesResult) -> Grid:
    rows: list[tuple[str, ...]] = []
    for point in result.points:
        values = (point.data, point.low, point.high, point.model, point.p05, point.p95)
        data, low, high, model, p05, p95 = map(figure, values)
        span = _("{low} to {high}")
        bounds, band = span.format(low=low, high=high), span.format(low=p05, high=p95)
        rows.append((point.period, data, bounds, model, band))
    heads = (_("period"), _("observed"), _("bounds"), _("model"), _("5 to 95%"))
    return Grid(heads, tuple(rows), (False, True, True, True, True))


# What others expect.


def outside_sheets(pack: Pack, measured: Measured | None) -> Iterator[Sheet]:
    """What others expect beside what a pack came to."""
    results = measured.outside if measured else {}
    known = {id: table for id, table in pack.model.outside.items() if id in results}
    if not measured or not known:
        return
    fair = [results[id].where for id, table in known.items() if not table.input]
    heads = (_("what"), _("by"), _("expected"), _("model"), _("5 to 95%"), _("verdict"))
    rows = tuple(_beside(table, results[id]) for id, table in known.items())
    blocks = [
        _version(pack, measured),
        _(
            "Forecasts, plans and cases of others beside {games} games in which personas play all seats. "
            "Nothing was fitted to them. One that came out wrong is here all the same: it says what its author "
            "believed then. That two guesses agree proves neither."
        ).format(games=f"{measured.outside_games:,}"),
        _("The model's band meets {count} of {of} figures that it was not told.").format(
            count=fair.count("within"), of=len(fair)
        ),
        Grid(heads, rows, (False, False, True, True, True, False)),
        _("## How they are compared"),
        *(f"- {_comparison(pack, table)}" for table in known.values()),
    ]
    sources = (table.source for table in known.values())
    yield sheet("outside", _("What others expected"), blocks, sources)


def _beside(table: Outside, result: OutsideResult) -> tuple[str, ...]:
    verdicts = {
        "within": _("they meet"),
        "below": _("the model is lower"),
        "above": _("the model is higher"),
    }
    low, high = table.ends
    expects = figure(low)
    if low != high:
        span = _("{low} to {high}").format(low=figure(low), high=figure(high))
        expects = span if table.value is None else f"{figure(float(table.value))} ({span})"
    return (
        f"{table.title} ({table.unit})" if table.unit else table.title,
        table.who,
        expects,
        figure(result.median),
        _("{low} to {high}").format(low=figure(result.p05), high=figure(result.p95)),
        _("the model is told it") if table.input else verdicts[result.where],
    )


def _comparison(pack: Pack, table: Outside) -> str:
    """Which quantities a figure is set beside, and how a period is read."""
    ids = (table.quantity, *table.plus)
    forms = {
        "sum": _("{what}: {quantities}; {period}, summed."),
        "mean": _("{what}: {quantities}; {period}, the mean."),
        "end": _("{what}: {quantities}; {period}, at its end."),
    }
    quantities = " + ".join(f"“{title_of(pack, id)}”" for id in ids)
    if table.scale != 1:
        quantities = _("{quantities}, times {scale}").format(
            quantities=quantities, scale=number(table.scale)
        )
    said = forms[table.over].format(what=table.title, quantities=quantities, period=table.period)
    return f"{said} {table.note}".rstrip()
