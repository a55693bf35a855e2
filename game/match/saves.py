"""A match and its save: writing one down, playing one again, and telling whether it is as it was.

Loading replays: the recorded orders of all seats are judged as a person's are, and played. No persona
decides anything anew. A save is data from a stranger: no path in it is opened, and nothing of it is used
before its seals, types and names have been checked.
"""

import hashlib
import json
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from game.engine.offers import Order
from game.engine.turn import RuleFailureError, State
from game.engine.world import UnknownConstantError, World, compile_world
from game.match.game import PERSON, GameOverError, IllegalOrderError, Match, SetupError
from game.match.record import (
    HEADING,
    End,
    Header,
    Record,
    SaveError,
    TurnRecord,
    broken_at,
    parsed,
    place_of,
    read_record,
    written,
)
from game.match.shelf import (
    PREVIOUS,
    Shelf,
    TakenError,
    is_example,
    is_there,
    previous_of,
    read_text,
)
from game.packs.model import Pack
from game.packs.read import PackError, load_pack, read_pack
from game.packs.store import find, keep
from game.packs.where import folder_of
from game.players.named import UnknownPlayerError, parse_player
from game.words import _


def digest_of(world: World, state: State, names: Mapping[str, str] | None = None) -> str:
    """A sha256 (hex) of where one game stands: turn, stocks, pipelines, dials, fired events.

    These are rounded to a grain by the engine, so it is the same on every machine.

    Args:
        world: The pack.
        state: Where a single game stands.
        names: Names that ids go by instead.
    """
    layout, model, row = world.layout, world.pack.model, state.rows[0]
    called = names or {}

    def levels(first: int, count: int) -> list[str]:
        return [(float(value) + 0.0).hex() for value in row[first : first + count]]

    def option(id: str, index: int) -> str:
        return list(model.decision[id].option)[index]

    def table(entries: Mapping[str, Any]) -> dict[str, Any]:
        return {called.get(id, id): entry for id, entry in entries.items()}

    fired = {id: int(row[index]) for id, index in layout.fired.items() if row[index] > 0.0}
    facts = {
        "turn": int(row[layout.turn]),
        "stocks": table({id: levels(index, 1) for id, index in layout.stocks.items()}),
        "pipelines": table({id: levels(r.index, r.count) for id, r in layout.slots.items()}),
        "dials": table({id: option(id, int(row[index])) for id, index in layout.dial.items()}),
        "fired": table(fired),
    }
    text = json.dumps(facts, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def record_of(match: Match) -> Record:
    """What is written down of a match: all that was handed in, and where it led."""
    setup = match.setup
    header = Header(
        pack=match.pack.id,
        version=match.pack.model.pack.version,
        hash=match.pack.hash,
        seed=setup.seed,
        see=setup.see,
        seats=setup.seats,
        constants=setup.constants,
        goals=setup.goals,
    )
    turns = tuple(
        TurnRecord(
            orders={
                role: {**order.dials, **order.amounts} for role, order in played.orders.items()
            },
            answers={role: order.answers for role, order in played.orders.items()},
            forecasts=played.forecasts,
            digest=digest_of(match.world, played.turn.state),
        )
        for played in match.played
    )
    end = End(len(turns), digest_of(match.world, match.state), match.ending)
    return Record(header, turns, end)


class Autosave:
    """Saves a match after every turn, under one name.

    When it cannot, it says so once and the game goes on unsaved; it goes on trying. A name that was free
    when the game began and is not any more when it is first saved becomes the next that is free.
    """

    def __init__(self, shelf: Shelf, name: str, pack_folder: Path | None = None) -> None:
        """Save under this name in this folder.

        Args:
            shelf: The folder of saves.
            name: The name of the save.
            pack_folder: The folder the pack was read from, so that the pack can be kept with the save.

        Raises:
            SaveError: No save can have that name.
        """
        self.path = shelf.path(name)
        self._shelf = shelf
        self._new = not is_there(self.path)
        self._pack_folder = pack_folder
        self._failed = False

    @property
    def failed(self) -> bool:
        """Whether the last save could not be written."""
        return self._failed

    def save(self, match: Match) -> str | None:
        """Save the match; a sentence when that failed and did not fail before."""
        try:
            self._save(match)
        except SaveError as error:
            failed_before, self._failed = self._failed, True
            return None if failed_before else str(error)
        self._failed = False
        return None

    def _save(self, match: Match) -> None:
        text = written(record_of(match))
        if self._new:
            self._write_new(text)
        else:
            self._shelf.write(self.path.stem, text)
        keep_pack(match, self._pack_folder)

    def _write_new(self, text: str) -> None:
        while self._new:
            try:
                self._shelf.write(self.path.stem, text, new=True)
                self._new = False
            except TakenError:
                self.path = self._shelf.path(self._shelf.free_name(self.path.stem))


def save(match: Match, shelf: Shelf, name: str, pack_folder: Path | None = None) -> Path:
    """Write a match down, and keep its pack; the save that had the name becomes the previous one.

    Raises:
        SaveError: The name cannot be, or the folder cannot be written to.
    """
    path = shelf.write(name, written(record_of(match)))
    keep_pack(match, pack_folder)
    return path


def keep_pack(match: Match, pack_folder: Path | None) -> None:
    """Keep the pack of a match, which was read from this folder, for its saves.

    Raises:
        SaveError: It cannot be kept.
    """
    if pack_folder is None or find(match.pack.hash) is not None:
        return
    try:
        keep(pack_folder)
    except (OSError, PackError) as error:
        raise SaveError(
            _("the game is saved, but its pack could not be kept with it: {reason}").format(
                reason=error
            )
        ) from None


class ReplayError(SaveError):
    """A turn of a save cannot be played again."""

    def __init__(self, turn: int, problem: str) -> None:
        super().__init__(_("turn {turn}: {problem}").format(turn=turn, problem=problem))
        self.turn = turn


@dataclass(frozen=True, slots=True)
class Loaded:
    """A match that was played again from a save."""

    match: Match
    record: Record
    """The save as it is written."""
    exact: bool
    """Whether it was played with the very pack it was made under."""
    departs: int | None
    """The first turn that came out otherwise than it was saved; None when none did."""
    remarks: tuple[str, ...]
    """What a person should know before playing on, in sentences."""

    @property
    def digest(self) -> str:
        """The digest of where the game stands."""
        return digest_of(self.match.world, self.match.state)


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether a save is as it was written."""

    sound: bool
    said: str
    """The verdict in a sentence."""
    place: str | None = None
    """Where it is not: `heading`, the number of a turn, or `end`."""
    digest: str | None = None
    """Of the last state, played again; None when it could not be."""

    @property
    def turn(self) -> int | None:
        """The turn where it is not, if it is a turn."""
        return int(self.place) if self.place and self.place.isdecimal() else None


def going_on(loaded: Loaded, path: Path, folder: Path) -> Autosave:
    """Saves a game that was loaded and goes on: where it was, if that loses nothing.

    Under a new name in the person's own folder go an example game, the save before another, one that
    came out otherwise than it was saved, and one whose file has a name that is none of ours.

    Args:
        loaded: What was loaded.
        path: The file it was loaded from.
        folder: The person's folder of saves.
    """
    pack_folder = folder_of(loaded.match.pack.id)
    ours = loaded.exact and loaded.departs is None and not is_example(path)
    with suppress(SaveError):
        if ours:
            return Autosave(Shelf(path.parent), path.stem, pack_folder)
    shelf = Shelf(folder)
    return Autosave(shelf, shelf.free_name(path.stem.removesuffix(PREVIOUS)), pack_folder)


def load(path: Path) -> Loaded:
    """Play a save again, with the pack it was made under.

    When that very pack is not here, the one that now has its id is taken, and remarks say what came of
    it.

    Raises:
        SaveError: It cannot be read, was changed, holds what its pack does not, or its pack is not here.
        PackError: Its pack is here and cannot be read.
    """
    text = read_text(path)
    try:
        broken = broken_at(text)
        if broken is not None:
            hint = _("the save before it is {name}").format(name=previous_of(path).stem)
            more = f"; {hint}" if is_there(previous_of(path)) else ""
            raise SaveError(_changed(text, broken) + more)
        record = read_record(text)
        return play_again(record, pack_of(record.header))
    except SaveError as error:
        raise SaveError(f"{path}: {error}") from None


def verify(path: Path) -> Verdict:
    """Whether a save is as it was written, and still comes out as it did.

    Raises:
        SaveError: It cannot be read at all, or its pack is not here.
        PackError: Its pack is here and cannot be read.
    """
    text = read_text(path)
    broken = broken_at(text)
    if broken is not None:
        return Verdict(False, _changed(text, broken), broken)
    try:
        record = read_record(text)
    except SaveError as error:
        return Verdict(False, str(error))
    pack = pack_of(record.header)
    try:
        loaded = play_again(record, pack)
    except ReplayError as error:
        return Verdict(False, str(error), str(error.turn))
    except SaveError as error:
        return Verdict(False, str(error), HEADING)
    if loaded.departs is None:
        said = _("{turns} turns, as they were saved").format(turns=len(record.turns))
        return Verdict(True, "; ".join((said, *loaded.remarks)), digest=loaded.digest)
    if loaded.exact:
        said = _("turn {turn} comes out otherwise than it was saved").format(turn=loaded.departs)
    else:
        said = "; ".join(loaded.remarks)
    return Verdict(False, said, str(loaded.departs), loaded.digest)


def pack_of(header: Header) -> Pack:
    """The very pack a save was made under; if that is not here, the one that now has its id.

    Raises:
        SaveError: There is no pack of that id.
        PackError: It is here and cannot be read.
    """
    kept = find(header.hash)
    if kept is not None:
        reading = read_pack(kept)
        if reading.pack is not None and reading.pack.hash == header.hash:
            return reading.pack
    folder = folder_of(header.pack)
    if folder is None:
        raise SaveError(
            _("it was made with the pack {id!r}, version {version!r}, which is not here").format(
                id=header.pack, version=header.version
            )
        )
    return load_pack(folder)


def play_again(record: Record, pack: Pack) -> Loaded:
    """Play a record again with a pack; with another than its own, as far as that can be done.

    Raises:
        SaveError: Its seats or settings are not of its own pack; or, as `ReplayError`, an order of a
            turn is refused.
    """
    return _Replay(record, pack).played()


def _changed(text: str, broken: str) -> str:
    said = _("{place} was changed after it was saved").format(place=place_of(broken))
    try:
        parsed(text)
    except SaveError as error:
        return f"{said} ({error})"
    return said


class _Replay:
    """Plays a record again, and gathers what is to be said of it."""

    def __init__(self, record: Record, pack: Pack) -> None:
        self.record = record
        self.pack = pack
        self.exact = pack.hash == record.header.hash
        self.remarks: dict[str, None] = {}
        """In the order in which they came up, each once."""
        self.new = {} if self.exact else pack.model.renamed
        self.old = {new: old for old, new in self.new.items()}

    def played(self) -> Loaded:
        if not self.exact:
            self._remark(
                _("it was made with version {version} of {id}, and is played with {now}").format(
                    version=self.record.header.version,
                    id=self.pack.id,
                    now=self.pack.model.pack.version,
                )
            )
        match = self._begun()
        departs: int | None = None
        for number, turn in enumerate(self.record.turns, start=1):
            try:
                self._turn(match, number, turn)
            except GameOverError as error:
                if self.exact:
                    raise ReplayError(number, str(error)) from None
                self._remark(str(error))
                departs = departs or number
                break
            except (IllegalOrderError, RuleFailureError) as error:
                if departs is None:
                    raise ReplayError(number, str(error)) from None
                problem = _("it comes out otherwise than it was saved, and then {problem}")
                later = ReplayError(number, str(error))
                raise ReplayError(departs, problem.format(problem=later)) from None
            if departs is None and not self._as_saved(match, turn.digest):
                departs = number
        if departs is None and not self._ended_as_saved(match):
            departs = len(self.record.turns)
        if departs is not None:
            self._remark(
                _("from turn {turn} on the game departs from what was saved").format(turn=departs)
            )
        return Loaded(match, self.record, self.exact, departs, tuple(self.remarks))

    def _remark(self, said: str) -> None:
        self.remarks[said] = None

    def _as_saved(self, match: Match, digest: str) -> bool:
        """Whether the game stands where it stood, whatever things are called now."""
        world, state = match.world, match.state
        return digest == digest_of(world, state) or (
            bool(self.old) and digest == digest_of(world, state, self.old)
        )

    def _ended_as_saved(self, match: Match) -> bool:
        end, ending = self.record.end, match.ending
        called = {ending, self.old.get(ending or "", ending)}
        return self._as_saved(match, end.digest) and end.ending in called

    def _begun(self) -> Match:
        header = self.record.header
        seats, constants, goals = header.seats, header.constants, header.goals
        if not self.exact:
            seats, constants = self._known_seats(), self._known_constants()
            goals = self._known_goals(seats)
        try:
            return Match.new(self.pack, header.seed, seats, header.see, constants, goals)
        except (SetupError, UnknownPlayerError, UnknownConstantError) as error:
            raise SaveError(str(error)) from None

    def _known_seats(self) -> dict[str, str]:
        """The seats as far as another pack has them."""
        world = compile_world(self.pack)
        seats: dict[str, str] = {}
        for old_role, old_player in self.record.header.seats.items():
            role, player = self._now(old_role), self._now(old_player)
            try:
                parse_player(world, role, "hold" if player == PERSON else player)
                seats[role] = player
            except UnknownPlayerError as error:
                self._remark(str(error))
        return seats

    def _known_constants(self) -> dict[str, float]:
        """The constants that were set, as far as another pack has them and their range."""
        tables = self.pack.model.constant
        kept: dict[str, float] = {}
        for old_id, value in self.record.header.constants.items():
            id = self._now(old_id)
            if id in tables and tables[id].low <= value <= tables[id].high:
                kept[id] = value
            else:
                self._remark(
                    _("constant {id!r} cannot be set to {value:g} now").format(id=id, value=value)
                )
        return kept

    def _known_goals(self, seats: Mapping[str, str]) -> tuple[str, ...]:
        """The goals that matter most, if another pack has them all."""
        person = next((role for role, player in seats.items() if player == PERSON), None)
        if person is None:
            return ()
        goals = tuple(self._now(goal) for goal in self.record.header.goals)
        known = self.pack.model.role[person].goal
        return goals if all(goal in known for goal in goals) else ()

    def _turn(self, match: Match, number: int, turn: TurnRecord) -> None:
        """Play a turn; with another pack than its own, what that does not allow is left out."""
        orders = {role: self._order(match, role, turn) for role in (*turn.orders, *turn.answers)}
        orders = {self._now(role): order for role, order in orders.items()}
        forecasts = {self._now(id): percent for id, percent in turn.forecasts.items()}
        if not self.exact:
            for role, order in list(orders.items()):
                if role not in match.setup.seats:
                    self._remark(_("{role!r} is no role any more").format(role=role))
                    del orders[role]
                    continue
                asked = match.offers_of(role).asks
                answers = {id: choice for id, choice in order.answers.items() if id in asked}
                orders[role] = replace(order, answers=answers)
                why_not = match.why_illegal(role, orders[role])
                if why_not is not None:
                    self._remark(
                        _(
                            "turn {turn}: {role} can order nothing of what was ordered: {why}"
                        ).format(turn=number, role=role, why=why_not)
                    )
                    orders[role] = Order()
            forecasts = {id: p for id, p in forecasts.items() if id in match.questions}
        match.replay(orders, forecasts)

    def _order(self, match: Match, role: str, turn: TurnRecord) -> Order:
        entries = {self._now(id): value for id, value in turn.orders.get(role, {}).items()}
        answers = {self._now(id): value for id, value in turn.answers.get(role, {}).items()}
        return Order(
            {id: value for id, value in entries.items() if isinstance(value, str)},
            {id: value for id, value in entries.items() if not isinstance(value, str)},
            answers,
        )

    def _now(self, id: str) -> str:
        """What an id is called now."""
        return self.new.get(id, id)
