"""What is seen while a game is read and compiled, before anything heavy is loaded."""

from textual.app import ComposeResult
from textual.screen import Screen
from textual.widgets import Static

from game.words import _


class OpeningScreen(Screen[None]):
    """The title, for the half second until the desk is there."""

    DEFAULT_CSS = """
    OpeningScreen { align: center middle; Static { width: auto; color: $dim; } }
    """

    def compose(self) -> ComposeResult:
        """One line."""
        yield Static(_("Two Doors. Opening the game..."), markup=False)
