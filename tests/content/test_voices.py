"""What advisors say in whole games, and what is asked."""

from collections import Counter
from itertools import pairwise

from game.match.forecasts import asked_now, outcome_of
from game.packs.read import load_pack
from game.views.desk import spoken
from game.views.sight import Outlook
from tests.content.lanes import SEED, games, world


def test_every_line_of_an_advisor_is_spoken_by_somebody() -> None:
    """And hardly ever twice running: who says the same thing every quarter is not heard."""
    roles = world().pack.model.role
    unsaid = {
        (r, a, name) for r, t in roles.items() for a in t.advisor for name in t.advisor[a].line
    }
    spoke = repeated = 0
    for states in games():
        for role, table in roles.items():
            outlook = Outlook(world(), states[:-1], SEED, role)
            for advisor in table.advisor:
                said = spoken(outlook, advisor)
                unsaid -= {(role, advisor, name) for name in said if name is not None}
                spoke += len(said)
                repeated += sum(before == now for before, now in pairwise(said))
        if not unsaid:
            break
    assert unsaid == set()
    assert repeated < 0.01 * spoke


def test_an_advisor_always_has_something_to_say() -> None:
    """Two lines or more that hold at any time, and enough of those that hold only now and then."""
    for pack in ("two-doors", "since-2022"):
        for role in load_pack(pack).model.role.values():
            for advisor in role.advisor.values():
                always = sum(line.when is True for line in advisor.line.values())
                assert always >= 2
                assert len(advisor.line) - always >= 7


def test_questions_arise_from_the_game_and_may_go_either_way() -> None:
    """Four to six for a seat, few games alike, and none whose answer is known before."""
    pack = world().pack
    numbers, asked, came_true = Counter[int](), Counter[str](), Counter[str]()
    courses = Counter[tuple[tuple[str, int], ...]]()
    for states in games():
        for role in pack.model.role:
            turns: dict[str, int] = {}
            for turn, state in enumerate(states[:-1], 1):
                question = asked_now(world(), state, role, turns)
                if question is not None:
                    turns[question] = turn
            for id, turn in turns.items():
                due = turn - 1 + pack.model.forecast[id].due
                asked[id] += 1
                came_true[id] += outcome_of(world(), id, states[due])
            numbers[len(turns)] += 1
            courses[tuple(turns.items())] += 1
    assert sum(numbers[n] for n in (4, 5, 6)) >= 0.98 * numbers.total()
    assert len(courses) > 0.8 * courses.total()
    assert asked.keys() == pack.model.forecast.keys()
    for id, times in asked.items():
        # Of so few games luck may take one answer or two.
        assert 0.08 * times - 2 < came_true[id] < 0.92 * times + 2, id
