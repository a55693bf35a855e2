"""Packs: TOML with exact places, the typed tables, the checks, and where packs are kept."""
