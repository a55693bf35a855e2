"""What a person is told before the first turn."""

from dataclasses import dataclass

from game.match.game import Match
from game.views.calendar import date_of, steps
from game.views.desk import GoalView, goals
from game.views.seat import outlook_of


@dataclass(frozen=True, slots=True)
class Facing:
    """Another seat and who plays it."""

    role: str
    title: str
    player: str
    text: str
    """What the player is like."""


@dataclass(frozen=True, slots=True)
class Briefing:
    """The start of a game."""

    pack: str
    about: str
    role: str
    text: str
    start: str
    length: str
    """How long the game is: `20 quarters`."""
    seed: int
    goals: tuple[GoalView, ...]
    facing: tuple[Facing, ...]


def briefing(match: Match) -> Briefing:
    """What a person is told at the start, or asks to be told again."""
    model, outlook = match.pack.model, outlook_of(match)
    facing = (
        Facing(role, model.role[role].title, *_player(match, player))
        for role, player in match.setup.seats.items()
        if role != match.person
    )
    return Briefing(
        pack=model.pack.title,
        about=model.pack.about,
        role=model.role[outlook.role].title,
        text=outlook.told(model.role[outlook.role].briefing),
        start=date_of(model.calendar, 1),
        length=steps(model.calendar, match.turns),
        seed=match.setup.seed,
        goals=goals(outlook, match.goals),
        facing=tuple(facing),
    )


def _player(match: Match, player: str) -> tuple[str, str]:
    persona = match.pack.model.persona.get(player)
    return (persona.title, persona.text) if persona else (player, "")
