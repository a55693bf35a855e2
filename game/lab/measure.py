"""All that many games of a pack come to, as it is left beside the pack and told in its model card."""

from pydantic import ValidationError

from game.errors import GameError
from game.lab.backtest.series import UNSTATED
from game.lab.backtest.whole import Backtest, Scored, backtest
from game.lab.checks import verdicts
from game.lab.outside import GAMES, compared
from game.packs.measured import (
    CheckResult,
    ControlResult,
    FittedResult,
    Measured,
    OutsideResult,
    PointResult,
    RecordResult,
    SeriesResult,
)
from game.packs.model import Pack


class MeasureError(GameError):
    """What a pack's games came to cannot be written down."""


def measure(pack: Pack, name: str) -> Measured:
    """Try every check of a pack, play its record again, and set outside figures beside many games.

    Args:
        pack: A checked pack.
        name: Its id, or the path of its folder.

    Raises:
        MeasureError: A result is beyond what can be written.
        CheckError: A check seats a player that is not known, or one that is not for many games.
    """
    checks = {
        verdict.id: CheckResult(
            games=verdict.games,
            share=_rounded(verdict.share),
            low=_rounded(verdict.interval[0]),
            high=_rounded(verdict.interval[1]),
            needed=verdict.needed,
            holds=verdict.holds,
        )
        for verdict in verdicts(pack)
    }
    rows = compared(name)
    try:
        return Measured(
            pack=pack.id,
            version=pack.model.pack.version,
            hash=pack.hash,
            checks=checks,
            record=_record(backtest(pack)) if pack.model.record and pack.model.target else None,
            outside_games=GAMES if rows else 0,
            outside={
                row.id: OutsideResult(
                    p05=_rounded(row.p05),
                    median=_rounded(row.median),
                    p95=_rounded(row.p95),
                    where=row.where,
                )
                for row in rows
            },
        )
    except ValidationError as error:
        place = ".".join(str(part) for part in error.errors()[0]["loc"])
        raise MeasureError(
            f"{pack.id}: what its games came to cannot be written down ({place})"
        ) from error


def _rounded(value: float) -> float:
    """Six digits that count: what all machines agree on, and more than is ever shown."""
    return float(f"{value:.6g}") + 0.0  # which is never -0


def _known(value: float | None) -> float | None:
    return None if value is None else _rounded(value)


def _record(found: Backtest) -> RecordResult:
    return RecordResult(
        games=found.games,
        tried=found.tried,
        acceptable=found.acceptable,
        sets=found.sets,
        coverage=_rounded(found.coverage),
        coverage_bare=_rounded(found.coverage_bare),
        unstated=UNSTATED,
        series={scored.series.id: _series(scored) for scored in found.scored},
        controls={
            id: {
                each.target: ControlResult(
                    error=_rounded(each.error),
                    with_it=_rounded(each.with_it),
                    clearly_worse=each.clearly_worse,
                )
                for each in tried
            }
            for id, tried in found.by_control.items()
        },
        fitted={
            each.id: FittedResult(
                value=each.value, low=each.low, high=each.high, at_bound=each.at_bound
            )
            for each in found.fitted
        },
    )


def _series(scored: Scored) -> SeriesResult:
    measures = scored.measures
    naive = measures.naive_mape if scored.series.score == "mape" else measures.naive_mae
    return SeriesResult(
        error=_rounded(measures.error),
        naive=None if scored.series.score == "band" else _known(naive),
        theil_u=_known(measures.theil_u),
        level=_known(measures.unequal_mean),
        swing=_known(measures.unequal_variance),
        rest=_known(measures.unequal_covariance),
        in_bounds=_rounded(measures.in_band),
        covered=_rounded(scored.covered),
        required=dict(scored.required),
        held=scored.held,
        good=scored.good,
        left_out=scored.series.left_out,
        points=tuple(
            PointResult(
                period=point.period,
                data=_rounded(scored.data[k]),
                low=_rounded(scored.low[k]),
                high=_rounded(scored.high[k]),
                model=_rounded(scored.model[k]),
                p05=_rounded(scored.p05[k]),
                p95=_rounded(scored.p95[k]),
            )
            for k, point in enumerate(scored.series.points)
        ),
    )
