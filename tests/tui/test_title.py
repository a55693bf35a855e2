"""The title: what a person sees first, and where each line leads."""

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from game.match.opened import begin
from game.packs.read import load_pack
from tests.tui.front import HUGE, SMALL, WIDE, opened
from tests.views.games import HARBOUR

FIRST_PAINT = """
import asyncio, json, sys
from game.tui.app import GameApp
from game.tui.screens.title import TitleScreen
seen = []
TitleScreen._look = lambda self: seen.append(sorted(sys.modules))
async def main():
    async with GameApp().run_test(size=(80, 24)) as pilot:
        await pilot.pause()
asyncio.run(main())
print(json.dumps(seen[0]))
"""


def own_pack(data: Path) -> Path:
    """The harbour among the person's own packs."""
    return Path(shutil.copytree(HARBOUR, data / "my-packs" / "harbour"))


def test_nothing_heavy_is_loaded_before_the_first_paint() -> None:
    """The title is there at once; packs and the engine come while it is read."""
    done = subprocess.run(
        [sys.executable, "-c", FIRST_PAINT], capture_output=True, check=True, encoding="utf-8"
    )
    modules = set(json.loads(done.stdout))
    assert "game.tui.screens.title" in modules
    assert modules.isdisjoint({"numpy", "pydantic", "game.packs.read", "game.engine.turn"})


@pytest.mark.parametrize("size", [SMALL, WIDE, HUGE], ids=str)
async def test_all_lines_are_in_sight(size: tuple[int, int]) -> None:
    """Nobody scrolls on a title, and its doors are never cut."""
    async with opened(size) as seen:
        for title in ("Continue", "New game", "First steps", "Saved", "Example", "Packs", "Sett"):
            assert title in seen.text
        assert seen.text.count("┌") >= 4
        assert seen.text.count("●") == 2


async def test_continue_goes_on_with_the_game_played_last(data_folder: Path) -> None:
    """One key after a crash, and the person is back where they were."""
    own_pack(data_folder)
    for seed in (3, 4):
        game = begin(
            load_pack(HARBOUR), HARBOUR, "skipper", {}, seed, "full", data_folder / "saves"
        )
        game.match.end()
        game.autosave.save(game.match)
    async with opened() as seen:
        await seen.sees("2026 Q2, The skippers' union")
        await seen.press("enter")
        await seen.sees("seed 4")
        assert seen.app.session is not None
        assert seen.app.session.match.turn == 2


async def test_without_a_game_that_waits_a_new_one_is_marked() -> None:
    """Enter does what a newcomer wants; what cannot be picked does nothing."""
    async with opened() as seen:
        assert "no game is waiting" in seen.line("Continue")
        assert seen.line("New game").lstrip().find("▸") >= 0
        await seen.press("1")
        assert "T W O" in seen.text
        await seen.press("2")
        await seen.sees("arrows choose")


async def test_first_steps_begin_the_lessons_at_once() -> None:
    """No question is asked before the first lesson is on the desk."""
    async with opened() as seen:
        await seen.press("3")
        await seen.until(lambda: seen.app.session is not None)
        await seen.sees("quarter 1 of 4")


async def test_a_broken_pack_is_counted_and_says_its_first_error(data_folder: Path) -> None:
    """The author finds file and line without leaving the game, and cannot begin it."""
    folder = own_pack(data_folder)
    file = sorted(folder.glob("*.toml"))[0]
    file.write_text(file.read_text(encoding="utf-8") + "\nnonsense =\n", encoding="utf-8")
    async with opened() as seen:
        await seen.sees("1 broken")
        await seen.press("6")
        await seen.sees("The Harbour", f"{file.name}, line ")
        await seen.press("end")
        await seen.sees(f"{file.name}:", "chiprace pack check harbour")
        await seen.press("enter")
        assert "New game" not in seen.text.splitlines()[0]


async def test_escape_comes_back_to_the_title() -> None:
    """From every line of the menu."""
    async with opened() as seen:
        for key in "2567":
            await seen.press(key)
            await seen.until(lambda: "T W O" not in seen.text)
            await seen.press("escape")
            await seen.sees("T W O")


async def test_a_terminal_made_small_and_large_again_draws_the_title() -> None:
    """Art that does not fit is left out, never cut or broken."""
    async with opened() as seen:
        await seen._pilot.resize_terminal(20, 5)  # pyright: ignore[reportPrivateUsage]
        await seen.press("down")
        await seen._pilot.resize_terminal(80, 24)  # pyright: ignore[reportPrivateUsage]
        await seen.sees("First steps", "┌─")
