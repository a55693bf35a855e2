"""The command palette: any screen, command, number or page of the codex, by a few letters of its name."""

from collections.abc import Callable, Iterator
from functools import partial
from typing import TYPE_CHECKING, cast

from textual.command import CommandPalette, DiscoveryHit, Hit, Hits, Provider
from textual.content import Content
from textual.fuzzy import Matcher
from textual.widgets import Input

from game.tui.keys import KEYS
from game.tui.places import screen_class
from game.tui.screens.help import keys_of
from game.tui.widgets.panel import clean
from game.words import N_, _

if TYPE_CHECKING:
    from game.tui.app import GameApp

FRONT = {
    "new": N_("New game"),
    "packs": N_("Packs"),
    "settings": N_("Settings"),
}
"""Screens that need no game."""
UNFIT = ("palette", "back", "enter", "title", "dispute")
"""Keys that say nothing here, or are told otherwise."""

Command = tuple[str, str, Callable[[], object]]
"""A name, a sentence and what is done."""


class PaletteScreen(CommandPalette):
    """Finds and does."""

    DEFAULT_CSS = """
    PaletteScreen {
        & > Vertical { margin: 1 0 0 0; max-width: 100; background: $surface; }
        #--input { border: none; padding: 1 1; background: $surface; }
        #--input SearchIcon { display: none; }
        CommandList { background: $surface; border: none; max-height: 80%; }
    }
    """

    def __init__(self) -> None:
        """Over everything there is."""
        super().__init__([Everything], placeholder=_("A screen, a number, a term, a command"))

    def on_mount(self) -> None:
        """Nothing blinks."""
        self.query_one(Input).cursor_blink = False


class Everything(Provider):
    """All that can be opened or done from the screen the palette was called on."""

    async def discover(self) -> Hits:
        """Before anything is typed: commands and screens."""
        for name, does, do in (*self._keys(), *self._front()):
            yield DiscoveryHit(Content(name), do, name, does)

    async def search(self, query: str) -> Hits:
        """What fits the letters that were typed."""
        matcher = self.matcher(query)
        for name, does, do in self._everything():
            score = matcher.match(name)
            if score > 0:
                yield Hit(score, _highlighted(matcher, name), do, name, does)

    def _everything(self) -> Iterator[Command]:
        yield from self._keys()
        yield from self._front()
        yield from self._numbers()
        yield from self._pages()
        yield from self._constants()

    @property
    def _face(self) -> "GameApp":
        return cast("GameApp", self.app)

    def _keys(self) -> Iterator[Command]:
        here, elsewhere = keys_of(self.screen, in_game=self._face.session is not None)
        for key in (*elsewhere, *here):
            if key.action not in UNFIT:
                name = f"{_(key.word)[:1].upper()}{_(key.word)[1:]}"
                does = _("{does} Key: {key}").format(does=_(key.does), key=key.shown)
                first = KEYS[key.action].keys.partition(",")[0]
                yield name, does, partial(self._face.simulate_key, first)

    def _front(self) -> Iterator[Command]:
        for name, title in FRONT.items():
            if self._face.session is None or name == "settings":
                yield _(title), "", partial(self._push, name)
        if self._face.session is not None:
            yield _("Title"), _(KEYS["title"].does), self._face.action_title

    def _push(self, name: str) -> None:
        self._face.push_screen(screen_class(name)())

    def _numbers(self) -> Iterator[Command]:
        """Numbers on the person's desk: what moved them."""
        session = self._face.session
        if session is None:
            return
        from game.views.numbers import title_of

        pack = session.match.pack
        role = pack.model.role[session.outlook.role]
        for id in dict.fromkeys((*role.position, *role.world)):
            name = _("Why: {title}").format(title=title_of(pack, id))
            yield clean(name), "", partial(self._face.open, "why", id)

    def _dispute(self) -> None:
        self._face.open("dispute")

    def _pages(self) -> Iterator[Command]:
        """Pages of the codex."""
        session = self._face.session
        if session is None:
            return
        from game.views.codex import pages

        for id, title in pages(session.match.pack):
            name = _("Codex: {title}").format(title=title)
            yield clean(name), "", partial(self._face.open, "codex", id)

    def _constants(self) -> Iterator[Command]:
        """Constants that can be disputed."""
        session = self._face.session
        if session is None:
            return
        from game.views.dispute import constants

        yield _("Dispute"), _("All constants that are argued about."), self._dispute
        for view in constants(session.match.pack):
            name = _("Dispute: {title}").format(title=view.title)
            does = _("{value}; {range} in dispute").format(value=view.stands, range=view.range)
            yield clean(name), clean(does), partial(self._face.open, "dispute", view.id)


def _highlighted(matcher: Matcher, name: str) -> Content:
    """The letters that fit, set off; `Matcher.highlight` would take a name of a pack for markup."""
    content = Content(name)
    _score, offsets = matcher.fuzzy_search.match(matcher.query, name)
    for offset in offsets:
        if not name[offset].isspace():
            content = content.stylize(matcher.match_style, offset, offset + 1)
    return content
