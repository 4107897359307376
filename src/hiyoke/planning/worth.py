"""What one more hour of a person, of a vendor's engineer or of overtime would be worth.

The price of the relaxation says what an hour is worth at the margin; for the dearest the plan is
mended with a whole person more, so that the figure is not only a promise. What is not here: reliefs
for one deadline (`misses`).
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from hiyoke.planning.alternatives import list_alternatives
from hiyoke.planning.construct import Improver
from hiyoke.planning.sound import check_problem
from hiyoke.planning.warm import warm_schedule

if TYPE_CHECKING:
    from hiyoke.planning.inputs import PlanningProblem
    from hiyoke.planning.search import Solution

#: Holders for which the price is checked by planning again.
CHECKED = 3
#: Moves of the local search in a check.
_MOVES = 150
#: Prices below this are none.
_NOTHING = 1e-6


class Worth(NamedTuple):
    """What more of one holder's time is worth.

    Attributes:
        kind: crew, overtime, vendor, window, group or pair.
        holder_id: Crew, vendor, calendar or group.
        thing_id: The shift, month or window where it is worth most.
        per_hour: Objective's figure saved by one more hour there, at the margin; by one more job
            for windows.
        checked: What one more person over the whole plan saves, found by planning again; None
            when that was not tried.
    """

    kind: str
    holder_id: str
    thing_id: str
    per_hour: float
    checked: float | None = None


def list_worth(solution: Solution) -> tuple[Worth, ...]:
    """List what more time is worth, most first; one line for each holder and kind.

    Cost:
        A mended plan for each of the first `CHECKED` crews and vendors.
    """
    names = solution.alternatives.resources.names
    best: dict[tuple[str, str], Worth] = {}
    for (kind, holder_id, thing_id), price in zip(names, solution.prices.tolist(), strict=True):
        unit = 1.0 if kind in ("window", "pair") else 60.0
        found = Worth(kind, holder_id, thing_id, price * unit)
        if (
            price > _NOTHING
            and found.per_hour > best.get((kind, holder_id), found._replace(per_hour=0)).per_hour
        ):
            best[kind, holder_id] = found
    ordered = sorted(best.values(), key=lambda w: (-w.per_hour, w.kind, w.holder_id))
    tried: dict[str, float] = defaultdict(float)
    for worth in ordered:
        if worth.kind in ("crew", "vendor", "overtime") and worth.holder_id not in tried:
            if len(tried) == CHECKED:
                break
            tried[worth.holder_id] = _with_one_more(solution, worth.holder_id)
    return tuple(
        w._replace(checked=tried.get(w.holder_id) if w.kind in ("crew", "vendor") else None)
        for w in ordered
    )


def _with_one_more(solution: Solution, holder_id: str) -> float:
    """Return what the plan saves with one more person of a holder, all shifts long."""
    problem = _more(solution.alternatives.problem, holder_id)
    a = list_alternatives(check_problem(problem), solution.alternatives.objective)
    schedule = warm_schedule(a, solution.plan.tasks)
    Improver(schedule, 1).run(_MOVES)
    return max(0.0, solution.plan.value - schedule.value())


def _more(problem: PlanningProblem, holder_id: str) -> PlanningProblem:
    """Give every shift of a holder its length in minutes more, and every limit in proportion."""
    crews = tuple(
        replace(
            c,
            shifts=tuple(
                replace(s, minutes=s.minutes + int((s.ends_at - s.starts_at).total_seconds() // 60))
                for s in c.shifts
            ),
            limits=tuple(replace(x, minutes=2 * x.minutes) for x in c.limits),
        )
        if c.crew_id == holder_id
        else c
        for c in problem.crews
    )
    vendors = tuple(
        replace(
            v,
            shifts=tuple(
                replace(s, minutes=s.minutes + int((s.ends_at - s.starts_at).total_seconds() // 60))
                for s in v.shifts
            ),
        )
        if v.vendor_id == holder_id
        else v
        for v in problem.vendors
    )
    return replace(problem, crews=crews, vendors=vendors)
