"""A pack is read whole, or every mistake in it is told."""

import shutil
from pathlib import Path

import pytest

from game.packs.read import PackError, load_pack, read_pack

HARBOUR = Path(__file__).parents[1] / "fixtures" / "harbour"


def test_a_sound_pack_has_no_report() -> None:
    """The pack that other tests build on is clean, notes included."""
    assert read_pack(HARBOUR).reports == []


def test_gauges_come_after_those_they_name() -> None:
    """The engine computes them in this order, once."""
    order = load_pack(HARBOUR).gauge_order
    assert order.index("season") < order.index("effort") < order.index("catch")


def test_every_formula_is_found_by_its_path() -> None:
    """Also a gauge's value for one option, and a chance that was left out."""
    pack = load_pack(HARBOUR)
    assert pack.rules["gauge.season.values.short"].text == "0.5"
    assert pack.rules["event.collapse_warning.chance"].text == "100%"
    assert [e.target.id for e in pack.effects["event.storm.choice.repair.effects"]] == [
        "cash",
        "boats",
    ]


def test_a_folder_that_is_not_there_is_one_error() -> None:
    """Loading raises what reading only tells."""
    with pytest.raises(PackError, match="no such pack"):
        load_pack(HARBOUR / "nowhere")


def test_an_overlay_is_not_blamed_for_what_it_does_not_use_of_its_base(tmp_path: Path) -> None:
    """A tutorial leaves events out, and with them whatever only they cited or used."""
    shutil.copytree(HARBOUR, tmp_path / "harbour")
    base = tmp_path / "harbour" / "more.toml"
    source = 'title = "A"\npublisher = "B"\ndate = "2020"\nread = "cited"\n'
    base.write_text(f"[source.unread]\n{source}", "utf-8")
    overlay = tmp_path / "calm"
    overlay.mkdir()
    head = 'id = "calm"\ntitle = "Calm"\nversion = "1.0.0"\nformat = 1\nextends = "harbour"\n'
    (overlay / "pack.toml").write_text(f"[pack]\n{head}", "utf-8")
    assert [report.code for report in read_pack(tmp_path / "harbour").reports] == ["source-unused"]
    assert read_pack(overlay).reports == []
    (overlay / "own.toml").write_text(f"[source.own]\n{source}", "utf-8")
    assert [report.code for report in read_pack(overlay).reports] == ["source-unused"]
