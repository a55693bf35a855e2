"""Where packs are: those shipped with the program, and a person's own."""

import os
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from re import fullmatch, search

import platformdirs

DATA_VARIABLE = "CHIPRACE_DATA"


def data_folder() -> Path:
    """The person's folder for packs and saves; the environment may name another."""
    named = os.environ.get(DATA_VARIABLE)
    return Path(named) if named else Path(platformdirs.user_data_dir("chiprace", appauthor=False))


@cache
def shipped_folder() -> Path:
    """The packs that came with the program: inside the package, or beside it in a checkout."""
    package = Path(__file__).resolve().parents[1]
    inside = package / "content"
    return inside if inside.is_dir() else package.parent / "content"


def own_folder() -> Path:
    """The person's own packs."""
    return data_folder() / "my-packs"


def kept_folder() -> Path:
    """Packs kept by hash, for saves made under them."""
    return data_folder() / "packs"


def is_pack_folder(folder: Path) -> bool:
    """Whether there is any TOML file directly in a folder."""
    try:
        return any(entry.suffix == ".toml" for entry in folder.iterdir())
    except OSError:
        return False


def says_pack(folder: Path) -> bool:
    """Whether a TOML file directly in a folder has the heading `[pack]`, as no other project's has."""
    try:
        files = [entry for entry in folder.iterdir() if entry.suffix == ".toml" and entry.is_file()]
        return any(search(rb"(?m)^\s*\[pack\]", file.read_bytes()) for file in files)
    except OSError:
        return False


def folders() -> Iterator[Path]:
    """The folders of all packs to choose from: shipped first, then the person's own."""
    seen: set[str] = set()
    for parent in (shipped_folder(), own_folder()):
        try:
            inside = sorted(parent.iterdir())
        except OSError:
            continue
        for folder in inside:
            if folder.name not in seen and is_pack_folder(folder):
                seen.add(folder.name)
                yield folder


def folder_of(name: str, beside: Path | None = None) -> Path | None:
    """The folder of the pack with that id: beside another pack, shipped, or the person's own."""
    if not fullmatch(r"[A-Za-z0-9][A-Za-z0-9_-]{0,63}", name):
        return None
    parents = [shipped_folder(), own_folder()]
    if beside is not None:
        parents.insert(0, beside.parent)
    for parent in parents:
        folder = parent / name
        if is_pack_folder(folder):
            return folder
    return None
