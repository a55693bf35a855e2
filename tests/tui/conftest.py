"""A data folder of its own for each test: no settings, saves or packs of the developer are read."""

from pathlib import Path

import pytest

from game.packs.where import DATA_VARIABLE


@pytest.fixture(autouse=True)
def data_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where the person of the test keeps everything."""
    folder = tmp_path / "data"
    monkeypatch.setenv(DATA_VARIABLE, str(folder))
    return folder
