"""One screen of a harbour game by itself, and what is drawn on it."""

from collections.abc import AsyncGenerator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

from textual import events
from textual.pilot import Pilot

import game.tui.app as face
from game.match.game import Match
from game.match.saves import Autosave
from game.match.shelf import Shelf
from game.tui.app import GameApp
from game.tui.places import screen_class
from game.tui.preferences import Preferences
from game.tui.session import Session
from tests.views.games import match

SMALL, WIDE, HUGE = (80, 24), (120, 36), (200, 50)
STORMY = 8
"""A seed with a storm in the third turn and another in the eighth."""


class Alone(GameApp):
    """The app with one screen of a game that is open already."""

    CSS_PATH = Path(face.__file__).parent / "app.tcss"

    def __init__(
        self, session: Session, name: str, subject: str = "", drawing: str = "braille"
    ) -> None:
        """That screen of that game, in the usual colours."""
        super().__init__()
        self.preferences = Preferences(drawing=drawing)
        self.theme = self.preferences.theme
        self.session = session
        self._name = name
        self._subject = subject
        self.closed = False
        """Whether the screen was left."""

    def on_mount(  # pyright: ignore[reportIncompatibleMethodOverride]
        self, event: events.Mount
    ) -> None:
        """Show the screen at once, and no title before it."""
        event.prevent_default()
        screen = screen_class(self._name)(self.session, self._subject)
        self.push_screen(screen, self._close)

    def _close(self, result: object) -> None:
        self.closed = True


def session(
    folder: Path, *, turns: int = 0, role: str = "skipper", game: Match | None = None
) -> Session:
    """A harbour game with a storm, and boats ordered in its first turn."""
    if game is None:
        game = match(role, seed=STORMY)
        if role == "skipper" and turns:
            game.set("buy_boats", 2)
        for _ in range(turns):
            game.end()
    return Session(game, Autosave(Shelf(folder), "harbour"))


@asynccontextmanager
async def screen(
    folder: Path,
    name: str,
    subject: str = "",
    *,
    turns: int = 0,
    size: tuple[int, int] = SMALL,
    role: str = "skipper",
    drawing: str = "braille",
    game: Match | None = None,
) -> "AsyncGenerator[tuple[Alone, Pilot[int], Callable[[], str]]]":
    """The app, its pilot, and what reads the screen."""
    app = Alone(session(folder, turns=turns, role=role, game=game), name, subject, drawing)
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        yield app, pilot, lambda: shown(app)


def shown(app: GameApp) -> str:
    """What is drawn, line by line."""
    strips = app.screen._compositor.render_strips()  # pyright: ignore[reportPrivateUsage]
    return "\n".join("".join(segment.text for segment in strip).rstrip() for strip in strips)
