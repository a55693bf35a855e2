"""The model of a pack, to be read: its equations and constants by room, and pages of them for the codex.

A room is what stands in one file of the pack.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from game.packs.measured import Measured, Unreadable
from game.packs.model import Constant, Flow, Pack, Source
from game.packs.rules import rules_of_gauge
from game.views.blocks import NOTHING, Grid, Sheet
from game.views.calendar import step_name, steps
from game.views.formulas import curve_name, number, spelled
from game.views.links import links_of
from game.views.numbers import title_of
from game.views.results import ROOT, check_sheets, outside_sheets, record_sheets, sheet
from game.words import N_, _

CONFIDENCE = {
    "high": N_("published figures agree"),
    "medium": N_("sources agree on the size, not on the figure"),
    "low": N_(
        "sources differ, or nobody has measured it: read what follows from it as a direction"
    ),
}
"""What the word says of a constant."""
READ = {
    "full": N_("read in full"),
    "excerpt": N_("read in part"),
    "cited": N_("not opened; another source here cites it"),
}
"""How a source was read."""
SIGNS = (
    ("[0.1]", N_("the value of the constant before it")),
    ("Δ", N_("what is added in one turn")),
    ("a; b", N_("arguments of a function: titles may hold a comma")),
    ("clamp(x; a; b)", N_("x, but never below a or above b")),
    ("logistic(x)", N_("1 / (1 + exp(−x)), which rises from 0 to 1")),
    ("{a if c; else b}", N_("a where c holds, b where it does not")),
    ("turn", N_("the number of the turn; the first is 1")),
    (N_("plan(turn)"), N_("a curve read at that point: straight between its points, flat beyond")),
)
"""Signs of the equations, and what they mean."""
LEFT_OUT = "left-out"
"""The page of a pack that says what its model leaves out."""


@dataclass(frozen=True, slots=True)
class Equation:
    """What makes one quantity what it is."""

    id: str
    title: str
    unit: str
    about: str
    lines: tuple[str, ...]
    """The mathematics, one equation each."""
    notes: tuple[str, ...]
    """Limits, and what moves it beside the equations; a sentence each."""


@dataclass(frozen=True, slots=True)
class Bend:
    """A curve."""

    name: str
    unit: str
    about: str
    points: tuple[tuple[float, float], ...]

    @property
    def said(self) -> str:
        """Its points in words."""
        return ", ".join(f"{number(x)}: {number(y)}" for x, y in self.points)


@dataclass(frozen=True, slots=True)
class Room:
    """What one file of a pack holds of its model."""

    id: str
    title: str
    equations: tuple[Equation, ...]
    """Stocks, then pipelines, then gauges."""
    curves: tuple[Bend, ...]
    constants: tuple[str, ...]
    """Their ids."""


def room_title(id: str) -> str:
    """The name of a file as a heading: `door1` is `Door 1`."""
    words = re.sub(r"(?<=[a-z])(?=\d)", " ", re.sub(r"[-_]+", " ", id))
    return words[:1].upper() + words[1:]


def rooms_of(pack: Pack) -> tuple[Room, ...]:
    """All rooms that hold an equation or a constant, by name."""
    model, writer = pack.model, _Equations(pack)
    found: list[Room] = []
    for id in sorted(set(pack.rooms.values())):

        def here(table: Mapping[str, object], room: str = id) -> Iterator[str]:
            return (name for name in table if pack.rooms.get(name) == room)

        equations = (
            *map(writer.stock, here(model.stock)),
            *map(writer.pipeline, here(model.pipeline)),
            *map(writer.gauge, here(model.gauge)),
        )
        curves = tuple(
            Bend(curve_name(name), table.unit, table.about, table.points)
            for name, table in model.curve.items()
            if pack.rooms[name] == id
        )
        constants = tuple(here(model.constant))
        if equations or curves or constants:
            found.append(Room(id, room_title(id), equations, curves, constants))
    return tuple(found)


class _Equations:
    """Writes out the equations of one pack."""

    def __init__(self, pack: Pack) -> None:
        self._pack = pack
        self._flows: dict[str, list[tuple[str, str, Flow]]] = {}
        """By quantity: sign, id and table of each flow that moves it."""
        for id, flow in pack.model.flow.items():
            self._flows.setdefault(flow.of, []).append(("+", id, flow))
            if flow.from_ is not None:
                self._flows.setdefault(flow.from_, []).append(("−", id, flow))
        self._moved: dict[str, dict[str, None]] = {}
        """By quantity: titles of decisions and events with effects on it."""
        for path, effects in pack.effects.items():
            table, id = path.split(".")[:2]
            tables = pack.model.decision if table == "decision" else pack.model.event
            for effect in effects:
                self._moved.setdefault(effect.target.id, {})[tables[id].title] = None

    def stock(self, id: str) -> Equation:
        """A level that persists: its flows, deliveries and luck."""
        model, table = self._pack.model, self._pack.model.stock[id]
        terms, lines = self._inflow(id)
        for pipeline in model.pipeline.values():
            if pipeline.into == id:
                terms.append(("+", _("arrivals of {title}").format(title=pipeline.title)))
        for noise, luck in model.noise.items():
            if luck.of != id:
                continue
            terms.append(("+", luck.title))
            spread = spelled(self._pack, self._pack.rules[f"noise.{noise}.sd"])
            form = _("{title} = luck with mean 0 and standard deviation {spread}")
            if luck.shape == "fat":
                form = _("{title} = luck with fat tails, mean 0 and standard deviation {spread}")
            lines.append(form.format(title=luck.title, spread=spread))
        notes = [
            _("Starts at {start}; stays within {low} to {high}.").format(
                start=number(table.start), low=number(table.min), high=number(table.max)
            ),
            *self._others(id),
        ]
        head = [f"Δ {table.title} = {_summed(terms)}"] if terms else []
        return Equation(id, table.title, table.unit, table.about, (*head, *lines), tuple(notes))

    def pipeline(self, id: str) -> Equation:
        """A delay: what goes in, and where it comes out."""
        model, table = self._pack.model, self._pack.model.pipeline[id]
        terms, lines = self._inflow(id)
        head = [
            _("put into {title} = {sum}").format(title=table.title, sum=_summed(terms))
        ] if terms else []  # fmt: skip
        notes = [
            _("Comes out after {length}, into {into}.").format(
                length=steps(model.calendar, table.delay), into=model.stock[table.into].title
            ),
            *self._others(id),
        ]
        return Equation(id, table.title, table.unit, table.about, (*head, *lines), tuple(notes))

    def gauge(self, id: str) -> Equation:
        """A level computed from others."""
        pack, table = self._pack, self._pack.model.gauge[id]
        notes: list[str] = []
        if table.by is None:
            (path,) = rules_of_gauge(pack.model, id)
            lines = [f"{table.title} = {spelled(pack, pack.rules[path])}"]
        else:
            dial = pack.model.decision[table.by]
            lines = [
                _("{title} = {value}, at “{option}”").format(
                    title=table.title,
                    value=spelled(pack, pack.rules[f"gauge.{id}.values.{option}"]),
                    option=dial.option[option].title,
                )
                for option in table.values
            ]
            notes.append(_("Follows the decision “{title}”.").format(title=dial.title))
        if table.min is not None:
            notes.append(_("Never below {low}.").format(low=number(table.min)))
        if table.max is not None:
            notes.append(_("Never above {high}.").format(high=number(table.max)))
        return Equation(id, table.title, table.unit, table.about, tuple(lines), tuple(notes))

    def _inflow(self, id: str) -> tuple[list[tuple[str, str]], list[str]]:
        """The flows of a quantity: their signs and titles, and their equations."""
        flows = self._flows.get(id, [])
        terms = [(sign, flow.title) for sign, _id, flow in flows]
        lines = [
            f"{flow.title} = {spelled(self._pack, self._pack.rules[f'flow.{flow_id}.add'])}"
            for _sign, flow_id, flow in flows
        ]
        return terms, lines

    def _others(self, id: str) -> list[str]:
        titles = self._moved.get(id)
        if not titles:
            return []
        return [_("Also moved by: {titles}.").format(titles="; ".join(titles))]


def _summed(terms: Iterable[tuple[str, str]]) -> str:
    text = " ".join(f"{sign} {title}" for sign, title in terms)
    return text[2:] if text.startswith("+") else text.replace(" ", "", 1)


# Pages of the codex.


def model_pages(pack: Pack) -> Mapping[str, Sheet]:
    """Pages about the model, written from the pack. The first is `model`; a page to each room is below."""
    if not (pack.model.stock or pack.model.gauge):
        return {}
    rooms = rooms_of(pack)
    measured = pack.measured if isinstance(pack.measured, Measured) else None
    told = [
        *_map(pack),
        _index("equations", rooms),
        _index("constants", rooms),
        *record_sheets(pack, measured),
        *check_sheets(pack, measured),
        *outside_sheets(pack, measured),
        _sources(pack),
    ]
    for room in rooms:
        if room.equations or room.curves:
            told.append(_equations(room))
        if room.constants:
            told.append(_constants(pack, room))
    first = [page.id for page in told if page.id.count(".") == 1]
    return {page.id: page for page in (_about(pack, first), *told)}


def counted(pack: Pack) -> str:
    """How large the model is, in a sentence."""
    model = pack.model
    return _(
        "{stocks} stocks keep their level from {step} to {step}, {flows} flows and {pipelines} delays "
        "move them, {gauges} gauges are computed, and {constants} constants say how strongly."
    ).format(
        stocks=len(model.stock),
        flows=len(model.flow),
        pipelines=len(model.pipeline),
        gauges=len(model.gauge),
        constants=len(model.constant),
        step=step_name(model.calendar),
    )


def sureness(pack: Pack) -> tuple[tuple[str, int, str], ...]:
    """For each word of confidence, how many constants bear it, and what it says."""
    words = [table.confidence for table in pack.model.constant.values()]
    return tuple((word, words.count(word), _(meaning)) for word, meaning in CONFIDENCE.items())


def _about(pack: Pack, told: Iterable[str]) -> Sheet:
    unread = pack.measured.reason if isinstance(pack.measured, Unreadable) else ""
    blocks = [
        pack.model.pack.about,
        counted(pack),
        _(
            "Whatever it says of the future holds in this model. Every constant has a range and a word:"
        ),
        *(f"- {word} ({count}): {meaning}." for word, count, meaning in sureness(pack)),
        _("What many games came to cannot be read: {reason}.").format(reason=unread)
        if unread
        else "",
        _("What is told of it:"),
        *(f"- [[{id}]]" for id in told),
        f"- [[{LEFT_OUT}]]" if LEFT_OUT in pack.codex else "",
    ]
    return sheet("", _("What the model is"), blocks)


def _map(pack: Pack) -> Iterator[Sheet]:
    """What moves what: a page of all rooms, and a page to each."""
    by_room: dict[str, dict[str, dict[str, list[str]]]] = {}
    """By room, what moves in it and sign: titles of what moves it."""
    for link in links_of(pack):
        moved = by_room.setdefault(pack.rooms[link.effect], {})
        causes = moved.setdefault(link.effect, {"+": [], "-": [], "?": []})
        causes[link.sign].append(title_of(pack, link.cause))
    blocks = [
        _(
            "Which quantities and decisions move which, read off the formulas. A thing “goes up with” another "
            "when it rises as the other rises, all else alike. It “depends on” what moves it one way or the "
            "other, as the case may be. Events and luck are left out. A room is a file of the pack."
        ),
        *(f"- [[{ROOT}.map.{room}]]" for room in sorted(by_room)),
    ]
    yield sheet("map", _("What moves what"), blocks)
    heads = (_("what moves"), _("goes up with"), _("goes down with"), _("depends on"))
    for room, moved in sorted(by_room.items()):
        rows = sorted(
            (title_of(pack, effect), *("; ".join(names) or NOTHING for names in causes.values()))
            for effect, causes in moved.items()
        )
        title = _("{room}: what moves what").format(room=room_title(room))
        yield sheet(f"map.{room}", title, [Grid(heads, tuple(rows), (False,) * len(heads))])


def _index(what: str, rooms: Iterable[Room]) -> Sheet:
    equations = what == "equations"
    title = _("Equations") if equations else _("Constants")
    if equations:
        blocks = [_("Every number of the game and what makes it so, room by room.")]
        blocks += [f"- {_(sign)}  {_(meaning)}" for sign, meaning in SIGNS]
    else:
        blocks = [_("Every value somebody had to choose, with the range in dispute, room by room.")]
    filled = [
        room for room in rooms if (room.equations or room.curves if equations else room.constants)
    ]
    blocks += [f"- [[{ROOT}.{what}.{room.id}]]" for room in filled]
    return sheet(what, title, blocks)


def _equations(room: Room) -> Sheet:
    blocks: list[str] = []
    for equation in room.equations:
        head = f"## {equation.title} ({equation.unit})" if equation.unit else f"## {equation.title}"
        blocks += [head, equation.about, *equation.lines, " ".join(equation.notes)]
    for curve in room.curves:
        blocks += [_("## Curve: {name} ({unit})").format(name=curve.name, unit=curve.unit)]
        blocks += [curve.about, curve.said]
    title = _("{room}: equations").format(room=room.title)
    return sheet(f"equations.{room.id}", title, blocks)


def constant_said(table: Constant) -> str:
    """Value, unit, range and confidence of a constant in a line."""
    return _("{value} {unit}; between {low} and {high}; confidence {confidence}").format(
        value=number(table.value),
        unit=table.unit,
        low=number(table.low),
        high=number(table.high),
        confidence=table.confidence,
    )


def _constants(pack: Pack, room: Room) -> Sheet:
    blocks: list[str] = []
    sources: dict[str, None] = {}
    for id in room.constants:
        table = pack.model.constant[id]
        blocks.append(f"- {title_of(pack, id)}: {constant_said(table)}. {table.about}")
        if table.assumption:
            blocks.append(_("Assumption: {text}").format(text=table.assumption))
        sources |= dict.fromkeys(table.sources)
    title = _("{room}: constants").format(room=room.title)
    return sheet(f"constants.{room.id}", title, blocks, sources)


def source_said(source: Source) -> str:
    """A source with all that is known of it, in a line."""
    parts = [f"{source.title}. {source.publisher}, {source.date}"]
    if source.url:
        parts.append(source.url)
    parts.append(_(READ[source.read]))
    if source.licence:
        parts.append(source.licence)
    return "; ".join(parts)


def _sources(pack: Pack) -> Sheet:
    lines = (f"- {source_said(source)}" for _id, source in sorted(pack.model.source.items()))
    return sheet("sources", _("Sources"), lines)
