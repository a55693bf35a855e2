"""Which way a formula goes with what it names."""

from typing import Literal

import numpy as np
import pytest

from game.lang.explain import explain
from game.lang.parse import parse_rule
from game.lang.slopes import slope
from game.lang.tree import NUMERIC_KINDS, Kind, Level, Names, Past, Rule, Symbol, Type, walk
from game.packs.read import load_pack

SCOPE = Names(
    {
        "x": Symbol("x", Kind.STOCK, low=0.0, high=10.0),
        "y": Symbol("y", Kind.STOCK, low=1.0, high=5.0),
        "z": Symbol("z", Kind.STOCK, low=-3.0, high=3.0),
        "up": Symbol("up", Kind.CURVE, points=((0.0, 1.0), (1.0, 2.0))),
        "hill": Symbol("hill", Kind.CURVE, points=((0.0, 1.0), (1.0, 2.0), (2.0, 0.0))),
    }
)


@pytest.mark.parametrize(
    ("text", "sign"),
    [
        ("x", "+"),
        ("y", "0"),
        ("y - 2 * x", "-"),
        ("y / (1 + x)", "-"),
        ("y / (x - 5)", "?"),
        ("(x - 20) * (y - 6)", "-"),
        ("x * z", "?"),
        ("x - x.last", "?"),
        ("x.start", "0"),
        ("smooth(x, 3) + x", "+"),
        ("min(y, clamp(-x, -5, 0))", "-"),
        ("x ^ 2", "+"),
        ("z ^ 2 + x", "+"),
        ("exp(-x) * 3", "-"),
        ("curve(up, x)", "+"),
        ("curve(hill, x)", "?"),
        ("if(y > 2, x, x + 1)", "+"),
        ("if(x > 2, 1, 0)", "?"),
    ],
)
def test_the_sign_of_a_slope_is_told_where_it_can_be(text: str, sign: str) -> None:
    """With limits of factors in mind, and careful where both ways are possible."""
    rule = parse_rule(text, SCOPE, Type.NUMBER)
    assert slope(rule.root, "x") == sign


class Moment:
    """Levels drawn at random; what is past is as it is now."""

    def __init__(self, levels: dict[str, float]) -> None:
        self.levels = levels
        self.turn = 3.0

    def level(self, symbol: Symbol) -> float:
        """What was drawn."""
        return self.levels[symbol.id]

    def past(
        self, symbol: Symbol, word: Literal["start", "last", "change", "smooth"], turns: int
    ) -> float:
        """The same level; nothing has changed."""
        return 0.0 if word == "change" else self.levels[symbol.id]

    def happened(self, word: Literal["fired", "turns_since", "held"], symbol: Symbol) -> float:
        """Nothing has."""
        return 0.0


def names_of(rule: Rule) -> dict[str, Symbol]:
    """What a rule reads the level of."""
    return {
        part.symbol.id: part.symbol for part in walk(rule.root) if isinstance(part, Level | Past)
    }


def test_no_sign_that_is_told_is_contradicted_by_the_numbers() -> None:
    """Every formula of the shipped model, at levels drawn within limits, before and after a step up."""
    pack = load_pack("two-doors")
    draw = np.random.default_rng(7)
    tried = 0
    for path, rule in pack.rules.items():
        if path.split(".")[0] not in ("gauge", "flow"):
            continue
        names = names_of(rule)
        for name, symbol in names.items():
            sign = slope(rule.root, name, pack.model.calendar.turns)
            if symbol.kind not in NUMERIC_KINDS or sign not in "+-":
                continue
            for _ in range(20):
                levels = {
                    other: float(draw.integers(len(known.options)))
                    if known.kind is Kind.DIAL
                    else float(draw.uniform(max(known.low, -1e3), min(known.high, 1e3)))
                    for other, known in names.items()
                }
                top = min(symbol.high, 1e3)
                more = {**levels, name: levels[name] + 0.1 * (top - levels[name])}
                before, after = (explain(rule, Moment(at)).number for at in (levels, more))
                slack = 1e-9 * (1.0 + abs(before))
                assert after >= before - slack if sign == "+" else after <= before + slack, path
                tried += 1
    assert tried > 3000
