"""The front door: finds the verb, loads what that verb needs, and answers with an exit code.

Help and version are answered from here, so that they cost no more than starting Python: no click,
no numpy, no pack is loaded for them. A verb is a click command that returns nothing or its exit code.
"""

import os
import sys
from collections.abc import Sequence

from game import __version__
from game.errors import ExitCode, GameError
from game.words import N_, _

TYPE_CHECKING = False  # as in typing, which takes a fifth of the time that help takes
if TYPE_CHECKING:
    import click

INTERRUPTED = 130
"""What a shell reports of a program stopped by Ctrl-C."""
PIPE_CLOSED = 141
"""What a shell reports of a program whose reader has gone."""


VERBS: dict[str, tuple[str, str]] = {
    "play": ("game.cli.play:play", N_("play a game, or go on with one")),
    "why": ("game.cli.why:why", N_("say why a number moved in a saved game")),
    "saves": ("game.cli.saves:saves", N_("list saved games, check them and play them again")),
    "pack": ("game.cli.pack:pack", N_("list, check and explain packs")),
    "lab": ("game.cli.lab:lab", N_("play many games at once, and see what they come to")),
}
"""Of each verb: where its command is, as module:name, and its line in the help."""

HELP = N_("""\
Two Doors: turn-based policy simulations, played and written in a terminal.

Usage: chiprace [VERB] [ARGUMENTS]

{verbs}
Without a verb, a game is opened. chiprace VERB --help shows an example.
Options: --help, --version
""")


def main(arguments: Sequence[str] | None = None) -> int:
    """Carry out a command line (that of the process, if none is given); the exit code.

    What a person caused is one line on stderr. Anything else is a bug and stays a traceback.
    """
    _speak_utf8()
    try:
        code = _run(list(sys.argv[1:] if arguments is None else arguments))
        sys.stdout.flush()
    except GameError as error:
        print(error, file=sys.stderr)
        return error.exit_code
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:
        # What is still buffered has nowhere to go; without this Python would complain on its way out.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return PIPE_CLOSED
    return code


def help_text() -> str:
    """What `chiprace --help` prints."""
    width = max(map(len, VERBS), default=0)
    verbs = (f"  {name:<{width}}  {_(line)}\n" for name, (_module, line) in VERBS.items())
    return _(HELP).format(verbs="".join(verbs))


def load(name: str) -> "click.Command":
    """The command of a verb."""
    from importlib import import_module

    module, command = VERBS[name][0].split(":")
    return getattr(import_module(module), command)


def _run(arguments: list[str]) -> int:
    match arguments:
        case ["--help" | "-h", *_]:
            print(help_text(), end="")
            return ExitCode.DONE
        case ["--version", *_]:
            print(f"chiprace {__version__}")
            return ExitCode.DONE
        case []:
            return _run(["play"])
        case [name, *rest] if name in VERBS:
            return _run_verb(name, rest)
        case _:
            print(_unknown(arguments[0]), file=sys.stderr)
            return ExitCode.USAGE


def _run_verb(name: str, arguments: list[str]) -> int:
    import click

    command = load(name)
    plain = bool(os.environ.get("NO_COLOR")) or os.environ.get("TERM") == "dumb"
    try:
        with command.make_context(
            f"chiprace {name}",
            arguments,
            help_option_names=["-h", "--help"],
            color=False if plain else None,
        ) as context:
            answer = command.invoke(context)
    except click.exceptions.Exit as end:
        return end.exit_code
    except click.Abort:
        return INTERRUPTED
    except click.ClickException as error:
        error.show()
        return error.exit_code
    return ExitCode.DONE if answer is None else int(answer)


def _unknown(name: str) -> str:
    from difflib import get_close_matches

    near = get_close_matches(name, VERBS, n=1)
    if near:
        return _("There is no verb {name!r}: did you mean {near}?").format(name=name, near=near[0])
    return _("There is no verb {name!r}: chiprace --help lists all there are.").format(name=name)


def _speak_utf8() -> None:
    from io import TextIOWrapper

    for stream in (sys.stdin, sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="replace")
