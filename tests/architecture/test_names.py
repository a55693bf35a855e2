"""Content decides, code interprets: what the scenarios are about is not to be found in the code."""

import re
from pathlib import Path

import pytest

GAME = Path(__file__).parents[2] / "game"
CODE = sorted(
    file
    for kind in ("*.py", "*.tcss")
    for file in GAME.rglob(kind)
    if "content" not in file.relative_to(GAME).parts
)

NAMES = re.compile(
    r"""(?<![a-z0-9])(?:
      # makers and their chips
        nvidia | amd | intel | huawei | hisilicon | cambricon | tsmc | smic | samsung | micron | asml
      | hynix | ascend | kunlun | blackwell | hopper | rubin | cuda | hbm\d? | [abh]\d{2,3}[a-z]? | gpus?
      | chips? | wafers? | semiconductors?
      # who buys and builds with them
      | bytedance | alibaba | tencent | baidu | deepseek | openai | anthropic | google | microsoft | meta
      # countries and capitals
      | china | chinese | beijing | prc | america | americans? | washington | u\.s\. | usa | taiwan\w*
      | japan\w* | korea\w* | dutch | netherlands | europe\w* | gulf | asean | saudi | emirates
      # what happens in the race
      | congress | commerce | customs | tariffs? | sanctions? | export\ controls?
    )(?![a-z0-9])""",
    re.IGNORECASE | re.VERBOSE,
)


@pytest.mark.parametrize("file", CODE, ids=lambda file: str(file.relative_to(GAME)))
def test_the_code_names_nothing_of_a_scenario(file: Path) -> None:
    """A pack about rare earths or vaccines must need no new code."""
    found = [
        f"line {number}: {match.group()}"
        for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), start=1)
        for match in NAMES.finditer(line)
    ]
    assert found == []


def test_the_word_list_would_find_them() -> None:
    """The names are matched whole, in ids and in sentences alike."""
    for text in (
        "Deny the H200",
        "buy nvidia",
        "Beijing's gate",
        "home chips",
        "hbm3 stock",
        "h200_rule",
    ):
        assert NAMES.search(text)
    for text in ("chiprace", "a1", "the ending", "branch", "chipper"):
        assert not NAMES.search(text)
