"""Words of a pack that look like markup are shown as words, on every screen."""

import re
import shutil
from pathlib import Path

import pytest

from game.match.game import PERSON, Match
from game.packs.read import load_pack
from game.tui.app import GameApp
from tests.tui.alone import SMALL, WIDE, screen
from tests.tui.front import Seen, opened
from tests.views.games import HARBOUR

NASTY = "[b]风[@click=app.bell]x[/]"
"""A tag, a link that acts, and a wide character between them."""
WORDS = ("title", "text", "about", "briefing", "question", "known", "bias", "blind_spot")
SCREENS = (
    *("desk", "outlook", "event", "forecast", "report", "why", "codex", "graphs"),
    *("end", "decision", "news", "advisors", "rivals", "briefing"),
)


@pytest.fixture
def harbour(tmp_path: Path) -> Path:
    """The harbour with every text and title beginning in markup."""
    folder = Path(shutil.copytree(HARBOUR, tmp_path / "packs" / "harbour"))
    for file in folder.rglob("*.toml"):
        text = file.read_text(encoding="utf-8")
        text = re.sub(rf'^((?:{"|".join(WORDS)}) = ")', rf"\g<1>{NASTY} ", text, flags=re.M)
        file.write_text(text, encoding="utf-8")
    for file in folder.rglob("*.md"):
        text = file.read_text(encoding="utf-8").replace('title = "', f'title = "{NASTY} ')
        file.write_text(text.replace("+++\n\n", f"+++\n\n{NASTY} "), encoding="utf-8")
    return folder


@pytest.mark.parametrize("size", [SMALL, WIDE], ids=str)
@pytest.mark.parametrize("name", SCREENS)
async def test_a_screen_shows_markup_as_text(
    name: str, size: tuple[int, int], harbour: Path, tmp_path: Path
) -> None:
    """The tag stands there to be read, and nothing on the screen acts when it is clicked."""
    game = Match.new(load_pack(harbour), 8, {"skipper": PERSON})
    for _ in range({"forecast": 1, "end": 12}.get(name, 3)):
        game.end()
    subject = {"event": "storm", "decision": "buy_boats"}.get(name, "")
    async with screen(tmp_path, name, subject, size=size, game=game) as (app, pilot, shown):
        for _ in range(400):
            await pilot.pause(0.02)
            if "[b]风" in shown():
                break
        assert "[b]风" in shown()
        assert not acting(app)


async def test_the_screens_before_a_game_show_markup_as_text(
    harbour: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Packs, a new game, and what the palette finds."""
    monkeypatch.setattr("game.packs.where.shipped_folder", lambda: harbour.parent)
    async with opened() as seen:
        for key in ("6", "2"):
            await seen.press(key)
            await seen.sees("[b]风[@click")
            assert not acting(seen.app)
            await seen.press("escape")
        await _to_the_desk(seen)
        await seen.press("colon", *"fish")
        await seen.sees("[b]风[@click")
        assert not acting(seen.app)


async def _to_the_desk(seen: Seen) -> None:
    await seen.press("2")
    await seen.sees("Goals 0 of 2")
    await seen.press("enter", "1", "2", "enter")
    await seen.sees("Left this quarter")


def acting(app: GameApp) -> list[object]:
    """Pieces of the screen that do something when they are clicked."""
    strips = app.screen._compositor.render_strips()  # pyright: ignore[reportPrivateUsage]
    return [
        part for strip in strips for part in strip if part.style and part.style.meta.get("@click")
    ]
