"""What a person at a seat sees of the world: exact, late, through noise, or not at all.

It is what an automatic player at that seat would see, noise included.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from game.engine.luck import Luck, normal, places
from game.engine.turn import Reader, State, deciding
from game.engine.world import World
from game.lang.tree import Symbol
from game.players.observe import sight_of
from game.views.numbers import scale_of
from game.words import _

_QUANTITY = re.compile(r"\{([a-z][a-z0-9_]*)\}")


@dataclass(frozen=True, slots=True, eq=False)
class Outlook:
    """One seat's sight of one game, at the end of the last turn played."""

    world: World
    states: Sequence[State]
    """From the opening to now, each of one lane."""
    seed: int
    role: str
    revealed: bool = False
    """Whether everything is seen as it is: when a game is over."""

    @property
    def turn(self) -> int:
        """Turns played."""
        return len(self.states) - 1

    def kind(self, quantity: str) -> Literal["exact", "late", "noisy", "hidden"]:
        """How this seat sees a quantity."""
        sees = self.world.pack.model.role[self.role].sees
        if self.revealed or quantity not in sees:
            return "exact"
        match sight_of(sees[quantity]).kind:
            case "late":
                return "late"
            case "noisy":
                return "noisy"
            case _:
                return "hidden"

    def size(self, quantity: str) -> float:
        """How many turns late, or the noise as a share; 0 of what is exact."""
        sees = self.world.pack.model.role[self.role].sees
        return sight_of(sees[quantity]).size if quantity in sees else 0.0

    def as_of(self, quantity: str, turn: int | None = None) -> int:
        """The turn whose end this seat sees at the end of another, by default the last."""
        now = self.turn if turn is None else turn
        late = int(self.size(quantity)) if self.kind(quantity) == "late" else 0
        return max(0, now - late)

    def level(self, quantity: str, turn: int | None = None) -> float | None:
        """The level this seat saw at the end of a turn, by default the last; None when hidden."""
        now = self.turn if turn is None else turn
        match self.kind(quantity):
            case "hidden":
                return None
            case "noisy":
                return self._true(quantity, now) * (1.0 + self._error(quantity, now))
            case _:
                return self._true(quantity, self.as_of(quantity, now))

    def change(self, quantity: str, turn: int | None = None) -> float | None:
        """How the level last seen differs from the one a turn before it; None when hidden."""
        if self.kind(quantity) == "hidden":
            return None
        now = self.as_of(quantity, turn)
        return self._true(quantity, now) - self._true(quantity, now - 1) if now > 0 else 0.0

    def text(self, quantity: str, level: float | None = None) -> str:
        """A level with its unit, by default the last one."""
        level = self.level(quantity) if level is None else level
        if level is None:
            return _("an unknown amount")
        text = scale_of(self.world.pack, quantity).level(level)
        return f"~{text}" if self.kind(quantity) == "noisy" else text

    def error(self, quantity: str) -> float:
        """How far the level last seen may well be off: one standard deviation, in its own unit."""
        level = self.level(quantity)
        if level is None or self.kind(quantity) != "noisy":
            return 0.0
        return abs(level) * self.size(quantity)

    def news(self, event: str) -> str:
        """What is told of an event when it happens: its text, and from the second time on, those of `again` in turn."""
        table, row = self.world.pack.model.event[event], self.world.layout.fired[event]
        times = sum(state.rows[0, row] == turn for turn, state in enumerate(self.states) if turn)
        if times < 2 or not table.again:
            return self.told(table.text)
        return self.told(table.again[(times - 2) % len(table.again)])

    def told(self, story: str) -> str:
        """A story of the pack with its quantities filled in."""
        return _QUANTITY.sub(lambda match: self._filled(match), " ".join(story.split()))

    def _filled(self, match: re.Match[str]) -> str:
        known = match[1] in self.world.layout.levels or match[1] in self.world.constants
        return self.text(match[1]) if known else match[0]

    def _true(self, quantity: str, turn: int) -> float:
        if quantity in self.world.constants:
            return float(self.world.constants[quantity])
        return float(self.states[turn].rows[0, self.world.layout.levels[quantity]])

    def _error(self, quantity: str, turn: int) -> float:
        where = places(f"sees.{self.role}.{quantity}.{part}" for part in ("first", "second"))
        drawn = np.empty((2, 1))
        Luck(self.seed, np.zeros(1)).uniform(turn + 1, where, drawn)
        noise = np.empty(1)
        normal(drawn[0], drawn[1], noise)
        return float(noise[0]) * self.size(quantity)


class SeatReader(Reader):
    """Reads rules while a turn is decided as a seat sees the world, which is as its automatic players do.

    A quantity seen late has its past as late; one seen through noise has its true past; a hidden one is
    as at the start.
    """

    def __init__(self, outlook: Outlook, turn: int) -> None:
        """Read what the seat saw at the end of this turn."""
        super().__init__(outlook.world, deciding(outlook.world, outlook.states[turn]))
        self._outlook, self._seen = outlook, turn

    def level(self, symbol: Symbol) -> float:
        """The level as the seat saw it; for a dial the index of its option."""
        match self._outlook.kind(symbol.id):
            case "exact":
                return super().level(symbol)
            case "noisy":
                return self._outlook.level(symbol.id, self._seen) or 0.0
            case _:
                return self._before(symbol).level(symbol)

    def past(self, symbol: Symbol, word: str, turns: int) -> float:
        """A word of history."""
        if self._outlook.kind(symbol.id) in ("exact", "noisy"):
            return super().past(symbol, word, turns)
        return self._before(symbol).past(symbol, word, turns)

    def _before(self, symbol: Symbol) -> Reader:
        """Reads the last turn of which the seat knew this quantity."""
        late = self._outlook.kind(symbol.id) == "late"
        turn = self._outlook.as_of(symbol.id, self._seen) if late else 0
        return Reader(self.world, deciding(self.world, self._outlook.states[turn]))
