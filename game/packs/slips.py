"""Slips in TOML: what the author meant, in words, and a text that can be read on."""

from contextlib import suppress
from dataclasses import dataclass

from game.packs.diagnostics import Report
from game.packs.toml import LostError, Path, Scanner, TextFile

MOST_SLIPS = 20


@dataclass(frozen=True, slots=True)
class Slip:
    """One slip, and the text without it."""

    report: Report
    text: str
    damaged: frozenset[Path]
    lost: str
    """What was taken out."""


def mended(file: TextFile, words: str, at: int, number: int) -> Slip:
    """Say what is wrong at a place where tomllib stopped, and take it out."""
    scanner = Scanner(file)
    with suppress(LostError, RecursionError):
        scanner.run(stop=at)
    start = min(scanner.statement, at)
    end = file.text.find("\n", at)
    end = len(file.text) if end < 0 else end
    lost = file.text[start:end]
    return Slip(
        Report("toml-fault", f"This is not TOML: {words}.", file.place(at, at + 1)),
        file.text[:start] + "\n" * lost.count("\n") + file.text[end:],
        frozenset({scanner.base}),
        lost,
    )
