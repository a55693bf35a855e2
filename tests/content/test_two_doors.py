"""The shipped world behaves as its notes say it does (docs/world.md)."""

import re
from functools import cache
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from game.lab.games import Games, Study, play, quantities_of, world_of
from game.packs.read import load_pack, read_pack

Floats = NDArray[np.float64]

ENOUGH = 270
"""Games of a comparison: ten of each pairing of personas."""


@cache
def played(pack: str = "two-doors", games: int = ENOUGH, /, **seats: str) -> Games:
    """Games with these players at the seats and personas at the others."""
    return play(Study(pack, 1, games, seats, {}))


def level(quantity: str, games: Games, pack: str = "two-doors") -> Floats:
    """Level of a quantity after every turn, and at the start, shape (games, turns + 1)."""
    world = world_of(Study(pack, 1, 1, {}, {}))
    return games.levels[:, :, quantities_of(world).index(quantity)]


@pytest.mark.parametrize("pack", ["two-doors", "first-quarter"])
def test_the_shipped_packs_have_no_report(pack: str) -> None:
    """Authors learn from them, so they are clean to the last note."""
    assert read_pack(pack).reports == []


def test_the_game_opens_where_the_record_stands() -> None:
    """Compute in China, compute in the United States and the lag, at the end of 2025."""
    games = played("two-doors", 27)
    for quantity, record in (("cn_compute", 1150), ("us_compute", 15200), ("lead", 7.6)):
        assert np.allclose(level(quantity, games)[:, 0], record), quantity


def test_few_h200s_arrive_in_2026_though_washington_allows_them() -> None:
    """The record has 10 to 27 thousand by the autumn; the American gate alone would say hundreds."""
    games = played(us="hold", beijing="hold")
    arrived = level("nv_arrivals", games)[:, 1:4].sum(axis=1)
    assert 4 < np.median(arrived) < 40


def test_every_ending_happens_and_none_is_the_rule() -> None:
    """Eight worlds, each within reach of the automatic players."""
    endings = np.bincount(played("two-doors", 5400).ending, minlength=8) / 5400
    assert len(endings) == 8
    assert endings.min() > 0.005
    assert endings.max() < 0.6


def test_no_level_runs_away_when_anybody_does_anything() -> None:
    """A limit is for the rare case: no stock sits at its top, and every level is a number."""
    games = played("two-doors", 1000, firm="random", us="random", beijing="random")
    assert np.isfinite(games.levels).all()
    for id, stock in load_pack("two-doors").model.stock.items():
        at_the_top = level(id, games)[:, 1:] >= stock.max
        assert at_the_top.mean() < 0.02, id


def test_denial_starves_first_and_feeds_later() -> None:
    """The sanction paradox: less compute for six quarters, more home output and yield at turn 12."""
    deny = played(us="fixed: h200_rule=deny")
    sell = played(us="fixed: h200_rule=open")
    for turn in (4, 5, 6):
        assert (level("cn_usable", deny) < level("cn_usable", sell))[:, turn].mean() > 0.9
    for quantity in ("home_output", "home_yield", "home_stack"):
        assert (level(quantity, deny) > level(quantity, sell))[:, 12].mean() > 0.9


def test_open_sale_keeps_dependence_and_leverage() -> None:
    """What is not used up by being used."""
    deny = played(us="fixed: h200_rule=deny")
    sell = played(us="fixed: h200_rule=open")
    for quantity in ("cuda_share", "leverage", "us_sales"):
        assert (level(quantity, sell) > level(quantity, deny))[:, 20].mean() > 0.9


@pytest.mark.parametrize(
    ("trust", "guidance", "least", "most"), [(35, "discourage", 0, 25), (85, "free", 50, 100)]
)
def test_opening_may_come_too_late(
    tmp_path: Path, trust: int, guidance: str, least: float, most: float
) -> None:
    """The same rule finds few buyers or most, by trust and guidance; nothing else is changed."""
    folder = tmp_path / "late"
    folder.mkdir()
    head = 'id = "late"\ntitle = "Late"\nversion = "1.0.0"\nformat = 1\nextends = "two-doors"'
    (folder / "pack.toml").write_text(
        f"[pack]\n{head}\n[stock.trust]\nstart = {trust}\n"
        f'[decision.guidance]\nstart = "{guidance}"\n',
        "utf-8",
    )
    games = play(Study(str(folder), 1, 270, {"us": "hold", "beijing": "hold"}, {}))
    spent = level("door1_spend", games, str(folder))[:, 4]
    assert least <= np.median(spent) <= most


def test_a_firm_behind_one_door_is_fast_and_behind_the_other_safe() -> None:
    """The choice the game is named for, against an open gate."""
    gate = "fixed: guidance=free"
    first = played(us="hold", beijing=gate, firm="fixed: buy_h200=40, rent_offshore=60")
    second = played(us="hold", beijing=gate, firm="fixed: buy_ascend=60, buy_cambricon=20")
    faster = level("firm_usable", first) > level("firm_usable", second)
    safer = level("firm_resilience", first) < level("firm_resilience", second)
    assert faster[:, 6].mean() > 0.8
    assert safer[:, 4:].mean() > 0.95


def test_memory_and_not_wafers_limits_late_home_makers() -> None:
    """The memory wall: tight controls, and a home maker at the slow end of the range."""
    study = Study("two-doors", 1, 270, {"us": "fixed: memory=tight"}, {"memory_ramp": 0.06})
    games = play(study)
    short = level("memory_supply", games) < level("wafer_output", games)
    assert short[:, 8:].mean() > 0.9


def test_guaranteed_orders_fill_lines_that_would_stand_idle() -> None:
    """Learning by doing needs doing, whoever buys."""
    seats = {"us": "fixed: h200_rule=open, review=fast", "firm": "hold"}
    none = played(**seats, beijing="fixed: guidance=free, big_fund=slow")
    some = played(**seats, beijing="fixed: guidance=free, big_fund=slow, guaranteed=quota")
    assert (level("home_yield", some) > level("home_yield", none))[:, 12].mean() > 0.9


def test_a_truce_is_cheap_and_trust_is_not() -> None:
    """Calm comes within two quarters; buyers believe it after years."""
    none = played(us="fixed: us_truce=none", beijing="fixed: cn_truce=none")
    wide = played(us="fixed: us_truce=wider", beijing="fixed: cn_truce=wider")
    calmer = np.median(level("tension", none) - level("tension", wide), axis=0)
    trusted = np.median(level("trust", wide) - level("trust", none), axis=0)
    assert calmer[2] > 8
    assert trusted[6] < 3


def test_every_seat_has_company() -> None:
    """Three tempers to play against, four voices to doubt, and goals that pull apart."""
    model = load_pack("two-doors").model
    for id, role in model.role.items():
        assert sum(persona.role == id for persona in model.persona.values()) >= 3
        assert len(role.advisor) == 4
        assert len(role.goal) >= 4
        assert sum(forecast.role == id for forecast in model.forecast.values()) >= 4


def test_codex_pages_are_short() -> None:
    """A page is read between two decisions."""
    for page in load_pack("two-doors").codex.values():
        assert 100 <= len(re.findall(r"\w[\w'-]*", page.text)) <= 250, page.id


def test_nobody_reads_long_before_the_first_order() -> None:
    """The tutorial's briefing and first lesson together."""
    model = load_pack("first-quarter").model
    text = model.role["firm"].briefing
    text += "".join(lesson.text for lesson in model.lesson.values() if lesson.turn == 1)
    assert len(text.split()) <= 150
    assert len(model.role["firm"].offered or ()) == 3
