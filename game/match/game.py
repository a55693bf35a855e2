"""A match: one game being played, by at most one person and any number of automatic players.

A match is the only thing in the rooms below the faces that changes: it holds the order a person is
drafting and the turns played so far. The turns themselves are values and never change, so branches
share them.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

import numpy as np

from game.engine.luck import Luck
from game.engine.offers import AskOffer, Offers, Order, offers, refusal, to_order, to_orders
from game.engine.turn import Reader, State, Turn, Workspace, deciding, opening
from game.engine.why import History
from game.engine.world import World, compile_world
from game.errors import GameError
from game.lang.problems import nearest
from game.match.forecasts import Calibration, Prediction, asked_now, calibration, predictions
from game.packs.model import Pack
from game.players.named import default_player, parse_player
from game.players.rollout import Rollout
from game.players.seats import Player, seated
from game.words import _

PERSON = "you"
"""Stands for the person where seats are listed."""
See = Literal["full", "odds", "fog"]
SEES: tuple[See, ...] = ("full", "odds", "fog")
CHOSEN_GOALS = 2
"""How many of their goals a person says matter most."""
MOST_SEED = 2**63 - 1
_NUMBER = re.compile(r"[0-9]{1,15}(\.[0-9]{1,9})?|\.[0-9]{1,9}")


class IllegalOrderError(GameError):
    """An order, answer or forecast that may not be given; the draft is as it was.

    The sentence may be one of the pack's, in which `{quantity}` stands for a level.
    """


class NothingToUndoError(GameError):
    """The draft is as the turn began, or there is nothing that was undone."""


class GameOverError(GameError):
    """The game has ended, and no turn of it can be played."""


class SetupError(GameError):
    """A game cannot be set up like that."""


@dataclass(frozen=True, slots=True)
class Setup:
    """All that is settled before the first turn."""

    seed: int
    seats: Mapping[str, str]
    """Who sits where: for each role of the pack `you`, or a player as `parse_player` reads it."""
    see: See = "full"
    """What a person is shown of what rivals intend: all, the odds, or nothing."""
    constants: Mapping[str, float] = field(default_factory=dict[str, float])
    """Constants that were set to another value than the pack's."""
    goals: tuple[str, ...] = ()
    """The goals that matter most to the person; none: the first of their role."""

    @property
    def person(self) -> str | None:
        """The role a person plays."""
        return next((role for role, player in self.seats.items() if player == PERSON), None)


@dataclass(frozen=True, slots=True)
class Draft:
    """What a person is about to hand in."""

    order: Order = field(default_factory=Order)
    forecasts: Mapping[str, float] = field(default_factory=dict[str, float])
    """Answers to the questions asked this turn [percent]."""


@dataclass(frozen=True, slots=True)
class Change:
    """One step of a draft."""

    kind: Literal["set", "answer", "forecast"]
    id: str
    """The decision, event or forecast."""
    before: str | float | None
    """What it was before the step; None for an answer or forecast that had not been given."""
    after: str | float


@dataclass(frozen=True, slots=True, eq=False)
class Played:
    """A turn that was played."""

    orders: Mapping[str, Order]
    """The orders of all seats, by role."""
    forecasts: Mapping[str, float]
    """The answers given while it was decided [percent]."""
    turn: Turn
    """What it brought, with its ledger and moments."""


class Match:
    """One game. Methods that raise have changed nothing."""

    def __init__(self, world: World, setup: Setup, played: Sequence[Played] = ()) -> None:
        """A game with these turns played.

        Args:
            world: The pack, compiled with the constants of the setup.
            setup: Every role of the pack has its seat; see `new`.
            played: Turns of a game with that world and seed.
        """
        self.world = world
        self.setup = setup
        self._opening = opening(world)
        self._played: list[Played] = []
        self._luck = Luck(setup.seed, np.array([0]))
        self.players: Mapping[str, Player] = {
            role: parse_player(world, role, text)
            for role, text in setup.seats.items()
            if text != PERSON
        }
        """Who plays the seats that are not the person's, by role."""
        self._work: Workspace | None = None
        self._asked: dict[str, int] = {}
        self._begin()
        for turn in played:
            self._add(turn)

    @classmethod
    def new(
        cls,
        pack: Pack,
        seed: int,
        seats: Mapping[str, str] | None = None,
        see: str = "full",
        constants: Mapping[str, float] | None = None,
        goals: Sequence[str] = (),
    ) -> "Match":
        """Begin a game of a pack.

        Args:
            pack: The pack.
            seed: What all luck of the game follows from, 0 or more.
            seats: Who plays, by role: `you` for the person, or a player's name. A role that is not
                named is played by its own persona.
            see: What the person is shown of rivals' intents: `full`, `odds` or `fog`.
            constants: Constants set to another value in their range.
            goals: Which goals matter most to the person; the first of their role when empty.

        Raises:
            SetupError: A role, seed, goal or setting that does not exist, or two persons.
            UnknownPlayerError: A player that does not exist.
            UnknownConstantError: A constant that does not exist, or beyond its range.
        """
        world = compile_world(pack, constants)
        given = dict(seats or {})
        for role in given:
            if role not in pack.model.role:
                raise SetupError(
                    _("{role!r} is no role of {pack}; it has {roles}").format(
                        role=role, pack=pack.id, roles=", ".join(pack.model.role)
                    )
                )
        if sum(player == PERSON for player in given.values()) > 1:
            raise SetupError(_("only one seat of a game can be yours"))
        if not 0 <= seed <= MOST_SEED:
            raise SetupError(_("a seed is a whole number from 0 to 2^63 - 1"))
        if see not in SEES:
            known = ", ".join(SEES)
            raise SetupError(_("{see!r} is none of {known}").format(see=see, known=known))
        whole = {role: given.get(role, default_player(world, role)) for role in pack.model.role}
        match = cls(world, Setup(seed, whole, see, dict(constants or {})))
        if goals:
            match.choose(goals)
        return match

    # Where the game stands.

    @property
    def pack(self) -> Pack:
        """The pack that is played."""
        return self.world.pack

    @property
    def person(self) -> str | None:
        """The role the person plays; None in a game of automatic players alone."""
        return self.setup.person

    @property
    def played(self) -> tuple[Played, ...]:
        """The turns that were played, the first first."""
        return tuple(self._played)

    @property
    def turn(self) -> int:
        """The turn that is being decided; when the game is over, one beyond the last played."""
        return len(self._played) + 1

    @property
    def turns(self) -> int:
        """How many turns the game has unless it ends early."""
        return self.pack.model.calendar.turns

    @property
    def states(self) -> tuple[State, ...]:
        """The states at the ends of the turns; the first is the opening."""
        return (self._opening, *(played.turn.state for played in self._played))

    @property
    def state(self) -> State:
        """The state at the end of the last turn."""
        return self._played[-1].turn.state if self._played else self._opening

    @property
    def history(self) -> History:
        """The game so far with its ledgers, for asking why."""
        turns = [played.turn for played in self._played]
        orders = [played.orders for played in self._played]
        return History(self.world, self._opening, turns, orders)

    @property
    def reader(self) -> Reader:
        """Reads rules as they stand while this turn is decided."""
        return Reader(self.world, deciding(self.world, self.state))

    @property
    def ending(self) -> str | None:
        """How the game ended; None while it goes on."""
        index = int(self.state.rows[0, self.world.layout.ending])
        return list(self.pack.model.ending)[index] if index >= 0 else None

    @property
    def finished(self) -> bool:
        """Whether the game is over."""
        return self.ending is not None or len(self._played) >= self.turns

    def fired(self, turn: int) -> tuple[str, ...]:
        """The events of a turn that was played, in pack order."""
        happened = self._played[turn - 1].turn.fired[0]
        return tuple(id for id, fired in zip(self.pack.model.event, happened, strict=True) if fired)

    @property
    def goals(self) -> tuple[str, ...]:
        """The goals that the person said matter most; the first of their role until they say."""
        if self.person is None:
            return ()
        return self.setup.goals or tuple(self.pack.model.role[self.person].goal)[:CHOSEN_GOALS]

    def choose(self, goals: Sequence[str]) -> None:
        """Say which goals matter most, before the first turn ends.

        Raises:
            SetupError: A goal that the person's role does not have, too many or too few, or too late.
        """
        known = self.pack.model.role[self._seat()].goal
        if self._played:
            raise SetupError(_("the goals that matter most are chosen before the first turn ends"))
        for goal in goals:
            if goal not in known:
                raise SetupError(
                    unknown(_("{id!r} is no goal of yours").format(id=goal), goal, known)
                )
        count = min(CHOSEN_GOALS, len(known))
        if len(goals) != count or len(set(goals)) != count:
            raise SetupError(_("choose {count} goals that differ").format(count=count))
        self.setup = replace(self.setup, goals=tuple(goals))

    # What may be ordered.

    def offers_of(self, role: str) -> Offers:
        """What a role may order this turn."""
        if role not in self._offers:
            self._offers[role] = offers(self.world, self.state, role, self._workspace())
        return self._offers[role]

    @property
    def offers(self) -> Offers:
        """What the person may order this turn.

        Raises:
            SetupError: No seat is a person's.
        """
        return self.offers_of(self._seat())

    def why_illegal(self, role: str, order: Order) -> str | None:
        """Why a role may not order that this turn, in one sentence; None when it may."""
        return refusal(self.world, self.offers_of(role), order)

    @property
    def shut(self) -> tuple[str, ...]:
        """Decisions of the person's that are closed this turn and were not the turn before."""
        if not self._played or self.finished or self.person is None:
            return ()
        before = offers(self.world, self.states[-2], self.person, self._workspace())
        now = self.offers.closed
        return tuple(id for id in now if id not in before.closed)

    @property
    def asks(self) -> Mapping[str, AskOffer]:
        """Events of the last turn that wait for the person's answer, by id."""
        return {} if self.person is None or self.finished else self.offers.asks

    @property
    def questions(self) -> tuple[str, ...]:
        """Forecasts that are asked while this turn is decided."""
        return tuple(id for id, turn in self._asked.items() if turn == self.turn)

    # What the person is about to hand in.

    @property
    def draft(self) -> Draft:
        """What the person is about to hand in."""
        return self._draft

    @property
    def changes(self) -> tuple[Change, ...]:
        """The steps of the draft that undo would take back, the last last."""
        return tuple(change for change, _before in self._done)

    @property
    def left(self) -> float | None:
        """What the draft leaves of the budget; None for a seat without a purse."""
        return self.offers.left(self._draft.order)

    def set(self, decision: str, value: str | float) -> Change:
        """Set a dial to an option, or order an amount.

        Raises:
            IllegalOrderError: It is refused, with the reason.
            GameOverError: The game is over.
        """
        self._may_draft()
        offered, order = self.offers, self._draft.order
        dials, amounts = dict(order.dials), dict(order.amounts)
        before: str | float
        if decision in offered.dials:
            value = str(value).strip()
            before = dials.pop(decision, offered.dials[decision].current)
            if value != offered.dials[decision].current:
                dials[decision] = value
        elif decision in offered.amounts:
            value = self._amount(decision, value)
            before = amounts.pop(decision, 0.0)
            if value != 0.0:
                amounts[decision] = value
        else:
            raise IllegalOrderError(
                unknown(
                    _("{id!r} is no decision of {seat}").format(
                        id=decision, seat=self.pack.model.role[offered.role].title
                    ),
                    decision,
                    (*offered.dials, *offered.amounts),
                )
            )
        return self._ordered(
            Change("set", decision, before, value), Order(dials, amounts, order.answers)
        )

    def answer(self, event: str, choice: str) -> Change:
        """Answer an event of the last turn.

        Raises:
            IllegalOrderError: The event asks nothing, or the choice may not be taken.
            GameOverError: The game is over.
        """
        self._may_draft()
        order, choice = self._draft.order, choice.strip()
        if event not in self.asks:
            raise IllegalOrderError(
                unknown(_("{id!r} asks you nothing now").format(id=event), event, self.asks)
            )
        change = Change("answer", event, order.answers.get(event), choice)
        return self._ordered(change, replace(order, answers={**order.answers, event: choice}))

    def forecast(self, id: str, percent: str | float) -> Change:
        """Answer a question with a probability from 0 to 100 percent.

        Raises:
            IllegalOrderError: The question is not asked now, or the number is none.
            GameOverError: The game is over.
        """
        self._may_draft()
        if id not in self.questions:
            raise IllegalOrderError(
                unknown(_("{id!r} is not asked now").format(id=id), id, self.questions)
            )
        text = percent.strip().removesuffix("%").rstrip() if isinstance(percent, str) else percent
        number = as_number(text)
        if number is None or not 0.0 <= number <= 100.0:
            raise IllegalOrderError(
                _("{text!r} is no probability; give a number from 0 to 100").format(text=percent)
            )
        before = self._draft.forecasts.get(id)
        draft = replace(self._draft, forecasts={**self._draft.forecasts, id: number})
        return self._step(Change("forecast", id, before, number), draft)

    def undo(self) -> Change:
        """Take back the last step of the draft; returns it.

        Raises:
            NothingToUndoError: The draft is as the turn began.
        """
        if not self._done:
            raise NothingToUndoError(_("there is nothing to undo in this turn"))
        change, before = self._done.pop()
        self._undone.append((change, self._draft))
        self._draft = before
        return change

    def redo(self) -> Change:
        """Take the last step again that was undone; returns it.

        Raises:
            NothingToUndoError: Nothing was undone since the last step.
        """
        if not self._undone:
            raise NothingToUndoError(_("there is nothing to redo"))
        change, after = self._undone.pop()
        self._done.append((change, self._draft))
        self._draft = after
        return change

    # Playing.

    def end(self) -> Played:
        """End the turn: all seats hand in their orders, and the turn is played.

        Raises:
            GameOverError: The game is over.
            RuleFailureError: A rule of the pack gave something that is not a finite number.
        """
        self._may_go_on()
        work = self._workspace()
        work.load(self.state)
        work.begin()
        work.decide()
        wanted = work.orders()
        orders = {role: to_order(self.world, self.state, wanted, role) for role in self.setup.seats}
        for role, player in self.players.items():
            if isinstance(player, Rollout):
                orders[role] = player.order(
                    self.world, self.state, role, self.players, self.setup.seed
                )
        if self.person is not None:
            orders[self.person] = self._draft.order
        return self._play(orders, self._draft.forecasts)

    def replay(self, orders: Mapping[str, Order], forecasts: Mapping[str, float]) -> Played:
        """Play a turn with the orders of all seats as they were written down.

        Raises:
            IllegalOrderError: An order is refused; a forecast was not asked, or is no percentage.
            GameOverError: The game is over.
            RuleFailureError: A rule of the pack gave something that is not a finite number.
        """
        self._may_go_on()
        for role, order in orders.items():
            if role not in self.setup.seats:
                raise IllegalOrderError(unknown(f"{role!r} is no role", role, self.setup.seats))
            why_not = self.why_illegal(role, order)
            if why_not is not None:
                raise IllegalOrderError(f"{role}: {why_not}")
        for id, percent in forecasts.items():
            if id not in self.questions:
                raise IllegalOrderError(unknown(f"{id!r} was not asked", id, self.questions))
            if not 0.0 <= percent <= 100.0:
                raise IllegalOrderError(f"{id}: {percent!r} is no number from 0 to 100")
        whole = {role: orders.get(role, Order()) for role in self.setup.seats}
        return self._play(whole, dict(forecasts))

    def branch(self, turn: int) -> "Match":
        """A new match that stands where this turn was decided, with what was then ordered as draft.

        Luck is keyed: ended unchanged, the turn comes out as it did.

        Raises:
            SetupError: This game has not come to that turn.
        """
        if not 1 <= turn <= self.turn:
            raise SetupError(
                _("{turn} is no turn to go back to; this game has come to turn {last}").format(
                    turn=turn, last=self.turn
                )
            )
        other = Match(self.world, self.setup, self._played[: turn - 1])
        if turn == self.turn:
            other._draft, other._done = self._draft, [*self._done]
            other._undone = [*self._undone]
        elif self.person is not None:
            then = self._played[turn - 1]
            other._draft_again(Draft(then.orders[self.person], then.forecasts))
        return other

    # Forecasts.

    @property
    def forecasts(self) -> tuple[Prediction, ...]:
        """All questions asked in turns that were played, in the order of asking."""
        percents = {id: p for played in self._played for id, p in played.forecasts.items()}
        asked = {id: turn for id, turn in self._asked.items() if turn < self.turn}
        return predictions(self.world, self.states, asked, percents)

    @property
    def fell_due(self) -> tuple[Prediction, ...]:
        """Questions that were read at the end of the last turn."""
        return tuple(made for made in self.forecasts if made.due == len(self._played))

    @property
    def calibration(self) -> Calibration:
        """How good the person's forecasts are so far."""
        return calibration(self.forecasts)

    def _begin(self) -> None:
        """Begin to decide a turn."""
        self._offers: dict[str, Offers] = {}
        self._draft = Draft()
        self._done: list[tuple[Change, Draft]] = []
        self._undone: list[tuple[Change, Draft]] = []
        if not self.finished and self.person is not None:
            question = asked_now(self.world, self.state, self.person, self._asked)
            if question is not None:
                self._asked[question] = self.turn

    def _add(self, played: Played) -> None:
        self._played.append(played)
        self._begin()

    def _play(self, orders: Mapping[str, Order], forecasts: Mapping[str, float]) -> Played:
        work = self._workspace()
        work.load(self.state)
        work.begin()
        work.order(to_orders(self.world, self.state, orders))
        turn = work.play()
        assert turn is not None
        played = Played(orders, forecasts, turn)
        self._add(played)
        return played

    def _workspace(self) -> Workspace:
        if self._work is None:
            self._work = seated(self.world, self._luck, self.players, ledger=True)
        return self._work

    def _seat(self) -> str:
        if self.person is None:
            raise SetupError(_("no seat of this game is yours"))
        return self.person

    def _may_go_on(self) -> None:
        if self.finished:
            raise GameOverError(_("the game ended with turn {turn}").format(turn=len(self._played)))

    def _may_draft(self) -> None:
        self._seat()
        self._may_go_on()

    def _amount(self, decision: str, value: str | float) -> float:
        number = as_number(value)
        if number is None:
            table = self.pack.model.decision[decision]
            raise IllegalOrderError(
                _("{title} takes a number of 0 or more, not {value!r}").format(
                    title=table.title, value=value
                )
            )
        return number

    def _ordered(self, change: Change, order: Order) -> Change:
        """Take a step to another order, unless it is refused."""
        why_not = self.why_illegal(self._seat(), order)
        if why_not is not None:
            raise IllegalOrderError(why_not)
        return self._step(change, replace(self._draft, order=order))

    def _step(self, change: Change, draft: Draft) -> Change:
        """Draft this; what is as it was is no step, so that undo always takes something back."""
        if draft == self._draft:
            return change
        self._done.append((change, self._draft))
        self._undone.clear()
        self._draft = draft
        return change

    def _draft_again(self, then: Draft) -> None:
        """Draft what was drafted before, in steps that can be undone."""
        offered = self.offers
        order, forecasts = Order(), dict[str, float]()
        for id, option in then.order.dials.items():
            order = replace(order, dials={**order.dials, id: option})
            self._step(
                Change("set", id, offered.dials[id].current, option), Draft(order, forecasts)
            )
        for id, amount in then.order.amounts.items():
            order = replace(order, amounts={**order.amounts, id: amount})
            self._step(Change("set", id, 0.0, amount), Draft(order, forecasts))
        for id, choice in then.order.answers.items():
            order = replace(order, answers={**order.answers, id: choice})
            self._step(Change("answer", id, None, choice), Draft(order, forecasts))
        for id, percent in then.forecasts.items():
            forecasts = {**forecasts, id: percent}
            self._step(Change("forecast", id, None, percent), Draft(order, forecasts))


def as_number(value: str | float) -> float | None:
    """A finite number of 0 or more, as given or as written down; None for anything else."""
    if isinstance(value, str):
        text = value.strip()
        return float(text) if _NUMBER.fullmatch(text) else None
    number = float(value)
    return number if np.isfinite(number) and number >= 0.0 else None


def unknown(found: str, name: str, known: "Mapping[str, object] | Sequence[str]") -> str:
    """What to say of a name that is not known: what it might have been, or all there are."""
    near = nearest(name, known)
    if near is not None:
        return _("{found}; did you mean {near}?").format(found=found, near=near)
    if not known:
        return _("{found}; there is none").format(found=found)
    return _("{found}; try {known}").format(found=found, known=", ".join(known))
