"""Examples in the pages of codes: laid over a sound pack, with the place that must be reported."""

import re
import shutil
from dataclasses import dataclass
from pathlib import Path

from game.packs.explain import Example
from game.packs.toml import Place

HARBOUR = Path(__file__).parents[1] / "fixtures" / "harbour"

OVERLAY = """\
[pack]
id = "example"
title = "Example"
version = "1.0.0"
format = 1
extends = "harbour"
"""

_MARK = re.compile(r"^ *\^+$")


@dataclass(frozen=True)
class Marked:
    """Where a report must stand."""

    file: str
    line: int
    column: int
    end: int


def unmarked(example: Example) -> tuple[dict[str, str], Marked | None]:
    """The files without the lines of carets, and the place above the carets."""
    files: dict[str, str] = {}
    found: Marked | None = None
    for name, text in example.files.items():
        lines: list[str] = []
        for line in text.split("\n"):
            if _MARK.match(line):
                assert found is None, "one place is marked"
                column = line.index("^")
                found = Marked(name, len(lines), column + 1, len(line) + 1)
            else:
                lines.append(line)
        files[name] = "\n".join(lines)
    return files, found


def laid(folder: Path, files: dict[str, str]) -> Path:
    """A folder with the pack of the example, beside the pack it extends."""
    shutil.copytree(HARBOUR, folder / "harbour", dirs_exist_ok=True)
    pack = folder / "example"
    for name, text in {"pack.toml": OVERLAY, **files}.items():
        path = pack / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    return pack


def mark_of(place: Place, folder: Path) -> Marked:
    """The place of a report as the carets of a page show it."""
    end = place.end_column if place.end_line == place.line else len(place.source) + 1
    name = Path(place.file).relative_to(folder / "example").as_posix()
    return Marked(name, place.line, place.column, max(end, place.column + 1))
