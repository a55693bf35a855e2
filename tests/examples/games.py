"""The example games in `saves/`: how they are played.

A script is the command, then what is typed at it, each line behind `<`. `python -m tests.examples.games`
plays each one again in the linear face and writes its save; do so whenever the packs have changed, and
read what the game says before it is committed.
"""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
SAVES = ROOT / "saves"


def scripts() -> list[Path]:
    """The script of each game."""
    return sorted(HERE.glob("*.txt"))


def played(script: Path) -> tuple[str, str]:
    """The save that a script leads to, and all that was said on the way."""
    head, *lines = script.read_text(encoding="utf-8").splitlines()
    typed = [line.removeprefix("<").strip() for line in lines]
    with tempfile.TemporaryDirectory() as folder:
        arguments = head.removeprefix("$ chiprace ").split()
        done = subprocess.run(
            [sys.executable, "-m", "game", *arguments, "--saves", folder],
            input="".join(f"{line}\n" for line in typed).encode(),
            capture_output=True,
            check=True,
            cwd=ROOT,
            env={**os.environ, "CHIPRACE_DATA": folder},
            timeout=120,
        )
        (save,) = (path for path in Path(folder).glob("*.toml") if "." not in path.stem)
        return save.read_text(encoding="utf-8"), done.stdout.decode()


def main() -> None:
    """Play every script, and keep its save."""
    for script in scripts():
        save, said = played(script)
        (SAVES / f"{script.stem}.toml").write_text(save, encoding="utf-8")
        print(said)


if __name__ == "__main__":
    main()
