"""The commands: one module a verb, loaded when the verb is run."""
