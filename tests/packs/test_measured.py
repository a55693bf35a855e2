"""Results that lie beside a pack: read within bounds, kept with it, and no part of its content."""

import json
import os
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from game.packs.measured import (
    FILE,
    MOST_BYTES,
    CheckResult,
    Measured,
    OutsideResult,
    PointResult,
    RecordResult,
    SeriesResult,
    Unreadable,
    read_measured,
    write_measured,
)
from game.packs.read import load_pack
from game.packs.store import find, keep
from game.packs.where import DATA_VARIABLE
from tests.packs.examples import HARBOUR, laid

POINT = PointResult(period="2026Q1", data=2.0, low=1.0, high=3.0, model=2.5, p05=2.0, p95=3.5)
SERIES = SeriesResult(
    error=12.0,
    naive=20.0,
    theil_u=0.5,
    level=0.2,
    swing=0.3,
    rest=0.5,
    in_bounds=1.0,
    covered=1.0,
    required={"peak 2026Q1": True},
    held=True,
    good=False,
    left_out=(),
    points=(POINT,),
)
RESULTS = Measured(
    pack="harbour",
    version="1.0.0",
    hash="0" * 64,
    checks={"c": CheckResult(games=40, share=0.9, low=0.8, high=0.95, needed=0.5, holds=True)},
    record=RecordResult(
        games=2,
        tried=9,
        acceptable=3,
        sets=3,
        coverage=0.5,
        coverage_bare=0.25,
        unstated=0.25,
        series={"s": SERIES},
        controls={},
        fitted={},
    ),
    outside_games=2,
    outside={"o": OutsideResult(p05=1.0, median=2.0, p95=3.0, where="within")},
)


def reason(folder: Path, text: str | bytes) -> str:
    """Why a file of results is not read; empty when it is."""
    (folder / FILE).write_bytes(text if isinstance(text, bytes) else text.encode())
    found = read_measured(folder)
    return found.reason if isinstance(found, Unreadable) else ""


def test_what_is_written_is_read_again(tmp_path: Path) -> None:
    """And nothing is left beside it."""
    write_measured(tmp_path, RESULTS)
    assert read_measured(tmp_path) == RESULTS
    assert [path.name for path in tmp_path.iterdir()] == [FILE]


def test_a_pack_that_nobody_measured_has_no_results(tmp_path: Path) -> None:
    """Which is no mistake."""
    assert read_measured(tmp_path) is None
    assert load_pack(HARBOUR).measured is None


def test_results_are_no_part_of_the_content(tmp_path: Path) -> None:
    """The pack has the hash it had, and saves made before go on."""
    pack = Path(shutil.copytree(HARBOUR, tmp_path / "harbour"))
    before = load_pack(pack)
    write_measured(pack, RESULTS)
    after = load_pack(pack)
    assert (after.hash, after.measured) == (before.hash, RESULTS)


def test_an_overlay_has_its_own_results_alone(tmp_path: Path) -> None:
    """Those of the pack below it were measured in another world."""
    pack = laid(tmp_path, {})
    write_measured(tmp_path / "harbour", RESULTS)
    assert load_pack(pack).measured is None
    write_measured(pack, RESULTS)
    assert load_pack(pack).measured == RESULTS


def test_a_pack_is_kept_with_its_results(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A game that is opened again has the codex it had."""
    monkeypatch.setenv(DATA_VARIABLE, str(tmp_path / "data"))
    pack = Path(shutil.copytree(HARBOUR, tmp_path / "harbour"))
    write_measured(pack, RESULTS)
    kept = find(keep(pack))
    assert kept is not None
    assert load_pack(kept).measured == RESULTS


def test_results_that_cannot_be_read_keep_nothing_from_being_played_or_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """They are left behind."""
    monkeypatch.setenv(DATA_VARIABLE, str(tmp_path / "data"))
    pack = Path(shutil.copytree(HARBOUR, tmp_path / "harbour"))
    (pack / FILE).write_text("<<<<<<< ours", "utf-8")
    assert isinstance(load_pack(pack).measured, Unreadable)
    kept = find(keep(pack))
    assert kept is not None
    assert load_pack(kept).measured is None


def changed(change: Callable[[Any], object]) -> str:
    """The results with something else in them."""
    data = json.loads(RESULTS.text)
    change(data)
    return json.dumps(data)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "Invalid JSON"),
        (b"\xff\xfe{}", "Invalid JSON"),
        ("[]", "should be an object"),
        ("[" * 100_000, "Invalid JSON"),
        ("1" * 1_000, "should be an object"),
        (" " * (MOST_BYTES + 1), "larger than 500,000 bytes"),
        (RESULTS.text.replace('"error": 12.0', '"error": NaN'), "series.s.error: "),
        (RESULTS.text.replace('"error": 12.0', '"error": Infinity'), "series.s.error: "),
        (RESULTS.text.replace('"error": 12.0', '"error": 1e16'), "series.s.error: "),
        (RESULTS.text.replace('"error": 12.0', f'"error": {"9" * 4000}'), "series.s.error: "),
        (RESULTS.text.replace('"error": 12.0', '"error": "12"'), "series.s.error: "),
        (changed(lambda all: all.update(hash="../../etc")), "hash: "),
        (changed(lambda all: all.update(version="\x1b[2J")), "version: "),
        (changed(lambda all: all.update({"\x1b[2J": 1})), r"\x1b[2J: "),
        (changed(lambda all: all["checks"].update({"\u202e": {}})), r"checks.\u202e"),
        (changed(lambda all: all["checks"]["c"].update(share=1.5)), "checks.c.share: "),
        (changed(lambda all: all["checks"]["c"].update(holds=1)), "checks.c.holds: "),
        (changed(lambda all: all["record"]["series"]["s"].update(points=[])), "s.points: "),
    ],
    ids=range(18),
)
def test_a_broken_or_hostile_file_is_one_clear_sentence(
    text: str | bytes, said: str, tmp_path: Path
) -> None:
    """With the place of what is wrong; nothing in it acts on a terminal."""
    told = reason(tmp_path, text)
    assert said in told
    assert told.isprintable()
    assert len(told) <= 200


def test_neither_links_nor_pipes_nor_folders_are_read(tmp_path: Path) -> None:
    """A link could lead to anything of a person's, and a pipe would never end."""
    path = tmp_path / FILE
    write_measured(tmp_path, RESULTS)
    path.rename(tmp_path / "elsewhere")
    path.symlink_to(tmp_path / "elsewhere")
    assert read_measured(tmp_path) == Unreadable(
        "it is a link, and a pack is not read through links"
    )
    path.unlink()
    os.mkfifo(path)
    assert read_measured(tmp_path) == Unreadable("it is no plain file")
    path.unlink()
    path.mkdir()
    assert isinstance(read_measured(tmp_path), Unreadable)


@given(st.binary(max_size=200), st.integers(0, len(RESULTS.text)))
def test_any_bytes_are_read_or_refused(
    tmp_path_factory: pytest.TempPathFactory, data: bytes, at: int
) -> None:
    """Alone, and typed into a good file."""
    folder = tmp_path_factory.getbasetemp()
    whole = RESULTS.text.encode()
    for text in (data, whole[:at] + data + whole[at:]):
        assert reason(folder, text).isprintable()
