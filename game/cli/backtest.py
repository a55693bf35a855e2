"""`chiprace lab backtest`: the record played again, and compared with what was observed."""

import json
import sys
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from game.words import _

if TYPE_CHECKING:
    from game.lab.backtest.whole import Backtest, Scored

DEFAULT_PACK = "since-2022"


@click.command(
    help=_("""\
Play a pack's record again and print how far the model is from what was observed.

\b
  chiprace lab backtest
  chiprace lab backtest since-2022 --json
  chiprace lab backtest --targets my-series.toml
""")
)
@click.argument("pack", default=DEFAULT_PACK)
@click.option(
    "--targets",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help=_("Compare with the series of a file: [[series]] with id, quantity and points."),
)
@click.option("--json", "as_json", is_flag=True, help=_("Print everything as JSON."))
def backtest(pack: str, targets: Path | None, as_json: bool) -> None:
    """Back-test a pack and print what came of it."""
    from game.lab.backtest.series import read_targets
    from game.lab.backtest.whole import backtest as run
    from game.packs.read import load_pack

    path = Path(pack)
    loaded = load_pack(path if path.is_dir() else pack)
    found = run(loaded, None if targets is None else lambda world: read_targets(targets, world))
    if as_json:
        json.dump(as_data(found), sys.stdout, indent=1, allow_nan=False)
        print()
    else:
        print(told(found))


def as_data(found: "Backtest") -> dict[str, Any]:
    """A back-test as plain data."""
    return {
        "pack": found.pack,
        "version": found.version,
        "hash": found.hash,
        "fitted_until": found.until,
        "games": found.games,
        "sets": found.sets,
        "series": {scored.series.id: _series(scored) for scored in found.scored},
        "held": sum(scored.held for scored in found.counted),
        "good": sum(scored.good for scored in found.counted),
        "of": len(found.counted),
        "controls": {
            id: {
                "title": tried[0].title,
                "targets": {
                    each.target: {
                        "error": each.error,
                        "with_it": each.with_it,
                        "clearly_worse": each.clearly_worse,
                    }
                    for each in tried
                },
            }
            for id, tried in found.by_control.items()
        },
        "fitted": {fitted.id: asdict(fitted) for fitted in found.fitted},
        "tried": found.tried,
        "acceptable": found.acceptable,
        "coverage": found.coverage,
        "coverage_bare": found.coverage_bare,
    }


def _series(scored: "Scored") -> dict[str, Any]:
    series, measures = scored.series, scored.measures
    return {
        "title": series.title,
        "unit": series.unit,
        "quantity": series.quantity,
        **asdict(measures),
        "score": series.score,
        "good_bar": series.good,
        "acceptable_bar": series.acceptable,
        "required": dict(scored.required),
        "input": series.input,
        "family": series.family,
        "covered": scored.covered,
        "covered_bare": scored.covered_bare,
        "held": scored.held,
        "good": scored.good,
        "left_out": list(series.left_out),
        "points": [
            {
                "period": point.period,
                "data": float(scored.data[k]),
                "low": float(scored.low[k]),
                "high": float(scored.high[k]),
                "model": float(scored.model[k]),
                "p05": float(scored.p05[k]),
                "p50": float(scored.p50[k]),
                "p95": float(scored.p95[k]),
            }
            for k, point in enumerate(series.points)
        ],
    }


def told(found: "Backtest") -> str:
    """A back-test in words."""
    lines = [
        _("{pack} {version}, content {hash}").format(
            pack=found.pack, version=found.version, hash=found.hash[:12]
        ),
        _("{games} games; {tried} parameter sets, of which {sets} fit acceptably").format(
            games=found.games, tried=f"{found.tried:,}", sets=found.acceptable
        ),
    ]
    if found.until:
        lines.append(_("constants fitted to {until} and earlier").format(until=found.until))
    for scored in found.scored:
        lines += ["", *_series_told(scored)]
    lines += ["", _("Negative controls: what if it had not happened?")]
    for control in found.controls:
        verdict = _("clearly worse") if control.clearly_worse else _("NOT clearly worse")
        lines.append(
            _(
                "  {title}: {target} is off by {error:.0f}%, with it by {with_it:.0f}%; {verdict}"
            ).format(
                title=control.title,
                target=control.target,
                error=control.error,
                with_it=control.with_it,
                verdict=verdict,
            )
        )
    lines += ["", _("Fitted constants")]
    for fitted in found.fitted:
        at = _(", ends at a bound") if fitted.at_bound else ""
        lines.append(f"  {fitted.id} = {fitted.value:g} ({fitted.low:g} to {fitted.high:g}){at}")
    lines += [
        "",
        _(
            "The ensemble's 5 to 95% band covers {part:.0%} of the points, with what the data may be off; "
            "{bare:.0%} as if the data were exact."
        ).format(part=found.coverage, bare=found.coverage_bare),
        _("Held: {held} of {of} series; good: {good}.").format(
            held=sum(scored.held for scored in found.counted),
            good=sum(scored.good for scored in found.counted),
            of=len(found.counted),
        ),
    ]
    return "\n".join(lines)


def _series_told(scored: "Scored") -> list[str]:
    series, measures = scored.series, scored.measures
    if series.input:
        verdict = _("an input, not counted")
    else:
        verdict = _("good") if scored.good else _("held") if scored.held else _("NOT HELD")
    lines = [f"{series.id}: {verdict}", f"  {series.title} [{series.unit}] = {series.quantity}"]
    lines.append(
        _(
            "  n {n}, MAPE {mape}, naive {naive}, MAE {mae:.3g}, RMSE {rmse:.3g}, R2 {r2}, "
            "bias {bias:.3g}"
        ).format(
            n=measures.n,
            mape=_percent(measures.mape),
            naive=_percent(measures.naive_mape),
            mae=measures.mae,
            rmse=measures.rmse,
            r2=_ratio(measures.r2),
            bias=measures.bias,
        )
    )
    lines.append(
        _(
            "  Theil's U {u}; of the squared error {mean} mean, {variance} swing, {rest} neither"
        ).format(
            u=_ratio(measures.theil_u),
            mean=_part(measures.unequal_mean),
            variance=_part(measures.unequal_variance),
            rest=_part(measures.unequal_covariance),
        )
    )
    lines.append(
        _("  in the data's bounds {inside:.0%}; the ensemble's band covers {covered:.0%}").format(
            inside=measures.in_band, covered=scored.covered
        )
    )
    for text, shown in scored.required.items():
        lines.append(f"  {text}: " + (_("shown") if shown else _("NOT SHOWN")))
    if series.left_out:
        lines.append(_("  outside the game: {periods}").format(periods=", ".join(series.left_out)))
    for k, point in enumerate(series.points):
        lines.append(
            f"    {point.period:>15} {scored.data[k]:12.4g} {scored.model[k]:12.4g}"
            f"  ({scored.p05[k]:.4g} to {scored.p95[k]:.4g})"
        )
    return lines


def _percent(value: float | None) -> str:
    return "-" if value is None else f"{value:.0f}%"


def _ratio(value: float | None) -> str:
    return "-" if value is None else f"{value:.2f}"


def _part(value: float | None) -> str:
    return "-" if value is None else f"{value:.0%}"
