"""Games to test with, and what they come to."""

from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from random import Random

from game.errors import GameError
from game.match.game import Change, Match
from game.packs.read import load_pack

HARBOUR = Path(__file__).parents[1] / "fixtures" / "harbour"
PACK = load_pack(HARBOUR)


def play_on(match: Match, turns: int, dice: Random) -> None:
    """Play so many turns (fewer if the game ends) with orders as the dice fall."""
    for _ in range(turns):
        if match.finished:
            return
        draft_something(match, dice)
        match.end()


def draft_something(match: Match, dice: Random) -> None:
    """Order, answer and forecast something; what is refused is left."""
    if match.person is None:
        return
    for id, amount in match.offers.amounts.items():
        if dice.random() < 0.6:
            _try(match.set, id, amount.step * dice.randint(0, 3))
    for id, dial in match.offers.dials.items():
        if dice.random() < 0.4:
            _try(match.set, id, dice.choice(dial.options).id)
    for id, ask in match.asks.items():
        if dice.random() < 0.7:
            _try(match.answer, id, dice.choice(ask.choices).id)
    for id in match.questions:
        if dice.random() < 0.8:
            match.forecast(id, dice.randint(0, 100))


def _try(step: Callable[..., Change], *arguments: str | float) -> None:
    with suppress(GameError):
        step(*arguments)


def course(match: Match) -> list[object]:
    """All that a game has come to, for comparing: orders, forecasts, levels, events and ledgers."""
    return [
        (
            played.orders,
            played.forecasts,
            played.turn.state.rows.tolist(),
            played.turn.fired.tolist(),
            [
                (entry.quantity, entry.cause, entry.change.tolist())
                for entry in (played.turn.ledger.entries if played.turn.ledger else [])
            ],
        )
        for played in match.played
    ]
