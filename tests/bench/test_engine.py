"""The measurements run: each prints a table of the shape the documentation shows."""

from pathlib import Path

import pytest

from tests.bench import engine, quarter


@pytest.fixture
def packs(tmp_path: Path) -> list[str]:
    """The reference pack."""
    quarter.write_pack(tmp_path / "quarter")
    return [str(tmp_path / "quarter")]


def cells(line: str) -> list[str]:
    """The cells of a row."""
    return [cell.strip() for cell in line.strip("|").split("|")]


def test_games_a_second_are_measured_beside_the_rival(packs: list[str]) -> None:
    """The third row is the second's part of the first."""
    _, _, by_hand, ours, part = map(cells, engine.lanes_table(packs, [20, 40], 0))
    for hand, our, share in zip(by_hand[1:], ours[1:], part[1:], strict=True):
        ratio = float(our.replace(",", "")) / float(hand.replace(",", ""))
        assert abs(float(share) - ratio) < 0.02


def test_two_processes_are_measured_beside_one(packs: list[str]) -> None:
    """All chunks are dealt out."""
    *_, line = engine.processes_table(packs, 10, 0)
    assert float(cells(line)[3]) > 0


def test_a_turn_is_measured_with_and_without_a_ledger(packs: list[str]) -> None:
    """The size of the pack stands beside its times."""
    *_, line = engine.one_game_table(packs)
    name, calls, *times = cells(line)
    assert name == "quarter"
    assert int(calls) > 500
    assert all(float(each) > 0 for each in times)


def test_memory_is_that_of_a_process_of_its_own(packs: list[str]) -> None:
    """At least what numpy takes."""
    *_, line = engine.memory_table(packs, [10])
    assert float(cells(line)[1]) > 20


def test_starts_are_measured_beside_python_alone() -> None:
    """The first row is the measure of the others."""
    _, _, nothing, version = engine.start_table({"version": ("-m", "game", "--version")}, 1)
    assert cells(nothing)[2] == "1.00"
    assert float(cells(version)[2]) > 0
