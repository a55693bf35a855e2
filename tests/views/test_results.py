"""What many games came to, as pages of the codex."""

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from game.packs.measured import Measured, PointResult, Unreadable
from game.packs.model import Pack
from game.packs.read import load_pack
from game.views.blocks import Grid, Plot
from game.views.codex import Article, article, book, pages, search
from tests.packs.examples import laid
from tests.packs.test_measured import RESULTS

TABLES = """
[check.c]
title = "Fish are left"
compare = { skipper = "fixed: nets=old, nets=fine_mesh@3, buy_boats=2", council = "hold" }
set = { fish = 500 }
expect = "fish above 1 at turn 2 and change in fish below 3 from turn 1 to 4"
in = "50% of 40 games"
assumption = "A rule of thumb."

[target.s]
title = "Landings"
unit = "tonnes"
quantity = "fish"
good = 10
acceptable = 15
points = [{ period = "2026Q1", value = 2, source = "ostrom-1990" }]

[outside.o]
title = "Fish next year"
unit = "tonnes"
quantity = "fish"
period = "2026"
low = 1
high = 3
who = "The council"
source = "ostrom-1990"
note = "A guess."
"""


@pytest.fixture
def pack(tmp_path: Path) -> Pack:
    """A pack with results of its own version."""
    found = load_pack(laid(tmp_path, {"more.toml": TABLES}))
    return replace(found, measured=RESULTS.model_copy(update={"hash": found.hash}))


def told(page: Article, width: int = 200) -> str:
    """All that stands on a page."""
    grids = (block for block in page.blocks if isinstance(block, Grid | Plot))
    lines = (" ".join(line.split()) for grid in grids for line in grid.lines(width))
    return "\n".join((*page.paragraphs, *lines))


def test_a_check_says_in_how_many_games_it_held_and_how_it_was_played(pack: Pack) -> None:
    """In titles, with what it rests on."""
    row = "Fish are left holds 90.0% 80.0% to 95.0% 50% of 40 games"
    assert row in told(article(pack, "model.checks"))
    assert article(pack, "model.checks.c").paragraphs == (
        "“Fish are left” holds: true in 90.0% of 40 games (80.0% to 95.0%); 50% wanted.",
        "Expected: “Fish in the bay” above 1 at turn 2 and change in “Fish in the bay” below 3 from "
        "turn 1 to 4.",
        "- Played: The town council, changes nothing; The skippers' union, “Nets” at “Old nets”, “Nets” at “Fine mesh” "
        "from turn 3, “Order boats” at 2; Fish in the bay at 500.",
        "Assumption: A rule of thumb.",
    )


def test_a_check_that_other_games_might_turn_is_near_the_line(pack: Pack) -> None:
    """Where what is wanted lies within the interval, whichever way it went."""
    results = pack.measured
    assert isinstance(results, Measured)
    for share, needed, said in (
        (0.9, 0.85, "holds, near the line"),
        (0.84, 0.85, "FAILS, near the line"),
        (0.9, 0.8, "holds"),
    ):
        check = results.checks["c"].model_copy(
            update={"share": share, "needed": needed, "holds": share >= needed}
        )
        other = replace(pack, measured=results.model_copy(update={"checks": {"c": check}}))
        assert f"“Fish are left” {said}: true in" in told(article(other, "model.checks.c"))
        whole = "Near the line: what is wanted lies within the interval"
        assert (whole in told(article(other, "model.checks"))) == ("near" in said)


def test_series_of_one_source_are_one_vote(pack: Pack) -> None:
    """Held when all of them are; what the model is told has none."""
    results, table = pack.measured, pack.model.target["s"]
    assert isinstance(results, Measured)
    assert results.record is not None
    assert "one vote" not in told(article(pack, "model.record"))
    one = table.model_copy(update={"family": "port"})
    targets = {"s": one, "t": one, "u": table, "v": table.model_copy(update={"input": True})}
    good = results.record.series["s"].model_copy(update={"good": True})
    missed = good.model_copy(update={"held": False, "good": False})
    series = {"s": good, "t": missed, "u": good, "v": good}
    record = results.record.model_copy(update={"series": series})
    other = replace(
        pack,
        model=pack.model.model_copy(update={"target": targets}),
        measured=results.model_copy(update={"record": record}),
    )
    page = told(article(other, "model.record"))
    assert "2 of 3 series held, 2 of them good." in page
    assert "That makes 2 votes: 1 held and 1 good, each by all its series." in page
    assert "Series: Landings." in page


def test_a_rival_that_is_nearer_is_named_beside_the_series(pack: Pack) -> None:
    """A series may be within its bar all the same."""
    results = pack.measured
    assert isinstance(results, Measured)
    assert results.record is not None
    for u, said in ((1.83, True), (0.9, False), (None, False)):
        series = {"s": results.record.series["s"].model_copy(update={"theil_u": u})}
        record = results.record.model_copy(update={"series": series})
        other = replace(pack, measured=results.model_copy(update={"record": record}))
        assert ("The naive rival is nearer." in told(article(other, "model.record.s"))) == said


def test_a_series_is_told_with_its_bars_and_drawn(pack: Pack) -> None:
    """What is required is told too."""
    page = told(article(pack, "model.record.s"))
    assert "Held: error 12%, good up to 10%, held up to 15%, naive rival 20%." in page
    assert "Required, peak 2026Q1: shown." in page
    assert article(pack, "model.record").links == (("model.record.s", "Landings"),)


def test_what_others_expect_stands_beside_the_model(pack: Pack) -> None:
    """With who expects it, and how the two are compared."""
    page = told(article(pack, "model.outside"))
    assert "Fish next year (tonnes) The council 1 to 3 2 1 to 3 they meet" in page
    assert "- Fish next year: “Fish in the bay”; 2026, at its end. A guess." in page


def test_results_of_another_version_say_so_on_every_page(pack: Pack) -> None:
    """The game that is played may be another."""
    said = "Measured on another version of this pack: 1.0.0, content 000000000000."
    ids = ["checks", "checks.c", "record", "record.s", "outside"]
    other = replace(pack, measured=RESULTS)
    for id in ids:
        assert article(other, f"model.{id}").paragraphs[0].startswith(said)
        assert said not in told(article(pack, f"model.{id}"))


def test_results_of_what_the_pack_has_no_more_are_left_out(pack: Pack) -> None:
    """Also of a constant or a control; the rest stands."""
    bare = pack.model.model_copy(update={"check": {}, "target": {}, "outside": {}})
    ids = set(book(replace(pack, model=bare)))
    assert not [id for id in ids if id.startswith(("model.checks", "model.outside"))]
    assert "model.record" in ids
    assert "model.record.s" not in ids


def test_what_nobody_measured_has_no_pages(pack: Pack) -> None:
    """Checks are told without what came of them; they are part of the pack."""
    bare = replace(pack, measured=None)
    listed = [id for id, _title in pages(bare)]
    assert "model.checks" in listed
    assert not {"model.record", "model.outside"} & set(listed)
    assert "Fish are left 50% of 40 games" in told(article(bare, "model.checks"))
    assert "“Fish are left” must hold in 50% of 40 games." in told(article(bare, "model.checks.c"))


def test_results_that_cannot_be_read_are_one_sentence_of_the_first_page(pack: Pack) -> None:
    """And no page of results is there."""
    broken = replace(pack, measured=Unreadable("it is no plain file"))
    said = "What many games came to cannot be read: it is no plain file."
    assert said in article(broken, "model").paragraphs
    assert "model.record" not in book(broken)


def test_a_page_of_one_check_takes_no_word_from_the_packs_own_pages(pack: Pack) -> None:
    """Its whole title opens it; a word of it is looked for elsewhere first."""
    found = search(pack, "fish are left").article
    assert found is not None
    assert found.id == "model.checks.c"
    found = search(pack, "left")
    assert found.article is None or not found.article.id.startswith("model.checks.")


def point(period: str, data: float, model: float, p05: float, p95: float) -> PointResult:
    """A point with bounds at the data."""
    return PointResult(period=period, data=data, low=data, high=data, model=model, p05=p05, p95=p95)


def test_a_plot_is_a_line_to_each_period() -> None:
    """The band, the model in it, and the data on top; one sign where both are."""
    points = (point("2026Q1", 1.0, 3.0, 2.0, 4.0), point("2026", 10.0, 10.0, 10.0, 10.0))
    assert Plot("s", "Landings", "tonnes", points).lines(28) == (
        "       0   2   4   6   8  10",
        "       +---+---+---+---+---+",
        "2026Q1   o ==M==",
        "2026                       @",
        "tonnes: o observed; M model,",
        "median; @ both; = ensemble,",
        "5 to 95%.",
    )


FIGURES = st.floats(-1e15, 1e15, allow_nan=False)


@given(
    st.lists(st.tuples(FIGURES, FIGURES, FIGURES, FIGURES), min_size=1, max_size=4),
    st.integers(30, 120),
)
def test_any_figures_can_be_drawn(figures: list[tuple[float, ...]], width: int) -> None:
    """A file of results may hold ends in any order and of any size."""
    points = tuple(point("2026Q1", *four) for four in figures)
    lines = Plot("s", "Landings", "tonnes", points).lines(width)
    assert len(lines) >= len(points) + 3
    assert all(len(line) <= max(width, 30) for line in lines[1 : len(points) + 2])


def test_shipped_results_are_those_of_the_shipped_packs() -> None:
    """No page of a game says that it was measured on another version."""
    for id in ("two-doors", "since-2022"):
        pack = load_pack(id)
        assert isinstance(pack.measured, Measured)
        assert pack.measured.hash == pack.hash
