"""What all tests share."""

from hypothesis import settings

# How long an example takes says more of the machine than of the code; speed has benches of its own.
settings.register_profile("unhurried", deadline=None)
settings.load_profile("unhurried")
