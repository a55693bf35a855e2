"""Pictures of the real game for the README: `python -m tests.tui.pictures` takes them all again.

Each is what the app draws for the same keys, in the same game, exported as SVG.
"""

import asyncio
import os
import tempfile
from collections.abc import Sequence
from pathlib import Path

from game.packs.where import DATA_VARIABLE
from tests.tui.front import SMALL, WIDE, Seen, opened

PICTURES = Path(__file__).parents[2] / "docs" / "pictures"
_PROJECTED = 2.0
"""How long the fan chart may take in its thread [seconds]."""
_SEED = ("4", "2")
"""Digits of the seed that is typed."""


async def _to_desk(seen: Seen) -> None:
    """Begin a game at the first seat, with the first two goals."""
    await seen.press("2")
    await seen.sees("Goals 0 of 2")
    while "▸ Seed" not in seen.text:
        await seen.press("down")
    await seen.press(*_SEED, "enter", "1", "2", "enter")
    await seen.sees("quarter 1 of 20")


async def _picture(name: str, keys: Sequence[str], sees: str, size: tuple[int, int]) -> None:
    async with opened(size) as seen:
        if keys or sees:
            await _to_desk(seen)
        await seen.press(*keys)
        if sees:
            await seen.sees(sees)
        await asyncio.sleep(_PROJECTED)
        await seen.press()
        svg = seen.app.export_screenshot(title="Two Doors")
        (PICTURES / f"{name}.svg").write_text(svg, encoding="utf-8")


async def _take() -> None:
    await _picture("title", (), "", SMALL)
    orders = ("2", "0", "down", "1", "5")
    await _picture("desk", orders, "Left this quarter", WIDE)
    turn = (*orders, "e", "enter")
    await _picture("report", turn, "2026 Q1", WIDE)


def main() -> None:
    """Take all pictures."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        os.environ[DATA_VARIABLE] = folder
        asyncio.run(_take())


if __name__ == "__main__":
    main()
