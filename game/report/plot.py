"""A back-tested series as an SVG picture: data with bounds, the model's median, the ensemble's band.

Written by hand, so that the bytes are the same everywhere: no fonts are measured, no dates are written.
"""

from collections.abc import Iterable
from html import escape

from game.views.blocks import Plot
from game.views.numbers import digits_by_size, written

WIDTH, HEIGHT = 720, 300
_LEFT, _RIGHT, _TOP, _BOTTOM = 70, 20, 46, 40
_BAND, _MODEL, _DATA, _RULE = "#c6dbef", "#08519c", "#a63603", "#888888"


def plot(series: Plot) -> str:
    """The picture, as text. Points stand side by side in the order of time."""
    points, ticks = series.points, series.ticks
    bottom, top = ticks[0], ticks[-1]
    step = (WIDTH - _LEFT - _RIGHT) / len(points)
    xs = [_LEFT + step * (k + 0.5) for k in range(len(points))]
    p05, p95 = [point.p05 for point in points], [point.p95 for point in points]

    def y(value: float) -> float:
        return HEIGHT - _BOTTOM - (HEIGHT - _TOP - _BOTTOM) * (value - bottom) / (top - bottom)

    def along(values: Iterable[float]) -> list[str]:
        return [f"{x:.1f},{y(value):.1f}" for x, value in zip(xs, values, strict=True)]

    title = f"{series.title} ({series.unit})"
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
    for x, point in zip(xs, points, strict=True):
        lines.append(_said(x, HEIGHT - _BOTTOM + 18, point.period, "middle"))
    band = [*along(p95), *reversed(along(p05))]
    if len(points) == 1:
        band = [f"{xs[0] + side:.1f},{y(v[0]):.1f}" for v, s in ((p95, 1), (p05, -1)) for side in (-12 * s, 12 * s)]  # fmt: skip
    lines.append(f'<polygon points="{" ".join(band)}" fill="{_BAND}"/>')
    lines.append(
        f'<polyline points="{" ".join(along(point.model for point in points))}" fill="none" stroke="{_MODEL}" stroke-width="2"/>'
    )
    for x, point in zip(xs, points, strict=True):
        lines.append(
            f'<path d="M{x:.1f},{y(point.low):.1f}V{y(point.high):.1f}" stroke="{_DATA}" stroke-width="1"/>'
        )
        lines.append(f'<circle cx="{x:.1f}" cy="{y(point.data):.1f}" r="3.5" fill="{_DATA}"/>')
    lines.append(f'<path d="M{_LEFT},{_TOP}V{HEIGHT - _BOTTOM}" stroke="{_RULE}"/>')
    lines.append("</svg>")
    return "\n".join(lines) + "\n"


def _said(x: float, y: float, text: str, anchor: str = "start") -> str:
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" fill="#444444">{escape(text)}</text>'
    )
