"""The engine: a pack compiled, and the arithmetic of a turn. Opens no file, reads no clock."""
