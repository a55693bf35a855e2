"""How numbers are written."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from game.views.numbers import Scale, digits_by_size, written

floats = st.floats(-1e12, 1e12)
units = st.sampled_from(["share", "probability", "%", "points", "", "t", "bn$"])


@pytest.mark.parametrize(
    ("unit", "level", "text"),
    [
        ("kH100e", 412.4, "412 kH100e"),
        ("bn$", 6.234, "6.23 bn$"),
        ("bn$", 12500, "12,500 bn$"),
        ("boats", 8, "8 boats"),
        ("share", 0.584, "58%"),
        ("probability", 0.004, "0.4%"),
        ("%", 58.4, "58%"),
        ("points", 46.4, "46.4"),
        ("t", -0.0, "0 t"),
    ],
)
def test_a_level_is_written_with_its_unit(unit: str, level: float, text: str) -> None:
    """A share is a percentage, a score has no unit, thousands stand apart."""
    assert Scale(unit).level(level) == text


@pytest.mark.parametrize(
    ("unit", "change", "text"),
    [
        ("t", 18.2, "+18.2 t"),
        ("t", -3, "-3 t"),
        ("share", -0.04, "-4 points"),
        ("share", 0.01, "+1 point"),
        ("%", 2.2, "+2 points"),
        ("points", 6, "+6"),
        ("t", 0.0, "no change"),
    ],
)
def test_a_change_of_a_percentage_is_in_points(unit: str, change: float, text: str) -> None:
    """4% less of 50% is 48%; 4 points less is 46%."""
    assert Scale(unit).change(change) == text


def test_a_rough_change_has_one_digit_that_counts() -> None:
    """What is only estimated is not told to the last ton."""
    assert Scale("t").change(-47.3, rough=True) == "-50 t"
    assert Scale("t").change(0.0234, rough=True) == "+0.02 t"
    assert Scale("t").change(0.0000003, rough=True) == "no change"


def test_the_digits_of_the_pack_hold() -> None:
    """An author knows how exact a number is."""
    assert Scale("t", 0).level(8.6) == "9 t"
    assert Scale("t", 0).change(0.4) == "+0.4 t", "a change is not lost in rounding"
    assert Scale("t", 0).change(0.4, fine=False) == "no change"


@given(number=floats, digits=st.integers(0, 6))
def test_no_number_is_written_as_minus_nothing(number: float, digits: int) -> None:
    """`-0` looks like a change that is none."""
    text = written(number, digits)
    assert not text.startswith("-") or text.strip("-0.,") != ""


@given(unit=units, change=floats, rough=st.booleans(), fine=st.booleans())
def test_a_change_has_a_sign_or_says_that_there_is_none(
    unit: str, change: float, rough: bool, fine: bool
) -> None:
    """A number without a sign would read as a level."""
    text = Scale(unit).change(change, rough=rough, fine=fine)
    assert text == "no change" or text[0] == ("+" if change > 0 else "-")


@given(size=st.floats(1e-3, 1e9))
def test_about_three_digits_count(size: float) -> None:
    """A level is never off by more than a twentieth for being written short."""
    assert abs(round(size, digits_by_size(size)) - size) <= 0.05 * size + 1e-9


@pytest.mark.parametrize(
    ("scale", "level", "bare", "whole"),
    [
        (Scale("bn$", 2), 18.0, "18", "18 bn$"),
        (Scale("months", 1), 5.5, "5.5", "5.5 months"),
        (Scale("share"), 0.5, "50%", "50%"),
        (Scale("points", 0), 25.0, "25", "25"),
    ],
)
def test_an_end_of_a_scale_is_written_as_short_as_it_is(
    scale: Scale, level: float, bare: str, whole: str
) -> None:
    """Two ends stand together, so that the first needs no unit."""
    assert (scale.end(level), scale.end(level, unit=True)) == (bare, whole)


@given(
    parts=st.lists(st.floats(-1e4, 1e4).filter(lambda part: abs(part) >= 1.0), min_size=1),
    digits=st.integers(0, 2),
)
def test_parts_are_written_so_that_they_add_up(parts: list[float], digits: int) -> None:
    """Each is rounded up or down, never further, and none of these to nothing but the smallest."""
    scale = Scale("t", digits)
    shown = scale.adding_up(parts, sum(parts))
    grain = 10.0**-digits
    assert all(
        abs(one - part) < grain * 1.001 and one for one, part in zip(shown, parts, strict=True)
    )
    if all(abs(part) >= 2 * grain for part in parts):
        assert round(sum(shown) / grain) == round(sum(parts) / grain)


def test_the_part_that_was_rounded_most_gives_way() -> None:
    """1.4, 1.4 and 1.2 are 4: the third is the nearest to 1."""
    assert Scale("t", 0).adding_up([1.4, 1.4, 1.2], 4.0) == [2.0, 1.0, 1.0]


@pytest.mark.parametrize(
    ("parts", "told"),
    [
        ((4.4, -1.1), ["+4", "-1", "+3"]),
        ((1.4, -1.1), ["+1.4", "-1.1", "+0.3"]),
        ((1.42, -1.4), ["+1.4", "-1.4", "no change"]),
    ],
)
def test_a_whole_that_its_parts_hide_has_a_decimal_more(
    parts: tuple[float, float], told: list[str]
) -> None:
    """One and no more: what is nothing then is told as nothing, and so do the parts add up."""
    whole = sum(parts)
    scale = Scale("points", 0).beside(whole, max(parts))
    shown = [*scale.adding_up(parts, whole), whole]
    assert [scale.change(part, fine=False) for part in shown] == told
