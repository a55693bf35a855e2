"""The figures of the shipped packs: where they come from, and how they are shown."""

import re

import pytest

from game.packs.codex import marks
from game.packs.model import Pack, Row
from game.packs.read import load_pack
from game.views.codex import Grid, article

PACKS = ("two-doors", "first-quarter", "since-2022")


def chips() -> dict[str, Row]:
    """The chips of the race."""
    return load_pack("two-doors").model.table["chips"].row


@pytest.mark.parametrize("pack", PACKS)
def test_every_table_of_the_codex_fits_a_narrow_terminal(pack: str) -> None:
    """In the 72 columns of the plain face, so in the 80 of a screen too."""
    told = load_pack(pack)
    grids = [b for id in told.codex for b in article(told, id).blocks if isinstance(b, Grid)]
    assert len(grids) >= 8
    for grid in grids:
        assert len(grid.lines(72)) == len(grid.rows) + 1, grid.heads


def test_every_row_of_a_table_is_drawn_on_some_page() -> None:
    """And every column: data that nobody sees are not kept."""
    pack = load_pack("two-doors")
    for id, table in pack.model.table.items():
        drawn = [m for page in pack.codex.values() for m in marks(page.text) if m.table]
        drawn = [mark for mark in drawn if mark.table and mark.table.text == id]
        rows = {part.text for mark in drawn for part in mark.rows}
        rows |= set(table.row) if any(not mark.rows for mark in drawn) else set()
        columns = {part.text for mark in drawn for part in mark.columns}
        columns |= set(table.column) if any(not mark.columns for mark in drawn) else set()
        assert rows == set(table.row), id
        assert set(table.column) - columns <= {"price_low", "price_high"}, id


def test_what_is_worked_out_from_other_cells_agrees_with_them() -> None:
    """The part of an H100, and what the rule of 2026 makes of a chip."""
    rows = {id: row.cells for id, row in chips().items()}
    for id, cells in rows.items():
        tpp, speed = cells.get("tpp"), cells.get("bandwidth")
        if isinstance(tpp, int) and isinstance(whole := rows["h100"]["tpp"], int):
            assert cells["of_h100"] == round(tpp / whole, 2), id
        if isinstance(tpp, int) and isinstance(speed, int | float) and "rule" in cells:
            allowed = tpp < 21000 and speed < 6.5
            assert cells["rule"] == ("case by case" if allowed else "denied"), id


def test_a_price_lies_within_its_range() -> None:
    """Where one is known."""
    for id, row in chips().items():
        found = [row.cells.get(key) for key in ("price_low", "price", "price_high")]
        known = [price for price in found if isinstance(price, int)]
        assert known == sorted(known), id


@pytest.mark.parametrize(("pack", "fewest"), [("two-doors", 40), ("since-2022", 45)])
def test_the_figures_that_matter_are_held_to_the_data(pack: str, fewest: int) -> None:
    """An overlay adds claims of its own to those of the pack below it."""
    assert len(load_pack(pack).model.claim) >= fewest


def test_no_page_or_event_stands_without_a_ground() -> None:
    """Each names its sources, or says that it assumes."""
    pack: Pack = load_pack("two-doors")
    for page in pack.codex.values():
        assert page.sources, page.id
    for id, event in pack.model.event.items():
        assert event.sources or event.assumption, id


def test_a_source_can_be_found() -> None:
    """By an address, unless it is a book, an article or a note in a public repository."""
    for id, source in load_pack("since-2022").model.source.items():
        assert re.fullmatch(r"(19|20)\d\d(-\d\d)?(-\d\d)?", source.date), id
        assert source.url or source.read == "cited" or "GitHub" in source.publisher, id
