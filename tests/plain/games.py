"""Games in the linear face, for tests."""

from io import StringIO
from pathlib import Path

from game.match.saves import Autosave
from game.match.shelf import Shelf
from game.plain.face import Face, play
from game.plain.lines import Lines
from game.plain.printer import Printer
from tests.views.games import HARBOUR, match


def face_of(
    folder: Path, out: StringIO, role: str = "skipper", turns: int = 0, seed: int = 7
) -> Face:
    """The face of a harbour match that is saved in this folder."""
    game = match(role, turns=turns, seed=seed)
    return Face(game, Printer(out), Autosave(Shelf(folder), "harbour", HARBOUR))


def said(folder: Path, *typed: str, role: str = "skipper", turns: int = 0) -> str:
    """What the face prints for the last of these lines."""
    out = StringIO()
    face = face_of(folder, out, role, turns)
    face.open()
    for line in typed[:-1]:
        face.take(line)
    before = len(out.getvalue())
    face.take(typed[-1])
    return out.getvalue()[before:].strip("\n")


def whole(folder: Path, *typed: str, role: str = "skipper", turns: int = 0) -> str:
    """All that is printed when these lines come through a pipe."""
    out = StringIO()
    face = face_of(folder, out, role, turns)
    stream = StringIO("".join(line + "\n" for line in typed))
    play(face, Lines(stream, Printer(out), echo=True))
    return out.getvalue()
