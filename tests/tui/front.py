"""The app from its title screen on, driven by keys, and what is drawn on it."""

from collections.abc import AsyncGenerator, Callable
from contextlib import asynccontextmanager

from textual.pilot import Pilot

from game.tui.app import GameApp

SMALL, WIDE, HUGE = (80, 24), (120, 36), (200, 50)
_PATIENCE = 20.0
"""How long a thread may take to read packs on a busy machine [seconds]."""


class Seen:
    """The app as a person has it before them."""

    def __init__(self, app: GameApp, pilot: Pilot[int]) -> None:
        """This app."""
        self.app = app
        self._pilot = pilot

    @property
    def text(self) -> str:
        """What is drawn, line by line."""
        strips = self.app.screen._compositor.render_strips()  # pyright: ignore[reportPrivateUsage]
        return "\n".join("".join(part.text for part in strip).rstrip() for strip in strips)

    def line(self, part: str) -> str:
        """The line that has this in it."""
        return next(line for line in self.text.splitlines() if part in line)

    async def press(self, *keys: str) -> None:
        """Press keys, and wait until all is drawn."""
        await self._pilot.press(*keys)
        await self._pilot.pause()

    async def until(self, holds: Callable[[], bool]) -> None:
        """Wait for a thread."""
        waited = 0.0
        while not holds():
            assert waited < _PATIENCE, self.text
            await self._pilot.pause(0.02)
            waited += 0.02

    async def sees(self, *parts: str) -> None:
        """Wait until these are drawn."""
        await self.until(lambda: all(part in self.text for part in parts))


@asynccontextmanager
async def opened(size: tuple[int, int] = SMALL) -> "AsyncGenerator[Seen]":
    """The app with its title screen, saves and packs read."""
    app = GameApp()
    async with app.run_test(size=size) as pilot:
        seen = Seen(app, pilot)
        await seen.sees("to play")
        yield seen
