"""What is written to be read outside the game: the model card."""
