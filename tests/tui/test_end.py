"""The end screen."""

import shutil
from pathlib import Path

from tests.tui.alone import HUGE, SMALL, STORMY, WIDE, screen
from tests.views.games import HARBOUR


async def test_the_end_shows_what_was_wanted_first(tmp_path: Path) -> None:
    """Goals, ending, orders, forecasts, the save: in this order, and no trophy."""
    for size in (SMALL, WIDE, HUGE):
        async with screen(tmp_path, "end", turns=12, size=size) as (_app, pilot, shown):
            text = shown()
            assert "The end  after 12 quarters, 2028 Q4" in text
            assert text.index("What mattered most") < text.index("The commons kept")
            if size == SMALL:
                await pilot.press("pagedown", "pagedown")
                text = shown()
            assert "Order boats" in text
            assert "The game is saved" in text


async def test_a_goal_of_the_end_opens_its_why(tmp_path: Path) -> None:
    """Looking back begins there."""
    async with screen(tmp_path, "end", turns=12) as (_app, pilot, shown):
        await pilot.press("enter")
        await pilot.pause()
        assert "Cash of the fleet" in shown().splitlines()[0]


async def test_a_game_that_goes_on_has_no_end(tmp_path: Path) -> None:
    """Nothing is revealed before it is over."""
    async with screen(tmp_path, "end", turns=3) as (_app, _pilot, shown):
        assert "It is not over yet." in shown()
        assert "mattered most" not in shown()


async def test_the_title_is_one_key_from_the_end(tmp_path: Path) -> None:
    """Where another game waits."""
    async with screen(tmp_path, "end", turns=12) as (app, pilot, shown):
        await pilot.press("t")
        for _ in range(400):
            await pilot.pause(0.02)
            if "to play" in shown():
                break
        assert "T W O   D O O R S" in shown()
        assert app.session is None


async def test_the_other_seat_is_one_key_from_the_end(tmp_path: Path, data_folder: Path) -> None:
    """The same luck, seen from the other chair; only the goals are asked anew."""
    shutil.copytree(HARBOUR, data_folder / "my-packs" / "harbour")
    async with screen(tmp_path, "end", turns=12, size=WIDE) as (app, pilot, shown):
        await pilot.press("tab", "end", "enter")
        for _ in range(400):
            await pilot.pause(0.02)
            if "Goals 0 of" in shown():
                break
        assert app.session is None
        text = shown()
        assert "● The town council" in text
        assert f"[{STORMY}]" in text
        await pilot.press("escape")
        await pilot.pause()
        assert "T W O   D O O R S" in shown()
