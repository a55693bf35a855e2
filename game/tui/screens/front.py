"""What the screens before and beside a game have in common: a heading, a footer, and Escape."""

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, ClassVar, TypeVar, cast

from textual.screen import Screen

from game.tui.glyphs import Glyphs
from game.tui.keys import bindings, hints
from game.tui.widgets.footer import Footer
from game.tui.widgets.panel import Line, apart, columns, cut
from game.tui.widgets.told import Told

if TYPE_CHECKING:
    from game.tui.app import GameApp

Result = TypeVar("Result")
WIDTHS = [(0, "-narrow"), (120, "-wide"), (200, "-huge")]
HEIGHTS = [(0, "-low"), (36, "-tall")]


class FrontScreen(Screen[Result]):
    """A screen that needs no game."""

    BINDINGS = bindings("back")
    HORIZONTAL_BREAKPOINTS = WIDTHS
    VERTICAL_BREAKPOINTS = HEIGHTS
    FOOTER: ClassVar[tuple[str, ...]] = ()
    """Actions whose keys the footer tells; `back` and `help` come of themselves."""
    WORDS: ClassVar[Mapping[str, str]] = {}
    """Words of this screen's own for some actions of the footer."""

    @property
    def face(self) -> "GameApp":
        """The app."""
        return cast("GameApp", self.app)  # pyright: ignore[reportUnknownMemberType]

    @property
    def glyphs(self) -> Glyphs:
        """The signs to draw with."""
        return self.face.glyphs

    def heading(self, title: str, beside: str = "") -> Told:
        """The first line of the screen."""

        def write(width: int, height: int) -> Iterable[Line]:
            room = width - columns(title) - 3
            return [apart([(title, "strong")], [(cut(beside, room), "dim")], width)]

        told = Told(id="heading")
        told.tell(write)
        return told

    def footer(self) -> Footer:
        """The last line of the screen."""
        return Footer(hints((*self.FOOTER, *self.always()), dict(self.WORDS)))

    def always(self) -> tuple[str, ...]:
        """Actions that end every footer."""
        return ("back", "help")

    def action_back(self) -> None:
        """Go back to where the person came from."""
        self.dismiss(None)
