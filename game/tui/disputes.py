"""Disputes, played in a thread beside the game, so that no key waits for them."""

import asyncio
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from threading import Event
from time import monotonic
from typing import TYPE_CHECKING

from game.packs.model import Pack

if TYPE_CHECKING:
    from game.lab.dispute import Dispute, Progress

OFTEN = 0.1
"""How long it is before progress is told again [seconds]."""


class _StoppedError(Exception):
    """Nobody waits for the answer any more."""


class Disputes:
    """Answers one dispute after another, and remembers what came of them."""

    def __init__(self) -> None:
        """Nothing has been disputed."""
        self._pool = ThreadPoolExecutor(1, thread_name_prefix="disputes")
        self._known: dict[object, Dispute] = {}

    async def answer(
        self,
        pack: Pack,
        constants: Mapping[str, float],
        games: int,
        told: "Callable[[Progress], None]",
    ) -> "Dispute":
        """What these values turn. Who stops waiting stops the games.

        Args:
            pack: The pack.
            constants: Values within their ranges.
            games: For each check and for the goals.
            told: Hears how far it has come, in the thread of the screen.

        Raises:
            GameError: A value is refused, or a rule fails under it.
        """
        key = (pack.hash, games, *sorted(constants.items()))
        if key in self._known:
            return self._known[key]
        loop, stopped = asyncio.get_running_loop(), Event()
        last = monotonic()

        def tick(progress: "Progress") -> None:
            nonlocal last
            if stopped.is_set():
                raise _StoppedError
            if monotonic() - last >= OFTEN:
                last = monotonic()
                loop.call_soon_threadsafe(told, progress)

        def work() -> "Dispute":
            from game.lab.dispute import dispute  # late: few ask, and it brings the lab

            return dispute(pack, constants, games, tick=tick)

        try:
            found = await loop.run_in_executor(self._pool, work)
        finally:
            stopped.set()
        self._known[key] = found
        return found
