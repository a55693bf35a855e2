"""The packs there are; one that cannot be played says why."""

from collections.abc import Iterable, Mapping
from pathlib import PurePath
from typing import TYPE_CHECKING, ClassVar

from textual import work
from textual.app import ComposeResult

from game.tui import library
from game.tui.keys import bindings
from game.tui.places import screen_class
from game.tui.screens.front import FrontScreen
from game.tui.widgets.menu import Item, Menu
from game.tui.widgets.panel import Line, line, paragraph
from game.tui.widgets.told import Told
from game.words import N_, _

if TYPE_CHECKING:
    from game.packs.read import Reading


class PacksScreen(FrontScreen[None]):
    """All packs, shipped ones first."""

    CSS_PATH = "packs.tcss"
    BINDINGS = bindings("enter")
    FOOTER = ("enter",)
    WORDS: ClassVar[Mapping[str, str]] = {"enter": N_("new game")}
    HELP = N_("A pack is a scenario. One that is broken says its first error and cannot be played.")
    AUTO_FOCUS = "Menu"

    def __init__(self) -> None:
        """Nothing was read yet."""
        super().__init__()
        self._packs: dict[str, Reading] = {}

    def compose(self) -> ComposeResult:
        """The list, and more about the pack that is marked."""
        yield self.heading(_("Packs"))
        yield Menu(self.glyphs)
        details = Told(id="details")
        details.tell(self._details)
        yield details
        yield self.footer()

    def on_mount(self) -> None:
        """Read them."""
        self._look()

    def on_screen_resume(self) -> None:
        """Read them again: one may have been mended."""
        if self._packs:
            self._look()

    @work(thread=True, exclusive=True)
    def _look(self) -> None:
        self.face.call_from_thread(self._tell, dict(library.packs()))

    def _tell(self, packs: "dict[str, Reading]") -> None:
        self._packs = packs
        self.query_one(Menu).tell([_item(id, reading) for id, reading in packs.items()])
        self.query_one("#details", Told).redraw(layout=True)

    def _details(self, width: int, height: int) -> Iterable[Line]:
        if not self._packs:
            return [line((_("Reading the packs..."), "dim"))]
        id, reading = list(self._packs.items())[self.query_one(Menu).mark]
        if reading.pack is None:
            hint = _("chiprace pack check {id} lists all that is wrong with it.")
            told = paragraph(_first_error(reading), width, "warning")
            return [*told, line((hint.format(id=id), "dim"))]
        return paragraph(reading.pack.model.pack.about, width)

    def on_rows_marked(self) -> None:
        """Say more about what is marked now."""
        self.query_one("#details", Told).redraw(layout=True)

    def action_enter(self) -> None:
        """Begin a game of the marked pack."""
        self.query_one(Menu).pick()

    def on_menu_picked(self, message: Menu.Picked) -> None:
        """Set up a new game of the pack that was picked."""
        self.face.push_screen(screen_class("new")(message.item.id))


def _first_error(reading: "Reading") -> str:
    from game.packs.shelf import first_error

    return first_error(reading)


def _item(id: str, reading: "Reading") -> Item:
    if reading.pack is None:
        place, report = reading.reports[0].place, reading.reports[0]
        note = _("{file}, line {line}: {message}").format(
            file=PurePath(place.file).name, line=place.line, message=report.message
        )
        return Item(id, reading.title, note, ready=False)
    from game.views.setup import pack_choice

    choice = pack_choice(reading.pack)
    note = _("{minutes} minutes, {length}, {seats} seats").format(
        minutes=choice.minutes, length=choice.length, seats=len(choice.seats)
    )
    return Item(id, choice.title, note)
