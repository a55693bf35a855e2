"""How quick the full-screen face is, beside a bare Textual app, in one run: `python -m tests.bench.face`.

Both run in a terminal of their own (a pty) and are measured from outside: from the start of the process
to the first text on the screen, and from a key to the last byte that it brings.
"""

import os
import select
import signal
import struct
import sys
import tempfile
import time
from collections.abc import Generator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from fcntl import ioctl
from pty import fork
from statistics import median, quantiles
from termios import TIOCSWINSZ

COLUMNS, LINES = 120, 36
QUIET = 0.03
"""Silence after which a key has brought all it brings [seconds]."""
BARE = """
from textual.app import App
from textual.widgets import Static
class Bare(App):
    def compose(self):
        yield Static("Two Doors")
    def on_key(self, event):
        self.query_one(Static).update(f"Two Doors {event.key}")
Bare().run()
"""
STARTS: dict[str, tuple[str, ...]] = {
    "bare": ("-c", BARE),
    "desk": ("-m", "game", "play", "two-doors", "--role", "firm", "--seed", "7"),
}
KEYS: tuple[tuple[str, str], ...] = (
    ("right", "\x1b[C"),
    ("down", "\x1b[B"),
    ("digit", "3"),
    ("left", "\x1b[D"),
    ("up", "\x1b[A"),
    ("undo", "u"),
)


class Screen:
    """A program on a terminal of its own."""

    def __init__(
        self, arguments: Sequence[str], home: str, columns: int = COLUMNS, lines: int = LINES
    ) -> None:
        """Start Python with these arguments; the data of the game are in `home`."""
        self.began = time.perf_counter()
        self.pid, self._file = fork()
        if self.pid == 0:
            environment = {
                **os.environ,
                "TERM": "xterm-256color",
                "COLORTERM": "truecolor",
                "CHIPRACE_DATA": home,
                "COLUMNS": str(columns),
                "LINES": str(lines),
            }
            environment.pop("NO_COLOR", None)
            os.execve(sys.executable, [sys.executable, *arguments], environment)
        self.resize(columns, lines)
        self.written = b""
        """The last of what it wrote."""

    def resize(self, columns: int, lines: int) -> None:
        """Make the terminal this large."""
        ioctl(self._file, TIOCSWINSZ, struct.pack("HHHH", lines, columns, 0, 0))

    def forget(self) -> None:
        """Wait for what is written from now on."""
        self.written = b""

    def until(self, text: str, patience: float = 20.0) -> float:
        """When this text is written [seconds since the start]."""
        end, when = time.perf_counter() + patience, self.began
        while text.encode() not in self.written:
            data, when = self.read(end - time.perf_counter())
            if not data:
                raise TimeoutError(
                    f"{text!r} was never shown; the last was {self.written[-300:]!r}"
                )
        return when - self.began

    def read(self, patience: float) -> tuple[bytes, float]:
        """What is written next, and when; nothing when that takes too long."""
        ready, _, _ = select.select([self._file], [], [], max(0.0, patience))
        if not ready:
            return b"", time.perf_counter()
        try:
            data = os.read(self._file, 1 << 16)
        except OSError:  # it has ended
            data = b""
        self.written = (self.written + data)[-20_000:]
        return data, time.perf_counter()

    def rest(self, quiet: float = 0.3) -> None:
        """Wait until nothing more is written."""
        while self.read(quiet)[0]:
            pass

    def press(self, keys: str) -> None:
        """Type something."""
        os.write(self._file, keys.encode())

    def key(self, keys: str) -> float:
        """From a key to the last byte it brings [seconds]."""
        began = time.perf_counter()
        self.press(keys)
        last, patience = began, 1.0
        while True:
            data, when = self.read(patience)
            if not data:
                return last - began
            last, patience = when, QUIET

    def cpu(self) -> float:
        """Processor time it has used [seconds]."""
        with open(f"/proc/{self.pid}/stat") as file:  # noqa: PTH123
            fields = file.read().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def memory(self) -> float:
        """Memory it holds [MB]."""
        with open(f"/proc/{self.pid}/status") as file:  # noqa: PTH123
            line = next(line for line in file if line.startswith("VmRSS"))
        return int(line.split()[1]) / 1024

    def close(self) -> None:
        """Close the terminal."""
        os.close(self._file)

    def left(self, patience: float = 15.0) -> int:
        """Its exit code, once it has ended.

        Raises:
            TimeoutError: It did not end; it was killed.
        """
        deadline = time.perf_counter() + patience
        while time.perf_counter() < deadline:
            with suppress(OSError):
                self.read(0.05)
            pid, status = os.waitpid(self.pid, os.WNOHANG)
            if pid:
                return os.waitstatus_to_exitcode(status)
        os.kill(self.pid, signal.SIGKILL)
        os.waitpid(self.pid, 0)
        raise TimeoutError("it did not end when it was told to")

    def end(self) -> None:
        """Tell it to end, and see that it does."""
        os.kill(self.pid, signal.SIGTERM)
        self.left()
        self.close()


@contextmanager
def screen(name: str) -> Generator[Screen]:
    """One of `STARTS`, with a home of its own."""
    with tempfile.TemporaryDirectory() as home:
        started = Screen(STARTS[name], home)
        try:
            yield started
        finally:
            started.end()


def first_paint(name: str) -> float:
    """From the start of the process to its first text [seconds]."""
    with screen(name) as here:
        return here.until("Two Doors")


@dataclass(frozen=True, slots=True)
class Keys:
    """How long keys took [seconds]."""

    median: float
    late: float
    """95 of 100 were quicker."""
    memory: float
    idle: float
    """Share of a core while nothing happens."""


def keys(name: str, rounds: int, ready: str, pause: float = 0.0) -> Keys:
    """Press keys, and wait for each; with a pause, a fan chart begins behind each of them."""
    with screen(name) as here:
        here.until(ready)
        here.rest(1.5)
        took: list[float] = []
        for _ in range(rounds):
            for _name, key in KEYS:
                took.append(here.key(key))
                time.sleep(pause)
        here.rest(1.0)
        used, began = here.cpu(), time.perf_counter()
        time.sleep(3.0)
        idle = (here.cpu() - used) / (time.perf_counter() - began)
        return Keys(median(took), quantiles(took, n=20)[-1], here.memory(), idle)


def main() -> None:
    """Print all of it."""
    starts = {name: [first_paint(name) for _ in range(7)] for name in STARTS}
    bare = median(starts["bare"])
    print("| from start to first paint | ms | of bare |\n| --- | --- | --- |")
    for name, took in starts.items():
        print(f"| {name} | {median(took) * 1000:.0f} | {median(took) / bare:.2f} |")
    print("\n| key to repaint | median ms | p95 ms | MB | idle |\n| --- | --- | --- | --- | --- |")
    rows = (
        ("bare", keys("bare", 20, "Two Doors")),
        ("desk", keys("desk", 20, "Left this")),
        ("desk, a fan chart computed behind", keys("desk", 10, "Left this", 0.28)),
    )
    for name, took in rows:
        print(
            f"| {name} | {took.median * 1000:.1f} | {took.late * 1000:.1f} "
            f"| {took.memory:.0f} | {took.idle:.2%} |"
        )


if __name__ == "__main__":
    main()
