"""How much every goal moves with every constant that has a range.

Elementary effects (Morris, "Factorial Sampling Plans for Preliminary Computational Experiments",
1991) by SALib: constants are moved one at a time along paths through all their ranges. A path is
played by one pairing under one luck, so that only the constants differ along it.
"""

from importlib import import_module
from importlib.util import find_spec
from typing import Any

import numpy as np
from numpy.typing import NDArray

from game.engine.world import World
from game.lab.games import Study, goals_of, pairings
from game.lab.report.coverage import MOST
from game.lab.report.strategies import Run
from game.lab.report.trial import Trial

Floats = NDArray[np.float64]

LEVELS = 4
MISSING = (
    "sensitivity needs SALib, which is not installed; install the extra `lab`: "
    "pip install 'chiprace[lab]'"
)


def sensitivity(world: World, study: Study, games: int, run: Run) -> dict[str, Any]:
    """For each goal and constant, points moved over the constant's whole range.

    `mean` keeps the sign, `size` does not, `spread` is how much it differs from place to place, and
    `reach` is half the 95 % interval of `size`. Without SALib, only the sentence that says so.
    """
    if find_spec("SALib") is None:
        return {"missing": MISSING}
    ranged = {
        id: table
        for id, table in world.pack.model.constant.items()
        if table.low < table.high and id not in study.constants
    }
    if not ranged:
        return {"games": 0, "goals": {}}
    paired = pairings(world, {})
    problem = {
        "num_vars": len(ranged),
        "names": list(ranged),
        "bounds": [[float(table.low), float(table.high)] for table in ranged.values()],
    }
    paths = max(4, games // (len(ranged) + 1))
    sample = import_module("SALib.sample.morris").sample
    design: Floats = sample(problem, N=paths, num_levels=LEVELS, seed=study.seed % 2**32)
    length = len(ranged) + 1
    low = np.array([float(table.low) for table in ranged.values()])
    high = np.array([float(table.high) for table in ranged.values()])
    values = np.clip(design, low, high)
    path = np.arange(len(design)) // length
    scores = np.empty((len(design), len(goals_of(world))))
    trials: list[Trial] = []
    places: list[NDArray[np.int64]] = []
    for number, players in enumerate(paired):
        rows = np.flatnonzero(path % len(paired) == number)
        for first in range(0, len(rows), MOST):
            here = rows[first : first + MOST]
            columns = dict(zip(ranged, values[here].T.copy(), strict=True))
            trials.append(Trial(study, dict(players), path[here], constants=columns))
            places.append(here)
    for here, outcome in zip(places, run(trials), strict=True):
        scores[here] = outcome.scores
    analyze = import_module("SALib.analyze.morris").analyze
    goals: dict[str, Any] = {}
    for place, (role, goal) in enumerate(goals_of(world)):
        found = analyze(
            problem, design, scores[:, place].copy(), num_levels=LEVELS, seed=study.seed % 2**32
        )
        table = zip(
            ranged,
            found["mu"],
            found["mu_star"],
            found["sigma"],
            found["mu_star_conf"],
            strict=True,
        )
        goals[f"{role}.{goal}"] = {
            id: {"mean": float(m), "size": float(s), "spread": float(d), "reach": float(r)}
            for id, m, s, d, r in table
        }
    return {"games": len(design), "goals": goals}
