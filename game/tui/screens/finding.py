"""What the screens with a long list have in common: `/` and some letters leave what has them."""

from typing import ClassVar, TypeVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.widgets import Input

from game.tui.keys import bindings
from game.tui.screens.reading import ReadingScreen
from game.words import _

Result = TypeVar("Result")


class Find(Input):
    """One line to type into."""

    DEFAULT_CSS = """
    Find { dock: top; height: 1; display: none; background: $surface; margin: 2 0 0 2; }
    Find.-shown { display: block; }
    """

    def __init__(self) -> None:
        """An empty line that does not blink."""
        super().__init__(placeholder=_("Type to find"), compact=True)
        self.cursor_blink = False


class FindingScreen(ReadingScreen[Result]):
    """A reading screen with a line to find things by; `wanted` is what was typed."""

    BINDINGS: ClassVar[list[BindingType]] = [
        *bindings("find"),
        Binding("down", "move(1)", show=False),
        Binding("up", "move(-1)", show=False),
    ]
    wanted = ""

    def compose(self) -> ComposeResult:
        """The line to type into, and the pages."""
        yield Find()
        yield from super().compose()

    @property
    def finding(self) -> bool:
        """Whether something is being looked for."""
        return self.query_one(Find).has_class("-shown")

    def action_find(self) -> None:
        """Begin to type."""
        field = self.query_one(Find)
        field.add_class("-shown")
        field.focus()

    def stop_finding(self) -> None:
        """Show all again."""
        field = self.query_one(Find)
        field.value = ""
        self.wanted = ""
        field.remove_class("-shown")
        self.main.focus()
        self.show()

    def action_move(self, step: int) -> None:
        """Move the mark while something is typed."""
        self.main.action_move(step)

    def action_back(self) -> None:
        """Stop looking first, then go back."""
        if self.finding:
            self.stop_finding()
        else:
            super().action_back()

    def on_input_changed(self, message: Input.Changed) -> None:
        """Leave what has these letters."""
        self.wanted = message.value
        self.main.tell(self.written_below, anew=True)

    def on_input_submitted(self) -> None:
        """Open what is marked."""
        self.main.focus()
        self.action_enter()

    def has(self, *texts: str) -> bool:
        """Whether any of these has what was typed."""
        wanted = self.wanted.casefold().strip()
        return not wanted or any(wanted in each.casefold() for each in texts)
