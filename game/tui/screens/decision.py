"""One decision in full: what it is, its options, what they cost and what is known of their effects."""

from collections.abc import Callable, Iterable
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll

from game.errors import GameError
from game.tui.keys import bindings
from game.tui.screens.base import GameScreen
from game.tui.widgets.header import Header
from game.tui.widgets.panel import Line, line, paragraph
from game.tui.widgets.told import Told
from game.views.board import DecisionView, OptionView, board
from game.words import _


class DecisionScreen(GameScreen[None]):
    """A decision with all there is to know of it; a dial can be set here as on the desk."""

    DEFAULT_CSS = """
    DecisionScreen {
        VerticalScroll { height: 1fr; }
        #decision { padding: 1 2; }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        *bindings("enter", "undo", "redo"),
        Binding("left,h", "turn(-1)", show=False),
        Binding("right", "turn(1)", show=False),
        *(Binding(str(n), f"take({n})", show=False) for n in range(1, 10)),
    ]
    FOOTER = ("undo", "codex")

    def compose(self) -> ComposeResult:
        """The decision, scrolled where it is long."""
        yield Header()
        with VerticalScroll():
            yield Told(id="decision")
        yield self.footer()

    def on_mount(self) -> None:
        """Let the arrows scroll."""
        self.query_one(VerticalScroll).focus()

    def show(self) -> None:
        """Draw the decision as it stands."""
        self.query_one(Header).heading = self.heading()
        self._refused = ""
        self._redraw()

    def marked(self, name: str) -> str:
        """Its page of the codex."""
        return (self._view.codex or "") if name == "codex" else ""

    @property
    def _view(self) -> DecisionView:
        match = self.session.match
        views = board(self.session.outlook, match.offers, match.draft.order).decisions
        return next(view for view in views if view.id == self.subject)

    def _redraw(self) -> None:
        told = self.query_one("#decision", Told)
        told.tell(self._lines)
        told.refresh(layout=True)

    def _lines(self, width: int, height: int) -> Iterable[Line]:
        view = self._view
        yield line((view.title, "strong"))
        yield Line()
        yield from paragraph(view.about, width)
        if view.refusal:
            yield Line()
            yield from paragraph(_("Closed now: {why}").format(why=view.refusal), width, "warning")
        yield Line()
        if view.kind == "amount":
            yield from self._amount(view, width)
        for number, option in enumerate(view.options, 1):
            yield from self._option(view, number, option, width)
        if self._refused:
            yield from paragraph(self._refused, width, "warning")

    def _amount(self, view: DecisionView, width: int) -> Iterable[Line]:
        yield line(_("Ordered: {amount}").format(amount=view.stands), ("  " + view.cost, "yours"))
        limit = _("as far as your money goes") if view.limit == "money" else _("what can be had")
        yield line(_("Up to {most}, {limit}.").format(most=view.most_text, limit=limit))
        if view.price:
            unit = view.unit or _("unit")
            yield line(_("{price} per {unit}.").format(price=view.price, unit=unit))
        for effect in view.effects:
            yield from paragraph(effect, width, "dim", "    ")

    def _option(
        self, view: DecisionView, number: int, option: OptionView, width: int
    ) -> Iterable[Line]:
        glyphs = self.face.glyphs
        dot = glyphs.on if option.ordered else glyphs.shut if option.refusal else glyphs.off
        state = _("stands") if option.current else _("ordered") if option.ordered else ""
        cost = _("{cost} a turn").format(cost=option.cost) if option.cost else ""
        facts = ", ".join(part for part in (state, cost) if part)
        look = "yours" if option.ordered and view.changed else ""
        yield line((f"{number} ", "key"), (f"{dot} {option.title}  ", look), (facts, "dim"))
        if option.text:
            yield from paragraph(option.text, width, "", "    ")
        if option.refusal and not view.refusal:
            why = _("Not possible: {why}").format(why=option.refusal)
            yield from paragraph(why, width, "warning", "    ")
        elif option.effects and not option.current:
            brings = _("Changing to it: {effects}.").format(effects="; ".join(option.effects))
            yield from paragraph(brings, width, "dim", "    ")
        yield Line()

    def action_enter(self) -> None:
        """Back, with what was set."""
        self.dismiss(None)

    def action_turn(self, step: int) -> None:
        """Set a dial to the option beside."""
        options = self._view.options
        if options:
            now = next(n for n, option in enumerate(options) if option.ordered)
            self._set(now + step)

    def action_take(self, number: int) -> None:
        """Set a dial to the option of that number."""
        self._set(number - 1)

    def action_undo(self) -> None:
        """Take the last step back."""
        self._try(self.session.undo)

    def action_redo(self) -> None:
        """Take it again."""
        self._try(self.session.redo)

    def _set(self, place: int) -> None:
        options = self._view.options
        if 0 <= place < len(options):
            self._try(lambda: self.session.set(self.subject, options[place].id))

    def _try(self, step: Callable[[], object]) -> None:
        self._refused = ""
        try:
            step()
        except GameError as error:
            self._refused = self.session.outlook.told(str(error))
        self._redraw()
