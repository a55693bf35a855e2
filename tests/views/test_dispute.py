"""Disputes in words."""

from pathlib import Path

import pytest

from game.lab.dispute import Progress, dispute
from game.views.dispute import (
    constant_view,
    constants,
    dispute_view,
    invitation,
    progress_line,
    typed_number,
)
from tests.packs.quarrel import quarrel
from tests.views.games import changed, harbour


def test_constants_are_listed_by_how_wide_their_range_is() -> None:
    """Beside their value, so that large numbers have no start."""
    ids = [view.id for view in constants(harbour())]
    assert ids == ["catchability", "licence_fee", "growth_rate", "fuel", "bay_holds"]


def test_a_constant_without_a_range_is_not_in_dispute(tmp_path: Path) -> None:
    """There is nothing to set."""
    pack = changed(tmp_path, "value = 4\nlow = 3\nhigh = 6", "value = 4\nlow = 4\nhigh = 4")
    assert "fuel" not in [view.id for view in constants(pack)]
    fuel = constant_view(pack, "fuel")
    assert fuel.moved(4.0, 1) == 4.0


def test_steps_are_round_and_end_at_the_ends() -> None:
    """Twenty or so take a value from end to end, and back to the same numbers."""
    view = constant_view(harbour(), "growth_rate")
    assert view.step == 0.005
    values = [view.low]
    while values[-1] < view.high:
        values.append(view.moved(values[-1], 1))
    assert 15 <= len(values) <= 40
    assert all(f"{value:g}" == f"{round(value, 3):g}" for value in values)
    back = [values[-1]]
    while back[-1] > view.low:
        back.append(view.moved(back[-1], -1))
    assert back == values[::-1]


@pytest.mark.parametrize(
    ("text", "number"),
    [("0.07", 0.07), ("7%", 0.07), ("-1.5", -1.5), ("1e3", 1000.0), ("", None), ("7%%", None), ("nan", None), ("x", None)],
)  # fmt: skip
def test_a_typed_number_is_read_or_not(text: str, number: float | None) -> None:
    """A share may be typed as a percentage."""
    assert typed_number(text) == number


def test_a_close_call_is_told_as_one() -> None:
    """Where the part that is needed lies within an interval, more games may tell otherwise."""
    pack = quarrel()
    told = dispute_view(pack, dispute(pack, {"licence_fee": 0.5}, 2))
    assert "Close to what it needs with either value" in told.still[-1].note
    assert "2 games with either value" in told.games


def test_a_pack_that_concludes_nothing_has_nothing_to_flip() -> None:
    """Its goals are told all the same."""
    told = dispute_view(harbour(), dispute(harbour(), {"fuel": 6}, 30))
    assert "there are no conclusions to flip" in told.summary
    assert "conclusions" not in invitation(harbour(), 200)
    assert progress_line(harbour(), Progress(1, 4, "", ())) == "25% of the games played"
    assert told.moved
