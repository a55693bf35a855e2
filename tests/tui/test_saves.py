"""Saved games and example games in their lists."""

from pathlib import Path

from game.match.opened import begin
from game.packs.read import load_pack
from tests.tui.front import opened
from tests.views.games import HARBOUR


async def test_an_example_game_opens_and_is_not_written_over(data_folder: Path) -> None:
    """Looking back at an example leaves the example as it shipped."""
    async with opened() as seen:
        await seen.press("5")
        await seen.sees("Two Doors, The firm", "over after 20 quarters")
        assert "Beijing" in seen.text
        await seen.press("enter")
        await seen.until(lambda: seen.app.session is not None)
        assert seen.app.session is not None
        assert seen.app.session.match.finished
        assert seen.app.session.autosave.path.parent == data_folder / "saves"


async def test_a_save_that_was_changed_says_where_and_stays_shut(data_folder: Path) -> None:
    """It is listed, greyed, with the reason; the others open as ever."""
    saves = data_folder / "saves"
    for seed in (3, 4):
        game = begin(load_pack("first-quarter"), None, "firm", {}, seed, "full", saves)
        game.match.end()
        game.autosave.save(game.match)
    spoilt = saves / "first-quarter-firm-3.toml"
    text = spoilt.read_text(encoding="utf-8")
    spoilt.write_text(text.replace("seed = 3", "seed = 9"), encoding="utf-8")
    async with opened() as seen:
        await seen.press("4")
        await seen.sees("First Quarter, The firm", "was changed")
        while "first-quarter-firm-3" not in seen.line("▸"):
            await seen.press("down")
        await seen.press("enter")
        assert seen.app.session is None


async def test_a_game_of_a_pack_that_is_gone_says_so(data_folder: Path) -> None:
    """The screen stays, and the sentence names the pack."""
    game = begin(load_pack(HARBOUR), None, "skipper", {}, 3, "full", data_folder / "saves")
    game.match.end()
    game.autosave.save(game.match)
    async with opened() as seen:
        await seen.press("4")
        await seen.sees("harbour, skipper")
        await seen.press("enter")
        await seen.until(
            lambda: any("harbour" in str(n.message) for n in seen.app._notifications)  # pyright: ignore[reportPrivateUsage]
        )
        assert "Saved games" in seen.text
