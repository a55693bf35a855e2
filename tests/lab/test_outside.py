"""What others expect, beside what the model says."""

from pathlib import Path

import numpy as np
import pytest

from game.lab.games import Study, play, quantities_of, world_of
from game.lab.outside import compared
from game.packs.read import read_pack
from tests.packs.examples import laid

TABLE = """
[outside.catch]
title = "Fish in the bay"
unit = "k tonnes"
quantity = "fish"
plus = ["boats"]
period = "2026"
over = "mean"
scale = 0.001
low = 0
high = 5
who = "A neighbour"
source = "ostrom-1990"
"""


def test_a_figure_is_set_beside_the_games(tmp_path: Path) -> None:
    """Summed over quantities, read over the period, scaled to the unit of the other."""
    pack = str(laid(tmp_path, {"outside.toml": TABLE}))
    (found,) = compared(pack, 40)
    study = Study(pack, 1, 40, {}, {})
    world = world_of(study)
    names, levels = quantities_of(world), play(study).levels
    start = int(world.pack.model.calendar.start[-1])
    turns = slice(1, 6 - start)
    own = levels[:, turns, names.index("fish")] + levels[:, turns, names.index("boats")]
    assert np.isclose(found.median, np.median(own.mean(axis=1)) / 1000.0)
    assert (found.low, found.high, found.where) == (0.0, 5.0, "within")
    assert found.p05 <= found.median <= found.p95


@pytest.mark.parametrize(
    ("before", "after", "code"),
    [
        ("low = 0\nhigh = 5\n", "", "key-missing"),
        ("high = 5\n", "", "key-missing"),
        ("low = 0", "low = 9", "limits-order"),
        ('"2026"', '"spring"', "period-form"),
        ('"2026"', '"2019"', "beyond-the-end"),
        ('"fish"', '"whales"', "name-unknown"),
        ('"ostrom-1990"', '"nobody-1990"', "name-unknown"),
    ],
)
def test_a_slip_in_an_outside_figure_is_one_report(
    before: str, after: str, code: str, tmp_path: Path
) -> None:
    """In its place, with a mend."""
    assert TABLE.count(before) == 1
    reading = read_pack(laid(tmp_path, {"outside.toml": TABLE.replace(before, after)}))
    assert [report.code for report in reading.reports] == [code]
    assert reading.reports[0].mend
