"""A pack, read and checked: the whole way from a folder to a `Pack`, or to all its reports."""

import gc
import hashlib
import json
import os
from collections.abc import Generator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path as FilePath
from typing import Any, cast

from game.errors import GameError
from game.lang.problems import nearest
from game.packs.checks import check
from game.packs.codex import read_page
from game.packs.diagnostics import Report, by_weight
from game.packs.files import Gathered, gather, whole
from game.packs.measured import read_measured
from game.packs.model import Pack, PackModel, Page
from game.packs.rules import read_formulas
from game.packs.shape import WholeModel, shaped
from game.packs.tables import ORDERED, Tables, laid_together, overlaid, read_document
from game.packs.toml import Place
from game.packs.waivers import withdrawn
from game.packs.walk import leaves
from game.packs.where import folder_of, folders

DEEPEST_OVERLAY = 5

_ROOMED = ("stock", "gauge", "constant", "curve", "pipeline", "decision")


@dataclass(frozen=True, slots=True)
class Layer:
    """A pack of a chain of overlays: its id and its files."""

    id: str
    files: Gathered


@dataclass(frozen=True, slots=True, eq=False)
class Reading:
    """What came of reading a pack."""

    name: str
    """The pack as it was asked for: an id or a path."""
    folder: FilePath | None
    pack: Pack | None
    """The pack, when it has no errors."""
    reports: Sequence[Report]
    """What blocks play first, then by place."""
    title: str
    """Its title, as far as it could be read."""
    layers: Sequence[Layer] = field(default_factory=tuple[Layer, ...])
    """The pack itself, then those it extends."""

    @property
    def errors(self) -> int:
        """How many reports keep it from being played."""
        return sum(report.severity == "error" for report in self.reports)


class PackError(GameError):
    """A pack cannot be played."""

    def __init__(self, reading: Reading) -> None:
        first = reading.reports[0]
        more = f" (and {reading.errors - 1} more)" if reading.errors > 1 else ""
        super().__init__(f"{_at(first)}: {first.message} {first.mend}".rstrip() + more)
        self.reading = reading


def _at(report: Report) -> str:
    """Where to look; of what is not there there is no line."""
    place = report.place
    missing = report.code == "file-missing"
    return place.file if missing else f"{place.file}:{place.line}:{place.column}"


def load_pack(name: FilePath | str) -> Pack:
    """The pack in a folder, or of that id.

    Raises:
        PackError: It has errors, or is not there.
    """
    reading = read_pack(name)
    if reading.pack is None:
        raise PackError(reading)
    return reading.pack


def read_pack(name: FilePath | str) -> Reading:
    """Read the pack in a folder, or of that id, and check it. Raises nothing.

    A text with no slash that is the id of a pack is an id, unless such a folder is here.
    """
    with _no_collection():
        return _read(name)


@contextmanager
def _no_collection() -> Generator[None]:
    """Put off collecting garbage: nearly all that is read is kept, and looking takes a tenth of the time."""
    collects = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collects:
            gc.enable()


def _read(name: FilePath | str) -> Reading:
    folder = _found(name)
    if folder is None:
        return _not_there(str(name))
    shown = str(name) if FilePath(name) == folder else _short(folder)
    layers: list[Layer] = []
    tables = _laid(folder, shown, layers, [])
    model = shaped(tables)
    pack = None
    if model is not None and () not in tables.lacking:
        found = list(leaves(model))
        formulas = read_formulas(model, found, tables)
        if () not in tables.lacking:
            check(model, tables, formulas, found)
        reports = withdrawn(by_weight(tables.reports), tables)
        if not any(report.severity == "error" for report in reports):
            pack = Pack(
                model=_without_pages(model),
                rules=formulas.rules,
                effects=formulas.effects,
                symbols=formulas.symbols,
                gauge_order=formulas.gauge_order,
                codex={
                    name: Page(name, page.title, page.terms, page.sources, page.text)
                    for name, page in model.codex.items()
                },
                rooms=_rooms(tables),
                hash=hash_of(tables.data),
                measured=read_measured(folder),
            )
    else:
        reports = by_weight(tables.reports)  # what is not there was perhaps not read
    return Reading(str(name), folder, pack, reports, _title(tables, folder), layers)


def _rooms(tables: Tables) -> dict[str, str]:
    """The room of each name that rules may use; an overlay that sets a value leaves it where it is."""
    return {
        str(path[1]): FilePath(spot.file.name).stem
        for key in ("unit", "title")
        for path, spot in tables.spots.items()
        if len(path) == 3 and path[0] in _ROOMED and path[2] == key
    }


def _found(name: FilePath | str) -> FilePath | None:
    path = FilePath(name)
    try:
        if path.is_dir():
            return path
    except (OSError, ValueError):
        return None
    return folder_of(name) if isinstance(name, str) else None


def _short(folder: FilePath) -> str:
    """The path of a folder as seen from here, when that is shorter."""
    try:
        near = os.path.relpath(folder)
    except ValueError:  # another drive
        return str(folder)
    return near if not near.startswith("..") else str(folder)


def _not_there(name: str) -> Reading:
    ids = [folder.name for folder in folders()]
    near = nearest(name, ids)
    known = ", ".join(ids) or "none"
    report = Report(
        "file-missing",
        "There is no such pack or folder.",
        whole(name),
        f"Did you mean {near}?" if near else f"Give a folder, or one of the packs: {known}.",
    )
    return Reading(name, None, None, [report], name)


def _title(tables: Tables, folder: FilePath) -> str:
    head = tables.data.get("pack")
    title = cast(dict[str, Any], head).get("title") if isinstance(head, dict) else None
    return title if isinstance(title, str) and title.isprintable() else folder.name


def _laid(
    folder: FilePath, shown: str, layers: list[Layer], above: list[tuple[FilePath, str, Place]]
) -> Tables:
    """The tables of a pack, laid over those of the pack it extends."""
    files = gather(folder, shown)
    own = laid_together(
        [*(read_document(raw) for raw in files.toml), *(read_page(raw) for raw in files.codex)],
        shown,
    )
    own.reports += files.reports
    if any(report.severity == "error" for report in files.reports):
        own.lacking.add(())
    if not files.toml and not files.reports:
        own.reports.append(
            Report(
                "file-missing",
                "There is no TOML file in this folder.",
                whole(shown),
                "A pack is a folder with at least a [pack] and a [calendar] in its files.",
            )
        )
        own.lacking.add(())
    head = own.data.get("pack")
    head = cast(dict[str, Any], head) if isinstance(head, dict) else {}
    name = head.get("id")
    layers.append(Layer(name if isinstance(name, str) else folder.name, files))
    where = ("pack", "extends")
    above = [*above, (folder.resolve(), layers[-1].id, own.inside(where))]
    base_id = head.get("extends")
    if not isinstance(base_id, str):
        return own
    base_folder = folder_of(base_id, beside=folder)
    chain = [layer_id for _, layer_id, _ in above]
    if base_folder is not None and any(base_folder.resolve() == path for path, _, _ in above):
        own.reports.append(
            Report(
                "pack-base-circle",
                f"Packs extend one another in a circle: {' → '.join([*chain, base_id])}.",
                above[0][2],
                "One of them must stand alone.",
            )
        )
        own.lacking.add(())
        return own
    if base_folder is None or len(layers) >= DEEPEST_OVERLAY:
        ids = [entry.name for entry in folders()]
        near = nearest(base_id, ids)
        own.reports.append(
            Report(
                "pack-base-unknown",
                f"There is no pack `{base_id}` to extend."
                if base_folder is None
                else f"Overlays lie more than {DEEPEST_OVERLAY} deep.",
                own.inside(where),
                f"Did you mean `{near}`?" if near else "Put its folder beside this one.",
            )
        )
        own.lacking.add(())
        return own
    base = _laid(base_folder, _short(base_folder), layers, above)
    without = head.get("without")
    patterns = (
        [p for p in cast(list[Any], without) if isinstance(p, str)]
        if isinstance(without, list)
        else []
    )
    tables, unmet = overlaid(base, own, patterns)
    for index, pattern in enumerate(patterns):
        if pattern in unmet:
            tables.reports.append(
                Report(
                    "pack-without",
                    f"`{base_id}` has nothing that `{pattern}` would leave out.",
                    tables.inside(("pack", "without", index)),
                    "Name a table, as `event.storm` or `event.*`.",
                )
            )
    return tables


def _without_pages(model: WholeModel) -> PackModel:
    parts = {name: getattr(model, name) for name in PackModel.model_fields}
    return PackModel.model_construct(**parts)


def hash_of(data: Mapping[str, Any]) -> str:
    """The sha256 of a pack's content, the same for every way of cutting it into files.

    Where the order of entries decides something, it counts; elsewhere it does not.
    """
    text = json.dumps(_canonical(data, ORDERED, ()), ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def _canonical(value: Any, ordered: Mapping[str, tuple[str, ...]], path: tuple[str, ...]) -> Any:
    if isinstance(value, dict):
        items = [
            [key, _canonical(part, ordered, (*path, key))]
            for key, part in cast(dict[str, Any], value).items()
        ]
        return {"": items if _order_counts(ordered, path) else sorted(items, key=lambda i: i[0])}
    if isinstance(value, list):
        return [_canonical(part, ordered, path) for part in cast(list[Any], value)]
    return value


def _order_counts(ordered: Mapping[str, tuple[str, ...]], path: tuple[str, ...]) -> bool:
    """Whether a table's entries are those of `ending`, `event.ID.choice` and the like."""
    return len(path) % 2 == 1 and path[2::2] == ordered.get(path[0])
