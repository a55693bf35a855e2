"""Automatic players: personas, fixed and random ones in lanes, and a rollout for one seat."""
