"""A whole planning problem from an estate, its updates and what attacks would cost.

What is not here: reading, matching and exposure (`hiyoke.workflows.planning.plan_fixes`).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from hiyoke.planning.from_estate.acceptances import Acceptances
from hiyoke.planning.from_estate.attack_losses import ExposureFigures, share_losses
from hiyoke.planning.from_estate.change_prices import ChangePrices
from hiyoke.planning.from_estate.experience import Experience
from hiyoke.planning.from_estate.groups import (
    DEFAULT_CALENDAR,
    separations_of,
    split_reboot_groups,
    system_groups,
)
from hiyoke.planning.from_estate.jobs import JobMaker, list_jobs
from hiyoke.planning.from_estate.people import list_people
from hiyoke.planning.from_estate.windows import list_freezes, list_windows
from hiyoke.planning.inputs import PlanningProblem

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from hiyoke.estate import Estate, Vendor
    from hiyoke.planning.defaults import PlanningProfile
    from hiyoke.planning.from_estate.acceptances import Cover
    from hiyoke.planning.from_estate.groups import SystemGroup
    from hiyoke.planning.from_estate.jobs import AttackLoss
    from hiyoke.planning.from_estate.updates import JobPart, Update
    from hiyoke.planning.from_estate.windows import Span
    from hiyoke.risk import ImpactCurve
#: The zone in which windows, shifts and freezes are planned.
JAPAN_ZONE: Final = "Asia/Tokyo"
#: Lines that every plan rests on, since no estate can state them.
_ALWAYS: Final = (
    "blind_spot_share",
    "floor_loss_per_day",
    "options.full_test",
    "options.reduced_test",
    "options.control_first",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ProblemFromEstate:
    """A problem with what was assumed for it.

    Attributes:
        problem: The problem.
        groups: Its groups of systems.
        parts: Updates and systems of each job, by job.
        covers: What was accepted, by job.
        idle_acceptance_ids: Acceptances that no job needs, sorted.
        assumed: Lines of the profile that were used, with whom they were used for, sorted.
    """

    problem: PlanningProblem
    groups: tuple[SystemGroup, ...]
    parts: Mapping[str, tuple[JobPart, ...]]
    covers: Mapping[str, Cover]
    idle_acceptance_ids: tuple[str, ...]
    assumed: Mapping[str, tuple[str, ...]]


def problem_of(
    estate: Estate,
    updates: Sequence[Update],
    figures: ExposureFigures,
    curves: Mapping[str, ImpactCurve],
    *,
    span: Span,
    profile: PlanningProfile,
    same_as: Mapping[str, str] | None = None,
) -> ProblemFromEstate:
    """Make the planning problem of an estate.

    Args:
        estate: What the institution runs, and who does what when.
        updates: Updates with what they close.
        figures: What an exposure run says of losses.
        curves: What outages cost, all in one currency.
        span: The days of the plan.
        profile: Defaults where the estate says nothing.
        same_as: Other identifiers of vulnerabilities, with the one that findings carry.

    Raises:
        MissingCalendarError: A year of the plan is not known.
    """
    everything = system_groups(estate, profile)
    touched = {s for update in updates for s in update.closes}
    groups = tuple(g for g in everything if touched & set(g.system_ids))
    windows = list_windows(estate, profile, groups, span)
    presence = list_people(estate, profile, groups, windows, span)
    experience = Experience(estate.changes, profile)
    vendors = {v.vendor_id: v for v in estate.vendors}
    acceptances = Acceptances(estate.acceptances, span.first, same_as or {})
    maker = JobMaker(
        profile,
        experience,
        ChangePrices(curves, windows, vendors, profile),
        {c.crew_id: c.skills for c in presence.crews},
        {s.system_id: s.name for s in estate.systems},
        acceptances,
    )
    made = list_jobs(estate, groups, updates, _losses(updates, groups, figures, profile), maker)
    problem = PlanningProblem(
        starts_at=span.starts_at,
        ends_at=span.ends_at,
        jobs=made.jobs,
        crews=tuple(presence.crews),
        vendors=tuple(presence.vendors),
        windows=windows,
        freezes=list_freezes(estate, profile, groups, span),
        precedences=made.precedences,
        separations=separations_of(groups),
    )
    assumed = _assumed(estate, profile, groups)
    assumed |= presence.assumed
    assumed |= {f"classes.{name}": ["*"] for name in experience.assumed}
    assumed |= _unread(estate, groups, vendors)
    if maker.missing_skills:
        assumed["crew.missing_skill"] = [f"{c}: {s}" for c, s in sorted(maker.missing_skills)]
    return ProblemFromEstate(
        problem=problem,
        groups=groups,
        parts=made.parts,
        covers=maker.covers,
        idle_acceptance_ids=acceptances.idle,
        assumed={line: tuple(sorted(names)) for line, names in sorted(assumed.items())},
    )


def _losses(
    updates: Sequence[Update],
    groups: Sequence[SystemGroup],
    figures: ExposureFigures,
    profile: PlanningProfile,
) -> AttackLoss:
    return share_losses(
        updates,
        groups,
        figures,
        blind_spot_share=profile.figure("blind_spot_share"),
        floor_per_day=profile.figure("floor_loss_per_day"),
    )


def _assumed(
    estate: Estate, profile: PlanningProfile, groups: Sequence[SystemGroup]
) -> dict[str, list[str]]:
    """Return the lines of the profile that hold always, and for windows and freezes."""
    assumed = {line: ["*"] for line in _ALWAYS}
    for calendar in {c for g in groups for c in g.calendar_ids if c.startswith(DEFAULT_CALENDAR)}:
        used = [s for g in groups if calendar in g.calendar_ids for s in g.system_ids]
        assumed[f"windows.{calendar.removeprefix(DEFAULT_CALENDAR)}"] = used
    if not estate.freezes:
        assumed |= {f"freezes.{freeze_id}": ["*"] for freeze_id, _, _ in profile.freezes}
    return assumed


def _unread(
    estate: Estate, groups: Sequence[SystemGroup], vendors: Mapping[str, Vendor]
) -> dict[str, list[str]]:
    """Return what the estate leaves open, or says and the plan cannot follow."""
    found: dict[str, list[str]] = {}
    used = {g.vendor_id for g in groups} & vendors.keys()
    unread = [v for v in sorted(used, key=str) if vendors[str(v)].patching_in_scope == "unknown"]
    if unread:
        found["vendor.unknown_scope"] = [str(v) for v in unread]
    split = split_reboot_groups(groups, estate)
    if split:
        found["reboot_group.split"] = list(split)
    if estate.institution.timezone != JAPAN_ZONE:
        found["timezone.japan"] = [estate.institution.timezone]
    return found
