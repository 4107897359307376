"""What to stop on purpose, when, and what it costs either way."""
