"""Text for a terminal: made harmless, measured in columns, and broken into lines.

Both faces pass all they print through `harmless`, so no escape sequence, control character or
direction override of a pack, a save or a typed line reaches the screen.
"""

import unicodedata
from collections.abc import Iterator

_UNSEEN = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
"""Categories of characters that draw nothing themselves: controls, directions, joiners, halves."""


def harmless(text: str) -> str:
    """The text with only characters that draw something; line ends and tabs become spaces."""
    if text.isascii() and text.isprintable():
        return text
    kept: list[str] = []
    for character in text:
        if character in "\n\r\t":
            kept.append(" ")
        elif unicodedata.category(character) not in _UNSEEN:
            kept.append(character)
    return "".join(kept)


def columns(text: str) -> int:
    """How many columns a text takes: two for a wide character, none for a mark on another."""
    if text.isascii():
        return len(text)
    return sum(_columns(character) for character in text)


def _columns(character: str) -> int:
    if unicodedata.combining(character):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


def wrapped(text: str, width: int, lead: str = "", hang: str = "") -> Iterator[str]:
    """The text in lines of at most `width` columns: the first behind `lead`, the others behind `hang`.

    Lines break at spaces and beside wide characters; a longer word is cut.
    """
    start, line = lead, lead
    for piece in _pieces(text):
        if line == start and piece.isspace():
            continue
        if line != start and columns(line + piece) > width and not piece.isspace():
            yield line.rstrip()
            start = line = hang
        while columns(line + piece) > width and not piece.isspace():
            head, rest = _cut(piece, max(1, width - columns(line)))
            if not rest:
                break
            yield line + head
            start, line, piece = hang, hang, rest
        line += piece
    if line != start:
        yield line.rstrip()


def _pieces(text: str) -> Iterator[str]:
    """Words, runs of spaces and single wide characters, in order."""
    piece = ""
    for character in text:
        wide = _columns(character) == 2
        if piece and (
            wide or character.isspace() != piece[-1].isspace() or _columns(piece[-1]) == 2
        ):
            yield piece
            piece = ""
        piece += character
    if piece:
        yield piece


def _cut(piece: str, room: int) -> tuple[str, str]:
    """A piece in two: as much as goes into `room` columns (one character at least), and the rest."""
    used = 0
    for index, character in enumerate(piece):
        used += _columns(character)
        if used > room and index:
            return piece[:index], piece[index:]
    return piece, ""
