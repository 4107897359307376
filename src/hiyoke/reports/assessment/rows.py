"""Rows of an assessment about the estate: deadlines, findings, services, updates, systems.

What is not here: the assessment as a whole, what is unknown, and sources (`assessment`).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date

    from hiyoke.languages import Text
    from hiyoke.risk import CvssRating, Level


@dataclass(frozen=True, slots=True, kw_only=True)
class DueRow:
    """A deadline as it is shown: calendar day, working day, and the other cases.

    Attributes:
        outcome: Outcome to plan by; None when it could not be judged.
        clock_start_on: Day from which it counts; None when it is an earliest of several.
        due_on: Last calendar day allowed; None when the outcome sets no day.
        working_day: Latest business day in Japan not after it; None without a day.
        days_left: Days from `as_of`; negative when overdue; None without a day.
        outcome_latest: Outcome in the least urgent case; None unless points are unknown.
        due_on_latest: Its day; None when it sets none.
        outcome_if_assumptions_fail: More urgent outcome that an assumption may hide; None if none.
        due_on_if_assumptions_fail: Its day.
        unknown_points: Decision points without an answer.
        assumed_points: Decision points that rest on an assumption.
    """

    outcome: str | None = None
    clock_start_on: date | None = None
    due_on: date | None = None
    working_day: date | None = None
    days_left: int | None = None
    outcome_latest: str | None = None
    due_on_latest: date | None = None
    outcome_if_assumptions_fail: str | None = None
    due_on_if_assumptions_fail: date | None = None
    unknown_points: tuple[str, ...] = ()
    assumed_points: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class FindingRow:
    """One component met by one vulnerability, over all the systems that carry it.

    Attributes:
        rank: 1 comes first; None when not assessable.
        vulnerability_id: Preferred identifier.
        aliases: Other identifiers.
        advisory_ids: Advisories that make this finding.
        component_id: The component.
        purl: As given; None when there is none.
        name: Name of the component.
        version: As given.
        status: affected or not_assessable.
        reason: Why it is not assessable, as a code; None when affected.
        why_not_assessable: The same in words.
        basis: How it was matched, as a code.
        matched_on: What was held against what.
        fixed_version: Nearest fixed version; None while none is known.
        check_backport: Whether the vendor's package that carries it may hold the fix.
        owner: That package.
        disagreement: Where sources disagree.
        exposure: Exposure of the foremost system: yes, no or unknown.
        listed_on: KEV listing; None when not listed.
        ransomware_use: known or unknown; None when not listed.
        epss_probability: In [0, 1]; None when unknown.
        epss_scored_on: Date of that estimate.
        exploitation: SSVC exploitation, answers joined by a slash; None when nobody answered.
        automatable: The same for automatable.
        technical_impact: The same for technical impact.
        ratings: CVSS vectors with their base scores.
        due: The deadline of the most urgent system.
        first_detected_on: First detection on any system.
        system_ids: Systems that carry it, sorted.
        priority_system_count: Those of them that a priority service needs.
        open_system_ids: Those of them for which a decision point is unknown.
        open_due: Both deadlines on the most urgent of these; None without one.
    """

    rank: int | None
    vulnerability_id: str
    aliases: tuple[str, ...]
    advisory_ids: tuple[str, ...]
    component_id: str
    purl: str | None
    name: str
    version: str | None
    status: str
    reason: str | None
    why_not_assessable: Text | None
    basis: str
    matched_on: str
    fixed_version: str | None
    check_backport: bool
    owner: str | None
    disagreement: tuple[str, ...]
    exposure: str
    listed_on: date | None
    ransomware_use: str | None
    epss_probability: float | None
    epss_scored_on: date | None
    exploitation: str | None
    automatable: str | None
    technical_impact: str | None
    ratings: tuple[CvssRating, ...]
    due: DueRow
    first_detected_on: date | None
    system_ids: tuple[str, ...]
    priority_system_count: int
    open_system_ids: tuple[str, ...]
    open_due: DueRow | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReasonRow:
    """One reason why a service or system stands where it stands.

    Attributes:
        words: The reason as one sentence.
        system_id: The system it is about.
        vulnerability_id: Foremost vulnerability it rests on; None when it is about none.
        listed_on: KEV listing of that vulnerability; None when it is not listed.
        due: Deadline that goes with it; None when it has none of its own.
    """

    words: Text
    system_id: str
    vulnerability_id: str | None
    listed_on: date | None
    due: DueRow | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceRow:
    """How one service stands.

    Attributes:
        position: 1 comes first.
        service_id: The service.
        name: Its name.
        priority_rank: Rank that management gave; None when it is no priority service.
        owner: Responsible unit, in both languages.
        impact_tolerance_minutes: Longest disruption the board accepts.
        level: How it stands.
        due: Earliest deadline among the systems it needs.
        reasons: Why, foremost first; a few.
        reason_count: All reasons.
        system_ids: Systems that it needs.
        affected_system_ids: Those of them that carry an affected component.
        unassessed: Those of them whose contents are not known.
        unknown_exposure: Those of them whose reach from outside is not known.
        finding_count: Affected findings on its systems.
        known_exploited_count: Those of them that are listed in KEV.
    """

    position: int
    service_id: str
    name: Text
    priority_rank: int | None
    owner: Text | None
    impact_tolerance_minutes: int | None
    level: Level
    due: DueRow
    reasons: tuple[ReasonRow, ...]
    reason_count: int
    system_ids: tuple[str, ...]
    affected_system_ids: tuple[str, ...]
    unassessed: tuple[str, ...]
    unknown_exposure: tuple[str, ...]
    finding_count: int
    known_exploited_count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class BundleRow:
    """One version bump that closes many findings.

    Attributes:
        position: 1 closes most for priority services.
        bundle_id: Stable identifier.
        ecosystem: Ecosystem.
        release: Release of the distribution.
        package: Package that names the update.
        packages: Every package that it brings, sorted.
        versions: Versions in place.
        target_version: Smallest version that closes the findings.
        group_name: Who looks after the systems.
        finding_count: Findings on systems that it closes.
        priority_finding_count: Those of them on systems of priority services.
        vulnerability_ids: Vulnerabilities that it closes.
        known_exploited_count: Findings among them that are listed in KEV.
        system_ids: Systems to change.
        service_ids: Services that need them, priority services first.
        due: Earliest deadline among them.
        remaining_ids: Known vulnerabilities of the target version itself.
        clean_version: Next version without any, when the target has some and the data name one.
        cumulative_share: Share in [0, 1] of all findings with a fix that this bundle and those
            before it close.
    """

    position: int
    bundle_id: str
    ecosystem: str
    release: str | None
    package: str
    packages: tuple[str, ...]
    versions: tuple[str, ...]
    target_version: str
    group_name: Text
    finding_count: int
    priority_finding_count: int
    vulnerability_ids: tuple[str, ...]
    known_exploited_count: int
    system_ids: tuple[str, ...]
    service_ids: tuple[str, ...]
    due: DueRow
    remaining_ids: tuple[str, ...]
    clean_version: str | None
    cumulative_share: float


@dataclass(frozen=True, slots=True, kw_only=True)
class SystemRow:
    """How one system stands.

    Attributes:
        system_id: The system.
        name: Its name.
        exposure: yes, no or unknown.
        exposure_why: What says so.
        environment: production, test ...
        group_name: Who looks after it.
        service_ids: Services that need it.
        priority_service_ids: Those of them that are priority services.
        has_sbom: Whether its contents are known.
        component_count: Distinct components on it.
        finding_count: Affected findings.
        known_exploited_count: Those of them that are listed in KEV.
        not_assessable_count: Findings that nobody can judge.
        due: Earliest deadline.
        end_of_life_on: End of support of the system.
    """

    system_id: str
    name: Text
    exposure: str
    exposure_why: Text
    environment: str
    group_name: Text
    service_ids: tuple[str, ...]
    priority_service_ids: tuple[str, ...]
    has_sbom: bool
    component_count: int
    finding_count: int
    known_exploited_count: int
    not_assessable_count: int
    due: DueRow
    end_of_life_on: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class EndOfLifeRow:
    """One system or component whose support has ended, or ends soon.

    Attributes:
        subject: system or component.
        subject_id: Its identifier.
        title: What it is: the system's name, or product and cycle.
        versions: Versions in place.
        system_ids: Systems concerned.
        priority_service_ids: Priority services that need them.
        eol_on: Last day of support; None when only the fact is published.
        days_left: Days from `as_of`; negative when it has passed; None without a day.
        extended_until: End of extended support, where a contract can buy it.
        is_question: True for a package of a distribution, whose vendor may maintain it longer.
        basis: estate, purl or cpe.
    """

    subject: str
    subject_id: str
    title: Text
    versions: tuple[str, ...]
    system_ids: tuple[str, ...]
    priority_service_ids: tuple[str, ...]
    eol_on: date | None
    days_left: int | None
    extended_until: date | None
    is_question: bool
    basis: str
