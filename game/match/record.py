"""What is written down of a game, and its text: TOML in sections, each sealed.

The text is cut into a heading, a section for each turn and one for the end. Every section holds a line
`link = "..."`: the sha256 of the link of the section before it and of its own text without that line.
So no byte can be changed without breaking the link of its section, whether or not the text still reads
as TOML. The seals show what happened to a file by chance or by hand. They are no secret: whoever writes
all of them anew is found out by replaying alone.

Nothing here needs the pack, numpy or any other room.
"""

import hashlib
import re
import sys
import tomllib
from collections.abc import Mapping, Set
from dataclasses import dataclass, field
from typing import Any, cast

from game.errors import GameError
from game.words import _

FORMAT = 1
MOST_BYTES = 1 << 20
MOST_TURNS = 120
LONGEST_LINE = 2000
MOST_DOTS = 100
"""In a line, as the work of reading a dotted key grows with the square of its parts."""
HEADING = "heading"
END = "end"

_LINK = re.compile(r'^link = "([0-9a-f]{64})"\n', re.MULTILINE)
_HASH = re.compile(r"[0-9a-f]{64}")
_GREATEST = sys.float_info.max

Data = dict[str, Any]


class SaveError(GameError):
    """A save that cannot be read, written or played."""


@dataclass(frozen=True, slots=True)
class Header:
    """What was settled before the first turn."""

    pack: str
    version: str
    hash: str
    """The hash of the pack's content."""
    seed: int
    see: str
    seats: Mapping[str, str]
    """Who sits where, by role."""
    constants: Mapping[str, float] = field(default_factory=dict[str, float])
    goals: tuple[str, ...] = ()
    """The goals that matter most to the person, where they said so."""


@dataclass(frozen=True, slots=True)
class TurnRecord:
    """What was handed in for one turn, and where it led."""

    orders: Mapping[str, Mapping[str, str | float]]
    """By role: the option or amount of each decision that was ordered."""
    answers: Mapping[str, Mapping[str, str]]
    """By role: the choice for each event that was answered."""
    forecasts: Mapping[str, float]
    """Answers to the questions that were asked [percent]."""
    digest: str
    """Of the state at the end of the turn."""


@dataclass(frozen=True, slots=True)
class End:
    """Where a game stands."""

    turns: int
    """How many were played."""
    digest: str
    """Of the state."""
    ending: str | None
    """How the game ended; None while it goes on."""


@dataclass(frozen=True, slots=True)
class Record:
    """A game as it is written down."""

    header: Header
    turns: tuple[TurnRecord, ...]
    end: End


@dataclass(frozen=True, slots=True)
class Section:
    """A part of a save's text."""

    name: str
    """`heading`, the number of a turn, or `end`."""
    text: str


def written(record: Record) -> str:
    """The text of a save.

    Raises:
        SaveError: Something in the record is longer than a save may hold.
    """
    header, end = record.header, record.end
    bodies: list[tuple[tuple[str, ...], Data]] = [
        (
            (),
            {
                "format": FORMAT,
                "seed": header.seed,
                "see": header.see,
                "pack": {"id": header.pack, "version": header.version, "hash": header.hash},
                "seats": dict(header.seats),
                **({"goals": list(header.goals)} if header.goals else {}),
                **({"constants": _plain(header.constants)} if header.constants else {}),
            },
        )
    ]
    for number, turn in enumerate(record.turns, start=1):
        body: Data = {
            "state": turn.digest,
            "orders": {role: _plain(order) for role, order in turn.orders.items()},
            "answers": {role: dict(answers) for role, answers in turn.answers.items() if answers},
            "forecasts": _plain(turn.forecasts),
        }
        full = {key: value for key, value in body.items() if value}
        bodies.append((("turn", str(number)), full))
    ended = {} if end.ending is None else {"ending": end.ending}
    bodies.append(((END,), {"turns": end.turns, "state": end.digest, **ended}))
    texts: list[str] = []
    link = ""
    for path, body in bodies:
        link = _link(link, _dumped(path, body))
        texts.append(_dumped(path, {"link": link, **body}))
    text = "\n".join(texts)
    _bounded(text)
    return text


def _bounded(text: str) -> None:
    """Refuse what is too long to be of a save; what is refused here is not written either."""
    for number, line in enumerate(text.split("\n"), start=1):
        if len(line) > LONGEST_LINE or line.count(".") > MOST_DOTS:
            raise SaveError(_("line {line} is too long to be of a save").format(line=number))


def _plain(numbers: Mapping[str, str | float]) -> Data:
    """The same with whole numbers of a readable size written without a point."""
    return {
        id: int(value)
        if isinstance(value, float) and value.is_integer() and abs(value) < 1e15
        else value
        for id, value in numbers.items()
    }


def _dumped(path: tuple[str, ...], body: Data) -> str:
    for key in reversed(path):
        body = {key: body}
    import tomli_w  # late: a list of saves writes nothing

    return tomli_w.dumps(body)


def _link(before: str, text: str) -> str:
    """The link of a section, from that of the one before it and its own text without the link."""
    whole = f"{before}\n{text.rstrip(chr(10))}"
    return hashlib.sha256(whole.encode("utf-8", "surrogateescape")).hexdigest()


def sections(text: str) -> list[Section]:
    """The sections of a save's text: the heading, the turns in order, and the end if it is there."""
    found: list[tuple[str, list[str]]] = [(HEADING, [])]
    for line in text.split("\n"):
        name = found[-1][0]
        if name != END and line == f"[turn.{len(found)}]":
            found.append((str(len(found)), []))
        elif name != END and line == "[end]":
            found.append((END, []))
        found[-1][1].append(line)
    return [Section(name, "\n".join(lines) + "\n") for name, lines in found]


def broken_at(text: str) -> str | None:
    """The name of the first section that is not as it was sealed; None when all are."""
    before = ""
    parts = sections(text)
    for section in parts:
        claimed = _LINK.search(section.text)
        before = _link(before, _LINK.sub("", section.text, count=1))
        if claimed is None or claimed[1] != before:
            return section.name
    return None if parts[-1].name == END else END


def place_of(section: str) -> str:
    """What a section is called in a sentence."""
    if section == HEADING:
        return _("the heading")
    if section == END:
        return _("the end")
    return _("turn {turn}").format(turn=section)


def read_record(text: str) -> Record:
    """Read the text of a save.

    Raises:
        SaveError: It is no save, or not a sound one; with the place.
    """
    data = parsed(text)
    end = _read_end(data.pop(END, None))
    turns = _table(data.pop("turn", {}), "turn")
    if len(turns) > MOST_TURNS:
        raise SaveError(_("a game has at most {most} turns").format(most=MOST_TURNS))
    records: list[TurnRecord] = []
    for number in range(1, len(turns) + 1):
        if str(number) not in turns:
            raise SaveError(
                _("turn {turn} is missing; turns are numbered from 1").format(turn=number)
            )
        records.append(_read_turn(turns[str(number)], f"turn.{number}"))
    if end.turns != len(records):
        raise SaveError(
            _("end.turns is {found}, and {count} turns are there").format(
                found=end.turns, count=len(records)
            )
        )
    return Record(_read_header(data), tuple(records), end)


def read_summary(text: str) -> tuple[Header, End]:
    """Read the heading and the end of a save alone.

    Raises:
        SaveError: One of them is not there, or not sound.
    """
    parts = sections(text)
    if parts[-1].name != END:
        raise SaveError(_("the save breaks off in {place}").format(place=place_of(parts[-1].name)))
    return _read_header(parsed(parts[0].text)), _read_end(parsed(parts[-1].text).get(END))


def parsed(text: str) -> Data:
    """The TOML of a save or a section.

    Raises:
        SaveError: It is no TOML, with line and column.
    """
    _bounded(text)
    try:
        text.encode()
        return tomllib.loads(text)
    except UnicodeEncodeError:
        raise SaveError(_("it is not written in UTF-8")) from None
    except RecursionError:
        raise SaveError(_("brackets are nested too deeply")) from None
    except ValueError as error:  # TOMLDecodeError, or a number of thousands of digits
        raise SaveError(_("it is no TOML: {problem}").format(problem=error)) from None


def _read_header(data: Data) -> Header:
    if data.get("format") != FORMAT or isinstance(data["format"], bool):
        raise SaveError(
            _("the save has format {found!r}, and this program reads format {known}").format(
                found=data.get("format"), known=FORMAT
            )
        )
    _keys(data, "", {"link", "format", "seed", "see", "pack", "seats"}, {"constants", "goals"})
    pack = _table(data["pack"], "pack")
    _keys(pack, "pack", {"id", "version", "hash"})
    seats = _table(data["seats"], "seats")
    constants = _table(data.get("constants", {}), "constants")
    return Header(
        pack=_text(pack["id"], "pack.id"),
        version=_text(pack["version"], "pack.version"),
        hash=_hash(pack["hash"], "pack.hash"),
        seed=_whole(data["seed"], "seed"),
        see=_text(data["see"], "see"),
        seats={role: _text(player, f"seats.{role}") for role, player in seats.items()},
        constants={id: _number(value, f"constants.{id}") for id, value in constants.items()},
        goals=_texts(data.get("goals", []), "goals"),
    )


def _read_turn(value: Any, where: str) -> TurnRecord:
    table = _table(value, where)
    _keys(table, where, {"link", "state"}, {"orders", "answers", "forecasts"})
    orders: dict[str, dict[str, str | float]] = {}
    for role, order in _table(table.get("orders", {}), f"{where}.orders").items():
        at = f"{where}.orders.{role}"
        orders[role] = {
            id: value if isinstance(value, str) else _number(value, f"{at}.{id}")
            for id, value in _table(order, at).items()
        }
    answers: dict[str, dict[str, str]] = {}
    for role, given in _table(table.get("answers", {}), f"{where}.answers").items():
        at = f"{where}.answers.{role}"
        answers[role] = {id: _text(value, f"{at}.{id}") for id, value in _table(given, at).items()}
    at = f"{where}.forecasts"
    forecasts = _table(table.get("forecasts", {}), at)
    return TurnRecord(
        orders,
        answers,
        {id: _number(value, f"{at}.{id}") for id, value in forecasts.items()},
        _hash(table["state"], f"{where}.state"),
    )


def _read_end(value: Any) -> End:
    table = _table(value, END)
    _keys(table, END, {"link", "turns", "state"}, {"ending"})
    ending = table.get("ending")
    return End(
        _whole(table["turns"], "end.turns"),
        _hash(table["state"], "end.state"),
        None if ending is None else _text(ending, "end.ending"),
    )


def _keys(table: Data, where: str, needed: set[str], allowed: Set[str] = frozenset()) -> None:
    """Refuse a table that lacks a key, or has one more."""
    for key in sorted(needed - set(table)):
        raise SaveError(_("{key} is missing").format(key=_dotted(where, key)))
    for key in table:
        if key not in needed and key not in allowed:
            raise SaveError(_("{key!r} is no part of a save").format(key=_dotted(where, key)))


def _dotted(where: str, key: str) -> str:
    return f"{where}.{key}" if where else key


def _refuse(where: str, value: Any, wanted: str) -> SaveError:
    found = repr(value)
    shown = found if len(found) <= 60 else f"{found[:60]}..."
    return SaveError(
        _("{where!r} must be {wanted}, not {found}").format(where=where, wanted=wanted, found=shown)
    )


def _table(value: Any, where: str) -> Data:
    if not isinstance(value, dict):
        raise _refuse(where, value, _("a table"))
    return cast(Data, value)


def _text(value: Any, where: str) -> str:
    if not isinstance(value, str):
        raise _refuse(where, value, _("a text"))
    return value


def _texts(value: Any, where: str) -> tuple[str, ...]:
    if not isinstance(value, list):
        raise _refuse(where, value, _("a list"))
    return tuple(_text(part, where) for part in cast(list[Any], value))


def _hash(value: Any, where: str) -> str:
    if not isinstance(value, str) or not _HASH.fullmatch(value):
        raise _refuse(where, value, _("64 hexadecimal digits"))
    return value


def _whole(value: Any, where: str) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value < 2**63:
        raise _refuse(where, value, _("a whole number from 0 to 2^63 - 1"))
    return value


def _number(value: Any, where: str) -> float:
    if isinstance(value, int | float) and not isinstance(value, bool) and abs(value) <= _GREATEST:
        return float(value)
    raise _refuse(where, value, _("a finite number"))
