"""A turn: orders in, new state and ledger out. The same call serves the screen and the lab."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

import numpy as np
from numpy.typing import NDArray

from game.engine.layout import block
from game.engine.ledger import Ledger
from game.engine.luck import Luck
from game.engine.steps import UNANSWERED, flag_infinite
from game.engine.world import World
from game.errors import GameError
from game.lang.compile import (
    Fixed,
    Flag,
    Guarded,
    Mark,
    Now,
    Operand,
    Parameter,
    Program,
    Row,
    Rows,
    Step,
    bind,
    run,
)
from game.lang.explain import explain
from game.lang.tree import Level, Past, Rule, Symbol, Type, walk

Floats = NDArray[np.float64]
_PAD = 8
"""Lanes are padded to a multiple of this, so that one game and many take the same path in numpy."""


class RuleFailureError(GameError):
    """A rule gave something that is not a finite number."""


@dataclass(frozen=True, slots=True, eq=False)
class State:
    """Where some games stand between turns: everything needed to go on, and what follows from it."""

    rows: Floats
    """Shape (B, R), one column for each row of the layout's state; read-only."""

    @property
    def lanes(self) -> int:
        """How many games, B."""
        return len(self.rows)

    def lane(self, lane: int) -> "State":
        """One of the games."""
        return State(self.rows[lane : lane + 1])

    def spread(self, lanes: int) -> "State":
        """The first of the games, this many times."""
        return State(np.broadcast_to(self.rows[:1], (lanes, self.rows.shape[1])))


@dataclass(frozen=True, slots=True, eq=False)
class Orders:
    """What all seats order for one turn."""

    dials: Floats
    """Index of the option of each dial, shape (B, D)."""
    amounts: Floats
    """Shape (B, A), each in its own unit."""
    answers: Floats
    """Index of the choice for each of the layout's asks, shape (B, Q); negative: unanswered."""

    def lane(self, lane: int) -> "Orders":
        """The orders of one of the games."""
        here = slice(lane, lane + 1)
        return Orders(self.dials[here], self.amounts[here], self.answers[here])


@dataclass(frozen=True, slots=True, eq=False)
class Turn:
    """What a turn brought."""

    state: State
    fired: NDArray[np.bool_]
    """Which events happened, shape (B, E), in pack order."""
    ledger: Ledger | None = None
    """Every change with its cause, when asked for."""
    at_flows: State | None = None
    """The state from which flows were computed, with a ledger only."""
    at_events: State | None = None
    """The state that events looked at, with a ledger only."""


@dataclass(slots=True)
class _Clock:
    """The turn being played, and the luck of the games."""

    turn: int
    luck: Luck


class Workspace:
    """Memory for a batch, and the steps of a turn bound to it."""

    def __init__(
        self,
        world: World,
        luck: Luck,
        players: "tuple[Program, ...]" = (),
        rows: int | None = None,
        flags: int | None = None,
        ledger: bool = False,
    ) -> None:
        """Make room for the games whose luck this is, and bind the turn and these players' programs.

        Args:
            world: The pack.
            luck: Luck of B lanes.
            players: Programs that write orders, run in this order each turn.
            rows: How many rows world and players use in all; the world's when absent.
            flags: How many flags.
            ledger: Whether to write down every change.
        """
        self.world = world
        self._luck = luck
        self._programs = players
        self._since: State | None = None
        """The state the games were loaded from; None when they were opened."""
        self.lanes = len(luck.lanes)
        self._padded = -(-self.lanes // _PAD) * _PAD
        self._clock = _Clock(0, luck)
        self.deal(luck)
        self._rows = np.zeros((rows or world.first_row, self._padded))
        self._flags = np.zeros((flags or world.first_flag, self._padded), dtype=np.bool_)
        self._constants = {id: self._pad(value) for id, value in world.constants.items()}
        self.ledger: Ledger | None = None
        self._keeps_ledger = ledger
        phases = world.phases
        self._opening = bind(phases.opening, self)
        self._offers = bind(phases.offers, self)
        self._players = [bind(player, self) for player in players]
        self._orders = bind(phases.orders, self)
        self._settle = bind(phases.settle, self)
        self._happen = bind(phases.happen, self)
        self._rest = bind(phases.rest, self)
        self._behind = False
        """Whether the gauges of `rest` are yet to be computed for where the games stand."""
        layout = world.layout
        computed = len(layout.totals) + len(layout.gauges) + 1
        self._computed = self._rows[layout.state_rows - computed : layout.state_rows]
        self._flows = self.array(block(layout.flows))

    def deal(self, luck: Luck) -> None:
        """Play other games from now on, as many as there is room for: open or load them next."""
        assert len(luck.lanes) == self.lanes
        self._luck = luck
        padded = np.resize(luck.lanes, self._padded)
        padded[self.lanes :] = luck.lanes[0]
        self._clock.luck = Luck(luck.seed, padded)

    def _pad(self, value: Floats) -> Floats:
        if value.ndim == 0:
            return value
        padded = np.empty(self._padded)
        padded[: self.lanes] = value
        padded[self.lanes :] = value[0]
        return padded

    def array(self, operand: Operand) -> Any:
        """The array (or argument) an operand stands for."""
        match operand:
            case Row(index):
                return self._rows[index]
            case Rows(index, count):
                return self._rows[index : index + count]
            case Flag(index):
                return self._flags[index]
            case Fixed(value):
                return value
            case Parameter(id):
                return self._constants[id]
            case Now():
                return self._clock

    def recorder(self, mark: Mark, row: Floats) -> Callable[[Callable[[], None]], None] | None:
        """What writes the change of a marked step into the ledger of the turn."""
        if not self._keeps_ledger:
            return None
        return partial(self._record, mark, row)

    def _record(self, mark: Mark, row: Floats, call: Callable[[], None]) -> None:
        assert self.ledger is not None
        self.ledger.record(mark, row[..., : self.lanes], call)

    def open(self) -> None:
        """Put all games at their start."""
        self._rows[:] = 0.0
        self._clock.turn = 0
        self._since = None
        self._behind = False
        with np.errstate(all="ignore"):
            run(self._opening)
        self._check(self._computed)

    def load(self, state: State) -> None:
        """Put all games where a state says."""
        self._since = state
        self._behind = False
        rows = state.rows.T
        self._rows[: len(rows), : self.lanes] = rows
        self._rows[: len(rows), self.lanes :] = rows[:, :1]

    def state(self) -> State:
        """Where all games stand: a copy.

        Raises:
            RuleFailureError: A gauge that nothing needed so far is not a finite number.
        """
        self._catch_up()
        rows = self._rows[: self.world.layout.state_rows, : self.lanes].copy()
        rows.flags.writeable = False
        return State(rows.T)

    def begin(self) -> None:
        """Begin a turn: what may be ordered is known, all dials stay, nothing is ordered yet."""
        layout = self.world.layout
        self._behind = False
        self._tick()
        with np.errstate(all="ignore"):
            run(self._offers)
        for id, row in layout.order_dial.items():
            self._rows[row] = self._rows[layout.dial[id]]
        for row in layout.order_amount.values():
            self._rows[row] = 0.0
        for row in layout.answer.values():
            self._rows[row] = UNANSWERED

    def _tick(self) -> None:
        row = self._rows[self.world.layout.turn]
        row += 1.0
        self._clock.turn = int(row[0])

    def decide(self) -> None:
        """Let the players write their orders."""
        with np.errstate(all="ignore"):
            for player in self._players:
                run(player)

    def order(self, orders: Orders) -> None:
        """Put orders of all seats in."""
        layout = self.world.layout
        for rows, values in (
            (layout.order_dial, orders.dials),
            (layout.order_amount, orders.amounts),
            (layout.answer, orders.answers),
        ):
            for row, value in zip(rows.values(), values.T, strict=True):
                self._rows[row, : self.lanes] = value
                self._rows[row, self.lanes :] = value[0]

    def orders(self) -> Orders:
        """What is ordered: a copy."""
        layout = self.world.layout

        def taken(rows: Mapping[Any, int]) -> Floats:
            return self._rows[list(rows.values()), : self.lanes].T.copy()

        return Orders(taken(layout.order_dial), taken(layout.order_amount), taken(layout.answer))

    def play(self) -> Turn | None:
        """Play the turn that was begun; a Turn only when a ledger is kept.

        Raises:
            RuleFailureError: A rule gave something that is not a finite number.
        """
        keep = self._keeps_ledger
        self.ledger = Ledger() if keep else None
        with np.errstate(all="ignore"):
            run(self._orders)
            self._check(self._computed)
            self._check(self._flows)
            at_flows = self.state() if keep else None
            if self.ledger is not None:
                self.ledger.before_flows = len(self.ledger.entries)
            run(self._settle)
            self._check(self._computed)
            at_events = self.state() if keep else None
            run(self._happen)
            self._check(self._computed)
        self._behind = True
        if not keep:
            return None
        return Turn(self.state(), self.fired(), self.ledger, at_flows, at_events)

    def fired(self) -> NDArray[np.bool_]:
        """Which events happened in the turn just played, shape (B, E)."""
        rows = self.array(block(self.world.layout.fired))[:, : self.lanes]
        return (rows == self._clock.turn).T

    def level(self, quantity: str) -> Floats:
        """The level of a quantity in every game, shape (B,): a view, valid until the next turn."""
        return self.row(self.world.layout.levels[quantity])

    def goal(self, role: str, id: str) -> Floats:
        """What counts for a goal in every game, shape (B,): a level, or the mean of the last ones."""
        first, *others = self.world.layout.goals[role, id]
        if not others:
            return self.row(first)
        return (self.row(first) + sum(self.row(index) for index in others)) / (1 + len(others))

    def row(self, index: int) -> Floats:
        """One row of all games, shape (B,): a view, valid until the next turn."""
        if index in self.world.computed_late:
            self._catch_up()
        return self._rows[index, : self.lanes]

    def flag(self, flag: Flag) -> NDArray[np.bool_]:
        """One flag of all games, shape (B,): a view."""
        return self._flags[flag.index, : self.lanes]

    def _catch_up(self) -> None:
        """Compute the gauges that nothing has needed since the turn ended."""
        if self._behind:
            self._behind = False
            with np.errstate(all="ignore"):
                run(self._rest)
            self._check(self._computed)

    def _check(self, rows: Floats) -> None:
        """Stop when some rows hold what is not a finite number; of stocks, the watch row tells."""
        # One number for the block: it is finite unless something in it is not.
        if not np.isfinite(np.add.reduce(rows, axis=None)):
            bad = ~np.isfinite(rows).all(axis=0)
            if bad.any():
                self._blame(int(np.argmax(bad)))

    def _blame(self, lane: int) -> None:
        """Play the game that failed again by itself, step by step, and name the rule that fails."""
        lane = min(lane, self.lanes - 1)
        constants = {id: v if v.ndim == 0 else v[lane] for id, v in self.world.constants.items()}
        alone = Workspace(
            replace(self.world, constants=constants),
            Luck(self._luck.seed, self._luck.lanes[lane : lane + 1]),
            self._programs,
            len(self._rows),
            len(self._flags),
        )
        phases = self.world.phases
        if self._clock.turn == 0:
            alone._trace(phases.opening)
        else:
            if self._since is None:
                alone.open()
            else:
                alone.load(self._since.lane(lane))
            while alone._rows[self.world.layout.turn, 0] < self._clock.turn - 1:
                alone.begin()
                alone.decide()
                alone.play()
            alone._tick()
            alone._trace(phases.offers)
            alone.order(self.orders().lane(lane))
            for program in (phases.orders, phases.settle, phases.happen, phases.rest):
                alone._trace(program)
        where = f"turn {self._clock.turn}"
        raise RuleFailureError(f"in {where}, a level of {self.world.pack.id} is no finite number")

    def _trace(self, program: Program) -> None:
        """Run the steps of a program one by one; stop at the first that gives no finite number."""
        for step in program:
            if isinstance(step, Guarded):
                if np.count_nonzero(self.array(step.flag)):
                    self._trace(step.steps)
                continue
            before = self.state()
            with np.errstate(all="ignore"):
                run(bind((step,), self))
            if not np.isfinite(self.array(step.out)).all():
                found = failing_rule(Reader(self.world, before), step)
                if found is not None:
                    raise RuleFailureError(f"in turn {self._clock.turn}, {found}")


def failing_rule(reader: "Reader", step: Step) -> str | None:
    """The rule behind a step that gives no finite number, in words; None for a part of a rule.

    Args:
        reader: Reads the state before the step.
        step: It writes to a gauge or flow, or changes a quantity for a cause.
    """
    world = reader.world
    layout, pack = world.layout, world.pack
    found: list[tuple[str, str, Rule]] = []
    if step.mark is not None:
        cause = step.mark.cause
        head, _, rest = cause.partition(".")
        starts = rest if head == "cost" else cause
        rules = {path: rule for path, rule in pack.rules.items() if path.startswith(f"{starts}.")}
        found += [(path, rule.text, rule) for path, rule in rules.items()]
        found += [
            (f"{cause}.effects", effect.text, effect.value)
            for effect in pack.effects.get(f"{cause}.effects", ())
            if effect.target.id in step.mark.quantities
        ]
    elif step.function is flag_infinite:
        paths = [part.value for part in step.ins if isinstance(part, Fixed)]
        found += [
            (path, pack.rules[path].text, pack.rules[path]) for path in paths if path in pack.rules
        ]
    elif isinstance(step.out, Row):
        starts = [f"gauge.{id}." for id, row in layout.gauges.items() if row == step.out.index]
        starts += [f"flow.{id}." for id, row in layout.flows.items() if row == step.out.index]
        rules = {path: rule for path, rule in pack.rules.items() if path.startswith(tuple(starts))}
        found += [(path, rule.text, rule) for path, rule in rules.items() if starts]
    for path, text, rule in found:
        if rule.type is not Type.BOOLEAN and not np.isfinite(explain(rule, reader).number):
            return f"{path} ({text!r}) is not a finite number{_inputs(rule, reader)}"
    if step.mark is not None:
        named = ", ".join(step.mark.quantities)
        return f"{step.mark.cause} makes {named} no finite number"
    return None


def _inputs(rule: Rule, reader: "Reader") -> str:
    """The values a rule was read with, in words."""
    symbols = [node.symbol for node in walk(rule.root) if isinstance(node, Level | Past)]
    numeric = {symbol.id: symbol for symbol in symbols if symbol.type is not Type.OPTION}
    values = [f"{id} = {reader.level(symbol):g}" for id, symbol in numeric.items()]
    return f"; it was read with {', '.join(values)}" if values else ""


class Reader:
    """Reads the leaves of rules in one lane of a state, for `explain`."""

    def __init__(self, world: World, state: State, lane: int = 0) -> None:
        """Read this lane of this state."""
        self.world = world
        self._row = state.rows[lane]
        self._lane = lane

    @property
    def turn(self) -> float:
        """The number of the turn."""
        return float(self._row[self.world.layout.turn])

    def level(self, symbol: Symbol) -> float:
        """The level of a quantity; for a dial the index of its option."""
        return self._read(self.world.leaves.level(symbol))

    def past(self, symbol: Symbol, word: str, turns: int) -> float:
        """A word of history."""
        then = self._read(self.world.leaves.past(symbol, word, turns))
        return self.level(symbol) - then if word == "change" else then

    def happened(self, word: str, symbol: Symbol) -> float:
        """`fired` (1 or 0), `turns_since` an event, how long a dial was `held`."""
        row = self.fired(symbol, word)
        match word:
            case "fired":
                return float(row > -1000.0)
            case "turns_since":
                return self.turn - row
            case _:
                return row

    def fired(self, symbol: Symbol, word: str) -> float:
        """The turn an event last fired, or turns a dial was held: as compiled rules read it."""
        return self._read(self.world.leaves.happened(symbol, word))

    def _read(self, operand: Operand) -> float:
        match operand:
            case Row(index):
                return float(self._row[index])
            case Parameter(id):
                value = self.world.constants[id]
                return float(value if value.ndim == 0 else value[self._lane])
            case Fixed(value):
                return float(value)
            case _:
                raise AssertionError(operand)


def opening(world: World, lanes: int = 1) -> State:
    """The start of the game, in this many lanes."""
    work = Workspace(world, Luck(0, np.arange(lanes)))
    work.open()
    return work.state()


def hold(world: World, state: State) -> Orders:
    """The order that changes nothing: every dial stays, no amount, no answer."""
    layout = world.layout
    return Orders(
        dials=state.rows[:, list(layout.dial.values())].copy(),
        amounts=np.zeros((state.lanes, len(layout.amounts))),
        answers=np.full((state.lanes, len(layout.asks)), UNANSWERED),
    )


def advance(
    world: World, state: State, orders: Orders, luck: Luck, *, ledger: bool = False
) -> Turn:
    """Play one turn.

    Args:
        world: The pack.
        state: Where B games stand; it is not changed.
        orders: What all seats order, for B games. They are taken as legal.
        luck: The luck of the B games.
        ledger: Whether to write down every change with its cause.

    Raises:
        RuleFailureError: A rule gave something that is not a finite number.
    """
    work = Workspace(world, luck, ledger=ledger)
    work.load(state)
    work.begin()
    work.order(orders)
    turn = work.play()
    return turn if turn is not None else Turn(work.state(), work.fired())


def deciding(world: World, state: State) -> State:
    """The state as rules read it while seats decide: the clock shows the turn that comes."""
    rows = state.rows.copy()
    rows[:, world.layout.turn] += 1.0
    return replace(state, rows=rows)
