"""Two Doors: an engine for sourced, explainable policy simulations, and its faces."""

__version__ = "0.1.0"
