"""Help for the screen it was opened on: every key that does something there, in words."""

from collections.abc import Iterable
from typing import Any, cast

from textual.app import App, ComposeResult
from textual.dom import DOMNode
from textual.screen import Screen

from game.tui.keys import KEYS, Key, bindings
from game.tui.screens.front import FrontScreen
from game.tui.widgets.panel import Line, Span, columns, cut, left, line, paragraph
from game.tui.widgets.rows import Rows
from game.words import N_, _

HANDS = (
    (
        N_("arrows"),
        N_("move"),
        N_("Up, down: mark. Left, right: set. Tab: next part."),
    ),
    (N_("digits"), N_("set"), N_("Type a number, or pick from a numbered list.")),
)
"""Keys that go to whatever is marked, so that no screen binds them."""


class HelpScreen(FrontScreen[None]):
    """The keys of one screen."""

    CSS_PATH = "help.tcss"
    BINDINGS = bindings("help")
    AUTO_FOCUS = "KeyList"

    def __init__(self, screen: Screen[Any]) -> None:
        """Help for that screen."""
        super().__init__()
        self._about = screen

    def compose(self) -> ComposeResult:
        """All keys."""
        here, elsewhere = keys_of(self._about, in_game=self.face.session is not None)
        here = [key for key in here if key.action != "help"]
        words: dict[str, str] = getattr(self._about, "WORDS", {})
        yield self.heading(_("Help"), _("one key means one thing on every screen"))
        yield KeyList(_(self._about.HELP or ""), here, elsewhere, words)
        yield self.footer()

    def always(self) -> tuple[str, ...]:
        """Help needs none."""
        return ("back",)

    def action_help(self) -> None:
        """Close it with the key that opened it."""
        self.dismiss(None)


def keys_of(screen: Screen[Any], *, in_game: bool) -> tuple[list[Key], list[Key]]:
    """Keys that do something on a screen, and those that open another one from there.

    Args:
        screen: The screen.
        in_game: Whether a game is played, so that its screens can be opened.
    """
    nodes: list[DOMNode] = [screen, *screen.query("*"), cast("App[Any]", screen.app)]  # pyright: ignore[reportUnknownMemberType]
    bound = {
        binding.action
        for node in nodes
        for _key, binding in node._bindings  # pyright: ignore[reportPrivateUsage]
    }
    here = [key for key in KEYS.values() if not key.screen and key.action in bound]
    elsewhere = [key for key in KEYS.values() if key.screen and in_game]
    return here, elsewhere


class KeyList(Rows):
    """A heading, then a key, a word and a sentence in each row; it scrolls where it must."""

    def __init__(
        self, about: str, here: list[Key], elsewhere: list[Key], words: dict[str, str]
    ) -> None:
        """These keys.

        Args:
            about: What can be done on the screen.
            here: Keys of the screen.
            elsewhere: Keys that open another.
            words: Words of the screen's own for some actions.
        """
        super().__init__()
        self._about = about
        self._rows: list[tuple[str, str, str, str]] = []
        for head, keys in ((_("Here"), here), (_("Go to"), elsewhere)):
            for number, key in enumerate(keys):
                word = _(words.get(key.action, key.word))
                self._rows.append((head if not number else "", key.shown, word, _(key.does)))
            if head == _("Here"):
                self._rows += [("", _(key), _(word), _(does)) for key, word, does in HANDS]
        self._lines: list[Line] = []

    @property
    def count(self) -> int:
        """How many rows there are."""
        return len(self._rows)

    def draw(self, width: int, height: int) -> Iterable[Line]:
        """What can be done on the screen, then the keys in sight."""
        about = [*paragraph(self._about, width), line()] if self._about else []
        if height and len(about) + self.count > height:
            about = about[:-1]
        yield from about
        yield from super().draw(width, max(1, height - len(about)) if height else 0)

    def row(self, number: int, width: int) -> Line:
        """One key."""
        head, key, word, does = self._rows[number]
        heads = max(columns(each[0]) for each in self._rows) + 2
        keys = max(columns(each[1]) for each in self._rows) + 2
        words = max(columns(each[2]) for each in self._rows) + 2
        spans: list[Span] = [
            (left(head, heads), "strong"),
            (left(key, keys), "key"),
            (left(word, words), ""),
            (cut(does, max(0, width - heads - keys - words)), "dim"),
        ]
        return Line(tuple(spans), self.hidden() != (0, 0) and number == self.mark)
