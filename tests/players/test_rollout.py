"""A persona that looks ahead."""

from dataclasses import replace

import numpy as np
import pytest

from game.engine.luck import Luck
from game.engine.offers import offers, refusal
from game.engine.turn import opening
from game.engine.world import compile_world
from game.match.game import Match
from game.packs.model import Pack
from game.players.named import UnknownPlayerError, parse_player
from game.players.observe import as_seen
from game.players.rollout import Rollout
from tests.match.plays import PACK

SEATS = {"skipper": "rollout: steady", "council": "careful"}


@pytest.fixture
def pack() -> Pack:
    """The harbour."""
    return PACK


def outcome(pack: Pack, player: str, seed: int) -> float:
    """What the skipper's persona thinks of the game's end, with this player at its seat."""
    match = Match.new(pack, seed, {"skipper": player, "council": "careful"})
    while not match.finished:
        match.end()
    role = pack.model.role["skipper"]
    liked = 0.0
    for id, weight in pack.model.persona["steady"].wants.items():
        goal = role.goal[id]
        level = match.state.rows[0, match.world.layout.levels[goal.of]]
        liked += weight * (level - goal.poor) / (goal.fine - goal.poor)
    return liked


def test_looking_ahead_pays(pack: Pack) -> None:
    """Over some seeds, the persona likes better where foresight brings it."""
    seeds = range(8)
    far = np.mean([outcome(pack, "rollout: steady", seed) for seed in seeds])
    near = np.mean([outcome(pack, "steady", seed) for seed in seeds])
    assert far > near


def test_every_order_it_thinks_of_is_legal(pack: Pack) -> None:
    """It chooses among orders that were cut to what may be ordered."""
    match = Match.new(pack, 3, SEATS)
    while not match.finished:
        before = match.state
        played = match.end()
        offered = offers(match.world, before, "skipper")
        assert refusal(match.world, offered, played.orders["skipper"]) is None


def test_the_same_game_gives_the_same_orders(pack: Pack) -> None:
    """Its limit is a number of lanes, so nothing depends on how fast the machine is."""

    def orders() -> list[object]:
        match = Match.new(pack, 5, SEATS)
        return [match.end().orders["skipper"] for _ in range(4)]

    assert orders() == orders()


def test_it_starts_from_what_it_sees(pack: Pack) -> None:
    """The council does not see the fleet's cash, so cash must not move its orders."""
    world = compile_world(pack)
    state = opening(world)
    richer = state.rows.copy()
    richer[:, world.layout.stocks["cash"]] += 400.0
    players = {
        role: parse_player(world, role, "steady" if role == "skipper" else "careful")
        for role in pack.model.role
    }
    rollout = parse_player(world, "council", "rollout: careful")
    assert isinstance(rollout, Rollout)
    order = rollout.order(world, state, "council", players, 1)
    assert rollout.order(world, replace(state, rows=richer), "council", players, 1) == order


def test_what_is_hidden_is_put_back_to_its_start(pack: Pack) -> None:
    """The state a rollout starts from holds the observation in place of the level."""
    world = compile_world(pack)
    state = opening(world)
    rows = state.rows.copy()
    cash, fish = world.layout.stocks["cash"], world.layout.stocks["fish"]
    rows[:, cash] = 999.0
    luck = Luck(1, np.array([0]))
    council = as_seen(world, replace(state, rows=rows), "council", luck)
    assert council.rows[0, cash] == pack.model.stock["cash"].start
    skipper = as_seen(world, state, "skipper", luck)
    assert skipper.rows[0, fish] != state.rows[0, fish]


def test_an_unknown_persona_cannot_look_ahead(pack: Pack) -> None:
    """The refusal names those there are."""
    with pytest.raises(UnknownPlayerError, match="steady"):
        parse_player(compile_world(pack), "skipper", "rollout: nobody")
