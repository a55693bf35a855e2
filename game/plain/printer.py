"""Lines of plain text: the one place where the linear face's text meets the terminal."""

from collections.abc import Iterable
from typing import TextIO

from game.views.letters import harmless, wrapped


class Printer:
    """Prints headings, facts and paragraphs to a stream, wrapped and harmless."""

    def __init__(self, out: TextIO, width: int = 72) -> None:
        """Print to this stream, in lines of at most this many columns."""
        self._out = out
        self.width = max(20, width)
        self._blank = True

    def line(self, text: str, indent: int = 0) -> None:
        """One fact; what does not fit goes on, indented further."""
        lead = " " * indent
        for line in wrapped(harmless(text), self.width, lead, lead + "  "):
            self._write(line)

    def verbatim(self, text: str) -> None:
        """What is to be copied, such as a path or a command: in one line, however long."""
        self._write(harmless(text))

    def paragraph(self, text: str) -> None:
        """Running text."""
        for line in wrapped(harmless(text), self.width):
            self._write(line)

    def aligned(self, lines: Iterable[str]) -> None:
        """Lines that are laid out already, such as those of a table."""
        for line in lines:
            self._write(harmless(line))

    def heading(self, text: str) -> None:
        """A title with an empty line above it."""
        self.gap()
        self.paragraph(text)

    def gap(self) -> None:
        """An empty line, unless there is one already."""
        if not self._blank:
            self._write("")

    def ask(self, prompt: str) -> None:
        """A prompt, after which a person types."""
        self.gap()
        self._out.write(harmless(prompt))
        self._out.flush()
        self._blank = False

    def typed(self, line: str) -> None:
        """What was typed, where no terminal shows it."""
        self._write(harmless(line).strip())

    def _write(self, line: str) -> None:
        self._out.write(line + "\n")
        self._blank = not line
