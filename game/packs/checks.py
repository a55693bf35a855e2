"""What can be said of a pack as a whole: names that mean nothing, levels that cannot be."""

from game.packs.rules import Formulas
from game.packs.shape import WholeModel
from game.packs.tables import Tables


def check(model: WholeModel, tables: Tables, formulas: Formulas) -> None:
    """Add every report that looks beyond one value."""
