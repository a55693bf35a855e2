"""Many games: the same whatever they are cut into, and wherever they are played."""

from collections.abc import Mapping
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from multiprocessing import get_context
from pathlib import Path

import numpy as np
import pytest

from game.engine.world import UnknownConstantError
from game.lab.games import (
    Games,
    Study,
    StudyError,
    checked,
    goals_of,
    pairings,
    play,
    quantities_of,
    world_of,
)
from game.lab.summary import summarised
from game.players.named import UnknownPlayerError
from tests.views.games import changed

HARBOUR = str(Path(__file__).parent.parent / "fixtures" / "harbour")
KEYS = {
    "pack",
    "version",
    "hash",
    "seed",
    "games",
    "turns",
    "seconds",
    "games_per_second",
    "endings",
    "goals",
    "events",
    "decisions",
    "quantities",
}


def study(
    games: int = 300,
    seats: Mapping[str, str] | None = None,
    constants: Mapping[str, float] | None = None,
) -> Study:
    """A study of the harbour."""
    return Study(HARBOUR, 7, games, seats or {}, constants or {})


def same(left: Games, right: Games) -> bool:
    """Whether two results are the same to the last bit."""
    fields = (
        "lanes",
        "pairing",
        "ending",
        "ended",
        "goals",
        "fired",
        "options",
        "amounts",
        "levels",
    )
    return all(np.array_equal(getattr(left, name), getattr(right, name)) for name in fields)


@pytest.mark.parametrize("chunk", [1, 7, 64, 4096])
def test_the_size_of_a_chunk_changes_nothing(chunk: int) -> None:
    """A lane does not depend on the batch it is in."""
    assert same(play(study()), play(study(), chunk=chunk))


def test_the_executor_changes_nothing() -> None:
    """Here, in threads, in other processes: the same numbers."""
    here = play(study())
    with ThreadPoolExecutor(2) as pool:
        assert same(here, play(study(), pool, chunk=50))
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        assert same(here, play(study(), pool, chunk=200))


def test_more_games_begin_with_the_same_games() -> None:
    """So a longer study refines a shorter one, and the first lanes can be compared."""
    few, many = play(study(40)), play(study(120))
    assert np.array_equal(few.goals, many.goals[:40])
    assert np.array_equal(few.levels, many.levels[:40])


def test_naming_one_seat_leaves_the_other_seats_as_they_were() -> None:
    """With and without a change, each lane has the same rivals and the same luck."""
    world = world_of(study())
    usual, named = pairings(world, {}), pairings(world, {"skipper": "random"})
    assert [pair["council"] for pair in usual] == [pair["council"] for pair in named]
    assert {pair["skipper"] for pair in named} == {"random"}


def test_every_game_is_counted_once() -> None:
    """Shares of endings sum to one, and options of a dial to all turns."""
    games = play(study(100))
    world = world_of(study())
    told = summarised(world, study(100), games, 1.0)
    assert abs(sum(told["endings"].values()) - 1.0) < 1e-12
    assert abs(sum(told["decisions"]["quota"].values()) - 1.0) < 1e-12
    assert list(games.lanes) == list(range(100))


def test_a_summary_has_the_keys_that_are_promised() -> None:
    """Programs read them."""
    told = summarised(world_of(study()), study(), play(study()), 2.0)
    assert set(told) >= KEYS
    turns = told["turns"]
    for levels in told["quantities"].values():
        assert set(levels) == {"mean", "p05", "p50", "p95"}
        assert len(levels["mean"]) == turns + 1
        assert np.isfinite(levels["mean"]).all()


def test_a_goal_counts_by_the_mean_of_as_many_turns_as_its_pack_says(tmp_path: Path) -> None:
    """Here of the last three."""
    title = 'title = "Fish to come back to"\nof = "fish"\n'
    changed(tmp_path, title, title + "over = 3\n")
    wanted = Study(str(tmp_path / "harbour"), 7, 40, {}, {})
    games, world = play(wanted), world_of(wanted)
    place = goals_of(world).index(("skipper", "bay"))
    fish = games.levels[:, :, quantities_of(world).index("fish")]
    assert (games.ended == world.pack.model.calendar.turns).all()
    assert np.allclose(games.goals[:, place], fish[:, -3:].mean(axis=1))


def test_a_constant_can_be_set() -> None:
    """Fish that breed faster leave more fish."""
    slow = play(study(constants={"growth_rate": 0.06}))
    fast = play(study(constants={"growth_rate": 0.2}))
    assert fast.levels[:, -1, 0].mean() > slow.levels[:, -1, 0].mean()


def test_what_cannot_be_studied_is_refused() -> None:
    """Before a game is played, in one sentence."""
    with pytest.raises(UnknownConstantError, match="range"):
        checked(study(constants={"growth_rate": 9.0}))
    with pytest.raises(UnknownPlayerError, match="steady"):
        checked(study(seats={"skipper": "nobody"}))
    with pytest.raises(StudyError, match="one game at a time"):
        checked(study(seats={"skipper": "rollout: steady"}))
