"""Reality checks: both arms share their luck, and what is expected is read as it is said."""

from dataclasses import replace

import pytest

from game.lab.checks import CheckError, Verdict, verdicts, wilson
from game.packs.expect import ExpectError, parse_expect, parse_quota
from game.packs.model import Check, Pack
from game.packs.read import load_pack
from tests.packs.examples import HARBOUR


def asked(expect: str, player: str = "fixed: quota=closed", /, **more: object) -> Pack:
    """The harbour with one check."""
    check = Check.model_validate(
        {
            "title": "Test",
            "compare": {"council": player},
            "expect": expect,
            "in": "100% of 20 games",
            "assumption": "None.",
            **more,
        }
    )
    pack = load_pack(HARBOUR)
    return replace(pack, model=pack.model.model_copy(update={"check": {"x": check}}))


def verdict(pack: Pack, ranges: int = 0) -> Verdict:
    """What came of its one check."""
    (only,) = verdicts(pack, ranges=ranges)
    return only


def test_an_arm_against_itself_never_differs() -> None:
    """Same lanes, same luck, same players: nothing is higher or lower."""
    same: dict[str, object] = {"with": {"council": "fixed: quota=closed"}}
    for word in ("higher", "lower"):
        found = verdict(asked(f"fish {word} at turn 4", **same))
        assert (found.share, found.holds, found.failing) == (0.0, False, 0)
        assert verdict(asked(f"fish not {word} from turn 1 to 4", **same)).holds


@pytest.mark.parametrize("ranges", [8, 60])
def test_the_ends_of_ranges_are_set_against_the_same_games(ranges: int) -> None:
    """Shares of few games and of many differ by luck alone, which would pass for a turned verdict."""
    pack = asked("fish above 660 at turn 4", **{"in": "80% of 40 games"})
    (found,) = verdicts(pack, 40, ranges=ranges)
    (alone,) = verdicts(pack, ranges)
    assert (found.games, found.ranged) == (40, ranges)
    assert found.base == alone.share != found.share
    held = {id: (e.low >= 0.8, e.high >= 0.8) for id, e in found.ends.items()}
    turned = [
        f"{id} {end}"
        for id, pair in held.items()
        for end, holds in zip(("low", "high"), pair, strict=True)
        if holds != (found.base >= 0.8)
    ]
    assert list(found.turned) == turned


def test_a_schedule_acts_from_its_turn_on() -> None:
    """Alike before the turn, different after it."""
    other: dict[str, object] = {"with": {"council": "fixed: quota=open, quota=closed@3"}}
    expect = "fish not higher from turn 0 to 2 and fish not lower from turn 0 to 2"
    assert verdict(asked(expect, "fixed: quota=open", **other)).holds
    assert verdict(asked("fish lower at turn 4", "fixed: quota=open", **other)).holds


def test_a_start_may_be_set() -> None:
    """The level at turn 0 is the one that the check asks for."""
    expect = "fish above 99 at turn 0 and fish below 101 at turn 0"
    assert verdict(asked(expect, set={"fish": 100})).holds
    assert not verdict(asked(expect)).holds


def test_a_player_that_nobody_knows_is_refused_with_the_check() -> None:
    """An author finds the line by the check's name."""
    with pytest.raises(CheckError, match=r"check x: .*quota has no option 'shut'"):
        verdict(asked("fish above 1 at turn 1", "fixed: quota=shut"))


def test_the_interval_holds_the_share() -> None:
    """Wilson's, which stays within 0 and 1."""
    for held in (0, 1, 10, 19, 20):
        low, high = wilson(held, 20)
        assert 0.0 <= low <= held / 20 <= high <= 1.0
    assert [round(end, 3) for end in wilson(10, 20)] == [0.299, 0.701]


@pytest.mark.parametrize(("needed", "near"), [(0.85, True), (0.5, False), (0.95, False)])
def test_a_verdict_that_more_games_might_turn_is_near_the_line(needed: float, near: bool) -> None:
    """Held or not: what it needs lies within the interval."""
    assert Verdict("x", "X", 20, 0.8, (0.58, 0.92), needed, None).near is near


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("", ""),
        ("fish", "h"),
        ("fish hihger at turn 4", "hihger"),
        ("fish higher by much at turn 4", "much"),
        ("fish above 4 of start at turn 4", "of"),
        ("fish higher at turn four", "four"),
        ("fish higher from turn 6 to 4", "4"),
        ("fish higher at turn 4 or boats lower at turn 4", "or"),
        ("change in fish higher at turn 4", "at"),
    ],
)
def test_the_first_word_that_does_not_fit_is_pointed_at(text: str, part: str) -> None:
    """With a sentence and a mend."""
    with pytest.raises(ExpectError) as caught:
        parse_expect(text)
    span = caught.value.span
    assert text[span.start : span.end] == part
    assert caught.value.mend


@pytest.mark.parametrize("text", ["0% of 10 games", "101% of 10 games", "50% of 0 games", "all"])
def test_a_quota_of_none_or_of_more_than_all_is_refused(text: str) -> None:
    """It would hold always, or never."""
    with pytest.raises(ExpectError):
        parse_quota(text)
