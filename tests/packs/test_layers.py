"""Files laid together, and overlays laid over packs."""

import random
import shutil
from pathlib import Path

import pytest

from game.packs.read import load_pack, read_pack
from tests.packs.examples import HARBOUR, OVERLAY, laid


def cut(folder: Path, into: Path, names: random.Random) -> None:
    """The pack with every table of two parts, and all below it, in a file of its own name."""
    pieces: dict[str, list[str]] = {}
    piece = "top"
    for path in sorted(folder.glob("*.toml")):
        for line in path.read_text("utf-8").split("\n"):
            if line.startswith("["):
                parts = line.strip("[]").split(".")
                piece = parts[0] if parts[0] == "ending" else ".".join(parts[:2])
            pieces.setdefault(piece, []).append(line)
    for lines in pieces.values():
        name = "".join(names.choices("abcdefghij", k=12)) + ".toml"
        (into / name[0]).mkdir(parents=True, exist_ok=True)
        (into / name[0] / name).write_text("\n".join(lines), "utf-8")
    shutil.copytree(folder / "codex", into / "codex")


@pytest.mark.parametrize("seed", range(3))
def test_how_a_pack_is_cut_into_files_changes_nothing(seed: int, tmp_path: Path) -> None:
    """Not what it says, and not its hash."""
    cut(HARBOUR, tmp_path, random.Random(seed))
    whole, pieces = load_pack(HARBOUR), load_pack(tmp_path)
    assert pieces.model == whole.model
    assert pieces.hash == whole.hash


def test_renaming_files_changes_no_order(tmp_path: Path) -> None:
    """Lists on the screen stay as they are."""
    shutil.copytree(HARBOUR / "codex", tmp_path / "codex")
    shutil.copy(HARBOUR / "pack.toml", tmp_path / "z.toml")
    shutil.copy(HARBOUR / "play.toml", tmp_path / "a.toml")
    assert list(load_pack(tmp_path).symbols) == list(load_pack(HARBOUR).symbols)


def change(folder: Path, before: str, after: str) -> str:
    """The hash of a harbour with something else in it."""
    pack = Path(shutil.copytree(HARBOUR, folder / "changed"))
    for path in [*pack.glob("*.toml"), *pack.glob("codex/*.md")]:
        text = path.read_text("utf-8")
        if before in text:
            path.write_text(text.replace(before, after, 1), "utf-8")
    return load_pack(pack).hash


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("start = 600", "start = 601"),
        ('title = "Boats"', 'title = "Ships"'),
        ("A full bay", "A crowded bay"),
        ("when = true\ntext", 'when = "cash > 5"\ntext'),
    ],
)
def test_every_change_of_content_changes_the_hash(before: str, after: str, tmp_path: Path) -> None:
    """A save under one hash is never played under another content."""
    assert change(tmp_path, before, after) != load_pack(HARBOUR).hash


def test_comments_and_spaces_change_no_hash(tmp_path: Path) -> None:
    """They are not content."""
    assert change(tmp_path, "start = 600", "start   =   600  # t") == load_pack(HARBOUR).hash


def test_the_order_of_endings_changes_the_hash(tmp_path: Path) -> None:
    """The first whose condition holds is taken, so their order is content."""
    text = (HARBOUR / "play.toml").read_text("utf-8")
    start = text.index("[ending.commons_kept]")
    piece = text[start : text.index("[ending.muddling]")]
    before = text.index("[ending.empty_bay]")
    moved = text[:before] + piece + text[before:start] + text[start + len(piece) :]
    pack = Path(shutil.copytree(HARBOUR, tmp_path / "harbour"))
    (pack / "play.toml").write_text(moved, "utf-8")
    assert load_pack(pack).hash != load_pack(HARBOUR).hash


def test_an_overlay_replaces_values_and_lists_and_merges_tables(tmp_path: Path) -> None:
    """Key by key; what it does not name stays."""
    text = (
        '[stock.fish]\nstart = 500\n[role.skipper]\nposition = ["cash"]\n'
        '[event.storm.choice.pray]\nrole = "skipper"\ntext = "Pray"\n'
    )
    pack = load_pack(laid(tmp_path, {"a.toml": text}))
    assert pack.model.stock["fish"].start == 500
    assert pack.model.stock["fish"].max == 1000
    assert pack.model.role["skipper"].position == ("cash",)
    assert list(pack.model.event["storm"].choice) == ["repair", "wait", "pray"]
    assert pack.id == "example"


def test_an_overlay_leaves_out_what_it_names(tmp_path: Path) -> None:
    """Tables by pattern, pages too; what still names them is reported where it stands."""
    without = 'without = ["lesson.*", "codex.commons"]\n'
    reading = read_pack(laid(tmp_path, {"pack.toml": OVERLAY + without}))
    assert {report.code for report in reading.reports} == {"name-unknown"}
    assert {Path(report.place.file).name for report in reading.reports} == {"play.toml"}
    assert {report.place.source for report in reading.reports} == {'codex = "commons"'}


def test_overlays_lie_on_overlays(tmp_path: Path) -> None:
    """The nearest has the last word."""
    laid(tmp_path, {"a.toml": "[stock.fish]\nstart = 500\n[stock.cash]\nstart = 50\n"})
    top = tmp_path / "top"
    top.mkdir()
    (top / "pack.toml").write_text(
        OVERLAY.replace("harbour", "example").replace('id = "example"', 'id = "top"')
    )
    (top / "b.toml").write_text("[stock.fish]\nstart = 400\n")
    model = load_pack(top).model
    assert (model.stock["fish"].start, model.stock["cash"].start, model.stock["boats"].start) == (
        400,
        50,
        8,
    )


def test_a_mistake_in_the_pack_below_is_told_in_its_own_file(tmp_path: Path) -> None:
    """An overlay is not blamed for it."""
    pack = laid(tmp_path, {})
    path = tmp_path / "harbour" / "pack.toml"
    path.write_text(path.read_text("utf-8").replace("start = 600", "start = 6000"), "utf-8")
    reports = read_pack(pack).reports
    assert [(r.code, Path(r.place.file).parent.name) for r in reports] == [
        ("start-outside", "harbour")
    ]


def test_an_overlay_does_not_look_outside_by_its_base(tmp_path: Path) -> None:
    """The base is an id, never a path."""
    laid(tmp_path, {})
    for base in ("../harbour", "/etc", "..", ""):
        (tmp_path / "example" / "pack.toml").write_text(OVERLAY.replace('"harbour"', f'"{base}"'))
        assert [r.code for r in read_pack(tmp_path / "example").reports] == ["pack-base-unknown"]
