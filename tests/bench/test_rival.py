"""The rival plays the same model: what is compared in speed is the same work."""

from pathlib import Path

import numpy as np

from game.engine.luck import Luck
from game.engine.turn import Workspace
from game.engine.world import World, compile_world
from game.packs.read import load_pack
from game.players.fixed import FixedPlayer, RandomPlayer
from game.players.seats import Player, seated
from tests.bench import quarter, rival


def played(world: World, games: int, player: Player) -> Workspace:
    """All turns of some games, with one player at every seat."""
    work = seated(world, Luck(7, np.arange(games)), dict.fromkeys(quarter.SEATS, player))
    work.open()
    for _ in range(quarter.TURNS):
        work.begin()
        work.decide()
        work.play()
    return work


def test_without_luck_the_engine_plays_the_game_programmed_by_hand(tmp_path: Path) -> None:
    """Two programs that share no line agree on 24 stocks after 20 turns and some 70 events."""
    quarter.write_pack(tmp_path / "quarter", calm=True)
    world = compile_world(load_pack(tmp_path / "quarter"))
    work = played(world, 3, FixedPlayer({}, {}))
    by_hand = rival.play(3, seed=7, calm=True)
    stocks = [work.level(f"s{i}") for i in range(quarter.STOCKS)]
    # The engine rounds levels to about 2^-30 of their range each turn.
    np.testing.assert_allclose(stocks, by_hand.stocks, atol=1e-5)
    np.testing.assert_array_equal(work.row(world.layout.ending), by_hand.ending)


def test_with_luck_both_play_games_of_one_kind(tmp_path: Path) -> None:
    """Their draws differ, so means over 4,000 games are compared: in standard errors."""
    quarter.write_pack(tmp_path / "quarter")
    world = compile_world(load_pack(tmp_path / "quarter"))
    games = 4000
    work = played(world, games, RandomPlayer())
    by_hand = rival.play(games, seed=7)
    stocks = np.array([work.level(f"s{i}") for i in range(quarter.STOCKS)])
    error = np.sqrt((stocks.var(axis=1) + by_hand.stocks.var(axis=1)) / games)
    apart = np.abs(stocks.mean(axis=1) - by_hand.stocks.mean(axis=1)) / error
    assert apart.max() < 5
    endings = np.bincount(work.row(world.layout.ending).astype(int), minlength=3)
    np.testing.assert_allclose(endings, np.bincount(by_hand.ending, minlength=3), atol=0.05 * games)


def test_the_cut_into_chunks_does_not_change_the_rivals_games() -> None:
    """Its speed may be measured with any chunk."""
    whole, cut = rival.play(40, seed=3), rival.play(40, seed=3, chunk=16)
    np.testing.assert_array_equal(whole.ending, cut.ending)
    np.testing.assert_allclose(whole.stocks, cut.stocks, rtol=1e-9)
    assert len(set(whole.ending)) > 1
