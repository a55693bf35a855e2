"""A pack's record played again, and how far it comes out from what was observed."""
