"""The model card: the published one is what the command writes, and everything in it leads somewhere."""

import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path

import pytest

from game.cli.card import DEFAULT_PACKS
from game.cli.main import main
from game.packs.read import load_pack
from game.report.card import card
from game.report.links import links_of
from tests.packs.examples import HARBOUR, laid

PUBLISHED = Path(__file__).parents[2] / "docs" / "model"


@cache
def written() -> Mapping[str, str]:
    """The card of the shipped packs."""
    return card(DEFAULT_PACKS)


def test_the_published_card_is_what_the_command_writes() -> None:
    """Byte for byte, and no page beside it; `make card` writes it anew."""
    published = {file.name: file.read_bytes().decode("utf-8") for file in PUBLISHED.iterdir()}
    assert sorted(published) == sorted(written())
    for name, text in written().items():
        assert published[name] == text, name


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
    lines = [line for line in written()["checks.md"].split("\n") if "**FAILS**" in line]
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


def test_a_pack_without_record_or_checks_has_a_card_too(tmp_path: Path) -> None:
    """Its pages say what there is not."""
    assert main(["lab", "card", str(HARBOUR), "--to", str(tmp_path / "card")]) == 0
    told = {file.name: file.read_text("utf-8") for file in (tmp_path / "card").iterdir()}
    assert "No pack of this card has a record" in told["record.md"]
    assert "no outside figures" in told["outside.md"]
    assert not [name for name in told if name.endswith(".svg")]


def test_a_pack_that_cannot_be_played_has_no_card(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A constant without a ground stops it."""
    ice = '[constant.ice]\nunit = "euro"\nvalue = 1\nlow = 0\nhigh = 2\nconfidence = "low"\n'
    broken = laid(tmp_path, {"more.toml": ice})
    assert main(["lab", "card", str(broken), "--to", str(tmp_path / "card")]) != 0
    assert "neither cites a source" in capsys.readouterr().err
    assert not (tmp_path / "card" / "README.md").exists()
