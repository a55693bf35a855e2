"""Playing on a screen that is not there, and reading what is drawn on it."""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from textual.pilot import Pilot
from textual.screen import Screen

from game.match.game import PERSON, Match
from game.match.saves import Autosave
from game.match.shelf import Shelf
from game.packs.read import load_pack
from game.tui.app import GameApp
from game.tui.session import Session

NARROW, WIDE, HUGE = (80, 24), (120, 36), (200, 50)
Game = Pilot[int]


def session(pack: str, role: str, folder: Path, seed: int = 7) -> Session:
    """A new game, saved in a folder."""
    match = Match.new(load_pack(pack), seed, {role: PERSON})
    return Session(match, Autosave(Shelf(folder), f"{role}-{seed}"))


@asynccontextmanager
async def desk(
    game: Session, size: tuple[int, int] = NARROW
) -> AsyncGenerator[tuple[GameApp, Game]]:
    """A game with its desk before the person."""
    app = GameApp(lambda: game)
    async with app.run_test(size=size) as pilot:
        await until(pilot, lambda: here(app) == "DeskScreen")
        yield app, pilot


async def until(pilot: Game, holds: Any, patience: int = 400) -> None:
    """Wait until something holds."""
    for _ in range(patience):
        await pilot.pause()
        if holds():
            await pilot.pause()
            return
        await pilot.pause(0.02)
    raise AssertionError(f"it never came to that; what is seen:\n{seen(pilot.app)}")


def here(app: Any) -> str:
    """The name of the screen that is seen."""
    screen: Screen[Any] = app.screen
    return type(screen).__name__


def seen(app: Any) -> str:
    """What is drawn, line by line."""
    strips = app.screen._compositor.render_strips()
    return "\n".join("".join(segment.text for segment in strip).rstrip() for strip in strips)


def line_with(app: Any, text: str) -> str:
    """The first line on which a text is drawn."""
    for row in seen(app).split("\n"):
        if text in row:
            return row
    raise AssertionError(f"{text!r} is nowhere in\n{seen(app)}")
