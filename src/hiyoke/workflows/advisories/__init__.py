"""From feed files to the advisory store, and from the store to claims ready for matching."""
