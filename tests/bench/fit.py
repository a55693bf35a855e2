"""Fits the constants that a pack names to its record: `python -m tests.bench.fit [PACK]`.

It prints what was found; to write it into the pack, and to say why, is the author's work.
"""

import sys

from game.engine.world import compile_world
from game.lab.backtest.fit import searched
from game.lab.backtest.series import targets_of
from game.packs.read import load_pack

ROUNDS, SETS, SEED = 15, 1_500, 5


def main() -> None:
    """Search, and print the best constants and how far off they leave the model."""
    pack = load_pack(sys.argv[1] if len(sys.argv) > 1 else "since-2022")
    world = compile_world(pack)
    ids = pack.model.backtest.fitted
    found, loss = searched(world, targets_of(world), ids, ROUNDS, SETS, SEED)
    for id, value in found.items():
        print(f"{id} = {value:.4g}")
    print(f"mean squared error in spreads of the data: {loss:.3f}")


if __name__ == "__main__":
    main()
