"""Fifty students on one machine: `python -m tests.bench.served [students|games]`.

Serves that many games to as many browsers' ends of a line, lets all of them press a key at the same
moment, and prints how long each waited for what the key brought. Then plays games one after another
in one process, and prints how much memory it holds.
"""

import asyncio
import json
import os
import resource
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Generator
from contextlib import contextmanager
from statistics import median, quantiles

from aiohttp import ClientSession, ClientWebSocketResponse, WSMsgType

STUDENTS = 50
ROUNDS = 5
IN_ONE_PROCESS = 100
SERVE = "from textual_serve.server import Server; Server({command!r}, port={port}).serve()"
PLAY = "play two-doors --role firm --seed 7"
WIDTH, HEIGHT = 120, 36
DOWN, UP = "\x1b[B", "\x1b[A"
PATIENCE = 60.0
QUIET = 5.0
"""In which all that was begun is drawn [seconds]."""


@contextmanager
def serving(arguments: str, home: str) -> Generator[int]:
    """A server of games on this machine, as the README starts it: its port, once it listens.

    Args:
        arguments: Of `python -m game`.
        home: Where the data of the games are.
    """
    with socket.socket() as free:
        free.bind(("localhost", 0))
        port = free.getsockname()[1]
    script = SERVE.format(command=f"{sys.executable} -m game {arguments}", port=port)
    server = subprocess.Popen(
        [sys.executable, "-c", script],
        env={**os.environ, "CHIPRACE_DATA": home},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        deadline = time.monotonic() + PATIENCE
        while not _listens(port):
            assert time.monotonic() < deadline, "the server never listened"
            time.sleep(0.05)
        yield port
    finally:
        server.terminate()
        server.wait(PATIENCE)


def _listens(port: int) -> bool:
    """Whether somebody answers at a port."""
    try:
        socket.create_connection(("localhost", port)).close()
    except OSError:
        return False
    return True


class Student:
    """One end of a line, which reads all the time."""

    def __init__(self, line: ClientWebSocketResponse) -> None:
        """At this line."""
        self.line = line
        self._seen = b""
        self._came = asyncio.Event()
        self._reading = asyncio.create_task(self._read())

    async def _read(self) -> None:
        async for message in self.line:
            if message.type is WSMsgType.BINARY:
                self._seen += message.data
                self._came.set()

    async def until(self, text: bytes) -> None:
        """Wait until this is drawn."""
        async with asyncio.timeout(PATIENCE):
            while text not in self._seen:
                await self._next()

    async def press(self, key: str) -> float:
        """From a key to the first of what it brings [seconds]."""
        self._came.clear()
        began = time.perf_counter()
        await self.line.send_str(json.dumps(["stdin", key]))
        async with asyncio.timeout(PATIENCE):
            await self._next()
        return time.perf_counter() - began

    async def _next(self) -> None:
        await self._came.wait()
        self._came.clear()


async def opened(client: ClientSession, address: str) -> Student:
    """A game whose desk is drawn."""
    line = await client.ws_connect(address, max_msg_size=0)
    await line.send_str(json.dumps(["resize", {"width": WIDTH, "height": HEIGHT}]))
    student = Student(line)
    await student.until(b"Left this quarter")
    return student


async def fifty(games: int) -> None:
    """Print how long a key takes when all press at once."""
    with tempfile.TemporaryDirectory() as home, serving(PLAY, home) as port:
        await _fifty(games, f"http://localhost:{port}/ws?width={WIDTH}&height={HEIGHT}")


async def _fifty(games: int, address: str) -> None:
    async with ClientSession() as client:
        began = time.perf_counter()
        students = [await opened(client, address) for _ in range(games)]
        print(f"{games} games opened in {time.perf_counter() - began:.0f} s")
        took: list[float] = []
        for number in range(ROUNDS):
            key = UP if number % 2 else DOWN
            await asyncio.sleep(QUIET)
            took += await asyncio.gather(*(student.press(key) for student in students))
        print(
            f"key to paint: median {median(took) * 1000:.0f} ms, "
            f"95 of 100 under {quantiles(took, n=20)[-1] * 1000:.0f} ms"
        )
        for student in students:
            await student.line.close()


async def many(games: int) -> None:
    """Print the memory of one process as it plays one game after another."""
    from tests.tui.front import opened as title

    async with title() as seen:
        for number in range(1, games + 1):
            await seen.press("3")
            await seen.until(lambda: seen.app.session is not None)
            for turn in range(1, 5):
                await seen.sees(f"quarter {turn} of 4", "Left this quarter")
                await seen.press("3", "e", "enter")
                await seen.sees("brought")
                await seen.press("escape")
            await seen.sees("The end")
            await seen.press("t")
            await seen.sees("T W O", "to play")
            if number in (1, 10) or number % 25 == 0:
                print(f"after {number} games: {_memory():.0f} MB", flush=True)


def _memory() -> float:
    """What this process holds [MB]."""
    with open("/proc/self/statm") as file:  # noqa: PTH123
        return int(file.read().split()[1]) * resource.getpagesize() / 1e6


def main() -> None:
    """Print all of it, or the one part that is named."""
    part = sys.argv[1] if len(sys.argv) > 1 else ""
    if part != "games":
        asyncio.run(fifty(STUDENTS))
    if part != "students":
        with tempfile.TemporaryDirectory() as home:
            os.environ["CHIPRACE_DATA"] = home
            asyncio.run(many(IN_ONE_PROCESS))


if __name__ == "__main__":
    main()
