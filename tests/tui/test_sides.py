"""The smaller screens: news, advisors, rivals, briefing."""

from pathlib import Path

from game.match.game import Match
from tests.tui.alone import SMALL, WIDE, screen
from tests.views.games import harbour


async def test_news_go_back_through_the_turns(tmp_path: Path) -> None:
    """The storm was in the third turn."""
    async with screen(tmp_path, "news", turns=4) as (_app, pilot, shown):
        assert "News  2026 Q4" in shown()
        assert "Nothing out of the ordinary happened." in shown()
        await pilot.press("left")
        assert "News  2026 Q3" in shown()
        assert "Seen from The town council: The pier holds." in shown()
        await pilot.press("enter")
        await pilot.pause()
        assert "A storm" in shown().splitlines()[0]
        assert "2026 Q3" in shown().splitlines()[0]
        assert "It brought: Boats -1" in shown()


async def test_news_before_the_first_turn(tmp_path: Path) -> None:
    """There is none, and no turn to go to."""
    async with screen(tmp_path, "news") as (_app, pilot, shown):
        await pilot.press("left", "right")
        assert "Nothing out of the ordinary happened." in shown()


async def test_advisors_say_where_they_lean(tmp_path: Path) -> None:
    """A voice with its bias and its blind spot."""
    async with screen(tmp_path, "advisors") as (_app, _pilot, shown):
        assert "Keep enough for the fuel." in shown()
        assert "Leans: Wants the loans served." in shown()
        assert "Does not see: Never looks at the water." in shown()


async def test_rivals_are_told_as_far_as_the_game_allows(tmp_path: Path) -> None:
    """In a fog nobody says who plays, nor how likely anything is."""
    async with screen(tmp_path, "rivals", turns=1) as (_app, _pilot, shown):
        assert "The town council  Careful" in shown()
        assert "%" in shown()
    game = Match.new(harbour(), 8, {"skipper": "you"}, see="fog")
    async with screen(tmp_path, "rivals", game=game) as (_app, _pilot, shown):
        assert "only in rough words" in shown()
        assert "Careful" not in shown()
        assert "%" not in shown()


async def test_rivals_of_a_game_that_is_over_do_nothing_more(tmp_path: Path) -> None:
    """The key still works at the end."""
    async with screen(tmp_path, "rivals", turns=12) as (_app, _pilot, shown):
        assert "they do nothing more" in shown()


async def test_the_briefing_says_who_where_and_against_whom(tmp_path: Path) -> None:
    """Role, length, seed, goals, the other seats."""
    for size in (SMALL, WIDE):
        async with screen(tmp_path, "briefing", size=size) as (_app, _pilot, shown):
            text = shown()
            for part in ("The Harbour", "12 quarters from 2026 Q1", "seed 8", "Whom you face"):
                assert part in text
            assert "● Cash in hand" in text
            assert "Careful" in text


async def test_goals_are_chosen_in_the_briefing_until_a_turn_was_played(tmp_path: Path) -> None:
    """The goal that was chosen last comes last."""
    async with screen(tmp_path, "briefing") as (app, pilot, shown):
        assert app.session is not None
        await pilot.press("enter")
        assert app.session.match.goals == ("bay", "income")
        assert "choose the two that matter most" in shown()
    async with screen(tmp_path, "briefing", turns=1) as (_app, pilot, shown):
        assert "choose the two" not in shown()
        await pilot.press("enter")
        await pilot.pause()
        assert "Cash of the fleet" in shown().splitlines()[0]
