"""The forecast screen."""

from pathlib import Path

from game.tui.screens.forecast import ForecastScreen
from tests.tui.alone import Alone, screen


def _draw(app: Alone) -> None:
    """As when a screen above it was closed."""
    assert isinstance(app.screen, ForecastScreen)
    app.screen.show()


async def test_a_forecast_is_typed_and_said_with_enter(tmp_path: Path) -> None:
    """Nothing is said before Enter; then it is stored."""
    async with screen(tmp_path, "forecast", turns=1) as (app, pilot, shown):
        assert "Will there be less fish in a year than now?" in shown()
        assert "Decided at the end of 2027 Q1." in shown()
        assert "not said yet" in shown()
        await pilot.press("7", "0")
        assert "70%" in shown()
        assert app.session is not None
        assert not app.session.match.draft.forecasts
        await pilot.press("enter")
        assert app.closed
        assert app.session.match.draft.forecasts == {"decline": 70.0}


async def test_arrows_slide_from_the_middle(tmp_path: Path) -> None:
    """The first press shows one half, which says nothing yet; each further one is five percent."""
    async with screen(tmp_path, "forecast", turns=1) as (_app, pilot, shown):
        await pilot.press("right")
        assert "50%" in shown()
        await pilot.press("left", "left")
        assert "40%" in shown()
        await pilot.press(*["left"] * 20)
        assert "0%  Enter says so" in shown()


async def test_no_more_than_all_can_be_typed(tmp_path: Path) -> None:
    """A digit too many begins anew."""
    async with screen(tmp_path, "forecast", turns=1) as (_app, pilot, shown):
        await pilot.press("1", "0", "0")
        assert " 100%  Enter says so" in shown()
        await pilot.press("4")
        assert " 4%  Enter says so" in shown()
        await pilot.press("backspace", "enter")
        assert "Type a number from 0 to 100 first" in shown()


async def test_escape_skips(tmp_path: Path) -> None:
    """A forecast is an offer."""
    async with screen(tmp_path, "forecast", turns=1) as (app, pilot, _shown):
        await pilot.press("9", "escape")
        assert app.closed
        assert app.session is not None
        assert not app.session.match.draft.forecasts


async def test_what_was_said_is_shown_with_what_came_of_it(tmp_path: Path) -> None:
    """Before it is due it is open; after that it is scored."""
    async with screen(tmp_path, "forecast", turns=1) as (app, pilot, shown):
        assert app.session is not None
        match = app.session.match
        match.forecast("decline", 70)
        match.end()
        _draw(app)
        await pilot.pause()
        assert "No forecast is asked now." in shown()
        assert "You said 70%. Open until the end of 2027 Q1." in shown()
        for _ in range(3):
            match.end()
        _draw(app)
        await pilot.pause()
        assert "Brier" in shown()
