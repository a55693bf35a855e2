"""The linear face: one command a line, one fact a line, for people, pipes and screen readers."""
