"""One game on the screen: the match, where it is saved, and what is to be said once."""

from dataclasses import dataclass, field

from game.errors import GameError
from game.match.game import Change, Match, Played
from game.match.saves import Autosave
from game.tui.disputes import Disputes
from game.tui.foresight import Foresight
from game.views.seat import outlook_of
from game.views.sight import Outlook


@dataclass(slots=True)
class Session:
    """A game that is being played."""

    match: Match
    autosave: Autosave
    remarks: list[str] = field(default_factory=list[str])
    """Sentences to be shown once: what did not go as it should."""
    asked_why: set[str] = field(default_factory=set[str], init=False)
    """Numbers of which the person asked why they moved."""
    foresight: Foresight = field(init=False)
    """What may come, worked out beside the game."""
    disputes: Disputes = field(default_factory=Disputes)
    """Disputes over the model, beside the game too."""
    _adjusted: str = ""
    """The decision that is being set, step by step."""

    def __post_init__(self) -> None:
        """Foresight is for the same game."""
        self.foresight = Foresight(self.match)

    @property
    def outlook(self) -> Outlook:
        """What the person's seat sees."""
        return outlook_of(self.match)

    def set(self, decision: str, value: str | float) -> None:
        """Set a decision. What is set in one go on the same decision is undone in one go.

        Raises:
            IllegalOrderError: It is refused, with the reason; nothing has changed.
        """
        match = self.match
        # A step that changed nothing is none: what would be taken back then is another decision's.
        last = match.changes[-1] if match.changes else None
        going_on = self._adjusted == decision and last is not None and last.id == decision
        if going_on:
            match.undo()
        try:
            match.set(decision, value)
        except GameError:
            if going_on:
                match.redo()
            raise
        self._adjusted = decision

    def settle(self) -> None:
        """Let what is set next be undone on its own."""
        self._adjusted = ""

    def undo(self) -> Change:
        """Take back the last step of the turn; returns it.

        Raises:
            NothingToUndoError: The turn is as it began.
        """
        self.settle()
        return self.match.undo()

    def redo(self) -> Change:
        """Take the last step again that was undone; returns it.

        Raises:
            NothingToUndoError: Nothing was undone since the last step.
        """
        self.settle()
        return self.match.redo()

    def end(self) -> Played:
        """End the turn, and save.

        Raises:
            GameOverError: The game is over.
            RuleFailureError: A rule of the pack gave something that is not a finite number.
        """
        self.settle()
        played = self.match.end()
        self.save()
        return played

    def save(self) -> None:
        """Save; when that fails for the first time, leave a remark."""
        remark = self.autosave.save(self.match)
        if remark is not None:
            self.remarks.append(remark)
