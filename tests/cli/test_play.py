"""`chiprace play`: what the command line settles before the first turn."""

import os
import re
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from game.cli.main import VERBS
from game.errors import ExitCode
from game.match.saves import digest_of, load

ROOT = Path(__file__).parents[2]
HARBOUR = ROOT / "tests" / "fixtures" / "harbour"


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A person's data folder, with the harbour among their packs."""
    shutil.copytree(HARBOUR, tmp_path / "my-packs" / "harbour")
    return tmp_path


def play(home: Path, *arguments: str, typed: str = "") -> subprocess.CompletedProcess[str]:
    """Play through a pipe."""
    return subprocess.run(
        [sys.executable, "-m", "game", "play", *arguments],
        input=typed,
        capture_output=True,
        check=False,
        cwd=ROOT,
        env={**os.environ, "CHIPRACE_DATA": str(home)},
        text=True,
        encoding="utf-8",
    )


def saved(done: subprocess.CompletedProcess[str]) -> Path:
    """The save that a game names when it is left."""
    return Path(done.stdout.rpartition("Your game is saved:\n")[2].split("\n")[0])


def test_without_a_person_everything_has_a_default(home: Path) -> None:
    """A pipe is asked nothing: the long game, its first seat, a seed that is shown."""
    done = play(home)
    assert done.returncode == ExitCode.DONE, done.stderr
    assert done.stdout.startswith("Two Doors\nYou are: The firm\n")
    assert re.search(r"Seed \d+\.", done.stdout)


def test_a_game_that_was_left_goes_on_as_if_it_had_not_been(home: Path) -> None:
    """The same luck, the same orders, the same end."""
    orders = "set 1 1\nend\n"
    whole = play(home, "harbour", "--seed", "5", typed=orders * 12)
    half = play(home, "harbour", "--seed", "5", typed=orders * 6)
    rest = play(home, "--resume", str(saved(half)), typed=orders * 6)
    assert saved(rest) == saved(half) != saved(whole)
    first, second = load_both(home, saved(whole), saved(rest))
    assert first == second
    assert rest.stdout.startswith("The Harbour\nYou are: The skippers' union\nSeed 5.\n")


def load_both(home: Path, *paths: Path) -> list[str]:
    """Digests of where saved games stand."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("CHIPRACE_DATA", str(home))
        matches = [load(path).match for path in paths]
    return [digest_of(match.world, match.state) for match in matches]


def test_seats_sight_and_constants_are_saved_with_the_game(home: Path) -> None:
    """Who opens the save plays the same game."""
    done = play(
        home,
        *("harbour", "--role", "council", "--seat", "skipper=fixed: nets=fine_mesh"),
        *("--see", "fog", "--set", "fuel=5", "--saves", str(home / "class")),
        typed="end\n",
    )
    assert saved(done).parent == home / "class"
    assert "The skippers' union: Nets is now Fine mesh, and was" in done.stdout
    text = saved(done).read_text(encoding="utf-8")
    assert 'see = "fog"' in text
    assert "fuel = 5" in text
    assert 'skipper = "fixed: nets=fine_mesh"' in text


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("harbour", "--role", "mayor"), "'mayor' is no role of harbour; it has skipper, council"),
        (("harbour", "--seat", "skipper=hold"), "skipper is your seat"),
        (("harbour", "--seat", "council=hawk"), "'hawk' does not play council; try careful"),
        (("harbour", "--set", "fuel=99"), "outside its range"),
        (("harbour", "--resume", "x"), "give nothing but the save to --resume"),
        (("--resume", "nothing"), "there is no save 'nothing'"),
        (("atlantis",), "There is no such pack or folder"),
    ],
)
def test_what_cannot_be_opened_is_refused_in_one_line(
    home: Path, arguments: tuple[str, ...], sentence: str
) -> None:
    """With what would do, and nothing begun."""
    done = play(home, *arguments)
    assert (done.returncode, done.stdout) == (ExitCode.REFUSED, "")
    assert sentence in done.stderr
    assert done.stderr.count("\n") == 1


def test_what_is_suggested_at_the_end_exists(home: Path) -> None:
    """A student copies the line as it stands."""
    done = play(home, "harbour", "--seed", "7", typed="end\n" * 12)
    suggested = done.stdout.partition("To look back:\n")[2].splitlines()
    assert suggested
    for line in suggested:
        program, verb, *_rest = line.split()
        assert program == "chiprace"
        assert verb in VERBS
        again = subprocess.run(
            [sys.executable, "-m", "game", *line.split()[1:]],
            capture_output=True,
            check=False,
            cwd=ROOT,
            env={**os.environ, "CHIPRACE_DATA": str(home)},
        )
        assert again.returncode == ExitCode.DONE, again.stderr


@pytest.mark.skipif(os.name == "nt", reason="an interrupt is sent otherwise there")
def test_an_interrupted_game_is_saved(home: Path) -> None:
    """Ctrl-C is how people leave."""
    with subprocess.Popen(
        [sys.executable, "-m", "game", "play", "harbour", "--seed", "3"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        cwd=ROOT,
        env={**os.environ, "CHIPRACE_DATA": str(home)},
    ) as game:
        assert game.stdin is not None
        assert game.stdout is not None
        game.stdin.write(b"end\n")
        game.stdin.flush()
        for line in game.stdout:
            if b"quarter 2 of 12" in line:
                break
        game.send_signal(signal.SIGINT)
        rest = game.stdout.read().decode()
    assert game.returncode == 130
    path = Path(rest.rpartition("Your game is saved:\n")[2].split("\n")[0])
    assert path.is_file()
