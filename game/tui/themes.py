"""Colours: four themes, all of the same parts.

`primary` is what is yours, `secondary` the rival's, `accent` what is marked, `warning` what wants care,
`success` and `error` better and worse; none of them says anything that a word or shape does not.
"""

from typing import TypedDict, Unpack

from textual.theme import Theme

DEFAULT = "ink"


class Colours(TypedDict):
    """What a theme has besides its dim text."""

    background: str
    surface: str
    panel: str
    foreground: str
    primary: str
    secondary: str
    accent: str
    warning: str
    success: str
    error: str


def _theme(name: str, *, dark: bool, dim: str, **colours: Unpack[Colours]) -> Theme:
    """A theme whose dim text, rules and marked rows follow from its colours."""
    variables = {
        "rule": colours["panel"],
        "dim": dim,
        "footer-key-foreground": colours["accent"],
        "input-selection-background": f"{colours['accent']} 35%",
        "block-cursor-background": colours["accent"],
        "block-cursor-foreground": colours["background"],
    }
    return Theme(name=name, dark=dark, variables=variables, **colours)


THEMES = (
    _theme(
        "ink",
        dark=True,
        background="#10151f",
        surface="#151b27",
        panel="#2a3345",
        foreground="#e6dfd0",
        dim="#8f97a6",
        primary="#d9a441",
        secondary="#6fa8c9",
        accent="#d9a441",
        warning="#e0b050",
        success="#8fbf8f",
        error="#d98880",
    ),
    _theme(
        "paper",
        dark=False,
        background="#f6f1e6",
        surface="#efe8d9",
        panel="#cfc5b0",
        foreground="#232a36",
        dim="#6b6a66",
        primary="#8a5a00",
        secondary="#1f5f86",
        accent="#8a5a00",
        warning="#8f5f00",
        success="#2f6b3a",
        error="#a23b2e",
    ),
    _theme(
        "high-contrast",
        dark=True,
        background="#000000",
        surface="#000000",
        panel="#808080",
        foreground="#ffffff",
        dim="#d0d0d0",
        primary="#ffff00",
        secondary="#00ffff",
        accent="#ffff00",
        warning="#ffd700",
        success="#00ff7f",
        error="#ff9090",
    ),
    _theme(
        # The colours of Okabe and Ito, "Color Universal Design" (2008).
        "colour-blind-safe",
        dark=True,
        background="#10151f",
        surface="#151b27",
        panel="#2a3345",
        foreground="#f0ece2",
        dim="#9aa2b1",
        primary="#e69f00",
        secondary="#56b4e9",
        accent="#f0e442",
        warning="#f0e442",
        success="#56b4e9",
        error="#d55e00",
    ),
)
