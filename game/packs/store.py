"""Packs kept by the hash of their content, so that a save never loses the pack it was made under."""

import shutil
import tempfile
from pathlib import Path
from re import fullmatch

from game.packs.measured import Measured, write_measured
from game.packs.read import PackError, read_pack
from game.packs.where import kept_folder

_TOP = "_top"
"""The folder of the pack itself; those it extends lie beside it under their ids."""


def keep(folder: Path) -> str:
    """Keep the files of a pack, and of those it extends, and return its hash.

    Raises:
        PackError: The pack has errors.
    """
    reading = read_pack(folder)
    if reading.pack is None:
        raise PackError(reading)
    pack_hash = reading.pack.hash
    home = kept_folder() / pack_hash
    if (home / _TOP).is_dir():
        return pack_hash
    kept_folder().mkdir(parents=True, exist_ok=True)
    draft = Path(tempfile.mkdtemp(prefix=".draft-", dir=kept_folder()))
    try:
        for depth, layer in enumerate(reading.layers):
            for file in layer.files.all:
                target = draft / (layer.id if depth else _TOP) / file.name
                target.parent.mkdir(parents=True, exist_ok=True)
                target.write_bytes(file.data)
        if isinstance(reading.pack.measured, Measured):
            write_measured(draft / _TOP, reading.pack.measured)
        try:
            draft.rename(home)
        except OSError:
            if not (home / _TOP).is_dir():  # nobody else has kept it in the meantime
                raise
    finally:
        shutil.rmtree(draft, ignore_errors=True)
    return pack_hash


def find(pack_hash: str) -> Path | None:
    """The folder of the pack kept under a hash, or None."""
    if not fullmatch(r"[0-9a-f]{64}", pack_hash):
        return None
    folder = kept_folder() / pack_hash / _TOP
    return folder if folder.is_dir() else None
