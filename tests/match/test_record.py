"""The text of a save: what is written is read again, what was changed is found, what is no save is refused."""

from contextlib import suppress
from dataclasses import replace
from time import perf_counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from game.match.record import (
    MOST_BYTES,
    End,
    Header,
    Record,
    SaveError,
    TurnRecord,
    broken_at,
    read_record,
    read_summary,
    sections,
    written,
)

ids = st.from_regex(r"[a-z][a-z0-9_]{0,12}", fullmatch=True)
words = st.text(st.characters(exclude_categories=["Cs"]), max_size=40)
numbers = st.floats(allow_nan=False, allow_infinity=False)
hashes = st.from_regex(r"[0-9a-f]{64}", fullmatch=True)
turns = st.builds(
    TurnRecord,
    orders=st.dictionaries(ids, st.dictionaries(ids, words | numbers, max_size=3), max_size=3),
    answers=st.dictionaries(ids, st.dictionaries(ids, words, min_size=1, max_size=3), max_size=2),
    forecasts=st.dictionaries(ids, numbers, max_size=2),
    digest=hashes,
)
headers = st.builds(
    Header,
    pack=words,
    version=words,
    hash=hashes,
    seed=st.integers(0, 2**63 - 1),
    see=words,
    seats=st.dictionaries(ids, words, max_size=3),
    constants=st.dictionaries(ids, numbers, max_size=3),
    goals=st.lists(words, max_size=3).map(tuple),
)


@st.composite
def records(draw: st.DrawFn) -> Record:
    """Any record, of a game that need not make sense."""
    played = tuple(draw(st.lists(turns, max_size=4)))
    end = End(len(played), draw(hashes), draw(st.none() | words))
    return Record(draw(headers), played, end)


HASH = "0" * 64
SMALL = Record(
    Header("harbour", "1.0.0", HASH, 7, "full", {"skipper": "you"}),
    (
        TurnRecord({"skipper": {"buy_boats": 2.0, "nets": "old"}}, {}, {}, HASH),
        TurnRecord({"skipper": {}}, {"skipper": {"storm": "wait"}}, {"decline": 60.0}, HASH),
        TurnRecord({"skipper": {"buy_boats": 1.0}}, {}, {}, HASH),
    ),
    End(3, HASH, None),
)
TEXT = written(SMALL)


@given(records())
@settings(deadline=None)
def test_what_is_written_is_read_again(record: Record) -> None:
    """Whatever words and numbers are in it; and it is whole as it is written."""
    text = written(record)
    assert broken_at(text) is None
    assert read_record(text) == record
    assert read_summary(text) == (record.header, record.end)


def test_a_save_reads_well() -> None:
    """A person who opens it sees what was ordered, without a point after whole numbers."""
    assert [section.name for section in sections(TEXT)] == ["heading", "1", "2", "3", "end"]
    assert '[turn.1.orders.skipper]\nbuy_boats = 2\nnets = "old"\n' in TEXT
    assert '[turn.2.answers.skipper]\nstorm = "wait"\n' in TEXT


@given(at=st.integers(0, len(TEXT) - 1), flip=st.integers(1, 255))
@settings(max_examples=1000, deadline=None)
def test_no_byte_can_be_changed(at: int, flip: int) -> None:
    """The section it is in is named; of a section's first line, it may be the one before."""
    data = bytearray(TEXT.encode())
    data[at] ^= flip
    text = data.decode("utf-8", "surrogateescape")
    broken = broken_at(text)
    start = 0
    names: list[str] = []
    for section in sections(TEXT):
        names.append(section.name)
        first_line = start + section.text.index("\n")
        start += len(section.text) - (section.name == "end")
        if at < start:
            nearby = names[-2:] if at <= first_line else names[-1:]
            assert broken in nearby
            return
    raise AssertionError("the byte is in no section")


@given(st.integers(0, len(TEXT) - 2))
@settings(deadline=None)
def test_a_save_that_breaks_off_is_found(length: int) -> None:
    """Wherever it does."""
    assert broken_at(TEXT[:length]) is not None
    with pytest.raises(SaveError):
        read_summary(TEXT[:length].rpartition("[end]")[0])


@pytest.mark.parametrize("player", ["fixed: " + "x" * 2000, "fixed: " + "." * 101])
def test_what_could_not_be_read_again_is_not_written(player: str) -> None:
    """A person learns of it while there still is a game to save."""
    with pytest.raises(SaveError, match="line 12 is too long"):
        written(replace(SMALL, header=replace(SMALL.header, seats={"skipper": player})))


def test_what_is_added_at_the_end_is_found() -> None:
    """It belongs to the end."""
    assert broken_at(TEXT + "x = 1\n") == "end"


def test_turns_cannot_change_places() -> None:
    """Each link covers all before it."""
    heading, one, two, three, end = (section.text for section in sections(TEXT))
    assert broken_at(heading + one + three.replace("turn.3", "turn.2") + end) == "2"
    assert broken_at(heading + two.replace("turn.2", "turn.1") + end) == "1"


REFUSED = [
    ("format = 1", "format = 2", "format 2, and this program reads format 1"),
    ("format = 1", "format = true", "format True"),
    ("format = 1", "", "format None"),
    ("seed = 7", "seed = -1", "'seed' must be a whole number from 0"),
    ("seed = 7", "seed = 7.0", "'seed' must be a whole number from 0"),
    ("seed = 7", "seed = 9223372036854775808", "'seed' must be a whole number"),
    ("seed = 7", f"seed = {'9' * 1900}", "'seed' must be a whole number"),
    ("seed = 7", f"seed = 0x{'f' * 1900}", "'seed' must be a whole number"),
    ("seed = 7\n", "seed = 7\nluck = 1\n", "'luck' is no part of a save"),
    ('id = "harbour"\n', "", "pack.id is missing"),
    ('id = "harbour"', "id = []", "'pack.id' must be a text, not"),
    (f'hash = "{HASH}"', 'hash = "../.."', "64 hexadecimal digits"),
    ('skipper = "you"', "skipper = 1979-05-27", "'seats.skipper' must be a text"),
    ("buy_boats = 2", "buy_boats = nan", "'turn.1.orders.skipper.buy_boats' must be"),
    ("buy_boats = 2", "buy_boats = inf", "a finite number, not inf"),
    ("buy_boats = 2", "buy_boats = true", "a finite number, not True"),
    ("buy_boats = 2", f"buy_boats = {'9' * 400}", "a finite number"),
    ("decline = 60", 'decline = "60"', "'turn.2.forecasts.decline' must be"),
    ('storm = "wait"', "storm = 1", "'turn.2.answers.skipper.storm' must be a text"),
    ("[turn.2.forecasts]", "[turn.2.guesses]", "'turn.2.guesses' is no part"),
    ("[turn.3", "[turn.4", "turn 3 is missing"),
    ("turns = 3", "turns = 2", "end.turns is 2, and 3 turns are there"),
    ('"old"', '"old', "it is no TOML: .*line 20, column 12"),
    ('"old"', "[" * 1500, "nested too deeply|no TOML"),
    ('"old"', "[\n" * 1500, "nested too deeply|no TOML"),
    ('"old"', f'"{"o" * 2000}"', "line 20 is too long"),
    ('"old"', '"\udcff"', "not written in UTF-8"),
    ('"old"', '"\x1b[2J"', "it is no TOML"),
    (TEXT, "", "'end' must be a table"),
    (TEXT, "format = 1", "'end' must be a table"),
]


@pytest.mark.parametrize(
    ("old", "new", "says"), REFUSED, ids=[f"{n} {says}" for n, (_, _, says) in enumerate(REFUSED)]
)
def test_what_is_no_save_is_refused_with_its_place(old: str, new: str, says: str) -> None:
    """A save may come from anybody, and its seals may have been made anew."""
    assert old in TEXT
    with pytest.raises(SaveError, match=says):
        read_record(TEXT.replace(old, new))


@given(st.text() | st.binary().map(lambda data: data.decode("utf-8", "surrogateescape")))
@settings(deadline=None)
def test_no_text_makes_the_reader_raise_anything_else(text: str) -> None:
    """Also text in the midst of a save."""
    for whole in (text, TEXT.replace('"old"', text), TEXT + text):
        broken_at(whole)
        for reader in (read_record, read_summary):
            with suppress(SaveError):
                reader(whole)


@pytest.mark.parametrize(
    "line",
    [
        "a." * 990 + "k{n} = 1\n",
        "a." * 99 + "k{n} = 1\n",
        "[" + "a." * 99 + "k{n}]\n",
        "k{n} = " + "[" * 900 + "]" * 900 + "\n",
        "k{n} = {{" + "a={{" * 400 + "}}" * 401 + "\n",
        "k{n} = [" + "1," * 980 + "]\n",
        "[turn.{n}]\n",
    ],
    ids=["too many dots", "dots", "headers", "lists", "tables", "numbers", "turns"],
)
def test_a_hostile_text_takes_no_longer_than_its_size_allows(line: str) -> None:
    """The largest text that is read at all, full of what is dear to read."""
    lines = (line.format(n=n) for n in range(1, MOST_BYTES // len(line.format(n=1))))
    text = "".join(lines)[:MOST_BYTES]
    began = perf_counter()
    with pytest.raises(SaveError):
        read_record(text)
    broken_at(text)
    assert perf_counter() - began < 10.0
