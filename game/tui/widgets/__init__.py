"""Widgets: one value, one message, one look. They import no screen and no app."""
