"""What is seen while a game is read and compiled, before anything heavy is loaded."""

from textual import events
from textual.app import ComposeResult
from textual.screen import Screen
from textual.widgets import Static

from game.words import _


class OpeningScreen(Screen[None]):
    """The title, for the half second until the desk is there."""

    DEFAULT_CSS = """
    OpeningScreen { align: center middle; Static { width: auto; color: $dim; } }
    """

    def __init__(self) -> None:
        super().__init__()
        self.typed: list[events.Key] = []
        """Keys that were pressed meanwhile: they are meant for the game that opens."""

    def compose(self) -> ComposeResult:
        """One line."""
        yield Static(_("Two Doors. Opening the game..."), markup=False)

    def on_key(self, event: events.Key) -> None:
        """Keep a key for the game."""
        event.stop()
        self.typed.append(events.Key(event.key, event.character))
