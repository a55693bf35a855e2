"""How each screen that is read looks, at the floor and where there is room.

A picture that changes is looked at before it is kept: `pytest tests/tui/test_pictures.py
--snapshot-update`.
"""

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.tui.alone import SMALL, WIDE, Alone, session

SCREENS: dict[str, tuple[str, str, int, tuple[str, ...]]] = {
    "event": ("event", "storm", 3, ()),
    "forecast": ("forecast", "", 1, ("7", "0")),
    "report": ("report", "", 3, ()),
    "why": ("why", "cash", 3, ("enter",)),
    "codex": ("codex", "commons", 3, ()),
    "graphs": ("graphs", "", 8, ()),
    "end": ("end", "", 12, ()),
    "news": ("news", "", 3, ()),
    "briefing": ("briefing", "", 0, ()),
}
"""Of each picture: the screen, its subject, the turns played, and the keys pressed."""


@pytest.mark.parametrize("size", [SMALL, WIDE], ids=["80x24", "120x36"])
@pytest.mark.parametrize("name", SCREENS)
def test_a_screen_looks_as_it_did(
    name: str, size: tuple[int, int], snap_compare: Callable[..., bool]
) -> None:
    """Nothing moved, was cut, or changed its colour unseen."""
    screen, subject, turns, keys = SCREENS[name]
    app = Alone(session(Path("/games"), turns=turns), screen, subject)
    assert snap_compare(app, press=keys, terminal_size=size)
