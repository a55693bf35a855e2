"""Help and the palette: every key and every screen is found by a person who knows neither."""

from game.tui.keys import KEYS
from tests.tui.front import WIDE, Seen, opened


async def on_desk(seen: Seen) -> None:
    """Go to the desk of a first game."""
    await seen.press("3")
    await seen.until(lambda: seen.app.session is not None)
    await seen.sees("quarter 1 of 4")


async def test_help_on_the_desk_tells_every_key_of_it_in_80_by_24() -> None:
    """The whole table fits: nobody scrolls for the key they need."""
    async with opened() as seen:
        await on_desk(seen)
        await seen.press("question_mark")
        shown = seen.text
        for key in KEYS.values():
            if key.screen or key.action in ("end", "undo", "redo", "most", "leave", "palette"):
                assert key.does in shown
        await seen.press("question_mark")
        assert "quarter 1 of 4" in seen.text


async def test_help_leaves_out_what_does_nothing_here() -> None:
    """On the title there is no turn to end and no codex to open."""
    async with opened() as seen:
        await seen.press("question_mark")
        assert KEYS["leave"].does in seen.text
        assert KEYS["end"].does not in seen.text
        assert KEYS["codex"].does not in seen.text


async def test_the_palette_opens_a_page_of_the_codex_by_its_name() -> None:
    """A term that was heard in class is a few letters away."""
    async with opened(WIDE) as seen:
        await on_desk(seen)
        await seen.press("colon", *"two stacks")
        await seen.sees("Codex:")
        await seen.press("enter")
        await seen.until(lambda: type(seen.app.screen).__name__ == "CodexScreen")


async def test_the_palette_asks_why_of_a_number_on_the_desk() -> None:
    """By the number's name, from any screen."""
    async with opened(WIDE) as seen:
        await on_desk(seen)
        await seen.press("colon", *"why usable")
        await seen.sees("Why: Usable compute")
        await seen.press("enter")
        await seen.until(lambda: type(seen.app.screen).__name__ == "WhyScreen")


async def test_the_palette_does_what_a_key_does() -> None:
    """Commands are found by their word, and the key is taught beside it."""
    async with opened(WIDE) as seen:
        await on_desk(seen)
        await seen.press("colon", *"news")
        await seen.sees("Key: n")
        await seen.press("enter")
        await seen.until(lambda: type(seen.app.screen).__name__ == "NewsScreen")


async def test_the_palette_of_the_title_opens_settings() -> None:
    """It works before any game."""
    async with opened() as seen:
        await seen.press("colon", *"settin")
        await seen.sees("Settings")
        await seen.press("enter")
        await seen.sees("Charts and signs")
