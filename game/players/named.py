"""Players by their names on a command line or in a save."""

import re

from game.engine.offers import seat_of
from game.engine.world import World
from game.errors import GameError
from game.packs.periods import turns_of
from game.players.fixed import FixedPlayer, Later, RandomPlayer
from game.players.persona import Persona
from game.players.rollout import Rollout
from game.players.seats import Player


class UnknownPlayerError(GameError):
    """No such player, or not for that seat."""


RECORD = "record"
"""Plays what the pack's record says that a role did."""


def personas_of(world: World, role: str) -> tuple[str, ...]:
    """Ids of the personas written for a role, in pack order."""
    return tuple(id for id, table in world.pack.model.persona.items() if table.role == role)


def default_player(world: World, role: str) -> str:
    """Who plays a role that nobody was named for.

    Its record where the pack has one, else its persona, else the first, else one that holds.
    """
    model = world.pack.model
    if role in model.record:
        return RECORD
    return model.role[role].persona or next(iter(personas_of(world, role)), "hold")


def parse_player(world: World, role: str, text: str) -> Player:
    """A player by name: a persona, `record`, `rollout: PERSONA`, `random`, `hold`, or `fixed: ...`.

    A fixed player may change its mind: `fixed: quota=open, quota=closed@4` closes in turn 4.

    Raises:
        UnknownPlayerError: The role or player is not known, or an order is not one of the role's.
    """
    if role not in world.pack.model.role:
        roles = ", ".join(world.pack.model.role)
        raise UnknownPlayerError(f"{role!r} is no role of this pack; it has {roles}")
    text = text.strip()
    if text == "random":
        return RandomPlayer()
    if text == "hold":
        return FixedPlayer({}, {})
    if text == RECORD and role in world.pack.model.record:
        return _recorded(world, role)
    if text.startswith("fixed"):
        return _fixed(world, role, text.removeprefix("fixed").lstrip(" :"))
    known = personas_of(world, role)
    if role in world.pack.model.record:
        known = (*known, RECORD)
    ahead = text.startswith("rollout")
    if ahead:
        text = text.removeprefix("rollout").lstrip(" :")
    if text not in known or (ahead and text == RECORD):
        raise UnknownPlayerError(
            f"{text!r} does not play {role}; try {', '.join(known)}, rollout: PERSONA, random, "
            "hold, or fixed: decision=option, ..."
        )
    return Rollout(Persona(text)) if ahead else Persona(text)


def _recorded(world: World, role: str) -> FixedPlayer:
    """What a role did, by the pack's record; dials it does not name are left alone, and the first answer is what it said."""
    model = world.pack.model
    later = [
        Later(turns_of(model.calendar, period)[0], id, value)
        for id, entries in model.record[role].items()
        for period, value in entries.items()
    ]
    return FixedPlayer({}, {}, tuple(sorted(later, key=lambda order: order.turn)), answers=True)


def _fixed(world: World, role: str, text: str) -> FixedPlayer:
    seat, decisions = seat_of(world, role), world.pack.model.decision
    dials: dict[str, str] = {}
    amounts: dict[str, float] = {}
    later: list[Later] = []
    for part in filter(None, (part.strip() for part in text.split(","))):
        id, equals, value = (piece.strip() for piece in part.partition("="))
        if not equals:
            raise UnknownPlayerError(f"{part!r} is no order; write decision=option")
        value, at, turn = (piece.strip() for piece in value.partition("@"))
        if at and not re.fullmatch(r"[1-9]\d{0,2}", turn):
            raise UnknownPlayerError(f"{part!r} names no turn; write decision=option@4")
        if id in seat.dials:
            options = list(decisions[id].option)
            if value not in options:
                raise UnknownPlayerError(
                    f"{id} has no option {value!r}; it has {', '.join(options)}"
                )
            if at:
                later.append(Later(int(turn), id, value))
            else:
                dials[id] = value
        elif id in seat.amounts:
            if not re.fullmatch(r"\d{1,12}(\.\d{1,6})?", value):
                raise UnknownPlayerError(f"{id} takes a number of 0 or more, not {value!r}")
            if at:
                later.append(Later(int(turn), id, float(value)))
            else:
                amounts[id] = float(value)
        else:
            offered = ", ".join((*seat.dials, *seat.amounts))
            raise UnknownPlayerError(f"{id!r} is no decision of {role}; it has {offered}")
    return FixedPlayer(dials, amounts, tuple(sorted(later, key=lambda order: order.turn)))
