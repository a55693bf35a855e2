"""What is seen only in the whole: names, contradictions, and what rules can come to."""

from collections.abc import Sequence

from game.packs.claims import check_claims
from game.packs.names import Ids, check_names, renamed
from game.packs.reach import check_reach
from game.packs.rules import Formulas
from game.packs.sense import Sense
from game.packs.shape import WholeModel
from game.packs.tables import Tables
from game.packs.walk import Leaf


def check(model: WholeModel, tables: Tables, formulas: Formulas, leaves: Sequence[Leaf]) -> None:
    """Add every report that looks beyond one value."""
    uses = check_names(model, tables, formulas, leaves)
    renamed(model, tables, Ids(model, formulas))
    Sense(model, tables, formulas).check()
    check_claims(model, tables, leaves)
    check_reach(model, tables, formulas, uses)
