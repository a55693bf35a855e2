"""A pack may come from a stranger: whatever its files hold, reading ends soon and raises nothing."""

import time
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from game.packs.diagnostics import SEVERITIES, as_json, rendered
from game.packs.read import Reading, read_pack
from tests.packs.examples import HARBOUR

WHOLE = "\n".join(path.read_text("utf-8") for path in sorted(HARBOUR.glob("*.toml")))
LINES = WHOLE.split("\n")
PIECES = [
    "[", "]", "[[", "]]", "{", "}", '"', "'", '"""', "'''", "=", ",", ".", "#", "\\", "\n", "\x00", "\x1b",
    "\u202e", "\ufeff", "é", "“", "-", "0", "1e999", "nan", "inf", "true", "1979-05-27", "[stock.fish]",
    "[[event]]", "[a.b.c.d]", "when = ", "# ok: x y", "over 3 turns", "{fish}", "fish", "extends = \"harbour\"",
]  # fmt: skip
SECONDS = 5

fast = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def read(files: dict[str, bytes]) -> Reading:
    """What comes of a folder of these files; and everything there is to do with its reports."""
    with TemporaryDirectory() as folder:
        for name, data in files.items():
            path = Path(folder) / name
            path.parent.mkdir(exist_ok=True)
            path.write_bytes(data)
        begun = time.perf_counter()
        reading = read_pack(folder)
        assert time.perf_counter() - begun < SECONDS
    assert all(report.code in SEVERITIES for report in reading.reports)
    assert (reading.pack is None) is any(r.severity == "error" for r in reading.reports)
    text = rendered(reading.reports)
    assert "\x1b" not in text
    assert "\u202e" not in text
    assert len(text) < 200_000
    as_json(reading.reports)
    return reading


@fast
@given(st.binary(max_size=300))
def test_any_bytes_are_read_or_reported(data: bytes) -> None:
    """As pack and as page."""
    read({"pack.toml": data, "codex/page.md": data})


@fast
@given(
    st.lists(st.tuples(st.integers(0, len(WHOLE)), st.sampled_from(PIECES)), min_size=1, max_size=6)
)
def test_a_pack_with_anything_typed_into_it_is_read_or_reported(
    typed: list[tuple[int, str]],
) -> None:
    """As an author types, in the wrong place."""
    text = WHOLE
    for at, piece in typed:
        text = text[:at] + piece + text[at:]
    read({"pack.toml": text.encode("utf-8", "surrogatepass")})


@fast
@given(st.lists(st.integers(0, len(LINES) - 1), min_size=1, max_size=8), st.sampled_from("dsr"))
def test_a_pack_with_lines_lost_or_moved_is_read_or_reported(lines: list[int], how: str) -> None:
    """As an author pastes."""
    text = list(LINES)
    for at in lines:
        if how == "d":
            text[at] = ""
        elif how == "s":
            text[at], text[-1 - at] = text[-1 - at], text[at]
        else:
            text[at] += text[at - 1]
    read({"pack.toml": "\n".join(text).encode()})


@fast
@given(
    st.lists(
        st.tuples(
            st.integers(0, len(LINES) - 1),
            st.sampled_from(["1", "-1", "true", '""', '"x"', "[]", "[1]", '["x"]', "{}", "{ x = 1 }", "1e300", "1979-05-27", "[[1]]", '[{ x = "y" }]']),
        ),
        min_size=1,
        max_size=4,
    )
)  # fmt: skip
def test_a_pack_with_values_of_other_sorts_is_read_or_reported(
    changes: list[tuple[int, str]],
) -> None:
    """Every key with every sort of value."""
    text = list(LINES)
    for at, value in changes:
        key, equals, _ = text[at].partition(" = ")
        if equals:
            text[at] = f"{key} = {value}"
    read({"pack.toml": "\n".join(text).encode()})


def test_what_is_nested_or_repeated_without_end_is_read_in_time() -> None:
    """The worst that a few hundred kilobytes can do."""
    for text in (
        "x = " + "[" * 100_000,
        "[" + "a." * 50_000 + "b]",
        "a" + ".a" * 50_000 + " = 1",
        "x = {" * 5_000,
        '"' * 100_000,
        "[a]\n" * 20_000,
        "=\n" * 50_000,
        '[stock.x]\nabout = """' + "a\n" * 100_000,
        "".join(f"[gauge.g{i}]\nvalue = 'g{i + 1}'\n" for i in range(4_000)),
        "".join(
            f"[claim.c{i}]\nin = 'claim.x{i}.says'\nsays = '8'\nequals = ['a{i}']\n"
            for i in range(3_000)
        ),
        "".join(
            f"[gauge.g{i}]\nvalue = 'g{(i + 1) % 300} + g{(i * 7) % 300}'\n" for i in range(300)
        ),
    ):
        read({"pack.toml": text.encode()})
