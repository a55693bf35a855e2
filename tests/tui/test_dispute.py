"""The dispute screen: a value is set, many games are played beside it, and what flips is told first."""

from collections.abc import AsyncGenerator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from threading import Event

import pytest
from textual.pilot import Pilot
from textual.widget import Widget

import game.lab.dispute as lab
from game.lab.dispute import Dispute, Progress, dispute
from game.match.game import Match
from game.packs.model import Pack
from tests.packs.quarrel import quarrel
from tests.tui.alone import HUGE, SMALL, WIDE, Alone, screen

Shown = Callable[[], str]


def match() -> Match:
    """A game of the harbour with conclusions."""
    return Match.new(quarrel(), 8, {"skipper": "you"})


@asynccontextmanager
async def disputed(
    folder: Path, subject: str = "licence_fee", size: tuple[int, int] = SMALL
) -> "AsyncGenerator[tuple[Alone, Pilot[int], Shown]]":
    """The dispute over a constant."""
    async with screen(folder, "dispute", subject, size=size, game=match()) as found:
        yield found


async def sees(pilot: Pilot[int], shown: Shown, *parts: str) -> None:
    """Wait until these are drawn."""
    for _ in range(1000):
        await pilot.pause(0.02)
        if all(part in shown() for part in parts):
            return
    raise AssertionError(f"{parts} are not all in\n{shown()}")


def flat(text: str) -> str:
    """What is shown, as one line."""
    return " ".join(text.split())


@pytest.mark.parametrize("size", [SMALL, WIDE, HUGE])
async def test_a_constant_is_shown_with_its_range_and_what_it_rests_on(
    tmp_path: Path, size: tuple[int, int]
) -> None:
    """And that the game is not touched, before anything is asked."""
    async with disputed(tmp_path, size=size) as (_app, _pilot, shown):
        lines = shown().splitlines()
        assert "Licence fee" in lines[0]
        assert "your game is not touched" in lines[0]
        bar = next(line for line in lines if "●" in line)
        assert bar.strip().startswith("0.5 ─")
        assert bar.strip().endswith("─ 2")
        text = flat(shown())
        assert "0.5 to 2 in dispute, 0.5 to 2 times the value; confidence medium" in text
        assert "Assumption: A fee a small boat can bear." in text
        assert "This changes nothing in the game you are playing." in text


@pytest.mark.parametrize("size", [SMALL, WIDE, HUGE])
async def test_what_flips_is_told_first_with_its_shares(
    tmp_path: Path, size: tuple[int, int]
) -> None:
    """Home sets the low end, Enter plays; the flip stands above all that stands."""
    async with disputed(tmp_path, size=size) as (_app, pilot, shown):
        await pilot.press("home", "enter")
        await sees(pilot, shown, "In this model, 1 of 4 conclusions flips and 0 of 4 goals move.")
        text = flat(shown())
        assert "Licence fee at 0.5 k/boat instead of 1 k/boat" in text
        assert text.index("Conclusions that flip") < text.index("Fees fill the treasury")
        assert "100% (98-100%) ─> 0% (0-2%), needs 90%: held, and no longer does." in text
        assert "Conclusions that stand" in text
        if size == SMALL:
            assert text.index("Fees fill the treasury") < text.index("Conclusions that stand")
        assert "200 games with either value" in text
        assert "Enter again: 1,000 games." in text


async def test_goals_that_move_come_after_what_flips(tmp_path: Path) -> None:
    """Dearer fuel flips nothing and costs the skippers cash."""
    async with disputed(tmp_path, "fuel", (100, 50)) as (_app, pilot, shown):
        await pilot.press("end", "enter")
        await sees(pilot, shown, "none of 4 conclusions flips and 4 of 4 goals move")
        text = flat(shown())
        assert "Conclusions that flip" not in text
        assert text.index("Goals that move") < text.index("Conclusions that stand")
        line = next(line for line in shown().splitlines() if "Cash in hand" in line)
        assert "worse" in line


async def test_arrows_go_by_round_steps_and_stay_in_the_range(tmp_path: Path) -> None:
    """From 1 by twentieths, and no further than the ends."""
    async with disputed(tmp_path) as (_app, pilot, shown):
        await pilot.press("left")
        assert "you try 0.95 k/boat" in shown()
        await pilot.press("right", "right")
        assert "you try 1.05 k/boat" in shown()
        await pilot.press("end", "right")
        assert "you try 2 k/boat" in shown()
        await pilot.press("home", "left")
        assert "you try 0.5 k/boat" in shown()


async def test_a_value_is_typed_and_one_beyond_the_range_is_refused(tmp_path: Path) -> None:
    """With the range and what it rests on; Escape drops it, and only then leaves."""
    async with disputed(tmp_path) as (app, pilot, shown):
        await pilot.press("5", "enter")
        text = flat(shown())
        assert "licence_fee = 5.0 is outside its range, 0.5 to 2 (assumption: A fee" in text
        await pilot.press("escape")
        assert "outside its range" not in shown()
        await pilot.press("1", "full_stop", "5", "enter")
        await sees(pilot, shown, "Licence fee at 1.5 k/boat instead of 1 k/boat")
        await pilot.press("minus", "minus", "enter")
        assert "-- is no number." in shown()
        await pilot.press("escape", "escape")
        assert app.closed


async def test_the_models_own_value_is_no_dispute(tmp_path: Path) -> None:
    """Both sides would be the same."""
    async with disputed(tmp_path) as (_app, pilot, shown):
        await pilot.press("enter")
        await sees(pilot, shown, "This is the value the model has: move it first.")


class Held:
    """A dispute that waits in its thread for the test."""

    def __init__(self) -> None:
        self.begun, self.go = Event(), Event()
        self.games: list[int] = []

    def __call__(
        self, pack: Pack, constants: dict[str, float], games: int, tick: Callable[[Progress], None]
    ) -> Dispute:
        """Play when the test says so."""
        self.games.append(games)
        self.begun.set()
        assert self.go.wait(20)
        return dispute(pack, constants, games, tick=tick)


async def test_no_key_waits_and_escape_stops_a_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """While games are played the bar moves; Escape leaves the screen open and the game as it was."""
    held = Held()
    monkeypatch.setattr(lab, "dispute", held)
    async with disputed(tmp_path) as (app, pilot, shown):
        assert app.session is not None
        played = app.session.match
        before = (played.turn, played.draft.order, dict(played.world.constants))
        await pilot.press("home", "enter")
        await sees(pilot, shown, "Escape stops it", "Esc stop")
        assert held.begun.wait(20)
        await pilot.press("right")
        assert "you try 0.55 k/boat" in shown()
        await pilot.press("escape")
        await sees(pilot, shown, "Stopped. Nothing came of it, and nothing has changed.")
        assert not app.closed
        held.go.set()
        await pilot.pause(0.2)
        assert "In this model" not in shown()
        await pilot.press("enter")
        await sees(pilot, shown, "Licence fee at 0.55 k/boat")
        assert (played.turn, played.draft.order, dict(played.world.constants)) == before
        await pilot.press("escape")
        assert app.closed


async def test_enter_again_plays_more_games_and_what_is_known_is_not_played_twice(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A first answer in seconds, a surer one when it is wanted."""
    held = Held()
    held.go.set()
    monkeypatch.setattr(lab, "dispute", held)
    async with disputed(tmp_path, size=WIDE) as (_app, pilot, shown):
        await pilot.press("home", "enter")
        await sees(pilot, shown, "200 games with either")
        await pilot.press("enter")
        await sees(pilot, shown, "1,000 games with either")
        await pilot.press("right", "enter")
        await sees(pilot, shown, "at 0.55 k/boat")
        await pilot.press("left", "enter")
        await sees(pilot, shown, "at 0.5 k/boat", "200 games with either")
        assert held.games == [200, 1000, 200]


async def test_without_a_constant_all_are_listed_the_widest_range_first(tmp_path: Path) -> None:
    """Letters leave what has them, Enter opens it, Escape comes back to the list."""
    async with disputed(tmp_path, "") as (app, pilot, shown):
        text = shown()
        names = ["Catchability", "Licence fee", "Growth rate", "Fuel", "Bay holds"]
        places = [text.index(name) for name in names]
        assert places == sorted(places)
        await pilot.press("slash", "f", "u", "e", "l", "enter")
        await sees(pilot, shown, "you try 4 k/boat")
        await pilot.press("escape")
        await sees(pilot, shown, "Fuel")
        assert not app.closed


async def test_a_constant_of_a_why_page_is_disputed_by_key_and_by_mouse(tmp_path: Path) -> None:
    """From the cause that rests on it, or from its own line."""
    async with screen(tmp_path, "why", "cash", turns=3) as (app, pilot, shown):
        await pilot.press("enter")
        await pilot.press("d")
        await sees(pilot, shown, "Fuel", "you try")
        await pilot.press("escape")
        row = next(y for y, line in enumerate(shown().splitlines()) if "fuel: " in line.casefold())
        main = app.screen.query_one("#main", Widget)
        for _ in range(2):
            await pilot.click(main, offset=(12, row - main.region.y))
        await sees(pilot, shown, "you try 4 k/boat")


async def test_the_palette_finds_a_constant(tmp_path: Path) -> None:
    """By its name."""
    async with screen(tmp_path, "why", "cash", turns=3, size=WIDE) as (app, pilot, shown):
        await pilot.press("colon", *"dispute fuel")
        await sees(pilot, shown, "Dispute: Fuel")
        await pilot.press("enter")
        await sees(pilot, shown, "you try 4 k/boat")
        assert type(app.screen).__name__ == "DisputeScreen"
