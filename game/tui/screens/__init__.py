"""Screens: each asks views for data, and turns a key into one call on the match."""
