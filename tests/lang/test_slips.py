"""Every slip an author may make in a rule or an effect: its code, its exact place, and the mend.

In the examples « » enclose the place of the slip and ‹ › a second place that explains it.
"""

import re
from typing import get_args

import pytest

from game.lang.parse import parse_effect, parse_rule
from game.lang.problems import RuleCode, RuleProblem
from game.lang.tree import Span, Type
from tests.lang.known import SCOPE

CONDITIONS = [
    # Signs of other languages
    ("unrest «=» 60", "rule-single-equals", "`unrest == 60`"),
    ("chip_rule «=» deny", "rule-single-equals", "`chip_rule == chip_rule.deny`"),
    ('chip_rule «=» "deny"', "rule-single-equals", "`chip_rule == ...`"),
    ("chip_rule «=» chip_rule.open", "rule-single-equals", "`chip_rule == chip_rule.open`"),
    ("unrest > 1 «&&» true", "rule-foreign-sign", "`and`"),
    ("unrest > 1 «||» true", "rule-foreign-sign", "`or`"),
    ("«!»fired(customs_block)", "rule-foreign-sign", "`not`"),
    ("unrest «<>» 3", "rule-foreign-sign", "`!=`"),
    ("unrest «=<» 3", "rule-foreign-sign", "`<=`"),
    ("unrest «=>» 3", "rule-foreign-sign", "`>=`"),
    ("unrest «===» 3", "rule-foreign-sign", "`==`"),
    ("unrest «> =» 3", "rule-foreign-sign", "`>=`"),
    ("unrest «**» 2 > 3", "rule-foreign-sign", "`^`"),
    ("unrest «≥» 3", "rule-foreign-sign", "`>=`"),
    ("unrest «−» 3 > 1", "rule-foreign-sign", "`-`"),
    ("unrest * «/» 3 > 1", "rule-double-sign", "Take one"),
    ("unrest > «+»5", "rule-double-sign", "Leave the `+` out"),
    ("«+»5 < unrest", "rule-double-sign", "Leave the `+` out"),
    # Characters
    ("chip_rule == «“deny”»", "rule-quotes", "`deny`"),
    ('chip_rule == «"deny"»', "rule-quotes", "`deny`"),
    ("«'unrest»", "rule-quotes", "`unrest`"),
    ("unrest > «（»3)", "rule-character", "`(`"),
    ("unrest > 3«\x1b»[31m", "rule-character", "Take it out"),
    ("unrest«\xa0»> 3", "rule-character", "ordinary space"),
    ("unrest«\u200b» > 3", "rule-character", "Delete it"),
    ("unrest«\u202e» > 3", "rule-character", "Delete it"),
    ("unrest«²» > 3", "rule-character", "`^2`"),
    ("unrest > 3 «?» true : false", "rule-character", "`if(condition, a, b)`"),
    ("unrest > 3 «#» a lot", "rule-character", "after the closing quotation mark"),
    ("treasury > «$»3", "rule-character", "the unit stands with the quantity"),
    ("unrest > 3«;»", "rule-character", "one rule"),
    ("«[»unrest] > 3", "rule-bracket-shape", "round brackets"),
    ("«{»unrest} > 3", "rule-bracket-shape", "round brackets"),
    # Numbers
    ("unrest > «1,000»", "rule-thousands", "`1000`"),
    ("unrest > «1,250»", "rule-thousands", "`1250`, or `1.250`"),
    ("unrest > «1,5»", "rule-thousands", "`1.5`"),
    ("unrest > «0,05»", "rule-thousands", "`0.05`"),
    ("unrest > max(«1,000», 3)", "rule-thousands", "`1000`"),
    ("unrest > «1_000»", "rule-thousands", "`1000`"),
    ("unrest > «1'000»", "rule-thousands", "`1000`"),
    ("unrest > 1 «000»", "rule-thousands", "`1000`"),
    ("unrest > «1.000.000»", "rule-bad-number", "one point"),
    ("unrest > «5.»", "rule-bad-number", "`5`"),
    ("unrest > «1e99»", "rule-number-too-large", "1e15"),
    ("unrest > «" + "9" * 400 + "»", "rule-number-too-large", "1e15"),
    ("«2unrest» > 3", "rule-no-multiplication-sign", "`2 * unrest`"),
    ("2 «unrest» > 3", "rule-no-multiplication-sign", "`2 * unrest`"),
    ("2 «(»unrest) > 3", "rule-no-multiplication-sign", "`* (`"),
    ("unrest «tension» > 3", "rule-no-multiplication-sign", "`*` for a product"),
    ("tension«%» > 3", "rule-percent-sign", "`tension * 1%`"),
    ("tension «%» 2 == 0", "rule-percent-sign", "`tension * 1%`"),
    ("20 % «3» > 2", "rule-percent-sign", "put a sign"),
    ("unrest > 50 «percent»", "rule-percent-sign", "`50%`"),
    # Brackets and missing parts
    ("unrest > ‹(›3«»", "rule-bracket-not-closed", "`)`"),
    ("max(3, ‹(›4 > 2«»", "rule-bracket-not-closed", "`)`"),
    ("unrest > max‹(›3, 4«»", "rule-bracket-not-closed", "`)`"),
    ("unrest > 3«)»", "rule-bracket-not-opened", "Take it out"),
    ("«)»", "rule-bracket-not-opened", "Take it out"),
    ("unrest > («)»", "rule-something-missing", "number or a name"),
    ("unrest > 3 and «<» 5", "rule-something-missing", "`1 < x < 5`"),
    ("unrest «+»", "rule-something-missing", "what comes after"),
    ("«and» true", "rule-something-missing", "number or a name"),
    ("unrest«.5» > 3", "rule-no-multiplication-sign", "`*`"),
    ("unrest > max(3, «)»", "rule-something-missing", "number or a name"),
    ("«»", "rule-empty", "`0` and `true`"),
    ("«  \n »", "rule-empty", "`0` and `true`"),
    ("unrest > 3 «nonsense»", "rule-no-multiplication-sign", "`3 * nonsense`"),
    ("(unrest > 3) «nonsense»", "rule-trailing", "Take it out"),
    ("unrest «is» 3", "rule-trailing", "`==`"),
    ("fired(customs_block) «not» true", "rule-trailing", "`!=`"),
    ("unrest > 3 «,» true", "rule-comma", "Take it out"),
    ("unrest «+=» 3", "rule-effect-in-rule", "`effects`"),
    ("unrest > 3 «over» 2 turns", "rule-effect-in-rule", "Take it out"),
    # Names
    ("«unrset» > 3", "rule-unknown-name", "Did you mean `unrest`?"),
    ("«Unrest» > 3", "rule-unknown-name", "Did you mean `unrest`?"),
    ("«True»", "rule-unknown-name", "Did you mean `true`?"),
    ("«stock».unrest > 3", "rule-unknown-name", "leave out `stock.`"),
    ("«nvidia»-share > 20%", "rule-unknown-name", "Did you mean `nvidia_share`?"),
    ("«nvidia» share > 20%", "rule-unknown-name", "Did you mean `nvidia_share`?"),
    ("«buy» - chips > 20", "rule-unknown-name", "Did you mean `buy_chips`?"),
    ("«zzz» > 3", "rule-unknown-name", "Check the spelling"),
    ("«license» > 3", "rule-unknown-name", "`chip_rule.license`"),
    ("fired(«customs_blok»)", "rule-unknown-name", "Did you mean `customs_block`?"),
    ("held(«chip_rul») > 2", "rule-unknown-name", "Did you mean `chip_rule`?"),
    ("«customs_block»", "rule-wrong-kind", "`fired(customs_block)`"),
    ("«ramp» > 3", "rule-wrong-kind", "`curve(ramp, x)`"),
    ("smooth(«customs_block», 2) > 3", "rule-wrong-kind", "`fired(customs_block)`"),
    ("smooth(«chip_rule», 2) > 3", "rule-wrong-kind", "`chip_rule == chip_rule.deny`"),
    # Options
    ("chip_rule == «deny»", "rule-bare-option", "`chip_rule == chip_rule.deny`"),
    ("«deny» != chip_rule", "rule-bare-option", "`chip_rule != chip_rule.deny`"),
    ("chip_rule == «dney»", "rule-bare-option", "`chip_rule == chip_rule.deny`"),
    ("chip_rule == «2»", "rule-bare-option", "`chip_rule == chip_rule.deny`"),
    ("chip_rule == chip_rule.«opne»", "rule-option-unknown", "Did you mean `chip_rule.open`?"),
    ("chip_rule == chip_rule.«discourage»", "rule-option-unknown", "an option of `guidance`"),
    ("chip_rule == chip_rule.«zzz»", "rule-option-unknown", "`deny`, `license`, `open`"),
    ("‹chip_rule› == «guidance.open»", "rule-option-wrong-dial", "Write `chip_rule.open`"),
    ("«guidance.open» == ‹chip_rule›", "rule-option-wrong-dial", "Write `chip_rule.open`"),
    ("‹chip_rule› == «guidance.free»", "rule-option-wrong-dial", "`chip_rule.deny`"),
    ("‹chip_rule› == «guidance»", "rule-option-wrong-dial", "`chip_rule.deny`"),
    ("«chip_rule < chip_rule.open»", "rule-option-order", "`==` or `!=`"),
    ("«chip_rule == chip_rule.deny == chip_rule.open»", "rule-option-chain", "`and`"),
    ("«chip_rule»", "rule-option-for-condition", "`chip_rule == chip_rule.deny`"),
    (
        "chip_rule == chip_rule.deny or «chip_rule.open»",
        "rule-option-for-condition",
        "`chip_rule == chip_rule.open`",
    ),
    ("«chip_rule» + 1 > 3", "rule-option-for-number", "`if(chip_rule == chip_rule.deny, 1, 0)`"),
    # History
    ("«unrest.change»() > 3", "rule-history-brackets", "`unrest.change(1)`"),
    ("«unrest.change» > 3", "rule-history-brackets", "`unrest.change(1)`"),
    ("unrest.last«(»2) > 3", "rule-history-brackets", "`unrest.change(n)`"),
    ("chip_rule == chip_rule.last«(»)", "rule-history-brackets", "`chip_rule.last`"),
    ("«turn»() > 3", "rule-history-brackets", "`turn`"),
    ("unrest.change(«2.5») > 3", "rule-history-turns", "1 to 24"),
    ("unrest.change(«0») > 3", "rule-history-turns", "1 to 24"),
    ("unrest.change(«25») > 3", "rule-history-turns", "1 to 24"),
    ("unrest.change(«turn») > 3", "rule-history-turns", "1 to 24"),
    ("unrest.change(«1» + 1) > 3", "rule-history-turns", "1 to 24"),
    ("unrest.change(«-»1) > 3", "rule-history-turns", "1 to 24"),
    ("smooth(unrest, «20%») > 3", "rule-history-turns", "1 to 24"),
    ("unrest.«lst» > 3", "rule-history-attribute", "Did you mean `unrest.last`?"),
    ("unrest.«at_start» > 3", "rule-history-attribute", "Did you mean `unrest.start`?"),
    ("unrest.«zzz» > 3", "rule-history-attribute", "`unrest.change(n)`"),
    ("customs_block.«fired»", "rule-history-attribute", "`fired(customs_block)`"),
    ("ramp.«last» > 3", "rule-history-attribute", "`curve(ramp, x)`"),
    ("chip_rule == chip_rule.«start»", "rule-history-attribute", "`chip_rule.last`"),
    ("«wafers_half.last» > 3", "rule-history-of-constant", "`wafers_half` alone"),
    ("«smooth»(wafers_half, 2) > 3", "rule-history-of-constant", "`wafers_half` alone"),
    ("(unrest + 1)«.»last > 3", "rule-attribute-of-a-sum", "gauge"),
    ("unrest.last«.»last > 3", "rule-attribute-of-a-sum", "gauge"),
    # Functions
    ("«round»(unrest) > 3", "rule-unknown-function", "`digits`"),
    ("«random»() > 3", "rule-unknown-function", "`chance`"),
    ("«sigmoid»(unrest) > 3", "rule-unknown-function", "`logistic(x)`"),
    ("«clmp»(unrest, 0, 1) > 3", "rule-unknown-function", "`clamp(x, low, high)`"),
    ("«zzz»(unrest) > 3", "rule-unknown-function", "`min`"),
    ("«unrest»(3) > 3", "rule-unknown-function", "`unrest * (...)`"),
    ("«customs_block»()", "rule-unknown-function", "`fired(customs_block)`"),
    ("«if» unrest > 3", "rule-function-brackets", "`if(condition, a, b)`"),
    ("«max» > 3", "rule-function-brackets", "`max(a, b)`"),
    ("unrest > «clamp(3, 4)»", "rule-argument-count", "`clamp(x, low, high)`"),
    ("unrest > «abs()»", "rule-argument-count", "`abs(x)`"),
    ("unrest > «max(3)»", "rule-argument-count", "`max(a, b)`"),
    ("unrest > «curve(ramp)»", "rule-argument-count", "`curve(name, x)`"),
    ("«fired()»", "rule-argument-count", "`fired(event)`"),
    ("«fired(customs_block,» 2)", "rule-argument-count", "`fired(event)`"),
    ("«smooth(unrest)» > 3", "rule-argument-count", "`smooth(x, n)`"),
    ("smooth(«unrest» + 1, 3) > 2", "rule-argument-not-a-name", "gauge"),
    ("curve(«3», 3) > 2", "rule-argument-not-a-name", "`curve(name, x)`"),
    ("fired(«customs_block».last)", "rule-argument-not-a-name", "`fired(event)`"),
    ("fired(«unrest»)", "rule-not-an-event", "`unrest > 0`"),
    ("fired(«chip_rule»)", "rule-not-an-event", "`chip_rule == chip_rule.deny`"),
    ("turns_since(«ramp») > 2", "rule-not-an-event", "`curve(ramp, x)`"),
    ("held(«unrest») > 2", "rule-not-a-dial", "`unrest` alone"),
    ("curve(«unrest», 3) > 2", "rule-not-a-curve", "`unrest` alone"),
    # Types
    ("«unrest»", "rule-number-for-condition", "`unrest > 0`"),
    ("«unrest +\n  1»", "rule-number-for-condition", "`unrest + 1 > 0`"),
    ("not «unrest»", "rule-number-for-condition", "`unrest > 0`"),
    ("true and «unrest»", "rule-number-for-condition", "`unrest > 0`"),
    ("unrest == 1 or «2»", "rule-number-for-condition", "`unrest == 2`"),
    ("if(«unrest», 1, 2) > 1", "rule-number-for-condition", "`unrest > 0`"),
    ("«(unrest > 3)» + 1 > 2", "rule-condition-for-number", "`if((unrest > 3), 1, 0)`"),
    ("-«fired(customs_block)» > 2", "rule-condition-for-number", "`if(fired(customs_block), 1, 0)`"),
    ("unrest == «true»", "rule-condition-for-number", "`if(true, 1, 0)`"),
    ("«true» < false", "rule-condition-for-number", "`if(true, 1, 0)`"),
    ("if(true, 1, «false») > 1", "rule-condition-for-number", "`if(false, 1, 0)`"),
    ("‹tension› + «20%» > 3", "rule-percent-and-number", "`tension` is counted from 0 to 100: write `20`"),
    ("‹treasury› > «20%»", "rule-percent-and-number", "`20% * treasury`"),
    ("‹nvidia_share› > «20»", "rule-percent-and-number", "`20%`"),
    ("«20» < ‹nvidia_share›", "rule-percent-and-number", "`20%`"),
    ("‹tension› > «nvidia_share»", "rule-percent-and-number", "`tension * 1%`"),
    ("‹treasury› > «nvidia_share»", "rule-percent-and-number", "`treasury * 100%`"),
    ("1 < ‹unrest + 2› < «nvidia_share»", "rule-percent-and-number", "`(unrest + 2) * 100%`"),
    ("max(0, ‹unrest›, «20%») > 2", "rule-percent-and-number", "`20% * unrest`"),
    # Limits
    ("1 + " * 125 + "«1»", "rule-too-long", "gauge"),
    ("(" * 50 + "«(»" + "1" + ")" * 51 + " > 0", "rule-too-deep", "gauge"),
    ("not " * 50 + "«not» true", "rule-too-deep", "gauge"),
]  # fmt: skip

PERCENTS = [
    ("«20»", "rule-number-for-percent", "`20%`"),
    ("«tension»", "rule-number-for-percent", "`tension * 1%`"),
    ("«treasury»", "rule-number-for-percent", "`treasury * 100%`"),
    ("«treasury + 1»", "rule-number-for-percent", "`(treasury + 1) * 100%`"),
    ("«chip_rule»", "rule-option-for-number", "`if(chip_rule == chip_rule.deny, 1, 0)`"),
    ("«true»", "rule-condition-for-number", "`if(true, 1, 0)`"),
]

EFFECTS = [
    ("«5» += unrest", "rule-effect-target", "`treasury -= 5`"),
    ("«buy» chips += 5", "rule-unknown-name", "Did you mean `buy_chips`?"),
    ("«set» unrest = 5", "rule-effect-target", "`treasury -= 5`"),
    ("«if» unrest > 3 then", "rule-effect-target", "`when`"),
    ("«turn» += 1", "rule-effect-target", "stock or a pipeline"),
    ("«demand» += 3", "rule-effect-target", "a stock that its formula names"),
    ("«wafers_half» *= 2", "rule-effect-target", "make it a stock"),
    ("«ramp» += 2", "rule-effect-target", "make it a stock"),
    ("«chip_rule» = chip_rule.deny", "rule-effect-target", "by an order"),
    ("«buy_chips» += 5", "rule-effect-target", "by an order"),
    ("«customs_block» += 1", "rule-effect-target", "`when` and `chance`"),
    ("unrest«.»last += 3", "rule-effect-target", "`unrest` alone"),
    ("«unrset» += 3", "rule-unknown-name", "Did you mean `unrest`?"),
    ("unrest «+» 5", "rule-effect-sign", "`unrest +=`"),
    ("unrest «==» 5", "rule-effect-sign", "`unrest =`"),
    ("unrest«+»+", "rule-effect-sign", "`unrest +=`"),
    ("unrest «5»", "rule-effect-sign", "`+=`"),
    ("unrest«»", "rule-effect-sign", "`+=`"),
    ("unrest =«+» 5", "rule-double-sign", "`+=`"),
    ("unrest «/=» 2", "rule-foreign-sign", "`*=`"),
    ("unrest «+=»", "rule-something-missing", "what comes after"),
    ("unrest += «fired(customs_block)»", "rule-condition-for-number", "`if(fired(customs_block), 1, 0)`"),
    ("nvidia_share += «3»", "rule-number-for-percent", "`3%`"),
    ("nvidia_share = «tension»", "rule-number-for-percent", "`tension * 1%`"),
    ("tension += «20%»", "rule-percent-and-number", "write `20`"),
    ("tension = «nvidia_share»", "rule-percent-and-number", "multiply by 100"),
    ("treasury += «20%»", "rule-percent-and-number", "`treasury += 20% * treasury`"),
    ("unrest = 5 «over» 3 turns", "rule-effect-spread", "`+=` or `-=`"),
    ("unrest *= 2 «for» 3 turns", "rule-effect-spread", "`+=` or `-=`"),
    ("unrest += 5 over «0» turns", "rule-effect-turns", "1 to 24"),
    ("unrest += 5 over «25» turns", "rule-effect-turns", "1 to 24"),
    ("unrest += 5 for «2.5» turns", "rule-effect-turns", "1 to 24"),
    ("unrest += 5 over «turn» turns", "rule-effect-turns", "1 to 24"),
    ("unrest += 5 over«»", "rule-effect-turns", "1 to 24"),
    ("unrest += 5 over 3«»", "rule-effect-turns", "`over 3 turns`"),
    ("unrest += 5 for 3 «quarters»", "rule-effect-turns", "`for 3 turns`"),
    ("unrest += 5 over 3 turns «now»", "rule-trailing", "Take it out"),
    ("unrest += 5«,» treasury += 3", "rule-comma", "a text of its own"),
    ("unrest += 5«;» treasury += 3", "rule-character", "one effect"),
    ("unrest += 5 «treasury» -= 3", "rule-no-multiplication-sign", "`5 * treasury`"),
    ("«»", "rule-empty", "Write"),
]  # fmt: skip


def unmarked(marked: str) -> tuple[str, Span, Span | None]:
    """The text without its marks, the place they enclose, and the second place."""
    places: dict[str, int] = {}
    plain = ""
    for piece in re.split("([«»‹›])", marked):
        if piece in ("«", "»", "‹", "›"):
            places[piece] = len(plain)
        else:
            plain += piece
    second = Span(places["‹"], places["›"]) if "‹" in places else None
    return plain, Span(places["«"], places["»"]), second


def check(problem: RuleProblem, marked: str, code: str, mend: str) -> None:
    """The problem is of that code, at the marked places, and says this of how to mend it."""
    _text, span, second = unmarked(marked)
    assert (problem.code, problem.span, problem.second) == (code, span, second), str(problem)
    assert mend in problem.mend
    assert bool(problem.why) is (second is not None)
    assert str(problem) == f"{problem.message} {problem.mend}"
    assert str(problem).isprintable()


@pytest.mark.parametrize(("marked", "code", "mend"), CONDITIONS)
def test_a_slip_in_a_condition_is_named_and_placed(marked: str, code: str, mend: str) -> None:
    """Whoever reads the message sees what to change, and where to the character."""
    with pytest.raises(RuleProblem) as caught:
        parse_rule(unmarked(marked)[0], SCOPE, Type.BOOLEAN)
    check(caught.value, marked, code, mend)


@pytest.mark.parametrize(("marked", "code", "mend"), PERCENTS)
def test_a_slip_in_a_chance_is_named_and_placed(marked: str, code: str, mend: str) -> None:
    """A chance of 20 is meant to be 20%, and the message says so."""
    with pytest.raises(RuleProblem) as caught:
        parse_rule(unmarked(marked)[0], SCOPE, Type.PERCENT)
    check(caught.value, marked, code, mend)


@pytest.mark.parametrize(("marked", "code", "mend"), EFFECTS)
def test_a_slip_in_an_effect_is_named_and_placed(marked: str, code: str, mend: str) -> None:
    """An effect says what changes, how and by how much, and nothing else."""
    with pytest.raises(RuleProblem) as caught:
        parse_effect(unmarked(marked)[0], SCOPE)
    check(caught.value, marked, code, mend)


def test_every_code_has_an_example() -> None:
    """A code that nothing raises would be documented for nobody."""
    raised = {code for _marked, code, _mend in (*CONDITIONS, *PERCENTS, *EFFECTS)}
    assert raised | {"rule-too-many-parts"} == set(get_args(RuleCode))


def test_a_rule_of_too_many_parts_is_refused() -> None:
    """Two hundred parts can be read; nobody can read more."""
    pairs = "+".join(["(1+1)"] * 49)
    assert parse_rule(pairs, SCOPE, Type.NUMBER)
    wide = f"max({','.join(['1+1'] * 60)})+max({','.join(['1'] * 25)})"
    with pytest.raises(RuleProblem) as caught:
        parse_rule(wide, SCOPE, Type.NUMBER)
    assert caught.value.code == "rule-too-many-parts"


def test_a_sum_of_too_many_terms_is_too_deep() -> None:
    """Each sign adds a level, so that whoever walks the tree needs no deep stack."""
    assert parse_rule("+".join("1" * 50), SCOPE, Type.NUMBER)
    with pytest.raises(RuleProblem) as caught:
        parse_rule("+".join("1" * 51), SCOPE, Type.NUMBER)
    assert caught.value.code == "rule-too-deep"


def test_the_first_slip_from_the_left_is_reported() -> None:
    """Whoever mends a rule reads it from the left."""
    with pytest.raises(RuleProblem) as caught:
        parse_rule("unrest = 60 && zzz", SCOPE, Type.BOOLEAN)
    assert caught.value.code == "rule-single-equals"


def test_what_was_found_is_shown_short_and_harmless() -> None:
    """Text of a stranger cannot colour the terminal, turn the line around or fill the screen."""
    with pytest.raises(RuleProblem) as caught:
        parse_rule("'\x1b[2J\u202e" + "x" * 400 + "'", SCOPE, Type.BOOLEAN)
    said = str(caught.value)
    assert "\\x1b" in said
    assert "\\u202e" in said
    assert len(said) < 250
