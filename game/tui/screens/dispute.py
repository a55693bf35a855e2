"""A dispute: one constant set within its range, and which conclusions of the model flip."""

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, ClassVar

from textual import work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.worker import Worker

from game.engine.world import check_constants
from game.errors import GameError
from game.lab.dispute import GAMES, Dispute, Progress
from game.tui.keys import hints
from game.tui.screens.finding import FindingScreen
from game.tui.screens.reading import heading, story
from game.tui.widgets.footer import Footer
from game.tui.widgets.page import GAP, Entry, entry
from game.tui.widgets.panel import Span, apart, line, paragraph
from game.tui.widgets.slider import Slider
from game.views.dispute import (
    ConclusionView,
    ConstantView,
    DisputeView,
    GoalLine,
    constant_view,
    constants,
    dispute_view,
    flipped_so_far,
    invitation,
    progress_line,
    promise,
    typed_number,
)
from game.words import N_, _

if TYPE_CHECKING:
    from game.tui.session import Session

MORE = 1000
"""Games of a dispute that is asked for again."""


class DisputeScreen(FindingScreen[None]):
    """The constant of an id on its range; without one, all that can be disputed."""

    CSS_PATH = "dispute.tcss"
    AUTO_FOCUS = "Slider, #main"
    HELP = N_(
        "Set a constant within the range its sources give; Enter plays many games with both values and "
        "tells which conclusions flip. Enter again plays more. Your own game is not touched."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("pageup", "page(-1)", show=False),
        Binding("pagedown", "page(1)", show=False),
    ]

    def __init__(self, session: "Session", subject: str = "") -> None:
        """The constant of that id, at the value it has."""
        pack = session.match.pack
        super().__init__(session, subject if subject in pack.model.constant else "")
        self._all = () if self.subject else constants(pack)
        self._view: ConstantView | None = None
        if self.subject:
            self._view = constant_view(pack, self.subject)
        self._remark = ""
        """What is to be said before anything else."""
        self._found: Dispute | None = None
        self._progress: Progress | None = None
        self._asking: Worker[None] | None = None

    def compose(self) -> ComposeResult:
        """The bar above the pages."""
        yield Slider(self.glyphs, id="slider")
        yield from super().compose()

    def on_mount(self) -> None:
        """Put the constant on its bar."""
        self.set_class(not self.subject, "-listing")
        slider = self._slider
        slider.can_focus = bool(self.subject)
        if self._view is not None:
            slider.tell(self._view, self._view.value)
            slider.focus()

    @property
    def _slider(self) -> Slider:
        return self.query_one(Slider)

    def footer(self) -> Footer:
        """A list, or a constant."""
        return Footer(self._hints())

    def _hints(self) -> list[tuple[str, str]]:
        if not self.subject:
            return hints(("enter", "find", *self.always()), {})
        words = {"enter": _("see what flips"), "find": _("others")}
        if self._asking is not None:
            words["back"] = _("stop")
        moves = [("<- ->", _("set")), ("Home End", _("ends")), ("0-9", _("type"))]
        first, *others = hints(("enter", "find", *self.always()), words)
        return [first, *moves, *others]

    # What is shown.

    def title_line(self) -> tuple[str, str, str]:
        """The constant, and that the game stays as it is."""
        title = self._view.title if self._view else _("what can be argued about")
        return _("Dispute"), title, _("your game is not touched")

    def written(self, width: int) -> Iterable[Entry]:
        """The list, or what came of the dispute."""
        if self._view is None:
            yield from self._listed(width)
            return
        if self._remark:
            yield story(self._remark, width, "warning")
            yield GAP
        if self._asking is not None:
            yield from self._so_far(width)
        elif self._found is not None:
            yield from self._result(self._found, width)
        else:
            yield story(invitation(self.session.match.pack, GAMES), width)
            yield story(promise(), width, "dim")

    def written_aside(self, width: int) -> Iterable[Entry]:
        """What the constant is, and what it rests on; of a list, the one that is marked."""
        view = self._view
        if view is None and self.roomy:
            view = next((each for each in self._all if each.id == self.main.key), None)
        if view is None:
            return
        if view.about:
            yield heading(view.title)
            yield story(view.about, width)
            yield GAP
        yield heading(_("It rests on"))
        for each in view.rests or (_("Nothing is cited here."),):
            yield story(each, width, "dim")
        if self._found is not None and self._asking is None and self.roomy:
            yield GAP
            yield from self._unmoved(dispute_view(self.session.match.pack, self._found), width)

    def _listed(self, width: int) -> Iterator[Entry]:
        yield story(
            _(
                "Constants of this model, the widest range first. Choose one, set it, see what flips."
            ),
            width,
            "dim",
        )
        yield GAP
        shown = [view for view in self._all if self.has(view.title, view.id, view.about)]
        for view in shown:
            last: list[Span] = [
                (f"  {view.stands}", "strong"),
                (f"   {view.range}, {view.confidence}", "dim"),
            ]
            yield entry([apart([(view.title, "")], last, min(width, 96))], view.id)
        if not shown:
            yield story(
                _("No constant is called that.")
                if self._all
                else _("Nothing in this pack is in dispute."),
                width,
            )

    def _so_far(self, width: int) -> Iterator[Entry]:
        pack, progress = self.session.match.pack, self._progress
        told = progress_line(pack, progress) if progress else _("Beginning")
        yield entry([line((told, "accent"))])
        yield story(_("Escape stops it; every other key works meanwhile."), width, "dim")
        flipped = flipped_so_far(pack, progress) if progress else ()
        if flipped:
            yield GAP
            yield from self._conclusions(_("Flipped so far"), flipped, width)

    def _result(self, found: Dispute, width: int) -> Iterator[Entry]:
        told = dispute_view(self.session.match.pack, found)
        yield story(told.title, width, "strong")
        yield story(told.summary, width)
        more = _("Enter again: {games} games.").format(games=f"{MORE:,}")
        yield story(f"{told.games} {more}" if found.games < MORE else told.games, width, "dim")
        yield GAP
        if told.flipped:
            yield from self._conclusions(_("Conclusions that flip"), told.flipped, width)
        if told.moved:
            yield from self._goals(_("Goals that move"), told.moved, width)
        if not self.roomy:
            yield from self._unmoved(told, width)
        yield story(told.notes, width, "dim")
        yield story(promise(), width, "dim")
        yield GAP

    def _unmoved(self, told: DisputeView, width: int) -> Iterator[Entry]:
        if told.still:
            yield from self._conclusions(_("Conclusions that stand"), told.still, width)
        if told.hardly:
            yield from self._goals(_("Goals that hardly move"), told.hardly, width)

    def _conclusions(
        self, title: str, views: Iterable[ConclusionView], width: int
    ) -> Iterator[Entry]:
        yield heading(title)
        for each in views:
            look = "warning" if each.flips else ""
            yield Entry(tuple(paragraph(each.title, min(width, 96), look)))
            shares = (
                f"{each.before} {self.glyphs.track}> {each.after}, {each.needs}: {each.verdict}."
            )
            yield story(f"{shares} {each.note}".strip(), width, "dim", "  ")
        yield GAP

    def _goals(self, title: str, views: Iterable[GoalLine], width: int) -> Iterator[Entry]:
        yield heading(title)
        for each in views:
            last: list[Span] = [(each.change, "dim")]
            if each.better is not None:
                look, word = ("better", _("better")) if each.better else ("worse", _("worse"))
                last = [(each.change, look), (f" {word}", "dim")]
            first = [(f"{each.role}: {each.title}", "")]
            yield entry([apart(first, last, min(width, 96))])
            yield story(f"{each.before} {self.glyphs.track}> {each.after}", width, "dim", "  ")
        yield GAP

    # Keys.

    def open_key(self, key: str) -> None:
        """Take a constant from the list."""
        self.face.open("dispute", key)

    def on_page_marked(self) -> None:
        """Tell what the marked constant is, where there is room."""
        if not self.subject:
            self.aside.redraw()

    def has_side(self) -> bool:
        """There is one, whatever is marked."""
        return True

    def action_find(self) -> None:
        """Find a constant."""
        if self.subject:
            self.face.open("dispute", "")
        else:
            super().action_find()

    def action_page(self, step: int) -> None:
        """Turn the page below the bar."""
        self.main.action_page(step)

    def action_enter(self) -> None:
        """Open a constant, or see what the value turns."""
        view, slider = self._view, self._slider
        if view is None:
            super().action_enter()
            return
        value = slider.value
        if slider.typed:
            typed = typed_number(slider.typed)
            if typed is None:
                self._refuse(_("{typed} is no number.").format(typed=slider.typed))
                return
            value = typed
        try:
            check_constants(self.session.match.pack, {view.id: value})
        except GameError as error:
            self._refuse(str(error))
            return
        slider.forget_typed()
        slider.tell(view, value)
        self._refuse("")
        if value == view.value:
            self._remark = _("This is the value the model has: move it first.")
            self.main.redraw()
            return
        found = self._found
        again = found is not None and found.constants[view.id] == value
        games = MORE if again else GAMES
        if not (again and found is not None and found.games == MORE):
            self._ask(value, games)

    def _refuse(self, why: str) -> None:
        self._slider.refuse(why)
        self.set_class(bool(why), "-refused")

    def on_slider_changed(self) -> None:
        """Another value may be allowed again."""
        self._remark = ""
        self.set_class(False, "-refused")
        self.main.redraw()

    def action_back(self) -> None:
        """Drop what is typed, stop what is played, then go back."""
        if self._slider.forget_typed():
            self.set_class(False, "-refused")
        elif self._asking is not None:
            self._asking.cancel()
            self._asking = None
            self._remark = _("Stopped. Nothing came of it, and nothing has changed.")
            self._tell(anew=True)
        else:
            super().action_back()

    # In the background.

    def _ask(self, value: float, games: int) -> None:
        self._remark, self._progress = "", None
        self._asking = self._play(value, games)
        self._tell(anew=True)

    @work(exclusive=True, group="dispute")
    async def _play(self, value: float, games: int) -> None:
        pack = self.session.match.pack
        try:
            self._found = await self.session.disputes.answer(
                pack, {self.subject: value}, games, self._hear
            )
        except GameError as error:
            self._remark = str(error)
        self._asking = None
        self._tell(anew=True)

    def _hear(self, progress: Progress) -> None:
        """Show how far it has come, unless nobody waits any more."""
        if self._asking is not None and self.is_attached:
            self._progress = progress
            self.main.redraw()

    def _tell(self, *, anew: bool = False) -> None:
        if self.is_attached:
            self.query_one(Footer).tell(self._hints())
            self.main.tell(self.written_below, anew=anew)
            self.aside.tell(self.written_aside, anew=anew)
