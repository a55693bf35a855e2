"""A save is the game: loaded it is the same, changed it is found out, under another pack it says so."""

import re
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from game.errors import GameError
from game.match.game import PERSON, Match
from game.match.record import (
    End,
    Header,
    Record,
    SaveError,
    TurnRecord,
    read_record,
    sections,
    written,
)
from game.match.saves import (
    Autosave,
    ReplayError,
    digest_of,
    going_on,
    load,
    play_again,
    record_of,
    save,
    verify,
)
from game.match.shelf import Shelf
from game.packs.model import Pack
from game.packs.read import load_pack
from game.packs.store import find
from tests.match.plays import HARBOUR, PACK, course, play_on

seeds = st.integers(0, 2**63 - 1)


def played(seed: int = 7, turns: int = 12, pack: Pack = PACK) -> Match:
    """A game of the skipper with orders as dice fall."""
    match = Match.new(pack, seed, {"skipper": PERSON})
    play_on(match, turns, Random(seed))
    return match


@pytest.fixture
def shelf(data: Path) -> Shelf:
    """The folder of saves."""
    return Shelf(data / "saves")


@pytest.fixture
def saved(shelf: Shelf) -> Path:
    """A whole game, saved with its pack."""
    return save(played(), shelf, "game", HARBOUR)


@given(
    seed=seeds,
    dice=st.randoms(use_true_random=False),
    turns=st.integers(0, 12),
    see=st.sampled_from(["full", "odds", "fog"]),
    fuel=st.floats(3, 6),
)
@settings(max_examples=25, deadline=None)
def test_a_loaded_game_is_the_game(
    seed: int, dice: Random, turns: int, see: str, fuel: float
) -> None:
    """Every order, level and cause is the same; and so is what comes, if the same is ordered."""
    match = Match.new(PACK, seed, {"skipper": PERSON}, see, {"fuel": fuel})
    play_on(match, turns, dice)
    loaded = play_again(record_of(match), PACK)
    assert (loaded.exact, loaded.departs, loaded.remarks) == (True, None, ())
    assert loaded.match.setup == match.setup
    assert course(loaded.match) == course(match)
    assert loaded.match.forecasts == match.forecasts
    assert loaded.match.questions == match.questions
    assert record_of(loaded.match) == record_of(match)
    for game in (match, loaded.match):
        play_on(game, 12, Random(1))
    assert course(loaded.match) == course(match)


def test_loading_asks_no_persona(saved: Path) -> None:
    """The council's orders are in the save: with another council the past is the same."""
    record = load(saved).record
    header = replace(record.header, seats={"skipper": PERSON, "council": "random"})
    loaded = play_again(replace(record, header=header), PACK)
    assert loaded.departs is None


def test_a_file_is_the_match(saved: Path) -> None:
    """By way of the disk, and the pack that is kept with it; nothing else of the harbour is here."""
    loaded = load(saved)
    assert loaded.exact
    assert course(loaded.match) == course(played())
    verdict = verify(saved)
    assert (verdict.sound, verdict.said) == (True, "12 turns, as they were saved")
    assert verdict.digest == loaded.digest == loaded.record.end.digest


def test_the_digest_is_that_of_the_state(saved: Path) -> None:
    """It tells every turn from every other, and games that differ."""
    match = load(saved).match
    digests = {digest_of(match.world, state) for state in match.states}
    assert len(digests) == len(match.states)
    other = played(8)
    assert digest_of(other.world, other.state) not in digests


def test_a_changed_byte_of_an_order_names_its_turn(saved: Path) -> None:
    """Whichever byte it is, and whether or not the file can still be read."""
    text = saved.read_text(encoding="utf-8")
    at = 0
    dice = Random(0)
    tried = 0
    for section in sections(text):
        orders = re.search(r"\[turn\.\d+\.orders.*", section.text, re.DOTALL)
        if orders is not None:
            body = orders[0].rstrip("\n")
            for place in range(len(body)):
                data = bytearray(text.encode())
                data[at + orders.start() + place] ^= 1 << dice.randrange(8)
                saved.write_bytes(bytes(data))
                verdict = verify(saved)
                assert (verdict.sound, verdict.place) == (False, section.name)
                assert verdict.said.startswith(f"turn {section.name} was changed")
                tried += 1
        at += len(section.text)
    assert tried > 500
    with pytest.raises(SaveError, match=r"game\.toml: turn 12 was changed after it was saved"):
        load(saved)


def test_a_file_that_is_no_toml_any_more_says_where(saved: Path) -> None:
    """The turn, and the line for whoever would mend it."""
    text = saved.read_text(encoding="utf-8").replace("[turn.4.orders.council]", "[turn.4.orders")
    saved.write_text(text, encoding="utf-8")
    verdict = verify(saved)
    assert verdict.place == "4"
    assert re.search(r"turn 4 was changed .*no TOML: .*line \d+, column \d+", verdict.said)


def test_a_changed_save_points_to_the_one_before(saved: Path, shelf: Shelf) -> None:
    """If there is one, which then can be loaded."""
    save(played(8), shelf, "game")
    saved.write_text(saved.read_text("utf-8").replace("seed = 8", "seed = 9"), encoding="utf-8")
    with pytest.raises(SaveError, match=r"the heading was changed .* is game\.previous"):
        load(saved)
    assert load(shelf.folder / "game.previous.toml").departs is None


def forged(path: Path, change: Callable[[Record], Record]) -> None:
    """Change a save and seal it anew."""
    path.write_text(written(change(load(path).record)), encoding="utf-8")


def with_turn(number: int, **change: Any) -> Callable[[Record], Record]:
    """A change of one turn."""

    def changed(record: Record) -> Record:
        turns = list(record.turns)
        turns[number - 1] = replace(turns[number - 1], **change)
        return replace(record, turns=tuple(turns))

    return changed


@pytest.mark.parametrize(
    ("turn", "change", "says"),
    [
        (5, {"orders": {"skipper": {"buy_boats": 99}}}, "turn 5: skipper: .* beyond the most"),
        (5, {"orders": {"skipper": {"buy_boats": 0.5}}}, "turn 5: skipper: .* not a multiple"),
        (5, {"orders": {"skipper": {"buy_boats": -1}}}, "turn 5: skipper: .* give 0 or more"),
        (5, {"orders": {"skipper": {"buy_boats": "x"}}}, "turn 5: skipper: .* is not a dial"),
        (5, {"orders": {"skipper": {"nets": 1}}}, "turn 5: skipper: nets is not an amount"),
        (5, {"orders": {"skipper": {"quota": "open"}}}, "turn 5: skipper: quota is not a dial"),
        (5, {"orders": {"council": {"quota": "shut"}}}, "turn 5: council: .* no option shut"),
        (5, {"orders": {"mayor": {}}}, "turn 5: 'mayor' is no role"),
        (5, {"answers": {"skipper": {"storn": "wait"}}}, "turn 5: .*storn asks skipper nothing"),
        (5, {"forecasts": {"decline": 50}}, "turn 5: .*was not asked"),
        (2, {"forecasts": {"decline": 101}}, "turn 2: .* from 0 to 100"),
    ],
)
def test_a_forged_order_is_refused_with_its_turn(
    saved: Path, turn: int, change: dict[str, Any], says: str
) -> None:
    """Whoever seals a save anew still cannot order what nobody may."""
    forged(saved, with_turn(turn, **change))
    with pytest.raises(SaveError, match=says):
        load(saved)
    verdict = verify(saved)
    assert (verdict.sound, verdict.place) == (False, str(turn))
    assert re.search(says, verdict.said)


def test_a_forged_order_that_is_legal_comes_out_otherwise(saved: Path) -> None:
    """The state after the turn is not the one that was saved."""
    forged(saved, with_turn(12, orders={"council": {"quota": "closed"}}))
    verdict = verify(saved)
    assert (verdict.sound, verdict.place) == (False, "12")
    assert verdict.said == "turn 12 comes out otherwise than it was saved"
    loaded = load(saved)
    assert loaded.departs == 12
    assert loaded.remarks == ("from turn 12 on the game departs from what was saved",)


def test_the_first_turn_that_was_forged_is_named(shelf: Shelf) -> None:
    """Not a later one, whose orders can then not be paid for."""
    match = Match.new(PACK, 7, {"skipper": PERSON})
    match.end()
    match.set("buy_boats", 3)
    match.end()
    path = save(match, shelf, "game", HARBOUR)
    record = with_turn(1, orders={"skipper": {"buy_boats": 3}})(record_of(match))
    path.write_text(written(record), encoding="utf-8")
    verdict = verify(path)
    assert (verdict.sound, verdict.place) == (False, "1")
    assert re.search("turn 1: it comes out otherwise .* turn 2: skipper: the order", verdict.said)
    with pytest.raises(SaveError, match=r"game\.toml: turn 1: it comes out otherwise"):
        load(path)


@pytest.mark.parametrize(
    "change", [{"digest": "0" * 64}, {"ending": "empty_bay"}, {"ending": None}]
)
def test_a_forged_end_is_found_out(saved: Path, change: dict[str, Any]) -> None:
    """Nobody wins by writing so."""
    forged(saved, lambda record: replace(record, end=replace(record.end, **change)))
    assert (verify(saved).sound, load(saved).departs) == (False, 12)


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"seats": {"skipper": "steady", "mayor": "steady"}}, "'mayor' is no role"),
        ({"seats": {"skipper": "greedy"}}, "'greedy' does not play skipper"),
        ({"seats": {"skipper": PERSON, "council": PERSON}}, "only one seat"),
        ({"see": "everything"}, "'everything' is none of full"),
        ({"constants": {"tide": 1.0}}, "no constant of this pack"),
        ({"constants": {"fuel": 1e9}}, "outside its range"),
        ({"seats": {"skipper": PERSON}, "goals": ("peace", "bay")}, "'peace' is no goal"),
    ],
)
def test_a_forged_heading_is_refused(saved: Path, change: dict[str, Any], says: str) -> None:
    """As a person who set up such a game would be."""
    forged(saved, lambda record: replace(record, header=replace(record.header, **change)))
    with pytest.raises(SaveError, match=says):
        load(saved)
    verdict = verify(saved)
    assert (verdict.sound, verdict.place) == (False, "heading")


def test_a_game_cannot_go_on_after_its_end(saved: Path) -> None:
    """A thirteenth turn of twelve is refused by its number."""
    record = load(saved).record
    more = replace(
        record, turns=(*record.turns, record.turns[-1]), end=replace(record.end, turns=13)
    )
    with pytest.raises(ReplayError, match="turn 13: the game ended with turn 12"):
        play_again(more, PACK)


names = st.sampled_from(
    ["skipper", "council", "mayor", "nets", "quota", "buy_boats", "storm", "decline", "cash", ""]
)
values = st.sampled_from(["old", "fine_mesh", "short", "closed", "repair", "wait", ""]) | st.floats(
    allow_nan=False, allow_infinity=False
)
forgeries = st.builds(
    TurnRecord,
    orders=st.dictionaries(names, st.dictionaries(names, values, max_size=3), max_size=3),
    answers=st.dictionaries(names, st.dictionaries(names, names, max_size=2), max_size=2),
    forecasts=st.dictionaries(names, st.floats(-1, 101), max_size=2),
    digest=st.just("0" * 64),
)


@given(
    turns=st.lists(forgeries, min_size=1, max_size=3),
    seats=st.dictionaries(names, names | st.sampled_from([PERSON, "steady", "hold"]), max_size=2),
    constants=st.dictionaries(names | st.just("fuel"), st.floats(0, 10), max_size=1),
    exact=st.booleans(),
)
@settings(max_examples=200, deadline=None)
def test_no_forgery_is_worse_than_refused(
    turns: list[TurnRecord], seats: dict[str, str], constants: dict[str, float], exact: bool
) -> None:
    """Names in places where they mean nothing, under its own pack or another."""
    digest = PACK.hash if exact else "0" * 64
    header = Header("harbour", "1.0.0", digest, 7, "full", seats, constants)
    record = Record(header, tuple(turns), End(len(turns), "0" * 64, None))
    try:
        loaded = play_again(read_record(written(record)), PACK)
    except SaveError as error:
        assert exact or "only one seat" in str(error)  # noqa: PT017  # either outcome will do
    else:
        assert loaded.departs == 1


def another_harbour(folder: Path, *changes: tuple[str, str]) -> Pack:
    """The harbour at version 1.1.0, with something else in it."""
    shutil.copytree(HARBOUR, folder / "harbour")
    for file in (folder / "harbour").glob("*.toml"):
        text = file.read_text(encoding="utf-8")
        for pattern, new in (('version = "1.0.0"', 'version = "1.1.0"'), *changes):
            text = re.sub(pattern, new, text)
        file.write_text(text, encoding="utf-8")
    return load_pack(folder / "harbour")


def own(data: Path) -> Path:
    """Where a person's own packs are."""
    return data / "my-packs"


FEWER_FISH = (r"growth_rate \* fish", "0.9 * growth_rate * fish")


def test_a_save_is_played_with_the_pack_it_was_made_under(saved: Path, data: Path) -> None:
    """A new version of the pack changes nothing in old games."""
    another_harbour(own(data), FEWER_FISH)
    loaded = load(saved)
    assert loaded.exact
    assert loaded.match.pack.model.pack.version == "1.0.0"
    assert verify(saved).sound


def without_the_kept_pack(data: Path) -> None:
    """Lose the packs that were kept with saves."""
    shutil.rmtree(data / "packs")


def test_under_a_newer_pack_it_says_where_it_departs(saved: Path, data: Path) -> None:
    """When the pack it was made under is lost, the game goes on with the one there is."""
    without_the_kept_pack(data)
    another_harbour(own(data), FEWER_FISH)
    loaded = load(saved)
    assert (loaded.exact, loaded.departs) == (False, 1)
    assert loaded.remarks == (
        "it was made with version 1.0.0 of harbour, and is played with 1.1.0",
        "from turn 1 on the game departs from what was saved",
    )
    verdict = verify(saved)
    assert not verdict.sound
    assert "departs" in verdict.said


def test_under_a_newer_pack_that_plays_alike_it_departs_nowhere(saved: Path, data: Path) -> None:
    """New words are no new game."""
    without_the_kept_pack(data)
    another_harbour(own(data), ('title = "A storm"', 'title = "A gale"'))
    loaded = load(saved)
    assert (loaded.exact, loaded.departs) == (False, None)
    assert course(loaded.match) == course(played())
    verdict = verify(saved)
    assert verdict.sound
    assert verdict.said == (
        "12 turns, as they were saved; it was made with version 1.0.0 of harbour, and is played "
        "with 1.1.0"
    )


@pytest.mark.parametrize(
    ("changes", "goals"),
    [((), ("bay", "income")), (((r"\bbay\b", "sea"),), ("income", "sea"))],
)
def test_the_goals_that_matter_most_are_saved_with_the_game(
    shelf: Shelf, data: Path, changes: tuple[tuple[str, str], ...], goals: tuple[str, str]
) -> None:
    """They are shown again at the end; where a later pack has not got them, its first ones are."""
    match = Match.new(PACK, 7, {"skipper": PERSON}, goals=["bay", "income"])
    match.end()
    path = save(match, shelf, "game")
    another_harbour(own(data), *changes)
    assert load(path).match.goals == goals


def test_what_a_pack_has_renamed_is_found_under_its_new_name(shelf: Shelf, data: Path) -> None:
    """A stock, a decision and a persona of the same pack by other names: the same game."""
    match = Match.new(PACK, 7, constants={"fuel": 3.5})
    play_on(match, 12, Random(0))
    path = save(match, shelf, "game")
    names = {"cash": "money", "buy_boats": "order_hulls", "steady": "patient", "fuel": "diesel"}
    changes = [(rf"\b{old}\b", new) for old, new in names.items()]
    lines = "".join(f'{old} = "{new}"\n' for old, new in names.items())
    another_harbour(own(data), *changes, (r"\[calendar\]", f"[renamed]\n{lines}[calendar]"))
    loaded = load(path)
    assert loaded.remarks == (
        "it was made with version 1.0.0 of harbour, and is played with 1.1.0",
    )
    assert loaded.departs is None
    assert loaded.match.setup.seats == {"skipper": "patient", "council": "careful"}
    assert loaded.match.setup.constants == {"diesel": 3.5}
    amounts = [turn.orders["skipper"].amounts for turn in loaded.match.played]
    assert {id for order in amounts for id in order} == {"order_hulls"}


def test_what_another_pack_does_not_have_is_left_out_and_said(shelf: Shelf, data: Path) -> None:
    """A game is never lost because its pack has moved on."""
    match = Match.new(PACK, 7, {"skipper": PERSON, "council": "careful"}, constants={"fuel": 5.5})
    match.set("buy_boats", 3)
    play_on(match, 12, Random(7))
    path = save(match, shelf, "game")
    another_harbour(
        own(data),
        (r"\bcareful\b", "wise"),
        ('max = "5"', 'max = "0"'),
        ("turns = 12", "turns = 9"),
        ("high = 6", "high = 5"),
    )
    loaded = load(path)
    assert loaded.departs == next(
        n for n, turn in enumerate(match.played, 1) if turn.orders["skipper"].amounts
    )
    assert len(loaded.match.played) == 9
    assert loaded.match.finished
    said = "\n".join(loaded.remarks)
    assert "'careful' does not play council; try wise" in said
    assert "constant 'fuel' cannot be set to 5.5 now" in said
    assert "skipper can order nothing of what was ordered: Order boats" in said
    assert "the game ended with turn 9" in said
    assert not any(turn.orders["skipper"].amounts for turn in loaded.match.played)


def test_a_pack_that_is_not_here_is_named(saved: Path, data: Path) -> None:
    """With its version, so that it can be looked for."""
    without_the_kept_pack(data)
    for attempt in (load, verify):
        with pytest.raises(SaveError, match=r"'harbour', version '1\.0\.0', which is not here"):
            attempt(saved)


@pytest.mark.parametrize("id", ["harbour", "./harbour", "../harbour", "{here}/harbour", "a\0b"])
def test_no_path_in_a_save_is_opened(
    saved: Path, data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, id: str
) -> None:
    """A stranger's save does not choose what is read: a pack is found among the person's own alone."""
    without_the_kept_pack(data)
    (tmp_path / "below").mkdir()
    for folder in (tmp_path, tmp_path / "below"):
        shutil.copytree(HARBOUR, folder / "harbour")
    monkeypatch.chdir(tmp_path / "below")
    record = record_of(played())
    header = replace(record.header, pack=id.format(here=tmp_path), hash="0" * 64)
    saved.write_text(written(replace(record, header=header)), encoding="utf-8")
    with pytest.raises(SaveError, match="which is not here"):
        load(saved)


def test_a_kept_pack_that_was_changed_is_not_taken(saved: Path, data: Path) -> None:
    """What is found under a hash must have that hash."""
    kept = find(PACK.hash)
    assert kept is not None
    for file in kept.glob("*.toml"):
        text = file.read_text(encoding="utf-8")
        file.write_text(re.sub(*FEWER_FISH, text), encoding="utf-8")
    with pytest.raises(SaveError, match="which is not here"):
        load(saved)
    another_harbour(own(data))
    assert load(saved).departs is None


def test_a_save_keeps_its_pack(saved: Path, tmp_path: Path) -> None:
    """Once: the next save of the game does not read the pack again."""
    assert find(PACK.hash) is not None
    save(played(), Shelf(saved.parent), "game", tmp_path / "gone")


def test_a_pack_that_cannot_be_kept_is_said_once_the_game_is_saved(
    shelf: Shelf, data: Path
) -> None:
    """The game comes first."""
    data.mkdir(parents=True)
    (data / "packs").write_text("in the way")
    with pytest.raises(SaveError, match="the game is saved, but its pack could not be kept"):
        save(played(), shelf, "game", HARBOUR)
    assert shelf.path("game").is_file()


def test_a_game_that_cannot_be_saved_goes_on(tmp_path: Path) -> None:
    """It is said once, not every turn; once it can be saved again, it is."""
    (tmp_path / "saves").write_text("in the way")
    autosave = Autosave(Shelf(tmp_path / "saves"), "game", HARBOUR)
    match = played(turns=1)
    said = autosave.save(match)
    assert said is not None
    assert said.startswith(f"the game cannot be saved in {tmp_path / 'saves'}: ")
    play_on(match, 1, Random(0))
    assert autosave.save(match) is None
    (tmp_path / "saves").unlink()
    play_on(match, 1, Random(0))
    assert autosave.save(match) is None
    assert course(load(autosave.path).match) == course(match)
    shutil.rmtree(tmp_path / "saves")
    (tmp_path / "saves").write_text("in the way again")
    assert autosave.save(match) is not None


def test_games_that_begin_at_once_have_each_a_save(shelf: Shelf) -> None:
    """A class begins with one seed in one folder; nobody's game is lost under another's name."""
    games = [played(turns=1) for _ in range(3)]
    autosaves = [Autosave(shelf, shelf.free_name("class-7")) for _ in games]
    for _ in range(2):
        for match, autosave in zip(games, autosaves, strict=True):
            assert autosave.save(match) is None
            play_on(match, 1, Random(0))
    assert [autosave.path.stem for autosave in autosaves] == ["class-7", "class-7-2", "class-7-3"]
    assert [entry.end.turns for entry in shelf.entries() if entry.end] == [2, 2, 2]


def test_a_game_that_goes_on_keeps_its_name(saved: Path, shelf: Shelf) -> None:
    """What was saved in an earlier session is the save before."""
    assert Autosave(shelf, "game").save(played(turns=3)) is None
    assert len(load(saved).match.played) == 3
    assert len(load(shelf.folder / "game.previous.toml").match.played) == 12


def test_a_loaded_game_goes_on_where_it_was(saved: Path, shelf: Shelf, tmp_path: Path) -> None:
    """In the folder it lies in, whichever that is; its pack is kept with it from then on."""
    assert going_on(load(saved), saved, tmp_path).path == saved
    elsewhere = tmp_path / "elsewhere" / "game.toml"
    elsewhere.parent.mkdir()
    elsewhere.write_bytes(saved.read_bytes())
    assert going_on(load(elsewhere), elsewhere, shelf.folder).path == elsewhere


def test_a_loaded_game_goes_on_under_a_new_name_where_it_would_lose_something(
    saved: Path, shelf: Shelf, data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The save before another, an example, a file with a name of its own, a game that departed."""
    folder = shelf.folder
    new = folder / "game-2.toml"
    save(played(turns=11), shelf, "game")
    before = folder / "game.previous.toml"
    assert going_on(load(before), before, folder).path == new
    named = saved.with_name("my game.toml")
    named.write_bytes(saved.read_bytes())
    assert going_on(load(named), named, folder).path == folder / "my-game.toml"
    monkeypatch.setattr("game.match.shelf.examples_folder", lambda: folder)
    assert going_on(load(saved), saved, folder).path == new
    monkeypatch.undo()
    monkeypatch.setenv("CHIPRACE_DATA", str(data))
    without_the_kept_pack(data)
    another_harbour(own(data), FEWER_FISH)
    loaded = load(saved)
    autosave = going_on(loaded, saved, folder)
    assert autosave.path == new
    assert autosave.save(loaded.match) is None
    assert find(loaded.match.pack.hash) is not None
    assert load(new).remarks == ()


def test_a_pack_that_cannot_be_kept_changes_no_name(shelf: Shelf, data: Path) -> None:
    """It is said once; every turn is saved in one place."""
    data.mkdir(parents=True)
    (data / "packs").write_text("in the way")
    autosave = Autosave(shelf, "game", HARBOUR)
    assert "could not be kept" in (autosave.save(played(turns=1)) or "")
    assert autosave.save(played(turns=2)) is None
    assert [(entry.name, entry.end and entry.end.turns) for entry in shelf.entries()] == [
        ("game", 2)
    ]


def test_an_autosave_with_no_name_a_file_can_have_is_refused_at_once(shelf: Shelf) -> None:
    """Before a turn is played, not after."""
    with pytest.raises(GameError, match="cannot be the name of a save"):
        Autosave(shelf, "../game")
