"""Charts as text: a fan of what may come, lines of what has been, a trend in one row."""

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import groupby, pairwise
from math import ceil, floor, isfinite, log10
from typing import TYPE_CHECKING, ClassVar

from rich.cells import cell_len, set_cell_size
from textual.content import Content
from textual.geometry import Size
from textual.reactive import reactive
from textual.widget import Widget

from game.words import _

if TYPE_CHECKING:
    from textual_hires_canvas import Canvas, HiResMode


class Mode(StrEnum):
    """What charts are drawn with; a setting, as fonts and readers differ."""

    BRAILLE = "braille"
    BLOCKS = "blocks"
    ASCII = "ascii"


@dataclass(frozen=True, slots=True)
class Series:
    """One line of a chart."""

    name: str
    """As it stands beside the line."""
    values: tuple[float | None, ...]
    """One a step; what is None or not finite is a gap."""
    start: int = 0
    """The step of the first value: its place among the labels of the chart."""


@dataclass(frozen=True, slots=True)
class Band:
    """The room between two lines, shaded."""

    name: str
    """The share of games that ends within, as it stands beside the band: "10-90"."""
    low: tuple[float, ...]
    high: tuple[float, ...]
    """One a step, like `low`."""
    start: int = 0
    """The step of the first pair."""


@dataclass(frozen=True, slots=True)
class LinesData:
    """Up to four lines over the same steps."""

    title: str
    unit: str
    labels: tuple[str, ...]
    """A label for every step, first to last."""
    series: tuple[Series, ...]
    """The player's own comes first."""


@dataclass(frozen=True, slots=True)
class FanData:
    """What has been, and what may come of the orders as they stand."""

    title: str
    unit: str
    labels: tuple[str, ...]
    """A label for every step, past and to come."""
    past: Series
    """Up to now, and now as well."""
    plan: Series
    """The median of the orders as they stand; its first step is now."""
    before: Series | None = None
    """The median of last quarter's orders."""
    bands: tuple[Band, ...] = ()
    """Around `plan`: the wide one, then the narrow one."""


ChartData = FanData | LinesData

Point = tuple[int, float]
"""A step and a value."""
Edge = tuple[int, float, float]
"""A step, and the values a band lies between."""
Piece = tuple[float, float, float, float]
"""From x and y to x and y [cells]."""


def spark(values: Sequence[float | None], width: int, mode: Mode) -> str:
    """The trend of the last values in exactly `width` cells, the newest at the right.

    Braille holds two values a cell, the others one. A gap is blank; what never changes lies half
    way up.
    """
    per_cell = 2 if mode is Mode.BRAILLE else 1
    room = max(width, 0) * per_cell
    last = values[max(len(values) - room, 0) :]
    heights = [0] * (room - len(last)) + _heights(last, _SPARK_LEVELS[mode])
    if mode is Mode.BRAILLE:
        return "".join(
            chr(_BRAILLE + _LEFT_DOTS[left] + _RIGHT_DOTS[right]) if left or right else " "
            for left, right in zip(heights[::2], heights[1::2], strict=True)
        )
    return "".join(_SPARKS[mode][height] for height in heights)


def summary(data: ChartData) -> str:
    """What a chart says in words and figures: to be read out, copied, or shown on hovering."""
    lines = [_headed(data)]
    for series, _look in _strokes(data):
        if known := _known(series, len(data.labels)):
            (first, then), (last, now) = known[0], known[-1]
            lines.append(
                _("{name}: from {then} ({first}) to {now} ({last})").format(
                    name=_plain(series.name),
                    then=figure(then),
                    first=_plain(data.labels[first]),
                    now=figure(now),
                    last=_plain(data.labels[last]),
                )
            )
    for band in _bands(data):
        if edges := _edges(band, len(data.labels)):
            last, low, high = edges[-1]
            lines.append(
                _("{name}: {low} to {high} ({last})").format(
                    name=_plain(band.name),
                    low=figure(low),
                    high=figure(high),
                    last=_plain(data.labels[last]),
                )
            )
    if len(lines) == 1:
        lines.append(_("No figures yet"))
    return "\n".join(lines)


def figure(value: float) -> str:
    """A number with three digits that matter, or all of those before the point."""
    size = abs(value)
    if size >= 1e7:
        return f"{value:.3g}"
    text = f"{value:,.{0 if size >= 99.95 else 1 if size >= 9.995 else 2}f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text == "-0" else text


class Chart(Widget):
    """A title, two axes, and lines that are named where they end; drawn again only on a change.

    It is drawn on a canvas that is fetched with the first data: it brings numpy, for which the
    first paint of the game does not wait.
    """

    ALLOW_SELECT: ClassVar[bool] = False
    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "chart--title",
        "chart--axis",
        "chart--past",
        "chart--before",
        "chart--line-1",
        "chart--line-2",
        "chart--line-3",
        "chart--line-4",
        "chart--wide",
        "chart--narrow",
    }
    DEFAULT_CSS = """
    Chart {
        width: 1fr;
        height: 1fr;
        Canvas { width: 1fr; height: 1fr; }
        & > .chart--title { color: $foreground; text-style: bold; }
        & > .chart--axis { color: $foreground 55%; }
        & > .chart--past { color: $foreground; }
        & > .chart--before { color: $secondary; }
        & > .chart--line-1 { color: $primary; }
        & > .chart--line-2 { color: $secondary; }
        & > .chart--line-3 { color: $foreground; }
        & > .chart--line-4 { color: $error; }
        & > .chart--wide { color: $primary 50%; }
        & > .chart--narrow { color: $primary 70%; }
    }
    """

    mode: reactive[Mode] = reactive(Mode.BRAILLE, init=False)
    """What it is drawn with."""

    def __init__(
        self,
        *,
        mode: Mode = Mode.BRAILLE,
        name: str | None = None,
        id: str | None = None,
        classes: str | None = None,
    ) -> None:
        super().__init__(name=name, id=id, classes=classes)
        self.set_reactive(Chart.mode, mode)
        self._shown: ChartData | None = None
        self._drawn: object = None
        self._canvas: Canvas | None = None

    def watch_mode(self) -> None:
        """Draw with the other signs."""
        self._draw()

    def on_resize(self) -> None:
        """Fill the new room."""
        self._draw()

    def notify_style_update(self) -> None:
        """Draw in the colours of the theme that was chosen."""
        super().notify_style_update()
        self._draw()

    def _show(self, data: ChartData | None) -> None:
        """Draw this from now on, and say it on hovering."""
        self._shown = data
        self.tooltip = Content(summary(data)) if data is not None else None
        self._draw()

    def _draw(self) -> None:
        """Draw all of it, in one refresh, unless it is drawn so already."""
        if not self.is_attached or not self.size.area:
            return
        styles = {name: str(self.get_component_rich_style(name)) for name in self.COMPONENT_CLASSES}
        wanted = (self._shown, self.size, self.mode, styles)
        if wanted == self._drawn:
            return
        self._drawn = wanted
        if self._canvas is None:
            if self._shown is None:
                return
            from textual_hires_canvas import Canvas  # late: it brings numpy

            self._canvas = Canvas(*self.size)
            self.mount(self._canvas)
        with self._canvas.batch_refresh():
            self._canvas.reset(self.size)
            if self._shown is not None:
                _Sheet(self._canvas, self.size, self.mode, styles).draw(self._shown)


class Fan(Chart):
    """What may come of the orders as they stand, beside what was to come of last quarter's."""

    data: reactive[FanData | None] = reactive[FanData | None](None, init=False)
    """What it shows."""

    def watch_data(self, data: FanData | None) -> None:
        """Draw what changed."""
        self._show(data)


class Lines(Chart):
    """How up to four quantities went."""

    data: reactive[LinesData | None] = reactive[LinesData | None](None, init=False)
    """What it shows."""

    def watch_data(self, data: LinesData | None) -> None:
        """Draw what changed."""
        self._show(data)


@dataclass(frozen=True, slots=True)
class _Look:
    """How a line is told from others: by colour, and without it."""

    style: str
    """The component class."""
    braille: str
    """Which columns of dots are drawn, over and over; two make a cell."""
    blocks: str
    """Which cells are drawn."""
    ascii: str
    """The sign it is drawn with."""

    def sample(self, mode: Mode) -> str:
        """A piece of the line, to stand before its name."""
        if mode is Mode.ASCII:
            return self.ascii
        if mode is Mode.BLOCKS:
            return "".join(
                "▀" if self.blocks[i % len(self.blocks)] == "#" else " " for i in range(4)
            )
        dots = [self.braille[i % len(self.braille)] == "#" for i in range(8)]
        return "".join(
            chr(_BRAILLE + 0x02 * left + 0x10 * right) if left or right else " "
            for left, right in zip(dots[::2], dots[1::2], strict=True)
        )


_PAST = _Look("chart--past", "#", "#", "#")
_PLAN = _Look("chart--line-1", "#", "#", "*")
_BEFORE = _Look("chart--before", "####..", "##.", "o")
_LINES = (
    _PLAN,
    _Look("chart--line-2", "####..", "##.", "o"),
    _Look("chart--line-3", "#..", "#.", "+"),
    _Look("chart--line-4", "######..#..", "###.#.", "x"),
)
_SHADES = ("chart--wide", "chart--narrow")
_SHADE_SIGNS = {Mode.BRAILLE: "⠅⢕", Mode.BLOCKS: "░▒", Mode.ASCII: ".:"}

_SPARKS = {Mode.BLOCKS: " ▁▂▃▄▅▆▇█", Mode.ASCII: " _.-^"}
_SPARK_LEVELS = {Mode.BRAILLE: 4, Mode.BLOCKS: 8, Mode.ASCII: 4}
_BRAILLE = 0x2800
_LEFT_DOTS = (0x00, 0x40, 0x44, 0x46, 0x47)
_RIGHT_DOTS = (0x00, 0x80, 0xA0, 0xB0, 0xB8)

_DOTS = {Mode.BRAILLE: Size(2, 4), Mode.BLOCKS: Size(1, 2), Mode.ASCII: Size(1, 1)}
"""How many dots a cell holds, across and down."""

_NAMES_BESIDE = 44
"""From this width on, lines are named where they end [cells]."""


@dataclass(frozen=True, slots=True)
class _Name:
    """What stands beside the end of a line."""

    end: float
    """The value it stands at."""
    sample: str
    text: str
    figure: str
    style: str

    def fitted(self, width: int, mode: Mode) -> str:
        """Sample, name and figure; the name gives way when there is little room."""
        rest = cell_len(self.sample) + 1 + (cell_len(self.figure) + 1 if self.figure else 0)
        text = f"{self.sample} {_fitted(self.text, max(width - rest, 0), mode)} {self.figure}"
        return _fitted(text.rstrip(), width, mode)


class _Sheet:
    """One drawing of one chart."""

    def __init__(self, canvas: "Canvas", size: Size, mode: Mode, styles: dict[str, str]) -> None:
        self._canvas = canvas
        self._size = size
        self._mode = mode
        self._styles = styles
        # The plot: the cells it covers, and what lies at its edges.
        self._left, self._top, self._right, self._bottom = 0, 1, size.width - 1, size.height - 1
        self._steps = 1
        self._low, self._high = 0.0, 1.0

    def draw(self, data: ChartData) -> None:
        """Draw the chart into the room there is; in too little, no more than its title."""
        self._text(0, 0, _headed(data), "chart--title")
        steps = len(data.labels)
        lines = [(known, look) for _, known, look in _strokes_known(data)]
        shades = [_edges(band, steps) for band in _bands(data)]
        values = [value for known, _ in lines for _, value in known]
        values += [value for edges in shades for _, *both in edges for value in both]
        if not values:
            self._text(0, 1, _("No figures yet"), "chart--axis")
            return
        names = self._names(data)
        beside = self._size.width >= _NAMES_BESIDE
        if beside:
            widest = max(
                (cell_len(name.fitted(self._size.width, self._mode)) for name in names), default=0
            )
            self._right = self._size.width - 1 - min(widest, self._size.width * 2 // 5)
        else:
            self._top += self._name_above(names)
        if self._bottom - self._top < 2:
            return
        self._steps = steps
        self._scale(min(values), max(values))
        if self._right - self._left < 4:
            return
        for shade, edges in enumerate(shades):
            self._shade(edges, shade)
        if isinstance(data, FanData):
            self._now(data.plan.start)
        for known, look in reversed(lines):
            self._line(known, look)
        self._label_steps(data)
        if beside:
            self._name_beside(names)

    def _names(self, data: ChartData) -> list[_Name]:
        """The names of all that is drawn, the most telling first."""
        names = [
            _Name(known[-1][1], look.sample(self._mode), name, figure(known[-1][1]), look.style)
            for name, known, look in _strokes_known(data)
            if look is not _PAST  # it is all there is left of now
        ]
        for band, style, sign in zip(_bands(data), _SHADES, _SHADE_SIGNS[self._mode], strict=False):
            if edges := _edges(band, len(data.labels)):
                names.append(_Name(edges[-1][2], sign * 2, _plain(band.name), "", style))
        return names

    def _scale(self, low: float, high: float) -> None:
        """Choose the axis of values, and draw it."""
        if high - low <= 1e-9 * max(abs(low), abs(high)):
            room = abs(low) / 10 or 1.0
            low, high = low - room, high + room
        step = _round_step((high - low) / max((self._bottom - self._top) // 3, 1))
        first, last = floor(low / step + 1e-9), ceil(high / step - 1e-9)
        self._low, self._high = first * step, last * step
        places = max(0, -floor(log10(step)))
        ticks = [(n * step, f"{n * step:,.{places}f}") for n in range(first, last + 1)]
        if max(abs(self._low), abs(self._high)) >= 1e7:
            ticks = [(value, figure(value)) for value, _text in ticks]
        width = max(len(text) for _value, text in ticks)
        if self._right - self._left < width + 1 + 8:
            return
        self._left += width + 1
        bar, notch = "|+" if self._mode is Mode.ASCII else "│┤"
        for row in range(self._top, self._bottom):
            self._text(self._left - 1, row, bar, "chart--axis")
        for value, text in ticks:
            row = floor(self._y(value))
            self._text(self._left - 1 - len(text), row, text, "chart--axis")
            self._text(self._left - 1, row, notch, "chart--axis")

    def _x(self, step: float) -> float:
        """Where a step lies: the middle of its column of dots [cells]."""
        dot = 1 / _DOTS[self._mode].width
        room = self._right - self._left - dot
        return self._left + dot / 2 + room * step / max(self._steps - 1, 1)

    def _y(self, value: float) -> float:
        """Where a value lies: the middle of its row of dots [cells]."""
        dot = 1 / _DOTS[self._mode].height
        room = self._bottom - self._top - dot
        return self._top + dot / 2 + room * (self._high - value) / (self._high - self._low)

    def _shade(self, edges: list[Edge], shade: int) -> None:
        """Shade the room between two lines."""
        style = self._styles[_SHADES[shade]]
        dots = _DOTS[self._mode] if self._mode is Mode.BRAILLE else Size(1, 1)
        columns: list[tuple[int, int, int]] = []
        for (step, low, high), (then, low_then, high_then) in pairwise(edges):
            left, right = self._x(step), self._x(then)
            first = floor(left * dots.width)
            for column in range(first, max(floor(right * dots.width), first + 1)):
                part = (column - first) / max(right * dots.width - first, 1)
                top = self._y(high + (high_then - high) * part)
                bottom = self._y(low + (low_then - low) * part)
                columns.append((column, floor(top * dots.height), floor(bottom * dots.height)))
        if self._mode is Mode.BRAILLE:
            self._canvas.set_hires_pixels(
                [
                    ((column + 0.5) / dots.width, (row + 0.5) / dots.height)
                    for column, top, bottom in columns
                    for row in range(top, bottom + 1)
                    if ((column + row) % 2 == 0 if shade else column % 2 == row % 2 == 0)
                ],
                self._hires,
                style,
            )
        else:
            sign = _SHADE_SIGNS[self._mode][shade]
            self._canvas.draw_lines(
                [(column, top, column, bottom) for column, top, bottom in columns], sign, style
            )

    def _now(self, step: int) -> None:
        """Part what has been from what may come."""
        column = floor(self._x(step))
        for row in range(self._top, self._bottom):
            sign = "|" if self._mode is Mode.ASCII else "│"
            self._text(column, row, sign, "chart--axis")

    def _line(self, known: list[Point], look: _Look) -> None:
        """Draw one line, broken where steps are missing."""
        style = self._styles[look.style]
        pieces = list(self._pieces(known))
        if self._mode is Mode.ASCII:
            cells = [(floor(a), floor(b), floor(c), floor(d)) for a, b, c, d in pieces]
            self._canvas.draw_lines(cells, look.ascii, style)
            return
        pattern = look.braille if self._mode is Mode.BRAILLE else look.blocks
        across = _DOTS[self._mode].width
        dashes = [dash for piece in pieces for dash in _dashes(piece, pattern, across)]
        self._canvas.draw_hires_lines(dashes, self._hires, style)

    def _pieces(self, known: list[Point]) -> Iterator[Piece]:
        """From each point to the next; a point without neighbours to itself [cells]."""
        for _start, run in groupby(enumerate(known), lambda at: at[1][0] - at[0]):
            places = [(self._x(step), self._y(value)) for _, (step, value) in run]
            for (x, y), (x_then, y_then) in pairwise(places if len(places) > 1 else places * 2):
                yield x, y, x_then, y_then

    @property
    def _hires(self) -> "HiResMode":
        """The canvas's word for the mode."""
        from textual_hires_canvas import HiResMode  # late, with the canvas

        return HiResMode.BRAILLE if self._mode is Mode.BRAILLE else HiResMode.HALFBLOCK

    def _label_steps(self, data: ChartData) -> None:
        """Label now, first and last, then what still finds room."""
        now = [data.plan.start] if isinstance(data, FanData) else []
        taken: list[tuple[int, int]] = []
        for step in (*now, 0, self._steps - 1, *range(self._steps)):
            if not 0 <= step < self._steps:
                continue
            text = _plain(data.labels[step])
            width = cell_len(text)
            start = floor(self._x(step)) - width // 2
            start = max(min(start, self._right - width), 0)
            if width <= self._right and all(start > b + 1 or start + width < a for a, b in taken):
                taken.append((start, start + width))
                self._text(start, self._bottom, text, "chart--axis")

    def _name_above(self, names: list[_Name]) -> int:
        """Name the lines below the title, as many as find room, and say how many rows they took."""
        rows = max(self._size.height - 4, 0) // 3
        row, column = 0, 0
        for name in names:
            text = _fitted(f"{name.sample.rstrip()} {name.text}", self._size.width, self._mode)
            if column and column + cell_len(text) > self._size.width:
                row, column = row + 1, 0
            if row == rows:
                return rows
            self._text(column, self._top + row, text, name.style)
            column += cell_len(text) + 2
        return row + 1

    def _name_beside(self, names: list[_Name]) -> None:
        """Name the lines at their ends, moved apart where those lie close."""
        placed = sorted(names[: self._bottom - self._top], key=lambda name: -name.end)
        rows: list[int] = []
        for name in placed:
            rows.append(max(floor(self._y(name.end)), rows[-1] + 1 if rows else self._top))
        below = self._bottom
        for at in reversed(range(len(rows))):
            below = rows[at] = min(rows[at], below - 1)
        width = self._size.width - self._right - 1
        for row, name in zip(rows, placed, strict=True):
            self._text(self._right + 1, row, name.fitted(width, self._mode), name.style)

    def _text(self, x: int, y: int, text: str, style: str) -> None:
        """Write a text into one row; a wide character takes its two cells.

        The canvas's own way reads markup and counts every character as one cell.
        """
        if y >= self._size.height:
            return
        for character in _fitted(text, self._size.width - x, self._mode):
            width = cell_len(character)
            if width == 0 and x > 0:
                base, _style = self._canvas.get_pixel(x - 1, y)
                self._canvas.set_pixel(x - 1, y, base + character, self._styles[style])
            for part in range(width):
                self._canvas.set_pixel(x + part, y, "" if part else character, self._styles[style])
            x += width


def _strokes(data: ChartData) -> list[tuple[Series, _Look]]:
    """The lines of a chart and how each looks, the most telling first."""
    if isinstance(data, LinesData):
        return list(zip(data.series, _LINES, strict=False))
    lines = [(data.plan, _PLAN), (data.past, _PAST)]
    return lines if data.before is None else [*lines, (data.before, _BEFORE)]


def _strokes_known(data: ChartData) -> list[tuple[str, list[Point], _Look]]:
    """Name, points and look of every line that has a point."""
    return [
        (_plain(series.name), known, look)
        for series, look in _strokes(data)
        if (known := _known(series, len(data.labels)))
    ]


def _bands(data: ChartData) -> tuple[Band, ...]:
    """What is shaded, the wide one first."""
    return data.bands[: len(_SHADES)] if isinstance(data, FanData) else ()


def _known(series: Series, steps: int) -> list[Point]:
    """The steps that have a value, and the values."""
    return [
        (step, value)
        for step, value in enumerate(series.values, series.start)
        if value is not None and isfinite(value) and 0 <= step < steps
    ]


def _edges(band: Band, steps: int) -> list[Edge]:
    """The steps where a band has both edges, and the edges."""
    return [
        (step, low, high)
        for step, (low, high) in enumerate(zip(band.low, band.high, strict=False), band.start)
        if isfinite(low) and isfinite(high) and 0 <= step < steps
    ]


def _dashes(piece: Piece, pattern: str, across: int) -> Iterator[Piece]:
    """The parts of a line that are drawn, column of dots by column of dots."""
    x, y, x_then, y_then = piece
    if "." not in pattern or x_then <= x:
        yield piece
        return
    slope = (y_then - y) / (x_then - x)
    for column in range(floor(x * across), floor(x_then * across) + 1):
        if pattern[column % len(pattern)] == "#":
            left = max(x, column / across)
            right = min(x_then, (column + 0.99) / across)
            yield left, y + slope * (left - x), right, y + slope * (right - x)


def _heights(values: Sequence[float | None], levels: int) -> list[int]:
    """How high each value stands between the lowest and the highest: 1 to `levels`, gaps 0."""
    known = [value for value in values if value is not None and isfinite(value)]
    low, high = (min(known), max(known)) if known else (0.0, 0.0)
    heights: list[int] = []
    for value in values:
        if value is None or not isfinite(value):
            heights.append(0)
        elif high == low:
            heights.append((levels + 1) // 2)
        else:
            heights.append(min(1 + floor((value - low) / (high - low) * levels), levels))
    return heights


def _round_step(least: float) -> float:
    """The next step of 1, 2 or 5 times a power of ten."""
    power = 10.0 ** floor(log10(least))
    return next(times * power for times in (1, 2, 5, 10) if times * power >= least * (1 - 1e-9))


def _headed(data: ChartData) -> str:
    """Title and unit."""
    title, unit = _plain(data.title), _plain(data.unit)
    return f"{title} [{unit}]" if unit else title


def _plain(text: str) -> str:
    """The text as one line in which no character acts on the terminal or on its neighbours."""
    return "".join("\ufffd" if unicodedata.category(c)[0] == "C" else c for c in text)


def _fitted(text: str, width: int, mode: Mode) -> str:
    """The text, cut to so many cells; what was cut off is marked."""
    if cell_len(text) <= width:
        return text
    mark = ".." if mode is Mode.ASCII else "…"
    if width <= len(mark):
        return set_cell_size(text, max(width, 0))
    return set_cell_size(text, width - len(mark)).rstrip() + mark
