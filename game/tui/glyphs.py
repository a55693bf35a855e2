"""Signs that are drawn: one set for most terminals, one of ASCII alone."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Glyphs:
    """The signs the face draws with."""

    marker: str
    """Before the marked row."""
    bullet: str
    on: str
    """The option that will stand."""
    off: str
    shut: str
    """An option that may not be taken."""
    up: str
    down: str
    dot: str
    """Between facts of one line."""
    more: str
    """At the end of what was cut."""
    above: str
    below: str
    gain: str
    """A bar of what added to a number."""
    loss: str
    """A bar of what took from it; its shape differs, not only its colour."""
    track: str
    """A scale, and an empty place in a row of them."""
    opened: str
    """Before a line whose causes are shown below it."""
    closed: str
    """Before a line whose causes are not shown."""


UNICODE = Glyphs("▸", "●", "●", "○", "×", "▲", "▼", "·", "…", "↑", "↓", "█", "▒", "─", "▾", "▹")
ASCII = Glyphs(">", "*", "(*)", "( )", "(x)", "+", "-", "|", "~", "^", "v", "#", "=", "-", "v", "+")

_PLAIN = {
    **dict.fromkeys("─━═╌╴╶▔▁▂▃", "-"),
    **dict.fromkeys("│┃║▏▎▍▌▐▕", "|"),
    **dict.fromkeys("┌┐└┘├┤┬┴┼╭╮╰╯", "+"),
    **dict.fromkeys("▄▅▆▇█▀", "#"),
    **dict.fromkeys("“”„", '"'),
    **dict.fromkeys("‘’", "'"),
    **dict.fromkeys("–—−", "-"),
    "×": "x",
    "…": "~",
    "·": ".",
    "•": "*",
    "→": ">",
    "←": "<",
    "↑": "^",
    "↓": "v",
    "\N{NO-BREAK SPACE}": " ",
}
_TO_PLAIN = str.maketrans(_PLAIN)


def plain(text: str) -> str:
    """The text with signs of ASCII in place of rules, corners, bars and quotes, each as wide as before."""
    return text if text.isascii() else text.translate(_TO_PLAIN)
