"""A back-tested series as an SVG picture: data with bounds, the model's median, the ensemble's band.

Written by hand, so that the bytes are the same everywhere: no fonts are measured, no dates are written.
"""

from collections.abc import Iterable, Sequence
from html import escape
from math import floor, log10

from game.lab.backtest.whole import Scored
from game.views.numbers import digits_by_size, written

WIDTH, HEIGHT = 720, 300
_LEFT, _RIGHT, _TOP, _BOTTOM = 70, 20, 46, 40
_BAND, _MODEL, _DATA, _RULE = "#c6dbef", "#08519c", "#a63603", "#888888"


def plot(scored: Scored) -> str:
    """The picture, as text. Points stand side by side in the order of time."""
    rows = (scored.data, scored.low, scored.high, scored.model, scored.p05, scored.p95)
    data, low, high, model, p05, p95 = ([float(x) for x in row] for row in rows)
    ticks = _ticks(min(0.0, *low, *p05), max(*high, *p95, *model))
    bottom, top = ticks[0], ticks[-1]
    step = (WIDTH - _LEFT - _RIGHT) / len(data)
    xs = [_LEFT + step * (k + 0.5) for k in range(len(data))]

    def y(value: float) -> float:
        return HEIGHT - _BOTTOM - (HEIGHT - _TOP - _BOTTOM) * (value - bottom) / (top - bottom)

    def along(values: Iterable[float]) -> list[str]:
        return [f"{x:.1f},{y(value):.1f}" for x, value in zip(xs, values, strict=True)]

    title = f"{scored.series.title} ({scored.series.unit})"
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" width="{WIDTH}"'
        f' height="{HEIGHT}" font-family="sans-serif" font-size="11" role="img">',
        f"<title>{escape(title)}</title>",
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#ffffff"/>',
        f'<text x="{_LEFT}" y="18" font-size="14" fill="#222222">{escape(title)}</text>',
        f'<rect x="{_LEFT}" y="27" width="14" height="8" fill="{_BAND}"/>',
        _said(_LEFT + 19, 35, "ensemble, 5 to 95%"),
        f'<path d="M{_LEFT + 135},31h14" stroke="{_MODEL}" stroke-width="2"/>',
        _said(_LEFT + 154, 35, "model, median"),
        f'<circle cx="{_LEFT + 247}" cy="31" r="3.5" fill="{_DATA}"/>',
        _said(_LEFT + 255, 35, "observed, with bounds"),
    ]
    for tick in ticks:
        height = f"{y(tick):.1f}"
        lines.append(
            f'<path d="M{_LEFT},{height}H{WIDTH - _RIGHT}" stroke="#dddddd" stroke-width="1"/>'
        )
        text = written(tick, digits_by_size(ticks[1] - ticks[0]))
        lines.append(_said(_LEFT - 6, y(tick) + 4, text, "end"))
    for x, point in zip(xs, scored.series.points, strict=True):
        lines.append(_said(x, HEIGHT - _BOTTOM + 18, point.period, "middle"))
    band = [*along(p95), *reversed(along(p05))]
    if len(data) == 1:
        band = [f"{xs[0] + side:.1f},{y(v[0]):.1f}" for v, s in ((p95, 1), (p05, -1)) for side in (-12 * s, 12 * s)]  # fmt: skip
    lines.append(f'<polygon points="{" ".join(band)}" fill="{_BAND}"/>')
    lines.append(
        f'<polyline points="{" ".join(along(model))}" fill="none" stroke="{_MODEL}" stroke-width="2"/>'
    )
    for k, x in enumerate(xs):
        lines.append(
            f'<path d="M{x:.1f},{y(low[k]):.1f}V{y(high[k]):.1f}" stroke="{_DATA}" stroke-width="1"/>'
        )
        lines.append(f'<circle cx="{x:.1f}" cy="{y(data[k]):.1f}" r="3.5" fill="{_DATA}"/>')
    lines.append(f'<path d="M{_LEFT},{_TOP}V{HEIGHT - _BOTTOM}" stroke="{_RULE}"/>')
    lines.append("</svg>")
    return "\n".join(lines) + "\n"


def _said(x: float, y: float, text: str, anchor: str = "start") -> str:
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" fill="#444444">{escape(text)}</text>'
    )


def _ticks(low: float, high: float) -> Sequence[float]:
    """Four to nine round numbers that span from low to high."""
    span = (high - low) or 1.0
    size = 10.0 ** floor(log10(span / 4.0))
    step = next(size * m for m in (1, 2, 5, 10) if span / (size * m) <= 7.0)
    first = floor(low / step)
    last = first
    while last * step < high:
        last += 1
    return [step * k for k in range(first, last + 1)]
