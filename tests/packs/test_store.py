"""Packs are found by id and kept by hash."""

import shutil
from pathlib import Path

import pytest

from game.packs.read import PackError, load_pack
from game.packs.shelf import shelf
from game.packs.store import find, keep
from game.packs.where import DATA_VARIABLE, folder_of, kept_folder, own_folder, shipped_folder
from tests.packs.examples import HARBOUR, laid


@pytest.fixture(autouse=True)
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A data folder of one's own."""
    folder = tmp_path / "data"
    monkeypatch.setenv(DATA_VARIABLE, str(folder))
    return folder


def test_a_pack_is_kept_as_it_was(tmp_path: Path) -> None:
    """A save goes on working when the pack has been edited, and when it is gone."""
    pack = Path(shutil.copytree(HARBOUR, tmp_path / "harbour"))
    pack_hash = keep(pack)
    shutil.rmtree(pack)
    kept = find(pack_hash)
    assert kept is not None
    assert load_pack(kept).hash == pack_hash == load_pack(HARBOUR).hash


def test_an_overlay_is_kept_with_what_it_lies_on(tmp_path: Path) -> None:
    """Neither may change under a save."""
    pack = laid(tmp_path, {"a.toml": "[stock.fish]\nstart = 500\n"})
    pack_hash = keep(pack)
    shutil.rmtree(tmp_path / "harbour")
    shutil.rmtree(pack)
    kept = find(pack_hash)
    assert kept is not None
    model = load_pack(kept).model
    assert model.stock["fish"].start == 500
    assert model.pack.id == "example"


def test_keeping_twice_keeps_once(tmp_path: Path) -> None:
    """And leaves no draft behind."""
    assert keep(HARBOUR) == keep(HARBOUR)
    assert [entry.name for entry in kept_folder().iterdir()] == [load_pack(HARBOUR).hash]


def test_a_broken_pack_is_not_kept(tmp_path: Path) -> None:
    """There is nothing to play."""
    pack = laid(tmp_path, {"a.toml": "[stock.fish]\nstart = 5000\n"})
    with pytest.raises(PackError):
        keep(pack)
    assert not kept_folder().exists()


@pytest.mark.parametrize("name", ["", "0" * 64, "../../etc", "x" * 64, "a/b"])
def test_what_is_not_kept_is_not_found(name: str) -> None:
    """A hash comes from a save, which may be anybody's."""
    assert find(name) is None


def test_shipped_packs_are_on_the_shelf_and_can_be_played() -> None:
    """All of them, with nothing to report."""
    entries = [entry for entry in shelf() if entry.origin == "shipped"]
    assert {entry.id for entry in entries} == {
        folder.name for folder in shipped_folder().iterdir() if folder.is_dir()
    }
    assert [entry.error for entry in entries] == [None] * len(entries)


def test_a_broken_pack_stays_on_the_shelf_with_its_first_error() -> None:
    """One that disappeared would be searched for in vain."""
    broken = Path(shutil.copytree(HARBOUR, own_folder() / "harbour"))
    path = broken / "pack.toml"
    path.write_text(path.read_text("utf-8").replace("start = 600", "start = 6000"), "utf-8")
    (own_folder() / "worse").mkdir()
    (own_folder() / "worse" / "pack.toml").write_bytes(b"\xff\xfe")
    (own_folder() / "no-pack").mkdir()
    mine = {entry.id: entry for entry in shelf() if entry.origin == "own"}
    assert list(mine) == ["harbour", "worse"]
    assert mine["harbour"].title == "The Harbour"
    assert "pack.toml:21:9: `start` is 6000" in (mine["harbour"].error or "")
    assert "not UTF-8" in (mine["worse"].error or "")


def test_a_pack_of_ones_own_is_found_by_its_id() -> None:
    """As a shipped one is."""
    shutil.copytree(HARBOUR, own_folder() / "harbour")
    assert folder_of("harbour") == own_folder() / "harbour"
    assert load_pack("harbour").id == "harbour"


@pytest.mark.parametrize(
    "name", ["../harbour", "..", ".", "", "a/b", "C:x", "x" * 100, "har\x00bour"]
)
def test_an_id_is_never_a_path(name: str) -> None:
    """It comes from files of strangers."""
    assert folder_of(name) is None
