"""Everything a person can cause, and what the process answers with."""

from enum import IntEnum


class ExitCode(IntEnum):
    """What a command answers to the shell."""

    DONE = 0
    NO = 1
    """The answer is no: a check or verification failed."""
    USAGE = 2
    """The command line itself was wrong."""
    REFUSED = 3
    """The input was understood and refused."""


class GameError(Exception):
    """A sentence fit to show: where, what was found, what would do.

    Whoever raises it has changed nothing.
    """

    exit_code = ExitCode.REFUSED
