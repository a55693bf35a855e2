"""The luck of games is as good as chance: even, unrelated, and of the right size."""

from collections.abc import Sequence
from typing import Literal

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_array_equal
from numpy.typing import NDArray

from game.engine.luck import Luck, fat, mixed, normal, place, places, rarity

Floats = NDArray[np.float64]
LANES = 100_000
PATHS = (
    "event.storm.chance",
    "event.storm_b.chance",
    "noise.weather.first",
    "noise.weather.second",
)


def drawn(seed: int, lanes: Sequence[int] | range, turn: int, *paths: str) -> Floats:
    """Draws of these lanes in a turn, a row for each place."""
    out = np.empty((len(paths), len(lanes)))
    Luck(seed, np.array(lanes)).uniform(turn, places(paths), out)
    return out


def chi_square(counts: Floats) -> float:
    """How far counts are from even, in standard deviations of chi-square."""
    expected = counts.sum() / len(counts)
    statistic = float(((counts - expected) ** 2).sum() / expected)
    free = len(counts) - 1
    return (statistic - free) / float(np.sqrt(2 * free))


@pytest.mark.parametrize("seed", [0, 1, 7, 2**63, 2**64 - 1])
@pytest.mark.parametrize("turn", [1, 2, 20, 120])
def test_draws_over_lanes_are_even(seed: int, turn: int) -> None:
    """A thousand bins, a hundred thousand games; neither too far from even nor too near."""
    for path in PATHS:
        values = drawn(seed, range(LANES), turn, path)[0]
        counts = np.bincount((values * 1000).astype(int), minlength=1000).astype(float)
        assert abs(chi_square(counts)) < 5


def test_draws_over_turns_seeds_and_places_are_even() -> None:
    """The luck of one game over all its turns; of one turn over seeds; of one turn over places."""
    turns = np.array([drawn(3, [5], turn, "a")[0, 0] for turn in range(1, 5001)])
    seeds = np.array([drawn(seed, [5], 3, "a")[0, 0] for seed in range(5000)])
    where = drawn(3, [5], 3, *(f"event.e{n}.chance" for n in range(5000)))[:, 0]
    for values in (turns, seeds, where):
        counts = np.bincount((values * 50).astype(int), minlength=50).astype(float)
        assert abs(chi_square(counts)) < 5


def test_low_bits_are_as_even_as_high_ones() -> None:
    """What is left of a draw below its first sixteen bits is even too."""
    values = drawn(1, range(LANES), 4, "a")[0] * 2.0**16
    counts = np.bincount(((values % 1) * 1000).astype(int), minlength=1000).astype(float)
    assert abs(chi_square(counts)) < 5


def related(first: Floats, second: Floats) -> float:
    """The correlation of two rows of draws, in standard deviations of what chance gives."""
    return float(np.corrcoef(first, second)[0, 1]) * float(np.sqrt(len(first)))


def pairs() -> dict[str, tuple[Floats, Floats]]:
    """Rows of draws that are neighbours in one of the four keys."""
    lanes = range(LANES)
    base = drawn(7, lanes, 5, "event.a.chance")[0]
    return {
        "lanes": (base[:-1], base[1:]),
        "lanes two apart": (base[:-2], base[2:]),
        "lanes 64 apart": (base[:-64], base[64:]),
        "lanes 4096 apart": (base[:-4096], base[4096:]),
        "turns": (base, drawn(7, lanes, 6, "event.a.chance")[0]),
        "turns and lanes": (base[1:], drawn(7, lanes, 6, "event.a.chance")[0][:-1]),
        "places": (base, drawn(7, lanes, 5, "event.b.chance")[0]),
        "seeds": (base, drawn(8, lanes, 5, "event.a.chance")[0]),
        "seeds and lanes": (base[1:], drawn(8, lanes, 5, "event.a.chance")[0][:-1]),
        "seeds and turns": (base, drawn(8, lanes, 6, "event.a.chance")[0]),
    }


@pytest.mark.parametrize("neighbours", pairs())
def test_neighbouring_draws_are_unrelated(neighbours: str) -> None:
    """By themselves, by their squares, and by which of a hundred squares of the plane they fall in."""
    first, second = pairs()[neighbours]
    assert abs(related(first, second)) < 4.5
    assert abs(related((first - 0.5) ** 2, (second - 0.5) ** 2)) < 4.5
    cells = (first * 10).astype(int) * 10 + (second * 10).astype(int)
    assert abs(chi_square(np.bincount(cells, minlength=100).astype(float))) < 5


def test_no_two_of_many_places_or_turns_are_related() -> None:
    """A weak mix shows in a few unlucky pairs: of two thousand, none stands out."""
    places = [f"event.e{n}.chance" for n in range(64)]
    for rows in (
        drawn(4, range(20_000), 2, *places),
        np.array([drawn(4, range(20_000), turn, "event.a.chance")[0] for turn in range(1, 65)]),
        np.array([drawn(seed, range(20_000), 2, "event.a.chance")[0] for seed in range(64)]),
    ):
        for shaped in (rows, (rows - 0.5) ** 2, (rows * 256) % 1):
            related = np.corrcoef(shaped) * np.sqrt(shaped.shape[1])
            assert np.abs(related[np.triu_indices(64, 1)]).max() < 5


def test_bits_of_a_draw_flip_when_one_bit_of_a_key_does() -> None:
    """Half of them, whichever bit of the key it is: no bit of lane, turn or seed goes unheard."""
    base = drawn(0, range(200), 1, "a")[0]
    for bit in range(0, 60, 3):
        for other in (
            drawn(1 << bit, range(200), 1, "a")[0],
            drawn(0, [lane ^ (1 << bit) for lane in range(200)], 1, "a")[0],
            drawn(0, range(200), 1 ^ (1 << bit), "a")[0],
        ):
            bits = (base * 2**52).astype(np.uint64) ^ (other * 2**52).astype(np.uint64)
            flipped = np.bitwise_count(bits).mean() / 52
            assert 0.46 < flipped < 0.54


def test_a_draw_lies_strictly_between_0_and_1() -> None:
    """Even where the mix gives all zeros or all ones: the logarithm of a draw is always a number.

    The mix is undone to find the places at which it gives these.
    """
    luck = Luck(0, np.arange(1))
    for wanted in (0, 2**64 - 1):
        out = np.empty((1, 1))
        luck.uniform(1, place_that_gives(wanted, 0, 0, 1), out)
        assert 0.0 < out[0, 0] < 1.0


def place_that_gives(bits: int, seed: int, lane: int, turn: int) -> NDArray[np.uint64]:
    """The place whose draw comes from exactly these 64 bits."""
    step, mask = 0x9E3779B97F4A7C15, 2**64 - 1

    def mix(key: int) -> int:
        return int(mixed(np.array([key & mask], dtype=np.uint64))[0])

    def unshifted(key: int, by: int) -> int:
        result = key
        for _ in range(64 // by):
            result = key ^ (result >> by)
        return result

    def divided(key: int, by: int) -> int:
        return key * pow(by, -1, 2**64) & mask

    first, second = 0xBF58476D1CE4E5B9, 0x94D049BB133111EB
    joined = divided(unshifted(divided(bits, second), 32), first)
    key = joined ^ mix(mix((lane + 1) * step) ^ mix(seed + step))
    key = divided(unshifted(key, 31), second)
    key = divided(unshifted(key, 27), first)
    return np.array([unshifted(key, 30) ^ mix((turn + 1) * step)], dtype=np.uint64)


@given(
    seed=st.integers(0, 2**64 - 1),
    lanes=st.lists(st.integers(0, 2**40), min_size=1, max_size=20),
    turn=st.integers(1, 120),
    paths=st.lists(st.text(max_size=5), min_size=1, max_size=30),
)
def test_a_draw_depends_on_its_keys_alone(
    seed: int, lanes: list[int], turn: int, paths: list[str]
) -> None:
    """Not on which other lanes or places are drawn with it, nor on what was drawn before."""
    together = drawn(seed, lanes, turn, *paths)
    luck = Luck(seed, np.array(lanes[-1:]))
    for index, path in enumerate(paths):
        out = np.empty((1, 1))
        luck.uniform(turn + 1, places(["something else"]), out)
        luck.uniform(turn, places([path]), out)
        assert out[0, 0] == together[index, -1]


def test_draws_stay_what_they_are() -> None:
    """Saves replay by them: a change of these numbers makes every save a different game."""
    assert place("event.storm.chance") == 2287392044076404901
    assert_array_equal(
        drawn(7, [0, 1, 2**40], 3, "event.storm.chance")[0],
        [0.20434497474560487, 0.3166552290333916, 0.9675121529757039],
    )


def shaped(shape: str, count: int = 1_000_000) -> Floats:
    """Numbers of a shape of noise."""
    first, second = drawn(2, range(count), 9, "noise.n.first", "noise.n.second")
    out = np.empty(count)
    (fat if shape == "fat" else normal)(first, second, out)
    return out


def test_normal_noise_has_the_moments_and_tails_of_the_normal_distribution() -> None:
    """Mean 0, deviation 1, no skew, kurtosis 3; and as many beyond 1, 2 and 3 as there should be."""
    values = shaped("normal")
    assert abs(values.mean()) < 0.005
    assert abs(values.std() - 1) < 0.005
    assert abs((values**3).mean()) < 0.02
    assert abs((values**4).mean() - 3) < 0.05
    for beyond, share in ((1, 0.317311), (2, 0.0455003), (3, 0.0026998)):
        found = (np.abs(values) > beyond).mean()
        assert abs(found - share) < 5 * np.sqrt(share / len(values))


def test_fat_noise_has_the_deviation_and_tails_of_student() -> None:
    """T with 4 degrees of freedom over the root of 2: the share beyond x has a closed form."""
    values = shaped("fat")
    assert abs(values.mean()) < 0.01
    assert abs(values.std() - 1) < 0.03
    for beyond in (0.25, 0.5, 1.0, 2.0, 4.0, 8.0):
        t = beyond * np.sqrt(2.0)
        inside = t / np.sqrt(4 + t * t)
        share = 1 - inside * (1 + 0.5 * (1 - inside * inside))
        for found in ((values > beyond).mean(), (values < -beyond).mean()):
            assert abs(found - share / 2) < 5 * np.sqrt(share / 2 / len(values))


def test_noise_is_a_number_at_both_ends_of_the_draw() -> None:
    """The least and the greatest draw there is give large numbers, not infinity."""
    ends = np.array([2.0**-53, 3 * 2.0**-53, 0.5, 1 - 2.0**-53])
    with np.errstate(all="raise"):
        for shape in (fat, normal):
            out = np.empty(4)
            shape(ends, ends[::-1].copy(), out)
            assert np.isfinite(out).all()
            assert np.abs(out).max() < 20_000


@pytest.mark.parametrize("shape", ["normal", "fat"])
def test_how_rare_a_draw_is_follows_its_size(shape: Literal["normal", "fat"]) -> None:
    """One in ten of all draws is as far out as one in twenty on its own side."""
    turns = range(1, 4001)
    chances = np.array([rarity(Luck(5, np.zeros(1)), "weather", turn, shape) for turn in turns])
    uniform = [drawn(5, [0], turn, "noise.weather.first", "noise.weather.second") for turn in turns]
    first, second = np.concatenate(uniform, axis=1)
    sizes = np.empty(len(turns))
    (fat if shape == "fat" else normal)(first, second, sizes)
    assert_array_equal(np.argsort(chances), np.argsort(-np.abs(sizes)))
    assert abs(np.mean(chances <= 0.05) - 0.1) < 0.02
    assert chances.max() <= 0.5
