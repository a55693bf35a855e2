"""The folder of a person's saves: names, writing that survives being killed, and the list.

A save is written to a file of its own beside its place, brought to the disk, and then renamed, so that
there is a whole save under the name at every instant. The one it takes the place of is kept as
`NAME.previous.toml`. Neither the pack nor numpy is needed to list saves.
"""

import os
import stat
import unicodedata
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from time import time

from game.match.record import MOST_BYTES, End, Header, SaveError, broken_at, place_of, read_summary
from game.packs.where import data_folder
from game.words import _

SUFFIX = ".toml"
PREVIOUS = ".previous"
LONGEST_NAME = 60
_RESERVED = {"con", "prn", "aux", "nul"} | {f"{n}{i}" for n in ("com", "lpt") for i in range(10)}
_ABANDONED = 60.0
"""Seconds after which a file that was being written belongs to a process that is no more."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A save in the list."""

    name: str
    path: Path
    changed: float
    """When it was last written [seconds since 1970]."""
    header: Header | None
    """None when it cannot be read."""
    end: End | None
    problem: str | None
    """Why it cannot be read."""


def saves_folder() -> Path:
    """Where a person's saves are unless they say otherwise."""
    return data_folder() / "saves"


@cache
def examples_folder() -> Path:
    """The example games that came with the program: inside the package, or beside it."""
    package = Path(__file__).resolve().parents[1]
    inside = package / "saves"
    return inside if inside.is_dir() else package.parent / "saves"


def is_example(path: Path) -> bool:
    """Whether a save is one of the example games."""
    return path.resolve().parent == examples_folder().resolve()


def checked_name(name: str) -> str:
    """A name as a save may have it.

    Raises:
        SaveError: It holds something that not every system would take as part of a file's name.
    """
    name = unicodedata.normalize("NFC", name.strip())
    plain = all(letter.isalnum() or letter in "-_" for letter in name)
    if not plain or not name or len(name.encode()) > LONGEST_NAME or name.lower() in _RESERVED:
        raise SaveError(
            _("{name!r} cannot be the name of a save; use letters, digits, - and _").format(
                name=name if len(name) <= LONGEST_NAME else f"{name[:LONGEST_NAME]}..."
            )
        )
    return name


class TakenError(SaveError):
    """A new save was to have a name that another has."""


class Shelf:
    """A folder of saves. It is made when the first one is written."""

    def __init__(self, folder: Path) -> None:
        """The saves in this folder."""
        self.folder = folder

    def path(self, name: str) -> Path:
        """Where the save of that name is or would be.

        Raises:
            SaveError: No save can have that name.
        """
        return self.folder / f"{checked_name(name)}{SUFFIX}"

    def free_name(self, stem: str) -> str:
        """The stem, or the stem and the first number with which it is not taken."""
        letters = (letter if letter.isalnum() or letter in "-_" else "-" for letter in stem)
        stem = checked_name("".join(letters)[: LONGEST_NAME // 2])
        name, number = stem, 1
        while is_there(self.path(name)) or is_there(previous_of(self.path(name))):
            number += 1
            name = f"{stem}-{number}"
        return name

    def write(self, name: str, text: str, *, new: bool = False) -> Path:
        """Write a save; the one that had the name becomes the previous one, unless it is the same.

        Args:
            name: The name.
            text: What to write.
            new: Whether no save may have had the name. Of several games that begin at once in one
                folder, each then gets a name of its own.

        Raises:
            TakenError: Another has the name, and the save is to be new.
            SaveError: The name cannot be, or the folder cannot be written to.
        """
        path = self.path(name)
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            if new or not _holds(path, text):
                replace_whole(path, text, new=new)
        except (OSError, ValueError) as error:
            reason = error.strerror if isinstance(error, OSError) and error.strerror else error
            raise SaveError(
                _("the game cannot be saved in {folder}: {reason}").format(
                    folder=self.folder, reason=reason
                )
            ) from None
        return path

    def entries(self) -> list[Entry]:
        """All saves of the folder, the last written first; previous ones are not listed."""
        found: list[Entry] = []
        try:
            files = sorted(self.folder.iterdir())
        except (OSError, ValueError):
            return []
        for path in files:
            if path.suffix == SUFFIX and "." not in path.stem:
                with suppress(OSError):  # gone in the meantime
                    found.append(_entry(path))
        return sorted(found, key=lambda entry: (-entry.changed, entry.name))


def is_there(path: Path) -> bool:
    """Whether there is something under a path, as far as may be seen."""
    try:
        return path.exists()
    except OSError:
        return False


def previous_of(path: Path) -> Path:
    """Where the save is that this one took the place of."""
    return path.with_name(f"{path.stem}{PREVIOUS}{SUFFIX}")


def find_save(name: str, folder: Path) -> Path:
    """The file of a save by its name in a folder, or of an example game, or by its path.

    What has a slash or ends in `.toml` is a path. It comes from a person's command, never from a save.

    Raises:
        SaveError: There is none.
    """
    shelf = Shelf(folder)
    if name.endswith(SUFFIX) or "/" in name or os.sep in name:
        path = Path(name)
        if is_there(path) or is_there(previous_of(path)):
            return path
        raise SaveError(_("there is no file {name}").format(name=name))
    stem, dot, rest = name.partition(".")
    stem = checked_name(stem)
    for place in (folder, examples_folder()):
        path = place / f"{stem}{dot}{rest}{SUFFIX}"
        if rest in ("", PREVIOUS.strip(".")) and (is_there(path) or is_there(previous_of(path))):
            return path
    from game.lang.problems import nearest  # late: a list of saves needs nothing of the language

    names = [entry.name for entry in (*shelf.entries(), *Shelf(examples_folder()).entries())]
    near = nearest(name, names)
    if near:
        raise SaveError(
            _("there is no save {name!r}; did you mean {near}?").format(name=name, near=near)
        )
    raise SaveError(
        _("there is no save {name!r} in {folder}; try {known}").format(
            name=name, folder=folder, known=", ".join(names) or _("none")
        )
    )


def read_text(path: Path) -> str:
    """The text of a save; when it is not there, that of the one before it.

    What is not UTF-8 is kept as it is, so that it can be told where.

    Raises:
        SaveError: It cannot be read, or is too large.
    """
    try:
        data = _read(path if is_there(path) else previous_of(path))
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) and error.strerror else error
        raise SaveError(
            _("{path} cannot be read: {reason}").format(path=path, reason=reason)
        ) from None
    if len(data) > MOST_BYTES:
        raise SaveError(
            _("{path} is larger than a save can be ({most} bytes)").format(
                path=path, most=MOST_BYTES
            )
        )
    return data.decode("utf-8", "surrogateescape").replace("\r\n", "\n")


def _holds(path: Path, text: str) -> bool:
    """Whether a file is there and holds just this text."""
    try:
        return _read(path) == text.encode()
    except (OSError, ValueError):
        return False


def replace_whole(path: Path, text: str, *, new: bool = False) -> None:
    """Write a file so that at every instant its old or its new text is there, and keep the old one.

    Raises:
        TakenError: It is to be new, and there is one already.
        OSError: It could not be written; what was there is still there.
    """
    draft = path.with_name(f".{path.stem}.{os.getpid()}.draft")
    _clear(path)
    try:
        with draft.open("w", encoding="utf-8", newline="\n") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        if new:
            _take_name(draft, path)
        else:
            if path.exists():
                _keep_previous(path)
            draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)
    _bring_names_to_disk(path.parent)


def _take_name(draft: Path, path: Path) -> None:
    """Give a file a name that no file has."""
    try:
        try:
            os.link(draft, path)
        except FileExistsError:
            raise
        except OSError:  # a file system without links: for an instant there is an empty save
            path.touch(exist_ok=False)
            draft.replace(path)
    except FileExistsError:
        raise TakenError(_("there is a save {name} already").format(name=path.stem)) from None


def _keep_previous(path: Path) -> None:
    """Give the file its second name, under which it stays when the first goes to another."""
    spare = path.with_name(f".{path.stem}.{os.getpid()}.link.draft")
    spare.unlink(missing_ok=True)
    try:
        os.link(path, spare)
    except OSError:  # a file system without links: for an instant there is the previous save alone
        path.replace(previous_of(path))
    else:
        spare.replace(previous_of(path))


def _clear(path: Path) -> None:
    """Remove what processes that were killed while they wrote this save have left behind."""
    for left in path.parent.glob(f".{path.stem}.*.draft"):
        with suppress(OSError):
            if time() - left.stat().st_mtime > _ABANDONED:
                left.unlink()


def _bring_names_to_disk(folder: Path) -> None:
    """See that a renaming outlives a failure of power, where the system can."""
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _read(path: Path) -> bytes:
    """At most one byte more than a save may have, from a plain file."""
    with open(path, "rb", opener=_opened_at_once) as file:  # Path.open takes no opener
        if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
            raise ValueError(_("it is no plain file"))
        return file.read(MOST_BYTES + 1)


def _opened_at_once(path: str, flags: int) -> int:
    """Open a file without waiting for whoever would write into a pipe."""
    return os.open(path, flags | getattr(os, "O_NONBLOCK", 0))


def _entry(path: Path) -> Entry:
    changed = path.stat().st_mtime
    try:
        text = read_text(path)
        broken = broken_at(text)
        if broken is not None:
            raise SaveError(_("{place} was changed").format(place=place_of(broken)))
        header, end = read_summary(text)
    except SaveError as error:
        return Entry(path.stem, path, changed, None, None, str(error))
    return Entry(path.stem, path, changed, header, end, None)
