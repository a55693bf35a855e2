"""What a face shows, as plain data: frozen, already worded and formatted, with no array in it."""
