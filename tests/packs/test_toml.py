"""Every place the scanner gives is the place of that key, value or character."""

import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any, cast

import pytest
import tomli_w
from hypothesis import given
from hypothesis import strategies as st

from game.packs.toml import Path as TomlPath
from game.packs.toml import Spot, TextFile, offsets, scan
from tests.packs.examples import HARBOUR

NASTY = '''\
# a comment with = and [brackets]
top = "a \\"quoted\\" word" # [not.a.table]
"quoted key" = 'literal \\ text'
a.b . "c d" = 1979-05-27 07:32:00 # a date with a space
empty = ""

  [ indented . "table" ]   # comment
list = [ 1, # one
  [2, 3], # two
  "three # 3", { four = 4, five.six = [ 5 ] },
]
text = """
first line
second \\
    line with \\u00e9 and ""quotes"""""
literal = \'\'\'a 'b' c\'\'\'
number = 1_000.5e3
[[rows]]
x = 1
[[rows]]
x = 2
[rows.inner]
y = true
'''


def file_of(text: str) -> TextFile:
    """A file as read."""
    return TextFile("nasty.toml", text, text)


def values(data: Any, path: TomlPath = ()) -> Iterator[tuple[TomlPath, Any]]:
    """Everything in a table, lists and tables included."""
    if path:
        yield path, data
    if isinstance(data, dict):
        for key, part in cast(dict[str, Any], data).items():
            yield from values(part, (*path, key))
    elif isinstance(data, list):
        for index, part in enumerate(cast(list[Any], data)):
            yield from values(part, (*path, index))


def is_header(text: str, spot: Spot) -> bool:
    """Whether the place is that of a table's header."""
    before = text[: spot.start].rpartition("\n")[2]
    return text[spot.start] == "[" and not before.strip()


def assert_placed(text: str) -> None:
    """The text at the place of each value, read on its own, is that value."""
    spots = scan(file_of(text))
    data = tomllib.loads(text)
    for path, value in values(data):
        spot = spots[path]
        token = text[spot.start : spot.end]
        if isinstance(value, dict) and not token.startswith("{"):
            continue
        if isinstance(value, list) and is_header(text, spot):
            continue
        assert tomllib.loads(f"v = {token}")["v"] == value, path
        key = path[-1]
        if isinstance(key, str):
            written = text[spot.key_start : spot.key_end]
            assert list(tomllib.loads(f"{written} = 1")) == [key]
        letters = offsets(token)
        if isinstance(value, str):
            assert letters is not None
            assert len(letters) == len(value) + 1


def test_every_value_of_a_nasty_file_is_found_in_its_place() -> None:
    """Comments, dates with a space, dotted and quoted keys, lists of tables, texts of many lines."""
    assert_placed(NASTY)


@pytest.mark.parametrize("path", sorted(HARBOUR.rglob("*.toml")), ids=lambda path: path.name)
def test_every_value_of_a_pack_is_found_in_its_place(path: Path) -> None:
    """As packs are written."""
    assert_placed(path.read_text("utf-8"))


keys = st.text(st.characters(codec="utf-8", exclude_characters="\x00"), max_size=6)
scalars = (
    st.booleans()
    | st.integers(-(2**60), 2**60)
    | st.floats(allow_nan=False)
    | st.text(max_size=12)
    | st.dates()
)
tables = st.recursive(
    st.dictionaries(keys, scalars, max_size=4),
    lambda inner: st.dictionaries(
        keys, scalars | inner | st.lists(inner | scalars, max_size=3), max_size=4
    ),
    max_leaves=12,
)


@given(tables, st.booleans())
def test_every_value_of_any_table_is_found_in_its_place(data: dict[str, Any], wide: bool) -> None:
    """Whatever keys and texts hold."""
    assert_placed(tomli_w.dumps(data, multiline_strings=wide).replace("\r\n", "\n"))


@given(st.text(max_size=30))
def test_every_character_of_a_text_is_found(text: str) -> None:
    """A character that needs no escape stands where its offset says."""
    token = tomli_w.dumps({"v": text})[4:-1]
    letters = offsets(token)
    assert letters is not None
    for at, character in enumerate(text):
        written = token[letters[at] : letters[at + 1]]
        assert tomllib.loads(f'v = "{written}"')["v"] == character


def test_a_part_of_a_text_of_many_lines_is_found_on_its_line() -> None:
    """A formula may be cut into lines, and its mistake is shown on the right one."""
    text = '[flow.x]\nadd = """\nfish *\n  bots"""\n'
    spot = scan(file_of(text))["flow", "x", "add"]
    at = len("fish *\n  ")
    place = spot.part(at, at + 4)
    assert (place.line, place.column, place.end_line, place.end_column) == (4, 3, 4, 7)
    assert place.source == '  bots"""'


def test_characters_after_an_escape_are_found() -> None:
    """An escape is several characters of the file and one of the text."""
    spot = scan(file_of('a = "x\\u00e9y\\tz"\n'))["a",]
    assert [spot.part(i, i + 1).column for i in range(5)] == [6, 7, 13, 14, 16]
