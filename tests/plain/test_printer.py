"""Where text meets the terminal."""

import unicodedata
from io import StringIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from game.plain.printer import Printer
from game.views.letters import columns, harmless, wrapped

texts = st.text(st.sampled_from("ab -.é\u0301很长\t\n") | st.characters(), max_size=80)


@given(text=st.text())
def test_nothing_that_acts_reaches_the_terminal(text: str) -> None:
    """No control character, escape sequence, direction override or half of a character."""
    assert not {unicodedata.category(c) for c in harmless(text)} & {"Cc", "Cf", "Cs", "Zl", "Zp"}


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("\x1b[31mred\x1b[0m", "[31mred[0m"),
        ("\x9b31mred", "31mred"),
        ("a\u202eb\u2066c", "abc"),
        ("bell\x07, back\x08, null\x00", "bell, back, null"),
        ("two\nlines\tand a tab", "two lines and a tab"),
        ("芯片 – ½", "芯片 – ½"),
    ],
)
def test_what_acts_is_dropped_and_what_reads_is_kept(text: str, left: str) -> None:
    """Words in any script are words."""
    assert harmless(text) == left


@given(text=texts, width=st.integers(8, 60))
def test_no_line_is_wider_than_it_may_be_and_nothing_is_lost(text: str, width: int) -> None:
    """Wide characters count two, and break anywhere."""
    clean = harmless(text)
    lines = list(wrapped(clean, width, "  ", "    "))
    assert all(columns(line) <= width for line in lines)
    assert "".join("".join(lines).split()) == "".join(clean.split())


def test_a_long_fact_goes_on_further_in() -> None:
    """So that the next fact is seen to begin."""
    out = StringIO()
    Printer(out, 20).line("Trust in the council: 60%, a quarter old", indent=2)
    assert out.getvalue() == "  Trust in the\n    council: 60%, a\n    quarter old\n"


def test_there_is_never_more_than_one_empty_line() -> None:
    """A screen reader says each of them."""
    out = StringIO()
    printer = Printer(out)
    printer.heading("One")
    printer.gap()
    printer.heading("Two")
    assert out.getvalue() == "One\n\nTwo\n"
