"""What a change takes: the institution's own record where there is one, else the profile.

What is not here: what a stop costs (`change_prices`).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from hiyoke.estate import ChangeFact
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
        """Return what a change takes; the fact that names most counts, the worst system decides."""
        default = self.profile.classes[class_name]
        own = [self._fact(class_name, system_id) for system_id in system_ids]
        known = [f for f in own if f is not None]
        if len(known) < len(own):
            self.assumed.add(class_name)
        hours: dict[str, float] = {}
        for fact in own:
            if fact is None or not fact.effort_hours:
                hours[""] = hours.get("", 0.0) + default.hours_per_system
            else:
                for skill, needed in fact.effort_hours:
                    hours[skill] = hours.get(skill, 0.0) + needed.likely
        if not any(f.effort_hours for f in known):
            hours[""] = hours.get("", 0.0) + default.hours
        rates = [f.failure_rate for f in known if f.failure_rate is not None]
        outages = [f.outage_minutes for f in known if f.outage_minutes is not None]
        stops = [f.downtime_minutes.likely for f in known if f.downtime_minutes is not None]
        return ChangeExperience(
            hours=tuple(sorted(hours.items())),
            downtime_minutes=round(max(stops, default=default.downtime_minutes)),
            failure_rate=max(((r.likely, r.high) for r in rates), default=default.failure_rate[1:]),
            outage_minutes=max(
                ((o.likely, o.high) for o in outages), default=default.outage_minutes[1:]
            ),
        )

    def _fact(self, class_name: str, system_id: str) -> ChangeFact | None:
        """Return the fact that names most of class and system; None when none fits."""
        fitting = [
            f
            for f in self.facts
            if f.bundle_class in (None, class_name) and f.system_id in (None, system_id)
        ]
        return max(
            fitting,
            key=lambda f: (f.system_id is not None, f.bundle_class is not None),
            default=None,
        )
