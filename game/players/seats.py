"""Players in lanes: each writes the orders of one seat, in all games of a batch at once."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

from game.engine.luck import Luck
from game.engine.turn import Workspace
from game.engine.world import World
from game.lang.compile import Guarded, Pool, Step


@dataclass(frozen=True, slots=True)
class Program:
    """The steps of one player, and the rows and flags it needs behind those of the world."""

    steps: tuple[Step | Guarded, ...]
    end_row: int
    end_flag: int


class Player(Protocol):
    """Fills in the orders of a seat."""

    def program(self, world: World, role: str, rows: Pool, flags: Pool) -> Program:
        """The steps that write this role's orders, with rows and flags out of these pools."""
        ...


def seated(
    world: World, luck: Luck, players: Mapping[str, Player], *, ledger: bool = False
) -> Workspace:
    """Room for a batch of games with these players at the seats, by role; other seats hold."""
    row, flag = world.first_row, world.first_flag
    programs: list[tuple[Step | Guarded, ...]] = []
    for role, player in players.items():
        program = player.program(world, role, Pool(row), Pool(flag))
        programs.append(program.steps)
        row, flag = program.end_row, program.end_flag
    return Workspace(world, luck, tuple(programs), row, flag, ledger)
