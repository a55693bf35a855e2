"""The why screen."""

from pathlib import Path

from tests.tui.alone import SMALL, WIDE, screen


async def test_why_opens_down_to_the_formula_with_its_values(tmp_path: Path) -> None:
    """From the number to a flow, to its formula, to a constant with its range and source."""
    async with screen(tmp_path, "why", "cash", turns=3) as (_app, pilot, shown):
        assert "Cash of the fleet" in shown().splitlines()[0]
        assert "Fish sold, less fuel" in shown()
        await pilot.press("enter")
        text = shown()
        assert "[Catch] * [Price of fish] - [Boats] * [fuel]" in text
        assert "in dispute; confidence" in text
        await pilot.press("enter")
        assert "[Catch] * [Price of fish]" not in shown()


async def test_sources_are_one_key_away(tmp_path: Path) -> None:
    """`s` shows what the number rests on, and hides it again."""
    async with screen(tmp_path, "why", "cash", turns=3) as (_app, pilot, shown):
        assert "A small fleet with one season of savings." not in shown()
        await pilot.press("s")
        await pilot.pause()
        assert "A small fleet with one season of savings." in shown()
        await pilot.press("s")
        await pilot.pause()
        assert "A small fleet with one season of savings." not in shown()


async def test_left_and_right_move_through_the_turns(tmp_path: Path) -> None:
    """The order of the first turn is a cause of the first turn's change only."""
    async with screen(tmp_path, "why", "cash", turns=3) as (_app, pilot, shown):
        assert "in 2026 Q3" in shown()
        await pilot.press("left", "left", "left")
        assert "in 2026 Q1" in shown()
        assert "paid for Order boats" in shown()
        await pilot.press("right")
        assert "in 2026 Q2" in shown()
        assert "paid for Order boats" not in shown()


async def test_the_marked_cause_is_told_beside_where_there_is_room(tmp_path: Path) -> None:
    """The same formula, without a key."""
    async with screen(tmp_path, "why", "cash", turns=3, size=WIDE) as (_app, pilot, shown):
        await pilot.pause()
        assert "[Catch] * [Price of fish] - [Boats] * [fuel]" in shown()


async def test_a_computed_number_names_what_it_is_made_of(tmp_path: Path) -> None:
    """And each of its parts has its own why."""
    async with screen(tmp_path, "why", "catch", turns=3) as (_app, pilot, shown):
        assert "How it is computed" in shown()
        assert (
            "min([catchability] * [Days at sea] * [Fish in the bay], [Fish in the bay] *" in shown()
        )
        await pilot.press("end", "enter")
        await pilot.pause()
        assert "Catch" not in shown().splitlines()[0]
        await pilot.press("escape")
        assert "Catch" in shown().splitlines()[0]


async def test_what_a_seat_does_not_see_is_not_told(tmp_path: Path) -> None:
    """The council does not know the fleet's cash."""
    async with screen(tmp_path, "why", "cash", turns=3, role="council") as (_app, _pilot, shown):
        assert "hidden from your seat" in shown()
        assert "Fish sold" not in shown()
    async with screen(tmp_path, "why", "", turns=3, role="council") as (_app, _pilot, shown):
        assert "Treasury of the town" in shown()
        assert "Cash of the fleet" not in shown()


async def test_without_a_number_all_are_listed_and_found(tmp_path: Path) -> None:
    """Letters leave what has them; Enter opens it; Escape goes back."""
    async with screen(tmp_path, "why", "", turns=3, size=SMALL) as (app, pilot, shown):
        assert "Your position" in shown()
        await pilot.press("slash", "t", "r", "u")
        assert "Trust in the council" in shown()
        assert "Fish in the bay" not in shown()
        await pilot.press("enter")
        await pilot.pause()
        assert "Trust in the council" in shown().splitlines()[0]
        await pilot.press("escape", "escape")
        assert not app.closed
        assert "Fish in the bay" in shown()
        await pilot.press("escape")
        assert app.closed


async def test_before_the_first_turn_nothing_has_moved(tmp_path: Path) -> None:
    """A number can be asked about at once."""
    async with screen(tmp_path, "why", "cash") as (_app, _pilot, shown):
        assert "Nothing has moved it yet" in shown()
