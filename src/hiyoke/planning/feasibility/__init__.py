"""Does a plan keep every rule? An independent answer that shares no code with the planners."""

from hiyoke.planning.feasibility.check import check_plan
from hiyoke.planning.feasibility.violation import RULES, Violation

__all__ = ["RULES", "Violation", "check_plan"]
