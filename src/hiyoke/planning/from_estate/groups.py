"""Groups of systems that are changed together, and what keeps them apart.

A group has one crew, one vendor, one environment, the same windows and the same services; of
systems that stand in for each other each belongs to another group. What is not here: the windows
themselves (`windows`) and the work (`jobs`).
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from hiyoke.languages import Text
from hiyoke.planning.inputs import Separation

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from hiyoke.estate import ChangeWindow, Estate, System
    from hiyoke.planning.defaults import PlanningProfile

#: Crew of systems that name none.
NO_CREW = "unassigned"
#: Calendars that come from the profile and not from the estate begin so.
DEFAULT_CALENDAR = "default-"


@dataclass(frozen=True, slots=True, kw_only=True)
class SystemGroup:
    """Systems that are changed together.

    Attributes:
        group_id: Stable identifier, made from its systems.
        name: Its systems in words.
        system_ids: Its systems, sorted.
        crew_id: Who changes them.
        vendor_id: Vendor that maintains them; None when none.
        owner: Who answers for them.
        calendar_ids: Whose windows they use.
        service_ids: Services that need them, foremost first.
        stopped_service_ids: Those that stand still with them: no stand-in carries on.
        redundancy: Names that it shares with its stand-ins, one for each set of them, sorted.
    """

    group_id: str
    name: Text
    system_ids: tuple[str, ...]
    crew_id: str
    vendor_id: str | None
    owner: Text | None
    calendar_ids: tuple[str, ...]
    service_ids: tuple[str, ...]
    stopped_service_ids: tuple[str, ...]
    redundancy: tuple[str, ...]


def system_groups(estate: Estate, profile: PlanningProfile) -> tuple[SystemGroup, ...]:
    """Split the systems of an estate into groups, sorted by identifier."""
    sorter = _Sorter(estate, profile)
    members: dict[tuple[object, ...], list[System]] = defaultdict(list)
    for system in sorted(estate.systems, key=lambda s: s.system_id):
        members[sorter.key(system)].append(system)
    groups = [sorter.group(own) for own in members.values()]
    return tuple(sorted(groups, key=lambda g: g.group_id))


def separations_of(groups: Iterable[SystemGroup]) -> tuple[Separation, ...]:
    """Return the rules that keep stand-ins apart."""
    by_name: dict[str, list[str]] = defaultdict(list)
    for group in groups:
        for name in group.redundancy:
            by_name[name].append(group.group_id)
    return tuple(
        Separation(separation_id=name, group_ids=tuple(sorted(ids)))
        for name, ids in sorted(by_name.items())
        if len(ids) > 1
    )


class _Sorter:
    """Knows what each system has in common with others."""

    def __init__(self, estate: Estate, profile: PlanningProfile) -> None:
        self.estate = estate
        self.profile = profile
        ranked = sorted(
            estate.services,
            key=lambda s: (s.priority_rank is None, s.priority_rank or 0, s.service_id),
        )
        self.place = {service.service_id: n for n, service in enumerate(ranked)}
        self.needs: dict[str, dict[str, str | None]] = defaultdict(dict)
        for need in estate.requirements:
            self.needs[need.system_id][need.service_id] = need.group
        self.stand_ins = self._stand_ins()

    def _stand_ins(self) -> dict[str, tuple[tuple[str, int], ...]]:
        """Return (name, place) of each system in every set that it stands in for others in."""
        members: dict[str, set[str]] = defaultdict(set)
        for system in self.estate.systems:
            if system.redundancy_group:
                members[system.redundancy_group].add(system.system_id)
        for need in self.estate.requirements:
            if need.group:
                members[f"{need.service_id}/{need.group}"].add(need.system_id)
        # A set within another says nothing new; of equal sets the first name is kept.
        kept: dict[str, set[str]] = {}
        for name in sorted(members, key=lambda n: (-len(members[n]), "/" in n, n)):
            if len(members[name]) > 1 and not any(
                members[name] <= other for other in kept.values()
            ):
                kept[name] = members[name]
        found: dict[str, list[tuple[str, int]]] = defaultdict(list)
        for name in sorted(kept):
            for place, system_id in enumerate(sorted(kept[name])):
                found[system_id].append((name, place))
        return {system_id: tuple(own) for system_id, own in found.items()}

    def calendars(self, system: System) -> tuple[str, ...]:
        """Return whose windows a system uses: its own, else those of the profile."""
        services = set(self.needs.get(system.system_id, ()))
        own = [w.window_id for w in self.estate.windows if _holds(w, system.system_id, services)]
        if own:
            return tuple(sorted(own))
        rules = [r for r in self.profile.windows if system.environment in r.environments]
        return tuple(sorted(f"{DEFAULT_CALENDAR}{r.rule_id}" for r in rules))

    def key(self, system: System) -> tuple[object, ...]:
        needs = self.needs.get(system.system_id, {})
        return (
            system.crew_id,
            system.vendor_id,
            system.environment,
            self.calendars(system),
            self.stand_ins.get(system.system_id),
            system.reboot_group or tuple(sorted(needs.items(), key=str)),
        )

    def group(self, systems: list[System]) -> SystemGroup:
        first = systems[0]
        ids = tuple(s.system_id for s in systems)
        needs: dict[str, str | None] = {}
        for system in systems:
            for service_id, group in self.needs.get(system.system_id, {}).items():
                needs[service_id] = needs.get(service_id, group) and group
        ordered = sorted(needs, key=lambda s: self.place.get(s, len(self.place)))
        digest = hashlib.blake2s("\x1f".join(ids).encode(), digest_size=3).hexdigest()
        names = [s.name for s in systems]
        more = Text(ja=f" ほか {len(names) - 1} 台", en=f" and {len(names) - 1} more")
        rest = more if len(names) > 1 else Text("", "")
        return SystemGroup(
            group_id=f"G-{digest}",
            name=Text(ja=names[0].ja + rest.ja, en=names[0].en + rest.en),
            system_ids=ids,
            crew_id=first.crew_id or NO_CREW,
            vendor_id=first.vendor_id,
            owner=first.owner,
            calendar_ids=self.calendars(first),
            service_ids=tuple(ordered),
            stopped_service_ids=tuple(s for s in ordered if needs[s] is None),
            redundancy=tuple(name for name, _ in self.stand_ins.get(first.system_id, ())),
        )


def _holds(window: ChangeWindow, system_id: str, services: set[str]) -> bool:
    if not window.systems and not window.services:
        return True
    return system_id in window.systems or bool(services & set(window.services))


def split_reboot_groups(groups: Iterable[SystemGroup], estate: Estate) -> tuple[str, ...]:
    """Return reboot groups whose systems cannot be changed together, sorted.

    Their crews, vendors, environments or windows differ, or they stand in for each other.
    """
    group_of = groups_of_systems(groups)
    found: dict[str, set[str]] = defaultdict(set)
    for system in estate.systems:
        if system.reboot_group and system.system_id in group_of:
            found[system.reboot_group].add(group_of[system.system_id].group_id)
    return tuple(sorted(name for name, ids in found.items() if len(ids) > 1))


def groups_of_systems(groups: Iterable[SystemGroup]) -> Mapping[str, SystemGroup]:
    """Return the group of each system."""
    return {system_id: group for group in groups for system_id in group.system_ids}
