"""The app: opens a game, knows the screens, and leaves the terminal and the save in order.

Nothing heavy is imported here: the game is opened in a thread after the first paint.
"""

import asyncio
import os
import signal
import sys
import threading
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar, cast

from rich.segment import Segment
from textual import work
from textual.app import App
from textual.binding import Binding, BindingType
from textual.color import Color
from textual.filter import LineFilter
from textual.screen import Screen
from textual.widget import Widget

from game.errors import ExitCode, GameError
from game.tui.glyphs import Glyphs, plain
from game.tui.keys import bindings, opening_bindings
from game.tui.places import screen_class
from game.tui.preferences import Preferences, read_preferences, settings_file, write_preferences
from game.tui.screens.ask import AskScreen
from game.tui.screens.base import GameScreen
from game.tui.screens.opening import OpeningScreen
from game.tui.themes import THEMES
from game.words import _

if TYPE_CHECKING:
    from game.tui.session import Session

Opener = Callable[[], "Session"]
"""Reads a pack or a save, and begins or goes on with its game. It is called in a thread."""


FAREWELL = 3.0
"""How long a process that was told to end tries to leave in good order [seconds]."""


_KEEP_TITLE, _OLD_TITLE = "\x1b[22;2t", "\x1b[23;2t"
"""What tells a terminal to keep the title of its window, and to put it back."""


class AsciiSigns(LineFilter):
    """Leaves no rule, corner or bar on the screen that is not of ASCII."""

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:
        """The same segments, in plain signs."""
        return [Segment(plain(text), style, control) for text, style, control in segments]


class GameApp(App[int]):
    """The full-screen face. Its result is an exit code."""

    CSS_PATH = "app.tcss"
    TITLE = "Two Doors"
    ENABLE_COMMAND_PALETTE = False
    BINDINGS: ClassVar[list[BindingType]] = [
        *bindings("help", "leave", "palette"),
        *opening_bindings(),
        Binding("ctrl+c,ctrl+q", "stop", show=False, priority=True, system=True),
        Binding("ctrl+z", "suspend_process", show=False, system=True),
    ]

    def __init__(
        self, opener: Opener | None = None, saves: Path | None = None, pack: str | None = None
    ) -> None:
        """The face of one game, or the title screen.

        Args:
            opener: Opens the game to be played; the title screen is shown when there is none.
            saves: The folder of saves; the person's own when it is None.
            pack: The pack of which a new game is set up, above the title screen.
        """
        super().__init__()
        self.session: Session | None = None
        """The game that is being played."""
        self.problem: GameError | None = None
        """Why the game could not be opened."""
        self._opener = opener
        self._pack = pack
        self._titled = False
        self._saves = saves
        self._settings = settings_file()
        self.preferences, self._unread = read_preferences(self._settings)
        for theme in THEMES:
            self.register_theme(theme)
        self.theme = self.preferences.theme

    @property
    def glyphs(self) -> Glyphs:
        """The signs to draw with."""
        return self.preferences.glyphs

    def get_line_filters(self) -> Sequence[LineFilter]:
        """What all that is drawn goes through: signs of ASCII alone, where they are wanted."""
        filters = super().get_line_filters()
        return [*filters, AsciiSigns()] if self.preferences.drawing == "ascii" else filters

    @property
    def drawing(self) -> str:
        """What charts are drawn with: a `Mode` of theirs."""
        return self.preferences.drawing

    @property
    def saves_folder(self) -> Path:
        """Where games are saved."""
        from game.match.shelf import saves_folder

        return self._saves or saves_folder()

    def prefer(self, preferences: Preferences) -> None:
        """Look like this from now on, and keep it."""
        self.preferences = preferences
        self.theme = preferences.theme
        for screen in self.screen_stack:
            for node in screen.walk_children(Widget):
                node.refresh()
        problem = write_preferences(self._settings, preferences)
        if problem:
            self.say(problem)

    # Opening.

    def on_mount(self) -> None:
        """Show the title, or open the game that was asked for."""
        self._obey_signals()
        if self._unread:
            self.say(self._unread)
        if self._opener is None:
            self.push_screen(screen_class("title")())
            if self._pack is not None:
                self.push_screen(screen_class("new")(self._pack))
        else:
            self.play(self._opener)

    @work(exclusive=True, group="open")
    async def play(self, opener: Opener) -> None:
        """Open a game, and show its desk.

        What is refused while it is opened goes to the screen it was called on, as a notification;
        where there is none, the app ends, and `problem` says why.
        """
        opening = OpeningScreen()
        await self.push_screen(opening)
        try:
            self.session = await asyncio.to_thread(_opened, opener)
        except GameError as error:
            if self._opener is not None:
                self.problem = error
                self.exit(error.exit_code)
                return
            await self.pop_screen()
            self.say(str(error))
            return
        await self.pop_screen()
        await self.push_screen(screen_class("desk")(self.session))
        for remark in self.session.remarks:
            self.say(remark)
        self.session.remarks.clear()
        for key in opening.typed:
            self.post_message(key)

    # Screens.

    def open(self, name: str, subject: str = "") -> "GameScreen[Any] | None":
        """Open a screen of the game above this one; nothing when no game is open, or it is there already.

        Args:
            name: One of `SCREENS`.
            subject: What it is opened on: the id of a quantity, page, event or forecast.
        """
        kind = screen_class(name)
        here = self._game_screen()
        if self.session is None or (here is not None and here.is_on(kind, subject)):
            return None
        screen = kind(self.session, subject)
        self.push_screen(screen)
        return screen

    def action_open(self, name: str) -> None:
        """Open a screen on what is marked on this one."""
        here = self._game_screen()
        self.open(name, here.marked(name) if here else "")

    def _game_screen(self) -> "GameScreen[Any] | None":
        """The screen that is seen, when it is one of a game."""
        here = cast("Screen[Any]", self.screen)
        return here if isinstance(here, GameScreen) else None

    def action_help(self) -> None:
        """Open the help for this screen."""
        self.push_screen(screen_class("help")(self.screen))

    def action_palette(self) -> None:
        """Open the command palette."""
        self.push_screen(screen_class("palette")())

    def say(self, text: str) -> None:
        """Show one sentence for a while; it is text, never markup."""
        from game.tui.widgets.panel import clean

        self.notify(clean(text), markup=False, severity="warning")

    def watch_app_focus(self, focus: bool) -> None:
        """Mark something on a screen that was opened while the page of a browser lay in the background.

        Textual marks nothing then, and keys would go nowhere.
        """
        if not focus or self.screen.focused is not None:
            return
        wanted = self.AUTO_FOCUS if self.screen.AUTO_FOCUS is None else self.screen.AUTO_FOCUS
        able = (widget for widget in self.screen.query(wanted or "") if widget.focusable)
        self.screen.set_focus(next(able, None))

    # Leaving.

    def action_leave(self) -> None:
        """Ask, save and leave."""
        if self.session is None or self.session.match.finished:
            self.stop(ExitCode.DONE)
            return
        question = _("Leave the game? It is saved up to the last turn that was ended.")
        self.push_screen(AskScreen(question, _("leave")), self._left)

    def action_title(self) -> None:
        """Ask, save and go back to the title."""
        if self.session is None or self.session.match.finished:
            self.go_to_title()
            return
        question = _("To the title? The game is saved up to the last turn that was ended.")
        self.push_screen(AskScreen(question, _("go")), self._to_title_if)

    def _to_title_if(self, yes: bool | None) -> None:
        if yes:
            self.go_to_title()

    @work(exclusive=True, group="open")
    async def go_to_title(self, *above: Screen[Any]) -> None:
        """Save and close the game, and show the title and perhaps a screen above it."""
        if self.session is not None:
            self.session.save()
            self.session = None
        for left in self.screen_stack:
            # What they wait for may come when their panels are gone already.
            self.workers.cancel_node(left)  # pyright: ignore[reportUnknownMemberType]
        while len(self.screen_stack) > 1:
            await self.pop_screen()
        for screen in (screen_class("title")(), *above):
            await self.push_screen(screen)

    def _left(self, yes: bool | None) -> None:
        if yes:
            self.stop(ExitCode.DONE)

    def action_stop(self) -> None:
        """Save and leave at once."""
        self.stop(128 + signal.SIGINT)

    def stop(self, code: int) -> None:
        """Save and leave with this exit code."""
        if self.session is not None:
            self.session.save()
        if self._titled:
            self._write(_OLD_TITLE)
        self.exit(code)

    def _obey_signals(self) -> None:
        """Save and leave when the terminal is closed or the process is told to end."""
        loop = asyncio.get_running_loop()
        if self.is_headless or sys.platform == "win32":
            return
        for number in (signal.SIGTERM, signal.SIGHUP):
            loop.add_signal_handler(number, self._obey, number)

    def _obey(self, number: int) -> None:
        """Save and leave; a terminal that is gone takes no farewell, so that is not waited for long."""
        self.stop(128 + number)
        last = threading.Timer(FAREWELL, os._exit, (128 + number,))
        last.daemon = True
        last.start()

    # The window.

    def title_window(self, text: str) -> None:
        """Write a title on the terminal's window."""
        from game.tui.widgets.panel import clean

        self._write(f"{'' if self._titled else _KEEP_TITLE}\x1b]2;{clean(text)}\x07")
        self._titled = True

    def _write(self, sequence: str) -> None:
        if self._driver is not None and not self.is_headless and not self.is_web:
            self._driver.write(sequence)


def _opened(opener: Opener) -> "Session":
    """Open a game, with all that its desk will need imported."""
    session = opener()
    screen_class("desk")
    return session
