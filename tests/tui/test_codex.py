"""The codex screen."""

from pathlib import Path

from game.match.game import PERSON, Match
from game.packs.read import load_pack
from game.tui.screens.codex import flowing, tabular
from game.views.blocks import Grid
from game.views.codex import Run
from tests.tui.alone import WIDE, screen


async def test_a_link_is_followed_and_come_back_from(tmp_path: Path) -> None:
    """Back goes through the pages that were read, then out."""
    async with screen(tmp_path, "codex", "commons") as (app, pilot, shown):
        assert "Codex  The commons" in shown()
        assert "Governing the Commons. Cambridge University Press, 1990." in shown()
        await pilot.press("enter")
        assert "Codex  Logistic growth" in shown()
        await pilot.press("escape")
        assert "Codex  The commons" in shown()
        await pilot.press("escape")
        assert app.closed


async def test_without_a_page_all_are_listed(tmp_path: Path) -> None:
    """Also when a page is asked for that there is not."""
    for subject in ("", "no-such-page"):
        async with screen(tmp_path, "codex", subject) as (_app, pilot, shown):
            assert "Logistic growth" in shown()
            await pilot.press("enter")
            assert "Codex  Logistic growth" in shown()


async def test_the_model_is_read_page_by_page(tmp_path: Path) -> None:
    """Listed under a heading of its own; from its first page to the equations of a room."""
    async with screen(tmp_path, "codex", "") as (_app, pilot, shown):
        listed = shown()
        assert listed.index("The commons") < listed.index("The model") < listed.index("Equations")
        await pilot.press("down", "down", "enter")
        assert "Codex  What the model is" in shown()
        await pilot.press("down", "enter")
        assert "Codex  Equations" in shown()
        await pilot.press("enter")
        assert "Codex  Pack: equations" in shown()
        assert "Δ Fish in the bay" in shown()


async def test_a_term_is_found_by_another_word_for_it(tmp_path: Path) -> None:
    """Regrowth is told on the page of logistic growth."""
    async with screen(tmp_path, "codex", "") as (_app, pilot, shown):
        await pilot.press("slash", *"regrow")
        assert "The commons" not in shown()
        await pilot.press("enter")
        assert "A thin stock has room" in shown()


async def test_all_pages_stand_beside_where_there_is_room(tmp_path: Path) -> None:
    """Tab goes there, Enter reads one."""
    async with screen(tmp_path, "codex", "logistic-growth", size=WIDE) as (_app, pilot, shown):
        assert "All pages" in shown()
        await pilot.press("tab", "down", "enter")
        assert "Codex  The commons" in shown()


def test_a_link_that_breaks_is_one_thing_to_mark() -> None:
    """Over two lines it is still one link; two links of one line are two."""
    runs = (Run("see "), Run("the long page", "long"), Run(" or "), Run("b", "b"), Run("c", "c"))
    entries = list(flowing(runs, 12, ""))
    assert [entry.keys for entry in entries] == [("long",), ("b", "c")]
    text = ["".join(part for part, _look in entry.lines[0].spans) for entry in entries]
    assert text == ["see the long", "page or bc"]


def test_a_table_is_an_entry_to_each_row_with_its_heads_above() -> None:
    """Where there is room; where there is none, nothing stands above. A row opens its page."""
    rows = (("Cutter", "4"), ("Tug", "12"))
    grid = Grid(("Boat", "Crew"), rows, (False, True), ("cutters", "tugs"))
    for width, heads in ((40, 1), (9, 0)):
        entries = list(tabular(grid, width))
        assert [entry.keys for entry in entries] == [()] * heads + [("cutters",), ("tugs",)]
        looks = [entry.lines[0].spans[0][1] for entry in entries]
        assert looks == ["dim"] * heads + ["", ""]


async def test_a_series_is_opened_from_the_record_and_drawn(tmp_path: Path) -> None:
    """At 80 columns: where the model lies, period by period."""
    since = Match.new(load_pack("since-2022"), 7, {"us": PERSON})
    async with screen(tmp_path, "codex", "model.record", role="us", game=since) as (
        _app,
        pilot,
        shown,
    ):
        assert "7 series held" in shown()
        await pilot.press("enter")
        assert "Codex  Nvidia revenue from China" in shown()
        lines = [line.split() for line in shown().split("\n")]
        (line,) = [line for line in lines if line[:1] == ["2023Q4"]]
        assert set("".join(line[1:])) == set("=oM")
