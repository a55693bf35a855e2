"""The model as it is read: formulas in titles, rooms, pages of the codex."""

import pytest

from game.lang.parse import parse_rule
from game.lang.tree import Names, Type
from game.packs.read import load_pack
from game.views.codex import article, book, of_model, pages, search
from game.views.formulas import spelled
from game.views.model import model_pages, room_title, rooms_of
from tests.packs.examples import HARBOUR

PACK = load_pack(HARBOUR)
FISH, BOATS = (PACK.model.stock[id].title for id in ("fish", "boats"))


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("fish * (1 - boats / 10)", f"{FISH} × (1 − {BOATS} / 10)"),
        ("fish - (boats - 1)", f"{FISH} − ({BOATS} − 1)"),
        ("(fish - boats) - 1", f"{FISH} − {BOATS} − 1"),
        ("fish / (boats / 2)", f"{FISH} / ({BOATS} / 2)"),
        ("-(fish + boats)", f"−({FISH} + {BOATS})"),
        ("(fish + 1) ^ 2", f"({FISH} + 1) ^ 2"),
        ("min(fish, log(boats))", f"min({FISH}; ln({BOATS}))"),
        ("if(fish > 2 and boats <= 3, 1, abs(fish))", f"{{1 if {FISH} > 2 and {BOATS} ≤ 3; else |{FISH}|}}"),
        ("fish.last - fish.start", f"({FISH} a turn ago) − ({FISH} at the start)"),
        ("smooth(fish, 3)", f"({FISH}, mean of about 3 quarters)"),
        ("turn * 0.5", "turn × 0.5"),
    ],
)  # fmt: skip
def test_a_formula_is_spelled_in_titles(text: str, told: str) -> None:
    """With brackets where it would fall apart, and nowhere else."""
    rule = parse_rule(text, Names(PACK.symbols), Type.NUMBER)
    assert spelled(PACK, rule) == told


def test_a_constant_shows_its_value() -> None:
    """In square brackets after its name."""
    pack = load_pack("two-doors")
    rule = parse_rule("retire * 2", Names(pack.symbols), Type.NUMBER)
    assert spelled(pack, rule) == "Chips switched off [0.035] × 2"


def test_every_quantity_and_constant_stands_in_one_room() -> None:
    """The file it is written in, also where an overlay sets its value."""
    for id in ("two-doors", "since-2022"):
        pack = load_pack(id)
        rooms = rooms_of(pack)
        told = [equation.id for room in rooms for equation in room.equations]
        assert sorted(told) == sorted([*pack.model.stock, *pack.model.gauge, *pack.model.pipeline])
        constants = [constant for room in rooms for constant in room.constants]
        assert sorted(constants) == sorted(pack.model.constant)
    assert (
        load_pack("since-2022").rooms["wafer_growth"]
        == load_pack("two-doors").rooms["wafer_growth"]
    )


def test_a_file_name_is_read_as_a_heading() -> None:
    """Numbers stand apart, signs between words are spaces."""
    assert [room_title(id) for id in ("door1", "events-makers", "pack")] == [
        "Door 1",
        "Events makers",
        "Pack",
    ]


def test_every_flow_and_luck_of_a_stock_is_in_its_equation() -> None:
    """No change goes untold."""
    pack = load_pack("two-doors")
    told = {e.id: "\n".join(e.lines) for room in rooms_of(pack) for e in room.equations}
    for flow in pack.model.flow.values():
        assert f"{flow.title} = " in told[flow.of]
    for noise in pack.model.noise.values():
        assert f"{noise.title} = luck" in told[noise.of]


def test_pages_about_the_model_are_in_the_codex_and_link_to_one_another() -> None:
    """The first is reached by its name; from it all others by links."""
    pack = load_pack("two-doors")
    found = search(pack, "model").article
    assert found is not None
    assert found.id == "model"
    seen, waiting = {"model"}, ["model"]
    while waiting:
        for id, _title in article(pack, waiting.pop()).links:
            if id not in seen and of_model(id):
                seen.add(id)
                waiting.append(id)
    assert seen == set(model_pages(pack))


def test_lists_put_the_model_last_and_leave_its_rooms_out() -> None:
    """Thirty pages of the pack, then a handful about the model; also those of each check."""
    pack = load_pack("two-doors")
    listed = [id for id, _title in pages(pack)]
    assert set(pack.codex) < set(listed)
    model = ["", ".map", ".equations", ".constants", ".checks", ".outside", ".sources"]
    assert listed[-len(model) :] == [f"model{name}" for name in model]
    assert not [id for id in listed[: -len(model)] if of_model(id)]
    assert len(book(pack)) > len(listed)


def test_a_word_is_looked_for_in_the_packs_own_pages_first() -> None:
    """Equations name everything, and would bury what explains it."""
    pack = load_pack("two-doors")
    found = search(pack, "memory")
    assert found.article is not None
    assert found.article.id == "memory"
    kinds = [of_model(id) for id, _title in found.others]
    assert kinds == sorted(kinds)


def test_a_pack_without_a_world_has_no_pages_about_a_model() -> None:
    """Nothing to tell."""
    empty = PACK.model.model_copy(update={"stock": {}, "gauge": {}})
    assert model_pages(type(PACK)(empty, {}, {}, {}, (), {}, {}, "")) == {}
