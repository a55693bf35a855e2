"""Typed lines, from a person or a pipe."""

from typing import TextIO

from game.plain.printer import Printer

LONGEST = 2000
"""What is typed beyond this is dropped."""


class Lines:
    """Reads a line at a time, and shows what was typed where no terminal does."""

    def __init__(self, stream: TextIO, out: Printer, *, echo: bool) -> None:
        """Read from a stream and prompt on a printer."""
        self._stream = stream
        self._out = out
        self._echo = echo

    def read(self, prompt: str) -> str | None:
        """The next line without its end; None when there is no more."""
        self._out.ask(prompt)
        line = self._stream.readline(LONGEST)
        rest = line
        while rest and not rest.endswith("\n"):
            rest = self._stream.readline(LONGEST)
        if self._echo or not line:
            self._out.typed(line)
        return line.rstrip("\r\n") if line else None
