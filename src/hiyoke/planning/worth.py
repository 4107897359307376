"""What one more hour of a person, of a vendor's engineer or of overtime would be worth.

The price of the relaxation says what a little more is worth at the margin, for work that could
use it already. Work does not come in minutes: for the dearest lines the plan is made again with
exactly one unit more, and for people with a whole person more, so that the figure is more than a
promise.
What is not here: reliefs for one deadline (`reliefs`).
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final, NamedTuple, TypeVar

from hiyoke.planning.alternatives import list_alternatives
from hiyoke.planning.construct import Improver
from hiyoke.planning.sound import check_problem
from hiyoke.planning.warm import warm_schedule

if TYPE_CHECKING:
    from hiyoke.planning.inputs import Crew, PlanningProblem, Shift, VendorDesk
    from hiyoke.planning.search import Solution

_Holder = TypeVar("_Holder", "Crew", "VendorDesk")

#: Holders for which a whole person more is tried.
CHECKED: Final = 3
#: Lines for which one unit more is tried, dearest first.
UNITS_CHECKED: Final = 6
#: Alternatives that may be listed anew for all checks, at about 0.3 s for 100,000.
MOST_LISTED: Final = 600_000
#: Moves of the local search in a check.
_MOVES: Final = 150
#: Prices below this are none.
_NOTHING: Final = 1e-6
#: Minutes of one unit.
_HOUR: Final = 60
#: Kinds whose unit is one job and not one hour.
_BY_JOB: Final = ("window", "pair")


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
        one_more: What exactly one unit more there saves, found by planning again; None when that
            was not tried. May be less than `per_hour`, or more where work then fits at all.
    """

    kind: str
    holder_id: str
    thing_id: str
    per_hour: float
    checked: float | None = None
    one_more: float | None = None


def list_worth(solution: Solution) -> tuple[Worth, ...]:
    """List what more time is worth, most first; one line for each holder and kind.

    Cost:
        A mended plan for each of the first `CHECKED` crews and vendors and `UNITS_CHECKED` lines,
        as far as `MOST_LISTED` goes.
    """
    names = solution.alternatives.resources.names
    best: dict[tuple[str, str], Worth] = {}
    for (kind, holder_id, thing_id), price in zip(names, solution.prices.tolist(), strict=True):
        found = Worth(kind, holder_id, thing_id, price * (1 if kind in _BY_JOB else _HOUR))
        if (
            price > _NOTHING
            and found.per_hour > best.get((kind, holder_id), found._replace(per_hour=0)).per_hour
        ):
            best[kind, holder_id] = found
    ordered = sorted(best.values(), key=lambda w: (-w.per_hour, w.kind, w.holder_id))
    return _Checks(solution).of(ordered)


class _Checks:
    """Plans again with a little more, within a budget."""

    def __init__(self, solution: Solution) -> None:
        self.solution = solution
        self.listed = 0

    def of(self, ordered: list[Worth]) -> tuple[Worth, ...]:
        """Return the lines with what planning again saves."""
        problem = self.solution.alternatives.problem
        units: dict[int, float | None] = {}
        persons: dict[str, float | None] = {}
        for place, worth in enumerate(ordered):
            if len(units) < UNITS_CHECKED:
                more = one_unit_more(problem, worth)
                if more is not None:
                    units[place] = self._saved(more)
            has_person = worth.kind in ("crew", "vendor", "overtime")
            if has_person and len(persons) < CHECKED and worth.holder_id not in persons:
                persons[worth.holder_id] = self._saved(_one_person_more(problem, worth.holder_id))
        return tuple(
            w._replace(
                checked=persons.get(w.holder_id) if w.kind in ("crew", "vendor") else None,
                one_more=units.get(place),
            )
            for place, w in enumerate(ordered)
        )

    def _saved(self, problem: PlanningProblem) -> float | None:
        """Return what a plan of a richer problem saves; None when the budget is used up."""
        if self.listed > MOST_LISTED:
            return None
        a = list_alternatives(check_problem(problem), self.solution.alternatives.objective)
        self.listed += len(a.job)
        schedule = warm_schedule(a, self.solution.plan.tasks)
        Improver(schedule, 1).run(_MOVES)
        return max(0.0, self.solution.plan.value - schedule.value())


def one_unit_more(problem: PlanningProblem, worth: Worth) -> PlanningProblem | None:
    """Return the problem with one unit more of what a line is about.

    Returns:
        One hour more in one shift or under one overtime ceiling, or one job more in one window;
        None for longer windows and for pairs, which change a rule and not an amount.
    """
    if worth.kind == "window":
        return replace(
            problem,
            windows=tuple(
                replace(w, max_jobs=None if w.max_jobs is None else w.max_jobs + 1)
                if w.window_id == worth.thing_id
                else w
                for w in problem.windows
            ),
        )
    if worth.kind == "vendor":
        vendors = tuple(_longer(v, worth.thing_id) for v in problem.vendors)
        return replace(problem, vendors=vendors)
    if worth.kind in ("crew", "overtime"):
        crews = tuple(
            replace(
                _longer(c, worth.thing_id),
                limits=tuple(
                    replace(x, minutes=x.minutes + _HOUR) if x.limit_id == worth.thing_id else x
                    for x in c.limits
                ),
            )
            for c in problem.crews
        )
        return replace(problem, crews=crews)
    return None


def _longer(holder: _Holder, shift_id: str) -> _Holder:
    return replace(
        holder,
        shifts=tuple(
            replace(s, minutes=s.minutes + _HOUR) if s.shift_id == shift_id else s
            for s in holder.shifts
        ),
    )


def _one_person_more(problem: PlanningProblem, holder_id: str) -> PlanningProblem:
    """Give every shift of a holder its length in minutes more, and every limit in proportion."""
    crews = tuple(
        replace(
            c,
            shifts=tuple(_with_one_more(s) for s in c.shifts),
            limits=tuple(replace(x, minutes=2 * x.minutes) for x in c.limits),
        )
        if c.crew_id == holder_id
        else c
        for c in problem.crews
    )
    vendors = tuple(
        replace(v, shifts=tuple(_with_one_more(s) for s in v.shifts))
        if v.vendor_id == holder_id
        else v
        for v in problem.vendors
    )
    return replace(problem, crews=crews, vendors=vendors)


def _with_one_more(shift: Shift) -> Shift:
    length = int((shift.ends_at - shift.starts_at).total_seconds() // 60)
    return replace(shift, minutes=shift.minutes + length)
