"""The title: where a game is chosen, begun, or gone on with.

It is painted before saves and packs are read; what they hold comes into the menu when it is known.
"""

from collections.abc import Iterable, Mapping
from functools import partial
from typing import TYPE_CHECKING, ClassVar

from textual import work
from textual.app import ComposeResult
from textual.containers import Center, Horizontal, Middle, Vertical

from game.tui import library
from game.tui.keys import bindings
from game.tui.places import screen_class
from game.tui.screens.front import FrontScreen
from game.tui.widgets.doors import ASCII_LINES, LINES, Doors
from game.tui.widgets.menu import Item, Menu
from game.tui.widgets.panel import Line, cut, line, paragraph
from game.tui.widgets.told import Told
from game.words import N_, _

if TYPE_CHECKING:
    from game.packs.read import Reading
    from game.views.saved import SavedGame

NEW = 1
"""The row of a new game: marked, until it is known that another waits to be gone on with."""


class TitleScreen(FrontScreen[None]):
    """The first thing that is seen."""

    CSS_PATH = "title.tcss"
    BINDINGS = bindings("enter")
    FOOTER = ("enter", "palette")
    WORDS: ClassVar[Mapping[str, str]] = {"enter": N_("choose")}
    HELP = N_("Pick a line with the arrows and Enter, or by its digit.")
    AUTO_FOCUS = "Menu"

    def __init__(self) -> None:
        """Nothing is known yet of saves and packs."""
        super().__init__()
        self._saves: list[SavedGame] | None = None
        self._examples: list[SavedGame] | None = None
        self._packs: list[Reading] | None = None
        self._told = False

    def compose(self) -> ComposeResult:
        """Doors beside the menu."""
        ascii_only = self.glyphs.bullet.isascii()
        with Middle(), Center(), Horizontal(id="front"):
            yield Doors(ASCII_LINES if ascii_only else LINES, id="doors")
            with Vertical(id="entry"):
                name = Told(id="name")
                name.tell(_name)
                yield name
                menu = Menu(self.glyphs, self._items())
                menu.mark = NEW
                yield menu
        yield self.footer()

    def always(self) -> tuple[str, ...]:
        """There is nothing to go back to."""
        return ("leave", "help")

    def on_mount(self) -> None:
        """Read saves and packs once this was painted."""
        self.face.title_window("Two Doors")
        self.call_after_refresh(self._look)

    def on_screen_resume(self) -> None:
        """Look again: a game may have been played or a pack mended."""
        if self._packs is not None:
            self._look()

    @work(thread=True, exclusive=True)
    def _look(self) -> None:
        saves, examples = self.face.saves_folder, library.examples_folder()
        readings: dict[str, Reading] = {}
        self.face.call_from_thread(
            self._tell, library.games(saves, readings), library.games(examples, readings), None
        )
        readings.update(library.packs())
        self.face.call_from_thread(
            self._tell,
            library.games(saves, readings),
            library.games(examples, readings),
            list(readings.values()),
        )

    def _tell(
        self,
        saves: "list[SavedGame]",
        examples: "list[SavedGame]",
        packs: "list[Reading] | None",
    ) -> None:
        self._saves, self._examples = saves, examples
        self._packs = packs if packs is not None else self._packs
        menu = self.query_one(Menu)
        untouched = menu.mark == NEW and not self._told
        self._told = True
        menu.tell(self._items())
        if untouched and self._latest is not None:
            menu.mark_row(0)

    @property
    def _latest(self) -> "SavedGame | None":
        """The game that was played last and is not over."""
        return next(
            (save for save in self._saves or () if not save.finished and not save.problem), None
        )

    def _items(self) -> list[Item]:
        latest = self._latest
        waiting = "" if self._saves is not None else "..."
        going_on = _("no game is waiting") if self._saves is not None else waiting
        if latest is not None:
            going_on = ", ".join(part for part in (latest.date, latest.seat) if part)
        examples = [save for save in self._examples or () if not save.problem]
        return [
            Item("continue", _("Continue"), going_on, latest is not None),
            Item("new", _("New game")),
            Item("learn", _("First steps"), _("four turns, a lesson in each")),
            Item("saves", _("Saved"), _count(self._saves), bool(self._saves)),
            Item("examples", _("Examples"), _count(examples), bool(examples)),
            Item("packs", _("Packs"), self._packs_note()),
            Item("settings", _("Settings"), self.face.preferences.theme),
        ]

    def _packs_note(self) -> str:
        if self._packs is None:
            return ""
        broken = sum(reading.pack is None for reading in self._packs)
        ready = _("{n} to play").format(n=len(self._packs) - broken)
        return f"{ready}, {_('{n} broken').format(n=broken)}" if broken else ready

    def action_enter(self) -> None:
        """Pick the marked line."""
        self.query_one(Menu).pick()

    def on_menu_picked(self, message: Menu.Picked) -> None:
        """Open what was picked."""
        saves = self.face.saves_folder
        match message.item.id:
            case "continue":
                if self._latest is not None:
                    self.face.play(partial(library.gone_on, self._latest.path, saves))
            case "learn":
                self.face.play(partial(library.first_steps, saves))
            case "examples":
                self.face.push_screen(screen_class("saves")(library.examples_folder()))
            case "saves":
                self.face.push_screen(screen_class("saves")(saves))
            case name:
                self.face.push_screen(screen_class(name)())


def _name(width: int, height: int) -> Iterable[Line]:
    """The name of the game and what it is about."""
    about = _("Fast and theirs, or slow and yours.")
    yield line((cut("T W O   D O O R S", width), "strong"))
    yield from paragraph(about, width, "dim")


def _count(saves: "list[SavedGame] | None") -> str:
    if saves is None:
        return ""
    return str(len(saves)) if saves else _("none yet")
