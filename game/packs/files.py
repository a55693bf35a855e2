"""The files of a pack: read within bounds, never through a link, and laid together.

A folder handed in may come from a stranger, so how much is read is bounded before it is read.
"""

import os
import stat
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path as FilePath

from game.lang.problems import shown as printable
from game.packs.diagnostics import Report
from game.packs.toml import Place

MOST_FILES = 500
MOST_BYTES_A_FILE = 1_000_000
MOST_BYTES = 4_000_000
MOST_ENTRIES = 5_000
DEEPEST = 8

_NO_LINK, _AT_ONCE = getattr(os, "O_NOFOLLOW", 0), getattr(os, "O_NONBLOCK", 0)
_READ = os.O_RDONLY | _NO_LINK | _AT_ONCE | getattr(os, "O_BINARY", 0)


@dataclass(frozen=True, slots=True)
class RawFile:
    """A file of a pack."""

    name: str
    """Its path below the folder, with forward slashes."""
    shown: str
    """Its path as an author would type it."""
    data: bytes


@dataclass(slots=True)
class Gathered:
    """What was found in a folder."""

    toml: list[RawFile] = field(default_factory=list[RawFile])
    codex: list[RawFile] = field(default_factory=list[RawFile])
    reports: list[Report] = field(default_factory=list[Report])

    @property
    def all(self) -> list[RawFile]:
        """Every file read."""
        return [*self.toml, *self.codex]


def gather(folder: FilePath, shown: str | None = None) -> Gathered:
    """Read the TOML files below a folder, and the pages of its `codex`.

    Args:
        folder: Where to look.
        shown: How the folder is called in reports, if not by its path.
    """
    found = Gathered()
    label = shown if shown is not None else str(folder)
    try:
        entries = sorted(_entries(folder, "", 0, found, label))
    except _TooManyError:
        found.reports.append(
            Report(
                "file-size",
                f"The folder holds more than {MOST_ENTRIES} files.",
                whole(label),
                "Give the folder of one pack.",
            )
        )
        return found
    total = 0
    for name in entries:
        pages = name.startswith("codex/") and name.count("/") == 1 and name.endswith(".md")
        path = label_of(label, name)
        if total >= MOST_BYTES or len(found.all) >= MOST_FILES:
            found.reports.append(
                Report(
                    "file-size",
                    f"A pack has at most {MOST_FILES} files and {MOST_BYTES // 1_000_000} MB; from"
                    " this file on nothing was read.",
                    whole(path),
                    "Cut the pack down, or leave out what does not belong to it.",
                )
            )
            break
        data = _read(folder / name, path, found)
        if data is not None:
            total += len(data)
            (found.codex if pages else found.toml).append(RawFile(name, path, data))
    return found


def whole(shown: str) -> Place:
    """The place of a file as a whole."""
    return Place(shown, 1, 1, 1, 1)


def label_of(folder: str, name: str) -> str:
    """How a file of a folder is shown."""
    path = f"{folder.rstrip('/')}/{name}" if folder not in ("", ".") else name
    return printable(path, 300)


def bytes_of(path: FilePath, most: int) -> bytes | None:
    """What a plain file holds, at most one byte more than that; None of a pipe, a device or the like.

    Raises:
        OSError: It cannot be opened, or is a link (where the system can tell).
    """
    handle = os.open(path, _READ)
    with os.fdopen(handle, "rb") as file:
        return file.read(most + 1) if stat.S_ISREG(os.fstat(handle).st_mode) else None


class _TooManyError(Exception):
    pass


def _entries(
    folder: FilePath, prefix: str, depth: int, found: Gathered, label: str
) -> Iterator[str]:
    """Paths, below the folder, of the regular files that a pack is made of."""
    seen = 0
    folders: list[tuple[FilePath, str, int]] = [(folder, prefix, depth)]
    while folders:
        here, before, level = folders.pop()
        try:
            with os.scandir(here) as scan:
                inside = list(_bounded(scan, MOST_ENTRIES - seen))
        except OSError as error:
            found.reports.append(
                Report(
                    "file-unreadable",
                    f"The folder cannot be read: {error.strerror or error}.",
                    whole(label_of(label, before)),
                    "Allow reading it.",
                )
            )
            continue
        seen += len(inside)
        for entry in inside:
            if entry.name.startswith("."):
                continue
            name = before + entry.name
            wanted = name.endswith(".toml") or (before == "codex/" and name.endswith(".md"))
            if entry.is_symlink():
                if wanted or entry.is_dir():
                    found.reports.append(
                        Report(
                            "file-link",
                            "This is a link, and a pack is not read through links.",
                            whole(label_of(label, name)),
                            "Put the file itself here.",
                        )
                    )
            elif entry.is_dir(follow_symlinks=False):
                if level < DEEPEST:
                    folders.append((FilePath(entry.path), name + "/", level + 1))
            elif wanted and entry.is_file(follow_symlinks=False):
                yield name


def _bounded(scan: Iterable["os.DirEntry[str]"], most: int) -> Iterator["os.DirEntry[str]"]:
    for count, entry in enumerate(scan):
        if count >= most:
            raise _TooManyError
        yield entry


def _read(path: FilePath, shown: str, found: Gathered) -> bytes | None:
    try:
        data = bytes_of(path, MOST_BYTES_A_FILE)
    except OSError as error:
        found.reports.append(
            Report(
                "file-unreadable",
                f"The file cannot be read: {error.strerror or error}.",
                whole(shown),
                "Allow reading it.",
            )
        )
        return None
    if data is not None and len(data) > MOST_BYTES_A_FILE:
        found.reports.append(
            Report(
                "file-size",
                f"The file is larger than {MOST_BYTES_A_FILE // 1_000_000} MB, and was not read.",
                whole(shown),
                "Cut it into smaller files.",
            )
        )
        return None
    return data
