"""Names: their form, whether each stands for one thing, and whether what is named is there."""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from game.lang.names import HISTORY, RESERVED
from game.lang.problems import nearest, shown
from game.lang.tree import NUMERIC_KINDS
from game.packs.codex import Part, links, marks
from game.packs.diagnostics import Report
from game.packs.model import IdOf, Words
from game.packs.rules import Formulas
from game.packs.shape import WholeModel
from game.packs.tables import Tables
from game.packs.toml import Path, Place
from game.packs.walk import Leaf

SHARED = ("stock", "gauge", "constant", "curve", "pipeline", "decision", "event")
"""Tables whose ids are one set of names, as rules use them."""

_SNAKE = re.compile(r"[a-z][a-z0-9_]*")
_LABEL = re.compile(r"[a-z0-9][a-z0-9_-]*")
_LABELS = ("source", "codex")
"""Tables whose ids rules never use, and which may hold hyphens."""

_BRACES = re.compile(r"\{([^{}\n]*)\}")
_ARTICLES = {
    "quantity": "a quantity",
    "amount": "an amount",
    "event": "an event",
    "ending": "an ending",
    "dial": "a dial",
    "codex": "a page of the codex",
}


@dataclass(slots=True)
class Uses:
    """What is mentioned anywhere outside formulas."""

    names: set[str] = field(default_factory=set[str])
    sources: set[str] = field(default_factory=set[str])


class Ids:
    """What every id of a pack stands for."""

    def __init__(self, model: WholeModel, formulas: Formulas) -> None:
        self.kinds: dict[str, list[str]] = {}
        """The kinds of thing that bear a name: "stock", "dial", "role", "source" and so on."""
        for symbol in formulas.symbols.values():
            self.kinds.setdefault(symbol.id, []).append(symbol.kind.value)
        for top in (*SHARED, "flow", "noise", "role", "persona", "source", "codex", "ending"):
            for name in getattr(model, top):
                kinds = self.kinds.setdefault(name, [])
                if top not in SHARED or not kinds:
                    kinds.append(top)

    def fits(self, name: str, wanted: Iterable[str]) -> bool:
        """Whether something of one of the kinds has the name."""
        return any(self._is(kind, wanted) for kind in self.kinds.get(name, ()))

    def named(self, wanted: Iterable[str]) -> list[str]:
        """All names of things of those kinds."""
        wanted = tuple(wanted)
        return [name for name in self.kinds if self.fits(name, wanted)]

    @staticmethod
    def _is(kind: str, wanted: Iterable[str]) -> bool:
        return any(kind == want or (want == "quantity" and kind in _LEVELS) for want in wanted)


_LEVELS = frozenset(kind.value for kind in NUMERIC_KINDS)


def check_names(
    model: WholeModel, tables: Tables, formulas: Formulas, leaves: Iterable[Leaf]
) -> Uses:
    """Report bad ids, ids borne twice, unknown names and words that would act on a screen."""
    ids = Ids(model, formulas)
    uses = Uses()
    _forms(model, tables)
    _twice(model, tables)
    for leaf in leaves:
        match leaf.mark:
            case IdOf(kinds=kinds):
                _reference(leaf, kinds, ids, tables, uses)
            case Words(quantities=quantities):
                _words(leaf, quantities, ids, tables, uses)
            case _:
                pass
    for name, page in model.codex.items():
        _page(name, page.text, ids, tables)
        _marks(name, page.text, model, tables)
    return uses


def article(kind: str) -> str:
    """A kind in a sentence: "an event"."""
    return _ARTICLES.get(kind, f"a {kind}")


# Ids.


def _ids(model: WholeModel) -> Iterator[tuple[Path, re.Pattern[str]]]:
    """Every id that an author gives, and the form it must have."""
    for top in WholeModel.model_fields:
        tables: object = getattr(model, top)
        if top in ("pack", "calendar", "renamed") or not isinstance(tables, Mapping):
            continue
        for name in tables:  # pyright: ignore[reportUnknownVariableType]
            yield (top, str(name)), _LABEL if top in _LABELS else _SNAKE  # pyright: ignore[reportUnknownArgumentType]
    for name, role in model.role.items():
        for part, inner in (("goal", role.goal), ("group", role.group), ("advisor", role.advisor)):
            for key in inner:
                yield ("role", name, part, key), _SNAKE
        for key, advisor in role.advisor.items():
            for line in advisor.line:
                yield ("role", name, "advisor", key, "line", line), _SNAKE
    for name, decision in model.decision.items():
        for key in decision.needs:
            yield ("decision", name, "needs", key), _SNAKE
        for option in decision.option:
            yield ("decision", name, "option", option), _SNAKE
            for key in decision.option[option].needs:
                yield ("decision", name, "option", option, "needs", key), _SNAKE
    for name, table in model.table.items():
        for part, inner in (("column", table.column), ("row", table.row)):
            for key in inner:
                yield ("table", name, part, key), _SNAKE
    for name, event in model.event.items():
        for choice in event.choice:
            yield ("event", name, "choice", choice), _SNAKE
            for key in event.choice[choice].needs:
                yield ("event", name, "choice", choice, "needs", key), _SNAKE


def _forms(model: WholeModel, tables: Tables) -> None:
    for path, form in _ids(model):
        name = str(path[-1])
        if not form.fullmatch(name):
            _bad_form(tables, path, name, form, tables.key(path))
        elif (name in RESERVED or name in HISTORY) and (path[0] in SHARED or "option" in path):
            tables.reports.append(
                Report(
                    "id-reserved",
                    f"`{name}` is a word of the rule language.",
                    tables.key(path),
                    f"Call it something else, as `{name}_{path[-2]}`.",
                )
            )
    path = ("pack", "id")
    if not tables.spoilt(path) and not _LABEL.fullmatch(model.pack.id):
        _bad_form(tables, path, model.pack.id, _LABEL, tables.inside(path))


def _bad_form(tables: Tables, path: Path, name: str, form: re.Pattern[str], place: Place) -> None:
    hyphens = form is _LABEL
    join = "-" if hyphens else "_"
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    plain = re.sub(r"[^a-z0-9_-]+" if hyphens else r"[^a-z0-9_]+", join, plain).strip("_-")
    if plain[:1].isdigit() and not hyphens:
        plain = f"{path[-2]}_{plain}"
    rule = "small letters, digits" + (", _ and -" if hyphens else " and _, a letter first")
    tables.reports.append(
        Report(
            "id-form",
            f"`{shown(name)}` is no id: ids are of {rule}.",
            tables.inside(path) if path == ("pack", "id") else tables.key(path),
            f"Write `{plain}`." if plain else "Write it in small letters.",
        )
    )


def _twice(model: WholeModel, tables: Tables) -> None:
    first: dict[str, Path] = {}
    for top in SHARED:
        for name in getattr(model, top):
            path = (top, name)
            if name not in first:
                first[name] = path
                continue
            other = first[name]
            here, there = tables.key(path), tables.key(other)
            if _rank(there, tables) > _rank(here, tables):
                here, there, path, other = there, here, other, path
            tables.reports.append(
                Report(
                    "id-twice",
                    f"`{name}` is {article(str(path[0]))} here and {article(str(other[0]))} elsewhere,"
                    " and rules could not tell them apart.",
                    here,
                    "Give one of them another id.",
                    there,
                    "the other one",
                )
            )


def _rank(place: Place, tables: Tables) -> tuple[bool, str, int]:
    """In what order two mentions are told: those of an overlay after those it lies over."""
    return (place.file.startswith(tables.label), place.file, place.line)


# References.


def _reference(leaf: Leaf, kinds: tuple[str, ...], ids: Ids, tables: Tables, uses: Uses) -> None:
    name = str(leaf.value)
    if kinds == ("source",):
        uses.sources.add(name)
    else:
        uses.names.add(name)
    if ids.fits(name, kinds) or tables.spoilt(leaf.path):
        return
    place = tables.key(leaf.path) if leaf.is_key else tables.inside(leaf.path)
    wanted = " or ".join(article(kind) for kind in kinds)
    near = nearest(name, ids.named(kinds))
    if near is not None:
        uses.names.add(near)
        uses.sources.add(near)
    found = ids.kinds.get(name)
    if found and not (near and kinds == ("source",)):
        tables.harm(leaf.path)
        tables.reports.append(
            Report(
                "name-kind",
                f"`{shown(name)}` is {article(found[0])}, but {wanted} is wanted here.",
                place,
                f"Did you mean `{near}`?" if near else _some(ids.named(kinds), wanted),
                _where(name, found[0], tables),
                f"`{shown(name)}` is {article(found[0])}",
            )
        )
        return
    tables.harm(leaf.path)
    tables.reports.append(
        Report(
            "name-unknown",
            f"There is no {_plain(kinds)} called `{shown(name)}`.",
            place,
            f"Did you mean `{near}`?" if near else _some(ids.named(kinds), wanted),
        )
    )


def _plain(kinds: Iterable[str]) -> str:
    return " or ".join(article(kind).split(" ", 1)[1] for kind in kinds)


def _where(name: str, kind: str, tables: Tables) -> Place | None:
    top = "decision" if kind in ("dial", "amount") else kind
    spot = tables.spots.get((top, name))
    return spot.key if spot else None


def _some(names: list[str], wanted: str) -> str:
    if not names:
        return f"The pack has none yet: add {wanted}."
    few = ", ".join(f"`{name}`" for name in names[:6])
    return f"Name {wanted}, as {few}."


# Words.


def _acts(character: str) -> bool:
    """Whether a character does something to a screen beside being shown."""
    if character in "\n\t":
        return False
    number = ord(character)
    return (
        number < 32
        or 0x7F <= number <= 0x9F
        or 0x202A <= number <= 0x202E
        or 0x2066 <= number <= 0x2069
        or number in (0x2028, 0x2029)
    )


def _first_acting(text: str) -> int | None:
    if text.isascii() and text.isprintable():
        return None
    return next((at for at, c in enumerate(text) if _acts(c)), None)


def _words(leaf: Leaf, quantities: bool, ids: Ids, tables: Tables, uses: Uses) -> None:
    text = str(leaf.value)
    _character(text, leaf.path, tables)
    if not quantities or "{" not in text or tables.spoilt(leaf.path):
        return
    for match in _BRACES.finditer(text):
        name = match[1]
        uses.names.add(name)
        if ids.fits(name, ("quantity",)):
            continue
        near = nearest(name, ids.named(("quantity",)))
        if near is not None:
            uses.names.add(near)
        found = ids.kinds.get(name)
        tables.reports.append(
            Report(
                "name-in-text",
                f"`{shown(name)}` is {article(found[0])}, which has no level to show."
                if found
                else f"There is no quantity called `{shown(name)}` to show here.",
                tables.part(leaf.path, match.start(1), match.end(1)),
                f"Did you mean {{{near}}}?" if near else "Braces hold the id of a quantity.",
            )
        )


def _character(text: str, path: Path, tables: Tables) -> None:
    at = _first_acting(text)
    if at is None or tables.spoilt(path):
        return
    number = ord(text[at])
    what = (
        "changes the direction of writing"
        if number >= 0x2000 and number not in (0x2028, 0x2029)
        else "is a control character"
    )
    tables.reports.append(
        Report(
            "text-character",
            f"U+{number:04X} {what}, and would act on the screen.",
            _page_place(path, at, tables)
            if path[0] == "codex" and path[-1] == "text"
            else tables.part(path, at, at + 1),
            "Delete it.",
        )
    )


def _page_place(path: Path, at: int, tables: Tables, end: int | None = None) -> Place:
    spot = tables.spots[path]
    return spot.file.place(spot.start + at, spot.start + (end or at + 1))


def _page(name: str, text: str, ids: Ids, tables: Tables) -> None:
    path = ("codex", name, "text")
    if path not in tables.spots:
        return
    _character(text, path, tables)
    for target, start, end in links(text):
        if ids.fits(target, ("codex",)):
            continue
        near = nearest(target, ids.named(("codex",)))
        tables.reports.append(
            Report(
                "codex-link",
                f"There is no page `{shown(target)}` to link to.",
                _page_place(path, start, tables, end),
                f"Did you mean [[{near}]]?"
                if near
                else f"Write codex/{shown(target)}.md, or take the link away.",
            )
        )


def _marks(name: str, text: str, model: WholeModel, tables: Tables) -> None:
    """Report marks that draw no table, or not the columns and rows they name."""
    path = ("codex", name, "text")
    if path not in tables.spots:
        return

    def say(message: str, part: Part, mend: str) -> None:
        place = _page_place(path, part.start, tables, part.end)
        tables.reports.append(Report("codex-table", message, place, mend))

    for mark in marks(text):
        if mark.table is None:
            say(
                "Nothing is drawn by such a mark.",
                mark.whole,
                "Write it on a line of its own, as {{table ID}} or {{table ID: COLUMN, COLUMN; ROW}}.",
            )
            continue
        id = mark.table.text
        table = model.table.get(id)
        if table is None:
            near = nearest(id, model.table)
            if not tables.spoilt(("table",)):
                say(
                    f"There is no table `{shown(id)}` to draw.",
                    mark.table,
                    f"Did you mean `{near}`?" if near else f"Add [table.{shown(id)}].",
                )
            continue
        for what, parts, known in (
            ("column", mark.columns, table.column),
            ("row", mark.rows, table.row),
        ):
            for part in parts:
                if part.text in known or tables.spoilt(("table", id)):
                    continue
                near = nearest(part.text, known)
                few = ", ".join(f"`{key}`" for key in list(known)[:8])
                say(
                    f"The table `{id}` has no {what} `{shown(part.text)}`.",
                    part,
                    f"Did you mean `{near}`?" if near else f"It has {few or 'none yet'}.",
                )


def renamed(model: WholeModel, tables: Tables, ids: Ids) -> None:
    """Report names for old saves that lead nowhere."""
    for old, new in model.renamed.items():
        path = ("renamed", old)
        if new not in ids.kinds:
            near = nearest(new, ids.kinds)
            tables.reports.append(
                Report(
                    "pack-renamed",
                    f"Nothing is called `{shown(new)}`, so saves with `{shown(old)}` cannot be read.",
                    tables.inside(path),
                    f"Did you mean `{near}`?" if near else "Write the name it has now.",
                )
            )
        elif old in ids.kinds:
            tables.reports.append(
                Report(
                    "pack-renamed",
                    f"`{shown(old)}` is said to be renamed, and something is still called so.",
                    tables.key(path),
                    "Take this line away.",
                )
            )
