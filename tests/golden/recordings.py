"""Whole games as text: what was typed, and all that was printed.

A recording begins with the command and the typed lines, each behind `<`, and an empty line. The rest is
what the program prints. `python -m tests.golden.recordings` plays every one again and writes it down; look at
every changed line before it is committed.
"""

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
FIXTURES = ROOT / "tests" / "fixtures"


def recordings() -> list[Path]:
    """All recordings."""
    return sorted(HERE.glob("*.txt"))


def head_of(text: str) -> tuple[list[str], list[str]]:
    """The arguments of the command, and the typed lines."""
    head = text.partition("\n\n")[0].split("\n")
    assert head[0].startswith("$ chiprace ")
    typed = [line.removeprefix("<").removeprefix(" ") for line in head[1:]]
    return head[0].removeprefix("$ chiprace ").split(), typed


def played(text: str) -> str:
    """The recording with the output of today, played in an empty folder."""
    arguments, typed = head_of(text)
    with tempfile.TemporaryDirectory() as folder:
        own = Path(folder, "data", "my-packs")
        for pack in FIXTURES.iterdir():
            shutil.copytree(pack, own / pack.name)
        done = subprocess.run(
            [sys.executable, "-m", "game", *arguments, "--saves", "saves"],
            input="".join(line + "\n" for line in typed).encode(),
            capture_output=True,
            check=False,
            cwd=folder,
            env={
                "PATH": os.environ.get("PATH", ""),
                "PYTHONPATH": str(ROOT),
                "CHIPRACE_DATA": str(Path(folder, "data")),
                "TERM": "dumb",
                "LANG": "C",
            },
            timeout=120,
        )
    assert done.returncode == 0, done.stderr.decode()
    head = text.partition("\n\n")[0]
    return f"{head}\n\n{done.stdout.decode()}"


def main() -> None:
    """Play every recording again and write it down."""
    for path in recordings():
        path.write_text(played(path.read_text(encoding="utf-8")), encoding="utf-8")


if __name__ == "__main__":
    main()
