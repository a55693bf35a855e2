"""What a person ordered, turn by turn."""

from dataclasses import dataclass

from game.match.game import Match
from game.views.numbers import scale_of


@dataclass(frozen=True, slots=True)
class Ordered:
    """One decision over the whole game."""

    id: str
    title: str
    turns: tuple[bool, ...]
    """Of each turn: whether something was ordered, or the dial was changed."""
    last: str
    """Of a dial: the option that stands; of an amount: what was ordered in all."""


def ordered(match: Match) -> tuple[Ordered, ...]:
    """The person's decisions that were ever used, in pack order."""
    if match.person is None:
        return ()
    orders = [played.orders[match.person] for played in match.played]
    told: list[Ordered] = []
    for id, table in match.pack.model.decision.items():
        if table.role != match.person:
            continue
        if table.kind == "amount":
            amounts = [order.amounts.get(id, 0.0) for order in orders]
            turns = tuple(amount > 0.0 for amount in amounts)
            last = scale_of(match.pack, id).level(sum(amounts))
        else:
            settings = [order.dials.get(id) for order in orders]
            turns = tuple(setting is not None for setting in settings)
            stands = next((s for s in reversed(settings) if s is not None), table.start)
            last = table.option[stands].title if stands is not None else ""
        if any(turns):
            told.append(Ordered(id, table.title, turns, last))
    return tuple(told)
