"""The event screen."""

from pathlib import Path

import pytest

from game.match.game import Match
from tests.tui.alone import HUGE, SMALL, WIDE, screen
from tests.views.games import changed


async def test_an_event_tells_story_readings_choices_and_its_condition(tmp_path: Path) -> None:
    """All that a decision needs is there at 80x24; the condition has the values it fired with."""
    async with screen(tmp_path, "event", "storm", turns=3) as (_app, pilot, shown):
        text = shown()
        assert "A storm  asks for your answer" in text
        assert "Seen from The skippers' union" in text
        assert "Seen from The town council" in text
        assert "1 ● Repair at once" in text
        assert "Cash of the fleet -10 k" in text
        await pilot.press("end", "pagedown")
        assert "3 > 1: yes" in shown()
        assert "Chance in a turn where all this holds: 8%" in shown()


async def test_a_digit_answers_and_goes_on(tmp_path: Path) -> None:
    """The first choice is answered with 1."""
    async with screen(tmp_path, "event", "storm", turns=3) as (app, pilot, _shown):
        await pilot.press("1")
        assert app.closed
        assert app.session is not None
        assert app.session.match.draft.order.answers == {"storm": "repair"}


async def test_enter_answers_what_is_marked(tmp_path: Path) -> None:
    """One down from the first is the second."""
    async with screen(tmp_path, "event", "storm", turns=3) as (app, pilot, _shown):
        await pilot.press("down", "enter")
        assert app.closed
        assert app.session is not None
        assert app.session.match.draft.order.answers == {"storm": "wait"}


async def test_escape_leaves_an_event_unanswered(tmp_path: Path) -> None:
    """What stands without an answer is said before the turn ends."""
    async with screen(tmp_path, "event", "storm", turns=3) as (app, pilot, shown):
        assert "stands if you do not answer" in shown()
        await pilot.press("escape")
        assert app.closed
        assert app.session is not None
        assert not app.session.match.draft.order.answers


async def test_a_choice_that_may_not_be_taken_says_why_and_changes_nothing(tmp_path: Path) -> None:
    """The reason of the pack stands under the choice, before and after it is tried."""
    pack = changed(tmp_path, 'when = "cash >= 10"', 'when = "cash >= 100000"')
    game = Match.new(pack, 8, {"skipper": "you"})
    for _ in range(3):
        game.end()
    async with screen(tmp_path, "event", "storm", game=game) as (app, pilot, shown):
        assert "1 × Repair at once" in shown()
        assert "Not possible: The yard wants its money first." in shown()
        await pilot.press("1")
        assert not app.closed
        assert not game.draft.order.answers


async def test_enter_alone_gives_the_answer_that_stands(tmp_path: Path) -> None:
    """The first is refused, so the second is marked: nobody is stuck on what may not be taken."""
    pack = changed(tmp_path, 'when = "cash >= 10"', 'when = "cash >= 100000"')
    game = Match.new(pack, 8, {"skipper": "you"})
    for _ in range(3):
        game.end()
    async with screen(tmp_path, "event", "storm", game=game) as (app, pilot, _shown):
        await pilot.pause()
        await pilot.press("enter")
        assert app.closed
        assert game.draft.order.answers == {"storm": "wait"}


async def test_readings_stand_side_by_side_where_there_is_room(tmp_path: Path) -> None:
    """Both capitals can be compared at a glance."""
    for size, beside in ((SMALL, False), (WIDE, True), (HUGE, True)):
        async with screen(tmp_path, "event", "storm", turns=3, size=size) as (_a, _p, shown):
            lines = shown().splitlines()
            both = [line for line in lines if line.count("Seen from") == 2]
            assert bool(both) == beside


@pytest.mark.parametrize("size", [SMALL, WIDE])
async def test_text_of_a_pack_is_shown_as_text(tmp_path: Path, size: tuple[int, int]) -> None:
    """Markup does not act, and wide letters keep their columns."""
    nasty = "[bold]Sturm[/] [@click=app.stop]x[/] \\u98ce\\u66b4"
    pack = changed(tmp_path, 'title = "A storm"', f'title = "{nasty}"')
    game = Match.new(pack, 8, {"skipper": "you"})
    for _ in range(3):
        game.end()
    async with screen(tmp_path, "event", "storm", game=game, size=size) as (_app, _pilot, shown):
        first = shown().splitlines()[0]
        assert "[bold]Sturm[/] [@click=app.stop]x[/] 风暴" in first
        assert first.endswith("2026 Q3")


async def test_ascii_alone_draws_an_event(tmp_path: Path) -> None:
    """For consoles that have no other letters."""
    async with screen(tmp_path, "event", "storm", turns=3, drawing="ascii") as (
        _app,
        _pilot,
        shown,
    ):
        body = "\n".join(line for line in shown().splitlines() if "─" * 10 not in line)
        assert "( ) Wait for spring" in body
        assert body.isascii()
