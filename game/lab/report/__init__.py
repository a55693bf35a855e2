"""The report of a pack: what is met, what every option does, and what is too good or never used."""
