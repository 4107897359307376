"""From the cells of services, loss points and deadlines to what each service's outage costs.

What is not here: the checks that make these cells fit together (`impact_checks`).
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any, Final

from hiyoke.calendars import DayRule
from hiyoke.estate.impact import DeadlineStep, ImpactPoint, ServiceImpact

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from hiyoke.estate.entries import Entry

#: Currency of a service that names none.
HOME_CURRENCY: Final = "JPY"


def impacts_from(entries: Mapping[str, Sequence[Entry]]) -> tuple[ServiceImpact, ...]:
    """Return the impact of every service that states one, in the order of the services.

    A service states one with a loss point, a deadline, a currency or an attack's outage.
    """
    points: defaultdict[str, list[ImpactPoint]] = defaultdict(list)
    steps: defaultdict[str, list[DeadlineStep]] = defaultdict(list)
    for entry in entries["impact_points"]:
        points[entry.values["service_id"]].append(point_from(entry.values))
    for entry in entries["deadlines"]:
        steps[entry.values["service_id"]].append(_step_from(entry))
    services = [entry.values for entry in entries["services"]]
    default = home_currency(service["currency"] for service in services)
    return tuple(
        ServiceImpact(
            service_id=service["id"],
            currency=service["currency"] or default,
            points=tuple(sorted(points[service["id"]], key=lambda point: point.after_minutes)),
            steps=tuple(sorted(steps[service["id"]], key=lambda step: step.deadline_id)),
            attack_outage_minutes=service["attack_outage_minutes"],
        )
        for service in services
        if service["id"] in points
        or service["id"] in steps
        or service["currency"]
        or service["attack_outage_minutes"]
    )


def home_currency(stated: Iterable[str | None]) -> str:
    """Return the currency of services that name none: the one that all others name, or yen."""
    return next(iter(sorted({currency for currency in stated if currency})), HOME_CURRENCY)


def point_from(values: Mapping[str, Any]) -> ImpactPoint:
    """Return one point of a curve."""
    return ImpactPoint(values["after_minutes"], values["loss"], values["users"])


def _step_from(entry: Entry) -> DeadlineStep:
    values = entry.values
    every = DayRule(("every",) if values["calendar_id"] else ("business",))
    return DeadlineStep(
        deadline_id=values["id"],
        name=entry.name,
        days=values["days"] or every,
        at=values["at"],
        calendar_id=values["calendar_id"],
        loss=values["loss"],
        users=values["users"],
    )
