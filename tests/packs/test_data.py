"""Tables of data: what is said of a cell, a row or a mark that does not fit."""

from pathlib import Path

import pytest

from game.packs.codex import marks
from game.packs.read import read_pack
from tests.packs.examples import laid

BOATS = """\
[table.boats]
title = "Boats"

[table.boats.column.crew]
title = "Crew"

[table.boats.column.yard]
title = "Yard"
kind = "text"

[table.boats.row.cutter]
title = "Cutter"
cells = { crew = 4, yard = "North" }
sources = ["ostrom-1990"]
"""

PAGE = '+++\ntitle = "The fleet"\n+++\n'


def found(folder: Path, boats: str = BOATS, page: str = "") -> list[tuple[str, str]]:
    """Code and mend of every report of a pack with this table and this page."""
    files = {"boats.toml": boats, "codex/fleet.md": PAGE + page}
    return [(report.code, report.mend) for report in read_pack(laid(folder, files)).reports]


def test_a_sound_table_has_nothing_to_report(tmp_path: Path) -> None:
    """With a mark that draws all, and one that draws a part."""
    assert found(tmp_path, page="{{table boats}}\n\n{{table boats: crew; cutter}}\n") == []


@pytest.mark.parametrize(
    ("before", "after", "code", "mend"),
    [
        ("crew = 4", "crow = 4", "name-part", "Did you mean `crew`?"),
        ("crew = 4", 'crew = "4"', "table-cell", "Write a number"),
        ('yard = "North"', "yard = 7", "table-cell", "Put it in quotes."),
        ("crew = 4", "crew = true", "value-type", "Write a text or a number."),
        ('sources = ["ostrom-1990"]', "", "source-missing", "Add `sources"),
        ("ostrom-1990", "ostrom-1991", "name-unknown", "Did you mean `ostrom-1990`?"),
        ("row.cutter", "row.Cutter", "id-form", "Write `cutter`."),
        ('title = "Crew"', "", "key-missing", "Add `title = ...`"),
    ],
)
def test_a_mistake_in_a_table_is_one_report_with_its_mending(
    before: str, after: str, code: str, mend: str, tmp_path: Path
) -> None:
    """Each kind of mistake that a table invites."""
    ((said, how),) = found(tmp_path, BOATS.replace(before, after))
    assert said == code
    assert how.startswith(mend)


@pytest.mark.parametrize(
    ("mark", "mend"),
    [
        ("{{table boots}}", "Did you mean `boats`?"),
        ("{{table trains}}", "Add [table.trains]."),
        ("{{table boats: yards}}", "Did you mean `yard`?"),
        ("{{table boats: crew; tug}}", "It has `cutter`."),
        ("{{tabel boats}}", "Write it on a line of its own"),
        ("All boats: {{table boats}}", "Write it on a line of its own"),
    ],
)
def test_a_mark_that_draws_nothing_is_reported(mark: str, mend: str, tmp_path: Path) -> None:
    """With what would do."""
    ((code, how),) = found(tmp_path, page=mark)
    assert code == "codex-table"
    assert how.startswith(mend)


def test_a_mark_names_its_columns_and_rows() -> None:
    """And where each stands, so that a report can point at it."""
    text = "First.\n\n{{table boats: crew, yard; cutter}}\n"
    (mark,) = marks(text)
    assert mark.table is not None
    names = [mark.table, *mark.columns, *mark.rows]
    assert [part.text for part in names] == ["boats", "crew", "yard", "cutter"]
    assert all(text[part.start : part.end] == part.text for part in names)
