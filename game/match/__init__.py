"""One game: orders, undo, branches and forecasts; and how it is saved."""
