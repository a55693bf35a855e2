"""Forecasts: a probability for each question that is asked, and how earlier ones came out."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, ClassVar

from textual import events
from textual.binding import Binding, BindingType

from game.errors import GameError
from game.tui.keys import hints
from game.tui.screens.reading import ReadingScreen, heading, story
from game.tui.widgets.footer import Footer
from game.tui.widgets.page import GAP, Entry, entry
from game.tui.widgets.panel import Line, Span, line, paragraph
from game.views.desk import when
from game.views.news import ForecastView, Predicted, predicted, questions
from game.words import _

if TYPE_CHECKING:
    from game.tui.session import Session

STEP = 5
"""Percent that an arrow moves."""
SCALE = 41
"""Columns of the scale from 0 to 100 percent."""


class ForecastScreen(ReadingScreen[None]):
    """The questions that are asked this turn. Nothing is said before Enter."""

    CSS_PATH = "forecast.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left,h", "slide(-1)", show=False),
        Binding("right", "slide(1)", show=False),
        Binding("backspace", "rub", show=False),
    ]

    def __init__(self, session: "Session", subject: str = "") -> None:
        """The questions; `subject` is the one that is marked first."""
        super().__init__(session, subject)
        self._typed: dict[str, str] = {}
        """What is about to be said of each question [percent]."""
        self._refused = ""

    def footer(self) -> Footer:
        """Enter says, Escape skips."""
        if not questions(self.session.match):
            return Footer(hints(("back", "help"), {}))
        words = {"enter": _("say so"), "back": _("skip")}
        told = hints(("enter", "back", "help"), words)
        return Footer([("0-9", _("percent")), ("<- ->", _("less, more")), *told])

    def first_marked(self) -> str:
        """What it was opened on."""
        return self.subject

    # What is shown.

    def title_line(self) -> tuple[str, str, str]:
        """How many are asked, and when."""
        asked = questions(self.session.match)
        left = sum(not question.answer for question in asked)
        one = _("1 is asked") if left == 1 else _("{n} are asked").format(n=left)
        return _("Forecasts"), one if left else "", when(self.session.outlook)

    def written(self, width: int) -> Iterable[Entry]:
        """The questions."""
        asked = questions(self.session.match)
        if not asked:
            yield story(_("No forecast is asked now."), width)
        for question in asked:
            yield entry(self._question(question, min(width, 96)), question.id)
            yield GAP
        if asked:
            words = _("Nothing depends on it but your own record: say what you believe.")
            yield story(words, width, "dim")

    def _question(self, question: ForecastView, width: int) -> list[Line]:
        rows = paragraph(question.question, width, "strong")
        rows += paragraph(question.known, width)
        rows.append(line((_("Decided at the end of {date}.").format(date=question.due), "dim")))
        typed = self._typed.get(question.id, question.answer.removesuffix("%"))
        said = bool(question.answer) and question.id not in self._typed
        rows.append(Line())
        rows.append(Line((*self._scale(typed), ("   ", ""), *self._said(typed, said))))
        if self._refused and question.id == self.reading.key:
            rows += paragraph(self._refused, width, "warning")
        return rows

    def _scale(self, typed: str) -> list[Span]:
        track = self.glyphs.track
        if not typed:
            return [("0% ", "dim"), (track * SCALE, "dim"), (" 100%", "dim")]
        at = round(min(100.0, float(typed)) / 100.0 * (SCALE - 1))
        return [
            ("0% ", "dim"),
            (self.glyphs.gain * at, "yours"),
            (self.glyphs.on[:1] if len(self.glyphs.on) == 1 else "O", "accent"),
            (track * (SCALE - 1 - at), "dim"),
            (" 100%", "dim"),
        ]

    def _said(self, typed: str, said: bool) -> list[Span]:
        if not typed:
            return [(_("not said yet"), "dim")]
        number = [(f"{typed}%", "strong")]
        return [*number, (f"  {_('said')}" if said else f"  {_('Enter says so')}", "dim")]

    def written_aside(self, width: int) -> Iterable[Entry]:
        """Earlier forecasts, and how good they were."""
        made = predicted(self.session.match)
        if not made:
            return
        yield heading(_("What you said before"))
        for prediction in made:
            yield entry(_made(prediction, min(width, 96)))
        score = self.session.match.calibration
        if score.brier is not None:
            words = _(
                "Brier score over {n}: {brier}. 0 is perfect, 0.25 is a coin toss, 1 is worst."
            )
            yield story(words.format(n=score.scored, brier=f"{score.brier:.2f}"), width, "strong")

    # Keys.

    def on_key(self, event: events.Key) -> None:
        """Type a digit."""
        sign = event.character or ""
        key = self.main.key
        if not (key and sign.isascii() and sign.isdigit()):
            return
        event.stop()
        typed = self._typed.get(key, "") + sign
        self._put(key, typed if float(typed) <= 100.0 and len(typed) <= 3 else sign)

    def action_rub(self) -> None:
        """Take the last digit away."""
        key = self.main.key
        if key:
            self._put(key, self._typed.get(key, self._answer(key))[:-1])

    def action_slide(self, step: int) -> None:
        """Less or more likely."""
        key = self.main.key
        if not key:
            return
        typed = self._typed.get(key) or self._answer(key)
        now = float(typed) if typed else 50.0 - step * STEP
        self._put(key, f"{max(0.0, min(100.0, now + step * STEP)):g}")

    def _answer(self, key: str) -> str:
        asked = questions(self.session.match)
        return next(question.answer for question in asked if question.id == key).removesuffix("%")

    def _put(self, key: str, typed: str) -> None:
        self._typed[key] = typed
        self._refused = ""
        self.main.redraw()

    def open_key(self, key: str) -> None:
        """Say it, and go to the next question that is not answered; after the last one, back."""
        typed = self._typed.get(key) or self._answer(key)
        if not typed:
            self._refused = _("Type a number from 0 to 100 first, or leave it with Escape.")
            self.main.redraw()
            return
        self.session.settle()
        try:
            self.session.match.forecast(key, typed)
        except GameError as error:
            self._refused = str(error)
            self.main.redraw()
            return
        self._typed.pop(key, None)
        left = [question.id for question in questions(self.session.match) if not question.answer]
        if left:
            self.show()
            self.main.mark(left[0])
        else:
            self.dismiss(None)


def _made(prediction: Predicted, width: int) -> list[Line]:
    said = prediction.said or _("nothing")
    if prediction.happened is None:
        out = _("You said {said}. Open until the end of {date}.").format(
            said=said, date=prediction.due
        )
    else:
        truth = _("It came true") if prediction.happened else _("It did not come true")
        out = _("You said {said}. {truth} ({date}).").format(
            said=said, truth=truth, date=prediction.due
        )
        if prediction.brier is not None:
            out += " " + _("Brier {brier}.").format(brier=f"{prediction.brier:.2f}")
    return [*paragraph(prediction.question, width), *paragraph(out, width, "dim", "  "), Line()]
