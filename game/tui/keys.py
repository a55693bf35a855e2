"""Every key of the face, declared once: bindings, footers, help and the palette read this table."""

from collections.abc import Sequence
from dataclasses import dataclass

from textual.binding import Binding, BindingType

from game.words import N_, _


@dataclass(frozen=True, slots=True)
class Key:
    """One thing a key does."""

    action: str
    """The action, as Textual calls it: `undo` runs `action_undo` of the screen."""
    keys: str
    """Textual's names of the keys."""
    shown: str
    """The key as it is written on the screen."""
    word: str
    """One or two words for the footer."""
    does: str
    """A sentence for help and the palette."""
    screen: bool = False
    """Whether it opens a screen of that name, from any screen of a game."""


KEYS = {
    key.action: key
    for key in (
        Key("help", "question_mark", "?", N_("help"), N_("Help for this screen.")),
        Key("back", "escape", "Esc", N_("back"), N_("Go back to where you came from.")),
        Key("leave", "q", "q", N_("leave"), N_("Leave the game, which is saved.")),
        Key("title", "t", "t", N_("title"), N_("To the title; the game is saved.")),
        Key("enter", "enter", "Enter", N_("open"), N_("Open what is marked, or say yes.")),
        Key("end", "e", "e", N_("end"), N_("End the turn: orders are handed in.")),
        Key("undo", "u", "u", N_("undo"), N_("Take back your last step of this turn.")),
        Key("redo", "U", "U", N_("redo"), N_("Take again what you took back.")),
        Key("most", "m", "m", N_("most"), N_("Order the most that is legal.")),
        Key("find", "slash", "/", N_("find"), N_("Find in a list or the codex.")),
        Key("sources", "s", "s", N_("sources"), N_("What the numbers and claims here rest on.")),
        Key("outlook", "o", "o", N_("outlook"), N_("The fan chart of the next goal.")),
        Key("why", "w", "w", N_("why"), N_("What moved the marked number."), screen=True),
        Key(
            "forecast", "f", "f", N_("forecasts"), N_("The forecasts that are asked."), screen=True
        ),
        Key("graphs", "g", "g", N_("graphs"), N_("Any numbers over time."), screen=True),
        Key("news", "n", "n", N_("news"), N_("What happened, as each side reads it."), screen=True),
        Key("advisors", "a", "a", N_("advisors"), N_("Your advisors in full."), screen=True),
        Key(
            "rivals",
            "r",
            "r",
            N_("rivals"),
            N_("Who the others are, what they signal."),
            screen=True,
        ),
        Key("report", "l", "l", N_("last turn"), N_("The report of the last turn."), screen=True),
        Key("briefing", "b", "b", N_("briefing"), N_("Your briefing and your goals."), screen=True),
        Key(
            "codex",
            "c",
            "c",
            N_("codex"),
            N_("The page of what is marked, or the front page."),
            screen=True,
        ),
        Key(
            "dispute",
            "d",
            "d",
            N_("dispute"),
            N_("Set the marked constant, see which conclusions flip."),
        ),
        Key(
            "palette", "colon,ctrl+p", ":", N_("find all"), N_("Find any screen, term or command.")
        ),
    )
}
"""All keys, by action. Arrows, Tab and digits go to the widget that has the focus."""


def bindings(*actions: str) -> list[BindingType]:
    """Textual bindings for some of the keys."""
    return [_binding(KEYS[action], action) for action in actions]


def opening_bindings() -> list[BindingType]:
    """Bindings of the keys that open a screen of a game, for the app."""
    return [_binding(key, f"open('{key.action}')") for key in KEYS.values() if key.screen]


def _binding(key: Key, action: str) -> Binding:
    return Binding(key.keys, action, key.word, key_display=key.shown, id=key.action)


def hints(actions: Sequence[str], words: dict[str, str]) -> list[tuple[str, str]]:
    """Keys as they are shown, each with its word, some with a word of the screen's own."""
    return [(KEYS[action].shown, words.get(action) or _(KEYS[action].word)) for action in actions]
