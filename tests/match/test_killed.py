"""Whatever happens to the process: no turn is lost but the one that was not yet confirmed."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
ROUNDS = 200


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
def test_killed_at_any_moment_a_game_can_be_loaded(tmp_path: Path) -> None:
    """Two hundred processes are killed while they play and save; after each the save is whole."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.match.killing", str(tmp_path / "saves"), str(ROUNDS)],
        capture_output=True,
        check=False,
        cwd=ROOT,
        encoding="utf-8",
        timeout=300,
    )
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    assert found["while saving"] > ROUNDS / 10, "the kills hardly ever meet a save"
    assert found["drafts left"] > 0, "no kill met a file that was half written"
