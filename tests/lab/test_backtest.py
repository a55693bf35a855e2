"""The record played again, and compared with what was observed."""

from dataclasses import replace
from functools import cache
from pathlib import Path

import numpy as np
import pytest

from game.cli.backtest import as_data
from game.engine.world import compile_world
from game.lab.backtest.measures import covered, errors, measured
from game.lab.backtest.series import TargetsError, read_targets
from game.lab.backtest.whole import Backtest, backtest
from game.packs.model import Calendar
from game.packs.periods import PeriodError, turns_of
from game.packs.read import load_pack

QUARTERS = Calendar(start="2022-Q3", step="quarter", turns=17)


@cache
def found() -> Backtest:
    """The back-test of the shipped pack."""
    return backtest(load_pack("since-2022"))


def test_the_record_holds_six_series_and_four_of_them_well() -> None:
    """What the model card says of the model's standing; the input is not among them."""
    counted = found().counted
    assert sum(scored.held for scored in counted) >= 6
    assert sum(scored.good for scored in counted) >= 4
    assert "nvda_world" not in {scored.series.id for scored in counted}


def test_leaving_out_either_rule_makes_the_fit_clearly_worse() -> None:
    """Else the fit comes of the trend."""
    assert [control.clearly_worse for control in found().controls] == [True, True]


def test_a_control_of_several_series_is_told_with_all_of_them() -> None:
    """As data: each with its error, under the one control."""
    first = found().controls[0]
    more = replace(first, target="china_share", error=first.error + 1.0)
    told = as_data(replace(found(), controls=(first, more)))["controls"]
    assert list(told) == [first.id]
    errors = {id: each["error"] for id, each in told[first.id]["targets"].items()}
    assert errors == {first.target: first.error, "china_share": more.error}


def test_at_most_eight_constants_are_fitted_each_within_its_range() -> None:
    """More would fit anything."""
    assert 1 <= len(found().fitted) <= 8
    assert all(fitted.low <= fitted.value <= fitted.high for fitted in found().fitted)


def test_the_ensemble_is_neither_too_narrow_nor_too_wide_to_teach_with() -> None:
    """Of sets that vary every constant, some hundreds fit; their band covers 80 to 97% of the data."""
    assert found().acceptable >= 200
    assert 0.8 <= found().coverage <= 0.97
    assert found().coverage_bare < found().coverage


def test_errors_of_many_games_are_those_of_each() -> None:
    """In every kind of score."""
    for scored in found().scored:
        many = np.stack([scored.p05, scored.p50, scored.p95])
        each = [measured(scored.series, model).error for model in many]
        assert np.allclose(errors(scored.series, many), each)


def test_a_point_is_covered_as_far_as_the_data_may_be_off() -> None:
    """One game with no spread of its own covers what lies within the bounds of the data, and no more."""
    scored = next(s for s in found().scored if s.series.id == "nvda_china_revenue")
    data, low, high = np.array(scored.data), np.array(scored.low), np.array(scored.high)
    for model, inside in (
        (0.99 * high, True),
        (1.01 * high, False),
        (1.01 * low, True),
        (data, True),
    ):
        assert (covered(scored.series, model[None, :]) == inside).all()


@pytest.mark.parametrize(
    ("period", "turns"),
    [("2022Q3", (1, 1)), ("2023", (3, 6)), ("2025H1", (11, 12)), ("2025Q1-2025Q3", (11, 13))],
)
def test_a_period_is_laid_over_turns(period: str, turns: tuple[int, int]) -> None:
    """Quarters, years, halves and stretches, as published series write them."""
    assert turns_of(QUARTERS, period) == turns


@pytest.mark.parametrize("period", ["FY2026", "2023Q5", "2025Q3-2025Q1", "2025-02", ""])
def test_what_is_no_period_of_the_game_is_refused(period: str) -> None:
    """A fiscal year says nothing of turns, nor does a month within a quarter."""
    with pytest.raises(PeriodError):
        turns_of(QUARTERS, period)


SERIES = """\
[[series]]
id = "sales"
quantity = "nvidia_china_revenue"
index = "2025Q1"
points = [
  { period = "2025Q1", value = 5, source = "x" },
  { period = "2025Q2", value = 3, source = "x" },
  { period = "2026Q2", value = 4, low = 3, high = 5, source = "x" },
]
"""


def test_a_file_of_series_is_compared_with_the_quantities_it_names(tmp_path: Path) -> None:
    """Outside series score a model that its authors did not show them."""
    path = tmp_path / "series.toml"
    path.write_text(SERIES, "utf-8")
    world = compile_world(load_pack("since-2022"))
    result = backtest(load_pack("since-2022"), lambda world: read_targets(path, world))
    (scored,) = result.scored
    assert [point.last for point in scored.series.points] == [11, 12, 16]
    assert scored.data[0] == scored.model[0] == 100.0
    assert read_targets(path, world)[0].index is not None


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ('"nvidia_china_revenue"', '"nvidia_chna_revenue"', "did you mean nvidia_china_revenue"),
        ("value = 3", 'value = "3"', "value must be a number"),
        ("2026Q2", "FY2026", "no period"),
        ("2026Q2", "2031Q2-2031Q1", "no period"),
        ('index = "2025Q1"', 'index = "2024Q1"', "no point there"),
        ("value = 4, low = 3", "value = 4, low = 9", "low is above high"),
        ("[[series]]", "[series]", "no series"),
        ("points = [", "points = ", "not TOML"),
        ('id = "sales"', 'id = "sales"\nscale = -1', "scale must be above 0"),
    ],
)
def test_a_bad_file_is_refused_in_one_sentence(
    before: str, after: str, said: str, tmp_path: Path
) -> None:
    """With the series it stands in, and what was found."""
    assert before in SERIES
    path = tmp_path / "series.toml"
    path.write_text(SERIES.replace(before, after), "utf-8")
    with pytest.raises(TargetsError, match=said) as caught:
        read_targets(path, compile_world(load_pack("since-2022")))
    assert "\n" not in str(caught.value)


def test_the_shares_of_the_squared_error_add_up() -> None:
    """Theil's three parts are the whole of it."""
    scored = next(s for s in found().scored if s.series.id == "nvda_china_revenue")
    m = measured(scored.series, scored.model)
    parts = (m.unequal_mean, m.unequal_variance, m.unequal_covariance)
    assert abs(sum(part for part in parts if part is not None) - 1.0) < 1e-9


def test_a_perfect_model_has_no_error() -> None:
    """And beats every rival."""
    scored = next(s for s in found().scored if s.series.id == "nvda_china_revenue")
    m = measured(scored.series, np.array(scored.data))
    assert (m.mape, m.theil_u, m.in_band, m.r2) == (0.0, 0.0, 1.0, 1.0)
