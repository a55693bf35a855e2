"""Why a number moved: causes that sum to its change, opened level by level down to a decision.

A stock's change is its rows of the ledger. A gauge's change is shared out among the quantities its
formula names by their Shapley values (Shapley, 1953): the average, over all orders in which they could
have changed one after the other, of what each changes. The shares sum to the whole and depend on no
order. A flow is as large as it was a turn before, plus the shares of what its formula names.

Deeper causes are given in the unit of the number that was asked about: if half of a gauge's change
came through a stock, the stock's own causes sum to that half.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import factorial
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from game.engine.ledger import Entry, Ledger
from game.engine.offers import Order
from game.engine.turn import Reader, State, Turn
from game.engine.world import World
from game.lang.compile import Assembler, Fixed, Flag, Mark, Operand, Pool, Row, bind, run
from game.lang.tree import Happened, Kind, Level, Past, Rule, Symbol, walk
from game.lang.tree import Turn as TurnWord

Floats = NDArray[np.float64]

CauseKind = Literal[
    "decision",
    "cost",
    "event",
    "choice",
    "flow",
    "pipeline",
    "noise",
    "limit",
    "rounding",
    "input",
    "before",
    "start",
    "together",
]


@dataclass(frozen=True, slots=True)
class Moment:
    """When a state was looked at: at the end of a turn, or when its flows were computed."""

    turn: int
    at: Literal["end", "flows"] = "end"


@dataclass(frozen=True, slots=True)
class Cause:
    """One cause of a change."""

    kind: CauseKind
    """`input`: a quantity the formula names; `before`: as large as a turn ago; `start`: was there at
    the start; `together`: inputs whose shares cannot be told apart; others as in the ledger."""
    path: str
    """What of the pack made it: the ledger's cause, or `quantity.ID` for an input."""
    change: float
    """In the unit of the number that was asked about."""
    turn: int
    """The turn in which it acted."""
    quantity: str
    """The quantity it acted on."""
    scale: float = 1.0
    """`change` divided by the change in the unit of `quantity`."""
    since: Moment | None = None
    """For an input, from when..."""
    until: Moment | None = None
    """...to when it changed."""


@dataclass(frozen=True, slots=True)
class Change:
    """How a quantity changed in a turn, and why."""

    quantity: str
    turn: int
    before: float
    after: float
    causes: tuple[Cause, ...]
    """They sum to `after - before`; the largest first."""


@dataclass(frozen=True, slots=True, eq=False)
class History:
    """One game so far, with its ledgers."""

    world: World
    opening: State
    turns: Sequence[Turn]
    orders: Sequence[Mapping[str, Order]] = ()
    """What each role handed in, turn by turn; empty where that is not known."""

    def state(self, moment: Moment) -> State:
        """The state at a moment; turn 0 is the opening."""
        if moment.turn <= 0:
            return self.opening
        turn = self.turns[moment.turn - 1]
        if moment.at == "flows":
            assert turn.at_flows is not None
            return turn.at_flows
        return turn.state

    def level(self, quantity: str, moment: Moment) -> float:
        """The level of a quantity at a moment."""
        return float(self.state(moment).rows[0, self.world.layout.levels[quantity]])

    def entries(self, quantity: str, since: Moment, until: Moment) -> list[tuple[int, Entry]]:
        """The changes of a stock or pipeline between two moments, each with its turn."""
        found: list[tuple[int, Entry]] = []
        for number in range(max(1, since.turn), until.turn + 1):
            ledger = self.turns[number - 1].ledger
            assert ledger is not None
            first = _place(ledger, since) if number == since.turn else 0
            last = _place(ledger, until) if number == until.turn else len(ledger.entries)
            found += [(number, e) for e in ledger.entries[first:last] if e.quantity == quantity]
        return found


def _place(ledger: Ledger, moment: Moment) -> int:
    """How many entries of a turn's ledger come before a moment of that turn."""
    return ledger.before_flows if moment.at == "flows" else len(ledger.entries)


def why(history: History, quantity: str, turn: int) -> Change:
    """Why a quantity changed in a turn, of one game.

    Args:
        history: The game; lane 0 is explained.
        quantity: A stock, pipeline, gauge or amount.
        turn: From 1 to the number of turns played.
    """
    since, until = Moment(turn - 1), Moment(turn)
    return Change(
        quantity=quantity,
        turn=turn,
        before=history.level(quantity, since),
        after=history.level(quantity, until),
        causes=_sorted(_between(history, quantity, since, until, 1.0)),
    )


def since_start(history: History, quantity: str) -> Change:
    """Why a stock or pipeline stands where it stands: all its causes since the start, by path."""
    last = len(history.turns)
    sums: dict[str, float] = {}
    for _, entry in history.entries(quantity, Moment(0), Moment(last)):
        sums[entry.cause] = sums.get(entry.cause, 0.0) + float(entry.change[0])
    return Change(
        quantity=quantity,
        turn=last,
        before=history.level(quantity, Moment(0)),
        after=history.level(quantity, Moment(last)),
        causes=_sorted(
            Cause(kind_of(path), path, change, last, quantity) for path, change in sums.items()
        ),
    )


def deeper(history: History, cause: Cause) -> tuple[Cause, ...]:
    """The causes behind a cause; they sum to it. Empty where the model goes no further."""
    match cause.kind:
        case "input" | "before" if cause.since is not None and cause.until is not None:
            if cause.kind == "before":
                return ()
            parts = _between(history, cause.quantity, cause.since, cause.until, cause.scale)
        case "flow":
            parts = _flow(history, cause)
        case "pipeline":
            parts = _delivery(history, cause)
        case _:
            return ()
    return _sorted(parts)


@dataclass(frozen=True, slots=True)
class Given:
    """How the order or answer that a cause names came about."""

    turn: int
    """When it was given; 0 of what stood at the start."""
    how: Literal["now", "stands", "past", "dropped", "unanswered"]
    """`now`: in the turn in which it acted; `stands`: a dial that was set before and was left there;
    `past`: it was given before and acts for longer; `dropped`: an amount that was not ordered again;
    `unanswered`: nobody answered, and the first answer stood."""


def given(history: History, cause: Cause) -> Given | None:
    """How what a cause names was ordered or answered; None of a cause that is neither."""
    head, _dot, rest = cause.path.removeprefix("cost.").partition(".")
    id, _dot, named = rest.partition(".")
    if head == "event" and named:
        return _answered(history, id, named.removeprefix("choice."), cause)
    if head != "decision":
        return None
    if id in history.world.layout.dial:
        return _dialled(history, id, named.removeprefix("option."), cause)
    dropped = cause.quantity == id and history.level(id, Moment(cause.turn)) == 0.0
    for turn in range(cause.turn, 0, -1):
        if history.level(id, Moment(turn)) > 0.0:
            past: Literal["dropped", "past"] = "dropped" if dropped else "past"
            return Given(turn, "now" if turn == cause.turn else past)
    return Given(cause.turn, "now")


def _dialled(history: History, id: str, option: str, cause: Cause) -> Given:
    """Since when a dial has stood at an option, or when it was last set to it."""
    options = list(history.world.pack.model.decision[id].option)

    def at(turn: int) -> str:
        row = history.state(Moment(turn)).rows[0]
        return options[int(row[history.world.layout.dial[id]])]

    option = option or at(cause.turn)
    since = next(
        (t for t in range(cause.turn, 0, -1) if at(t) == option and at(t - 1) != option), 0
    )
    if since == cause.turn:
        return Given(since, "now")
    return Given(since, "stands" if at(cause.turn) == option else "past")


def _answered(history: History, id: str, choice: str, cause: Cause) -> Given:
    """When an answer was given that acts in this turn, and whether anybody gave it."""
    pack = history.world.pack
    place = list(pack.model.event).index(id)
    role = pack.model.event[id].choice[choice].role
    for turn in range(cause.turn, 1, -1):
        if not history.turns[turn - 2].fired[0][place] or turn > len(history.orders):
            continue
        order = history.orders[turn - 1].get(role, Order())
        if id not in order.answers:
            return Given(turn, "unanswered")
        if order.answers[id] == choice:
            return Given(turn, "now" if turn == cause.turn else "past")
    return Given(cause.turn, "now")


def kind_of(path: str) -> CauseKind:
    """What kind of cause a path of the ledger is."""
    head = path.partition(".")[0]
    match head:
        case "event":
            return "choice" if ".choice." in path else "event"
        case "decision" | "cost" | "flow" | "pipeline" | "noise" | "limit" | "rounding":
            return head
        case _:
            raise AssertionError(path)


def _sorted(causes: Iterable[Cause]) -> tuple[Cause, ...]:
    return tuple(sorted(causes, key=lambda cause: -abs(cause.change)))


def _between(
    history: History, quantity: str, since: Moment, until: Moment, scale: float
) -> Iterable[Cause]:
    """The causes of a quantity's change between two moments, times a scale."""
    kind = history.world.pack.symbols[quantity].kind
    if kind in (Kind.STOCK, Kind.PIPELINE):
        sums: dict[tuple[int, str], float] = {}
        for turn, entry in history.entries(quantity, since, until):
            key = (turn, entry.cause)
            sums[key] = sums.get(key, 0.0) + float(entry.change[0])
        return [
            Cause(kind_of(path), path, change * scale, turn, quantity, scale)
            for (turn, path), change in sums.items()
            if change != 0.0
        ]
    if kind is Kind.GAUGE:
        path = gauge_rule(history.world, history.state(until), quantity)
        before = gauge_rule(history.world, history.state(since), quantity)
        if path == before:
            return _shares(history, path, quantity, since, until, scale)
        return [_switched(history, quantity, since, until, scale)]
    change = history.level(quantity, until) - history.level(quantity, since)
    if change == 0.0:
        return []
    return [Cause("decision", f"decision.{quantity}", change * scale, until.turn, quantity, scale)]


def gauge_rule(world: World, state: State, gauge: str) -> str:
    """The path of the rule a gauge is computed by: its own, or that of its dial's option."""
    table = world.pack.model.gauge[gauge]
    if table.by is None:
        return f"gauge.{gauge}.value"
    options = list(world.pack.model.decision[table.by].option)
    option = options[int(state.rows[0, world.layout.dial[table.by]])]
    return f"gauge.{gauge}.values.{option}"


def _switched(history: History, gauge: str, since: Moment, until: Moment, scale: float) -> Cause:
    """A gauge that follows a dial changed because the dial did."""
    table = history.world.pack.model.gauge[gauge]
    change = history.level(gauge, until) - history.level(gauge, since)
    option = gauge_rule(history.world, history.state(until), gauge).rpartition(".")[2]
    path = f"decision.{table.by}.option.{option}"
    return Cause("decision", path, change * scale, until.turn, gauge, scale)


def _shares(
    history: History, path: str, quantity: str, since: Moment, until: Moment, scale: float
) -> list[Cause]:
    """The Shapley shares of what a formula names in how its value changed between two moments."""
    world = history.world
    rule = world.pack.rules[path]
    gauge = world.pack.model.gauge.get(quantity) if path.startswith("gauge.") else None
    limits = (gauge.min, gauge.max) if gauge is not None else (None, None)
    old = Reader(world, history.state(since))
    new = Reader(world, history.state(until))
    shares = shapley(rule, old, new, limits)
    if shares is None:
        if gauge is not None:
            change = history.level(quantity, until) - history.level(quantity, since)
        else:
            change = _evaluate(rule, new) - _evaluate(rule, old)
        return [Cause("together", path, change * scale, until.turn, quantity, scale)]
    causes: list[Cause] = []
    for name, share in shares.items():
        if share == 0.0:
            continue
        symbol = world.pack.symbols.get(name)
        if symbol is None:
            kind: CauseKind = "together"
            causes.append(Cause(kind, "turn", share * scale, until.turn, quantity, scale))
            continue
        if symbol.kind is Kind.EVENT:
            causes.append(
                Cause("event", f"event.{name}", share * scale, until.turn, quantity, scale)
            )
            continue
        if symbol.kind is Kind.DIAL:
            row = history.state(until).rows[0, world.layout.dial[name]]
            option = symbol.options[int(row)]
            where = f"decision.{name}.option.{option}"
            causes.append(Cause("decision", where, share * scale, until.turn, quantity, scale))
            continue
        moved = history.level(name, until) - history.level(name, since)
        within = share * scale / moved if moved else 0.0
        causes.append(
            Cause(
                "input" if moved else "together",
                f"quantity.{name}",
                share * scale,
                until.turn,
                name,
                within,
                since,
                until,
            )
        )
    return causes


def _flow(history: History, cause: Cause) -> list[Cause]:
    """A flow is what it was a turn ago, plus the shares of what changed since."""
    world = history.world
    id = cause.path.removeprefix("flow.")
    path = f"flow.{id}.add"
    now = Moment(cause.turn, "flows")
    then = Moment(cause.turn - 1, "flows" if cause.turn > 1 else "end")
    rule = world.pack.rules[path]
    old = _evaluate(rule, Reader(world, history.state(then)))
    new = _evaluate(rule, Reader(world, history.state(now)))
    if not np.isfinite(old):
        # It was never computed from the opening, where it need not have a value.
        return [Cause("together", path, cause.change, cause.turn, cause.quantity, cause.scale)]
    flow = world.pack.model.flow[id]
    # What was added to the quantity asked about for one unit of the flow: -1 where it was taken from.
    per_unit = -cause.scale if flow.from_ == cause.quantity else cause.scale
    shares = _shares(history, path, cause.quantity, then, now, per_unit)
    gap = cause.change - per_unit * new
    before = per_unit * old + gap
    parts = [Cause("before", cause.path, before, cause.turn - 1, cause.quantity, per_unit)]
    return [part for part in (*parts, *shares) if part.change != 0.0]


def leanings(history: History, cause: Cause) -> Mapping[str, float]:
    """What would change a flow that goes on as before: what a tenth more of each input would add to it.

    Args:
        history: The game.
        cause: Of kind `before`.

    Returns:
        By the quantities its formula names, those that move it, the one that moves it most first; in
        the unit of the number that was asked about, as things stood when the flow was last computed.
    """
    world = history.world
    rule = world.pack.rules[f"{cause.path}.add"]
    reader = Reader(world, history.state(Moment(cause.turn + 1, "flows")))
    leaves = _Mixed(rule, reader, reader)
    named = dict.fromkeys(name for name, _, _ in leaves.rows)
    names = [id for id in named if id in world.layout.levels and id not in world.layout.dial]
    if not names:
        return {}
    rows = np.repeat(np.array([[now] for _, _, now in leaves.rows]), max(8, len(names) + 1), axis=1)
    for lane, name in enumerate(names, start=1):
        for index, (at, _, now) in enumerate(leaves.rows):
            rows[index, lane] = now + 0.1 * abs(now) if at == name else now
    values = _values(rule, leaves, rows)
    gains = {name: float(values[n] - values[0]) * cause.scale for n, name in enumerate(names, 1)}
    moving = {name: gain for name, gain in gains.items() if gain and np.isfinite(gain)}
    return dict(sorted(moving.items(), key=lambda each: -abs(each[1])))


def _delivery(history: History, cause: Cause) -> list[Cause]:
    """What a pipeline delivers had entered it some turns before."""
    id = cause.path.removeprefix("pipeline.")
    pipeline = history.world.pack.model.pipeline[id]
    entered = cause.turn - pipeline.delay
    if entered < 1:
        return [Cause("start", cause.path, cause.change, 0, id, cause.scale)]
    sign = -1.0 if cause.quantity == id else 1.0
    per_unit = cause.scale * sign
    sums: dict[str, float] = {}
    for _, entry in history.entries(id, Moment(entered - 1), Moment(entered)):
        change = float(entry.change[0])
        if change > 0.0 and kind_of(entry.cause) not in ("pipeline", "rounding"):
            sums[entry.cause] = sums.get(entry.cause, 0.0) + change
    parts = [
        Cause(kind_of(path), path, change * per_unit, entered, id, per_unit)
        for path, change in sums.items()
    ]
    lost = cause.change - sum(part.change for part in parts)
    if abs(lost) > 1e-9 * max(1.0, abs(cause.change)):
        parts.append(Cause("together", cause.path, lost, cause.turn, id, cause.scale))
    return parts


class _Mixed:
    """Leaves of a rule in states that are partly old and partly new."""

    def __init__(self, rule: Rule, old: Reader, new: Reader) -> None:
        self.rows: list[tuple[str, float, float]] = []
        self._index: dict[Any, int] = {}
        for node in walk(rule.root):
            match node:
                case Level(symbol=symbol):
                    self._note((symbol.id,), symbol.id, old.level(symbol), new.level(symbol))
                case Past(symbol=symbol, word=word, turns=turns):
                    # `change` is a level less a past one; the past one is what is looked up.
                    past = "last" if word == "change" else word
                    key = (symbol.id, word, turns)
                    if word == "change":
                        before = old.level(symbol) - old.past(symbol, word, turns)
                        after = new.level(symbol) - new.past(symbol, word, turns)
                        self._note((symbol.id,), symbol.id, old.level(symbol), new.level(symbol))
                        self._note(key, symbol.id, before, after)
                    else:
                        self._note(
                            key,
                            symbol.id,
                            old.past(symbol, past, turns),
                            new.past(symbol, past, turns),
                        )
                case Happened(symbol=symbol, word=word):
                    before, after = old.fired(symbol, word), new.fired(symbol, word)
                    self._note((symbol.id, "happened", word), symbol.id, before, after)
                    if word == "turns_since":
                        self._note(("turn",), "turn", old.turn, new.turn)
                case TurnWord():
                    self._note(("turn",), "turn", old.turn, new.turn)
                case _:
                    pass

    def _note(self, key: Any, name: str, old: float, new: float) -> None:
        if key not in self._index:
            self._index[key] = len(self.rows)
            self.rows.append((name, old, new))

    def level(self, symbol: Symbol) -> Operand:
        return Row(self._index[(symbol.id,)])

    def past(self, symbol: Symbol, word: str, turns: int) -> Operand:
        return Row(self._index[symbol.id, word, turns])

    def turn(self) -> Operand:
        return Row(self._index[("turn",)])

    def happened(self, symbol: Symbol, word: str) -> Operand:
        return Row(self._index[symbol.id, "happened", word])


class _Scratch:
    """Memory for one rule over some lanes."""

    def __init__(self, rows: int, flags: int, lanes: int) -> None:
        self.rows = np.zeros((rows, lanes))
        self.flags = np.zeros((flags, lanes), dtype=np.bool_)

    def array(self, operand: Operand) -> Any:
        match operand:
            case Row(index):
                return self.rows[index]
            case Flag(index):
                return self.flags[index]
            case Fixed(value):
                return value
            case _:
                raise AssertionError(operand)

    def recorder(self, mark: Mark, row: Floats) -> None:
        return None


def _values(rule: Rule, leaves: _Mixed, rows: Floats) -> Floats:
    """A rule's value in lanes whose leaves are these rows, shape (leaves, B)."""
    first, lanes = len(leaves.rows), rows.shape[1]
    pool, flags = Pool(first + 1), Pool(0)
    assembler = Assembler(leaves, pool, flags)
    assembler.write(assembler.rule(rule.root), Row(first))
    steps = assembler.drain()
    memory = _Scratch(max(pool.end, first + 1), max(flags.end, 1), lanes)
    memory.rows[:first] = rows
    with np.errstate(all="ignore"):
        run(bind(steps, memory))
    return memory.rows[first]


def _evaluate(rule: Rule, reader: Reader) -> float:
    """A rule's value in one state."""
    leaves = _Mixed(rule, reader, reader)
    rows = np.repeat(np.array([[new] for _, _, new in leaves.rows]).reshape(-1, 1), 8, axis=1)
    return float(_values(rule, leaves, rows)[0])


def shapley(
    rule: Rule,
    old: Reader,
    new: Reader,
    limits: tuple[float | None, float | None] = (None, None),
) -> Mapping[str, float] | None:
    """What each name in a rule contributes to the change of its value from one state to another.

    Args:
        rule: A numeric rule.
        old: The state before.
        new: The state after.
        limits: Least and greatest value the result is held within.

    Returns:
        For each name, `turn` among them, its Shapley value; they sum to the change. None when the rule
        has no finite value in some mixed state, so that shares are not defined.
    """
    leaves = _Mixed(rule, old, new)
    names = [
        name
        for name in dict.fromkeys(name for name, _, _ in leaves.rows)
        if any(before != after for at, before, after in leaves.rows if at == name)
    ]
    count = len(names)
    coalitions = np.arange(1 << count)
    lanes = max(8, len(coalitions))
    rows = np.empty((len(leaves.rows), lanes))
    for index, (name, before, after) in enumerate(leaves.rows):
        rows[index] = before
        if name in names:
            joined = (coalitions >> names.index(name)) & 1 == 1
            rows[index, : len(coalitions)][joined] = after
    values = _values(rule, leaves, rows)[: len(coalitions)]
    if not np.isfinite(values).all():
        return None
    low, high = limits
    if low is not None:
        values = np.maximum(values, low)
    if high is not None:
        values = np.minimum(values, high)
    sizes = np.array([bin(coalition).count("1") for coalition in coalitions])
    shares: dict[str, float] = {}
    for place, name in enumerate(names):
        without = coalitions[(coalitions >> place) & 1 == 0]
        weights = np.array(
            [factorial(k) * factorial(count - k - 1) / factorial(count) for k in range(count)]
        )[sizes[without]]
        gains = values[without | (1 << place)] - values[without]
        shares[name] = float(weights @ gains)
    return shares


def walk_causes(history: History, change: Change, depth: int) -> Iterator[tuple[int, Cause]]:
    """All causes down to a depth, each with its level, in the order in which they are told."""

    def below(causes: Iterable[Cause], level: int) -> Iterator[tuple[int, Cause]]:
        for cause in causes:
            yield level, cause
            if level < depth:
                yield from below(deeper(history, cause), level + 1)

    yield from below(change.causes, 0)
