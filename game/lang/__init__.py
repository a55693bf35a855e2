"""The rule language: reading, bounding, compiling and explaining formulas."""
