"""The desk: one person, one decision, one turn."""

from textual.app import ComposeResult

from game.tui.keys import bindings
from game.tui.screens.base import GameScreen


class DeskScreen(GameScreen[None]):
    """Where a turn is played."""

    CSS_PATH = "desk.tcss"
    BINDINGS = bindings("end", "undo", "redo")
    FOOTER = ("why", "undo", "end")

    def compose(self) -> ComposeResult:
        """The panels of the desk."""
        yield self.footer()
