"""Which vendor's contract says what, for which priority system, and which gaps block most loss.

What is not known is a gap: a clause that nobody has read does not bring an engineer at night.
What is not here: the questions to the vendor (`hiyoke.reports.contracts.questionnaire`).
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, Final, NamedTuple

from hiyoke.calendars import is_business_day
from hiyoke.estate import LossRange
from hiyoke.planning.contracts.clauses import ALL_TIMES, HOLIDAYS, NIGHTS

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from hiyoke.estate import Estate, Service, System, Vendor
    from hiyoke.languages import Text
    from hiyoke.planning.contracts.clauses import Clause, ClauseProfile
    from hiyoke.risk import ImpactCurve

_YES: Final = "yes"
_UNKNOWN: Final = "unknown"
#: Tags of a system that is shared with other institutions or run by its vendor.
SHARED_TAGS: Final = frozenset({"shared-centre", "shared-center", "cloud", "saas"})
_DAYS_AHEAD: Final = 365


class ClauseStatus(StrEnum):
    """What a contract says of one clause for one system."""

    MET = "met"
    GAP = "gap"
    UNKNOWN = "unknown"
    NOT_NEEDED = "not_needed"


class Cell(NamedTuple):
    """One clause of one vendor for one system.

    Attributes:
        status: Whether it is met; unknown is a gap too.
        answer: What the estate says, as written there; None when it says nothing.
    """

    status: ClauseStatus
    answer: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class MatrixRow:
    """One vendor and one system of a priority service.

    Attributes:
        vendor_id: The vendor; None when nobody maintains the system by contract.
        vendor_name: Its name; None without a vendor.
        system_id: The system.
        system_name: Its name.
        is_shared: Whether it is shared with others or run by its vendor.
        service_ids: Priority services that need it, most important first.
        cells: By clause.
    """

    vendor_id: str | None
    vendor_name: Text | None
    system_id: str
    system_name: Text
    is_shared: bool
    service_ids: tuple[str, ...]
    cells: Mapping[str, Cell]


@dataclass(frozen=True, slots=True, kw_only=True)
class ContractGap:
    """One clause that one vendor's contract lacks, or of which nobody knows.

    Attributes:
        vendor_id: The vendor.
        vendor_name: Its name.
        clause: The clause.
        status: gap or unknown.
        answer: What the estate says; None when it says nothing.
        system_ids: Systems of priority services that it stands in the way of, sorted.
        service_ids: Priority services that need them, most important first.
        best_rank: Rank of the most important of them.
        blocked_share: Share of the time at which it stands in the way.
        loss: What one attack on these services costs, times that share; None when no curve is
            known for any of them.
        is_loss_assumed: Whether a curve behind it is an assumption.
        services_without_loss: Services whose curve is not known, and which the loss leaves out.
    """

    vendor_id: str
    vendor_name: Text
    clause: Clause
    status: ClauseStatus
    answer: str | None
    system_ids: tuple[str, ...]
    service_ids: tuple[str, ...]
    best_rank: int
    blocked_share: float
    loss: LossRange | None
    is_loss_assumed: bool
    services_without_loss: tuple[str, ...]


def contract_matrix(estate: Estate, profile: ClauseProfile) -> tuple[MatrixRow, ...]:
    """Return a row for each system of a priority service, by vendor and system.

    A system without a vendor stands in the matrix too, with nothing known.
    """
    ranked = _priority_services(estate)
    needed: dict[str, list[Service]] = defaultdict(list)
    for service in ranked:
        for requirement in estate.requirements:
            if requirement.service_id == service.service_id:
                needed[requirement.system_id].append(service)
    by_id = {vendor.vendor_id: vendor for vendor in estate.vendors}
    listed = {s: v.vendor_id for v in estate.vendors for s in v.systems}
    rows = []
    for system in estate.systems:
        services = needed.get(system.system_id)
        if not services:
            continue
        vendor = by_id.get(listed.get(system.system_id) or system.vendor_id or "")
        tolerances = [s.impact_tolerance_minutes for s in services]
        known = [minutes for minutes in tolerances if minutes is not None]
        tolerance = min(known, default=None)
        is_shared = _is_shared(system)
        rows.append(
            MatrixRow(
                vendor_id=None if vendor is None else vendor.vendor_id,
                vendor_name=None if vendor is None else vendor.name,
                system_id=system.system_id,
                system_name=system.name,
                is_shared=is_shared,
                service_ids=tuple(dict.fromkeys(s.service_id for s in services)),
                cells={
                    clause.clause_id: _cell(vendor, clause, tolerance, is_shared=is_shared)
                    for clause in profile.clauses
                },
            )
        )
    return tuple(sorted(rows, key=lambda row: (row.vendor_id or "~", row.system_id)))


def contract_gaps(
    estate: Estate,
    profile: ClauseProfile,
    rows: Iterable[MatrixRow],
    curves: Mapping[str, ImpactCurve],
    *,
    as_of: date,
    duty_hours: Sequence[tuple[float, float]],
) -> tuple[ContractGap, ...]:
    """Return the gaps, those that block most loss first.

    Args:
        estate: For the ranks of services.
        profile: The clauses.
        rows: Of `contract_matrix`.
        curves: What an outage costs, by service.
        as_of: Day of the question; losses are averaged over the year that begins with it.
        duty_hours: Hours of a business day in which contracts hold at least.

    Returns:
        Gaps with a loss by its likely figure; those without one come after them, by the rank of
        the service; equal ones by vendor and in the order of the clauses.

    Raises:
        MissingCalendarError: The calendar of a year is not known.
    """
    ranks = {s.service_id: s.priority_rank or 0 for s in _priority_services(estate)}
    times = _blocked_times(as_of, duty_hours)
    order = {clause.clause_id: n for n, clause in enumerate(profile.clauses)}
    met: dict[tuple[str, str], list[MatrixRow]] = defaultdict(list)
    for row in rows:
        for clause_id, cell in row.cells.items():
            if row.vendor_id and cell.status in (ClauseStatus.GAP, ClauseStatus.UNKNOWN):
                met[row.vendor_id, clause_id].append(row)
    losses = _attack_losses(curves, as_of)
    gaps = [
        _gap(profile.clauses[order[clause_id]], found, ranks, times, losses, curves)
        for (_, clause_id), found in met.items()
    ]
    return tuple(
        sorted(
            gaps,
            key=lambda gap: (
                gap.loss is None,
                0.0 if gap.loss is None else -gap.loss.likely,
                gap.best_rank,
                gap.vendor_id,
                order[gap.clause.clause_id],
            ),
        )
    )


def _gap(  # noqa: PLR0917 - one parameter for each table it reads.
    clause: Clause,
    rows: Sequence[MatrixRow],
    ranks: Mapping[str, int],
    times: Mapping[str, float],
    losses: Mapping[str, LossRange],
    curves: Mapping[str, ImpactCurve],
) -> ContractGap:
    named = {service for row in rows for service in row.service_ids}
    services = sorted(named, key=lambda s: (ranks[s], s))
    share = times[clause.blocks] if isinstance(clause.blocks, str) else clause.blocks
    priced = [losses[s] for s in services if s in losses]
    total = (
        LossRange(*(sum(part) * share for part in zip(*priced, strict=True))) if priced else None
    )
    worst = min(rows, key=lambda row: row.cells[clause.clause_id].status)
    cell = worst.cells[clause.clause_id]
    return ContractGap(
        vendor_id=rows[0].vendor_id or "",
        vendor_name=rows[0].vendor_name or rows[0].system_name,
        clause=clause,
        status=cell.status,
        answer=cell.answer,
        system_ids=tuple(sorted(row.system_id for row in rows)),
        service_ids=tuple(services),
        best_rank=min(ranks[s] for s in services),
        blocked_share=share,
        loss=total,
        is_loss_assumed=any(curves[s].is_assumed for s in services if s in losses),
        services_without_loss=tuple(s for s in services if s not in losses),
    )


def _priority_services(estate: Estate) -> list[Service]:
    ranked = [s for s in estate.services if s.priority_rank is not None]
    return sorted(ranked, key=lambda s: (s.priority_rank or 0, s.service_id))


def _is_shared(system: System) -> bool:
    return bool({tag.lower() for tag in system.tags} & SHARED_TAGS)


def _cell(vendor: Vendor | None, clause: Clause, tolerance: int | None, *, is_shared: bool) -> Cell:
    """Judge one clause; what nobody has said is unknown."""
    given = None if vendor is None else getattr(vendor, clause.clause_id)
    if given is None or given == _UNKNOWN:
        return Cell(ClauseStatus.UNKNOWN, None)
    status = ClauseStatus.MET
    if clause.kind == "yes_no" and given != _YES:
        status = ClauseStatus.GAP
    if clause.needed_for == "shared" and not is_shared and status is ClauseStatus.GAP:
        status = ClauseStatus.NOT_NEEDED
    if clause.kind == "minutes" and tolerance is not None and float(given) > tolerance:
        status = ClauseStatus.GAP
    return Cell(status, f"{given:g}" if isinstance(given, int | float) else str(given))


def _blocked_times(as_of: date, duty_hours: Sequence[tuple[float, float]]) -> dict[str, float]:
    """Return the share of a year that lies at night on business days, and on other days."""
    days = [as_of + timedelta(days=n) for n in range(_DAYS_AHEAD)]
    business = sum(is_business_day(day) for day in days) / len(days)
    worked = sum(end - start for start, end in duty_hours) / 24.0
    return {
        ALL_TIMES: 1.0,
        NIGHTS: business * (1.0 - worked),
        HOLIDAYS: 1.0 - business,
    }


def _attack_losses(curves: Mapping[str, ImpactCurve], as_of: date) -> dict[str, LossRange]:
    until = as_of + timedelta(days=_DAYS_AHEAD)
    found = {
        service_id: curve.attack_loss(from_on=as_of, to_on=until)
        for service_id, curve in curves.items()
    }
    return {service_id: loss for service_id, loss in found.items() if loss is not None}
