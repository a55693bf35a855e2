"""The model card: the published one is what the command writes, and everything in it leads somewhere."""

import re
import shutil
from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest

from game.cli.card import DEFAULT_PACKS
from game.cli.main import main
from game.lab.measure import measure
from game.packs.measured import FILE, Measured
from game.packs.model import Pack
from game.packs.read import load_pack
from game.packs.where import shipped_folder
from game.report.card import card
from game.views.links import links_of
from tests.packs.examples import HARBOUR, laid

PUBLISHED = Path(__file__).parents[2] / "docs" / "model"


@cache
def measured() -> tuple[Pack, ...]:
    """The shipped packs, with what their games come to now."""
    packs = {id: load_pack(id) for id in DEFAULT_PACKS}
    return tuple(replace(pack, measured=measure(pack, id)) for id, pack in packs.items())


@cache
def written() -> Mapping[str, str]:
    """The card of the shipped packs."""
    return card(measured())


def test_the_published_card_is_what_the_command_writes() -> None:
    """Byte for byte, and no page beside it; `make card` writes it anew."""
    published = {file.name: file.read_bytes().decode("utf-8") for file in PUBLISHED.iterdir()}
    assert sorted(published) == sorted(written())
    for name, text in written().items():
        assert published[name] == text, name


def test_the_results_beside_the_packs_are_what_the_command_writes() -> None:
    """Byte for byte: the codex of a game tells what the card does."""
    for pack in measured():
        assert isinstance(pack.measured, Measured)
        assert (shipped_folder() / pack.id / FILE).read_bytes().decode() == pack.measured.text


def test_every_link_of_the_card_leads_somewhere() -> None:
    """To a page or picture of the card, and to a place that is on it."""
    for name, text in written().items():
        for target in re.findall(r"\]\(([^()\s]+)\)", text) if name.endswith(".md") else ():
            page, _hash, place = target.partition("#")
            assert (page or name) in written(), target
            assert not place or f'<a id="{place}"></a>' in written()[page or name], target


def test_nothing_that_the_pack_claims_is_missing() -> None:
    """Every constant, check, target, outside figure and source has its line."""
    two, since = (load_pack(id) for id in DEFAULT_PACKS)
    for page, ids in {
        "constants.md": {*two.model.constant, *since.model.constant},
        "sources.md": {*two.model.source, *since.model.source},
        "equations.md": {*two.model.stock, *two.model.gauge, *two.model.pipeline},
    }.items():
        assert [id for id in ids if f"`{id}`" not in written()[page]] == []
    for id in two.model.check:
        assert f'<a id="{id}"></a>' in written()["checks.md"]
    for id in since.model.target:
        assert f'<a id="{id}"></a>' in written()["record.md"]
        assert f"record-{id}.svg" in written()
    for table in two.model.outside.values():
        assert table.title in written()["outside.md"]


def test_a_check_that_fails_is_shown_as_failing() -> None:
    """The card says what the notes say."""
    lines = [line for line in written()["checks.md"].split("\n") if "| FAILS |" in line]
    assert any("#flip_flop_or_deny" in line for line in lines)
    assert not any("#sanction_paradox" in line for line in lines)


def test_data_under_a_licence_is_named_with_it() -> None:
    """Those who made it asked for that."""
    assert "Epoch AI, CC BY 4.0" in written()["README.md"]


def test_every_link_of_the_map_joins_two_things_of_the_pack() -> None:
    """In both pictures and tables: none is lost between formula and map."""
    pack = load_pack("two-doors")
    links = links_of(pack)
    assert {link.effect for link in links} <= {
        *pack.model.stock, *pack.model.gauge, *pack.model.pipeline,
    }  # fmt: skip
    by_ends = {(link.cause, link.effect): link.sign for link in links}
    assert by_ends["big_fund", "fund_plan"] == "?"
    assert by_ends["home_yield", "wafer_output"] == "+"
    assert by_ends["home_yield", "home_price"] == "-"
    assert by_ends["home_on_order", "firm_home"] == "+"


def harbour(folder: Path, more: str = "") -> Path:
    """The harbour in a folder of its own, with more tables."""
    pack = Path(shutil.copytree(HARBOUR, folder / "harbour"))
    (pack / "more.toml").write_text(more, "utf-8")
    return pack


def test_a_pack_without_record_or_checks_has_a_card_too(tmp_path: Path) -> None:
    """Its pages say what there is not, and no results are left beside it."""
    pack = harbour(tmp_path)
    assert main(["lab", "card", str(pack), "--to", str(tmp_path / "card")]) == 0
    told = {file.name: file.read_text("utf-8") for file in (tmp_path / "card").iterdir()}
    assert "No pack of this card has a record" in told["record.md"]
    assert "no outside figures" in told["outside.md"]
    assert "no checks" in told["checks.md"]
    assert not [name for name in told if name.endswith(".svg")]
    assert not (pack / FILE).exists()


CHECK = """
[check.fish_are_left]
title = "Fish are left"
compare = { skipper = "hold" }
expect = "fish above 1 at turn 2"
in = "10% of 40 games"
assumption = "A rule of thumb."
"""


def test_results_take_the_place_of_a_link_and_not_of_what_it_leads_to(tmp_path: Path) -> None:
    """A pack from a stranger may hold one that leads anywhere."""
    pack = harbour(tmp_path, CHECK)
    precious = tmp_path / "precious"
    precious.write_text("mine", "utf-8")
    (pack / FILE).symlink_to(precious)
    assert main(["lab", "card", str(pack), "--to", str(tmp_path / "card")]) == 0
    assert precious.read_text("utf-8") == "mine"
    found = load_pack(pack).measured
    assert isinstance(found, Measured)
    assert found.hash == load_pack(pack).hash
    assert found.checks["fish_are_left"].games == 40
    assert sorted(path.name for path in pack.iterdir()) == sorted(
        ["codex", FILE, "more.toml", "pack.toml", "play.toml"]
    )


def test_a_card_is_written_also_where_its_results_cannot_be_left(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """As for a pack that belongs to somebody else; one sentence says so."""
    pack = harbour(tmp_path, CHECK)
    (pack / FILE).mkdir()
    assert main(["lab", "card", str(pack), "--to", str(tmp_path / "card")]) == 0
    assert f"{FILE} cannot be left in" in capsys.readouterr().err
    assert "Fish are left” holds" in (tmp_path / "card" / "checks.md").read_text("utf-8")


def test_a_pack_that_cannot_be_played_has_no_card(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A constant without a ground stops it."""
    ice = '[constant.ice]\nunit = "euro"\nvalue = 1\nlow = 0\nhigh = 2\nconfidence = "low"\n'
    broken = laid(tmp_path, {"more.toml": ice})
    assert main(["lab", "card", str(broken), "--to", str(tmp_path / "card")]) != 0
    assert "neither cites a source" in capsys.readouterr().err
    assert not (tmp_path / "card" / "README.md").exists()
