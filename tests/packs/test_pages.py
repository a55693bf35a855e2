"""Every code has a page, and every example on it is run."""

from importlib.resources import files
from pathlib import Path

import pytest

from game.packs.diagnostics import SEVERITIES
from game.packs.explain import UnknownCodeError, page
from game.packs.read import read_pack
from tests.packs.examples import laid, mark_of, unmarked

ABOUT_FILES = sorted(code for code in SEVERITIES if code.startswith("file-"))
"""Codes of what no text of an example can show; test_files.py makes each happen."""

IN_TEXT = sorted(set(SEVERITIES) - set(ABOUT_FILES))


def test_every_code_has_a_page_and_every_page_a_code() -> None:
    """A report leads to its page, and no page outlives its code."""
    pages = {Path(entry.name).stem for entry in files("game.packs").joinpath("pages").iterdir()}
    assert pages == set(SEVERITIES)


@pytest.mark.parametrize("code", sorted(SEVERITIES))
def test_a_page_opens_with_its_code_and_says_two_sentences(code: str) -> None:
    """What it means, before any example."""
    lines = page(code).text.split("\n")
    assert lines[0] == f"# {code} ({SEVERITIES[code]})"
    assert lines[2].count(". ") >= 1
    assert lines[2].endswith(".")


@pytest.mark.parametrize("code", IN_TEXT)
def test_a_bad_example_is_reported_once_and_in_its_place(code: str, tmp_path: Path) -> None:
    """One mistake is one report, at the carets of the page."""
    texts, marked = unmarked(page(code).wrong)
    reports = read_pack(laid(tmp_path, texts)).reports
    assert [report.code for report in reports] == [code]
    assert mark_of(reports[0].place, tmp_path) == marked
    assert reports[0].mend


@pytest.mark.parametrize("code", IN_TEXT)
def test_a_mended_example_has_nothing_to_report(code: str, tmp_path: Path) -> None:
    """What the page recommends is right in every respect."""
    texts, marked = unmarked(page(code).mended)
    assert texts
    assert marked is None
    assert read_pack(laid(tmp_path, texts)).reports == []


def test_a_code_that_nobody_reports_is_refused_with_the_nearest() -> None:
    """Codes are typed from memory."""
    with pytest.raises(UnknownCodeError, match="Did you mean gauge-circle"):
        page("gauge-cirle")
