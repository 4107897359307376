"""From an estate to a plan, to the wave that breaks it, and to the gaps in contracts."""
