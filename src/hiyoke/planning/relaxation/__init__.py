"""Bounds that split no job: parts that do not compete, shifts packed whole, cases where it matters.

In the order in which a proof uses them. What is not here: prices (`hiyoke.planning.prices`), and
the door to all of it (`hiyoke.planning.lower_bound`).
"""

from hiyoke.planning.relaxation.ascent import climb
from hiyoke.planning.relaxation.branching import CaseSearch
from hiyoke.planning.relaxation.parts import Part, Partition, Uses, list_uses, split
from hiyoke.planning.relaxation.patterns import PatternBound, Relaxed

__all__ = [
    "CaseSearch",
    "Part",
    "Partition",
    "PatternBound",
    "Relaxed",
    "Uses",
    "climb",
    "list_uses",
    "split",
]
