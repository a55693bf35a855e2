"""Where everything about a game is kept: which row of a batch holds what.

A batch is one array of rows; each row holds one number for each lane. The first rows persist from
turn to turn, then come levels computed from them; together they are the state. Behind the state are
orders, offers, luck and temporaries, which live for one turn.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np

from game.lang.compile import Fixed, Operand, Parameter, Pool, Row, Rows
from game.lang.tree import NUMERIC_KINDS, Effect, Kind, Past, Rule, Symbol, walk
from game.packs.model import Decision, Pack


@dataclass(frozen=True, slots=True)
class Ask:
    """A question an event puts to a role: which of its choices."""

    event: str
    role: str
    choices: tuple[str, ...]
    """The role's choices, in pack order; the first that may be taken stands when nothing is answered."""


@dataclass(frozen=True, slots=True)
class Spread:
    """An effect that goes on after the turn it began in."""

    cause: str
    number: int
    """Which of the cause's effects."""
    effect: Effect


class Layout:
    """Row numbers of a pack's quantities, orders and luck."""

    def __init__(self, pack: Pack) -> None:
        """Give every part of the pack its rows."""
        model = pack.model
        pool = Pool(0)
        self.turn = pool.take()
        """The turn being played; between turns the last one played, 0 at the start."""
        self.stocks = {id: pool.take() for id in model.stock}
        self.slots = {
            id: Rows(pool.take(p.delay + 1), p.delay + 1) for id, p in model.pipeline.items()
        }
        """What is inside a pipeline, the next to arrive first; the last slot is where things enter,
        and is empty between turns."""
        self.dials = tuple(id for id, d in model.decision.items() if d.kind == "dial")
        self.amounts = tuple(id for id, d in model.decision.items() if d.kind == "amount")
        self.dial = {id: pool.take() for id in self.dials}
        self.held = {id: pool.take() for id in self.dials}
        self.amount = {id: pool.take() for id in self.amounts}
        self.fired = {id: pool.take() for id in model.event}
        self.spreads = tuple(_spreads(pack.effects))
        self.pending = {
            (spread.cause, spread.number): Rows(
                pool.take(spread.effect.turns - 1), spread.effect.turns - 1
            )
            for spread in self.spreads
        }
        self.ending = pool.take()
        """Index of the game's ending, or -1."""
        self.ended = pool.take()
        """The turn it ended in, or 0."""
        levels = {
            id: index
            for kind in (self.stocks, self.dial, self.amount)
            for id, index in kind.items()
        }
        needs = _Needs(pack)
        self.histories = {
            id: Rows(pool.take(turns), turns) for id, turns in needs.histories.items()
        }
        self.smooths = {key: pool.take() for key in needs.smooths}
        """By quantity, turns, and how many turns late it is seen."""
        self.starts = {id: pool.take() for id in needs.starts}
        self.totals = {id: pool.take() for id in model.pipeline}
        self.gauges = {id: pool.take() for id in pack.gauge_order}
        self.watch = pool.take()
        """Turns into NaN when a stock or gauge was infinite before it was held within its limits."""
        self.state_rows = pool.end
        self.levels: Mapping[str, int] = levels | self.totals | self.gauges
        self.goals = {
            (id, name): self._turns(goal.of, goal.over)
            for id, role in model.role.items()
            for name, goal in role.goal.items()
        }
        """By role and goal, the levels whose mean counts: this turn's, and those before it."""

        self.order_dial = {id: pool.take() for id in self.dials}
        self.order_amount = {id: pool.take() for id in self.amounts}
        self.asks = tuple(_asks(pack))
        self.answer = {(ask.event, ask.role): pool.take() for ask in self.asks}
        self.price = {id: pool.take() for id in self.amounts}
        self.most = {id: pool.take() for id in self.amounts}
        self.costs = {
            id: Rows(pool.take(len(model.decision[id].option)), len(model.decision[id].option))
            for id in self.dials
            if any(option.cost is not None for option in model.decision[id].option.values())
        }
        """Cost of each option of the dials that cost anything."""
        self.flows = {id: pool.take() for id in model.flow}
        self.draws = {id: pool.take() for id in model.event}
        self.noise = {id: Rows(pool.take(2), 2) for id in model.noise}
        self.first_free = pool.end

    def _turns(self, quantity: str, count: int) -> tuple[int, ...]:
        """Rows of the last levels of a quantity, this turn's first."""
        if count == 1:
            return (self.levels[quantity],)
        first = self.histories[quantity].index
        return (self.levels[quantity], *range(first, first + count - 1))


def block(rows: Mapping[str, int]) -> Rows:
    """Rows that were handed out one after the other, as one block."""
    indices = list(rows.values())
    return Rows(indices[0], len(indices)) if indices else Rows(0, 0)


def _spreads(effects: Mapping[str, tuple[Effect, ...]]) -> Iterable[Spread]:
    """All effects that last longer than one turn."""
    for path, listed in effects.items():
        for number, effect in enumerate(listed):
            if effect.spread != "now" and effect.turns > 1:
                yield Spread(path.removesuffix(".effects"), number, effect)


def _asks(pack: Pack) -> Iterable[Ask]:
    """All questions events put to roles, in pack order."""
    for event_id, event in pack.model.event.items():
        for role in dict.fromkeys(choice.role for choice in event.choice.values()):
            choices = tuple(id for id, choice in event.choice.items() if choice.role == role)
            yield Ask(event_id, role, choices)


def turns_late(how: str) -> int:
    """How many turns late something is seen, from what a pack says in `sees`; 0 for not at all."""
    return int(how.removeprefix("late ")) if how.startswith("late ") else 0


class _Needs:
    """Which histories, averages and starting levels the rules of a pack ask for."""

    def __init__(self, pack: Pack) -> None:
        self.histories: dict[str, int] = {}
        self.smooths: list[tuple[str, int, int]] = []
        self.starts: list[str] = []
        model = pack.model
        sees = {id: role.sees for id, role in model.role.items()}
        rules: list[tuple[Rule, Mapping[str, str]]] = [
            (
                rule,
                sees[model.persona[path.split(".")[1]].role] if path.startswith("persona.") else {},
            )
            for path, rule in pack.rules.items()
        ]
        rules += [(effect.value, {}) for listed in pack.effects.values() for effect in listed]
        for rule, seen in rules:
            for node in walk(rule.root):
                if isinstance(node, Past):
                    self._note(node, turns_late(seen.get(node.symbol.id, "")))
        for role in model.role.values():
            for goal in role.goal.values():
                if goal.over > 1:
                    self._remember(goal.of, goal.over - 1)
            for id, how in role.sees.items():
                if turns_late(how):
                    self._remember(id, turns_late(how))
                elif how == "hidden":
                    self._start(id, pack.symbols[id].kind)

    def _note(self, node: Past, late: int) -> None:
        id = node.symbol.id
        match node.word:
            case "last":
                self._remember(id, late + 1)
            case "change":
                self._remember(id, late + node.turns)
            case "smooth":
                if (id, node.turns, late) not in self.smooths:
                    self.smooths.append((id, node.turns, late))
            case "start":
                self._start(id, node.symbol.kind)

    def _start(self, id: str, kind: Kind) -> None:
        if kind in (Kind.GAUGE, Kind.PIPELINE) and id not in self.starts:
            self.starts.append(id)

    def _remember(self, id: str, turns: int) -> None:
        self.histories[id] = max(turns, self.histories.get(id, 0))


class PackLeaves:
    """Where the leaves of a pack's rules are found in the state."""

    def __init__(self, pack: Pack, layout: Layout) -> None:
        """Leaves of this pack, laid out so."""
        self._pack = pack
        self._layout = layout

    def level(self, symbol: Symbol) -> Operand:
        """The row of its level, or the constant."""
        if symbol.kind is Kind.CONSTANT:
            return Parameter(symbol.id)
        return Row(self._layout.levels[symbol.id])

    def past(self, symbol: Symbol, word: str, turns: int) -> Operand:
        """`start`, `last` or `smooth` of it, or its level `turns` turns ago."""
        if symbol.kind is Kind.CONSTANT:
            return Parameter(symbol.id)
        match word:
            case "smooth":
                return Row(self._layout.smooths[symbol.id, turns, 0])
            case "start":
                return self._start(symbol)
            case _:
                return Row(self._layout.histories[symbol.id].index + turns - 1)

    def _start(self, symbol: Symbol) -> Operand:
        model = self._pack.model
        match symbol.kind:
            case Kind.STOCK:
                return Fixed(np.array(float(model.stock[symbol.id].start)))
            case Kind.DIAL:
                return Fixed(np.array(float(starting_option(model.decision[symbol.id]))))
            case Kind.AMOUNT:
                return Fixed(np.array(0.0))
            case _:
                return Row(self._layout.starts[symbol.id])

    def turn(self) -> Operand:
        """The row of the turn."""
        return Row(self._layout.turn)

    def happened(self, symbol: Symbol, word: str) -> Operand:
        """The turn an event last fired, or how long a dial was held."""
        return Row(
            self._layout.held[symbol.id] if word == "held" else self._layout.fired[symbol.id]
        )


def starting_option(decision: Decision) -> int:
    """The index of the option a dial starts at: the first when the pack names none."""
    options = list(decision.option)
    return options.index(decision.start) if decision.start is not None else 0


def quantities(pack: Pack) -> tuple[str, ...]:
    """Ids of everything with a level that is a number and may change, in pack order."""
    return tuple(
        id
        for id, symbol in pack.symbols.items()
        if symbol.kind in NUMERIC_KINDS and symbol.kind is not Kind.CONSTANT
    )
