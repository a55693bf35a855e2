"""The linear face: reads one command a line and prints what came of it."""

from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from shlex import quote
from typing import TYPE_CHECKING

from game.engine.world import check_constants
from game.errors import GameError
from game.match.game import GameOverError, Match, as_number
from game.match.saves import Autosave, save
from game.match.shelf import Shelf
from game.plain import draw
from game.plain.lines import Lines
from game.plain.names import UnknownNameError, folded, listed, pick
from game.plain.printer import Printer
from game.players.named import parse_player
from game.views.board import Board, DecisionView, board
from game.views.briefing import briefing
from game.views.calendar import date_of, steps
from game.views.codex import search
from game.views.desk import abroad, advisors, goals, position, when
from game.views.dispute import (
    DisputeView,
    constants,
    dispute_view,
    progress_line,
    promise,
    typed_number,
)
from game.views.ending import close
from game.views.letters import harmless
from game.views.news import asks, fell_due, headlines, lessons, moves, questions, shut
from game.views.numbers import title_of
from game.views.report import turn_report
from game.views.rivals import rivals
from game.views.seat import outlook_of
from game.views.sight import Outlook
from game.views.why import why_view
from game.words import N_, _

if TYPE_CHECKING:
    from game.lab.dispute import Progress


class UnknownCommandError(GameError):
    """A line that is no command, or lacks a part."""


@dataclass(frozen=True, slots=True)
class Command:
    """One word the face understands."""

    use: str
    """How it is written."""
    does: str
    """What it does, for `help`."""


COMMANDS: Mapping[str, Command] = {
    "orders": Command("orders [DECISION]", N_("what you may decide, or one decision in full")),
    "set": Command("set DECISION VALUE", N_("take an option, or order an amount")),
    "answer": Command("answer EVENT CHOICE", N_("answer what an event asks")),
    "forecast": Command("forecast NUMBER PERCENT", N_("say how likely something is")),
    "end": Command("end", N_("end the turn: orders are handed in, and cannot be taken back")),
    "undo": Command("undo", N_("take back your last step in this turn")),
    "redo": Command("redo", N_("take again what you took back")),
    "status": Command("status", N_("every number on your desk")),
    "report": Command("report", N_("what the last turn brought")),
    "news": Command("news", N_("what happened, and how each side reads it")),
    "advice": Command("advice", N_("what your advisors say")),
    "rivals": Command("rivals", N_("what the others may do this turn")),
    "why": Command("why QUANTITY", N_("why a number moved")),
    "codex": Command("codex [TERM]", N_("look something up")),
    "dispute": Command(
        "dispute [CONSTANT VALUE | all]", N_("set a constant within its range, and see what flips")
    ),
    "goals": Command("goals [A B]", N_("your goals, or the two that matter most to you")),
    "briefing": Command("briefing", N_("who you are, and who plays the others")),
    "save": Command("save [NAME]", N_("save the game under a name")),
    "help": Command("help", N_("this list")),
    "quit": Command("quit", N_("save and leave")),
}
ALIASES = {"exit": "quit", "q": "quit", "?": "help", "h": "help", "look": "orders", "e": "end"}

Menu = Callable[[str], str | None]
"""Turns a typed number into the command it stands for; None when it stands for none."""


class Face:
    """One game in the linear face."""

    def __init__(
        self, match: Match, out: Printer, autosave: Autosave, look_back: Sequence[str] = ()
    ) -> None:
        """Play this match.

        Args:
            match: The game.
            out: Where to print.
            autosave: Saves the game after every turn.
            look_back: Commands to look back with when it is over, with `{save}`, `{quantity}`
                and `{turn}`.
        """
        self._match = match
        self._out = out
        self._autosave = autosave
        self._look_back = look_back
        self._menu: Menu = _no_menu
        self._offered: Mapping[str, str] = {}
        self._hint = ""
        self._disputed: DisputeView | None = None
        """What came of the last dispute."""
        self._leaving = False
        self._verbs: Mapping[str, Callable[[list[str]], None]] = {
            "orders": self._orders,
            "set": self._set,
            "answer": self._answer,
            "forecast": self._forecast,
            "end": self._end,
            "undo": self._undo,
            "redo": self._redo,
            "status": self._status,
            "report": self._report,
            "news": self._news,
            "advice": self._advice,
            "rivals": self._rivals,
            "why": self._why,
            "codex": self._codex,
            "dispute": self._dispute,
            "goals": self._goals,
            "briefing": self._briefing,
            "save": self._save,
            "help": self._help,
            "quit": self._quit,
        }

    @property
    def prompt(self) -> str:
        """What can be done next."""
        if self._match.finished:
            words = _("status, why, codex or quit")
        else:
            words = _("orders, status, end or help")
        return (f"{self._hint}, {words}" if self._hint else words) + "> "

    @property
    def left(self) -> bool:
        """Whether the person has asked to leave."""
        return self._leaving

    def open(self) -> None:
        """Print the start of the game, or where it stands."""
        if not self._match.played:
            draw.briefing(self._out, briefing(self._match))
        else:
            self._out.heading(self._match.pack.model.pack.title)
            seat = self._match.pack.model.role[self._outlook.role].title
            self._out.line(_("You are: {role}").format(role=seat))
            self._out.line(_("Seed {seed}.").format(seed=self._match.setup.seed))
            self._results()
        if self._match.finished:
            self._over()
        else:
            self._turn()

    def take(self, line: str) -> None:
        """Carry out one typed line. What is refused is said in one line, and nothing has changed."""
        try:
            self._do(line)
        except (UnknownCommandError, UnknownNameError) as error:
            self._out.line(str(error))
        except GameError as error:
            self._out.line(sentence(self._outlook.told(str(error))))

    def leave(self) -> None:
        """Save, and say where."""
        kept = self._keep()
        path = self._autosave.path
        self._out.gap()
        if kept:
            self._out.line(_("Your game is saved:"))
            self._out.verbatim(str(path))
        if not self._match.finished:
            if self._match.changes:
                self._out.line(
                    _("Orders of a turn that has not ended are not kept: give them again.")
                )
            again = f"chiprace play --resume {quote(str(path))}"
            self._out.line(_("To go on:"))
            self._out.verbatim(again)
            return
        goals = self._match.pack.model.role[self._outlook.role].goal.values()
        quantity = next((goal.of for goal in goals), "QUANTITY")
        if self._look_back:
            self._out.line(_("To look back:"))
        for command in self._look_back:
            told = command.format(
                save=quote(str(path)), quantity=quantity, turn=len(self._match.played)
            )
            self._out.verbatim(told)

    # Reading a line.

    def _do(self, line: str) -> None:
        words = harmless(line).split()
        if not words:
            return
        if folded(words[0]).isdigit():
            told = self._menu(" ".join(words))
            if told is None:
                raise UnknownCommandError(
                    _("{typed} stands for nothing here. {next}").format(
                        typed=words[0], next=self._next()
                    )
                )
            words = told.split()
        if not self._is_decision(words[0]):
            words = self._command(words)
            self._verbs[words[0]](words[1:])
        elif len(words) > 1:
            self._set(words)
        else:
            self._orders(words)

    def _command(self, words: list[str]) -> list[str]:
        """A command with its verb in full; the name of an open choice stands for taking it."""
        try:
            return [self._verb(words[0]), *words[1:]]
        except (UnknownCommandError, UnknownNameError):
            typed = folded(" ".join(words))
            meant = {told for name, told in self._offered.items() if name.startswith(typed)}
            if not typed or len(meant) != 1:
                raise
            return meant.pop().split()

    def _is_decision(self, word: str) -> bool:
        """Whether a line begins with a decision's id, so that it needs no verb."""
        return word in self._match.world.pack.model.decision and word not in COMMANDS

    def _verb(self, word: str) -> str:
        name = folded(word)
        name = ALIASES.get(name, name)
        if name in COMMANDS:
            return name
        found = [verb for verb in COMMANDS if name and verb.startswith(name)]
        if len(found) == 1:
            return found[0]
        if found:
            raise UnknownCommandError(
                _("{typed} could be {verbs}.").format(typed=word, verbs=listed(found, _("or")))
            )
        try:
            near = pick(word, {verb: verb for verb in COMMANDS}, _("command"))
        except UnknownNameError as error:
            if "?" in str(error):
                raise
            raise UnknownCommandError(
                _("There is no command {typed}. {next}").format(typed=word[:40], next=self._next())
            ) from None
        return near

    def _next(self) -> str:
        return _("You can type: {words}.").format(words=self.prompt.removesuffix("> "))

    # What is shown.

    @property
    def _outlook(self) -> Outlook:
        return outlook_of(self._match)

    def _turn(self) -> None:
        """Print the turn that begins."""
        out, match = self._out, self._match
        out.heading(when(self._outlook))
        draw.lessons(out, lessons(match))
        waiting = asks(match)
        draw.asks(out, waiting)
        asked = questions(match)
        draw.questions(out, asked)
        draw.money(out, self._board())
        self._listen(_no_menu, "")
        if waiting:
            choices = {f"answer {a.headline.id} {c.id}": c.text for a in waiting for c in a.choices}
            self._offer(list(choices), _("number to answer"), list(choices.values()))
        elif len(asked) == 1:
            id = asked[0].id
            self._listen(lambda typed: f"forecast {id} {typed}", _("percent for the forecast"))

    def _offer(self, commands: list[str], hint: str, names: Sequence[str] = ()) -> None:
        """Let numbers, and the names of choices, stand for these commands."""

        def menu(typed: str) -> str | None:
            number, _space, rest = typed.partition(" ")
            if not rest and number.isascii() and 1 <= int(number[:6]) <= len(commands):
                return commands[int(number[:6]) - 1]
            return None

        self._listen(menu, hint)
        self._offered = {folded(name): told for name, told in zip(names, commands, strict=False)}

    def _listen(self, menu: Menu, hint: str) -> None:
        """Let this menu read the numbers that are typed next."""
        self._menu, self._hint, self._offered = menu, hint, {}

    def _board(self) -> Board:
        return board(self._outlook, self._match.offers, self._match.draft.order)

    def _orders(self, words: list[str]) -> None:
        self._must_go_on()
        if words:
            self._decision(" ".join(words))
            return
        view = self._board()
        draw.board(self._out, view)
        ids = [decision.id for decision in view.decisions]

        def menu(typed: str) -> str | None:
            number, _space, rest = typed.partition(" ")
            if not (number.isascii() and 1 <= int(number[:6]) <= len(ids)):
                return None
            id = ids[int(number[:6]) - 1]
            return f"set {id} {rest}" if rest else f"orders {id}"

        self._listen(menu, _("number to open one"))

    def _decision(self, typed: str) -> None:
        view = self._named(typed)
        draw.decision(self._out, view)
        if view.refusal:
            return
        if view.kind == "dial":
            options = [f"set {view.id} {option.id}" for option in view.options]
            titles = [option.title for option in view.options]
            self._offer(options, _("number to choose"), titles)
        else:
            self._listen(lambda typed: f"set {view.id} {typed}", _("amount to order"))

    def _named(self, typed: str) -> DecisionView:
        """The decision that is meant."""
        decisions = {decision.id: decision for decision in self._board().decisions}
        titles = {id: decision.title for id, decision in decisions.items()}
        return decisions[pick(typed, titles, _("decision"))]

    def _set(self, words: list[str]) -> None:
        self._must_go_on()
        if len(words) < 2:
            self._orders(words)
            return
        view, value = self._split(words)
        if view.kind == "dial":
            try:
                value = pick(value, {o.id: o.title for o in view.options}, _("option"))
            except UnknownNameError as error:
                why = str(error)
                raise UnknownNameError(f"{view.title}: {why[:1].lower()}{why[1:]}") from None
        elif folded(value) in {_("most"), _("max"), "most", "max"}:
            value = f"{view.most:.9f}".rstrip("0").rstrip(".")
        else:
            value = _amount(value, view.unit)
        self._match.set(view.id, value)
        after = self._board()
        done = next(decision for decision in after.decisions if decision.id == view.id)
        cost = _("costs {cost}").format(cost=done.cost) if done.cost else ""
        left = _("left to spend {left}").format(left=after.left) if after.left else ""
        changes = _("changes {count}").format(count=after.changes) if after.changes else ""
        kept = "" if done.changed else _("as it was")
        self._out.line(f"{done.title}: " + draw.comma(done.stands, kept, cost, left, changes))
        self._listen(_no_menu, "")

    def _split(self, words: list[str]) -> tuple[DecisionView, str]:
        """A decision and a value: the longest beginning that names a decision, and the rest."""
        for cut in range(len(words) - 1, 1, -1):
            try:
                return self._named(" ".join(words[:cut])), " ".join(words[cut:])
            except UnknownNameError:
                continue
        return self._named(words[0]), " ".join(words[1:])

    def _answer(self, words: list[str]) -> None:
        self._must_go_on()
        waiting = asks(self._match)
        if not waiting:
            raise UnknownCommandError(_("No event asks for your answer now."))
        if not words:
            self._turn()
            return
        if len(words) == 1 and len(waiting) == 1:
            words = [waiting[0].headline.id, *words]
        if len(words) == 1:
            raise UnknownCommandError(_("Write answer EVENT CHOICE, for example: answer 1 2"))
        titles = {ask.headline.id: ask.headline.title for ask in waiting}
        event = pick(words[0], titles, _("event"))
        ask = next(ask for ask in waiting if ask.headline.id == event)
        texts = {choice.id: choice.text for choice in ask.choices}
        typed = " ".join(words[1:])
        before = sum(len(each.choices) for each in waiting[: waiting.index(ask)])
        if typed.isdigit() and before < int(typed) <= before + len(texts):
            typed = str(int(typed) - before)  # as it stands on the screen, where numbers run on
        choice = pick(typed, texts, _("choice"))
        self._match.answer(event, choice)
        self._out.line(
            _("{title}: you answer: {choice}").format(
                title=ask.headline.title, choice=texts[choice]
            )
        )

    def _forecast(self, words: list[str]) -> None:
        self._must_go_on()
        asked = questions(self._match)
        if not asked:
            raise UnknownCommandError(_("No forecast is asked now."))
        if not words:
            draw.questions(self._out, asked)
            return
        if len(words) == 1 and len(asked) == 1:
            words = ["1", *words]
        if len(words) != 2:
            raise UnknownCommandError(
                _("Write forecast NUMBER PERCENT, for example: forecast 1 70")
            )
        id = pick(words[0], {view.id: view.question for view in asked}, _("question"))
        self._match.forecast(id, words[1])
        said = next(view.answer for view in questions(self._match) if view.id == id)
        self._out.line(_("You say {percent}.").format(percent=said))
        if not asks(self._match):
            self._listen(_no_menu, "")

    def _end(self, words: list[str]) -> None:
        self._must_go_on()
        self._match.end()
        self._keep()
        date = date_of(self._match.pack.model.calendar, len(self._match.played))
        self._out.heading(_("{date} is over.").format(date=date))
        self._results()
        if self._match.finished:
            self._over()
        else:
            self._turn()

    def _results(self) -> None:
        draw.shut(self._out, shut(self._match))
        draw.headlines(self._out, headlines(self._match))
        draw.moves(self._out, moves(self._match))
        draw.scored(self._out, fell_due(self._match))
        draw.report(self._out, turn_report(self._match, keep=draw.CAUSES))

    def _over(self) -> None:
        out, match = self._out, self._match
        length = steps(match.pack.model.calendar, len(match.played))
        draw.close(out, close(match), length)
        self._listen(_no_menu, "")

    def _undo(self, words: list[str]) -> None:
        change = self._match.undo()
        told = _("Taken back. Now: {what}") if change.kind == "set" else _("Taken back: {what}")
        self._out.line(told.format(what=self._step(change.kind, change.id)))

    def _redo(self, words: list[str]) -> None:
        change = self._match.redo()
        self._out.line(_("Taken again: {what}").format(what=self._step(change.kind, change.id)))

    def _step(self, kind: str, id: str) -> str:
        model = self._match.pack.model
        match kind:
            case "set":
                view = self._named(id)
                return f"{view.title}: {view.stands}"
            case "answer":
                return model.event[id].title
            case _:
                return model.forecast[id].question

    def _status(self, words: list[str]) -> None:
        out, outlook = self._out, self._outlook
        out.heading(when(outlook))
        draw.status(out, position(outlook), abroad(outlook), goals(outlook, self._match.goals))
        out.gap()
        if not self._match.finished:
            draw.money(out, self._board())
        ids = self._desk()
        self._offer([f"why {id}" for id in ids], _("number to ask why"))

    def _desk(self) -> list[str]:
        role = self._match.pack.model.role[self._outlook.role]
        return list(dict.fromkeys((*role.position, *role.world)))

    def _report(self, words: list[str]) -> None:
        if not self._match.played:
            raise UnknownCommandError(_("No turn has been played yet."))
        self._results()

    def _news(self, words: list[str]) -> None:
        draw.news(self._out, headlines(self._match))

    def _advice(self, words: list[str]) -> None:
        draw.advice(self._out, advisors(self._outlook))

    def _rivals(self, words: list[str]) -> None:
        self._must_go_on()
        match = self._match
        players = {
            role: parse_player(match.world, role, player)
            for role, player in match.setup.seats.items()
            if role != match.person
        }
        draw.rivals(self._out, rivals(self._outlook, players, match.setup.see))
        draw.moves(self._out, moves(match))

    def _why(self, words: list[str]) -> None:
        desk = self._desk()
        if not words:
            raise UnknownCommandError(
                _(
                    "Write why QUANTITY: a number from status, or a name, for example: why {id}"
                ).format(id=desk[0] if desk else "turn")
            )
        id = self._quantity(" ".join(words).strip("\"'"))
        draw.why(self._out, why_view(self._match.history, self._outlook, id))

    def _quantity(self, typed: str) -> str:
        """The quantity that is meant: of a goal, on the desk, or any other."""
        pack = self._match.pack
        goals = pack.model.role[self._outlook.role].goal
        for id, goal in goals.items():
            if folded(typed) in (folded(goal.title), folded(id)):
                return goal.of
        desk = self._desk()
        near = dict.fromkeys((*desk, *(goal.of for goal in goals.values())))
        levels = (id for id in self._match.world.layout.levels if id not in pack.model.decision)
        titles = {id: title_of(pack, id) for id in (*near, *levels)}
        named = [id for id, title in titles.items() if folded(typed) in (folded(id), folded(title))]
        if len(named) == 1:
            return named[0]
        with suppress(UnknownNameError):
            wanted = {goal.of: goal.title for goal in goals.values()}
            return pick(typed, wanted, _("quantity"), numbered=desk)
        try:
            return pick(typed, {id: titles[id] for id in near}, _("quantity"), numbered=desk)
        except UnknownNameError as error:
            try:
                return pick(typed, titles, _("quantity"), numbered=desk)
            except UnknownNameError:
                raise error from None

    def _codex(self, words: list[str]) -> None:
        found = search(self._match.pack, " ".join(words))
        draw.codex(self._out, found, " ".join(words))
        if found.others:
            self._offer([f"codex {id}" for id, _title in found.others], _("number to read one"))

    def _dispute(self, words: list[str]) -> None:
        pack = self._match.pack
        views = {view.id: view for view in constants(pack)}
        if not views:
            raise UnknownCommandError(_("Nothing in this pack is in dispute."))
        value = typed_number(words[-1]) if len(words) > 1 else None
        if [folded(word) for word in words] == ["all"]:
            if self._disputed is None:
                raise UnknownCommandError(_("Nothing has been disputed yet."))
            draw.dispute(self._out, self._disputed, whole=True)
            return
        if not words:
            draw.constants(self._out, list(views.values()))
            self._out.line(
                _("For example: dispute {id} {value}").format(
                    id=next(iter(views)), value=f"{next(iter(views.values())).low:g}"
                )
            )
            self._offer([f"dispute {id}" for id in views], _("number to read one"))
            return
        typed = " ".join(words if value is None else words[:-1])
        view = views[pick(typed, {id: each.title for id, each in views.items()}, _("constant"))]
        if value is None:
            draw.constant(self._out, view)
            self._out.line(
                _("To see what flips: dispute {id} {value}").format(
                    id=view.id, value=f"{view.low if view.value > view.low else view.high:g}"
                )
            )
            return
        if value == view.value:
            raise UnknownCommandError(_("This is the value the model has: try another."))
        check_constants(pack, {view.id: value})
        self._try(view.id, value)

    def _try(self, id: str, value: float) -> None:
        """Dispute a constant, and tell how far it has come at each quarter of the way."""
        from game.lab.dispute import GAMES, dispute  # late: few ask, and it brings the lab

        out, pack = self._out, self._match.pack
        told = 0

        def tick(progress: "Progress") -> None:
            nonlocal told
            quarter = 4 * progress.done // progress.whole
            if told < quarter < 4:
                told = quarter
                out.line(progress_line(pack, progress))

        out.line(
            _("Playing {games} games for each conclusion. Ctrl+C stops it.").format(games=GAMES)
        )
        try:
            found = dispute(pack, {id: value}, GAMES, tick=tick)
        except KeyboardInterrupt:
            out.line(_("Stopped. Nothing came of it, and nothing has changed."))
            return
        self._disputed = dispute_view(pack, found)
        draw.dispute(out, self._disputed)
        out.line(promise())

    def _goals(self, words: list[str]) -> None:
        views = goals(self._outlook, self._match.goals)
        if words:
            titles = {goal.id: goal.title for goal in views}
            named = [word for word in words if folded(word) != _("and")]
            self._match.choose([pick(word, titles, _("goal")) for word in named])
            views = goals(self._outlook, self._match.goals)
        draw.goals(self._out, views)

    def _briefing(self, words: list[str]) -> None:
        view = briefing(self._match)
        draw.briefing(self._out, view, scales=True)
        if view.facing:
            self._out.heading(_("The other seats"))
            draw.facing(self._out, view)

    def _save(self, words: list[str]) -> None:
        if not words:
            if self._keep():
                self._out.verbatim(_("Saved: {path}").format(path=self._autosave.path))
            return
        shelf = Shelf(self._autosave.path.parent)
        path = save(self._match, shelf, "-".join(words))
        self._out.verbatim(_("Saved: {path}").format(path=path))

    def _keep(self) -> bool:
        """Save; whether that could be done. If not, that is said."""
        problem = self._autosave.save(self._match)
        if problem is not None:
            self._out.line(sentence(problem))
        return not self._autosave.failed

    def _help(self, words: list[str]) -> None:
        self._out.heading(_("What you can type"))
        for command in COMMANDS.values():
            self._out.line(f"{command.use}: {_(command.does)}")
        self._out.line(_("Numbers pick from the last list shown. Names may be cut short."))

    def _quit(self, words: list[str]) -> None:
        self._leaving = True

    def _must_go_on(self) -> None:
        if self._match.finished:
            raise GameOverError(
                _("The game is over. You can still type status, why, codex or quit.")
            )


def _no_menu(typed: str) -> str | None:
    return None


def _amount(typed: str, unit: str) -> str:
    """An amount as typed, without its unit and the commas between thousands."""
    text = " ".join(typed.casefold().split())
    name = " ".join(unit.casefold().split())
    if name and text.endswith(name):
        text = text[: -len(name)]
    text = text.replace(",", "").strip()
    return text if as_number(text) is not None else typed


def sentence(text: str) -> str:
    """What was refused, with a capital letter and a full stop."""
    first = text.partition(" ")[0]
    begun = text if "_" in first else text[:1].upper() + text[1:]
    return begun if begun.endswith((".", "?", "!")) else f"{begun}."


def play(face: Face, lines: Lines) -> None:
    """Play until the person leaves or the lines end, then save; also when interrupted."""
    face.open()
    try:
        while not face.left:
            line = lines.read(face.prompt)
            if line is None:
                break
            face.take(line)
    finally:
        face.leave()
