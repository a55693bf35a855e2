"""A pack's tables as plain data with places: each file read, the files laid together, overlays laid.

Nothing here knows what a table means.
"""

import re
import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from typing import Any, cast

from game.packs.diagnostics import Report
from game.packs.files import RawFile, whole
from game.packs.slips import MOST_SLIPS, SET_ASIDE, mended
from game.packs.toml import LostError, Path, Place, Scanner, Spot, TextFile

ORDERED: dict[str, tuple[str, ...]] = {
    "ending": (),
    "decision": ("option",),
    "event": ("choice",),
    "role": ("advisor", "line"),
}
"""Where the order of entries decides something. Such entries stand together in one file."""

_DEEP = re.compile(r"""(?<![\w.\-"'])(?:(?:[\w-]++|"[^"\n]*+"|'[^'\n]*+')[ \t]*+\.[ \t]*+){32}""")
"""A key of more parts than any pack has; each part costs time that grows with those before it."""

_WORD = re.compile(r"[A-Za-z_][A-Za-z0-9_-]*")


@dataclass(frozen=True, slots=True)
class Waiver:
    """A comment `# ok: CODE reason`, which withdraws a warning or note of its line."""

    file: str
    line: int
    code: str
    reason: str
    place: Place


@dataclass(slots=True, eq=False)
class Tables:
    """Data as `tomllib` gives it, and where each part of it stands."""

    data: dict[str, Any] = field(default_factory=dict[str, Any])
    spots: dict[Path, Spot] = field(default_factory=dict[Path, Spot])
    reports: list[Report] = field(default_factory=list[Report])
    damaged: set[Path] = field(default_factory=set[Path])
    """What a report already speaks of, so that nothing more is said of it or of what it lacks."""
    lacking: set[Path] = field(default_factory=set[Path])
    """Tables that may have lost a key to a slip; () when a file could not be read at all."""
    blind: bool = False
    """Whether something that names quantities could not be read at all."""
    words: set[str] = field(default_factory=set[str])
    """Words of text that could not be read: names that may be used there."""
    waivers: list[Waiver] = field(default_factory=list[Waiver])
    label: str = ""
    """The folder, as shown."""
    inherited: set[Path] = field(default_factory=set[Path])
    """What comes from the packs this one extends, as far as two keys deep."""

    around: set[Path] = field(default_factory=set[Path])
    """All that damaged paths are part of."""

    def harm(self, *paths: Path) -> None:
        """Note that something has been reported about these."""
        for path in paths:
            self.damaged.add(path)
            self.around.update(path[:cut] for cut in range(1, len(path)))

    def spoilt(self, path: Path) -> bool:
        """Whether `path`, something it is part of, or something in it, has been reported."""
        if not self.damaged:
            return False
        return path in self.around or any(
            path[:cut] in self.damaged for cut in range(1, len(path) + 1)
        )

    def key(self, path: Path) -> Place:
        """Where the key stands; of what is not written, where the nearest thing around it does."""
        spot = self._near(path)
        return spot.key if spot else whole(self.label)

    def value(self, path: Path) -> Place:
        """Where the value stands."""
        spot = self.spots.get(path)
        return spot.value if spot else self.key(path)

    def inside(self, path: Path) -> Place:
        """Where the value stands, without quotes."""
        spot = self.spots.get(path)
        return spot.inside if spot else self.key(path)

    def part(self, path: Path, start: int, end: int) -> Place:
        """Where some characters of a text stand."""
        spot = self.spots.get(path)
        return spot.part(start, end) if spot else self.key(path)

    def _near(self, path: Path) -> Spot | None:
        for cut in range(len(path), 0, -1):
            if path[:cut] in self.spots:
                return self.spots[path[:cut]]
        return None


def read_document(raw: RawFile) -> Tables:
    """Read one file. What is not TOML is reported and left out, and the rest is read."""
    tables = Tables(label=raw.shown)
    try:
        written = raw.data.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        before = raw.data[: error.start].decode("utf-8-sig", "replace").replace("\r\n", "\n")
        rest = raw.data[error.start : error.start + 200].decode("utf-8", "replace").splitlines()
        file = TextFile(raw.shown, before + "?", before + (rest[0] if rest else ""))
        tables.reports.append(
            Report(
                "file-encoding",
                f"The file is not UTF-8 text: byte 0x{raw.data[error.start]:02x} stands here.",
                file.place(len(before), len(before) + 1),
                "Save it as UTF-8 in your editor.",
            )
        )
        tables.lacking.add(())
        return tables
    text = written
    told: set[int] = set()
    for count in range(MOST_SLIPS + 1):
        fault: tuple[str, int]
        deep = _DEEP.search(text)
        try:
            if deep is not None:
                raise RecursionError
            tables.data = tomllib.loads(text)
            break
        except tomllib.TOMLDecodeError as error:
            fault = _located(str(error), text)
        except RecursionError:
            at = deep.start() if deep else max(text.find("[[[["), text.find("{"), 0)
            fault = ("Nested too deeply", at)
        except ValueError:  # an integer of thousands of digits
            match = re.search(r"\d{4000,}", text)
            fault = ("Number too large", match.start() if match else 0)
        if count == MOST_SLIPS:
            tables.lacking.add(())
            text = ""
            tables.data = {}
            break
        slip = mended(TextFile(raw.shown, text, written), *fault, number=count)
        if slip.report.place.line not in told:
            tables.reports.append(slip.report)
            told.add(slip.report.place.line)
        tables.harm(*slip.damaged)
        tables.lacking |= slip.lacking
        tables.words.update(_WORD.findall(slip.lost))
        text = slip.text
    file = TextFile(raw.shown, text, written)
    scanner = Scanner(file)
    try:
        scanner.run()
    except (LostError, RecursionError):
        tables.reports.append(
            Report(
                "toml-fault",
                "This cannot be read.",
                file.place(scanner.statement, scanner.statement + 1),
            )
        )
        tables.lacking.add(())
    tables.spots = scanner.spots
    tables.waivers = list(_waivers(file, scanner.comments))
    for name in [n for n in tables.data if n.startswith(SET_ASIDE)]:
        tables.words.update(words_of(tables.data.pop(name)))
        for path in [p for p in tables.spots if p[0] == name]:
            del tables.spots[path]
    return tables


def _located(message: str, text: str) -> tuple[str, int]:
    """The words and the place of what tomllib says."""
    match = re.search(r" \(at (?:line (\d+), column (\d+)|end of document)\)$", message)
    if match is None:
        return message, 0
    words = message[: match.start()]
    if match[1] is None:
        return words, len(text)
    start = 0
    for _ in range(int(match[1]) - 1):
        start = text.index("\n", start) + 1
    return words, start + int(match[2]) - 1


def words_of(value: Any) -> Iterator[str]:
    """Every key, and every word of every text, in a value."""
    if isinstance(value, str):
        yield from _WORD.findall(value)
    elif isinstance(value, dict):
        for key, part in cast(dict[str, Any], value).items():
            yield key
            yield from words_of(part)
    elif isinstance(value, list | tuple):
        for part in cast(list[Any], value):
            yield from words_of(part)


_WAIVER = re.compile(r"#[ \t]*ok:[ \t]*([A-Za-z0-9-]*)[ \t]*([^\n#]*)")


def _waivers(file: TextFile, comments: Iterable[tuple[int, int]]) -> Iterator[Waiver]:
    for start, end in comments:
        if file.text.find("ok:", start, end) < 0:
            continue
        for match in _WAIVER.finditer(file.text, start, end):
            place = file.place(match.start(), match.start() + len(match[0].rstrip()))
            yield Waiver(file.name, place.line, match[1], match[2].strip(), place)


def laid_together(documents: Iterable[Tables], label: str) -> Tables:
    """The union of a pack's files, the same in whatever order they come and however they are named."""
    union = Tables(label=label)
    for document in sorted(documents, key=lambda d: [dotted(path) for path in list(d.spots)[:3]]):
        union.reports += document.reports
        union.harm(*document.damaged)
        union.lacking |= document.lacking
        union.words |= document.words
        union.waivers += document.waivers
        _add(union, document, union.data, document.data, ())
        for path, spot in document.spots.items():
            union.spots.setdefault(path, spot)
    _one_file_each(union)
    return union


def _is_header(tables: Tables, path: Path) -> bool:
    """Whether a table is written out with keys of its own, and not only named by its parts."""
    table: Any = tables.data
    for key in path:
        table = table[key]
    return any(not isinstance(part, dict) for part in cast(dict[str, Any], table).values())


def _add(
    union: Tables, document: Tables, into: dict[str, Any], table: dict[str, Any], path: Path
) -> None:
    for key, value in table.items():
        here = (*path, key)
        if key not in into:
            into[key] = value
            continue
        if (
            isinstance(into[key], dict)
            and isinstance(value, dict)
            and not (_is_header(union, here) and _is_header(document, here))
        ):
            _add(union, document, into[key], cast(dict[str, Any], value), here)
            continue
        union.words.update(words_of(value))
        union.reports.append(
            Report(
                "table-twice",
                f"`{dotted(here)}` stands in two files.",
                document.key(here),
                "Give one of them another id, or take one away.",
                union.key(here),
                "the other one",
            )
        )


def _one_file_each(union: Tables) -> None:
    """Report entries whose order matters and that stand in two files, as files have no order."""
    for top, inner in ORDERED.items():
        for path, entries in _groups(union.data.get(top), (top,), inner):
            spots = [s for e in entries if (s := union.spots.get((*path, e))) is not None]
            if not spots:
                continue
            files = [spot.file for spot in spots]
            home = max(files, key=files.count)
            odd = next((spot for spot in spots if spot.file is not home), None)
            if odd is not None:
                union.reports.append(
                    Report(
                        "table-order",
                        f"The order of `{dotted(path)}` counts, so all of it belongs in one file.",
                        odd.key,
                        f"Move it to {home.name}.",
                        next(spot for spot in spots if spot.file is home).key,
                        "the first of the others",
                    )
                )


def _groups(table: Any, path: Path, inner: tuple[str, ...]) -> Iterator[tuple[Path, list[str]]]:
    if not isinstance(table, dict):
        return
    table = cast(dict[str, Any], table)
    if not inner:
        yield path, list(table)
        return
    for key, part in table.items():
        if isinstance(part, dict):
            deeper = cast(dict[str, Any], part).get(inner[0])
            yield from _groups(deeper, (*path, key, inner[0]), inner[1:])


def overlaid(base: Tables, overlay: Tables, without: Iterable[str]) -> tuple[Tables, list[str]]:
    """The overlay laid over what is left of the base; and the patterns that left nothing out."""
    patterns = list(without)
    met: set[str] = set()
    result = Tables(
        reports=base.reports + overlay.reports,
        lacking=base.lacking | overlay.lacking,
        words=base.words | overlay.words,
        waivers=base.waivers + overlay.waivers,
        label=overlay.label,
        inherited={path[:2] for path in base.spots} - {path[:2] for path in overlay.spots},
    )
    result.harm(*base.damaged, *overlay.damaged)
    result.data = _pruned(base.data, (), patterns, met)
    left_out = {p for p in base.spots if not _reaches(result.data, p)}
    result.spots = {p: s for p, s in base.spots.items() if p not in left_out}
    _lay(result, overlay, result.data, overlay.data, ())
    return result, [p for p in patterns if p not in met]


def _pruned(
    table: dict[str, Any], path: Path, patterns: list[str], met: set[str]
) -> dict[str, Any]:
    kept: dict[str, Any] = {}
    for key, value in table.items():
        here = (*path, key)
        name = dotted(here)
        hits = {p for p in patterns if fnmatchcase(name, p)}
        met |= hits
        if not hits:
            kept[key] = (
                _pruned(cast(dict[str, Any], value), here, patterns, met)
                if isinstance(value, dict)
                else value
            )
    return kept


def _reaches(data: Any, path: Path) -> bool:
    for key in path:
        if isinstance(data, dict):
            if key not in data:
                return False
            data = cast(dict[Any, Any], data)[key]
        elif isinstance(data, list):
            items = cast(list[Any], data)
            if not isinstance(key, int) or key >= len(items):
                return False
            data = items[key]
        else:
            return False
    return True


def _lay(
    result: Tables, overlay: Tables, into: dict[str, Any], table: dict[str, Any], path: Path
) -> None:
    for key, value in table.items():
        here = (*path, key)
        if isinstance(value, dict) and isinstance(into.get(key), dict):
            if here in overlay.spots:
                result.spots[here] = overlay.spots[here]
            _lay(result, overlay, into[key], cast(dict[str, Any], value), here)
            continue
        if key in into:
            _drop_spots(result, into[key], here)
        into[key] = value
        _take_spots(result, overlay, value, here)


def _take_spots(result: Tables, overlay: Tables, value: Any, path: Path) -> None:
    if path in overlay.spots:
        result.spots[path] = overlay.spots[path]
    for key, part in _parts(value):
        _take_spots(result, overlay, part, (*path, key))


def _drop_spots(result: Tables, value: Any, path: Path) -> None:
    result.spots.pop(path, None)
    for key, part in _parts(value):
        _drop_spots(result, part, (*path, key))


def _parts(value: Any) -> Iterable[tuple[str | int, Any]]:
    if isinstance(value, dict):
        return cast(dict[str, Any], value).items()
    if isinstance(value, list):
        return enumerate(cast(list[Any], value))
    return ()


def dotted(path: Path) -> str:
    """A path as authors write it."""
    return ".".join(str(key) for key in path)
