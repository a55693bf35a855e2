"""Packs of a few lines for single rules of the engine, and games played on them."""

from collections.abc import Mapping
from pathlib import Path
from textwrap import dedent

import numpy as np

from game.engine.luck import Luck
from game.engine.offers import Offers, Order, offers, refusal, to_orders
from game.engine.turn import State, Turn, advance, opening
from game.engine.why import History
from game.engine.world import World, compile_world
from game.packs.read import load_pack

HARBOUR = Path(__file__).parents[1] / "fixtures" / "harbour"

HEADER = """
[pack]
id = "small"
title = "Small"
version = "1.0.0"
format = 1

[calendar]
start = "2026-Q1"
turns = {turns}

[role.us]
title = "The one who decides"
briefing = "Decide."
{role}

"""

FOOTER = """
[ending.end]
title = "The end"
text = "It is over."
when = true
"""


def small(folder: Path, text: str, *, turns: int = 12, role: str = "") -> World:
    """A world with one role, `us`, and an ending; the rest is `text`.

    Args:
        folder: An empty folder.
        text: Tables of the pack.
        turns: Length of the game.
        role: More keys of the role.
    """
    place = folder / "small"
    place.mkdir(exist_ok=True)
    header = HEADER.format(turns=turns, role=dedent(role))
    (place / "pack.toml").write_text(header + dedent(text) + FOOTER, encoding="utf-8")
    return compile_world(load_pack(place))


def stock(id: str, start: float = 0, low: float = -1000, high: float = 1000) -> str:
    """The table of a stock."""
    return f"""
[stock.{id}]
title = "{id}"
unit = "x"
start = {start}
min = {low}
max = {high}
assumption = "For the test."
"""


def flow(id: str, of: str, add: str) -> str:
    """The table of a flow."""
    return f"""
[flow.{id}]
of = "{of}"
title = "{id}"
add = "{add}"
assumption = "For the test."
"""


def gauge(id: str, value: str) -> str:
    """The table of a gauge."""
    return f"""
[gauge.{id}]
title = "{id}"
unit = "x"
value = "{value}"
"""


def constant(id: str, value: float, low: float, high: float) -> str:
    """The table of a constant."""
    return f"""
[constant.{id}]
unit = "x"
value = {value}
low = {low}
high = {high}
confidence = "low"
assumption = "For the test."
"""


def event(id: str, when: str, *effects: str, more: str = "") -> str:
    """The table of an event."""
    listed = ", ".join(f'"{effect}"' for effect in effects)
    return f"""
[event.{id}]
title = "{id}"
text = "It happened."
when = "{when}"
effects = [{listed}]
assumption = "For the test."
{more}
"""


def amount(id: str, *effects: str, most: str = "100", more: str = "") -> str:
    """The table of an amount of the role `us`."""
    listed = ", ".join(f'"{effect}"' for effect in effects)
    return f"""
[decision.{id}]
role = "us"
kind = "amount"
title = "{id}"
unit = "x"
max = "{most}"
effects = [{listed}]
{more}
"""


def dial(id: str, options: Mapping[str, str], *, start: str | None = None) -> str:
    """The table of a dial of the role `us`, with the keys of each option."""
    first = next(iter(options))
    parts = [
        f'[decision.{id}.option.{name}]\ntitle = "{name}"\n{options[name]}' for name in options
    ]
    return f"""
[decision.{id}]
role = "us"
kind = "dial"
title = "{id}"
start = "{start or first}"
""" + "\n".join(parts)


class Game:
    """One game, with its ledgers."""

    def __init__(self, world: World, seed: int = 1) -> None:
        """Begin a game of this world."""
        self.world = world
        self.luck = Luck(seed, np.zeros(1, dtype=np.uint64))
        self.opening = opening(world)
        self.turns: list[Turn] = []

    @property
    def state(self) -> State:
        """Where the game stands."""
        return self.turns[-1].state if self.turns else self.opening

    @property
    def history(self) -> History:
        """The game so far, for `why`."""
        return History(self.world, self.opening, self.turns)

    def level(self, id: str) -> float:
        """The level of a quantity."""
        return float(self.state.rows[0, self.world.layout.levels[id]])

    def causes(self, id: str) -> dict[str, float]:
        """What moved a stock or pipeline in the last turn, by cause."""
        ledger = self.turns[-1].ledger
        assert ledger is not None
        found: dict[str, float] = {}
        for entry in ledger.of(id):
            found[entry.cause] = found.get(entry.cause, 0.0) + float(entry.change[0])
        return found

    def fired(self) -> list[str]:
        """The events of the last turn."""
        events = list(self.world.pack.model.event)
        return [
            id for id, happened in zip(events, self.turns[-1].fired[0], strict=True) if happened
        ]

    def offers(self, role: str = "us") -> Offers:
        """What a role may order now."""
        return offers(self.world, self.state, role)

    def refusal(self, order: Order, role: str = "us") -> str | None:
        """Why an order would be refused."""
        return refusal(self.world, self.offers(role), order)

    def play(self, values: Mapping[str, str | float] | None = None, role: str = "us") -> "Game":
        """Play a turn with an order: options of dials, amounts, choices of events, by id."""
        decisions = self.world.pack.model.decision
        dials: dict[str, str] = {}
        amounts: dict[str, float] = {}
        answers: dict[str, str] = {}
        for id, value in (values or {}).items():
            if isinstance(value, str):
                (dials if id in decisions else answers)[id] = value
            else:
                amounts[id] = value
        orders = to_orders(self.world, self.state, {role: Order(dials, amounts, answers)})
        self.turns.append(advance(self.world, self.state, orders, self.luck, ledger=True))
        return self

    def levels(self, id: str, turns: int) -> list[float]:
        """Levels at the end of each of the next turns, with nothing ordered."""
        return [self.play().level(id) for _ in range(turns)]
