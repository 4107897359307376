"""What to fix when: jobs, people and windows in, a feasible plan with a proven bound out."""

from hiyoke.planning.feasibility import Violation, check_plan
from hiyoke.planning.inputs import (
    Crew,
    Effort,
    Freeze,
    Job,
    MinutesLimit,
    Objective,
    Option,
    OptionKind,
    PlanningProblem,
    Precedence,
    Separation,
    Shift,
    VendorDesk,
    Window,
    Work,
)
from hiyoke.planning.plan import Charge, Plan, Task, job_loss, late_days
from hiyoke.planning.search import EFFORTS, NORMAL, QUICK, THOROUGH, SearchEffort, Solution, solve
from hiyoke.planning.sound import check_problem

__all__ = [
    "EFFORTS",
    "NORMAL",
    "QUICK",
    "THOROUGH",
    "Charge",
    "Crew",
    "Effort",
    "Freeze",
    "Job",
    "MinutesLimit",
    "Objective",
    "Option",
    "OptionKind",
    "Plan",
    "PlanningProblem",
    "Precedence",
    "SearchEffort",
    "Separation",
    "Shift",
    "Solution",
    "Task",
    "VendorDesk",
    "Violation",
    "Window",
    "Work",
    "check_plan",
    "check_problem",
    "job_loss",
    "late_days",
    "solve",
]
