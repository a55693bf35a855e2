"""Reads the text of a rule or an effect into its typed tree."""

from game.lang import types
from game.lang.effects import EffectReader
from game.lang.formulas import FormulaReader
from game.lang.tree import Effect, Rule, Scope, Type


def parse_rule(text: str, scope: Scope, wanted: Type) -> Rule:
    """Read a formula.

    Args:
        text: The formula as written.
        scope: The names it may use.
        wanted: What its place needs. NUMBER takes percents too.

    Raises:
        RuleProblem: The text is no such formula.
    """
    root = FormulaReader(text, scope).whole()
    types.fit(text, root, wanted)
    return Rule(text, root)


def parse_effect(text: str, scope: Scope) -> Effect:
    """Read an effect: `name += rule`, perhaps with `over N turns` or `for N turns`.

    Raises:
        RuleProblem: The text is no effect.
    """
    return EffectReader(text, scope).effect()
