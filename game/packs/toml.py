"""TOML with places: where every key, value, header, element and character of a text stands.

`tomllib` gives the values. The scanner here gives the places. It runs on text that tomllib has
accepted, so it need not judge anything, which keeps it small and fast.
"""

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

Path = tuple[str | int, ...]
"""Keys, and indices of list elements, from the top of a pack: `("stock", "fish", "start")`."""

MOST_PARTS = 32
"""The most parts of a dotted key that are followed: each costs time that grows with those before."""

_BLANK = re.compile(r"(?:[ \t\n]|#[^\n]*)*")
_END = re.compile(r"[ \t]*(?:[#\n]|$)")
_SPACE = re.compile(r"[ \t]*")
_BARE_PAIR = re.compile(r"([A-Za-z0-9_-]+)[ \t]*=[ \t]*")
_KEY = re.compile(r"""[ \t]*(?:([A-Za-z0-9_-]+)|("(?:[^"\\\n]|\\.)*")|'([^'\n]*)')[ \t]*""")
_STRINGS = {
    '"""': re.compile(r'"""(?:[^\\]|\\.)*?"""(?:"{0,2})', re.DOTALL),
    "'''": re.compile(r"'''.*?'''(?:'{0,2})", re.DOTALL),
    '"': re.compile(r'"(?:[^"\\\n]|\\.)*"'),
    "'": re.compile(r"'[^'\n]*'"),
}
_SCALAR = re.compile(r"[^,\]}#\n]*")
_SIMPLE = {"b": "\b", "t": "\t", "n": "\n", "f": "\f", "r": "\r", '"': '"', "\\": "\\"}


@dataclass(frozen=True, slots=True)
class Place:
    """A stretch of a file, for a person: lines and columns count from 1, the end is exclusive."""

    file: str
    line: int
    column: int
    end_line: int
    end_column: int
    source: str = ""
    """The line it begins on, as written."""


@dataclass(frozen=True, eq=False)
class TextFile:
    """A file as read: `text` is what was scanned, `lines` are what the author wrote.

    The two differ where a slip was mended to read on, never in the number of lines.
    """

    name: str
    """Path as shown to the author."""
    text: str
    written: str

    @cached_property
    def starts(self) -> list[int]:
        """Offset in `text` at which each line begins."""
        return [0, *(m.end() for m in re.finditer("\n", self.text))]

    @cached_property
    def lines(self) -> list[str]:
        """The lines as written."""
        return self.written.split("\n")

    def place(self, start: int, end: int) -> Place:
        """The place of `text[start:end]`."""
        line = bisect_right(self.starts, start)
        end_line = bisect_right(self.starts, max(start, end))
        return Place(
            self.name,
            line,
            start - self.starts[line - 1] + 1,
            end_line,
            max(start, end) - self.starts[end_line - 1] + 1,
            self.lines[line - 1] if line <= len(self.lines) else "",
        )


class Spot(NamedTuple):
    """Where a key and its value stand, as offsets in a file's text.

    For a table under a header the key is the last part of the header's name, and the value is the
    header itself. For an element of a list the key is the element.
    """

    file: TextFile
    key_start: int
    key_end: int
    start: int
    end: int

    @property
    def key(self) -> Place:
        """The key."""
        return self.file.place(self.key_start, self.key_end)

    @property
    def value(self) -> Place:
        """The value, quotes included."""
        return self.file.place(self.start, self.end)

    @property
    def inside(self) -> Place:
        """The value, without the quotes when it has any."""
        letters = offsets(self.file.text[self.start : self.end])
        if letters is None:
            return self.value
        return self.file.place(self.start + letters[0], self.start + letters[-1])

    def part(self, start: int, end: int) -> Place:
        """The place of characters `start` to `end` of the text that the value stands for."""
        letters = offsets(self.file.text[self.start : self.end])
        if letters is None:  # a number or true: as written
            letters = range(self.end - self.start + 1)
        last = len(letters) - 1
        first = min(max(start, 0), last)
        return self.file.place(
            self.start + letters[first], self.start + letters[min(max(end, first), last)]
        )


def offsets(token: str) -> Sequence[int] | None:
    """Where each character of a string stands in its token, and last where the string ends.

    None when the token is no string.
    """
    if not token or token[0] not in "\"'":
        return None
    if token[:3] in ('"""', "'''"):
        at, end = 3, len(token) - 3
        if token[at : at + 1] == "\n":
            at += 1
    else:
        at, end = 1, len(token) - 1
    if token[0] == "'" or "\\" not in token:
        return range(at, end + 1)
    letters: list[int] = []
    while at < end:
        if token[at] != "\\":
            letters.append(at)
            at += 1
            continue
        follows = token[at + 1]
        if follows in " \t\n":  # the line goes on below
            at += 1
            while at < end and token[at] in " \t\n":
                at += 1
            continue
        letters.append(at)
        at += {"u": 6, "U": 10}.get(follows, 2)
    letters.append(end)
    return letters


def scan(file: TextFile) -> dict[Path, Spot]:
    """The place of everything in a file that tomllib accepts."""
    scanner = Scanner(file)
    scanner.run()
    return scanner.spots


class Scanner:
    """One pass over a text. Texts that are not TOML end it with `LostError`, sooner or later."""

    def __init__(self, file: TextFile) -> None:
        self.file = file
        self.text = file.text
        self.spots: dict[Path, Spot] = {}
        self.statement = 0
        """Where the header or pair being read begins."""
        self.base: Path = ()
        """The table that pairs go to."""
        self.comments: list[tuple[int, int]] = []
        """Stretches of white space and comments between statements and elements."""
        self._lists: dict[Path, int] = {}
        """How many `[[tables]]` of a name there have been, less one."""

    def run(self, stop: int | None = None) -> None:
        """Read every statement that begins before `stop`."""
        at, end = 0, len(self.text)
        if stop is not None:
            end = min(end, stop + 1)
        while True:
            at = self._blank(at)
            if at >= end:
                return
            self.statement = at
            at = self._header(at) if self.text[at] == "[" else self._pair(at, self.base)
            if not _END.match(self.text, at):
                raise LostError(at)

    def _blank(self, at: int) -> int:
        match = _BLANK.match(self.text, at)
        assert match is not None  # it matches nothing, too
        end = match.end()
        if end - at > 1:
            self.comments.append((at, end))
        return end

    def names(self, at: int) -> tuple[list[tuple[str, int, int]], int]:
        """The names of a dotted key with their places, and where it ends."""
        names: list[tuple[str, int, int]] = []
        while True:
            match = _KEY.match(self.text, at)
            if match is None:
                raise LostError(at)
            group = match.lastindex or 1
            name = match[group]
            if group == 2:
                name = _unescaped(name[1:-1])
            start, end = match.span(group)
            names.append((name, start, end) if group != 3 else (name, start - 1, end + 1))
            at = match.end()
            if not self.text.startswith(".", at):
                return names, at
            if len(names) > MOST_PARTS:
                raise LostError(at)
            at += 1

    def _header(self, at: int) -> int:
        start = at
        width = 2 if self.text.startswith("[[", at) else 1
        names, at = self.names(at + width)
        if not self.text.startswith("]" * width, at):
            raise LostError(at)
        at += width
        path: Path = ()
        for name, key_start, key_end in names[:-1]:
            path = (*path, name)
            self.spots.setdefault(path, Spot(self.file, key_start, key_end, start, at))
            if path in self._lists:
                path = (*path, self._lists[path])
        name, key_start, key_end = names[-1]
        path = (*path, name)
        spot = Spot(self.file, key_start, key_end, start, at)
        if width == 2:
            self.spots.setdefault(path, spot)
            self._lists[path] = self._lists.get(path, -1) + 1
            path = (*path, self._lists[path])
        self.spots[path] = spot
        self.base = path
        return at

    def _pair(self, at: int, base: Path) -> int:
        match = _BARE_PAIR.match(self.text, at)
        if match is not None:
            path = (*base, match[1])
            key_start, key_end = match.span(1)
            at = match.end()
        else:
            names, at = self.names(at)
            if not self.text.startswith("=", at):
                raise LostError(at)
            match = _SPACE.match(self.text, at + 1)
            assert match is not None
            at = match.end()
            path = base
            for name, key_start, key_end in names[:-1]:
                path = (*path, name)
                self.spots.setdefault(path, Spot(self.file, key_start, key_end, key_start, key_end))
            name, key_start, key_end = names[-1]
            path = (*path, name)
        end = self._value(at, path)
        self.spots[path] = Spot(self.file, key_start, key_end, at, end)
        return end

    def _value(self, at: int, path: Path) -> int:
        first = self.text[at : at + 1]
        if first in ('"', "'"):
            three = self.text[at : at + 3]
            match = _STRINGS[three if three in _STRINGS else first].match(self.text, at)
            if match is None:
                raise LostError(at)
            return match.end()
        if first == "[":
            return self._list(at, path)
        if first == "{":
            return self._table(at, path)
        match = _SCALAR.match(self.text, at)
        assert match is not None
        end = at + len(match[0].rstrip())
        if end == at:
            raise LostError(at)
        return end

    def _list(self, at: int, path: Path) -> int:
        at = self._blank(at + 1)
        index = 0
        while not self.text.startswith("]", at):
            element = (*path, index)
            end = self._value(at, element)
            self.spots[element] = Spot(self.file, at, end, at, end)
            index += 1
            at = self._blank(end)
            if self.text.startswith(",", at):
                at = self._blank(at + 1)
            elif not self.text.startswith("]", at):
                raise LostError(at)
        return at + 1

    def _table(self, at: int, path: Path) -> int:
        at = self._blank(at + 1)
        while not self.text.startswith("}", at):
            at = self._blank(self._pair(at, path))
            if self.text.startswith(",", at):
                at = self._blank(at + 1)
            elif not self.text.startswith("}", at):
                raise LostError(at)
        return at + 1


class LostError(Exception):
    """The scanner met something that is not TOML."""

    def __init__(self, at: int) -> None:
        super().__init__(at)
        self.at = at


def _unescaped(text: str) -> str:
    def plain(match: re.Match[str]) -> str:
        found = match[1]
        if found[0] in "uU":
            return chr(int(found[1:], 16))
        return _SIMPLE.get(found, found)

    return re.sub(r"\\(u[0-9A-Fa-f]{4}|U[0-9A-Fa-f]{8}|.)", plain, text)
