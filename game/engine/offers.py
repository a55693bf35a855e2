"""What a seat may order, what it costs, and why something is refused.

The rules of ordering stand here twice, for two readers: `refusal` says of one order in one game what
is wrong with it, `Fit` cuts the orders of many games to what is legal. Tests hold them together: what
`Fit` leaves is never refused, and what is not refused `Fit` leaves as it is.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from game.engine.layout import block
from game.engine.luck import Luck
from game.engine.steps import at_index
from game.engine.turn import Orders, Reader, State, Workspace, deciding, hold
from game.engine.world import World
from game.lang.compile import Fixed, Operand, Row, Rows, Step
from game.lang.explain import explain
from game.packs.model import Needs

Floats = NDArray[np.float64]
_CENT = 1e-9
"""Spending beyond the purse by less than this share of it is rounding, not debt."""


@dataclass(frozen=True, slots=True)
class Order:
    """One role's decisions for one turn; what is not named stays as it is."""

    dials: Mapping[str, str] = field(default_factory=dict[str, str])
    """Option of each dial that is set."""
    amounts: Mapping[str, float] = field(default_factory=dict[str, float])
    answers: Mapping[str, str] = field(default_factory=dict[str, str])
    """Choice for each event that asked."""


@dataclass(frozen=True, slots=True)
class Seat:
    """What of a pack belongs to one role, in pack order."""

    role: str
    dials: tuple[str, ...]
    """Dials it is offered."""
    amounts: tuple[str, ...]
    """Amounts it is offered."""
    fixed: tuple[str, ...]
    """Dials it pays for but is not offered."""
    purse: str | None
    purse_min: float
    changes: int
    """Most dials it may change in one turn."""


def seat_of(world: World, role: str) -> Seat:
    """The seat of a role."""
    model = world.pack.model
    table = model.role[role]
    own = [id for id, decision in model.decision.items() if decision.role == role]
    offered = own if table.offered is None else [id for id in own if id in table.offered]
    kinds = {id: model.decision[id].kind for id in own}
    dials = tuple(id for id in offered if kinds[id] == "dial")
    return Seat(
        role=role,
        dials=dials,
        amounts=tuple(id for id in offered if kinds[id] == "amount"),
        fixed=tuple(id for id in own if kinds[id] == "dial" and id not in dials),
        purse=table.purse,
        purse_min=float(model.stock[table.purse].min) if table.purse else 0.0,
        changes=len(dials) if table.changes is None else table.changes,
    )


@dataclass(frozen=True, slots=True)
class OptionOffer:
    """One option of a dial."""

    id: str
    cost: float
    """Paid every turn it is held, in the purse's unit."""
    refusal: str | None
    """Why it may not be taken now."""


@dataclass(frozen=True, slots=True)
class DialOffer:
    """A dial as it stands."""

    id: str
    current: str
    options: tuple[OptionOffer, ...]

    def option(self, id: str) -> OptionOffer | None:
        """One of its options."""
        return next((option for option in self.options if option.id == id), None)


@dataclass(frozen=True, slots=True)
class AmountOffer:
    """An amount that may be ordered."""

    id: str
    price: float
    """Cost of one unit."""
    most: float
    """Most that may be ordered, a multiple of the step; money apart."""
    step: float
    refusal: str | None
    """Why nothing may be ordered now."""


@dataclass(frozen=True, slots=True)
class ChoiceOffer:
    """One answer to an event."""

    id: str
    refusal: str | None
    """Why it may not be given now."""


@dataclass(frozen=True, slots=True)
class AskOffer:
    """An event of the last turn that asks the seat."""

    event: str
    choices: tuple[ChoiceOffer, ...]

    @property
    def default(self) -> str:
        """What stands when nothing is answered: the first that may be given, else the first."""
        free = (choice.id for choice in self.choices if choice.refusal is None)
        return next(free, self.choices[0].id)

    def refusal(self, choice: str) -> str | None:
        """Why a choice is no answer now."""
        if choice == self.default:
            return None
        for offer in self.choices:
            if offer.id == choice:
                return offer.refusal
        known = _listed(offer.id for offer in self.choices)
        return f"{self.event} has no choice {choice}; it has {known}"


@dataclass(frozen=True, slots=True)
class Offers:
    """All one seat may order this turn."""

    role: str
    dials: Mapping[str, DialOffer]
    amounts: Mapping[str, AmountOffer]
    budget: float | None
    """What is in the purse above its least, less what dials cost that cannot be changed."""
    changes: int
    asks: Mapping[str, AskOffer]
    """By event."""

    @property
    def closed(self) -> Mapping[str, str]:
        """Amounts of which nothing may be ordered, each with the reason."""
        amounts = self.amounts.values()
        return {offer.id: offer.refusal for offer in amounts if offer.refusal is not None}

    def cost(self, order: Order) -> float:
        """What an order costs, held dials included."""
        spent = 0.0
        for id, dial in self.dials.items():
            option = dial.option(order.dials.get(id, dial.current))
            spent += option.cost if option else 0.0
        for id, amount in order.amounts.items():
            if id in self.amounts:
                spent += self.amounts[id].price * amount
        return spent

    def left(self, order: Order) -> float | None:
        """What an order leaves of the budget; None for a seat without a purse."""
        return None if self.budget is None else self.budget - self.cost(order)

    def most(self, id: str, order: Order) -> float:
        """The most of an amount that the rest of an order leaves room for."""
        offer = self.amounts[id]
        if offer.refusal is not None:
            return 0.0
        most = offer.most
        rest = Order(order.dials, {k: v for k, v in order.amounts.items() if k != id})
        left = self.left(rest)
        if left is not None and offer.price > 0.0:
            most = min(most, left / offer.price)
        return max(0.0, float(_whole(most, offer.step)))


def offers(world: World, state: State, role: str, work: Workspace | None = None) -> Offers:
    """What a role may order in the turn after `state`, a single game.

    Args:
        world: The pack.
        state: Where the game stands.
        role: Whose offers.
        work: Room for one game of that world, to spare making it; what is in it is overwritten.
    """
    if work is None:
        work = Workspace(world, Luck(0, np.zeros(1, dtype=np.uint64)))
    work.load(state)
    work.begin()
    seat, layout, model = seat_of(world, role), world.layout, world.pack.model
    reader = Reader(world, deciding(world, state))

    def at(row: int) -> float:
        return float(work.row(row)[0])

    def cost(id: str, option: str) -> float:
        rows = layout.costs.get(id)
        if rows is None:
            return 0.0
        return at(rows.index + list(model.decision[id].option).index(option))

    def current(id: str) -> str:
        return list(model.decision[id].option)[int(at(layout.dial[id]))]

    dials: dict[str, DialOffer] = {}
    for id in seat.dials:
        decision = model.decision[id]
        options: list[OptionOffer] = []
        for name, option in decision.option.items():
            refusal: str | None = None
            flag = world.allowed.get(f"{id}.{name}")
            if flag is not None and not work.flag(flag)[0]:
                path = f"decision.{id}"
                refusal = (
                    _unmet(world, reader, f"{path}.needs", decision.needs)
                    or _unmet(world, reader, f"{path}.option.{name}.needs", option.needs)
                    or f"{decision.title} cannot be changed from "
                    f"{decision.option[current(id)].title} any more"
                )
            options.append(OptionOffer(name, cost(id, name), refusal))
        dials[id] = DialOffer(id, current(id), tuple(options))
    amounts: dict[str, AmountOffer] = {}
    for id in seat.amounts:
        decision = model.decision[id]
        flag = world.allowed.get(id)
        refusal = None
        if flag is not None and not work.flag(flag)[0]:
            refusal = _unmet(world, reader, f"decision.{id}.needs", decision.needs)
        step = float(decision.step)
        most = max(0.0, float(_whole(at(layout.most[id]), step)))
        amounts[id] = AmountOffer(id, at(layout.price[id]), most, step, refusal)
    budget = None
    if seat.purse is not None:
        budget = at(layout.stocks[seat.purse]) - seat.purse_min
        budget -= sum(cost(id, current(id)) for id in seat.fixed)
    asks: dict[str, AskOffer] = {}
    for ask in layout.asks:
        if ask.role == role and at(layout.fired[ask.event]) == at(layout.turn) - 1.0:
            table = model.event[ask.event].choice
            path = f"event.{ask.event}.choice"
            asks[ask.event] = AskOffer(
                ask.event,
                tuple(
                    ChoiceOffer(id, _unmet(world, reader, f"{path}.{id}.needs", table[id].needs))
                    for id in ask.choices
                ),
            )
    return Offers(role, dials, amounts, budget, seat.changes, asks)


def _whole(amount: Any, step: float) -> Any:
    """Amounts cut to whole steps, but for rounding: each the number nearest to what it is in decimals.

    Three times 0.05 is 0.15000000000000002 in binary; three twentieths are 0.15 on every machine, as a
    product of whole numbers is exact and a quotient is rounded once.
    """
    parts, of = _ratio(step)
    return np.floor(amount / step * (1.0 + _CENT)) * parts / of


@cache
def _ratio(step: float) -> tuple[float, float]:
    """A step as it is written in decimals, as a ratio of two whole numbers."""
    parts, of = Fraction(repr(step)).as_integer_ratio()
    return float(parts), float(of)


def _unmet(world: World, reader: Reader, path: str, needs: Mapping[str, Needs]) -> str | None:
    """The reason of the first need that does not hold."""
    for id, need in needs.items():
        if not explain(world.pack.rules[f"{path}.{id}.when"], reader).value:
            return need.text
    return None


def refusal(world: World, offered: Offers, order: Order) -> str | None:
    """Why an order is refused, in one sentence; None when it is legal."""
    decisions = world.pack.model.decision
    changed = 0
    dearer = False
    for id, option in order.dials.items():
        dial = offered.dials.get(id)
        if dial is None:
            return f"{id} is not a dial of {offered.role}; it has {_listed(offered.dials)}"
        found = dial.option(option)
        if found is None:
            known = _listed(o.id for o in dial.options)
            return f"{id} has no option {option}; it has {known}"
        if option != dial.current:
            if found.refusal is not None:
                return found.refusal
            changed += 1
            before = dial.option(dial.current)
            dearer = dearer or (before is not None and found.cost > before.cost)
    if changed > offered.changes:
        return f"{changed} changes are ordered; at most {offered.changes} can be made in one turn"
    paid = False
    for id, amount in order.amounts.items():
        offer = offered.amounts.get(id)
        if offer is None:
            return f"{id} is not an amount of {offered.role}; it has {_listed(offered.amounts)}"
        if amount == 0:
            continue
        paid = paid or offer.price > 0.0
        title, unit = decisions[id].title, decisions[id].unit
        if not np.isfinite(amount) or amount < 0:
            return f"{title}: {amount:g} cannot be ordered; give 0 or more"
        if offer.refusal is not None:
            return offer.refusal
        if amount > offer.most * (1 + _CENT):
            return f"{title}: {amount:g} {unit} is beyond the most there is now, {offer.most:g}"
        steps = amount / offer.step
        if abs(steps - round(steps)) > steps * _CENT:
            return f"{title}: {amount:g} {unit} is not a multiple of {offer.step:g}"
    for event, choice in order.answers.items():
        ask = offered.asks.get(event)
        if ask is None:
            return f"{event} asks {offered.role} nothing now; what asks: {_listed(offered.asks)}"
        why_not = ask.refusal(choice)
        if why_not is not None:
            return why_not
    left = offered.left(order)
    if left is None or offered.budget is None or not (paid or dearer):
        return None
    if left < -_CENT * max(1.0, abs(offered.budget)):
        return (
            f"the order costs {offered.cost(order):.4g}, and there is "
            f"{max(0.0, offered.budget):.4g} to spend"
        )
    return None


def _listed(names: Any) -> str:
    return ", ".join(names) or "none"


def to_orders(world: World, state: State, orders: Mapping[str, Order]) -> Orders:
    """The orders of all seats, by role, for one game; taken as legal."""
    layout, model = world.layout, world.pack.model
    result = hold(world, state)
    dials, amounts = list(layout.dials), list(layout.amounts)
    answers = list(layout.answer)
    for role, order in orders.items():
        for id, option in order.dials.items():
            index = list(model.decision[id].option).index(option)
            result.dials[:, dials.index(id)] = index
        for id, amount in order.amounts.items():
            result.amounts[:, amounts.index(id)] = amount
        for event, choice in order.answers.items():
            place = answers.index((event, role))
            result.answers[:, place] = layout.asks[place].choices.index(choice)
    return result


def to_order(world: World, state: State, orders: Orders, role: str, lane: int = 0) -> Order:
    """What a role orders in one game, as it would be written down: changes only."""
    layout, model = world.layout, world.pack.model
    seat = seat_of(world, role)
    dials: dict[str, str] = {}
    for id in seat.dials:
        index = int(orders.dials[lane, layout.dials.index(id)])
        if index != int(state.rows[lane, layout.dial[id]]):
            dials[id] = list(model.decision[id].option)[index]
    amounts = {
        id: float(orders.amounts[lane, layout.amounts.index(id)])
        for id in seat.amounts
        if orders.amounts[lane, layout.amounts.index(id)] != 0.0
    }
    turn = state.rows[lane, layout.turn]
    answers = {
        ask.event: ask.choices[int(orders.answers[lane, place])]
        for place, ask in enumerate(layout.asks)
        if ask.role == role
        and state.rows[lane, layout.fired[ask.event]] == turn > 0
        and orders.answers[lane, place] >= 0.0
    }
    return Order(dials, amounts, answers)


class Fit:
    """Cuts the orders of a seat, in all lanes, to what is legal and affordable.

    An option that may not be taken falls back to the one that stands. Of more changes than are
    allowed, those with the greatest gain are kept. Money goes to dials, then to amounts, in pack
    order.
    """

    def __init__(self, world: World, role: str, gains: int | None = None) -> None:
        """Fit the orders of this role.

        Args:
            world: The pack.
            role: Whose orders.
            gains: First of as many rows as the seat has dials, with what each change would gain;
                without it changes are kept in pack order.
        """
        layout = world.layout
        self._world = world
        self._seat = seat_of(world, role)
        first = layout.order_dial | layout.order_amount
        self._block = block(first)
        self._place = {id: row - self._block.index for id, row in first.items()}
        self._gains = gains

    def step(self) -> Step:
        """The step that does it; it writes to the rows of all orders."""
        layout, seat = self._world.layout, self._seat
        ins: list[Operand] = []
        yes, nothing = Fixed(True), Fixed(None)
        model = self._world.pack.model
        for id in (*seat.dials, *seat.fixed):
            ins += [Row(layout.dial[id]), layout.costs.get(id, nothing)]
            ins += [
                self._world.allowed.get(f"{id}.{name}", yes) for name in model.decision[id].option
            ]
        for id in seat.amounts:
            ins += [
                Row(layout.price[id]),
                Row(layout.most[id]),
                self._world.allowed.get(id, yes),
            ]
        ins.append(Fixed(None) if seat.purse is None else Row(layout.stocks[seat.purse]))
        count = len(seat.dials)
        ins.append(Fixed(None) if self._gains is None else Rows(self._gains, count))
        return Step(self, tuple(ins), self._block)

    def __call__(self, *ins: Any, out: Floats) -> None:
        """Cut the orders in `out`, shape (D + A, B), to what is legal."""
        seat, model = self._seat, self._world.pack.model
        rest = iter(ins)
        purse: Floats | None = ins[-2]
        gains: Floats | None = ins[-1]
        dials: list[tuple[Floats, Floats, Floats | None]] = []
        for id in (*seat.dials, *seat.fixed):
            current: Floats = next(rest)
            costs: Floats | None = next(rest)
            wanted = out[self._place[id]]
            for index in range(len(model.decision[id].option)):
                allowed = next(rest)
                if allowed is not True:
                    refused = np.greater(wanted == index, allowed)
                    if np.count_nonzero(refused):
                        np.copyto(wanted, current, where=refused)
            dials.append((current, wanted, costs))
        self._keep_changes(dials[: len(seat.dials)], gains)
        amounts: list[tuple[Floats, Floats, float]] = []
        for id in seat.amounts:
            price: Floats
            most: Floats
            price, most, allowed = next(rest), next(rest), next(rest)
            amount = out[self._place[id]]
            step = float(model.decision[id].step)
            np.maximum(_whole(np.minimum(amount, most), step), 0.0, out=amount)
            if allowed is not True:
                np.multiply(amount, allowed, out=amount)
            amounts.append((price, amount, step))
        if purse is not None:
            self._pay(purse - seat.purse_min, dials, amounts)

    def _pay(
        self,
        left: Floats,
        dials: Sequence[tuple[Floats, Floats, Floats | None]],
        amounts: Sequence[tuple[Floats, Floats, float]],
    ) -> None:
        """Take back what the money does not reach to; what is saved or sold is there first."""
        changes: list[tuple[Floats, Floats, Floats]] = []
        bill = np.zeros_like(left)
        for number, (current, wanted, costs) in enumerate(dials):
            if costs is None:
                continue
            now, extra = np.empty_like(left), np.empty_like(left)
            at_index(costs, current, now)
            left = left - now
            if number < len(self._seat.dials):
                at_index(costs, wanted, extra)
                np.subtract(extra, now, out=extra)
                np.add(bill, extra, out=bill)
                changes.append((current, wanted, extra))
        for price, amount, _ in amounts:
            bill += price * amount
        # Most games can pay all of it; what follows looks at the others alone.
        short = np.flatnonzero(bill > left)
        if not len(short):
            return
        left = left[short]
        for _, _, extra in changes:
            left -= np.minimum(extra[short], 0.0)
        for price, amount, _ in amounts:
            left -= amount[short] * np.minimum(price[short], 0.0)
        for current, wanted, extra in changes:
            more = np.maximum(extra[short], 0.0)
            debt = more > np.maximum(0.0, left + np.maximum(1.0, np.abs(left)) * _CENT)
            back = short[debt]
            wanted[back] = current[back]
            left -= np.where(debt, 0.0, more)
        for price, amount, step in amounts:
            cost = price[short]
            priced = cost > 0.0
            room = np.where(priced, left / np.where(priced, cost, 1.0), np.inf)
            cut = np.minimum(amount[short], np.maximum(_whole(room, step), 0.0))
            amount[short] = cut
            left -= cut * np.maximum(cost, 0.0)

    def _keep_changes(
        self, dials: Sequence[tuple[Floats, Floats, Floats | None]], gains: Floats | None
    ) -> None:
        """Take changes back beyond as many as the seat may make."""
        most = self._seat.changes
        if most >= len(dials):
            return
        changed = np.array([wanted != current for current, wanted, _ in dials])
        over = np.flatnonzero(changed.view(np.int8).sum(axis=0, dtype=np.int8) > most)
        if not len(over):
            return
        changed = changed[:, over]
        # Earlier dials go first where gains are equal, and where there are none.
        worth = np.zeros(changed.shape) if gains is None else gains[:, over]
        worth = np.where(changed, worth, -np.inf)
        kept = np.zeros_like(changed)
        lanes = np.arange(len(over))
        for _ in range(most):
            best = worth.argmax(axis=0)
            kept[best, lanes] = True
            worth[best, lanes] = -np.inf
        for (current, wanted, _), new, keep in zip(dials, changed, kept, strict=True):
            back = over[new & ~keep]
            wanted[back] = current[back]
