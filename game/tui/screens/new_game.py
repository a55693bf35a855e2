"""A new game: pack, seat, rivals, sight, seed, and the two goals that matter most."""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, ClassVar

from textual import work
from textual.app import ComposeResult

from game.tui import library
from game.tui.keys import bindings
from game.tui.screens.front import FrontScreen
from game.tui.widgets.form import Field, Form
from game.tui.widgets.panel import Line, line, paragraph
from game.tui.widgets.told import Told
from game.words import N_, _

if TYPE_CHECKING:
    from game.packs.read import Reading
    from game.views.setup import PackChoice, SeatChoice

BY_LOT = "?"
"""Stands for a player that the seed draws among those of a seat."""
GOALS = 2
"""How many goals a person says matter most."""


def drawn(seed: int, role: str, players: Sequence[str]) -> str:
    """The player that a seed draws for a seat, whoever plays and whatever else is chosen."""
    mixed = hashlib.sha256(f"{seed} {role}".encode()).digest()
    return players[int.from_bytes(mixed[:8], "big") % len(players)]


class NewGameScreen(FrontScreen[None]):
    """Everything that is settled before the first turn, on one page."""

    CSS_PATH = "new_game.tcss"
    BINDINGS = bindings("enter")
    FOOTER = ("enter",)
    WORDS: ClassVar[Mapping[str, str]] = {"enter": N_("begin")}
    HELP = N_(
        "Left and right choose, digits type the seed, space ticks a goal. Enter begins the game."
    )
    AUTO_FOCUS = "Form"

    def __init__(
        self, pack: str = library.DEFAULT_PACK, role: str = "", seed: int | None = None
    ) -> None:
        """A new game of that pack, at that seat and with that seed, unless others are chosen."""
        super().__init__()
        self._pack = pack
        self._readings: dict[str, Reading] = {}
        self._choices: dict[str, PackChoice] = {}
        self._role = role
        self._players: dict[str, str] = {}
        self._first = ""
        """The period that was chosen to begin with; empty for the first."""
        self._see = "full"
        self._seed = "" if seed is None else str(seed)
        self._goals: list[str] = []
        self._missing: tuple[str, str] | None = None

    def compose(self) -> ComposeResult:
        """The rows, and more about the one that is marked."""
        yield self.heading(_("New game"), _("arrows choose, Enter begins"))
        yield Form(self.glyphs)
        details = Told(id="details")
        details.tell(self._details)
        yield details
        yield self.footer()

    def on_mount(self) -> None:
        """Read the packs."""
        self._look()

    @work(thread=True)
    def _look(self) -> None:
        from game.match.opened import drawn_seed
        from game.views.setup import pack_choice

        readings = dict(library.packs())
        choices = {id: pack_choice(read.pack) for id, read in readings.items() if read.pack}
        self.face.call_from_thread(self._tell, readings, choices, drawn_seed())

    def _tell(
        self, readings: "dict[str, Reading]", choices: "dict[str, PackChoice]", seed: int
    ) -> None:
        self._readings, self._choices = readings, choices
        self._seed = self._seed or str(seed)
        if choices:
            self._take_pack(self._pack if self._pack in choices else next(iter(choices)))
            self._show()
        self._redraw_details()

    # What is chosen.

    @property
    def _seat(self) -> "SeatChoice":
        return next(seat for seat in self._choices[self._pack].seats if seat.id == self._role)

    @property
    def _rivals(self) -> "list[SeatChoice]":
        return [seat for seat in self._choices[self._pack].seats if seat.id != self._role]

    def _take_pack(self, id: str) -> None:
        self._pack = id
        self._first = ""
        self._players.clear()
        seats = [seat.id for seat in self._choices[id].seats]
        self._take_seat(self._role if self._role in seats else seats[0])

    def _take_seat(self, role: str) -> None:
        self._role = role
        self._goals.clear()

    def on_form_set(self, message: Form.Set) -> None:
        """Take what was chosen."""
        kind, _colon, rest = message.field.partition(":")
        self._missing = None
        match kind:
            case "pack":
                self._take_pack(message.value)
            case "seat":
                self._take_seat(message.value)
            case "first":
                self._first = message.value
            case "rival":
                self._players[rest] = message.value
            case "see":
                self._see = message.value
            case "seed":
                self._seed = message.value
            case _:
                self._tick(rest)
        self._show()

    def _tick(self, goal: str) -> None:
        """Tick a goal or take its tick away; the older of two gives way to a third."""
        if goal in self._goals:
            self._goals.remove(goal)
        else:
            self._goals = [*self._goals[1 - GOALS :], goal]

    # What is shown.

    def _show(self) -> None:
        self.query_one(Form).tell(self._fields())
        self._redraw_details()

    def _fields(self) -> list[Field]:
        from game.views.setup import SIGHTS

        packs = tuple((id, choice.title) for id, choice in self._choices.items())
        seats = tuple((seat.id, seat.title) for seat in self._choices[self._pack].seats)
        sights = tuple((id, id) for id in SIGHTS)
        chosen = _("{n} of {most}").format(n=len(self._goals), most=self._wanted)
        return [
            Field("pack", _("Game"), self._pack, packs),
            Field("seat", _("Your seat"), self._role, seats),
            *self._starts(),
            *(self._rival(seat) for seat in self._rivals),
            Field("see", _("You see"), self._see, sights),
            Field("seed", _("Seed"), self._seed, kind="number"),
            *(
                Field(
                    f"goal:{goal.id}",
                    goal.title,
                    "yes" if goal.id in self._goals else "",
                    kind="tick",
                    head="" if place else _("Goals {n}").format(n=chosen),
                    note=goal.aim,
                )
                for place, goal in enumerate(self._seat.goals)
            ),
        ]

    def _starts(self) -> list[Field]:
        """From when on the game is the person's, where there is a record of what was before."""
        starts = self._choices[self._pack].starts
        if not starts:
            return []
        options = tuple((start.period, start.title) for start in starts)
        return [Field("first", _("You begin"), self._first or options[0][0], options)]

    def _rival(self, seat: "SeatChoice") -> Field:
        options = tuple((player.id, player.title) for player in seat.players)
        if len(options) > 1:
            options = (*options, (BY_LOT, _("by lot")))
        if not options:
            options = (("hold", _("changes nothing")),)
        value = self._players.get(seat.id, options[0][0])
        return Field(f"rival:{seat.id}", seat.title, value, options)

    @property
    def _wanted(self) -> int:
        """How many goals are to be ticked."""
        return min(GOALS, len(self._seat.goals))

    def on_rows_marked(self) -> None:
        """Say more about what is marked now."""
        self._redraw_details()

    def _redraw_details(self) -> None:
        self.query_one("#details", Told).redraw()

    def _details(self, width: int, height: int) -> Iterable[Line]:
        field = self.query_one(Form).marked
        if field is None:
            broken = bool(self._readings)
            said = (
                _("There is no pack that can be played.") if broken else _("Reading the packs...")
            )
            return paragraph(said, width, "warning" if broken else "dim")
        if self._missing is not None and self._missing[0] == field.id:
            return paragraph(self._missing[1], width, "warning")
        kind, _colon, rest = field.id.partition(":")
        match kind:
            case "pack":
                return self._about_pack(width)
            case "seat":
                return self._about_seat(width, height)
            case "rival":
                return self._about_rival(rest, field.value, width)
            case "first":
                return self._about_start(field.value, width)
            case "see":
                from game.views.setup import SIGHTS

                return paragraph(_(SIGHTS[self._see]), width)
            case "seed":
                return paragraph(
                    _("All luck follows from the seed: same seed, same orders, same game."), width
                )
            case _:
                goal = next(goal for goal in self._seat.goals if goal.id == rest)
                told = _(
                    "Tick the {n} goals that matter most to you. They are told first at the end."
                )
                return [
                    *paragraph(goal.about, width),
                    *paragraph(told.format(n=self._wanted), width, "dim"),
                ]

    def _about_pack(self, width: int) -> list[Line]:
        choice = self._choices[self._pack]
        facts = _("{minutes} minutes, {length} from {start}.").format(
            minutes=choice.minutes, length=choice.length, start=choice.start
        )
        broken = [id for id, reading in self._readings.items() if reading.pack is None]
        lines = [*paragraph(choice.about, width), *paragraph(facts, width, "dim")]
        if broken:
            said = _("Not in the list, as they cannot be played: {packs}. See Packs.")
            lines += paragraph(said.format(packs=", ".join(broken)), width, "warning")
        return lines

    def _about_seat(self, width: int, height: int) -> list[Line]:
        """What can be done, what is wanted, whom one faces; then as much of the briefing as fits."""
        seat = self._seat
        decides = ", ".join(f"{title} ({count})" for title, count in seat.decides)
        facing = [f"{rival.title} ({self._player_title(rival)})" for rival in self._rivals]
        facts = (
            (_("You decide"), decides),
            (_("You want"), ", ".join(goal.title for goal in seat.goals)),
            (_("You face"), ", ".join(facing) or _("nobody")),
        )
        lines: list[Line] = []
        for title, text in facts:
            first, *more = paragraph(f"{title}  {text}", width)
            said = first.spans[0][0]
            lines += [line((title, "accent"), said[len(title) :]), *more]
        sentences = seat.briefing.split(". ")
        for count in range(len(sentences), 0, -1):
            told = paragraph(". ".join(sentences[:count]).rstrip(".") + ".", width, "dim")
            if not height or len(lines) + len(told) <= height:
                return [*lines, *told]
        return lines

    def _player_title(self, rival: "SeatChoice") -> str:
        field = self._rival(rival)
        return dict(field.options)[field.value]

    def _about_rival(self, role: str, player: str, width: int) -> list[Line]:
        seat = next(seat for seat in self._rivals if seat.id == role)
        if player == BY_LOT:
            told = _(
                "One of {n}, drawn by the seed. Unless you see in full, you have to find out which."
            )
            return paragraph(told.format(n=len(seat.players)), width)
        texts = {each.id: each.text for each in seat.players}
        return paragraph(texts.get(player, ""), width)

    def _about_start(self, period: str, width: int) -> list[Line]:
        start = next(each for each in self._choices[self._pack].starts if each.period == period)
        before = _("Up to then all seats do what was really done.")
        return [*paragraph(start.text, width), *paragraph(before, width, "dim")]

    # Beginning.

    def action_enter(self) -> None:
        """Begin, when the goals were chosen."""
        if not self._choices:
            return
        form = self.query_one(Form)
        if len(self._goals) < self._wanted:
            field = form.marked
            if field is None or field.kind != "tick":
                form.go_to(f"goal:{self._seat.goals[0].id}")
            told = _("First tick the {n} goals that matter most to you: digits or space.")
            self._missing = (form.fields[form.mark].id, told.format(n=self._wanted))
            self._redraw_details()
            return
        self.face.play(partial(library.begun, self._wanted_game(), self.face.saves_folder))

    def _wanted_game(self) -> library.Wanted:
        seed = int(self._seed or "0")
        seats: dict[str, str] = {}
        for seat in self._rivals:
            player = self._rival(seat).value
            if player == BY_LOT:
                player = drawn(seed, seat.id, [each.id for each in seat.players])
            seats[seat.id] = player
        goals = [goal.id for goal in self._seat.goals if goal.id in self._goals]
        return library.Wanted(
            pack=self._pack,
            role=self._role,
            seed=seed,
            see=self._see,
            seats=seats,
            goals=tuple(goals),
            first=self._first or None,
        )
