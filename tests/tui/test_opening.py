"""While a game opens."""

import threading
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from pathlib import Path

from textual import events

from game.tui.app import GameApp
from game.tui.session import Session
from tests.tui.seen import Game, here, line_with, seen, session, until


@asynccontextmanager
async def slow(game: Session) -> AsyncGenerator[tuple[GameApp, Game, threading.Event]]:
    """A game that is opened no sooner than the event is set."""
    read = threading.Event()

    def opener() -> Session:
        read.wait()
        return game

    app = GameApp(opener)
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: here(app) == "OpeningScreen")
        yield app, pilot, read


async def test_keys_typed_while_a_game_opens_are_meant_for_it(tmp_path: Path) -> None:
    """A person who knows the desk does not wait for it, and loses no key; none acts too early."""
    game = session("two-doors", "firm", tmp_path)
    async with slow(game) as (app, pilot, read):
        await pilot.press("1", "2", "down", "m", "question_mark")
        assert "Opening the game" in seen(app)
        read.set()
        await until(pilot, lambda: here(app) == "HelpScreen")
        await pilot.press("escape")
        await until(pilot, lambda: here(app) == "DeskScreen")
        assert "   12]" in line_with(app, "Door 1")
        assert set(game.match.draft.order.amounts) == {"buy_h200", "buy_ascend"}


async def test_keys_arrive_on_a_desk_that_was_opened_behind_another_window(tmp_path: Path) -> None:
    """A browser tells that its page lies in the background; the first key afterwards is not lost."""
    async with slow(session("two-doors", "firm", tmp_path)) as (app, pilot, read):
        app.post_message(events.AppBlur())
        await pilot.pause()
        read.set()
        await until(pilot, lambda: here(app) == "DeskScreen")
        await pilot.press("1", "2")
        await pilot.pause()
        assert "12_]" in line_with(app, "Door 1")
