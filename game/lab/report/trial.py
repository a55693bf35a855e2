"""Games with some orders pinned: what forks, searches and sensitivity are all made of.

Games of one trial may share their luck and differ in what is pinned, so that nothing but the pin can
be the cause of a difference.
"""

from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from game.engine.layout import block
from game.engine.luck import Luck
from game.engine.offers import Fit, Seat, seat_of
from game.engine.steps import draw
from game.engine.turn import Workspace
from game.engine.world import World
from game.lab.games import Study, goals_of, world_of
from game.lang.compile import Fixed, Guarded, Now, Pool, Row, Rows, Step
from game.players.named import parse_player
from game.players.seats import Player, Program, seated

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
_NEVER = 2.0
"""A draw that no chance reaches."""


@dataclass(frozen=True, slots=True, eq=False)
class Pins:
    """What is held fixed in which games, in which turns: arrays of one shape (P,)."""

    what: Ints
    """Place of the dial, amount, question or event in the layout."""
    game: Ints
    """Place of the game in its trial."""
    value: Floats
    """Index of an option or choice, or the part ordered of the most that can be."""
    first: Ints
    """First turn it is pinned in."""
    last: Ints

    def of(self, places: list[int]) -> "Pins":
        """Those of these dials, amounts or questions."""
        return self._where(np.isin(self.what, places))

    def at(self, turn: int) -> "Pins":
        """Those in force in a turn."""
        return self._where((self.first <= turn) & (turn <= self.last))

    def _where(self, kept: NDArray[np.bool_]) -> "Pins":
        return Pins(
            self.what[kept], self.game[kept], self.value[kept], self.first[kept], self.last[kept]
        )

    def __len__(self) -> int:
        return len(self.what)


def pins(rows: list[tuple[int, int, float, int, int]]) -> Pins:
    """Pins from (what, game, value, first turn, last turn)."""
    table = np.array(rows, dtype=np.float64).reshape(-1, 5)
    what, game, first, last = (table[:, place].astype(np.int64) for place in (0, 1, 3, 4))
    return Pins(what, game, table[:, 2], first, last)


def _none() -> Pins:
    return pins([])


@dataclass(frozen=True, slots=True, eq=False)
class Trial:
    """B games to be played at once, by the same players but for what is pinned."""

    study: Study
    players: dict[str, str]
    lanes: Ints
    """Luck of each game, shape (B,); games that share a lane share their luck."""
    dials: Pins = field(default_factory=_none)
    amounts: Pins = field(default_factory=_none)
    answers: Pins = field(default_factory=_none)
    withheld: Pins = field(default_factory=_none)
    """Events that do not happen."""
    constants: dict[str, Floats] = field(default_factory=dict[str, Floats])
    """Values by game, shape (B,)."""
    counted: bool = False
    """Whether offers of options and choices are counted."""


@dataclass(frozen=True, slots=True, eq=False)
class Outcome:
    """What came of the games of a trial."""

    ending: Ints
    """Index of the ending, or -1, shape (B,)."""
    ended: Ints
    """The turn the game ended in, shape (B,)."""
    scores: Floats
    """Each goal, 0 where it is poor and 100 where it is fine, not cut off; shape (B, G)."""
    happened: Ints
    """How often each event happened, shape (B, E)."""
    obeyed: Ints
    """In how many turns a pinned dial or answer was legal and so was given, shape (B,)."""
    offered: Ints
    """In how many turns of all games each option, then each choice, might be taken, shape (O,)."""
    taken: Ints
    """In how many of those it was."""


def options_of(world: World) -> tuple[tuple[str, str], ...]:
    """Dial and option, for every option of the dials a seat is offered."""
    model = world.pack.model
    seats = [seat_of(world, role) for role in model.role]
    dials = {id for seat in seats for id in seat.dials}
    return tuple(
        (id, option)
        for id in world.layout.dials
        if id in dials
        for option in model.decision[id].option
    )


def choices_of(world: World) -> tuple[tuple[str, str], ...]:
    """Event and choice, for every choice of every role."""
    return tuple((ask.event, choice) for ask in world.layout.asks for choice in ask.choices)


def play_trial(trial: Trial) -> Outcome:
    """Play all games of a trial to their ends."""
    world = world_of(trial.study)
    if trial.constants:
        world = world.with_constants(trial.constants)
    if len(trial.withheld):
        world = _without(world, trial.withheld)
    players: dict[str, Player] = {
        role: _Pinned(parse_player(world, role, text), trial)
        for role, text in trial.players.items()
    }
    luck = Luck(trial.study.seed, trial.lanes)
    return _Watch(world, seated(world, luck, players), trial).outcome()


class _Set:
    """Writes pinned values into a block of rows, shape (N, B), and leaves the rest."""

    def __init__(self, held: Pins) -> None:
        self._held = held

    def __call__(self, now: Any, out: Floats) -> None:
        held = self._held.at(now.turn)
        out[held.what, held.game] = held.value


def _without(world: World, withheld: Pins) -> World:
    """The same world where some events are out of luck in some games."""
    draws = block(world.layout.draws)
    unlucky = Step(_Set(replace(withheld, value=np.full(len(withheld), _NEVER))), (Now(),), draws)

    def patched(steps: tuple[Step | Guarded, ...]) -> tuple[Step | Guarded, ...]:
        found: list[Step | Guarded] = []
        for step in steps:
            found.append(step)
            if isinstance(step, Step) and step.function is draw:
                found.append(unlucky)
        return tuple(found)

    phases = world.phases
    return replace(
        world,
        phases=replace(phases, settle=patched(phases.settle), happen=patched(phases.happen)),
    )


class _Gain:
    """Says that pinned changes gain most, so that they are kept when a seat makes too many."""

    def __init__(self, held: Pins) -> None:
        self._held = held

    def __call__(self, now: Any, out: Floats) -> None:
        held = self._held.at(now.turn)
        out[...] = 0.0
        out[held.what, held.game] = 1.0


class _Part:
    """Orders a pinned part of the most of an amount that there is, or that the purse could pay."""

    def __init__(self, held: Pins) -> None:
        self._held = held

    def __call__(self, now: Any, most: Floats, purse: Any, price: Floats, out: Floats) -> None:
        held = self._held.at(now.turn)
        games = held.game
        priced = price[games] > 0.0
        pays = np.inf if purse is None else purse[games] / np.where(priced, price[games], 1.0)
        top = np.minimum(most[games], np.where(priced, pays, np.inf))
        out[games] = held.value * np.where(np.isfinite(top), top, 0.0)


class _Answer:
    """Gives a pinned answer where it may be given."""

    def __init__(self, held: Pins) -> None:
        self._held = held

    def __call__(self, now: Any, *allowed: Any, out: Floats) -> None:
        held = self._held.at(now.turn)
        for index, flag in enumerate(allowed):
            games = held.game[held.value == index]
            free = games if flag is True else games[flag[games]]
            out[free] = float(index)


@dataclass(frozen=True, slots=True)
class _Pinned:
    """A player some of whose orders are pinned."""

    player: Player
    trial: Trial

    def program(self, world: World, role: str, rows: Pool, flags: Pool) -> Program:
        """The player's steps, then the pins, then what is legal of both."""
        inner = self.player.program(world, role, rows, flags)
        layout, seat = world.layout, seat_of(world, role)
        steps = [*inner.steps, *self._answers(world, role)]
        dials = self.trial.dials.of([layout.dials.index(id) for id in seat.dials])
        amounts = [(id, self.trial.amounts.of([layout.amounts.index(id)])) for id in seat.amounts]
        if not len(dials) and not any(len(held) for _, held in amounts):
            return Program(tuple(steps), inner.end_row, inner.end_flag)
        pool = Pool(inner.end_row)
        gains = pool.take(max(1, len(seat.dials)))
        steps.append(Step(_Set(dials), (Now(),), block(layout.order_dial)))
        own = [seat.dials.index(id) if id in seat.dials else 0 for id in layout.dials]
        places = np.array(own, dtype=np.int64)[dials.what]
        ranked = _Gain(replace(dials, what=places))
        steps.append(Step(ranked, (Now(),), Rows(gains, max(1, len(seat.dials)))))
        purse = Fixed(None) if seat.purse is None else Row(layout.stocks[seat.purse])
        for id, held in amounts:
            ins = (Now(), Row(layout.most[id]), purse, Row(layout.price[id]))
            steps.append(Step(_Part(held), ins, Row(layout.order_amount[id])))
        steps.append(Fit(world, role, gains).step())
        return Program(tuple(steps), pool.end, inner.end_flag)

    def _answers(self, world: World, role: str) -> list[Step]:
        found: list[Step] = []
        for place, ask in enumerate(world.layout.asks):
            held = self.trial.answers.of([place])
            if ask.role == role and len(held):
                free = (world.may_choose.get(f"{ask.event}.{name}") for name in ask.choices)
                ins = (Now(), *(flag or Fixed(True) for flag in free))
                answer = Row(world.layout.answer[ask.event, ask.role])
                found.append(Step(_Answer(held), ins, answer))
        return found


class _Watch:
    """Plays a trial, and writes down what happens in games that have not ended."""

    def __init__(self, world: World, work: Workspace, trial: Trial) -> None:
        self.world, self.work, self.trial = world, work, trial
        layout, model = world.layout, world.pack.model
        games = len(trial.lanes)
        self.on = np.ones(games, dtype=np.bool_)
        self.happened = np.zeros((len(model.event), games), dtype=np.int64)
        self.obeyed = np.zeros(games, dtype=np.int64)
        self.options, self.choices = options_of(world), choices_of(world)
        self.offered = np.zeros(len(self.options) + len(self.choices), dtype=np.int64)
        self.taken = np.zeros_like(self.offered)
        self.goals = goals_of(world)
        self.scores = np.zeros((len(self.goals), games))
        self.orders = [layout.order_dial[id] for id in layout.dials]
        self.answers = [layout.answer[ask.event, ask.role] for ask in layout.asks]

    def outcome(self) -> Outcome:
        work, layout = self.work, self.world.layout
        turns = self.world.pack.model.calendar.turns
        work.open()
        for turn in range(1, turns + 1):
            work.begin()
            work.decide()
            asked = self._look_at_orders(turn)
            work.play()
            self._look_at_answers(turn, asked)
            self.happened += work.fired().T & self.on
            ended = work.row(layout.ended)
            over = self.on & ((ended == turn) | (turn == turns))
            if over.any():
                for place, (role, id) in enumerate(self.goals):
                    goal = self.world.pack.model.role[role].goal[id]
                    points = (work.goal(role, id) - goal.poor) / (goal.fine - goal.poor) * 100.0
                    np.copyto(self.scores[place], points, where=over)
            self.on = self.on & ~over
        ended = work.row(layout.ended).astype(np.int64)
        return Outcome(
            ending=work.row(layout.ending).astype(np.int64),
            ended=np.where(ended == 0, turns, ended),
            scores=self.scores.T.copy(),
            happened=self.happened.T.copy(),
            obeyed=self.obeyed,
            offered=self.offered,
            taken=self.taken,
        )

    def _look_at_orders(self, turn: int) -> list[NDArray[np.bool_]]:
        """Count options; whether each choice of each question may be given, shape (N, B) each."""
        work, layout = self.work, self.world.layout
        indices = {id: list(self.world.pack.model.decision[id].option) for id in layout.dials}
        for place, (id, option) in enumerate(self.options if self.trial.counted else ()):
            flag = self.world.allowed.get(f"{id}.{option}")
            free = self.on if flag is None else self.on & work.flag(flag)
            took = free & (work.row(layout.order_dial[id]) == indices[id].index(option))
            self.offered[place] += np.count_nonzero(free)
            self.taken[place] += np.count_nonzero(took)
        self._obey(self.trial.dials.at(turn), self.orders, None)
        asked: list[NDArray[np.bool_]] = []
        if not self.trial.counted and not len(self.trial.answers):
            return asked
        for ask in layout.asks:
            put = self.on & (work.row(layout.fired[ask.event]) == turn - 1) & (turn > 1)
            flags = (self.world.may_choose.get(f"{ask.event}.{name}") for name in ask.choices)
            free = [put if flag is None else put & work.flag(flag) for flag in flags]
            asked.append(np.array(free))
        return asked

    def _look_at_answers(self, turn: int, asked: list[NDArray[np.bool_]]) -> None:
        """Count choices, once those that stand unanswered are known."""
        place = len(self.options)
        for free, row in zip(asked, self.answers, strict=False):
            answer = self.work.row(row)
            for index, flag in enumerate(free):
                self.offered[place] += np.count_nonzero(flag)
                self.taken[place] += np.count_nonzero(flag & (answer == index))
                place += 1
        self._obey(self.trial.answers.at(turn), self.answers, asked)

    def _obey(self, held: Pins, rows: list[int], asked: list[NDArray[np.bool_]] | None) -> None:
        """Count the turns in which what is pinned was done."""
        for what, row in enumerate(rows if len(held) else ()):
            here = held.what == what
            games, value = held.game[here], held.value[here]
            done = (self.work.row(row)[games] == value) & self.on[games]
            if asked is not None:
                done &= asked[what][value.astype(np.int64), games]
            np.add.at(self.obeyed, games, done)


def seats_of(world: World) -> dict[str, Seat]:
    """The seat of every role."""
    return {role: seat_of(world, role) for role in world.pack.model.role}
