"""The front door: what a shell and a person get back from it."""

import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterator

import click
import pytest

from game import __version__
from game.cli import main as front
from game.errors import ExitCode, GameError


class RefusedError(GameError):
    """Some input that was refused."""


def lend(monkeypatch: pytest.MonkeyPatch, name: str, work: Callable[[], object]) -> None:
    """Put a verb that does `work` into the table, for one test."""

    def lent(_: str) -> click.Command:
        return click.Command(name, callback=work)

    monkeypatch.setitem(front.VERBS, name, ("tests:lent", "Lent to a test."))
    monkeypatch.setattr(front, "load", lent)


def chiprace(*arguments: str, **environment: str) -> subprocess.CompletedProcess[bytes]:
    """Run the command in a process of its own."""
    return subprocess.run(
        [sys.executable, "-m", "game", *arguments],
        capture_output=True,
        check=False,
        env={**os.environ, **environment},
        stdin=subprocess.DEVNULL,
    )


def test_the_version_is_that_of_the_package() -> None:
    """There is one place where the version is written."""
    answer = chiprace("--version")
    assert answer.stdout.decode() == f"chiprace {__version__}\n"
    assert answer.returncode == 0


def test_help_names_every_verb_with_a_line() -> None:
    """The table is all there is to keep: help is made from it."""
    text = chiprace("--help").stdout.decode()
    for name, (_, line) in front.VERBS.items():
        assert re.search(rf"^  {name} +{re.escape(line)}$", text, re.MULTILINE)
    assert max(map(len, text.splitlines())) <= 80


def commands() -> Iterator[tuple[str, ...]]:
    """Every verb, and every command of a verb that has several."""
    for name in front.VERBS:
        yield (name,)
        command = front.load(name)
        if isinstance(command, click.Group):
            yield from ((name, part) for part in command.commands)


@pytest.mark.parametrize("words", commands(), ids=" ".join)
def test_every_help_shows_an_example(
    words: tuple[str, ...], capsys: pytest.CaptureFixture[str]
) -> None:
    """An example is read before anything else."""
    assert front.main([*words, "--help"]) == ExitCode.DONE
    text = capsys.readouterr().out
    assert re.search(rf"^(?!Usage).*chiprace {' '.join(words)}\b", text, re.MULTILINE)


def test_an_unknown_verb_is_wrong_use_and_the_nearest_one_is_named(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A slip of the finger costs one look."""
    lend(monkeypatch, "saves", lambda: None)
    assert front.main(["savse"]) == ExitCode.USAGE
    assert capsys.readouterr().err == "There is no verb 'savse': did you mean saves?\n"


def test_without_a_verb_a_game_is_opened(monkeypatch: pytest.MonkeyPatch) -> None:
    """A student types one word."""
    opened: list[str] = []
    lend(monkeypatch, "play", lambda: opened.append("a game"))
    assert front.main([]) == ExitCode.DONE
    assert opened == ["a game"]


def test_what_a_person_caused_is_one_line_and_its_exit_code(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nobody who mistyped a path should read a traceback."""

    def refuse() -> None:
        raise RefusedError("saves/a.toml: no such save; saves list shows yours")

    lend(monkeypatch, "show", refuse)
    assert front.main(["show"]) == ExitCode.REFUSED
    output = capsys.readouterr()
    assert output.err == "saves/a.toml: no such save; saves list shows yours\n"
    assert output.out == ""


def test_a_bug_stays_a_traceback(monkeypatch: pytest.MonkeyPatch) -> None:
    """What no person caused must be seen whole by whoever mends it."""

    def stumble() -> None:
        raise ZeroDivisionError

    lend(monkeypatch, "stumble", stumble)
    with pytest.raises(ZeroDivisionError):
        front.main(["stumble"])


def test_a_verb_answers_with_its_own_exit_code(monkeypatch: pytest.MonkeyPatch) -> None:
    """`saves verify` says no without an error."""
    lend(monkeypatch, "verify", lambda: ExitCode.NO)
    assert front.main(["verify"]) == ExitCode.NO


def test_ctrl_c_is_quiet(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The person knows what they pressed; a shell script has to know it too."""

    def interrupt() -> None:
        raise KeyboardInterrupt

    lend(monkeypatch, "wait", interrupt)
    assert front.main(["wait"]) == front.INTERRUPTED
    assert capsys.readouterr() == ("", "")


def test_wrong_use_of_a_verb_is_told_by_the_verb(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The usage line names the whole command, as it was typed."""
    lend(monkeypatch, "list", lambda: None)
    assert front.main(["list", "--lots"]) == ExitCode.USAGE
    output = capsys.readouterr()
    assert "Usage: chiprace list" in output.err
    assert "--lots" in output.err
    assert output.out == ""


@pytest.mark.skipif(sys.platform == "win32", reason="pipes close otherwise there")
def test_a_reader_that_has_gone_is_no_error() -> None:
    """`chiprace saves list | head -1` prints one line and nothing else."""
    reader, writer = os.pipe()
    os.close(reader)
    try:
        answer = subprocess.run(
            [sys.executable, "-m", "game", "--help"],
            stdout=writer,
            stderr=subprocess.PIPE,
            check=False,
        )
    finally:
        os.close(writer)
    assert answer.stderr == b""
    assert answer.returncode == front.PIPE_CLOSED


def test_output_is_utf8_wherever_it_runs() -> None:
    """A Latin-1 or ASCII terminal setting must not stop a game that speaks of ▲ and −."""
    answer = chiprace("▲", PYTHONIOENCODING="ascii", LC_ALL="C.UTF-8")
    assert "'▲'" in answer.stderr.decode("utf-8")
    assert answer.returncode == ExitCode.USAGE
