"""The game on a real terminal: when it opens the full screen, and how it leaves."""

import os
import signal
import sys
from pathlib import Path

import pytest

from game.cli.terminal import Terminal, is_full, why_plain
from game.match.saves import load

if sys.platform == "win32":
    pytest.skip("there is no pty", allow_module_level=True)

from tests.bench.face import Screen

SHELL = (
    "import os; os.environ['PS1'] = '$>'; os.execlp('bash', 'bash', '--norc', '--noprofile', '-i')"
)
"""A shell with job control, which alone can suspend a game."""
PLAY = ("-m", "game", "play", "two-doors", "--role", "firm", "--seed", "7")


@pytest.fixture
def screen(tmp_path: Path) -> Screen:
    """A game whose desk is seen, on a terminal of 80 by 24."""
    started = Screen(PLAY, str(tmp_path), 80, 24)
    started.until("Left this quarter")
    return started


def saved(home: Path) -> list[Path]:
    """The saves of a person."""
    return list((home / "saves").glob("*.toml"))


@pytest.mark.parametrize("sent", [signal.SIGTERM, signal.SIGHUP, signal.SIGINT])
def test_a_game_that_is_told_to_end_is_saved(sent: int, screen: Screen, tmp_path: Path) -> None:
    """And the terminal is as it was: the other screen, with its cursor."""
    if sent == signal.SIGINT:
        screen.press("\x03")
    else:
        os.kill(screen.pid, sent)
    assert screen.left() == 128 + sent
    screen.close()
    assert b"\x1b[?1049l" in screen.written
    assert b"\x1b[?25h" in screen.written
    assert load(saved(tmp_path)[0]).match.turn == 1


def test_a_closed_terminal_leaves_no_process_and_a_save(screen: Screen, tmp_path: Path) -> None:
    """As when a laptop is shut, or a line to a server is cut."""
    screen.close()
    screen.left()
    assert load(saved(tmp_path)[0]).match.turn == 1


def test_a_game_goes_on_when_its_terminal_was_made_tiny(screen: Screen, tmp_path: Path) -> None:
    """Down to 20 by 5 and back to all of it, with what was ordered; it leaves in good order."""
    screen.press("12")
    screen.until("12_")
    screen.resize(20, 5)
    screen.rest()
    screen.resize(80, 24)
    screen.until("Stake in a champion")
    screen.press("\x03")
    assert screen.left() == 128 + signal.SIGINT
    screen.close()
    assert b"\x1b[?1049l" in screen.written


def test_a_game_that_is_suspended_comes_back_as_it_was(tmp_path: Path) -> None:
    """Ctrl-Z gives the shell its terminal back, and fg the game its screen."""
    shell = Screen(("-c", SHELL), str(tmp_path), 80, 24)
    shell.until("$>")
    shell.press(" ".join((sys.executable, *PLAY, "\n")))
    shell.until("Left this quarter")
    shell.press("12")
    shell.until("12_")
    shell.press("\x1a")
    shell.until("Stopped")
    assert b"\x1b[?1049l" in shell.written
    shell.forget()
    shell.press('fg; echo "back with $?"\n')
    shell.until("12_")
    shell.press("\x03")
    shell.until("back with 130")
    assert b"\x1b[?1049l" in shell.written
    shell.press("exit\n")
    shell.left()
    shell.close()
    assert load(saved(tmp_path)[0]).match.turn == 1


def test_a_small_terminal_gets_lines_and_is_told_why(tmp_path: Path) -> None:
    """One sentence, and the game begins."""
    started = Screen(PLAY, str(tmp_path), 70, 20)
    started.until("needs 80 columns and 24 lines")
    started.until("You are: The firm")
    started.press("quit\n")
    assert started.left() == 0
    started.close()


def test_a_pack_alone_is_set_up_on_the_screen(tmp_path: Path) -> None:
    """Which seat to take, and the rest, is asked before the game begins."""
    started = Screen(("-m", "game", "play", "first-quarter"), str(tmp_path), 80, 24)
    started.until("New game")
    started.until("First Quarter")
    started.end()


def test_a_pack_that_is_not_there_is_said_after_the_screen_is_left(tmp_path: Path) -> None:
    """The sentence stands in the shell, not on a screen that is gone."""
    started = Screen(("-m", "game", "play", "atlantis", "--role", "firm"), str(tmp_path), 80, 24)
    assert started.left() == 3
    started.close()
    assert b"atlantis" in started.written.rpartition(b"\x1b[?1049l")[2]


@pytest.mark.parametrize(
    ("here", "full", "said"),
    [
        (Terminal(True, True, True, "xterm", 80, 24), True, ""),
        (Terminal(True, True, True, "xterm", 79, 24), False, "80 columns"),
        (Terminal(True, True, True, "dumb", 200, 50), False, "TERM is dumb"),
        (Terminal(True, True, False, "xterm", 80, 24), False, "stderr"),
        (Terminal(False, True, True, "xterm", 80, 24), False, ""),
        (Terminal(True, False, False, "xterm", 80, 24), False, ""),
    ],
)
def test_the_full_screen_is_for_terminals_that_can(here: Terminal, full: bool, said: str) -> None:
    """A person hears why it is not; a pipe does not ask."""
    assert is_full(here) is full
    assert said in why_plain(here)
    assert bool(said) == bool(why_plain(here))
