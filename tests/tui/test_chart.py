"""Charts as they are drawn: every test reads the cells, not the state behind them."""

import subprocess
import sys
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import replace
from math import inf, nan

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from textual.app import App, ComposeResult
from textual.content import Content
from textual.geometry import Size
from textual.pilot import Pilot
from textual_hires_canvas import Canvas

from game.tui.widgets.chart import (
    Band,
    Chart,
    Fan,
    FanData,
    Lines,
    LinesData,
    Mode,
    Series,
    figure,
    spark,
    summary,
)

QUARTERS = tuple(f"{2026 + n // 4} Q{n % 4 + 1}" for n in range(12))

FAN = FanData(
    title="Usable compute",
    unit="kH100e",
    labels=QUARTERS,
    past=Series("so far", (300.0, 320.0, 350.0, 400.0)),
    plan=Series("this plan", tuple(400.0 + 20 * n for n in range(9)), start=3),
    before=Series("last plan", tuple(400.0 + 5 * n for n in range(9)), start=3),
    bands=(
        Band("10-90", (400.0,) * 9, tuple(400.0 + 35 * n for n in range(9)), start=3),
        Band(
            "25-75",
            tuple(400.0 + 10 * n for n in range(9)),
            tuple(400.0 + 28 * n for n in range(9)),
            start=3,
        ),
    ),
)

LINES = LinesData(
    title="Compute",
    unit="kH100e",
    labels=QUARTERS,
    series=(
        Series("ours", tuple(100.0 + 10 * n for n in range(12))),
        Series("theirs", tuple(500.0 + 20 * n for n in range(12))),
        Series("record", tuple(300.0 + n for n in range(12))),
        Series("permits", tuple(900.0 - 9 * n for n in range(12))),
    ),
)

CHINESE = replace(
    FAN,
    title="可用算力",
    unit="千卡",
    labels=tuple(f"{2026 + n // 4}年{n % 4 + 1}季" for n in range(12)),
    plan=replace(FAN.plan, name="本季计划"),
    before=Series("上季计划", tuple(400.0 + 5 * n for n in range(9)), start=3),
)

modes = pytest.mark.parametrize("mode", list(Mode))


class Desk(App[None]):
    """A screen that holds one chart and nothing else."""

    def __init__(self, chart: Chart) -> None:
        super().__init__()
        self.chart = chart

    def compose(self) -> ComposeResult:
        """Show the chart."""
        yield self.chart


@asynccontextmanager
async def on_screen(
    data: FanData | LinesData | None, mode: Mode = Mode.BRAILLE, size: tuple[int, int] = (60, 18)
) -> AsyncGenerator[Pilot[None]]:
    """A chart at some size, given its data once it stands."""
    chart = Lines(mode=mode) if isinstance(data, LinesData) else Fan(mode=mode)
    async with Desk(chart).run_test(size=size) as pilot:
        give(pilot, data)
        await pilot.pause()
        yield pilot


def give(pilot: Pilot[None], data: FanData | LinesData | None) -> None:
    """Show other data."""
    if isinstance(data, LinesData):
        pilot.app.query_one(Lines).data = data
    else:
        pilot.app.query_one(Fan).data = data


def drawn(pilot: Pilot[None]) -> list[str]:
    """The rows of the chart, as on the screen."""
    canvases = pilot.app.query(Canvas)
    return [c.render_line(y).text for c in canvases for y in range(c.size.height)]


def plot_width(rows: list[str]) -> int:
    """The column where the names begin, in ASCII."""
    return next(row.index(".. 10-90") for row in rows if ".. 10-90" in row)


async def test_a_fan_says_what_it_shows_and_where_its_lines_end() -> None:
    """A reader needs no colour and no legend to tell this plan from last quarter's."""
    async with on_screen(FAN) as pilot:
        rows = drawn(pilot)
    assert rows[0].rstrip() == "Usable compute [kH100e]"
    ends = {name: next(y for y, row in enumerate(rows) if name in row) for name in ("this", "last")}
    assert "⠒⠒⠒⠒ this plan 560" in rows[ends["this"]]
    assert "⠒⠒ ⠒ last plan 440" in rows[ends["last"]]
    assert ends["this"] < ends["last"]
    assert "10-90" in "".join(rows[: ends["this"]])
    assert rows[-1].split("  ")[0].strip() == "2026 Q1"
    assert "2026 Q4" in rows[-1]
    assert rows[-1].rstrip().endswith("2028 Q4")


async def test_the_median_rises_through_its_band() -> None:
    """In a column of the future stand, from the top: wide band, narrow band, median, and below."""
    async with on_screen(FAN, Mode.ASCII) as pilot:
        rows = drawn(pilot)
    column = plot_width(rows) - 3
    stack = "".join(row[column] for row in rows[1:-1]).strip()
    assert stack[0] == "."
    assert stack.index(".") < stack.index(":") < stack.index("*") < stack.rindex("o")


async def test_what_has_been_lies_left_of_now() -> None:
    """Nothing of a plan is drawn before the step at which it starts."""
    async with on_screen(FAN, Mode.ASCII) as pilot:
        rows = drawn(pilot)
    now = rows[-1].index("2026 Q4") + len("2026 Q4") // 2
    plot = [row[: plot_width(rows)] for row in rows[1:-1]]
    assert min(row.index("*") for row in plot if "*" in row) >= now
    assert max(row.rindex("#") for row in plot if "#" in row) <= now
    assert any(row[now] == "|" for row in plot)


@modes
async def test_four_lines_are_told_apart_without_colour(mode: Mode) -> None:
    """Each has a pattern of its own, and its name and last figure at its end."""
    async with on_screen(LINES, mode, (80, 20)) as pilot:
        rows = drawn(pilot)
    samples: list[str] = []
    for ended in ("ours 210", "theirs 720", "record 311", "permits 801"):
        row = next(row for row in rows if ended in row)
        samples.append(row[: row.index(ended) - 1][-4:])
    assert len(set(samples)) == 4


async def test_a_line_stands_at_its_values() -> None:
    """Straight lines end in the rows of the ticks they reach."""
    data = LinesData("Share", "%", ("a", "b", "c"), (Series("up", (0.0, 50.0, 100.0)),))
    async with on_screen(data, Mode.ASCII, (40, 14)) as pilot:
        rows = drawn(pilot)
    by_tick = {row.split("+")[0].strip(): row for row in rows if "+" in row}
    assert by_tick["100"].rstrip().endswith("*")
    assert by_tick["0"].split("+")[1].startswith("*")
    assert rows[-1].split() == ["a", "b", "c"]


async def test_ascii_means_ascii() -> None:
    """Where fonts have neither dots nor blocks, no sign of them is drawn."""
    for data in (FAN, LINES):
        for size in ((80, 20), (30, 12), (20, 5)):
            async with on_screen(data, Mode.ASCII, size) as pilot:
                assert "".join(drawn(pilot)).isascii()


async def test_blocks_mean_no_braille() -> None:
    """A font may have blocks and no braille."""
    async with on_screen(FAN, Mode.BLOCKS) as pilot:
        text = "".join(drawn(pilot))
    assert "▀" in text
    assert "░" in text
    assert not any("\u2800" <= character <= "\u28ff" for character in text)


@modes
@pytest.mark.parametrize("width", [24, 40, 60, 100])
async def test_chinese_names_keep_every_row_in_its_place(mode: Mode, width: int) -> None:
    """Wide characters take two cells; no row grows, and the axis stays one column."""
    async with on_screen(CHINESE, mode, (width, 16)) as pilot:
        rows = drawn(pilot)
    assert {cell_len(row) for row in rows} == {width}
    assert rows[0].startswith("可用算力 [千卡]")
    assert "本季计划" in "".join(rows)
    axis = "+" if mode is Mode.ASCII else "┤"
    places = {cell_len(row[: row.index(axis)]) for row in rows if axis in row}
    assert len(places) == 1


async def test_a_long_name_gives_way_to_its_figure() -> None:
    """The figure is what is read off; the name can be guessed from its start."""
    long = replace(LINES.series[0], name="usable compute of the firm with all that is rented")
    async with on_screen(replace(LINES, series=(long,))) as pilot:
        row = next(row for row in drawn(pilot) if "usable" in row)
    assert row.rstrip().endswith("… 210")
    assert cell_len(row) == 60


async def test_a_narrow_chart_names_its_lines_above() -> None:
    """Beside the orders at 80 columns there is no room at the ends of lines."""
    async with on_screen(LINES, size=(34, 14)) as pilot:
        rows = drawn(pilot)
    assert "⠒⠒⠒⠒ ours  ⠒⠒ ⠒ theirs" in rows[1]
    assert "record" in rows[2]
    assert "permits" in rows[2]


@pytest.mark.parametrize(
    "data",
    [
        replace(LINES, series=()),
        replace(LINES, labels=(), series=()),
        replace(LINES, series=(Series("ours", ()),)),
        replace(LINES, series=(Series("ours", (None, nan, inf)),)),
        replace(FAN, past=Series("", ()), plan=Series("", ()), before=None, bands=()),
    ],
)
@modes
async def test_a_chart_without_figures_says_so(data: FanData | LinesData, mode: Mode) -> None:
    """Before the first quarter has ended there is nothing to draw, and that is no error."""
    async with on_screen(data, mode) as pilot:
        assert drawn(pilot)[1].rstrip() == "No figures yet"
    assert summary(data).endswith("No figures yet")


@modes
async def test_parts_of_a_fan_may_be_missing(mode: Mode) -> None:
    """While the forecast is computed there is only the past; without a past, only the plan."""
    nothing = Series("this plan", (), start=3)
    for data, sign in (
        (replace(FAN, plan=nothing, before=None, bands=()), "so far"),
        (replace(FAN, past=Series("so far", ()), before=None), "this plan"),
        (replace(FAN, bands=(Band("10-90", (), ()), FAN.bands[1])), "25-75"),
    ):
        async with on_screen(data, mode) as pilot:
            rows = drawn(pilot)
        assert "700" in "".join(rows) or "400" in "".join(rows)
        assert "No figures yet" not in "".join(rows)
        assert sign in summary(data)


async def test_a_chart_without_data_is_blank() -> None:
    """It waits for its data, and goes blank when they are taken away."""
    async with on_screen(None) as pilot:
        assert drawn(pilot) == []
        give(pilot, FAN)
        await pilot.pause()
        give(pilot, None)
        await pilot.pause()
        assert not "".join(drawn(pilot)).strip()
        assert pilot.app.query_one(Fan).tooltip is None


@modes
@pytest.mark.parametrize("value", [0.0, 46.0, -3.0, 1e-12, 1e12])
async def test_what_never_changes_is_a_level_line(mode: Mode, value: float) -> None:
    """A flat line lies inside the axis, in one row from end to end."""
    data = LinesData("Trust", "", QUARTERS, (Series("trust", (value,) * 12),))
    async with on_screen(data, mode) as pilot:
        rows = drawn(pilot)
    ends = [row for row in rows if "trust" in row]
    assert len(ends) == 1
    sign = {Mode.ASCII: "****", Mode.BRAILLE: ("⠒⠒⠒⠒", "⠤⠤⠤⠤", "⠉⠉⠉⠉", "⣀⣀⣀⣀")}.get(mode, "▀▀▀▀")
    assert any(s in ends[0] for s in ([sign] if isinstance(sign, str) else sign))
    assert rows.index(ends[0]) in range(2, 16)


async def test_a_gap_is_left_open() -> None:
    """The record has quarters without figures: no line is drawn across them, and no nan."""
    values = (10.0, 10.0, 10.0, nan, None, inf, 10.0, 10.0, 10.0)
    data = LinesData("Record", "", QUARTERS[:9], (Series("record", values),))
    async with on_screen(data, Mode.ASCII) as pilot:
        rows = drawn(pilot)
    row = next(row for row in rows if "record" in row)
    first, second = row[row.index("*") : row.index(" * record")].split()
    assert set(first) == set(second) == {"*"}
    assert "nan" not in "".join(rows)
    assert "nan" not in summary(data)


@modes
async def test_no_size_is_too_small(mode: Mode) -> None:
    """A terminal drawn down to nothing and back shows the same chart as before."""
    for data in (FAN, LINES, CHINESE):
        async with on_screen(data, mode, (80, 20)) as pilot:
            before = drawn(pilot)
            for width, height in ((20, 5), (8, 3), (1, 1), (2, 9), (5, 2), (200, 3), (80, 20)):
                await pilot.resize_terminal(width, height)
                await pilot.pause()
                rows = drawn(pilot)
                assert [cell_len(row) for row in rows] == [width] * height
            assert rows == before


async def test_twenty_by_five_still_shows_the_line() -> None:
    """The smallest room has the title, the line, and first and last quarter."""
    async with on_screen(LINES, size=(20, 5)) as pilot:
        rows = drawn(pilot)
    assert rows[0].rstrip() == "Compute [kH100e]"
    assert any("\u2801" <= character <= "\u28ff" for row in rows[1:4] for character in row)
    assert rows[4].split() == ["2026", "Q1", "2028", "Q4"]


async def test_text_of_a_pack_does_not_act() -> None:
    """Markup is shown as it is written; what would act on the terminal is not drawn."""
    title = "[bold]Load[/] [@click=app.quit]x[/] \x1b[31m\u202eabc\n"
    async with on_screen(replace(FAN, title=title), size=(100, 18)) as pilot:
        rows = drawn(pilot)
        tip = pilot.app.query_one(Fan).tooltip
    assert rows[0].startswith("[bold]Load[/] [@click=app.quit]x[/]")
    assert not set("".join(rows)) & {"\x1b", "\u202e", "\n"}
    assert isinstance(tip, Content)
    assert tip.plain.startswith("[bold]Load[/]")
    assert not set(tip.plain) & {"\x1b", "\u202e"}


async def test_it_is_drawn_again_only_on_a_change(monkeypatch: pytest.MonkeyPatch) -> None:
    """Keys that change nothing on a chart cost nothing on it."""
    times: list[Size | None] = []
    reset = Canvas.reset

    def counted(canvas: Canvas, size: Size | None = None, refresh: bool = True) -> None:
        times.append(size)
        reset(canvas, size, refresh)

    monkeypatch.setattr(Canvas, "reset", counted)
    async with on_screen(FAN) as pilot:
        await pilot.pause()
        times.clear()
        give(pilot, replace(FAN))
        pilot.app.query_one(Fan).mode = Mode.BRAILLE
        pilot.app.query_one(Fan).notify_style_update()
        await pilot.pause()
        assert not times
        give(pilot, replace(FAN, title="Cash"))
        await pilot.pause()
        assert len(times) == 1
        assert drawn(pilot)[0].startswith("Cash")


async def test_mode_and_theme_change_what_is_drawn() -> None:
    """Settings take effect on the chart that stands."""
    async with on_screen(FAN) as pilot:
        canvas = pilot.app.query_one(Canvas)
        dark = [segment.style for segment in canvas.render_line(0)]
        pilot.app.theme = "textual-light"
        await pilot.pause()
        assert [segment.style for segment in canvas.render_line(0)] != dark
        pilot.app.query_one(Fan).mode = Mode.ASCII
        await pilot.pause()
        assert "".join(drawn(pilot)).isascii()


async def test_hovering_says_the_chart_in_words() -> None:
    """The same text can be copied, or read out."""
    async with on_screen(FAN) as pilot:
        tip = pilot.app.query_one(Fan).tooltip
    assert isinstance(tip, Content)
    assert tip.plain == summary(FAN)
    assert tip.plain.splitlines() == [
        "Usable compute [kH100e]",
        "this plan: from 400 (2026 Q4) to 560 (2028 Q4)",
        "so far: from 300 (2026 Q1) to 400 (2026 Q4)",
        "last plan: from 400 (2026 Q4) to 440 (2028 Q4)",
        "10-90: 400 to 680 (2028 Q4)",
        "25-75: 480 to 624 (2028 Q4)",
    ]


def test_a_chart_comes_without_numpy() -> None:
    """The first paint of the game waits for no chart; numpy comes with the first data."""
    code = "import sys, game.tui.widgets.chart; print('numpy' in sys.modules)"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "False"


@pytest.mark.parametrize(
    ("mode", "width", "row"),
    [
        (Mode.BRAILLE, 6, "⣀⣠⣤⣶⣾⣿"),
        (Mode.BLOCKS, 12, "▁▁▂▃▃▄▅▆▆▇██"),
        (Mode.ASCII, 12, "___...---^^^"),
    ],
)
def test_a_trend_climbs(mode: Mode, width: int, row: str) -> None:
    """Twelve quarters that rise, in the least room that holds them."""
    assert spark([float(n) for n in range(12)], width, mode) == row


def test_a_trend_shows_the_newest_at_the_right() -> None:
    """Few values leave room at the left; of many, the oldest go, and with them their scale."""
    assert spark([1.0, 2.0], 4, Mode.BLOCKS) == "  ▁█"
    assert spark([999.0, 1.0, 2.0], 2, Mode.BLOCKS) == "▁█"
    assert spark([1.0], 3, Mode.BRAILLE) == "  ⢠"


@modes
def test_a_trend_of_what_never_changes_is_level(mode: Mode) -> None:
    """Neither at the top nor at the bottom, where it would look like a rise or a fall."""
    row = spark([5.0] * 12, 6, mode)
    assert len(set(row)) == 1
    assert row[0] not in " █^_⣿⣀"


numbers = st.none() | st.floats(width=32)


@given(values=st.lists(numbers, max_size=40), width=st.integers(0, 20), mode=st.sampled_from(Mode))
def test_a_trend_fills_its_cells(values: list[float | None], width: int, mode: Mode) -> None:
    """Whatever the values, the column beside it stays where it is."""
    row = spark(values, width, mode)
    assert cell_len(row) == width
    assert row.isascii() or mode is not Mode.ASCII


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0.0, "0"),
        (-0.001, "0"),
        (0.54, "0.54"),
        (8.1, "8.1"),
        (9.996, "10"),
        (46.04, "46"),
        (412.3, "412"),
        (-1234.5, "-1,234"),
        (2.5e9, "2.5e+09"),
    ],
)
def test_figures_are_as_long_as_they_matter(value: float, text: str) -> None:
    """Three digits that matter, and no zero behind the point."""
    assert figure(value) == text
