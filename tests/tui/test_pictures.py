"""How each screen looks, at the floor and where there is room.

A picture that changes is looked at before it is kept: `pytest tests/tui/test_pictures.py
--snapshot-update`.
"""

import os
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from textual.pilot import Pilot

from game.match.saves import Autosave
from game.match.shelf import Shelf
from game.tui.app import GameApp
from tests.tui.alone import SMALL, WIDE, Alone, session
from tests.tui.front import Seen
from tests.views.games import HARBOUR, match

SETTLED = 0.3
"""After which nothing more is drawn [seconds]."""
SIZES = pytest.mark.parametrize("size", [SMALL, WIDE], ids=["80x24", "120x36"])
SCREENS: dict[str, tuple[str, str, int, tuple[str, ...]]] = {
    "event": ("event", "storm", 3, ()),
    "forecast": ("forecast", "", 1, ("7", "0")),
    "report": ("report", "", 3, ()),
    "why": ("why", "cash", 3, ("enter",)),
    "codex": ("codex", "commons", 3, ()),
    "dispute": ("dispute", "licence_fee", 3, ("left", "left")),
    "graphs": ("graphs", "", 8, ()),
    "end": ("end", "", 12, ()),
    "news": ("news", "", 3, ()),
    "briefing": ("briefing", "", 0, ()),
    "advisors": ("advisors", "", 3, ()),
    "rivals": ("rivals", "", 3, ()),
    "decision": ("decision", "buy_boats", 3, ()),
}
"""Of each picture: the screen, its subject, the turns played, and the keys pressed."""
SLOW: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "title": ((), ("1 to play", "Examples     1")),
    "new": (("2",), ("Goals 0 of 2",)),
    "saves": (("5",), ("The Harbour",)),
    "packs": (("6",), ("The Harbour",)),
    "settings": (("7",), ("Charts and signs",)),
    "help": (("5", "question_mark"), ("one key means one thing",)),
    "palette": (("colon", *"packs"), ("Packs",)),
}
"""Of each screen before a game: the keys from the title to it, and what is waited for."""
FORESEEN: dict[str, tuple[str, tuple[str, ...]]] = {
    "desk": ("desk", ("2",)),
    "outlook": ("outlook", ()),
}
"""Of each screen that draws what a thread works out: its name and the keys pressed."""


@SIZES
@pytest.mark.parametrize("name", SCREENS)
def test_a_screen_looks_as_it_did(
    name: str, size: tuple[int, int], snap_compare: Callable[..., bool]
) -> None:
    """Nothing moved, was cut, or changed its colour unseen."""
    screen, subject, turns, keys = SCREENS[name]
    app = Alone(session(Path("/games"), turns=turns), screen, subject)
    assert snap_compare(app, press=keys, terminal_size=size)


@SIZES
@pytest.mark.parametrize("name", SLOW)
def test_a_screen_before_the_game_looks_as_it_did(
    name: str, size: tuple[int, int], snap_compare: Callable[..., bool], one_pack: None
) -> None:
    """With one pack to play and one example game."""
    keys, parts = SLOW[name]

    async def there(pilot: Pilot[int]) -> None:
        seen = _of(pilot)
        await seen.sees("1 to play", "Examples     1")
        for key in keys:
            await seen.press(key)
            await pilot.pause(0.1)
        await seen.sees(*parts)
        await pilot.pause(SETTLED)

    assert snap_compare(GameApp(), run_before=there, terminal_size=size)


@SIZES
@pytest.mark.parametrize("name", FORESEEN)
def test_a_screen_with_a_fan_chart_looks_as_it_did(
    name: str, size: tuple[int, int], snap_compare: Callable[..., bool]
) -> None:
    """The chart is drawn, and so is what the others may do."""
    screen, keys = FORESEEN[name]
    here = session(Path("/games"), turns=3)

    async def there(pilot: Pilot[int]) -> None:
        await pilot.press(*keys)
        if name == "outlook" or size == WIDE:
            await _of(pilot).sees("10-90")
        if name == "desk" and size == WIDE:
            await _of(pilot).sees("What the others may do")
        await pilot.pause(SETTLED)

    assert snap_compare(Alone(here, screen), run_before=there, terminal_size=size)


@pytest.fixture
def one_pack(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The harbour in place of the shipped packs, and an example game of it, saved long ago."""
    monkeypatch.setattr("game.packs.where.shipped_folder", lambda: HARBOUR.parent)
    monkeypatch.setattr("game.match.opened.drawn_seed", lambda: 7)
    monkeypatch.setattr("game.match.shelf.examples_folder", lambda: tmp_path / "examples")
    monkeypatch.setenv("TZ", "UTC")
    time.tzset()
    game = match("skipper", turns=12)
    autosave = Autosave(Shelf(tmp_path / "examples"), "harbour-skipper")
    assert autosave.save(game) is None
    os.utime(autosave.path, (1e9, 1e9))


def _of(pilot: Pilot[int]) -> Seen:
    """What is seen of the app."""
    app = pilot.app
    assert isinstance(app, GameApp)
    return Seen(app, pilot)
