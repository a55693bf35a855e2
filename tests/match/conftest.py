"""The harbour, ready to be played."""

from pathlib import Path

import pytest

from game.match.game import PERSON, Match
from game.packs.model import Pack
from game.packs.where import DATA_VARIABLE
from tests.match.plays import PACK


@pytest.fixture(autouse=True)
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A data folder of the test's own, so that no test sees or touches a person's games."""
    monkeypatch.setenv(DATA_VARIABLE, str(tmp_path / "data"))
    return tmp_path / "data"


@pytest.fixture(scope="session")
def pack() -> Pack:
    """The pack."""
    return PACK


@pytest.fixture
def match(pack: Pack) -> Match:
    """A game in which the person is the skipper, before its first turn."""
    return Match.new(pack, 7, {"skipper": PERSON})
