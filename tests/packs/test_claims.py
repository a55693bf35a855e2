"""Claims: figures in texts against the data that the pack declares for them."""

from pathlib import Path

import pytest

from game.packs.diagnostics import Report
from game.packs.read import read_pack
from tests.packs.examples import laid

PACK = """\
[event.count]
title = "The boats are counted"
text = "The fleet has 8 boats, 2.5 to a pier, and 1,200 crates."
when = "turn > 3"
assumption = "Such counts are made."

[table.yard]
title = "Yard"
[table.yard.column.crates]
title = "Crates"
[table.yard.row.north]
title = "North"
cells = { crates = 1163 }
assumption = "Counted."

[claim.fleet]
in = "event.count.text"
says = "8 boats, 2.5 to a pier"
equals = ["boats", "boats / 3.2"]

[claim.crates]
in = "event.count.text"
says = "1,200 crates"
equals = ["yard.north.crates"]
"""


def reports(folder: Path, text: str = PACK, page: str = "") -> list[Report]:
    """All that is said of a pack with these claims and this page."""
    files = {"claims.toml": text} | ({"codex/fleet.md": page} if page else {})
    return list(read_pack(laid(folder, files)).reports)


def test_figures_that_agree_as_they_are_rounded_have_nothing_to_report(tmp_path: Path) -> None:
    """1,163 written as 1,200 is rounding, and 2.5 is exact."""
    assert reports(tmp_path) == []


def test_what_is_told_again_is_held_to_the_data_too(tmp_path: Path) -> None:
    """Its place is its number in the list, from 0."""
    again = 'once = false\nagain = ["The fleet has 9 boats now, and {rafts}."]'
    text = PACK.replace("when = ", f"{again}\nwhen = ").replace(
        'in = "event.count.text"\nsays = "8 boats, 2.5 to a pier"\nequals = ["boats", "boats / 3.2"]',
        'in = "event.count.again.0"\nsays = "9 boats now"\nequals = ["boats"]',
    )
    assert [report.code for report in reports(tmp_path, text)] == ["name-in-text", "claim-differs"]


@pytest.mark.parametrize(
    ("before", "after", "message", "mend"),
    [
        ("crates = 1163", "crates = 1263", "says 1,200, and `yard.north.crates` is 1,263", "1,300"),
        ("crates = 1163", "crates = 963", "says 1,200, and `yard.north.crates` is 963", "1,000"),
        ("boats / 3.2", "boats / 3", "says 2.5, and `boats / 3` is 2.66667", "2.7"),
        ('["boats", ', '["boats * 2", ', "says 8, and `boats * 2` is 16", "16"),
        ('["boats", ', '["trust", ', "says 8, and `trust` is 0.6", "1"),
    ],
)
def test_a_figure_that_differs_is_shown_with_the_data(
    before: str, after: str, message: str, mend: str, tmp_path: Path
) -> None:
    """In the text, with a second pointer to the datum and the figure that would do."""
    (report,) = reports(tmp_path, PACK.replace(before, after))
    assert report.code == "claim-differs"
    assert message in report.message
    assert report.mend == f"Write {mend}, or correct the data."
    assert report.place.source.startswith('text = "The fleet')
    assert report.second is not None


def test_a_figure_is_found_in_a_page_whose_lines_break_elsewhere(tmp_path: Path) -> None:
    """The words of a claim stand on one line, those of a page do not."""
    page = '+++\ntitle = "Fleet"\nassumption = "Counted."\n+++\nThe fleet has\n9 boats now.\n'
    claim = '[claim.x]\nin = "codex.fleet"\nsays = "fleet has 9 boats"\nequals = ["boats"]\n'
    (report,) = reports(tmp_path, claim, page)
    assert report.code == "claim-differs"
    assert (report.place.line, report.place.column, report.place.end_column) == (6, 1, 2)


@pytest.mark.parametrize(
    ("before", "after", "mend"),
    [
        ('in = "event.count.text"', 'in = "event.count.txt"', "Did you mean `event.count.text`?"),
        ('in = "event.count.text"', 'in = "here"', "Write where it stands"),
        ('["boats", ', '["boat", ', "Did you mean `boats`?"),
        ('["boats", ', '["boats + 1", ', "Write one of them."),
        ('["boats", ', '["boats * ", ', "Join data by `*` and `/`."),
        ('["boats", ', '["boats / 0", ', "Name other data."),
        ('["boats", ', '["8", ', "Name a cell, a constant or a stock."),
        ('["boats", ', "[", "Name a datum for each figure, in their order."),
    ],
)
def test_a_claim_that_cannot_be_read_is_one_error(
    before: str, after: str, mend: str, tmp_path: Path
) -> None:
    """With its mending."""
    (report,) = reports(tmp_path, PACK.replace(before, after, 1))
    assert report.code == "claim-form"
    assert report.mend.startswith(mend)


def test_a_year_and_the_number_of_a_name_are_no_figures(tmp_path: Path) -> None:
    """So a claim may hold the words around them."""
    text = PACK.replace("The fleet has 8", "In 2026 the H200 fleet has 8")
    assert (
        reports(tmp_path, text.replace('says = "8', 'says = "In 2026 the H200 fleet has 8')) == []
    )


def test_a_claim_whose_words_are_gone_is_reported_at_the_claim(tmp_path: Path) -> None:
    """A figure is not found in a longer one."""
    for text in ("The fleet is laid up.", "The fleet has 18 boats, 2.5 to a pier, 1,200 crates."):
        spoilt = PACK.replace("The fleet has 8 boats, 2.5 to a pier, and 1,200 crates.", text)
        found = reports(tmp_path, spoilt)
        assert {report.code for report in found} == {"claim-gone"}
        assert found[0].place.source.startswith("says")


def test_a_mistake_in_the_data_is_not_told_twice(tmp_path: Path) -> None:
    """The claim that rests on it waits."""
    for before, after in (
        ("crates = 1163", 'crates = "many"'),
        ("crates = 1163", "crats = 1163"),
        ("crates = 1163", "crates = 1163 pieces"),
        ('text = "The fleet', 'txt = "The fleet'),
        ("[table.yard.row.north]", "[table.yard.row.north"),
        ("[event.count]", "[event.count"),
    ):
        assert len(reports(tmp_path, PACK.replace(before, after))) == 1, after


@pytest.mark.parametrize(
    ("text", "figure"),
    [
        ("It cost $4.5 last year.", "$4.5"),
        ("Half, or 50%, was lost.", "50%"),
        ("In March 2026 it closed.", "March 2026"),
        ("They sold 1,200 crates.", "1,200"),
        ("Some 3 million live there.", "3 million"),
        ("Levels run from 0 to 100, and Pier 1 is an H200 in 910C.", ""),
        ("There is {cash} left.", ""),
    ],
)
def test_a_figure_without_a_source_is_what_somebody_counted(
    text: str, figure: str, tmp_path: Path
) -> None:
    """Money, percentages, years and large numbers; no scales, names or levels of the game."""
    briefing = f'[role.skipper]\nbriefing = "{text}"\n'
    found = reports(tmp_path, briefing)
    assert [report.code for report in found] == (["figure-unsourced"] if figure else [])
    if figure:
        place = found[0].place
        assert place.source[place.column - 1 : place.end_column - 1] == figure
        assert reports(tmp_path, briefing + 'sources = ["ostrom-1990"]\n') == []


def test_an_overlay_answers_for_its_own_claims(tmp_path: Path) -> None:
    """What it changes in the other pack's texts and levels is its own affair."""
    base = tmp_path / "harbour"
    laid(tmp_path, {})
    (base / "claims.toml").write_text(PACK, "utf-8")
    overlay = tmp_path / "example"
    (overlay / "fewer.toml").write_text("[stock.boats]\nstart = 3\n", "utf-8")
    assert read_pack(overlay).reports == []
