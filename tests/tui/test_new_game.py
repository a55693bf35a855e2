"""A new game: everything is settled by keys on one page of 80 by 24."""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager

from hypothesis import given
from hypothesis import strategies as st

from game.tui.screens.new_game import drawn
from tests.tui.front import Seen, opened


@asynccontextmanager
async def setting_up() -> "AsyncGenerator[Seen]":
    """The screen, its packs read."""
    async with opened() as seen:
        await seen.press("2")
        await seen.sees("Your seat", "Goals 0 of 2")
        yield seen


async def test_everything_to_choose_is_in_sight_at_80_by_24() -> None:
    """No row, and not the last goal, is below the edge."""
    async with setting_up() as seen:
        shown = seen.text
        for part in ("Game", "Your seat", "The US desk", "Beijing", "You see", "Seed"):
            assert part in shown
        assert "5 Gap to the frontier" in shown
        await seen.press("down")
        assert "You decide" in seen.text
        assert "You want" in seen.text
        assert "You face" in seen.text
        assert seen.text.splitlines()[-2].endswith(".")


async def test_a_game_with_a_record_begins_at_any_turn_of_it() -> None:
    """The turns before are played as they were; the dated line says what this one was about."""
    async with setting_up() as seen:
        await seen.press("left", "down", "down", *["right"] * 5)
        await seen.sees("2023 Q4: In fact, October 2023", "two chip metals", "As it was")
        await seen.press(*["down"] * 5, "1", "2", "enter")
        await seen.until(lambda: seen.app.session is not None)
        await seen.sees("quarter 6 of 17", "In fact, October 2023")
        assert seen.app.session is not None
        match = seen.app.session.match
        assert match.setup.seats["us"] == "record"
        assert match.played[1].orders["us"].dials["h200_rule"] == "h200"


async def test_a_whole_setup_by_keys_is_the_game_that_begins() -> None:
    """Seat, rival, sight, seed and goals all arrive in the match."""
    async with setting_up() as seen:
        await seen.press("down", "right")  # the second seat
        await seen.press("down", "down", "right")  # the second rival's second persona
        await seen.press("down", "3", "down", "4", "2")  # fog, seed 42
        await seen.press("down", "2", "5", "enter")
        await seen.until(lambda: seen.app.session is not None)
        assert seen.app.session is not None
        match = seen.app.session.match
        setup = match.setup
        assert match.person == "us"
        assert setup.see == "fog"
        assert setup.seed == 42
        assert match.goals == ("sales", "credibility")
        assert setup.seats["firm"] == "hedger"
        assert setup.seats["beijing"] == "self_reliance"


async def test_without_two_goals_the_game_does_not_begin() -> None:
    """What matters most is chosen, not left to the order of a list."""
    async with setting_up() as seen:
        await seen.press("enter")
        assert "First tick the 2 goals" in seen.text
        await seen.press("space")
        assert "Goals 1 of 2" in seen.text
        await seen.press("enter")
        assert "First tick the 2 goals" in seen.text
        assert seen.app.session is None


async def test_a_third_goal_takes_the_place_of_the_older() -> None:
    """Two matter most; changing one's mind needs no untick."""
    async with setting_up() as seen:
        await seen.press("enter", "1", "2", "3")
        assert "○ 1 Usable" in seen.text
        assert "● 2 Left" in seen.text
        assert "● 3 Cash" in seen.text
        await seen.press("3")
        assert "Goals 1 of 2" in seen.text


async def test_another_seat_has_its_own_rivals_and_goals() -> None:
    """Nothing of the seat before is left on the page."""
    async with setting_up() as seen:
        await seen.press("down", "3")
        assert "1 Self-reliance" in seen.text
        assert "Usable compute" not in seen.text
        assert seen.line("The hedger").lstrip().startswith("The firm")


async def test_a_rival_by_lot_is_not_told_until_it_is_played() -> None:
    """Who it is, the student has to find out."""
    async with setting_up() as seen:
        await seen.press("down", "down", "4")
        assert "drawn by the seed" in seen.text
        await seen.press("enter", "1", "2", "enter")
        await seen.until(lambda: seen.app.session is not None)
        assert seen.app.session is not None
        setup = seen.app.session.match.setup
        personas = seen.app.session.match.pack.model.persona
        assert setup.seats["us"] == drawn(
            setup.seed,
            "us",
            [
                "dealmaker",
                *(id for id, p in personas.items() if p.role == "us" and id != "dealmaker"),
            ],
        )


@given(seed=st.integers(0, 2**63 - 1))
def test_a_draw_is_one_of_the_players_and_the_same_every_time(seed: int) -> None:
    """A class that plays one seed meets one rival."""
    players = ["hawk", "dove", "owl"]
    assert drawn(seed, "us", players) in players
    assert drawn(seed, "us", players) == drawn(seed, "us", list(players))


def test_a_draw_favours_nobody() -> None:
    """Over many seeds each player comes up about as often."""
    players = ["hawk", "dove", "owl"]
    counts = [0, 0, 0]
    for seed in range(3000):
        counts[players.index(drawn(seed, "us", players))] += 1
    assert all(900 < count < 1100 for count in counts)
