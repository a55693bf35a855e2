"""Tables of the codex, laid out."""

from pathlib import Path

from game.packs.read import load_pack
from game.views.blocks import Grid
from game.views.codex import article
from game.views.letters import columns
from tests.packs.examples import laid
from tests.packs.test_data import BOATS, PAGE

GRID = Grid(
    heads=("Chip", "Maker", "Memory (GB)"),
    rows=(("H200", "Nvidia", "141"), ("昇腾", "华为", "64"), ("X", "-", "-")),
    right=(False, False, True),
)


def test_numbers_stand_at_the_right_and_wide_characters_take_two_columns() -> None:
    """All lines of a column of numbers end at the same place."""
    lines = GRID.lines(40)
    assert lines == (
        "Chip  Maker   Memory (GB)",
        "H200  Nvidia          141",
        "昇腾  华为             64",
        "X     -                 -",
    )
    assert {columns(line) for line in lines} == {25}


def test_a_table_that_is_too_wide_is_told_row_by_row() -> None:
    """Nothing is cut off, and what is not known is left out."""
    assert GRID.lines(24) == (
        "H200: Maker Nvidia,",
        "  Memory (GB) 141",
        "昇腾: Maker 华为, Memory",
        "  (GB) 64",
        "X:",
    )


def test_a_page_draws_the_part_of_a_table_that_it_names(tmp_path: Path) -> None:
    """Between its paragraphs, and with the sources of the rows."""
    page = f"{PAGE}Before.\n{{{{table boats: crew}}}}\nAfter."
    folder = laid(tmp_path, {"boats.toml": BOATS, "codex/fleet.md": page})
    told = article(load_pack(folder), "fleet")
    assert told.paragraphs == ("Before.", "After.")
    assert told.blocks[1] == Grid(("Boats", "Crew"), (("Cutter", "4"),), (False, True))
    assert told.sources == ("Governing the Commons. Cambridge University Press, 1990.",)
