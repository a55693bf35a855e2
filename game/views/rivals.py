"""What the seats that play themselves lean to next turn, as far as a person is told."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

import numpy as np

from game.engine.luck import Luck
from game.engine.turn import Orders
from game.players.seats import Player, seated
from game.views.numbers import percent, scale_of
from game.views.sight import Outlook
from game.words import _

See = Literal["full", "odds", "fog"]
LUCKS = 400
"""In how many lucks a rival is asked what it would do."""
MENTIONED = 5
"""At most so many dials, and so many amounts, of a rival are told of."""
_NEGLIGIBLE = 0.1
"""A change less likely than this is not mentioned."""


@dataclass(frozen=True, slots=True)
class Leaning:
    """One decision a rival may change."""

    decision: str
    title: str
    chance: float
    """That it changes (or, of an amount, that any is ordered)."""
    text: str
    """In words, as far as this person is told."""


@dataclass(frozen=True, slots=True)
class Rival:
    """A seat that plays itself, and what it is likely to do."""

    role: str
    title: str
    player: str
    """How it is played: a persona's title, or nothing when that is not told."""
    leanings: tuple[Leaning, ...]
    """Dials, then amounts, each with the likeliest first; empty when no change is likely."""


def rivals(outlook: Outlook, players: Mapping[str, Player], see: See) -> tuple[Rival, ...]:
    """What each other seat leans to, from what its player would do in many lucks.

    The lucks are not those of this game, so that what is shown is a chance and no promise.

    Args:
        outlook: The person's sight.
        players: Who plays the other seats, by role.
        see: `full` says to what, `odds` how likely a change is, `fog` in rough words.
    """
    world = outlook.world
    work = seated(world, Luck(outlook.seed, np.arange(1, LUCKS + 1)), players)
    work.load(outlook.states[-1].spread(LUCKS))
    work.begin()
    work.decide()
    orders = work.orders()
    told: list[Rival] = []
    for role, player in players.items():
        leanings = _likeliest(_dials(outlook, role, orders, see))
        if see == "full":
            leanings += _likeliest(_amounts(outlook, role, orders))
        title = world.pack.model.role[role].title
        told.append(Rival(role, title, _player_title(outlook, player, see), leanings))
    return tuple(told)


def _likeliest(leanings: Iterable[Leaning]) -> tuple[Leaning, ...]:
    likely = (leaning for leaning in leanings if leaning.chance >= _NEGLIGIBLE)
    return tuple(sorted(likely, key=lambda leaning: -leaning.chance)[:MENTIONED])


def _dials(outlook: Outlook, role: str, orders: Orders, see: See) -> Iterator[Leaning]:
    """How likely each dial of a role is to change, and to what first of all."""
    layout = outlook.world.layout
    for place, id in enumerate(layout.dials):
        decision = outlook.world.pack.model.decision[id]
        if decision.role == role:
            now = int(outlook.states[-1].rows[0, layout.dial[id]])
            counts = np.bincount(orders.dials[:, place].astype(int), minlength=len(decision.option))
            chance = 1.0 - float(counts[now]) / LUCKS
            counts[now] = -1
            to = list(decision.option.values())[int(np.argmax(counts))].title
            text = _in_words(decision.title, to, chance, see)
            yield Leaning(id, decision.title, chance, text)


def _amounts(outlook: Outlook, role: str, orders: Orders) -> Iterator[Leaning]:
    """How likely a role is to order each amount, and about how much."""
    for place, id in enumerate(outlook.world.layout.amounts):
        decision = outlook.world.pack.model.decision[id]
        ordered = orders.amounts[:, place]
        some = ordered[ordered > 0.0]
        if decision.role == role and len(some):
            amount = scale_of(outlook.world.pack, id).level(float(np.median(some)))
            chance = len(some) / LUCKS
            text = _("{title}: about {amount}, {chance} likely").format(
                title=decision.title, amount=amount, chance=percent(chance)
            )
            yield Leaning(id, decision.title, chance, text)


def _in_words(title: str, to: str, chance: float, see: See) -> str:
    match see:
        case "full":
            return _("{title}: {chance} likely to change, mostly to {option}").format(
                title=title, chance=percent(chance), option=to
            )
        case "odds":
            return _("{title}: {chance} likely to change").format(
                title=title, chance=percent(chance)
            )
        case "fog":
            return _("{title}: {word}").format(title=title, word=_rough(chance))


def _rough(chance: float) -> str:
    if chance >= 0.6:
        return _("will probably change")
    return _("may change") if chance >= 0.3 else _("is unlikely to change")


def _player_title(outlook: Outlook, player: Player, see: See) -> str:
    personas = outlook.world.pack.model.persona
    id = getattr(player, "id", None)
    return personas[id].title if see == "full" and id in personas else ""
