"""From updates and findings to jobs: one update on one group of systems, with its ways and price.

Packages of an operating system that belong to one group become one job, because they share one
restart. What is not here: findings and attack losses themselves, which come as plain values, and
people (`people`).
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from hiyoke.calendars import end_of_day_in_japan
from hiyoke.languages import Text
from hiyoke.packages import is_distribution
from hiyoke.planning.from_estate.groups import NO_CREW, groups_of_systems
from hiyoke.planning.from_estate.updates import JobPart, Update
from hiyoke.planning.inputs import Effort, Job, Option, OptionKind, Precedence

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from hiyoke.estate import Estate
    from hiyoke.planning.defaults import OptionRule, PlanningProfile
    from hiyoke.planning.from_estate.acceptances import Acceptances, Cover
    from hiyoke.planning.from_estate.change_prices import ChangePrices
    from hiyoke.planning.from_estate.experience import Experience
    from hiyoke.planning.from_estate.groups import SystemGroup

#: Bundle of jobs that bring all packages of an operating system at once.
OS_UPDATE = "os-update"


@dataclass(frozen=True, slots=True, kw_only=True)
class AttackLoss:
    """What an update takes off the expected attack loss.

    Attributes:
        per_day: Likely loss a day on each system, by (bundle, system).
        per_day_high: The same at the high end.
    """

    per_day: Mapping[tuple[str, str], float]
    per_day_high: Mapping[tuple[str, str], float]


@dataclass(frozen=True, slots=True, kw_only=True)
class MadeJobs:
    """Jobs and what they are made of.

    Attributes:
        jobs: The jobs, sorted by bundle and group.
        precedences: Which of them comes first.
        parts: Updates and systems of each job, by job.
    """

    jobs: tuple[Job, ...]
    precedences: tuple[Precedence, ...]
    parts: Mapping[str, tuple[JobPart, ...]]


def list_jobs(
    estate: Estate,
    groups: Sequence[SystemGroup],
    updates: Iterable[Update],
    losses: AttackLoss,
    maker: JobMaker,
) -> MadeJobs:
    """List the jobs, and which of them comes first.

    Args:
        estate: Names the test twins.
        groups: Groups of systems.
        updates: Updates with what they close.
        losses: What they take off the attack loss.
        maker: Knows work, downtime and prices.

    Returns:
        Jobs sorted by identifier. The job on a test twin comes before the one on production, when
        both carry the same bundle.
    """
    group_of = groups_of_systems(groups)
    parts: dict[tuple[str, str], list[JobPart]] = defaultdict(list)
    for update in updates:
        mine: dict[str, list[str]] = defaultdict(list)
        for system_id in sorted(update.closes):
            if system_id in group_of and update.closes[system_id]:
                mine[group_of[system_id].group_id].append(system_id)
        for group_id, system_ids in mine.items():
            bundle_id = update.bundle_id
            if is_distribution(update.ecosystem):
                bundle_id = f"{OS_UPDATE}-{update.ecosystem.replace('/', '-')}"
            parts[bundle_id, group_id].append(JobPart(update, tuple(system_ids)))
    by_id = {g.group_id: g for g in groups}
    jobs = {
        key: maker.job(key[0], by_id[key[1]], own, losses) for key, own in sorted(parts.items())
    }
    return MadeJobs(
        jobs=tuple(jobs.values()),
        precedences=tuple(_first_on_test(estate, group_of, jobs, maker.profile)),
        parts={jobs[key].job_id: tuple(own) for key, own in sorted(parts.items())},
    )


def _first_on_test(
    estate: Estate,
    group_of: Mapping[str, SystemGroup],
    jobs: Mapping[tuple[str, str], Job],
    profile: PlanningProfile,
) -> list[Precedence]:
    twins = {s.system_id: s.test_system_id for s in estate.systems if s.test_system_id}
    found: dict[tuple[str, str], Precedence] = {}
    for (bundle_id, _), job in jobs.items():
        for system_id in job.system_ids:
            twin = twins.get(system_id)
            if twin is None or twin not in group_of:
                continue
            first = jobs.get((bundle_id, group_of[twin].group_id))
            if first is not None and first.job_id != job.job_id and twin in first.system_ids:
                found[first.job_id, job.job_id] = Precedence(
                    first_job_id=first.job_id,
                    then_job_id=job.job_id,
                    gap_minutes=int(profile.figure("soak_minutes")),
                )
    return [found[key] for key in sorted(found)]


@dataclass(frozen=True, slots=True)
class JobMaker:
    """Makes jobs.

    Attributes:
        profile: Defaults.
        experience: What changes have cost so far.
        prices: What a stop costs in each window.
        skills: Skills of each crew.
        names: Names of systems.
        acceptances: What may stay open until when.
        covers: What was accepted, by job; filled by `job`.
        missing_skills: (crew, skill) that a change asks for and the crew does not state.
    """

    profile: PlanningProfile
    experience: Experience
    prices: ChangePrices
    skills: Mapping[str, tuple[str, ...]]
    names: Mapping[str, Text]
    acceptances: Acceptances
    covers: dict[str, Cover] = field(default_factory=dict)
    missing_skills: set[tuple[str, str]] = field(default_factory=set)

    def job(
        self, bundle_id: str, group: SystemGroup, parts: Sequence[JobPart], losses: AttackLoss
    ) -> Job:
        """Return one job."""
        system_ids = tuple(sorted({s for p in parts for s in p.system_ids}))
        findings = sorted(
            {f"{v}@{s}" for p in parts for s in p.system_ids for v in p.update.closes[s]}
        )
        keys = [(p.update.bundle_id, s) for p in parts for s in p.system_ids]
        loss = sum(losses.per_day.get(k, 0.0) for k in keys)
        # A control is worth people's time only where somebody can price what it guards.
        is_priced = loss > 2 * len(findings) * self.profile.figure("floor_loss_per_day")
        job_id = f"{bundle_id}/{group.group_id}"
        due_on = self.acceptances.due_on(job_id, parts)
        cover = self.acceptances.cover_of(job_id, parts)
        until = None
        if cover is not None:
            self.covers[job_id], until = cover, cover.until
        return Job(
            job_id=job_id,
            name=_name(bundle_id, [self.names[s] for s in system_ids], parts),
            bundle_id=bundle_id,
            group_id=group.group_id,
            system_ids=system_ids,
            service_ids=group.service_ids,
            finding_ids=tuple(findings),
            calendar_ids=group.calendar_ids,
            crew_ids=(group.crew_id,),
            vendor_id=self.prices.vendor_of(group),
            options=self._options(group, parts, system_ids, has_control=is_priced),
            loss_per_day=loss,
            loss_per_day_high=sum(losses.per_day_high.get(k, 0.0) for k in keys),
            due_at=None if due_on is None else end_of_day_in_japan(due_on),
            accept_until=until,
            owner=cover.owner if cover is not None and until is not None else group.owner,
        )

    def _options(
        self,
        group: SystemGroup,
        parts: Sequence[JobPart],
        system_ids: tuple[str, ...],
        *,
        has_control: bool,
    ) -> tuple[Option, ...]:
        class_name = class_of(parts[0].update.ecosystem)
        full, reduced = self.profile.full, self.profile.reduced
        kinds = [(OptionKind.FULL_TEST, full), (OptionKind.REDUCED_TEST, reduced)]
        if has_control:
            kinds.append((OptionKind.CONTROL_FIRST, full))
        return tuple(self._option(k, rule, group, class_name, system_ids) for k, rule in kinds)

    def _option(
        self,
        kind: OptionKind,
        rule: OptionRule,
        group: SystemGroup,
        class_name: str,
        system_ids: tuple[str, ...],
    ) -> Option:
        facts = self.experience.of(class_name, system_ids)
        in_window = 1 - self.profile.full.prepare_share
        known = self.skills.get(group.crew_id, ())
        efforts: dict[str, tuple[float, float]] = {}
        for skill, hours in facts.hours:
            served = skill if skill in known else ""
            if skill != served and group.crew_id != NO_CREW:
                self.missing_skills.add((group.crew_id, skill))
            before, during = efforts.get(served, (0.0, 0.0))
            efforts[served] = (
                before + hours * 60 * rule.prepare_share,
                during + hours * 60 * in_window,
            )
        price = self.prices.of(group, facts, rule.failure_factor)
        is_control = kind is OptionKind.CONTROL_FIRST
        needs_vendor = self.prices.vendor_of(group) is not None
        return Option(
            kind=kind,
            efforts=tuple(
                Effort(skill=s, prepare_minutes=round(before), change_minutes=round(during))
                for s, (before, during) in efforts.items()
            ),
            prepare_shifts=rule.prepare_shifts,
            vendor_minutes=int(self.profile.figure("vendor.minutes_per_change"))
            if needs_vendor
            else 0,
            downtime_minutes=facts.downtime_minutes,
            change_loss=price.typical,
            change_loss_high=price.typical_high,
            window_losses=price.by_window,
            window_losses_high=price.by_window_high,
            control_minutes=round(self.profile.control_hours * 60) if is_control else 0,
            control_efficacy=self.profile.control_efficacy if is_control else 0.0,
        )


def class_of(ecosystem: str) -> str:
    """Return the class of change, as the profile names it, that an ecosystem's updates are."""
    if is_distribution(ecosystem):
        return "os_packages"
    return "product" if ecosystem == "cpe" else "library"


def _name(bundle_id: str, systems: Sequence[Text], parts: Sequence[JobPart]) -> Text:
    rest = len(systems) - 1
    ja = systems[0].ja + (f" ほか {rest} 台" if rest else "")
    en = systems[0].en + (f" and {rest} more" if rest else "")
    if bundle_id.startswith(OS_UPDATE):
        packages = len({name for p in parts for name in p.update.packages})
        noun = "package" if packages == 1 else "packages"
        return Text(
            ja=f"{ja}: OS 更新（{packages} パッケージ）",
            en=f"{en}: operating system update ({packages} {noun})",
        )
    update = parts[0].update
    what = ", ".join(update.packages[:2])
    return Text(
        ja=f"{ja}: {what} を {update.target_version} へ",
        en=f"{en}: {what} to {update.target_version}",
    )
