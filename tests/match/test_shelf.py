"""The folder of saves: names, whole files, the list."""

import os
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from game.match.record import MOST_BYTES, SaveError
from game.match.shelf import (
    Shelf,
    TakenError,
    checked_name,
    find_save,
    previous_of,
    read_text,
    replace_whole,
    saves_folder,
)
from tests.match.test_record import TEXT


@pytest.fixture
def shelf(tmp_path: Path) -> Shelf:
    """A folder that is not there yet."""
    return Shelf(tmp_path / "saves")


def test_saves_are_in_the_data_folder(data: Path) -> None:
    """Unless the person names another."""
    assert saves_folder() == data / "saves"


@pytest.mark.parametrize("name", ["first", "Group_3-b", "小明", "x" * 60])
def test_a_name_is_the_name_of_its_file(shelf: Shelf, name: str) -> None:
    """In any script, so that people find their saves."""
    assert shelf.write(name, TEXT) == shelf.folder / f"{name}.toml"
    assert [entry.name for entry in shelf.entries()] == [name]


@pytest.mark.parametrize(
    "name",
    [
        *("", " ", ".", "..", "a/b", "../a", "a\\b", "a.b", "a b", "a:b", "*", "~", "$HOME"),
        *("con", "NUL", "com1", "a\0", "a\nb", "a\x1b[2J", "a\u202e", "-" * 61, "明" * 21),
    ],
)
def test_a_name_that_is_no_plain_word_is_refused(shelf: Shelf, name: str) -> None:
    """No name leads out of the folder, or means something to a system; nothing is written."""
    with pytest.raises(SaveError, match="cannot be the name of a save; use letters"):
        shelf.write(name, TEXT)
    assert not shelf.folder.exists()


def test_a_name_is_the_same_however_its_letters_are_composed() -> None:
    """An é of one or two characters is one name."""
    assert checked_name("e\u0301t\u00e9") == "\u00e9t\u00e9"


def test_a_free_name_is_not_taken(shelf: Shelf) -> None:
    """Not by a previous save either, which would be overwritten with the next."""
    assert shelf.free_name("a pack/role") == "a-pack-role"
    shelf.write("game", TEXT)
    shelf.write("game-2", TEXT)
    shelf.write("game-2", f"{TEXT}\n")
    shelf.path("game-2").unlink()
    assert shelf.free_name("game") == "game-3"


def test_the_save_before_is_kept(shelf: Shelf) -> None:
    """One of them, and it is not in the list."""
    for number in range(3):
        shelf.write("game", f"{number}\n")
    assert read_text(shelf.path("game")) == "2\n"
    assert read_text(previous_of(shelf.path("game"))) == "1\n"
    assert len(shelf.entries()) == 1
    assert sorted(path.name for path in shelf.folder.iterdir()) == [
        "game.previous.toml",
        "game.toml",
    ]


def test_saving_the_same_again_keeps_the_save_before(shelf: Shelf) -> None:
    """Whoever leaves right after a turn still has the turn before."""
    for text in ("1\n", "2\n", "2\n"):
        shelf.write("game", text)
    assert read_text(previous_of(shelf.path("game"))) == "1\n"


def no_link(*_: object) -> None:
    """What linking a file does where files have one name."""
    raise OSError("no links here")


def test_the_save_before_is_kept_where_a_file_has_one_name(
    shelf: Shelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Some file systems have no links."""
    monkeypatch.setattr(os, "link", no_link)
    shelf.write("game", "1\n")
    shelf.write("game", "2\n")
    assert read_text(shelf.path("game")) == "2\n"
    assert read_text(previous_of(shelf.path("game"))) == "1\n"


@pytest.mark.parametrize("links", [True, False])
def test_a_new_save_takes_no_name_that_is_taken(
    shelf: Shelf, monkeypatch: pytest.MonkeyPatch, links: bool
) -> None:
    """Whatever the file system; what is there stays, and nothing is left lying about."""
    if not links:
        monkeypatch.setattr(os, "link", no_link)
    assert read_text(shelf.write("game", "1\n", new=True)) == "1\n"
    with pytest.raises(TakenError, match="there is a save game already"):
        shelf.write("game", "2\n", new=True)
    assert read_text(shelf.path("game")) == "1\n"
    assert [path.name for path in shelf.folder.iterdir()] == ["game.toml"]


def test_text_is_on_the_disk_before_it_has_the_name(
    shelf: Shelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And the name is on the disk before the turn counts as saved; power may fail at any time."""
    done: list[str] = []

    def noted(name: str, call: Callable[..., object]) -> Callable[..., object]:
        def wrapped(*arguments: object) -> object:
            done.append(name)
            return call(*arguments)

        return wrapped

    monkeypatch.setattr(os, "fsync", noted("fsync", os.fsync))
    monkeypatch.setattr(Path, "replace", noted("replace", Path.replace))
    shelf.write("game", "1\n")
    assert done == ["fsync", "replace", "fsync"] if os.name != "nt" else ["fsync", "replace"]


def test_a_failure_while_writing_leaves_what_was_there(
    shelf: Shelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Such as a full disk; nothing is left lying about."""
    shelf.write("game", "1\n")

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(SaveError, match=r"cannot be saved in .*: No space left on device"):
        shelf.write("game", "2\n")
    assert [path.name for path in shelf.folder.iterdir()] == ["game.toml"]
    assert read_text(shelf.path("game")) == "1\n"


def test_what_was_abandoned_is_cleared_away(shelf: Shelf) -> None:
    """What a killed process was writing goes with the next save; what may be under way stays."""
    shelf.folder.mkdir()
    old, new, other = (shelf.folder / f".{n}.draft" for n in ("game.1", "game.2", "other.1"))
    for path in (old, new, other):
        path.write_text("half a")
    for path in (old, other):
        os.utime(path, (1, 1))
    replace_whole(shelf.path("game"), TEXT)
    assert [path.exists() for path in (old, new, other)] == [False, True, True]
    assert [entry.name for entry in shelf.entries()] == ["game"]


def test_a_folder_that_cannot_be_made_is_one_sentence(tmp_path: Path) -> None:
    """Also when a part of its path is a file, or it is none that a system could have."""
    (tmp_path / "file").write_text("")
    for folder in (tmp_path / "file" / "saves", tmp_path / "nul\0"):
        with pytest.raises(SaveError, match="the game cannot be saved in"):
            Shelf(folder).write("game", TEXT)
        assert Shelf(folder).entries() == []


def test_a_folder_that_may_not_be_looked_into_is_one_sentence(
    shelf: Shelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A person may have no right to it; whoever runs the tests may have every right."""
    look = Path.stat

    def denied(path: Path, **how: bool) -> os.stat_result:
        if shelf.folder in path.parents:
            raise PermissionError(13, "Permission denied")
        return look(path, **how)

    monkeypatch.setattr(Path, "stat", denied)
    assert shelf.free_name("game") == "game"
    with pytest.raises(SaveError, match="there is no save 'game'"):
        find_save("game", shelf.folder)
    with pytest.raises(SaveError, match="cannot be read: "):
        read_text(shelf.path("game"))


def test_a_save_that_cannot_be_read_stays_in_the_list(shelf: Shelf) -> None:
    """With the reason, so that nobody wonders where their game is. The last played is first."""
    shelf.write("good", TEXT)
    shelf.write("changed", TEXT.replace("buy_boats = 1", "buy_boats = 2"))
    shelf.write("torn", TEXT[:300])
    (shelf.folder / "noise.toml").write_bytes(bytes(range(256)))
    (shelf.folder / "notes.txt").write_text("not a save")
    for number, name in enumerate(("torn", "good", "noise", "changed")):
        os.utime(shelf.path(name), (number, number))
    found = {entry.name: entry for entry in shelf.entries()}
    assert list(found) == ["changed", "noise", "good", "torn"]
    assert found["changed"].problem == "turn 3 was changed"
    assert found["noise"].header is None
    good = found["good"]
    assert good.problem is None
    assert good.header is not None
    assert good.end is not None
    assert (good.header.pack, good.end.turns) == ("harbour", 3)


def test_a_file_that_is_no_save_is_refused_at_once(tmp_path: Path) -> None:
    """Neither an endless file nor a pipe nobody writes to makes the program wait."""
    large = tmp_path / "large.toml"
    large.write_bytes(b"#" * (MOST_BYTES + 1))
    with pytest.raises(SaveError, match="larger than a save can be"):
        read_text(large)
    folder = tmp_path / "folder.toml"
    folder.mkdir()
    with pytest.raises(SaveError, match="cannot be read"):
        read_text(folder)
    if sys.platform != "win32":
        os.mkfifo(tmp_path / "pipe.toml")
        with pytest.raises(SaveError, match="no plain file"):
            read_text(tmp_path / "pipe.toml")


def test_a_save_that_went_through_another_system_is_the_same(tmp_path: Path) -> None:
    """Lines may end in two characters there."""
    path = tmp_path / "game.toml"
    path.write_bytes(TEXT.replace("\n", "\r\n").encode())
    assert read_text(path) == TEXT


def test_a_save_is_found_by_name_or_path(shelf: Shelf) -> None:
    """Also the one before it, and when that alone is left."""
    shelf.write("game", TEXT)
    path = shelf.write("game", f"{TEXT}\n")
    assert find_save("game", shelf.folder) == path
    assert find_save(str(path), Path("elsewhere")) == path
    assert find_save("game.previous", shelf.folder) == previous_of(path)
    path.unlink()
    assert read_text(find_save("game", shelf.folder)) == TEXT
    assert read_text(find_save(str(path), Path("elsewhere"))) == TEXT


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("gane", "no save 'gane'; did you mean game"),
        ("zzz", "no save 'zzz' in .*; try game"),
        ("game.older", "no save 'game.older'"),
        ("nowhere/game.toml", "there is no file nowhere/game.toml"),
        ("..", "cannot be the name"),
        ("a\x1bb", r"'a\\x1bb' cannot be the name"),
    ],
)
def test_a_save_that_is_not_there_is_refused(shelf: Shelf, name: str, says: str) -> None:
    """With the names there are."""
    shelf.write("game", TEXT)
    with pytest.raises(SaveError, match=says):
        find_save(name, shelf.folder)
