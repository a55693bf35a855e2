"""The graphs screen."""

from pathlib import Path

from tests.tui.alone import WIDE, screen


async def test_graphs_begin_with_the_goals_that_matter_most(tmp_path: Path) -> None:
    """Their lines are named."""
    async with screen(tmp_path, "graphs", turns=6, size=WIDE) as (_app, pilot, shown):
        await pilot.pause()
        assert "2 of 4 lines" in shown()
        chart = "\n".join(line[54:] for line in shown().splitlines())
        assert "Cash of the fleet" in chart
        assert "Fish in the bay" in chart
        assert "2026 Q" in chart


async def test_enter_draws_a_line_and_takes_it_away(tmp_path: Path) -> None:
    """A fifth is refused in words."""
    async with screen(tmp_path, "graphs", "boats", turns=6, size=WIDE) as (_app, pilot, shown):
        assert "1 of 4 lines" in shown()
        await pilot.press("home", "enter")
        assert "2 of 4 lines" in shown()
        await pilot.press("down", "enter")
        await pilot.press("end", "enter", "up", "enter")
        assert "4 of 4 lines" in shown()
        assert "Four lines are the most" in shown()
        await pilot.press("home", "enter")
        assert "3 of 4 lines" in shown()


async def test_what_is_hidden_is_not_drawn(tmp_path: Path) -> None:
    """The council cannot choose the fleet's cash, nor be sent there by its id."""
    async with screen(tmp_path, "graphs", "cash", turns=4, role="council") as (_a, _p, shown):
        assert "0 of 4 lines" in shown()
        assert "Cash of the fleet" not in shown()
