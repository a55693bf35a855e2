"""What the terminal is fit for."""

import os
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from shutil import get_terminal_size

from game.words import _

COLUMNS, LINES = 80, 24
"""The least the full-screen face can do with."""


@dataclass(frozen=True, slots=True)
class Terminal:
    """What a program was started on."""

    typed: bool
    """Whether keys come from a person."""
    shown: bool
    """Whether a person sees what is written."""
    drawn: bool
    """Whether a person sees what is written to stderr, where the full screen is drawn."""
    name: str
    """What TERM says; may be empty."""
    columns: int
    lines: int
    served: bool = False
    """Whether a server shows it in a browser, and sends the keys."""


def terminal(environment: Mapping[str, str] = os.environ) -> Terminal:
    """The terminal of this process."""
    size = get_terminal_size()
    return Terminal(
        sys.stdin.isatty(),
        sys.stdout.isatty(),
        sys.stderr.isatty(),
        environment.get("TERM", ""),
        size.columns,
        size.lines,
        served=bool(environment.get("TEXTUAL_DRIVER")),
    )


def is_full(here: Terminal) -> bool:
    """Whether the full-screen face can be opened."""
    if here.served:
        return True
    large = here.columns >= COLUMNS and here.lines >= LINES
    return here.typed and here.shown and here.drawn and here.name != "dumb" and large


def why_plain(here: Terminal) -> str:
    """Why the linear face is opened, for a person who sees it; empty when nobody wonders."""
    if is_full(here) or not (here.typed and here.shown):
        return ""
    if not here.drawn:
        return _(
            "stderr, where the full screen is drawn, goes elsewhere: the game is told line by line."
        )
    if here.name == "dumb":
        return _("TERM is dumb, so the game is told line by line.")
    return _(
        "The full screen needs {columns} columns and {lines} lines, and here are {has} and {has_lines}: "
        "the game is told line by line."
    ).format(columns=COLUMNS, lines=LINES, has=here.columns, has_lines=here.lines)
