"""The rival plays the same model: what is compared in speed is the same work."""

from pathlib import Path

import numpy as np

from game.engine.luck import Luck
from game.engine.world import compile_world
from game.packs.read import load_pack
from game.players.fixed import FixedPlayer
from game.players.seats import seated
from tests.bench import quarter, rival


def test_without_luck_the_engine_plays_the_game_programmed_by_hand(tmp_path: Path) -> None:
    """Two programs that share no line agree on 24 stocks after 20 turns and some 70 events."""
    quarter.write_pack(tmp_path / "quarter", calm=True)
    world = compile_world(load_pack(tmp_path / "quarter"))
    hold = FixedPlayer({}, {})
    work = seated(world, Luck(7, np.arange(3)), {role: hold for role in quarter.SEATS})
    work.open()
    for _ in range(quarter.TURNS):
        work.begin()
        work.decide()
        work.play()
    by_hand = rival.play(3, seed=7, calm=True)
    played = [work.level(f"s{i}") for i in range(quarter.STOCKS)]
    # The engine rounds levels to about 2^-30 of their range each turn.
    np.testing.assert_allclose(played, by_hand.stocks, atol=1e-5)
    np.testing.assert_array_equal(work.row(world.layout.ending), by_hand.ending)


def test_the_cut_into_chunks_does_not_change_the_rivals_games() -> None:
    """Its speed may be measured with any chunk."""
    whole, cut = rival.play(40, seed=3), rival.play(40, seed=3, chunk=16)
    np.testing.assert_array_equal(whole.ending, cut.ending)
    np.testing.assert_allclose(whole.stocks, cut.stocks, rtol=1e-9)
    assert set(whole.ending) == {1, 2}
