"""Crews, windows, freezes and change facts made from sound entries.

What is not here: the checks before it (`work_checks`) and the rest of the estate (`assemble`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from hiyoke.estate.change_fact import ChangeFact
from hiyoke.estate.change_window import ChangeFreeze, ChangeWindow
from hiyoke.estate.crew import Crew
from hiyoke.estate.system import UNKNOWN

if TYPE_CHECKING:
    from hiyoke.estate.entries import Entry


def crew_from(entry: Entry) -> Crew:
    """Return the crew that a sound entry states."""
    values = entry.values
    return Crew(
        crew_id=values["id"],
        name=entry.name,
        skills=values["skills"] or (),
        people=values["people"],
        shifts=values["shifts"] or (),
        overtime_hours_per_month=values["overtime_hours_per_month"],
        night=values["night"] or UNKNOWN,
        triage=bool(values["triage"]),
        extra=entry.extra,
    )


def window_from(entry: Entry) -> ChangeWindow:
    """Return the window that a sound entry states."""
    values = entry.values
    return ChangeWindow(
        window_id=values["id"],
        name=entry.name,
        starts_at=values["starts_at"],
        minutes=values["minutes"],
        days=values["days"] or (),
        on=values["on"],
        systems=values["systems"] or (),
        services=values["services"] or (),
        capacity=values["capacity"],
        extra=entry.extra,
    )


def freeze_from(entry: Entry) -> ChangeFreeze:
    """Return the freeze that a sound entry states."""
    values = entry.values
    return ChangeFreeze(
        freeze_id=values["id"],
        name=entry.name,
        from_on=values["from_on"],
        to_on=values["to_on"],
        days=values["days"],
        calendar_id=values["calendar_id"],
        systems=values["systems"] or (),
        services=values["services"] or (),
        extra=entry.extra,
    )


def change_fact_from(entry: Entry) -> ChangeFact:
    """Return the change fact that a sound entry states."""
    values = entry.values
    return ChangeFact(
        bundle_class=values["bundle_class"] and values["bundle_class"].casefold(),
        system_id=values["system_id"],
        failure_rate=values["failure_rate"],
        outage_minutes=values["outage_minutes"],
        effort_hours=values["effort_hours"] or (),
        downtime_minutes=values["downtime_minutes"],
        rollback=values["rollback"] or UNKNOWN,
        extra=entry.extra,
    )
