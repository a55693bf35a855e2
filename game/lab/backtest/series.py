"""Observed series: those of a pack, and those of a file."""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import isfinite
from pathlib import Path
from typing import Any, Literal, cast

from game.engine.world import World
from game.errors import GameError
from game.lab.games import quantities_of
from game.lang.problems import nearest, shown
from game.packs.model import Calendar, Target
from game.packs.periods import PeriodError, months_of, turns_of
from game.packs.requires import RequireError, Requirement, parse_requirement

Over = Literal["end", "mean", "sum"]
Score = Literal["mape", "mae", "band"]
UNSTATED = 0.25
"""How far off a value may be, either way, where nobody says."""
MOST_BYTES = 2_000_000


class TargetsError(GameError):
    """A file of series cannot be read, or does not fit the pack."""


@dataclass(frozen=True, slots=True)
class Observed:
    """One point of a series; of several estimates of one period, all of them."""

    period: str
    first: int
    """The first turn of the period."""
    last: int
    value: float
    """The middle of what was published, where estimates differ."""
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Series:
    """What was observed, and which quantity of a pack it is to be compared with."""

    id: str
    title: str
    unit: str
    quantity: str
    points: tuple[Observed, ...]
    """In the order of time; only periods of the game."""
    left_out: tuple[str, ...]
    """Periods that lie outside the game."""
    scale: float
    """Units of the series in one of the quantity."""
    index: Observed | None
    """Both sides are divided by their value here, which becomes 100."""
    over: Over
    """How a period of several turns is read off a quantity."""
    score: Score
    good: float | None
    acceptable: float | None
    requires: tuple[Requirement, ...] = ()
    family: str = ""
    """Series of one source, which count as one vote."""
    input: bool = False
    """Whether the model is told it, so that it tests nothing."""


def targets_of(world: World) -> tuple[Series, ...]:
    """The targets of a pack, which has been checked."""
    model = world.pack.model
    return tuple(_of_pack(id, target, model.calendar) for id, target in model.target.items())


def _of_pack(id: str, target: Target, calendar: Calendar) -> Series:
    rows = [(p.period, float(p.value), p.low, p.high) for p in target.points]
    points, left_out = _laid(calendar, rows)
    return Series(
        id=id,
        title=target.title,
        unit=target.unit,
        quantity=target.quantity,
        points=points,
        left_out=left_out,
        scale=float(target.scale),
        index=_base(points, target.index),
        over=target.over,
        score=target.score,
        good=None if target.good is None else float(target.good),
        acceptable=None if target.acceptable is None else float(target.acceptable),
        requires=tuple(parse_requirement(text) for text in target.requires),
        family=target.family,
        input=target.input,
    )


def _base(points: Sequence[Observed], period: str | None) -> Observed | None:
    if period is None:
        return None
    months = months_of(period)
    return next((point for point in points if months_of(point.period) == months), None)


Row = tuple[str, float, float | None, float | None]
"""Period, value, low, high."""


def _laid(calendar: Calendar, rows: Sequence[Row]) -> tuple[tuple[Observed, ...], tuple[str, ...]]:
    """Rows as points of the game; rows of one period are rival estimates and become one."""
    by_period: dict[tuple[int, int], list[Row]] = {}
    for row in rows:
        by_period.setdefault(turns_of(calendar, row[0]), []).append(row)
    points: list[Observed] = []
    left_out: list[str] = []
    for (first, last), alike in sorted(by_period.items()):
        if first < 1 or last > calendar.turns:
            left_out.append(alike[0][0])
            continue
        if len(alike) == 1:
            period, value, low, high = alike[0]
            slack = UNSTATED * abs(value)
            low = value - slack if low is None else float(low)
            high = value + slack if high is None else float(high)
        else:
            values = [value for _, value, _, _ in alike]
            low, high = min(values), max(values)
            value, period = (low + high) / 2, alike[0][0]
        points.append(Observed(period, first, last, value, low, high))
    return tuple(points), tuple(left_out)


# Files.


def read_targets(path: Path, world: World) -> tuple[Series, ...]:
    """The series of a file, each to be compared with the quantity it names.

    Raises:
        TargetsError: The file cannot be read, or a series of it does not fit the pack.
    """
    try:
        if path.stat().st_size > MOST_BYTES:
            raise TargetsError(f"{path.name} is longer than {MOST_BYTES:,} bytes")
        data = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise TargetsError(f"{path} cannot be read: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise TargetsError(f"{path.name} is not UTF-8 text") from error
    except tomllib.TOMLDecodeError as error:
        raise TargetsError(f"{path.name} is not TOML: {error}") from error
    tables = data.get("series")
    if not isinstance(tables, list) or not tables:
        raise TargetsError(f"{path.name} has no series: write each as a table [[series]]")
    reader = _FileReader(path.name, world)
    return tuple(
        reader.series(number, table) for number, table in enumerate(cast(list[Any], tables), 1)
    )


class _FileReader:
    """Reads the series of one file, and says where one cannot be read."""

    def __init__(self, name: str, world: World) -> None:
        self.name = name
        self.calendar = world.pack.model.calendar
        self.known = quantities_of(world)
        self.where = name
        self.ids: set[str] = set()

    def fail(self, sentence: str) -> TargetsError:
        return TargetsError(f"{self.where}: {shown(sentence, 400)}")

    def series(self, number: int, table: Any) -> Series:
        self.where = f"{self.name}, series {number}"
        if not isinstance(table, dict):
            raise self.fail("it is no table: write [[series]] above it")
        table = cast(dict[str, Any], table)
        id = self.text(table, "id")
        self.where = f"{self.name}, series {shown(id)}"
        if id in self.ids:
            raise self.fail("its id is borne by another series of the file")
        self.ids.add(id)
        quantity = self.text(table, "quantity")
        if quantity not in self.known:
            near = nearest(quantity, self.known)
            hint = f"; did you mean {near}?" if near else ""
            raise self.fail(f"the pack has no quantity {quantity!r}{hint}")
        rows = self.rows(table.get("points"))
        try:
            points, left_out = _laid(self.calendar, rows)
        except PeriodError as error:
            raise self.fail(str(error)) from error
        if not points:
            raise self.fail(f"no period of it is in the game, as {left_out[0]} is not")
        base = self.index(table, points)
        return Series(
            id=id,
            title=self.text(table, "title", id),
            unit=self.text(table, "unit", ""),
            quantity=quantity,
            points=points,
            left_out=left_out,
            scale=self.scale(table),
            index=base,
            over=cast(Over, self.one_of(table, "over", ("end", "mean", "sum"))),
            score=cast(Score, self.one_of(table, "score", ("mape", "mae", "band"))),
            good=self.number(table, "good"),
            acceptable=self.number(table, "acceptable"),
            requires=self.requires(table),
        )

    def text(self, table: Mapping[str, Any], key: str, otherwise: str | None = None) -> str:
        value = table.get(key, otherwise)
        if not isinstance(value, str) or (not value.strip() and otherwise is None):
            raise self.fail(f'it needs {key} = "..."')
        return value

    def number(self, table: Mapping[str, Any], key: str) -> float | None:
        value = table.get(key)
        if value is None:
            return None
        if isinstance(value, bool) or not isinstance(value, int | float) or not isfinite(value):
            raise self.fail(f"{key} must be a number, not {value!r}")
        return float(value)

    def scale(self, table: Mapping[str, Any]) -> float:
        scale = self.number(table, "scale")
        if scale is not None and scale <= 0.0:
            raise self.fail(f"scale must be above 0, not {scale:g}")
        return 1.0 if scale is None else scale

    def one_of(self, table: Mapping[str, Any], key: str, known: tuple[str, ...]) -> str:
        value = table.get(key, known[0])
        if value not in known:
            raise self.fail(f"{key} must be one of {', '.join(known)}, not {value!r}")
        return str(value)

    def requires(self, table: Mapping[str, Any]) -> tuple[Requirement, ...]:
        found = table.get("requires", [])
        if not isinstance(found, list):
            raise self.fail("requires must be a list of words")
        try:
            return tuple(parse_requirement(str(text)) for text in cast(list[Any], found))
        except RequireError as error:
            raise self.fail(str(error)) from error

    def rows(self, points: Any) -> list[Row]:
        if not isinstance(points, list) or not points:
            raise self.fail("it needs points = [{ period = ..., value = ... }, ...]")
        rows: list[Row] = []
        for number, point in enumerate(cast(list[Any], points), 1):
            if not isinstance(point, dict):
                raise self.fail(f"point {number} is no table with a period and a value")
            point = cast(dict[str, Any], point)
            period = point.get("period")
            if not isinstance(period, str):
                raise self.fail(f'point {number} needs period = "..."')
            value = self.number(point, "value")
            if value is None:
                raise self.fail(f"the point of {period!r} needs a value")
            low, high = self.number(point, "low"), self.number(point, "high")
            if (low if low is not None else value) > (high if high is not None else value):
                raise self.fail(f"low is above high at {period!r}")
            rows.append((period, value, low, high))
        return rows

    def index(self, table: Mapping[str, Any], points: Sequence[Observed]) -> Observed | None:
        if "index" not in table:
            return None
        period = self.text(table, "index")
        try:
            base = _base(points, period)
        except PeriodError as error:
            raise self.fail(str(error)) from error
        if base is None:
            raise self.fail(f"index names {period!r}, and it has no point there")
        if base.value == 0.0:
            raise self.fail(f"its value at {period!r} is 0, so nothing can be divided by it")
        return base
