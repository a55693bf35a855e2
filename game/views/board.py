"""The order board: all a seat may decide, what stands, what it costs and why something is refused."""

from dataclasses import dataclass
from typing import Literal

from game.engine.offers import AmountOffer, DialOffer, Offers, Order
from game.views.effects import known_effects
from game.views.numbers import Scale, scale_of
from game.views.sight import Outlook
from game.words import _


@dataclass(frozen=True, slots=True)
class OptionView:
    """One option of a dial."""

    id: str
    title: str
    text: str
    cost: str
    """What holding it costs each turn; empty when nothing."""
    effects: tuple[str, ...]
    """What is known of what changing to it does."""
    refusal: str
    """Why it may not be taken now; empty when it may."""
    current: bool
    """Whether it stands."""
    ordered: bool
    """Whether it will stand when the turn ends."""


@dataclass(frozen=True, slots=True)
class DecisionView:
    """One decision on the board."""

    number: int
    """Its place on the board, from 1."""
    id: str
    title: str
    about: str
    codex: str | None
    kind: Literal["dial", "amount"]
    stands: str
    """The option that will stand, or the amount ordered with its unit."""
    changed: bool
    """Whether the order differs from doing nothing."""
    cost: str
    """What it costs this turn as ordered; empty when nothing."""
    refusal: str
    """Why nothing can be ordered now; empty when something can."""
    options: tuple[OptionView, ...]
    """Of a dial."""
    unit: str
    price: str
    """Of an amount: the cost of one unit."""
    ordered: float
    """The amount ordered."""
    step: float
    most: float
    """The most that can be ordered beside the rest of the order."""
    most_text: str
    most_cost: str
    """What the most would cost; empty when nothing, or when the amount is money itself."""
    limit: Literal["money", "supply"]
    """What sets the most."""
    effects: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class GroupView:
    """A heading of the board and what stands under it."""

    title: str
    about: str
    decisions: tuple[DecisionView, ...]


@dataclass(frozen=True, slots=True)
class Board:
    """The whole board."""

    groups: tuple[GroupView, ...]
    budget: str
    """What there is to spend this turn; empty for a seat without a purse."""
    spent: str
    """What the order costs, held dials included; empty when nothing."""
    left: str
    """What is left to spend; empty for a seat without a purse."""
    short: bool
    """Whether what stands costs more than there is."""
    changes: str
    """How many dials may still be changed, when there is a limit; else empty."""

    @property
    def decisions(self) -> tuple[DecisionView, ...]:
        """All decisions, in the order of their numbers."""
        return tuple(decision for group in self.groups for decision in group.decisions)


def board(outlook: Outlook, offers: Offers, order: Order) -> Board:
    """The board of a seat, with an order on it."""
    model = outlook.world.pack.model
    role = model.role[outlook.role]
    purse = scale_of(outlook.world.pack, role.purse) if role.purse else Scale("")
    ids = [id for id in model.decision if id in offers.dials or id in offers.amounts]
    titles = {id: (group.title, group.about) for id, group in role.group.items()}
    used = {model.decision[id].group for id in ids}
    order_of_groups = [*(id for id in titles if id in used), *sorted(used - titles.keys())]
    groups: list[GroupView] = []
    number = 0
    for group in order_of_groups:
        views: list[DecisionView] = []
        for id in ids:
            if model.decision[id].group == group:
                number += 1
                views.append(_decision(outlook, offers, order, id, number, purse))
        title, about = titles.get(group, (group or _("Orders"), ""))
        groups.append(GroupView(title, about, tuple(views)))
    left, spent = offers.left(order), offers.cost(order)
    changed = sum(offers.dials[id].current != option for id, option in order.dials.items())
    limited = role.changes is not None and offers.changes < len(offers.dials)
    return Board(
        groups=tuple(groups),
        budget="" if offers.budget is None else purse.level(max(0.0, offers.budget)),
        spent=purse.level(spent) if offers.budget is not None and spent else "",
        left="" if left is None else purse.level(max(0.0, left)),
        short=left is not None and left < 0.0,
        changes=_("{n} of {most}").format(n=changed, most=offers.changes) if limited else "",
    )


def _decision(
    outlook: Outlook, offers: Offers, order: Order, id: str, number: int, purse: Scale
) -> DecisionView:
    if id in offers.dials:
        return _dial(outlook, offers.dials[id], order, number, purse)
    return _amount(outlook, offers, offers.amounts[id], order, number, purse)


def _dial(
    outlook: Outlook, offer: DialOffer, order: Order, number: int, purse: Scale
) -> DecisionView:
    table = outlook.world.pack.model.decision[offer.id]
    chosen = order.dials.get(offer.id, offer.current)
    options = tuple(
        OptionView(
            id=option.id,
            title=table.option[option.id].title,
            text=table.option[option.id].text,
            cost=purse.level(option.cost) if option.cost else "",
            effects=known_effects(outlook, f"decision.{offer.id}.option.{option.id}.effects"),
            refusal=outlook.told(option.refusal or ""),
            current=option.id == offer.current,
            ordered=option.id == chosen,
        )
        for option in offer.options
    )
    ordered = next(option for option in options if option.ordered)
    others = [option for option in options if not option.current]
    stuck = bool(others) and all(option.refusal for option in others)
    return DecisionView(
        number=number,
        id=offer.id,
        title=table.title,
        about=table.about,
        codex=table.codex,
        kind="dial",
        stands=ordered.title,
        changed=chosen != offer.current,
        cost=ordered.cost,
        refusal=others[0].refusal if stuck else "",
        options=options,
        unit="",
        price="",
        ordered=0.0,
        step=0.0,
        most=0.0,
        most_text="",
        most_cost="",
        limit="supply",
        effects=(),
    )


def _amount(
    outlook: Outlook, offers: Offers, offer: AmountOffer, order: Order, number: int, purse: Scale
) -> DecisionView:
    table = outlook.world.pack.model.decision[offer.id]
    scale = scale_of(outlook.world.pack, offer.id)
    ordered = order.amounts.get(offer.id, 0.0)
    most = offers.most(offer.id, order)
    money = table.unit == purse.unit and offer.price == 1.0
    return DecisionView(
        number=number,
        id=offer.id,
        title=table.title,
        about=table.about,
        codex=table.codex,
        kind="amount",
        stands=scale.level(ordered) if ordered else _("none"),
        changed=ordered != 0.0,
        cost="" if money or not ordered * offer.price else purse.level(ordered * offer.price),
        refusal=outlook.told(offer.refusal or ""),
        options=(),
        unit=table.unit,
        price="" if money or not offer.price else Scale(purse.unit).level(offer.price),
        ordered=ordered,
        step=offer.step,
        most=most,
        most_text=scale.level(most),
        most_cost="" if money or not most * offer.price else purse.level(most * offer.price),
        limit="money" if most < offer.most else "supply",
        effects=known_effects(outlook, f"decision.{offer.id}.effects", ordered=(offer.id, ordered))
        if ordered
        else (),
    )
