"""What all screens of a game have in common: the session, keys in the footer, and Escape."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, ClassVar, TypeVar, cast

from textual.screen import Screen

from game.tui.keys import bindings, hints
from game.tui.widgets.footer import Footer
from game.tui.widgets.header import Heading

if TYPE_CHECKING:
    from game.tui.app import GameApp
    from game.tui.session import Session

Result = TypeVar("Result")
_WIDTHS = [(0, "-narrow"), (120, "-wide"), (200, "-huge")]
"""Classes by width; 80 columns are the floor."""
_HEIGHTS = [(0, "-low"), (36, "-tall")]


class GameScreen(Screen[Result]):
    """A screen of a game that is being played.

    It composes its panels and, last, `self.footer()`. It calls `show` to draw them anew; that is also
    called when another screen above it was closed.
    """

    BINDINGS = bindings("back")
    HORIZONTAL_BREAKPOINTS = _WIDTHS
    VERTICAL_BREAKPOINTS = _HEIGHTS
    FOOTER: ClassVar[tuple[str, ...]] = ()
    """Actions whose keys the footer tells, what matters most first; `back` and `help` come of themselves."""
    WORDS: ClassVar[Mapping[str, str]] = {}
    """Words of this screen's own for some actions of the footer."""

    def __init__(self, session: "Session", subject: str = "") -> None:
        """A screen of this game.

        Args:
            session: The game.
            subject: What it is opened on: the id of a quantity, page, event or forecast; may be empty.
        """
        super().__init__()
        self.session = session
        self.subject = subject

    @property
    def face(self) -> "GameApp":
        """The app."""
        return cast("GameApp", self.app)  # pyright: ignore[reportUnknownMemberType]

    def is_on(self, kind: type, subject: str) -> bool:
        """Whether this is the screen of that kind on that subject."""
        return type(self) is kind and self.subject == subject

    def heading(self) -> Heading:
        """What the first line says: the game, when it is, who plays, and the seed."""
        from game.views.desk import when  # late: it brings the engine

        match, outlook = self.session.match, self.session.outlook
        model = match.pack.model
        you = model.role[outlook.role].title
        return Heading(model.pack.title, when(outlook), you, match.setup.seed)

    def footer(self) -> Footer:
        """The footer of this screen."""
        return Footer(hints((*self.FOOTER, *self.always()), dict(self.WORDS)))

    def always(self) -> tuple[str, ...]:
        """Actions that end every footer."""
        return ("back", "help")

    def show(self) -> None:
        """Draw what the session holds now."""

    def marked(self, name: str) -> str:
        """What a screen of that name is opened on from here: an id, or nothing."""
        del name
        return ""

    def on_mount(self) -> None:
        """Draw for the first time. A kind of screen with an `on_mount` of its own calls no other: each is run."""
        self.show()

    def on_screen_resume(self) -> None:
        """Draw again: a screen above may have changed something."""
        if self.is_mounted:
            self.show()

    def action_back(self) -> None:
        """Go back to where the person came from."""
        self.dismiss(None)
