"""Many games in one sitting."""

import gc
import weakref
from typing import Any

from tests.tui.front import opened


async def test_a_game_that_was_left_for_the_title_is_forgotten() -> None:
    """Nothing of it is held: not its session, not its screens, not its thread."""
    async with opened() as seen:
        left: list[weakref.ref[Any]] = []
        for _ in range(3):
            await seen.press("3")
            await seen.until(lambda: seen.app.session is not None)
            await seen.sees("quarter 1 of 4")
            await seen.press("3", "e", "enter")
            await seen.sees("brought")
            await seen.press("escape")
            await seen.sees("quarter 2 of 4")
            game: Any = seen.app.session
            left += [weakref.ref(game.match), weakref.ref(seen.app.screen)]
            del game
            await seen.press("colon", *"title")
            await seen.sees("To the title")
            await seen.press("enter")
            await seen.sees("up to the last turn")
            await seen.press("enter")
            await seen.sees("T W O", "to play")
            assert seen.app.session is None
        # A thread that looked ahead for a game ends when it sees that nobody waits for it.
        await seen.until(lambda: gc.collect() >= 0 and not any(ref() for ref in left[:-2]))
