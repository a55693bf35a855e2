"""The pack in docs/pack-format.md, which authors copy."""

import re
from pathlib import Path

from game.packs.read import read_pack

DOCUMENT = Path(__file__).parents[2] / "docs" / "pack-format.md"


def test_the_smallest_pack_of_the_document_has_no_mistake(tmp_path: Path) -> None:
    """Whoever copies it begins with a game, not with reports."""
    text = DOCUMENT.read_text(encoding="utf-8").partition("## The smallest pack")[2]
    found = re.search(r"```toml\n(.*?)```", text, re.DOTALL)
    assert found is not None
    folder = tmp_path / "bakery"
    folder.mkdir()
    (folder / "bakery.toml").write_text(found[1], encoding="utf-8")
    reading = read_pack(folder)
    assert reading.pack is not None
    assert reading.reports == []
