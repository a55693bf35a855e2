"""Saved games: one line each, Enter goes on with one."""

from collections.abc import Iterable, Mapping
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from textual import work
from textual.app import ComposeResult

from game.tui import library
from game.tui.keys import bindings
from game.tui.screens.front import FrontScreen
from game.tui.widgets.menu import Item, Menu
from game.tui.widgets.panel import Line, line, paragraph
from game.tui.widgets.told import Told
from game.words import N_, _

if TYPE_CHECKING:
    from game.packs.read import Reading
    from game.views.saved import SavedGame


class SavesScreen(FrontScreen[None]):
    """The games of one folder."""

    CSS_PATH = "saves.tcss"
    BINDINGS = bindings("enter")
    FOOTER = ("enter",)
    WORDS: ClassVar[Mapping[str, str]] = {"enter": N_("open")}
    HELP = N_("Enter goes on with a game. One that is over is opened to look back at.")
    AUTO_FOCUS = "Menu"

    def __init__(self, folder: Path) -> None:
        """The games of this folder."""
        super().__init__()
        self._folder = folder
        self._games: list[SavedGame] = []

    def compose(self) -> ComposeResult:
        """The list, and more about the game that is marked."""
        examples = self._folder == library.examples_folder()
        title = _("Example games") if examples else _("Saved games")
        yield self.heading(title, "" if examples else str(self._folder))
        yield Menu(self.glyphs)
        details = Told(id="details")
        details.tell(self._details)
        yield details
        yield self.footer()

    def on_mount(self) -> None:
        """Read the folder."""
        self._look()

    @work(thread=True, exclusive=True)
    def _look(self) -> None:
        readings: dict[str, Reading] = {}
        self.face.call_from_thread(self._tell, library.games(self._folder, readings))
        readings.update(library.packs())
        self.face.call_from_thread(self._tell, library.games(self._folder, readings))

    def _tell(self, games: "list[SavedGame]") -> None:
        self._games = games
        self.query_one(Menu).tell([_item(game) for game in games])
        self.query_one("#details", Told).redraw(layout=True)

    def _details(self, width: int, height: int) -> Iterable[Line]:
        if not self._games:
            return paragraph(_("No game was saved here yet."), width)
        game = self._games[self.query_one(Menu).mark]
        if game.problem:
            return paragraph(game.problem, width, "warning")
        facts = _("{name}, last played {when}").format(name=game.name, when=game.when)
        return [line((facts, "dim"))]

    def on_rows_marked(self) -> None:
        """Say more about what is marked now."""
        self.query_one("#details", Told).redraw(layout=True)

    def action_enter(self) -> None:
        """Open the marked game."""
        self.query_one(Menu).pick()

    def on_menu_picked(self, message: Menu.Picked) -> None:
        """Open the game that was picked."""
        path = next(game.path for game in self._games if game.name == message.item.id)
        self.face.play(partial(library.gone_on, path, self.face.saves_folder))


def _item(game: "SavedGame") -> Item:
    if game.problem:
        return Item(game.name, game.name, game.problem, ready=False)
    title = ", ".join(part for part in (game.title, game.seat) if part)
    return Item(game.name, title, game.stands)
