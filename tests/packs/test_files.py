"""Files that cannot be read, are too large, or lead out of the pack."""

import os
import shutil
import sys
from pathlib import Path

import pytest

from game.packs import files
from game.packs.read import Reading, read_pack
from tests.packs.examples import HARBOUR


@pytest.fixture
def harbour(tmp_path: Path) -> Path:
    """A copy to spoil."""
    return Path(shutil.copytree(HARBOUR, tmp_path / "harbour"))


def codes(reading: Reading) -> list[str]:
    """The codes of all reports."""
    return [report.code for report in reading.reports]


def test_a_file_in_another_encoding_is_one_report_at_the_byte(harbour: Path) -> None:
    """Nothing is concluded from what could not be read."""
    (harbour / "play.toml").write_bytes(b'[lesson.first]\ntitle = "caf\xe9"\n')
    reading = read_pack(harbour)
    assert codes(reading) == ["file-encoding"]
    place = reading.reports[0].place
    assert (Path(place.file).name, place.line, place.column) == ("play.toml", 2, 13)


def test_a_page_in_another_encoding_is_one_report(harbour: Path) -> None:
    """A link to it is not called unknown as well."""
    (harbour / "codex" / "commons.md").write_bytes(b'+++\ntitle = "caf\xe9"\n+++\n')
    assert codes(read_pack(harbour)) == ["file-encoding"]


def test_a_folder_without_toml_is_no_pack(tmp_path: Path) -> None:
    """An empty folder is one report, not a list of all that is missing."""
    assert codes(read_pack(tmp_path)) == ["file-missing"]


@pytest.mark.skipif(sys.platform == "win32", reason="links need rights there")
def test_links_are_named_and_not_followed(harbour: Path, tmp_path: Path) -> None:
    """A pack from a stranger shows nothing else of the disk, neither by file nor by folder."""
    secret = tmp_path / "secret"
    secret.mkdir()
    (secret / "more.toml").write_text('[lesson.secret]\nturn = 1\ntitle = "a"\ntext = "b"\n')
    (harbour / "more.toml").symlink_to(secret / "more.toml")
    (harbour / "more").symlink_to(secret, target_is_directory=True)
    reading = read_pack(harbour)
    assert codes(reading) == ["file-link", "file-link"]
    assert reading.pack is not None
    assert "secret" not in reading.pack.model.lesson


@pytest.mark.skipif(sys.platform == "win32", reason="pipes have no names there")
def test_a_named_pipe_is_passed_over(harbour: Path) -> None:
    """Reading it would wait for ever."""
    os.mkfifo(harbour / "wait.toml")
    assert codes(read_pack(harbour)) == []


def test_a_file_beyond_the_limit_is_not_read(
    harbour: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """How much is read is bounded before it is read."""
    monkeypatch.setattr(files, "MOST_BYTES_A_FILE", 100_000)
    (harbour / "large.toml").write_text("# " + "x" * 100_000)
    reading = read_pack(harbour)
    assert codes(reading) == ["file-size"]
    assert Path(reading.reports[0].place.file).name == "large.toml"


def test_a_folder_of_too_many_files_is_left_alone(
    harbour: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A home folder given by mistake is not read through."""
    monkeypatch.setattr(files, "MOST_ENTRIES", 3)
    assert codes(read_pack(harbour)) == ["file-size"]


def test_a_pack_beyond_the_limit_is_read_no_further(
    harbour: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What comes after the limit is not called missing."""
    monkeypatch.setattr(files, "MOST_FILES", 3)
    assert codes(read_pack(harbour)) == ["file-size"]


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root reads everything")
def test_a_file_that_may_not_be_read_is_named(harbour: Path) -> None:
    """The system's own words are repeated."""
    (harbour / "play.toml").chmod(0)
    assert codes(read_pack(harbour)) == ["file-unreadable"]


def test_a_file_that_cannot_be_opened_is_named(
    harbour: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As the system would refuse it, whoever asks."""
    really = os.open

    def refuse(path: str | os.PathLike[str], flags: int, mode: int = 0o777) -> int:
        if Path(path).name == "play.toml":
            raise PermissionError(13, "Permission denied")
        return really(path, flags, mode)

    monkeypatch.setattr(files.os, "open", refuse)
    reading = read_pack(harbour)
    assert codes(reading) == ["file-unreadable"]
    assert "Permission denied" in reading.reports[0].message
