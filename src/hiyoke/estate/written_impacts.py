"""What outages cost, as cells again: loss points, deadlines, and the services' own columns.

What is not here: headings and sheets (`written_rows`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from hiyoke.estate.sheets import days_text, range_text

if TYPE_CHECKING:
    from collections.abc import Mapping

    from hiyoke.estate.estate import Estate
    from hiyoke.estate.impact import LossRange


def service_cells(estate: Estate, service_id: str) -> dict[str, Any]:
    """Return the cells of the services sheet that price an outage."""
    found = next((one for one in estate.impacts if one.service_id == service_id), None)
    if found is None:
        return {}
    return {
        "currency": found.currency,
        "attack_outage_minutes": _figures(found.attack_outage_minutes),
    }


def point_rows(estate: Estate) -> list[tuple[Mapping[str, Any], Mapping[str, Any]]]:
    """Return the rows of the sheet of loss points."""
    return [
        (
            {
                "service_id": impact.service_id,
                "after_minutes": point.after_minutes,
                "loss": range_text(point.loss),
                "users": _figures(point.users),
            },
            {},
        )
        for impact in estate.impacts
        for point in impact.points
    ]


def deadline_rows(estate: Estate) -> list[tuple[Mapping[str, Any], Mapping[str, Any]]]:
    """Return the rows of the sheet of deadlines."""
    return [
        (
            {
                "service_id": impact.service_id,
                "id": step.deadline_id,
                "name_ja": step.name.ja,
                "name_en": step.name.en,
                "days": days_text(step.days),
                "at": None if step.at is None else f"{step.at:%H:%M}",
                "calendar_id": step.calendar_id,
                "loss": range_text(step.loss),
                "users": _figures(step.users),
            },
            {},
        )
        for impact in estate.impacts
        for step in impact.steps
    ]


def _figures(figures: LossRange | None) -> str | None:
    return None if figures is None else range_text(figures)
