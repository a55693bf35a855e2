"""The names that the examples of these tests use."""

from game.lang.tree import Kind, Names, Symbol, Type

SCOPE = Names(
    {
        symbol.id: symbol
        for symbol in (
            Symbol("unrest", Kind.STOCK, low=0, high=100, unit="points"),
            Symbol("treasury", Kind.STOCK, low=0, high=1e4, unit="bn"),
            Symbol("tension", Kind.STOCK, low=0, high=100, unit="%"),
            Symbol("nvidia_share", Kind.STOCK, Type.PERCENT, low=0, high=1, unit="share"),
            Symbol("demand", Kind.GAUGE, low=-50, high=50, unit="chips"),
            Symbol("cutoff_odds", Kind.GAUGE, Type.PERCENT, low=0, high=1, unit="probability"),
            Symbol("wafers_half", Kind.CONSTANT, low=5, high=20, unit="wafers"),
            Symbol("on_order", Kind.PIPELINE, low=0, high=1e6, unit="chips"),
            Symbol("buy_chips", Kind.AMOUNT, low=0, high=500, unit="chips"),
            Symbol("chip_rule", Kind.DIAL, Type.OPTION, ("deny", "license", "open")),
            Symbol("guidance", Kind.DIAL, Type.OPTION, ("free", "discourage", "open")),
            Symbol("customs_block", Kind.EVENT),
            Symbol("ramp", Kind.CURVE, points=((0.0, 1.0), (10.0, 3.0), (20.0, 2.0))),
        )
    }
)
