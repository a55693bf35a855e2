"""What many games of a pack came to: results in a file beside its tables, written by `chiprace lab card`.

They follow from the content and are no part of it, so the pack's hash does not cover them. The file may
come from a stranger: it is read within bounds, and whatever it holds, reading it raises nothing.
"""

import os
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError

from game.lang.problems import shown
from game.packs.files import bytes_of
from game.words import _

FILE = "measured.json"
MOST_BYTES = 500_000


def _printable(text: str) -> str:
    if not text.isprintable():
        raise ValueError("a character of it draws nothing")
    return text


Word = Annotated[str, Field(max_length=100), AfterValidator(_printable)]
"""An id, a requirement."""
Period = Annotated[str, Field(max_length=20), AfterValidator(_printable)]
Figure = Annotated[float, Field(ge=-1e15, le=1e15, allow_inf_nan=False)]
Share = Annotated[float, Field(ge=0.0, le=1.0)]
Count = Annotated[int, Field(ge=0, le=1_000_000_000)]


class _Part(BaseModel):
    """Common to all parts: unknown keys are errors, values are what JSON says they are.

    What checks them is made when results are first read, which takes half as long as part by part.
    """

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True, defer_build=True)


class CheckResult(_Part):
    """In how many games a check held."""

    games: Count
    share: Share
    low: Share
    """Of the 95% interval of the share."""
    high: Share
    needed: Share
    holds: bool

    @property
    def near(self) -> bool:
        """Whether the part it needs lies within the interval, so that more games may tell otherwise."""
        return self.low < self.needed < self.high


class PointResult(_Part):
    """One period of a series."""

    period: Period
    data: Figure
    low: Figure
    """Lower bound of the data."""
    high: Figure
    model: Figure
    """The median of games that differ in luck alone."""
    p05: Figure
    """Of the ensemble."""
    p95: Figure


class SeriesResult(_Part):
    """How far the model is from one observed series."""

    error: Figure
    """By the series' score, like `naive`: percent, the unit of the series, or parts of 100."""
    naive: Figure | None
    theil_u: Figure | None
    level: Share | None
    """Part of the squared error that is a wrong level (Theil), like the two below."""
    swing: Share | None
    rest: Share | None
    in_bounds: Share
    """Of the points: where the model lies within the bounds of the data."""
    covered: Share
    """Of the points: where the data lie within the ensemble's band."""
    required: dict[Word, bool]
    """What the model must show, and whether it does."""
    held: bool
    good: bool
    left_out: tuple[Period, ...]
    """Periods outside the game."""
    points: tuple[PointResult, ...] = Field(min_length=1, max_length=400)


class ControlResult(_Part):
    """The error of one series without something that mattered."""

    error: Figure
    with_it: Figure
    clearly_worse: bool


class FittedResult(_Part):
    """A constant that was fitted."""

    value: Figure
    low: Figure
    high: Figure
    at_bound: bool


class RecordResult(_Part):
    """The record played again."""

    games: Count
    """That differ in luck alone."""
    tried: Count
    """Parameter sets that were tried."""
    acceptable: Count
    """Those of them that fit acceptably."""
    sets: Count
    """Parameter sets of the ensemble."""
    coverage: Share
    """Of the points of series that count: those within the ensemble's band, when the data may be off."""
    coverage_bare: Share
    """The same, as if the data were exact."""
    unstated: Share
    """How far off a figure is taken to be, either way, where nobody says."""
    series: dict[Word, SeriesResult] = Field(max_length=200)
    controls: dict[Word, dict[Word, ControlResult]] = Field(max_length=200)
    """By control, then by series."""
    fitted: dict[Word, FittedResult] = Field(max_length=200)


class OutsideResult(_Part):
    """The model where others say what they expect."""

    p05: Figure
    median: Figure
    p95: Figure
    where: Literal["within", "below", "above"]
    """Where the model's 5 to 95% lie, beside what is expected."""


class Measured(_Part):
    """All that was measured of one version of a pack."""

    pack: Word
    version: Word
    hash: str = Field(pattern=r"^[0-9a-f]{64}$")
    """Of the content that was played."""
    checks: dict[Word, CheckResult] = Field(max_length=500)
    record: RecordResult | None
    outside_games: Count
    outside: dict[Word, OutsideResult] = Field(max_length=500)

    @property
    def empty(self) -> bool:
        """Whether the pack has nothing that games could be asked about."""
        return not (self.checks or self.record or self.outside)

    @property
    def text(self) -> str:
        """The file, the same bytes for the same results."""
        return self.model_dump_json(indent=1) + "\n"


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A file of results that cannot be read."""

    reason: str
    """Part of a sentence, fit to be shown."""


def read_measured(folder: Path) -> Measured | Unreadable | None:
    """The results beside the tables of a pack; None where there are none. Raises nothing."""
    path = folder / FILE
    try:
        if path.is_symlink():
            return Unreadable(_("it is a link, and a pack is not read through links"))
        data = bytes_of(path, MOST_BYTES)
    except FileNotFoundError:
        return None
    except OSError as error:
        return Unreadable(error.strerror or str(error))
    if data is None:
        return Unreadable(_("it is no plain file"))
    if len(data) > MOST_BYTES:
        return Unreadable(_("it is larger than {most:,} bytes").format(most=MOST_BYTES))
    try:
        return Measured.model_validate_json(data)
    except ValidationError as error:
        return Unreadable(_first(error))


def _first(error: ValidationError) -> str:
    """The first thing that is wrong with some results, and where."""
    first = error.errors(include_url=False, include_input=False)[0]
    place = ".".join(str(part) for part in first["loc"])
    return shown(f"{place}: {first['msg']}" if place else first["msg"], 200)


def write_measured(folder: Path, measured: Measured) -> None:
    """Leave results beside the tables of a pack; a link that stands there is replaced, not followed.

    Raises:
        OSError: The folder cannot be written to; what was there is still there.
    """
    draft = folder / f".{FILE}.{os.getpid()}.draft"
    try:
        with draft.open("x", encoding="utf-8", newline="\n") as file:
            file.write(measured.text)
        draft.replace(folder / FILE)
    finally:
        draft.unlink(missing_ok=True)
