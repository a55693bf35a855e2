"""The harbour with conclusions that some constants turn, for tests of disputes."""

import shutil
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from game.packs.model import Pack
from game.packs.read import load_pack
from tests.packs.examples import HARBOUR

CHECKS = """\
[check.fees_fill]
title = "Fees fill the treasury in a quarter"
compare = { council = "fixed: quota=open" }
expect = "treasury above 86 at turn 1"
in = "90% of 200 games"
assumption = "Eight boats pay each quarter."

[check.fees_flood]
title = "Fees fill it to the brim in a quarter"
compare = { council = "fixed: quota=open" }
expect = "treasury above 92 at turn 1"
in = "90% of 200 games"
assumption = "Eight boats pay each quarter."

[check.fees_doubled]
title = "Doubled fees fill it more"
compare = { council = "fixed: quota=open" }
set = { licence_fee = 2 }
expect = "treasury above 92 at turn 1"
in = "90% of 200 games"
assumption = "Eight boats pay each quarter."

[check.bay_lives]
title = "A closed bay keeps its fish"
compare = { council = "fixed: quota=closed" }
with = { council = "fixed: quota=open" }
expect = "fish higher at turn 6"
in = "90% of 200 games"
sources = ["schaefer-1954"]
"""


def quarrel_in(folder: Path) -> Path:
    """The pack, written into a folder."""
    pack = folder / "harbour"
    shutil.copytree(HARBOUR, pack)
    (pack / "checks.toml").write_text(CHECKS, encoding="utf-8")
    return pack


@cache
def quarrel() -> Pack:
    """The pack."""
    with TemporaryDirectory() as folder:
        return load_pack(quarrel_in(Path(folder)))
