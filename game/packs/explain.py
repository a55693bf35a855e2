"""The page of each code: what it means, an example, and the example mended. Tests run the examples."""

import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from game.errors import GameError
from game.lang.problems import nearest, shown
from game.packs.diagnostics import SEVERITIES

_BLOCK = re.compile(r"^```(\w+)(?: ([^\n]+))?\n(.*?)^```$", re.MULTILINE | re.DOTALL)


class UnknownCodeError(GameError):
    """No report has that code."""

    def __init__(self, code: str) -> None:
        near = nearest(code, SEVERITIES)
        super().__init__(
            f"No report has the code {shown(code)}."
            + (f" Did you mean {near}?" if near else " A report shows its code in brackets.")
        )


@dataclass(frozen=True, slots=True)
class Example:
    """Files laid over a sound pack."""

    files: dict[str, str]


@dataclass(frozen=True, slots=True)
class Page:
    """The page of a code."""

    code: str
    text: str
    """Markdown, fit to be printed."""
    wrong: Example
    mended: Example


@cache
def page(code: str) -> Page:
    """The page of a code.

    Raises:
        UnknownCodeError: There is no such code.
    """
    if code not in SEVERITIES:
        raise UnknownCodeError(code)
    text = files("game.packs").joinpath("pages", f"{code}.md").read_text("utf-8")
    wrong, _, right = text.partition("\n## Mended\n")
    return Page(code, text, _example(wrong), _example(right))


def _example(text: str) -> Example:
    return Example({(name or "example.toml"): body for _, name, body in _BLOCK.findall(text)})
