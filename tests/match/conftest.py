"""The harbour, ready to be played."""

import pytest

from game.match.game import PERSON, Match
from game.packs.model import Pack
from tests.match.plays import PACK


@pytest.fixture(scope="session")
def pack() -> Pack:
    """The pack."""
    return PACK


@pytest.fixture
def match(pack: Pack) -> Match:
    """A game in which the person is the skipper, before its first turn."""
    return Match.new(pack, 7, {"skipper": PERSON})
