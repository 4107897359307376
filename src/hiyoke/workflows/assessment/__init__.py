"""From an estate folder and a store to an assessment in a run folder."""
