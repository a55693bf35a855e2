"""Why a number moved, as a seat is told."""

import pytest

from game.engine.why import why
from game.match.game import Match
from game.packs.read import load_pack
from game.views.calendar import date_of
from game.views.grounds import ground
from game.views.numbers import Scale
from game.views.report import turn_report
from game.views.seat import outlook_of
from game.views.why import CauseLine, Teller, UnseenError, why_view
from tests.views.games import match, stormy


def lines_of(lines: tuple[CauseLine, ...]) -> list[CauseLine]:
    """All lines, depth first."""
    return [each for line in lines for each in (line, *lines_of(line.parts))]


@pytest.mark.parametrize("quantity", ["cash", "boats", "catch", "treasury", "boats_on_order"])
def test_the_shares_of_the_lines_sum_to_the_whole(quantity: str) -> None:
    """What is folded away is folded into a line, not dropped."""
    game = match(turns=1)
    game.set("buy_boats", 2)
    for _ in range(4):
        game.end()
        told = why(game.history, quantity, len(game.played))
        if told.after == told.before:
            continue
        lines = Teller(game.history, outlook_of(game), told).lines(told.causes, 1)
        scale = max(abs(cause.change) for cause in told.causes) / abs(told.after - told.before)
        assert abs(sum(line.share for line in lines) - 1.0) < 0.02 * scale


def amount_of(text: str) -> float:
    """An amount as it stands on the screen."""
    if text == "no change":
        return 0.0
    return float(text.split(" ")[0].replace(",", ""))


@pytest.mark.parametrize("role", ["firm", "us", "beijing"])
def test_the_amounts_on_the_screen_add_up_to_the_change_on_the_screen(role: str) -> None:
    """In why and report alike: who adds them up comes to the last digit that is told."""
    game = Match.new(load_pack("two-doors"), 7, {role: "you"})
    told: list[tuple[str, tuple[CauseLine, ...]]] = []
    for _ in range(8):
        game.end()
        report = turn_report(game)
        told += [(each.goal.reading.change, each.causes) for each in report.goals]
        for quantity in (*game.pack.model.role[role].position, "cn_compute", "tension"):
            view = why_view(game.history, outlook_of(game), quantity)
            told.append((view.change, view.causes))
    told = [(change, lines) for change, lines in told if lines and change and "about" not in change]
    assert len(told) > 60
    for change, lines in told:
        digits = len(lines[0].change.split(" ")[0].partition(".")[2])
        summed = sum(amount_of(line.change) for line in lines)
        assert round(summed, digits) == amount_of(change), (change, lines)


def test_a_number_leads_back_to_the_order_that_moved_it() -> None:
    """Boats that arrive were ordered three quarters before, by the reader."""
    game = match()
    game.set("buy_boats", 2)
    for _ in range(4):
        game.end()
    view = why_view(game.history, outlook_of(game), "boats")
    found = [line for line in lines_of(view.causes) if line.path == "decision.buy_boats"]
    assert [(line.title, line.date, line.change) for line in found] == [
        ("your order: Order boats", "2026 Q1", "+2.00")
    ]
    assert view.causes[0].mostly == found[0]


def test_the_same_order_is_another_seats_for_another_reader() -> None:
    """Nobody is told that they did what they did not."""
    game = match("council")
    for _ in range(4):
        game.end()
    titles = [
        line.title
        for line in lines_of(why_view(game.history, outlook_of(game), "boats").causes)
        if line.path == "decision.buy_boats"
    ]
    assert titles == ["The skippers' union ordered: Order boats"]


def titles_of(game: Match, quantity: str, path: str) -> set[str]:
    """What causes of that path are called in the last turn, each with its date."""
    lines = lines_of(why_view(game.history, outlook_of(game), quantity).causes)
    return {", ".join(filter(None, (c.title, c.date))) for c in lines if c.path == path}


def test_an_answer_nobody_gave_is_not_called_an_answer() -> None:
    """The first one stood, and acts for three turns."""
    game = stormy()
    game.end()
    wait = "event.storm.choice.wait"
    repair = "event.storm.choice.repair"
    assert titles_of(game, "cash", repair) == {
        "unanswered, so the first answer stood: Repair at once"
    }
    game = stormy()
    date = date_of(game.pack.model.calendar, game.turn)
    game.answer("storm", "wait")
    game.end()
    assert titles_of(game, "cash", wait) == {"your answer: Wait for spring"}
    game.end()
    assert titles_of(game, "cash", wait) == {f"your answer of {date}: Wait for spring"}


def test_an_order_that_stands_says_since_when() -> None:
    """What a dial costs every turn was ordered once; what was left acts on as what it was."""
    game = match("council")
    game.set("quota", "short")
    game.end()
    assert titles_of(game, "treasury", "cost.decision.quota") == {"paid for Season"}
    game.end()
    stands = "Season: Half a season, stands since 2026 Q1"
    assert titles_of(game, "trust", "decision.quota.option.short") == {stands}
    paid = "paid for Season, stands since 2026 Q1"
    assert titles_of(game, "treasury", "cost.decision.quota") == {paid}
    game = game.branch(2)
    game.set("quota", "open")
    game.end()
    left = "your order of 2026 Q1: Season: Half a season"
    assert titles_of(game, "trust", "decision.quota.option.short") == {left}


def test_what_was_not_ordered_again_is_not_called_an_order() -> None:
    """The amount fell because nothing was ordered."""
    game = match()
    game.set("buy_boats", 2)
    game.end()
    game.end()
    last = "not ordered again: Order boats"
    assert titles_of(game, "buy_boats", "decision.buy_boats") == {last}


def test_what_is_estimated_is_explained_in_round_numbers() -> None:
    """Causes to the last ton would undo the noise."""
    view = why_view(match(turns=2).history, outlook_of(match(turns=2)), "fish")
    assert view.note
    assert view.before == ""
    assert view.change.startswith("about ")
    assert view.causes
    for line in view.causes:
        digits = line.change.removeprefix("about ").strip("+-").replace(".", "").strip("0")
        assert len(digits) == 1


def test_what_is_seen_late_is_explained_as_late() -> None:
    """The change of the last turn is not known yet."""
    game = match(turns=3)
    view = why_view(game.history, outlook_of(game), "trust")
    assert (view.turn, view.date) == (2, "2026 Q2")


def test_what_is_hidden_is_not_explained() -> None:
    """Causes would tell the level."""
    game = match("council", turns=2)
    with pytest.raises(UnseenError, match="Cash of the fleet is hidden from your seat"):
        why_view(game.history, outlook_of(game), "cash")


def test_a_turn_that_was_not_played_is_refused() -> None:
    """There is nothing to tell of it."""
    game = match(turns=2)
    with pytest.raises(UnseenError, match="Turn 3 has not been played; 2 have"):
        why_view(game.history, outlook_of(game), "boats", 3)


def test_before_the_first_turn_a_number_has_its_grounds_only() -> None:
    """A start value has a source or an assumption too."""
    game = match()
    view = why_view(game.history, outlook_of(game), "boats")
    assert (view.turn, view.causes) == (0, ())
    assert view.assumption == "A fleet of the size of a small harbour."


def test_a_computed_number_says_what_it_is_made_of() -> None:
    """Without the formula, but with its parts."""
    game = match(turns=1)
    assert [
        id for id, _title, _value in why_view(game.history, outlook_of(game), "effort").made_of
    ] == [
        "boats",
        "season",
    ]


def test_the_report_tells_the_goals_that_matter_most_first() -> None:
    """At most seven causes a goal and one line for the rest."""
    game = match()
    game.choose(["bay", "income"])
    for _ in range(3):
        game.end()
    report = turn_report(game)
    assert [moved.goal.id for moved in report.goals] == ["bay", "income"]
    assert all(1 <= len(moved.causes) <= 8 for moved in report.goals)
    assert all(view.change for view in report.others)


def test_what_goes_on_as_before_names_what_would_change_it() -> None:
    """What pulls it up and down, and where that stands."""
    game = match(turns=3)
    told = titles_of(game, "cash", "flow.sales")
    names = ground(game.history, outlook_of(game), "flow.sales", 3).names
    catch, price, boats = (named.value for named in names if named.id != "fuel")
    up = f"pulled up by Catch ({catch}), Price of fish ({price})"
    assert f"as much as in 2026 Q2, {up}, pulled down by Boats ({boats})" in told


def test_luck_says_how_rare_it_is_and_that_no_order_brought_it() -> None:
    """Of a good and a bad draw alike: the same game under another order has the same luck."""
    sizes = set[str]()
    for turns in range(1, 12):
        game, other = match("council", turns=turns), match("council", turns=turns - 1)
        other.set("quota", "short")
        other.end()
        pair = (why_view(g.history, outlook_of(g), "fish").causes for g in (game, other))
        seen, otherwise = (
            [line.title for line in lines if line.path == "noise.weather"] for lines in pair
        )
        assert not (seen and otherwise) or seen == otherwise
        for size in seen:
            sizes.add(size.removeprefix("luck: Weather ").partition(", one in ")[0].strip("()"))
    assert sizes == {"an ordinary quarter", "a good quarter", "a bad quarter"}
    last = match("council", turns=11)
    view = why_view(last.history, outlook_of(last), "fish")
    assert "it would have come under any orders" in view.luck[0]


def test_what_was_seen_late_is_told_once_it_is_known() -> None:
    """The formula of a past turn is told with what stood there then; that of the last turn waits."""
    game = Match.new(load_pack("two-doors"), 7, {"firm": "you"})
    for _ in range(3):
        game.end()
    outlook = outlook_of(game)
    row = game.world.layout.levels["lead"]
    past = ground(game.history, outlook, "quantity.firm_gap", 2)
    (lead,) = (named for named in past.names if named.id == "lead")
    assert lead.value == f"{float(game.states[2].rows[0, row]):.1f} months"
    last = ground(game.history, outlook, "quantity.firm_gap", 3)
    (lead,) = (named for named in last.names if named.id == "lead")
    assert lead.value == "seen 1 quarter later"


def test_a_total_that_moved_is_not_told_as_from_and_to_the_same() -> None:
    """A decimal more, where rounding would hide the change."""
    game = Match.new(load_pack("two-doors"), 7, {"firm": "you"})
    for _ in range(8):
        game.end()
    for quantity in ("firm_resilience", "gate", "tension", "trust", "home_stack"):
        for turn in range(1, 9):
            view = why_view(game.history, outlook_of(game), quantity, turn)
            assert not view.causes or not view.before or view.before != view.after


def test_from_and_to_differ_by_the_change_that_is_told() -> None:
    """9.34 to 9.75 is not told as 9.3 to 9.8 and +0.4."""
    scale = Scale("months", 1)
    assert not scale.tells(9.34, 9.75)
    assert scale.tells(9.34, 9.74)
    assert scale.finer(9.75).tells(9.34, 9.75)
