"""The packs there are to choose from, those that cannot be played included."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from game.packs.read import Reading, read_pack
from game.packs.where import folders, shipped_folder


@dataclass(frozen=True, slots=True)
class Shelved:
    """A pack in a list."""

    id: str
    title: str
    about: str
    version: str
    minutes: int
    origin: Literal["shipped", "own"]
    folder: Path
    error: str | None
    """Why it cannot be played: its first error, with file and line. None when it can."""


def shelf() -> Iterator[Shelved]:
    """All packs, shipped ones first, each read only when it is asked for."""
    for folder in folders():
        reading = read_pack(folder)
        yield Shelved(
            id=folder.name,
            title=reading.title,
            about=reading.pack.model.pack.about if reading.pack else "",
            version=reading.pack.model.pack.version if reading.pack else "",
            minutes=reading.pack.model.pack.minutes if reading.pack else 0,
            origin="shipped" if folder.parent == shipped_folder() else "own",
            folder=folder,
            error=None if reading.pack else first_error(reading),
        )


def first_error(reading: Reading) -> str:
    """The first error of a pack as one line."""
    report = reading.reports[0]
    place = report.place
    return f"{place.file}:{place.line}:{place.column}: {report.message} {report.mend}".rstrip()
