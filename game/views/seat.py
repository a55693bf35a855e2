"""From a match to what its person sees of it."""

from game.match.game import Match
from game.views.sight import Outlook


def outlook_of(match: Match) -> Outlook:
    """The sight of the person; of the first role in a game of automatic players alone."""
    role = match.person or next(iter(match.pack.model.role))
    return Outlook(match.world, match.states, match.setup.seed, role)
