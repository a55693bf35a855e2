"""The reference model "quarter": 24 stocks, 40 gauges, luck on 4, two seats of 8 options, 20 events.

It stands for a scenario of middling size, with formulas of the kinds that scenarios are made of. Its
numbers come from small multiplications modulo something, so that it is the same on every machine. It
is written out as a pack here and programmed by hand in `rival.py`.
"""

from pathlib import Path

STOCKS = 24
LINEAR = range(12)
RATIO = range(12, 20)
LOGISTIC = range(20, 26)
CHOSEN = range(26, 32)
BETWEEN = range(32, 36)
FADING = range(36, 38)
BY_DIAL = range(38, 40)
GAUGES = 40
NOISY = (0, 6, 12, 18)
SEATS = ("east", "west")
OPTIONS = 8
EVENTS = 20
TURNS = 20


def start(stock: int) -> int:
    """Level of a stock at the start."""
    return 30 + 7 * stock % 40


def stock_of(index: int, step: int) -> int:
    """A stock for a formula to name: spread over all of them, different for different steps."""
    return (5 * index + 7 * step + 1) % STOCKS


def gauge_of(index: int, step: int) -> int:
    """An earlier gauge for a gauge to name: one of the linear or ratio gauges."""
    return (3 * index + 5 * step) % RATIO.stop


def flow_gauge(stock: int) -> int:
    """The gauge a stock is drawn to."""
    return (7 * stock + 1) % BY_DIAL.start


def option_value(seat: int, option: int) -> int:
    """Level of a seat's gauge under an option of its dial."""
    return 20 + (11 * option + 29 * seat) % 61


def event_gauge(event: int) -> int:
    """The gauge an event's condition looks at."""
    return (9 * event + 4) % BY_DIAL.start


def write_pack(folder: Path, *, calm: bool = False) -> None:
    """Write the model as a pack.

    Args:
        folder: Where; it becomes the pack's folder and must not exist.
        calm: Leave all luck out: no noise, and events are certain.
    """
    folder.mkdir()
    text = "\n".join(
        [_heading(folder.name), _stocks(calm=calm), _gauges(), _seats(), _events(calm=calm)]
    )
    folder.joinpath("pack.toml").write_text(text, encoding="utf-8")


ASSUMED = 'assumption = "A number made up for measuring speed."'


def _heading(name: str) -> str:
    return f"""\
[pack]
id = "{name}"
title = "Quarter"
about = "The reference model."
version = "1.0.0"
format = 1
[calendar]
start = "2026-Q1"
step = "quarter"
turns = {TURNS}
[ending.high]
title = "High"
text = "The first gauge ended high."
when = "g0 > 46"
[ending.low]
title = "Low"
text = "A stock with luck ended low."
when = "s12 < 36"
[ending.even]
title = "Even"
text = "Neither."
when = true
"""


def _stocks(*, calm: bool) -> str:
    tables: list[str] = []
    for i in range(STOCKS):
        add = f"0.06 * (g{flow_gauge(i)} - s{i})"
        if i % 6 == 0:
            add += f" + 0.02 * (g{BY_DIAL[i // 6 % 2]} - 50)"
        tables.append(f"""\
[stock.s{i}]
title = "Stock {i}"
unit = "points"
start = {start(i)}
min = 0
max = 100
{ASSUMED}
[flow.f{i}]
of = "s{i}"
title = "Drift {i}"
add = "{add}"
{ASSUMED}
""")
    if not calm:
        tables += [
            f"""\
[noise.n{i}]
of = "s{i}"
title = "Luck {i}"
sd = 1.5
{ASSUMED}
"""
            for i in NOISY
        ]
    return "".join(tables)


def formula(gauge: int) -> str:
    """What a gauge is computed by, in the rule language."""
    s, t, u = (f"s{stock_of(gauge, step)}" for step in range(3))
    g, h = (f"g{gauge_of(gauge, step)}" for step in range(2))
    if gauge in LINEAR:
        return f"0.4 * {s} + 0.3 * {t} + 0.2 * {u} + 5"
    if gauge in RATIO:
        return f"100 * {s} / ({s} + {t} + 20)"
    if gauge in LOGISTIC:
        return f"100 * logistic(({s} - {g}) / 12)"
    if gauge in CHOSEN:
        return f"if({s} > 50, {g}, {h} - 4)"
    if gauge in BETWEEN:
        return f"max(min({g}, {h}), 0.5 * {s})"
    return f"60 * exp(-{s} / 40) + 0.2 * {g}"


def _gauges() -> str:
    tables = [
        f"""\
[gauge.g{i}]
title = "Gauge {i}"
unit = "points"
value = "{formula(i)}"
{ASSUMED}
"""
        for i in range(BY_DIAL.start)
    ]
    for seat, i in enumerate(BY_DIAL):
        values = ", ".join(f"o{o} = {option_value(seat, o)}" for o in range(OPTIONS))
        tables.append(f"""\
[gauge.g{i}]
title = "Gauge {i}"
unit = "points"
by = "d{seat}"
values = {{ {values} }}
{ASSUMED}
""")
    return "".join(tables)


def _seats() -> str:
    tables: list[str] = []
    for seat, name in enumerate(SEATS):
        tables.append(f"""\
[role.{name}]
title = "{name.title()}"
briefing = "Keep your stock up."
position = ["s{seat}"]
[role.{name}.goal.level]
title = "Level"
of = "s{seat}"
good = "up"
poor = 20
fine = 80
[decision.d{seat}]
role = "{name}"
kind = "dial"
title = "Course of {name}"
start = "o0"
""")
        tables += [
            f"""\
[decision.d{seat}.option.o{option}]
title = "Course {option}"
effects = ["s{stock_of(option, seat)} += 1.5"]
"""
            for option in range(OPTIONS)
        ]
    return "".join(tables)


def _events(*, calm: bool) -> str:
    return "".join(
        f"""\
[event.e{i}]
title = "Event {i}"
text = "It happened."
when = "g{event_gauge(i)} > 45 and s{stock_of(i, 0)} < 60"
chance = "{"100%" if calm else f"10% + s{stock_of(i, 1)} * 0.3%"}"
{"once = true" if i % 2 == 0 else "once = false"}
{"" if i % 2 == 0 else "rest = 3"}
effects = ["s{stock_of(i, 2)} -= 4", "s{stock_of(i, 3)} += 3"]
{ASSUMED}
"""
        for i in range(EVENTS)
    )
