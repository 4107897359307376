"""What an authority asks to be stopped, and the modes that answer it: never silently none.

What is not here: whether the request is a good one (`option_sheet` puts a price on it).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from hiyoke.estate import SuspensionMode
    from hiyoke.exposure import ExposureInputs, ServiceNeed
    from hiyoke.suspension.known_mode import KnownMode
    from hiyoke.suspension.situation import Situation


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """What is asked for, in the estate's own names.

    Attributes:
        systems: To be stopped.
        links: To be cut.
        vendors: Whose remote access is to end.
        services: To be stopped as a whole, with what they need.
        needs: What every service needs.
    """

    systems: tuple[str, ...] = ()
    links: tuple[tuple[str, str], ...] = ()
    vendors: tuple[str, ...] = ()
    services: tuple[ServiceNeed, ...] = ()
    needs: tuple[ServiceNeed, ...] = ()

    @classmethod
    def of(cls, situation: Situation, inputs: ExposureInputs) -> Request:
        """Return what a situation asks for; nothing unless it is the request of an authority."""
        if situation.kind != "authority_request":
            return cls()
        subjects = situation.subjects
        systems = {system.system_id for system in inputs.systems}
        services = tuple(need for need in inputs.services if need.service_id in subjects)
        ends = [tuple(end.strip() for end in subject.split(">")) for subject in subjects]
        return cls(
            systems=tuple(subject for subject in subjects if subject in systems),
            links=tuple((pair[0], pair[1]) for pair in ends if len(pair) == len(("from", "to"))),
            vendors=tuple(
                subject
                for subject in subjects
                if ">" not in subject
                and subject not in systems
                and subject not in {need.service_id for need in services}
            ),
            services=services,
            needs=inputs.services,
        )

    @property
    def stoppable(self) -> tuple[str, ...]:
        """Systems whose stop can answer the request."""
        named = [system for need in self.services for group in _groups(need) for system in group]
        return tuple(dict.fromkeys([*self.systems, *named]))

    def is_met_by(self, mode: SuspensionMode) -> bool:
        """Whether a mode answers the request or a part of it."""
        stops = set(_stops(mode))
        return (
            not stops.isdisjoint(self.stoppable)
            or not set(mode.links).isdisjoint(self.links)
            or not set(mode.vendors).isdisjoint(self.vendors)
            or any(_takes(mode, need) for need in self.services)
        )

    def answer(self, modes: Mapping[str, KnownMode]) -> frozenset[str]:
        """Choose the modes that answer the request, each part by the lightest.

        The lightest touches least: things named, and services that need a system it stops. Then
        a mode that the estate states comes before one that is assumed, and names decide.
        """
        listed = list(modes.values())
        chosen = {self._lightest(k for k in listed if s in _stops(k.mode)) for s in self.systems}
        chosen |= {self._lightest(k for k in listed if p in k.mode.links) for p in self.links}
        chosen |= {self._lightest(k for k in listed if v in k.mode.vendors) for v in self.vendors}
        for need in self.services:
            own = [k for k in listed if _names(k.mode, need)]
            alone = self._lightest(own or [k for k in listed if _takes(k.mode, need)])
            group = min(_groups(need), key=lambda one: (len(one), one), default=())
            members = {self._lightest(k for k in listed if s in _stops(k.mode)) for s in group}
            chosen |= {alone} if alone else members
        return frozenset(chosen - {""})

    def _lightest(self, fitting: Iterable[KnownMode]) -> str:
        return min(map(self._weight, fitting), default=(0, False, ""))[2]

    def _weight(self, known: KnownMode) -> tuple[int, bool, str]:
        mode = known.mode
        named = (mode.systems, mode.links, mode.entry_points, mode.vendors, mode.loses)
        stops = set(_stops(mode))
        serves = sum(any(stops.intersection(g) for g in _groups(need)) for need in self.needs)
        return sum(map(len, named)) + serves, known.is_assumed, mode.mode_id


def asked_for(
    situation: Situation, modes: Mapping[str, KnownMode], inputs: ExposureInputs
) -> frozenset[str]:
    """Return the modes that a request of an authority asks for; none in any other situation."""
    return Request.of(situation, inputs).answer(modes)


def _stops(mode: SuspensionMode) -> tuple[str, ...]:
    return () if mode.vulnerability_ids else mode.systems


def _groups(need: ServiceNeed) -> Iterable[tuple[str, ...]]:
    """Return the sets of systems of which each takes the service away when it is out."""
    return [*((system,) for system in need.all_of), *(group for group in need.any_of if group)]


def _names(mode: SuspensionMode, need: ServiceNeed) -> bool:
    """Whether a mode is stated to take all of a service away."""
    return any(name == need.service_id and share.likely >= 1.0 for name, share in mode.loses)


def _takes(mode: SuspensionMode, need: ServiceNeed) -> bool:
    """Whether a mode alone takes all of a service away."""
    stops = set(_stops(mode))
    return _names(mode, need) or any(stops.issuperset(group) for group in _groups(need))
