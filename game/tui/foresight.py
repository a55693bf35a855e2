"""What may come, worked out in a thread beside the game, so that no key waits for it."""

import asyncio
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import TypeVar

from game.engine.offers import Order
from game.match.game import Match
from game.views.outlook import Course, outlook_for
from game.views.rivals import Rival, rivals
from game.views.seat import outlook_of

Answer = TypeVar("Answer")
PATIENCE = 0.25
"""How long the orders must stand before they are projected [seconds]."""
_SWITCH = 0.001
"""How long the thread may hold Python while a key waits [seconds]; Python's own is five times this."""


class Foresight:
    """Answers one question after another; who asks anew stops waiting for the answer before."""

    def __init__(self, match: Match) -> None:
        """Foresight for this game."""
        self._match = match
        self._pool = ThreadPoolExecutor(1, thread_name_prefix="foresight")
        self._last: tuple[int, Order, dict[str, Course]] | None = None
        sys.setswitchinterval(_SWITCH)

    @property
    def known(self) -> dict[str, Course] | None:
        """What may come of the goals under the orders as they stand, if that was worked out."""
        if self._last is not None and self._last[:2] == (self._match.turn, self._order):
            return self._last[2]
        return None

    async def courses(self) -> dict[str, Course]:
        """What may come of the goals under the orders as they stand, by quantity.

        Raises:
            RuleFailureError: A rule of the pack gave something that is not a finite number.
        """
        known = self.known
        if known is not None:
            return known
        match, outlook, order = self._match, outlook_of(self._match), self._order
        turn = match.turn
        last = match.played[-1].orders[outlook.role] if match.played else None
        goals = match.pack.model.role[outlook.role].goal.values()
        quantities = tuple(dict.fromkeys(goal.of for goal in goals))
        work = partial(outlook_for, outlook, quantities, order, last, match.players)
        courses = await self._answer(work)
        self._last = (turn, order, courses)
        return courses

    async def rivals(self) -> tuple[Rival, ...]:
        """What the other seats are likely to do this turn."""
        match = self._match
        work = partial(rivals, outlook_of(match), match.players, match.setup.see)
        return await self._answer(work)

    @property
    def _order(self) -> Order:
        return self._match.draft.order

    async def _answer(self, work: Callable[[], Answer]) -> Answer:
        return await asyncio.get_running_loop().run_in_executor(self._pool, work)
