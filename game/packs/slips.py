"""Slips in TOML: what the author meant, in words, and a text that can be read on.

`tomllib` stops at the first slip and says where it stopped, which is often not where the slip is.
Each slip is found, told once, and mended in the text: where possible by a change that keeps every
column, so that the rest of the file, and mostly the value itself, is still checked.
"""

import re
from contextlib import suppress
from dataclasses import dataclass

from game.lang.problems import shown
from game.packs.diagnostics import Report
from game.packs.toml import LostError, Path, Place, Scanner, TextFile

MOST_SLIPS = 20
"""Slips of one file that are told; beyond them the file is given up."""

SET_ASIDE = "set aside: "
"""A top-level table of this name holds what could not be placed."""

_KEY = re.compile(
    r"[ \t]*((?:[\w-]+|\"[^\"\n]*\")(?:[ \t]*\.[ \t]*(?:[\w-]+|\"[^\"\n]*\"))*)[ \t]*"
)
_STATEMENT = re.compile(
    r"^[ \t]*(?:\[{1,2}[ \t]*[A-Za-z0-9_-][^\]\n]*\]{1,2}[ \t]*(?:#.*)?$"
    r"|[A-Za-z0-9_-]+(?:\.[A-Za-z0-9_-]+)*[ \t]*=[^=])",
    re.MULTILINE,
)
_CURLY = {"“": '"', "”": '"', "„": '"', "«": '"', "»": '"', "‘": "'", "’": "'"}
_SPACES = "\u00a0\u2007\u202f\u3000\u200b\u200c\u200d\ufeff\u2060"
_CLOSE = "Put the closing quote."


@dataclass(frozen=True, slots=True)
class Slip:
    """One slip, and the text without it."""

    report: Report
    text: str
    damaged: frozenset[Path] = frozenset()
    """What the slip says all there is to say of."""
    lacking: frozenset[Path] = frozenset()
    """Tables that may have lost a key by it."""
    lost: str = ""
    """What was taken out."""


def mended(file: TextFile, words: str, at: int, number: int) -> Slip:
    """Say what is wrong where tomllib stopped, and mend it.

    Args:
        file: The text as far as it is mended.
        words: What tomllib said.
        at: Where it stopped.
        number: How many slips of the file came before.
    """
    slip = _Fault(file, words, at, number).slip()
    if slip.text != file.text:
        return slip
    start = file.text.rfind("\n", 0, at) + 1
    return Slip(slip.report, _blanked(file.text, start, _line_end(file.text, at)), slip.damaged)


def _line_end(text: str, at: int) -> int:
    end = text.find("\n", at)
    return len(text) if end < 0 else end


def _blanked(text: str, start: int, end: int) -> str:
    """The text with a stretch taken out, and as many lines as before."""
    return text[:start] + "\n" * text.count("\n", start, end) + text[end:]


def _content_end(text: str, start: int) -> int:
    """Where a line ends, not counting a comment and the space before it."""
    rest = text[start : _line_end(text, start)]
    return start + len(re.split(r"(?:^|[ \t])#", rest, maxsplit=1)[0].rstrip())


class _Fault:
    """The statement in which tomllib stopped, and the questions to ask of it."""

    def __init__(self, file: TextFile, words: str, at: int, number: int) -> None:
        self.file, self.words, self.at, self.number = file, words, at, number
        self.text = file.text
        scanner = Scanner(file)
        with suppress(LostError, RecursionError):
            scanner.run(stop=at)
        self.start = min(scanner.statement, at)
        before = Scanner(file)
        with suppress(LostError, RecursionError):
            before.run(stop=self.start - 1)
        self.base = before.base
        self.spots = before.spots
        self.header = self.text.startswith("[", self.start)
        self.key: Path | None = None
        self.after_key = self.start
        match = None if self.header else _KEY.match(self.text, self.start)
        if match is not None and not re.search(r"\w", match[1]):
            match = None
        if match is not None:
            self.key = (*self.base, *(p.strip(' \t"') for p in match[1].split(".")))
            self.after_key = match.end()
        equals = match is not None and self.text.startswith("=", self.after_key)
        self.value: int | None = None
        """Where the value begins, if there is one to speak of."""
        if not self.header and equals:
            gap = re.compile(r"[ \t]*").match(self.text, self.after_key + 1)
            self.value = gap.end() if gap else None

    # What is said, and how the text is mended.

    def place(self, start: int, end: int) -> Place:
        return self.file.place(start, max(end, start + 1))

    def kept(self, report: Report, text: str) -> Slip:
        """A slip that a small change mends."""
        return Slip(report, text)

    def dropped(self, report: Report, end: int | None = None) -> Slip:
        """A slip whose statement is taken out."""
        if end is None:
            at = max(self.at, self.start)
            first = "" if self.value is None else self.text[self.value : self.value + 3]
            many = first.startswith(("[", "{")) or first in ('"""', "'''")
            end = self.resume(at) if many else _line_end(self.text, at)
        lost = self.text[self.start : end]
        text = _blanked(self.text, self.start, end)
        if self.key is None:
            return Slip(report, text, lacking=frozenset({self.base}), lost=lost)
        return Slip(report, text, frozenset({self.key}), lost=lost)

    def resume(self, at: int) -> int:
        """The end of the last line before the next that looks like a statement."""
        match = _STATEMENT.search(self.text, _line_end(self.text, at))
        return match.start() - 1 if match else len(self.text)

    def slip(self) -> Slip:
        """Ask what it may be, the surest signs first."""
        for question in (
            self._too_deep,
            self._character,
            self._curly,
            self._twice,
            self._head,
            self._key_slip,
            self._string,
            self._list,
            self._trailing,
            self._value_slip,
        ):
            slip = question()
            if slip is not None:
                return slip
        return self._plain()

    def _too_deep(self) -> Slip | None:
        if self.words not in ("Nested too deeply", "Number too large"):
            return None
        what = (
            "Brackets are nested too deeply" if "Nested" in self.words else "The number is too long"
        )
        report = Report(
            "toml-fault",
            f"{what} to be read.",
            self.place(self.at, self.at + 1),
            "Make it simpler.",
        )
        end = _line_end(self.text, self.at)
        return Slip(
            report,
            _blanked(self.text, self.text.rfind("\n", 0, self.at) + 1, self.resume(end)),
            lacking=frozenset({self.base}),
        )

    def _character(self) -> Slip | None:
        found = self.text[self.at : self.at + 1]
        if not found:
            return None
        if found in _SPACES:
            line = self.text.rfind("\n", 0, self.at) + 1, _line_end(self.text, self.at)
            plain = "".join(" " if c in _SPACES else c for c in self.text[slice(*line)])
            return self.kept(
                Report(
                    "toml-character",
                    f"A space that is not a plain space stands here (U+{ord(found):04X}).",
                    self.place(self.at, self.at + 1),
                    "Type a plain space in its place.",
                ),
                self.text[: line[0]] + plain + self.text[line[1] :],
            )
        control = ord(found) < 32 or ord(found) == 127
        if control and found not in "\n\t":
            return self.kept(
                Report(
                    "toml-character",
                    f"A control character stands here (U+{ord(found):04X}).",
                    self.place(self.at, self.at + 1),
                    "Delete it.",
                ),
                self.text[: self.at] + " " + self.text[self.at + 1 :],
            )
        return None

    def _curly(self) -> Slip | None:
        at = self.at if self.text[self.at : self.at + 1] in tuple(_CURLY) else self.value
        if at is None or self.text[at : at + 1] not in tuple(_CURLY):
            return None
        end = _content_end(self.text, at)
        straight = "".join(
            '"' if c in _CURLY and _CURLY[c] == '"' else c for c in self.text[at:end]
        )
        if straight == self.text[at:end]:
            straight = "".join(_CURLY.get(c, c) for c in self.text[at:end])
        return self.kept(
            Report(
                "toml-curly-quotes",
                f"A curly quote ({self.text[at]}) begins this text.",
                self.place(at, at + 1),
                'Use straight quotes: "...".',
            ),
            self.text[:at] + straight + self.text[end:],
        )

    def _twice(self) -> Slip | None:
        if self.words.startswith("Duplicate inline table key"):
            match = re.search(r"'(.+)'", self.words)
            name = match[1] if match else ""
            uses = [
                m.start(1)
                for m in re.compile(rf"[{{,][ \t]*({re.escape(name)})[ \t]*=").finditer(
                    self.text, self.start, _line_end(self.text, self.at)
                )
            ]
            if len(uses) < 2:
                return None
            return self.dropped(
                Report(
                    "toml-twice",
                    f"`{shown(name)}` stands twice in these braces.",
                    self.place(uses[1], uses[1] + len(name)),
                    "Take one of them away.",
                    self.place(uses[0], uses[0] + len(name)),
                    "the other one",
                )
            )
        if not re.match(r"Cannot (declare|overwrite|mutate)", self.words):
            return None
        path, start, end = self._named()
        name = ".".join(map(str, path))
        first = next(
            (self.spots[path[:cut]] for cut in range(len(path), 0, -1) if path[:cut] in self.spots),
            None,
        )
        what = f"[{shown(name)}]" if self.header else f"`{shown(name)}`"
        report = Report(
            "toml-twice",
            f"{what} stands here a second time.",
            self.place(start, end),
            "Give one of the tables another id, or take one away."
            if self.header
            else "Take one of them away.",
            first.key if first else None,
            "the first time",
        )
        if not self.header:
            return Slip(
                report,
                _blanked(self.text, self.start, max(self.at, self.start + 1)),
                lost=self.text[self.start : self.at],
            )
        if self.base == path:  # nothing between the two: one table with its header twice
            text = self.text[: self.start] + self.text[_content_end(self.text, self.start) :]
            return Slip(report, text)
        return Slip(report, self._set_aside(path), lacking=frozenset({path}))

    def _named(self) -> tuple[Path, int, int]:
        """The path that the statement writes to, and where its last key stands."""
        scanner = Scanner(self.file)
        try:
            brackets = re.compile(r"\[*").match(self.text, self.start)
            names, _ = scanner.names(brackets.end() if brackets else self.start)
        except LostError:
            return self.base, self.start, _content_end(self.text, self.start)
        path = tuple(name for name, _, _ in names)
        return (path if self.header else (*self.base, *path)), names[-1][1], names[-1][2]

    def _set_aside(self, path: Path) -> str:
        """The text with a repeated table, and its parts below it, under a name of no meaning."""
        lines = self.text[self.start :].split("\n")
        same = re.compile(
            r"([ \t]*\[{1,2})[ \t]*"
            + r"[ \t]*\.[ \t]*".join(rf"[\"']?{re.escape(str(key))}[\"']?" for key in path)
            + r"[ \t]*(?=[.\]])"
        )
        for index, line in enumerate(lines):
            if not re.match(r"[ \t]*\[", line):
                continue
            if not same.match(line):
                if index:
                    break
                continue
            lines[index] = same.sub(rf'\1"{SET_ASIDE}{self.number}"', line, count=1)
        return self.text[: self.start] + "\n".join(lines)

    def _head(self) -> Slip | None:
        if not self.header or self.words.startswith("Expected newline"):
            return None
        end = _content_end(self.text, self.start)
        line = self.text[self.start : end]
        names = re.findall(r"[\w-]+", line)
        if "[" in line.lstrip("[") and not line.rstrip().endswith("]"):
            return None
        odd = next((i for i, c in enumerate(line) if not c.isascii()), None)
        if not names:
            message, place = "The brackets name no table.", self.place(self.start, end)
        elif odd is not None:
            at = self.start + odd
            message = f"`{line[odd]}` cannot stand in the name of a table."
            place = self.place(at, at + 1)
        elif "]" not in line:
            message, place = (
                "The name of this table has no closing bracket.",
                self.place(self.start, end),
            )
        elif line.startswith("[[") != line.endswith("]]"):
            message, place = "The brackets of this table do not match.", self.place(self.start, end)
        else:
            message, place = "This is not the name of a table.", self.place(self.start, end)
        plain = [re.sub(r"[^\x00-\x7f]", "_", name) for name in names]
        mend = f"Write [{'.'.join(plain)}]." if plain else "Write its kind and id: [stock.fish]."
        header = f"[{'.'.join(plain)}]" if plain else f'["{SET_ASIDE}{self.number}"]'
        return Slip(
            Report("toml-header", message, place, mend),
            self.text[: self.start] + header + self.text[end:],
        )

    def _key_slip(self) -> Slip | None:
        plain = self.key is None or all(str(part).isascii() for part in self.key[len(self.base) :])
        if self.header or (self.value is not None and plain):
            return None
        end = _content_end(self.text, self.start)
        line = self.text[self.start : end]
        if self.key is None:
            comment = re.match(r"//|/\*|--|;|%|<!--", line)
            if comment is not None:
                return self.dropped(
                    Report(
                        "toml-fault",
                        f"`{comment[0]}` begins no comment in TOML.",
                        self.place(self.start, self.start + len(comment[0])),
                        "Begin comments with #.",
                    ),
                    end,
                )
            return self.dropped(
                Report(
                    "toml-equals" if line.startswith("=") else "toml-fault",
                    "This line has no key before its `=`."
                    if line.startswith("=")
                    else f"This line is neither `key = value` nor a table: `{shown(line, 30)}`.",
                    self.place(self.start, end),
                    "Write `key = value`, or # before a comment.",
                ),
                end,
            )
        name = self.text[self.start : self.after_key].rstrip()
        rest = self.text[self.after_key : end]
        odd = next((i for i, c in enumerate(name) if not c.isascii()), None)
        if odd is not None and not name.startswith('"'):
            self.key = None
            return self.dropped(
                Report(
                    "toml-character",
                    f"`{name[odd]}` cannot stand in a key.",
                    self.place(self.start + odd, self.start + odd + 1),
                    "Write keys in letters from a to z.",
                ),
                end,
            )
        if re.fullmatch(r"\]{1,2}", rest):
            return Slip(
                Report(
                    "toml-header",
                    "The name of this table has no opening bracket.",
                    self.place(self.start, end),
                    f"Write [{shown(name)}].",
                ),
                f"{self.text[: self.start]}[{name}]{self.text[end:]}",
            )
        if rest.startswith(":"):
            wide = len(rest) > 1 and rest[1] == "="
            return self.kept(
                Report(
                    "toml-equals",
                    "A colon stands where `=` belongs.",
                    self.place(self.after_key, self.after_key + 1),
                    f"Write `{shown(name)} = ...`.",
                ),
                self.text[: self.after_key]
                + (" " if wide else "=")
                + self.text[self.after_key + 1 :],
            )
        spaced = re.match(r"[\w -]*?=", rest)
        if spaced is not None and rest[:1].isalnum():
            words = f"{name} {rest[: spaced.end() - 1]}".split()
            self.key = (*self.base, "_".join(words))
            return self.dropped(
                Report(
                    "toml-equals",
                    "A key is one word.",
                    self.place(self.start, self.after_key + len(rest[: spaced.end() - 1].rstrip())),
                    f"Write `{shown('_'.join(words))} = ...`.",
                )
            )
        gap = self.text[: self.after_key].rstrip(" \t")
        report = Report(
            "toml-equals",
            f"There is no `=` after `{shown(name)}`.",
            self.place(self.after_key, self.after_key + 1) if rest else self.place(self.start, end),
            f"Write `{shown(name)} = ...`.",
        )
        if rest and len(gap) < self.after_key:
            return self.kept(report, self.text[: len(gap)] + "=" + self.text[len(gap) + 1 :])
        return self.dropped(report)

    def _string(self) -> Slip | None:
        if self.words.startswith(("Unescaped", "Invalid hex", "Escaped character")):
            at = self.text.rfind("\\", self.start, self.at + 2)
            if at < 0:
                return None
            return Slip(
                Report(
                    "toml-backslash",
                    f"`{shown(self.text[at : at + 2])}` means nothing inside quotes.",
                    self.place(at, at + 2),
                    r"Write \\ for a backslash, or put the text in single quotes.",
                ),
                self.text[:at] + "/" + self.text[at + 1 :],
                frozenset({self.key}) if self.key else frozenset(),
            )
        at_line_end = self.text.startswith("\n", self.at)
        literal = self.words.startswith("Found invalid") or self.words == 'Expected "\'"'
        if (at_line_end and "character" in self.words) or literal:
            slip = self._line_string()
            if slip is not None:
                return slip
        three = None
        if self.value is not None:
            three = self.text[self.value : self.value + 3]
        if three in ('"""', "'''") and self.value is not None:
            end = self.resume(self.value)
            if self.words.startswith(("Unterminated", "Expected")) or end < self.at:
                return self.kept(
                    Report(
                        "toml-string-not-closed",
                        f"The text that begins here with {three} is never closed.",
                        self.place(self.value, self.value + 3),
                        f"Put {three} where it ends.",
                    ),
                    self.text[:end] + three + self.text[end:],
                )
        if self.words.startswith("Unterminated"):
            return self._line_string()
        return None

    def _line_string(self) -> Slip | None:
        """A text that is open at the end of its line."""
        begin = self.value if self.value is not None else self.start
        end = _line_end(self.text, begin)
        quote = self._open_quote(begin, end)
        while quote is None and end < self.at:
            begin, end = end + 1, _line_end(self.text, end + 1)
            quote = self._open_quote(begin, end)
        if quote is None:
            return None
        report = Report(
            "toml-string-not-closed",
            "The text that begins here is not closed on its line.",
            self.place(quote, _content_end(self.text, quote)),
            _CLOSE,
        )
        first = self.value is not None and quote == self.value
        if first:
            stop = _content_end(self.text, quote)
            return self.kept(report, self.text[:stop] + self.text[quote] + self.text[stop:])
        tail = re.compile(r"[ \t]*(?:\][ \t]*)?,?[ \t]*$").search(self.text, quote, end)
        if tail is not None and tail.start() > quote:
            stop = tail.start()
            return Slip(
                report,
                self.text[:stop] + self.text[quote] + self.text[stop:],
                frozenset({self.key}) if self.key else frozenset(),
            )
        return self.dropped(report)

    def _open_quote(self, at: int, end: int) -> int | None:
        """The quote that is still open at the end of a stretch."""
        opened: int | None = None
        while at < end:
            c = self.text[at]
            if opened is None:
                if c in "\"'":
                    opened = at
                elif c == "#":
                    return None
            elif c == "\\" and self.text[opened] == '"':
                at += 1
            elif c == self.text[opened]:
                opened = None
            at += 1
        return opened

    def _list(self) -> Slip | None:
        if not self.words.startswith(("Unclosed array", "Unclosed inline")) and not (
            self.words == "Invalid value"
            and self.value is not None
            and self.text.startswith(("[", "{"), self.value)
            and _STATEMENT.match(self.text, self.text.rfind("\n", 0, self.at) + 1)
            and self.text.rfind("\n", 0, self.at) > self.value
        ):
            return None
        if self.value is None:
            return None
        sort = self.text[self.value]
        closing = "]" if sort == "[" else "}"
        end = self.resume(self.value)
        if end <= self.at or self.at >= len(self.text):
            stop = self.text[:end].rstrip()
            stop_at = _content_end(self.text, stop.rfind("\n") + 1)
            return self.kept(
                Report(
                    "toml-list-not-closed",
                    f"The {'list' if sort == '[' else 'table in braces'} that begins here is never"
                    " closed.",
                    self.place(self.value, self.value + 1),
                    f"Put {closing} where it ends.",
                ),
                self.text[: max(stop_at, self.value + 1)]
                + closing
                + self.text[max(stop_at, self.value + 1) :],
            )
        if sort == "{" and self.text.startswith("\n", self.at):
            return self.dropped(
                Report(
                    "toml-list-not-closed",
                    "A table in braces must be closed on its line.",
                    self.place(self.value, self.value + 1),
                    "Put it on one line, or write it as a table with a header.",
                )
            )
        token = re.compile(r"[^,\]}\n]*").match(self.text, self.at)
        word = token[0].strip() if token else ""
        report = Report(
            "toml-comma",
            f"A comma is missing before `{shown(word, 30)}`.",
            self.place(self.at, self.at + max(1, len(word))),
            "Put commas between the elements.",
        )
        space = self.at - 1
        if self.text[space] in " \t" and self.text[self.at] in "\"'[{-+.0123456789":
            return self.kept(report, self.text[:space] + "," + self.text[space + 1 :])
        return self.dropped(report)

    def _trailing(self) -> Slip | None:
        if not self.words.startswith("Expected newline"):
            return None
        if self.value is not None and self.text[self.value] not in "\"'[{":
            return None
        end = _content_end(self.text, self.at)
        rest = self.text[self.at : end]
        quoted = self.value is not None and self.text[self.value] == '"' and '"' in rest
        if quoted and "=" not in rest.split('"')[0]:
            return self.dropped(
                Report(
                    "toml-trailing",
                    f"The text ends before `{shown(rest, 30)}`, at the quote.",
                    self.place(self.at, end),
                    r"Write \" for a quote inside, or put the whole in single quotes.",
                )
            )
        report = Report(
            "toml-trailing",
            f"`{shown(rest, 30)}` stands after the end of this line's statement.",
            self.place(self.at, end),
            "Begin a new line, or put # before a comment.",
        )
        return Slip(
            report,
            self.text[: self.at] + self.text[end:],
            lacking=frozenset({(*self._named()[0],) if self.header else self.base}),
            lost=rest,
        )

    def _value_slip(self) -> Slip | None:
        if self.value is None or self.words == "Invalid date or datetime":
            return None
        inside = self.text[self.value : self.value + 1] in ("[", "{")
        start = self.at if inside else self.value
        if inside:
            token = re.compile(r"[^,\]}\n]*").match(self.text, start)
            end = start + len(token[0].rstrip()) if token else start
        else:
            end = _content_end(self.text, start)
        found = self.text[start:end]
        if not found:
            if inside:
                return None
            return self.dropped(
                Report(
                    "toml-no-value",
                    f"There is no value after `{shown(str(self.key[-1]) if self.key else '=')} =`.",
                    self.place(self.after_key, self.after_key + 1),
                    "Write one, or take the line away.",
                ),
                _line_end(self.text, self.start),
            )
        place = self.place(start, end)
        lower = found.lower()
        if lower in ("true", "false", "inf", "nan"):
            return self.kept(
                Report(
                    "toml-word",
                    f"`{found}` must be written in small letters.",
                    place,
                    f"Write {lower}.",
                ),
                self.text[:start] + lower + self.text[end:],
            )
        if lower in ("none", "null", "nil", "undefined", "yes", "no", "on", "off"):
            return self.dropped(
                Report(
                    "toml-word",
                    f"TOML has no `{found}`.",
                    place,
                    "Write true or false."
                    if lower in ("yes", "no", "on", "off")
                    else "Leave the key out.",
                )
            )
        number = self._number(found, place, start, end)
        if number is not None:
            return number
        if found[-1] in "\"'":
            message = "The quote that begins this text is missing."
        else:
            message = f"Text must stand in quotes: `{shown(found, 30)}`."
        text = found.strip("\"'")
        return self.dropped(
            Report(
                "toml-unquoted",
                message,
                place,
                f'Write "{shown(text, 40)}".' if '"' not in text else "Put it in quotes.",
            )
        )

    def _number(self, found: str, place: Place, start: int, end: int) -> Slip | None:
        if re.fullmatch(r"[+-]?0[0-9_]+(\.[0-9]+)?", found):
            sign = found[0] if found[0] in "+-" else ""
            plain = sign + (found.lstrip("+-").lstrip("0_") or "0")
            plain = plain.replace(f"{sign}.", f"{sign}0.")
            words = "A number cannot begin with 0."
        elif re.fullmatch(r"[+-]?[0-9]{1,3}([, '][0-9]{3})+(\.[0-9]+)?", found):
            plain = re.sub(r"[, ']", "", found)
            words = "A number has no signs between its thousands."
        elif re.fullmatch(r"[+-]?([0-9]+\.|\.[0-9]+)", found):
            plain = re.sub(r"\.$", ".0", re.sub(r"^([+-]?)\.", r"\g<1>0.", found))
            words = "A number has digits on both sides of its point."
        elif re.fullmatch(r"[+-]?[0-9]+,[0-9]+", found):
            plain = found.replace(",", ".")
            words = "A number has a point, not a comma."
        elif re.fullmatch(r"[+-]?[0-9.]+[ \t]*%", found):
            return self.dropped(
                Report("toml-number", "A percent must stand in quotes.", place, f'Write "{found}".')
            )
        elif re.fullmatch(r"[+-]?[0-9]+(\.[0-9]+)?[ \t]+[^\W\d]+", found):
            return self.dropped(
                Report(
                    "toml-number",
                    "A number stands without its unit.",
                    place,
                    f"Write {found.split()[0]}.",
                )
            )
        else:
            return None
        return self.kept(
            Report("toml-number", words, place, f"Write {plain}."),
            self.text[:start] + plain + self.text[end:],
        )

    def _plain(self) -> Slip:
        """None of the usual slips: tomllib's own words."""
        end = _content_end(self.text, self.at)
        return self.dropped(
            Report(
                "toml-fault",
                f"This is not TOML: {shown(self.words)}.",
                self.place(self.at, max(end, self.at + 1))
                if self.at < len(self.text)
                else self.place(self.start, _content_end(self.text, self.start)),
                "See toml.io for how values are written.",
            )
        )
