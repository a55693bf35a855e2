"""One game on the screen: the match, where it is saved, and the goals the person chose."""

from dataclasses import dataclass, field

from game.match.game import Match, Played
from game.match.saves import Autosave
from game.views.briefing import CHOSEN
from game.views.seat import outlook_of
from game.views.sight import Outlook


@dataclass(slots=True)
class Session:
    """A game that is being played."""

    match: Match
    autosave: Autosave
    chosen: tuple[str, ...] = ()
    """The goals that matter most to the person, at most two."""
    remarks: list[str] = field(default_factory=list[str])
    """Sentences to be shown once: what did not go as it should."""

    def __post_init__(self) -> None:
        """Until the person says which goals matter most, the first do."""
        if not self.chosen:
            role = self.match.pack.model.role[self.outlook.role]
            self.chosen = tuple(role.goal)[:CHOSEN]

    @property
    def outlook(self) -> Outlook:
        """What the person's seat sees."""
        return outlook_of(self.match)

    def end(self) -> Played:
        """End the turn, and save.

        Raises:
            GameOverError: The game is over.
            RuleFailureError: A rule of the pack gave something that is not a finite number.
        """
        played = self.match.end()
        self.save()
        return played

    def save(self) -> None:
        """Save; when that fails for the first time, leave a remark."""
        remark = self.autosave.save(self.match)
        if remark is not None:
            self.remarks.append(remark)
