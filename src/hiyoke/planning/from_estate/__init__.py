"""From an estate to a planning problem: groups, windows, people, prices and jobs."""

from hiyoke.planning.from_estate.acceptances import Acceptances, Cover
from hiyoke.planning.from_estate.attack_losses import ExposureFigures, share_losses
from hiyoke.planning.from_estate.groups import NO_CREW, SystemGroup, system_groups
from hiyoke.planning.from_estate.jobs import AttackLoss, class_of
from hiyoke.planning.from_estate.problem import ProblemFromEstate, problem_of
from hiyoke.planning.from_estate.updates import JobPart, PackageStep, Update
from hiyoke.planning.from_estate.windows import Span

__all__ = [
    "NO_CREW",
    "Acceptances",
    "AttackLoss",
    "Cover",
    "ExposureFigures",
    "JobPart",
    "PackageStep",
    "ProblemFromEstate",
    "Span",
    "SystemGroup",
    "Update",
    "class_of",
    "problem_of",
    "share_losses",
    "system_groups",
]
