"""What a change takes: the institution's own record where there is one, else the profile.

What is not here: what a stop costs (`change_prices`).
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from hiyoke.estate import ChangeFact, LossRange
    from hiyoke.planning.defaults import PlanningProfile


@dataclass(frozen=True, slots=True)
class ChangeExperience:
    """What one change takes.

    Attributes:
        hours: Person-hours by skill; the skill is empty when any will do.
        downtime_minutes: Planned stop.
        failure_rate: Likely and high share of changes that fail.
        outage_minutes: Likely and high outage after a failed one.
    """

    hours: tuple[tuple[str, float], ...]
    downtime_minutes: int
    failure_rate: tuple[float, float]
    outage_minutes: tuple[float, float]


@dataclass(slots=True)
class Experience:
    """Answers for a class of change on some systems.

    Attributes:
        facts: The institution's record.
        profile: Defaults.
        assumed: Classes for which the profile answered.
    """

    facts: Sequence[ChangeFact]
    profile: PlanningProfile
    assumed: set[str] = field(default_factory=set)

    def of(self, class_name: str, system_ids: Sequence[str]) -> ChangeExperience:
        """Return what a change takes; the worst system decides.

        Each figure comes from the fact that states it and names most of class and system.
        """
        default = self.profile.classes[class_name]
        own = [self._fact(class_name, system_id) for system_id in system_ids]
        if any(
            f is None
            or None in (f.failure_rate, f.outage_minutes, f.downtime_minutes)
            or not f.effort_hours
            for f in own
        ):
            self.assumed.add(class_name)
        hours: dict[str, float] = {}
        for fact in own:
            if fact is None or not fact.effort_hours:
                hours[""] = hours.get("", 0.0) + default.hours_per_system
            else:
                for skill, needed in fact.effort_hours:
                    hours[skill] = hours.get(skill, 0.0) + needed.likely
        if not any(f is not None and f.effort_hours for f in own):
            hours[""] = hours.get("", 0.0) + default.hours
        rates = [
            default.failure_rate[1:]
            if f is None or f.failure_rate is None
            else (f.failure_rate.likely, f.failure_rate.high)
            for f in own
        ]
        outages = [
            default.outage_minutes[1:]
            if f is None or f.outage_minutes is None
            else (f.outage_minutes.likely, f.outage_minutes.high)
            for f in own
        ]
        stops = [
            default.downtime_minutes
            if f is None or f.downtime_minutes is None
            else f.downtime_minutes.likely
            for f in own
        ]
        return ChangeExperience(
            hours=tuple(sorted(hours.items())),
            downtime_minutes=round(max(stops, default=default.downtime_minutes)),
            failure_rate=max(rates, default=default.failure_rate[1:]),
            outage_minutes=max(outages, default=default.outage_minutes[1:]),
        )

    def _fact(self, class_name: str, system_id: str) -> ChangeFact | None:
        """Return what facts say of a class on a system, each figure from the nearest one."""
        fitting = [
            f
            for f in self.facts
            if f.bundle_class in (None, class_name) and f.system_id in (None, system_id)
        ]
        if not fitting:
            return None
        fitting.sort(key=lambda f: (f.system_id is None, f.bundle_class is None))
        return replace(
            fitting[0],
            failure_rate=_first(f.failure_rate for f in fitting),
            outage_minutes=_first(f.outage_minutes for f in fitting),
            effort_hours=next((f.effort_hours for f in fitting if f.effort_hours), ()),
            downtime_minutes=_first(f.downtime_minutes for f in fitting),
        )


def _first(ranges: Iterable[LossRange | None]) -> LossRange | None:
    return next((one for one in ranges if one is not None), None)
