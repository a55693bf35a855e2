"""Two Doors: an engine for sourced, explainable policy simulations, and its faces."""
