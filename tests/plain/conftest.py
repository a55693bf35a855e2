"""A data folder of their own for the tests of the linear face."""

from collections.abc import Iterator

import pytest

from game.packs.where import DATA_VARIABLE


@pytest.fixture(autouse=True, scope="session")
def data_folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Packs of saved games are kept here, and not with the developer's own."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(DATA_VARIABLE, str(tmp_path_factory.mktemp("data")))
        yield
