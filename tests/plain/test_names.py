"""What typed words stand for."""

import pytest

from game.plain.names import UnknownNameError, pick

NAMED = {"buy_boats": "Order boats", "buy_nets": "Order nets", "stance": "Towards the council"}


@pytest.mark.parametrize(
    ("typed", "id"),
    [
        ("buy_boats", "buy_boats"),
        ("Buy-Boats", "buy_boats"),
        ("buy_b", "buy_boats"),
        ("nets", "buy_nets"),
        ("council", "stance"),
        ("order boats", "buy_boats"),
        ("3", "stance"),
    ],
)
def test_a_name_may_be_cut_short_and_a_number_is_a_place(typed: str, id: str) -> None:
    """What is unique is enough."""
    assert pick(typed, NAMED, "decision") == id


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("buy", "buy could be buy_boats or buy_nets: write more of it."),
        ("stanse", "There is no decision stanse: did you mean stance?"),
        ("4", "There is no decision 4: give 1 to 3, or a name."),
        ("0", "There is no decision 0: give 1 to 3, or a name."),
        (
            "xyzzy",
            "There is no decision xyzzy. There is buy_boats, buy_nets and stance.",
        ),
    ],
)
def test_what_stands_for_nothing_is_refused_with_what_would_do(typed: str, sentence: str) -> None:
    """One line: what was found, and the nearest match."""
    with pytest.raises(UnknownNameError) as refused:
        pick(typed, NAMED, "decision")
    assert str(refused.value) == sentence
