"""Where the games of the lab are played."""

from collections.abc import Generator
from concurrent.futures import Executor
from contextlib import contextmanager


@contextmanager
def executor_of(name: str) -> Generator[Executor | None]:
    """Where games are played: here, or in as many processes as there are processors."""
    if name == "local":
        yield None
        return
    from concurrent.futures import ProcessPoolExecutor
    from multiprocessing import get_context

    # Started afresh rather than forked, so that all systems do the same.
    with ProcessPoolExecutor(mp_context=get_context("spawn")) as pool:
        yield pool
