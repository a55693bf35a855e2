"""One question on one line: Enter says yes, Escape no."""

from collections.abc import Iterable

from textual.app import ComposeResult
from textual.screen import ModalScreen

from game.tui.keys import bindings
from game.tui.widgets.panel import Line, Panel, line, paragraph
from game.words import _


class AskScreen(ModalScreen[bool]):
    """Asks something below the screen it was opened on."""

    DEFAULT_CSS = """
    AskScreen { background: transparent; }
    """
    BINDINGS = bindings("enter", "back")

    def __init__(self, question: str, yes: str) -> None:
        """Ask this; `yes` is the word for what Enter does."""
        super().__init__()
        self._question = question
        self._yes = yes

    def compose(self) -> ComposeResult:
        """The question."""
        yield Question(self._question, self._yes)

    def action_enter(self) -> None:
        """Yes."""
        self.dismiss(True)

    def action_back(self) -> None:
        """No."""
        self.dismiss(False)


class Question(Panel):
    """The question and its two keys."""

    DEFAULT_CSS = """
    Question { dock: bottom; background: $surface; border-top: solid $warning; }
    """

    def __init__(self, question: str, yes: str) -> None:
        """This question; `yes` is the word for what Enter does."""
        super().__init__()
        self._question = question
        self._yes = yes

    def draw(self, width: int, height: int) -> Iterable[Line]:
        """The question and, below it, the keys."""
        keys = line(
            ("Enter", "key"), f" {self._yes}  ", ("Esc", "key"), (f" {_('go back')}", "dim")
        )
        return [*paragraph(self._question, width), keys]
