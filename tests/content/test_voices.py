"""What advisors say in whole games, and what is asked."""

from itertools import pairwise

from game.views.desk import spoken
from game.views.sight import Outlook
from tests.content.lanes import SEED, games, shipped


def test_every_line_of_an_advisor_is_spoken_by_somebody() -> None:
    """And hardly ever twice running: who says the same thing every quarter is not heard."""
    world = shipped("two-doors")
    roles = world.pack.model.role
    unsaid = {
        (r, a, name) for r, t in roles.items() for a in t.advisor for name in t.advisor[a].line
    }
    spoke = repeated = 0
    for states in games(world, 3):
        for role, table in roles.items():
            outlook = Outlook(world, states[:-1], SEED, role)
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
        for role in shipped(pack).pack.model.role.values():
            for advisor in role.advisor.values():
                always = sum(line.when is True for line in advisor.line.values())
                assert always >= 2
                assert len(advisor.line) - always >= 7
