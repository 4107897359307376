"""Many small moves on a plan, compiled: worse plans are kept for a while, the best handed back."""

from hiyoke.planning.annealing.annealer import CYCLE_MOVES, anneal_plan

__all__ = ["CYCLE_MOVES", "anneal_plan"]
