"""An event: what happened, how each side reads it, what may be answered, and why it could happen."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType

from game.errors import GameError
from game.tui.keys import bindings, hints
from game.tui.screens.reading import ReadingScreen, heading, story
from game.tui.widgets.footer import Footer
from game.tui.widgets.page import GAP, Entry, beside, entry
from game.tui.widgets.panel import Line, Span, columns, line, paragraph
from game.views.calendar import date_of
from game.views.grounds import Ground, ground
from game.views.news import AskView, ChoiceView, Headline, asks, headlines
from game.words import _

if TYPE_CHECKING:
    from game.tui.session import Session

SIDE_BY_SIDE = 100
"""From so many columns on, the readings of the seats stand beside each other."""


class EventScreen(ReadingScreen[None]):
    """One event. Its subject is `EVENT`, when it last happened, or `EVENT@TURN`."""

    CSS_PATH = "event.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        *bindings("sources"),
        *(Binding(str(n), f"pick({n})", show=False) for n in range(1, 10)),
    ]
    FOOTER = ("sources", "codex")

    def __init__(self, session: "Session", subject: str = "") -> None:
        """The event of that id."""
        super().__init__(session, subject)
        self.event, _at, turn = subject.partition("@")
        self.turn = int(turn) if turn else self._last()
        self._refused: tuple[str, str] = ("", "")
        """A choice that was refused, and why."""

    def _last(self) -> int:
        match = self.session.match
        turns = range(len(match.played), 0, -1)
        return next((turn for turn in turns if self.event in match.fired(turn)), 0)

    def footer(self) -> Footer:
        """Digits and Enter answer, where an answer is asked."""
        told = hints((*self.FOOTER, *self.always()), {})
        asked = self._ask
        if asked is None:
            return Footer(told)
        count = len(asked.choices)
        return Footer([(f"1-{count}", _("answer")), ("Enter", _("answer as marked")), *told])

    def first_marked(self) -> str:
        """The answer that stands: Enter then gives one that may be given."""
        asked = self._ask
        return next(choice.id for choice in asked.choices if choice.standing) if asked else ""

    # What is shown.

    @property
    def _ask(self) -> AskView | None:
        if self.turn != len(self.session.match.played):
            return None
        return next((a for a in asks(self.session.match) if a.headline.id == self.event), None)

    @property
    def _headline(self) -> Headline:
        told = headlines(self.session.match, self.turn)
        return next(headline for headline in told if headline.id == self.event)

    @property
    def _ground(self) -> Ground:
        match = self.session.match
        return ground(match.history, self.session.outlook, f"event.{self.event}", self.turn)

    def title_line(self) -> tuple[str, str, str]:
        """The headline and its date."""
        date = date_of(self.session.match.pack.model.calendar, self.turn)
        asked = self._ask
        first = _("asks for your answer") if asked and not asked.answered else ""
        return self._headline.title, first, date

    def written(self, width: int) -> Iterable[Entry]:
        """The story, the readings, the choices."""
        headline = self._headline
        yield story(headline.text, width)
        yield GAP
        yield entry(self._readings(headline, width))
        asked = self._ask
        if asked is not None:
            for number, choice in enumerate(asked.choices, 1):
                yield from self._choice(number, choice, asked.answered, width)
        elif headline.effects:
            brought = _("It brought: {effects}.").format(effects="; ".join(headline.effects))
            yield story(brought, width)

    def written_aside(self, width: int) -> Iterable[Entry]:
        """Why it could happen."""
        told = self._ground
        yield heading(_("Why it could happen"))
        for part in told.rule:
            yield story(part.text, width)
            yield story(part.said, width, "strong", "  ")
        for named in told.names:
            yield story(f"{named.title}: {named.value}", width, "dim")
        if told.facts:
            yield story(told.facts[0], width)
        yield from self.sourced(told.sources, told.assumption, width)

    def _readings(self, headline: Headline, width: int) -> list[Line]:
        """How each seat reads it: side by side where there is room."""
        seen = headline.seen_from
        if not seen:
            return []
        count = len(seen)
        room = min(width, SIDE_BY_SIDE * 2)
        each = (room - 3 * (count - 1)) // count
        if self.face.size.width < SIDE_BY_SIDE or count == 1:
            rows: list[Line] = []
            for who, words in seen:
                rows += [line((_("Seen from {who}").format(who=who), "accent"))]
                rows += [*paragraph(words, min(width, SIDE_BY_SIDE), "", "  "), Line()]
            return rows
        blocks = [
            [line((_("Seen from {who}").format(who=who), "accent")), *paragraph(words, each)]
            for who, words in seen
        ]
        return [*beside(blocks, each), Line()]

    def _choice(
        self, number: int, choice: ChoiceView, answered: bool, width: int
    ) -> Iterable[Entry]:
        glyphs = self.glyphs
        dot = glyphs.shut if choice.refusal else glyphs.on if choice.standing else glyphs.off
        stands = _("your answer") if answered else _("stands if you do not answer")
        state = f"  {stands}" if choice.standing else ""
        look = "dim" if choice.refusal else "yours" if choice.standing and answered else ""
        head = f"{number} {dot} "
        told = paragraph(choice.text, width - len(head), look)
        spans: list[Span] = [(f"{number} ", "key"), (f"{dot} ", look)]
        rows = [line(*spans, *told[0].spans)]
        rows += [line(" " * len(head), *more.spans) for more in told[1:]]
        if state and columns(choice.text + state) + len(head) <= width:
            rows[0] = line(*rows[0].spans, (state, "dim"))
        elif state:
            rows.append(line((" " * (len(head) - 2) + state, "dim")))
        indent = " " * len(head)
        if choice.refusal:
            words = _("Not possible: {why}").format(why=choice.refusal)
            rows += paragraph(words, width, "warning", indent)
        elif choice.effects:
            rows += paragraph("; ".join(choice.effects), width, "dim", indent)
        event, why = self._refused
        if event == choice.id and not choice.refusal:
            rows += paragraph(why, width, "warning", indent)
        yield entry(rows, choice.id)

    def marked(self, name: str) -> str:
        """The page that explains it."""
        return (self._headline.codex or "") if name == "codex" else ""

    # Keys.

    def action_pick(self, number: int) -> None:
        """Give the answer of this number."""
        asked = self._ask
        if asked is not None and number <= len(asked.choices):
            self.open_key(asked.choices[number - 1].id)

    def open_key(self, key: str) -> None:
        """Give this answer, and go on; or say why it cannot be given."""
        match = self.session.match
        self.session.settle()
        try:
            match.answer(self.event, key)
        except GameError as error:
            self._refused = (key, self.session.outlook.told(str(error)))
            self.main.mark(key)
            self.show()
            return
        self.dismiss(None)
