"""Disputes: what a rival value turns, and what it leaves alone."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from game.engine.world import UnknownConstantError
from game.lab.checks import Worlds, verdicts
from game.lab.dispute import Conclusion, Dispute, DisputeError, Progress, dispute
from game.packs.model import Pack
from tests.packs.quarrel import quarrel


@pytest.fixture
def pack() -> Pack:
    """The harbour with conclusions."""
    return quarrel()


def named(found: Dispute) -> dict[str, Conclusion]:
    """Conclusions by id."""
    return {each.id: each for each in found.conclusions}


def test_a_constant_that_a_conclusion_rests_on_flips_it(pack: Pack) -> None:
    """Eight boats at half the fee bring four, not eight; nothing else is asked of the fee."""
    found = named(dispute(pack, {"licence_fee": 0.5}, 20))
    fees = found["fees_fill"]
    assert (fees.before.share, fees.after.share, fees.flips) == (1.0, 0.0, True)
    assert [id for id, each in found.items() if each.flips] == ["fees_fill"]


def test_a_conclusion_may_come_to_hold(pack: Pack) -> None:
    """Flips go both ways."""
    flood = named(dispute(pack, {"licence_fee": 2}, 20))["fees_flood"]
    assert (flood.before.holds, flood.after.holds, flood.flips) == (False, True, True)


def test_a_constant_that_moves_a_goal_may_flip_nothing(pack: Pack) -> None:
    """Fuel costs the skippers cash; the bay is not asked."""
    found = dispute(pack, {"fuel": 6}, 30)
    assert not any(each.flips for each in found.conclusions)
    goals = {(each.role, each.id): each for each in found.goals}
    income = goals["skipper", "income"]
    assert income.moved
    assert income.high < 0.0
    assert income.after.p50 < income.before.p50
    assert abs(income.points - income.change / 10.0) < 1e-9


def test_the_packs_own_value_changes_nothing_at_all(pack: Pack) -> None:
    """Both sides share their luck to the last draw."""
    found = dispute(pack, {"growth_rate": 0.12, "fuel": 4}, 20)
    assert all(each.before == each.after for each in found.conclusions)
    assert all(each.before == each.after and not each.moved for each in found.goals)


def test_a_constant_that_a_check_sets_itself_stays_as_the_check_has_it(pack: Pack) -> None:
    """That the check does not answer is said."""
    doubled = named(dispute(pack, {"licence_fee": 0.5}, 20))["fees_doubled"]
    assert doubled.sets == ("licence_fee",)
    assert doubled.after.share == 1.0


def test_both_sides_are_what_pack_test_says_of_them(pack: Pack) -> None:
    """Whether games are kept between checks or not, and wherever they are played."""
    values = {"licence_fee": 0.5, "growth_rate": 0.2}
    found = dispute(pack, values, 50)
    with ThreadPoolExecutor(2) as pool:
        assert dispute(pack, values, 50, executor=pool) == found
    for side, constants in (("before", {}), ("after", values)):
        told = {each.id: each.share for each in verdicts(pack, 50, constants=constants)}
        assert {each.id: getattr(each, side).share for each in found.conclusions} == told


def test_games_that_checks_have_in_common_are_played_once(pack: Pack) -> None:
    """An open season is asked for by three checks: it is watched as long as the longest needs."""
    worlds = Worlds(pack, keep=True)
    assert len(worlds.sharing({"council": "fixed: quota=open"}, {})) == 3
    assert worlds.sharing({"council": "fixed: quota=shut"}, {}) == []


@pytest.mark.parametrize(
    ("values", "error", "sentence"),
    [
        (
            {"licence_fee": 5},
            UnknownConstantError,
            r"licence_fee = 5 is outside its range, 0.5 to 2 \(assumption: A fee a small boat can bear",
        ),
        (
            {"growth_rate": 0.5},
            UnknownConstantError,
            r"growth_rate = 0.5 is outside its range, 0.06 to 0.2 \(source: Some aspects",
        ),
        ({"groth_rate": 0.1}, UnknownConstantError, "did you mean growth_rate"),
        ({}, DisputeError, "no constant is set"),
    ],
)
def test_what_cannot_be_disputed_is_refused_in_one_sentence(
    pack: Pack, values: dict[str, float], error: type[Exception], sentence: str
) -> None:
    """With the range and what it rests on, or the nearest name."""
    with pytest.raises(error, match=sentence):
        dispute(pack, values, 20)


def test_progress_is_told_and_may_end_it(pack: Pack) -> None:
    """Who waits sees how far it is; what the listener raises stops the games."""
    heard: list[Progress] = []
    dispute(pack, {"fuel": 6}, 20, tick=heard.append)
    assert heard[-1].done == heard[-1].whole
    assert [p.done for p in heard] == sorted(p.done for p in heard)
    assert len(heard[-1].conclusions) == len(pack.model.check)

    def stop(progress: Progress) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        dispute(pack, {"fuel": 6}, 20, tick=stop)
