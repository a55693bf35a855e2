"""The report of a turn, and its waterfall."""

from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from game.tui.widgets.waterfall import spread
from tests.tui.alone import HUGE, WIDE, screen

sizes = st.lists(st.floats(-1e6, 1e6, allow_nan=False), min_size=1, max_size=8)


@given(sizes=sizes, width=st.integers(8, 60))
def test_bars_stay_within_their_columns_and_can_be_seen(sizes: list[float], width: int) -> None:
    """However small a cause is, it has a bar, and none is drawn over the words."""
    places = spread(sizes, width)
    assert len(places) == len(sizes)
    for first, length in places:
        assert first >= 0
        assert length >= 1
        assert first + length <= width


def test_each_bar_begins_where_the_one_before_it_ended() -> None:
    """Up ten, down four, up one: the second goes back, the third goes on from there."""
    assert spread([10.0, -4.0, 1.0], 10) == [(0, 10), (6, 4), (6, 1)]


async def test_a_report_tells_goals_and_causes_with_sign_shape_and_word(tmp_path: Path) -> None:
    """A loss differs from a gain without any colour."""
    async with screen(tmp_path, "report", turns=3) as (_app, _pilot, shown):
        text = shown()
        assert "What 2026 Q3 brought" in text
        cash = next(line for line in text.splitlines() if "Cash in hand" in line)
        assert "better" in cash or "worse" in cash
        gain = next(line for line in text.splitlines() if "Fish sold, less fuel" in line)
        assert "█" in gain
        assert "+" in gain
        loss = next(line for line in text.splitlines() if "Fish landed" in line)
        assert "▒" in loss
        assert "-" in loss


async def test_enter_on_a_bar_opens_its_why(tmp_path: Path) -> None:
    """The line that was marked is open there."""
    async with screen(tmp_path, "report", turns=3) as (_app, pilot, shown):
        await pilot.press("down", "enter")
        await pilot.pause()
        assert "Cash of the fleet" in shown().splitlines()[0]
        assert "▾" in shown()
        await pilot.press("escape")
        assert "What 2026 Q3 brought" in shown()


async def test_a_report_tells_forecasts_headlines_and_the_others(tmp_path: Path) -> None:
    """Below the goals where it is narrow, beside them where it is wide."""
    async with screen(tmp_path, "report", turns=3, size=WIDE) as (_app, pilot, shown):
        assert "What happened" in shown()
        assert "A storm" in shown()
        await pilot.press("tab", "enter")
        await pilot.pause()
        assert "asks for your answer" in shown()
    async with screen(tmp_path, "report", turns=3) as (_app, pilot, shown):
        await pilot.press("end")
        assert "A storm" in shown()


async def test_a_report_before_the_first_turn_says_so(tmp_path: Path) -> None:
    """The key works on every screen, also when there is nothing to report."""
    async with screen(tmp_path, "report", size=HUGE) as (_app, _pilot, shown):
        assert "No turn has been played yet." in shown()
