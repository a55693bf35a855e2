"""Settings: how the face looks; kept when they are left."""

from collections.abc import Iterable
from dataclasses import replace

from textual.app import ComposeResult

from game.tui.preferences import CHOICES, TOLD
from game.tui.screens.front import FrontScreen
from game.tui.widgets.form import Field, Form
from game.tui.widgets.panel import Line, line, paragraph
from game.tui.widgets.told import Told
from game.words import N_, _

TITLES = {"theme": N_("Colours"), "drawing": N_("Charts and signs")}


class SettingsScreen(FrontScreen[None]):
    """One row a setting; what is chosen is seen at once."""

    CSS_PATH = "settings.tcss"
    HELP = N_("Left and right change a setting. It is kept at once.")
    AUTO_FOCUS = "Form"

    def compose(self) -> ComposeResult:
        """The rows, and what the marked one looks like."""
        yield self.heading(_("Settings"))
        yield Form(self.glyphs)
        details = Told(id="details")
        details.tell(self._details)
        yield details
        yield self.footer()

    def on_mount(self) -> None:
        """Show what holds now."""
        self._show()

    def _show(self) -> None:
        preferences = self.face.preferences
        form = self.query_one(Form)
        form.glyphs = self.glyphs
        form.tell(
            [
                Field(id, _(TITLES[id]), getattr(preferences, id), tuple((c, c) for c in choices))
                for id, choices in CHOICES.items()
            ]
        )
        self.query_one("#details", Told).redraw(layout=True)

    def on_form_set(self, message: Form.Set) -> None:
        """Take it, and keep it."""
        self.face.prefer(replace(self.face.preferences, **{message.field: message.value}))
        self._show()

    def on_rows_marked(self) -> None:
        """Say more about what is marked now."""
        self.query_one("#details", Told).redraw(layout=True)

    def _details(self, width: int, height: int) -> Iterable[Line]:
        field = self.query_one(Form).marked
        if field is None:
            return
        yield from paragraph(_(TOLD[field.value]), width)
        yield line()
        yield line(
            (_("yours") + "   ", "yours"),
            (_("the others'") + "   ", "rival"),
            (_("better") + "   ", "better"),
            (_("worse") + "   ", "worse"),
            (_("take care") + "   ", "warning"),
            (_("beside the point"), "dim"),
        )
