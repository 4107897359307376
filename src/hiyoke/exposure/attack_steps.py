"""Turn links, systems, privileged IDs and vendors into the steps that the rules allow.

Each step joins a place where an attacker may stand with what is gained there, through a gate that
many steps share. What is not here: which flaws fit which position (`flaw_sets`), and which
controls guard a step (`guards`).
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, NamedTuple

from hiyoke.exposure.gates import GateWriter, Term
from hiyoke.exposure.guards import StepPlace
from hiyoke.exposure.inputs import INTERNET, NO, UNKNOWN, YES, PermittedLink
from hiyoke.exposure.places import Places
from hiyoke.exposure.rules import ADMIN_HOLDS_USER, USE_PRIVILEGED_ID, VENDOR_ACCESS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from hiyoke.exposure.flaw_sets import FlawSet, FlawSets, FlawUse
    from hiyoke.exposure.guards import Guards
    from hiyoke.exposure.inputs import ExposureInputs, PrivilegedAccount
    from hiyoke.exposure.rules import AttackRules

_LINKS, _SYSTEMS, _ACCOUNTS, _VENDORS = range(4)
_OPEN: Final = (Term(needs=(0,)),)


class _Way(NamedTuple):
    """A way along which flaws of a system can be used.

    Attributes:
        position: Where the attacker stands towards the system.
        source: Node where the step starts.
        system_id: System that has the flaws.
        link: Link that the step takes, in its own direction; its port and protocol count.
        origin: Table and row it came from.
        is_certain: Whether the way is known to exist.
    """

    position: str
    source: int
    system_id: str
    link: PermittedLink
    origin: tuple[int, int]
    is_certain: bool


@dataclass(slots=True)
class StepWriter:
    """Writes the edges of an attack graph.

    Attributes:
        inputs: The estate.
        rules: The rules.
        flaw_sets: Flaws by system and position.
        guards: Controls by place.
        edges: Rows of `attack_graph.Edges`.
        gates: Gates written so far.
        places: Nodes and events met so far.
    """

    inputs: ExposureInputs
    rules: AttackRules
    flaw_sets: FlawSets
    guards: Guards
    edges: list[tuple[int, int, int, int, bool, int, int]] = field(default_factory=list)
    gates: GateWriter = field(default_factory=GateWriter)
    places: Places = field(init=False)
    _rule_numbers: dict[str, int] = field(init=False)
    _administrators: dict[str, list[str]] = field(init=False)

    def __post_init__(self) -> None:
        """Number the systems and the rules, and note from where each system is administered."""
        self.places = Places(self.inputs)
        self._rule_numbers = {rule_id: n for n, rule_id in enumerate(self.rules.steps)}
        self._administrators = defaultdict(list)
        for link in self.inputs.links:
            if link.kind == "admin" and link.source not in self._administrators[link.target]:
                self._administrators[link.target].append(link.source)

    def write_all(self) -> None:
        """Write every step of the estate."""
        for row, system in enumerate(self.inputs.systems):
            self._write_system(row, system.system_id, system.internet_facing)
        for row, link in enumerate(self.inputs.links):
            self._write_link(row, link)
        for row, account in enumerate(self.inputs.accounts):
            self._write_account(row, account)
        for row, access in enumerate(self.inputs.vendors):
            if access.known == NO or not self.places.is_system(access.system_id):
                continue
            step = StepPlace(VENDOR_ACCESS, (access.vendor_id, access.system_id), access.system_id)
            self._write_edge(
                (self.places.source("vendor", access.vendor_id), access.system_id, access.level),
                self._guarded_gate(step, mfa=None),
                VENDOR_ACCESS,
                (_VENDORS, row),
                is_certain=access.known == YES,
            )

    def _write_system(self, row: int, system_id: str, internet_facing: str) -> None:
        """Write what needs no link: rights an administrator has, escalation, being in public."""
        admin, user = (self.places.system(system_id, level) for level in ("admin", "user"))
        origin = (_SYSTEMS, row)
        self._write_edge(
            (admin, system_id, "user"),
            self._open_gate(),
            ADMIN_HOLDS_USER,
            origin,
            is_certain=True,
        )
        here = PermittedLink(source=system_id, target=system_id)
        self._write_way(_Way("local", user, system_id, here, origin, is_certain=True))
        if internet_facing in (YES, UNKNOWN):
            public = PermittedLink(source=INTERNET, target=system_id)
            node = self.places.standing(INTERNET, "")
            is_certain = internet_facing == YES
            self._write_way(_Way("outside", node, system_id, public, origin, is_certain))

    def _write_link(self, row: int, link: PermittedLink) -> None:
        """Write the steps along a link, and those on who opens it."""
        if link.source == link.target:
            return
        origin, is_certain = (_LINKS, row), link.known == YES
        if self.places.is_system(link.target):
            position = self.places.position_of(link.source)
            node = self.places.standing(link.source, "user")
            self._write_way(_Way(position, node, link.target, link, origin, is_certain))
            if position == "inside" and link.kind == "admin":
                node = self.places.system(link.source, "admin")
                self._write_way(_Way("admin_place", node, link.target, link, origin, is_certain))
        if self.places.is_system(link.source):
            node = self.places.standing(link.target, "user")
            self._write_way(_Way("client", node, link.source, link, origin, is_certain))

    def _write_way(self, way: _Way) -> None:
        """Write an edge for each flaw set that the way leads to."""
        for flaw_set in self.flaw_sets.of(way.system_id, way.position):
            uses = _heard(flaw_set, way)
            if uses:
                self._write_edge(
                    (way.source, way.system_id, flaw_set.level),
                    self._flaw_gate(flaw_set, uses, way),
                    flaw_set.rule_id,
                    way.origin,
                    is_certain=way.is_certain and flaw_set.is_certain,
                )

    def _flaw_gate(self, flaw_set: FlawSet, uses: tuple[FlawUse, ...], way: _Way) -> int:
        """Return the gate of a flaw set behind its guards, written once however many ways lead."""
        guards = self.guards.on(
            StepPlace(
                flaw_set.rule_id,
                (way.link.source, way.link.target),
                way.system_id,
                None if way.position == "local" else way.link.protocol,
            )
        )
        port = way.link.port if len(uses) < len(flaw_set.uses) else None
        key = ("flaws", way.system_id, way.position, *flaw_set[:3], port, guards)
        found = self.gates.find(key)
        if found is not None:
            return found
        return self.gates.write(key, tuple(self._term(use, way.system_id, guards) for use in uses))

    def _term(self, use: FlawUse, system_id: str, guards: tuple[int, ...]) -> Term:
        needs = [self.places.event("flaw", use.vulnerability_id)]
        if use.is_lured:
            needs.append(self.places.event("person", system_id))
        knowing = [
            control.control_id
            for control in (self.inputs.controls[n] for n in guards)
            if not control.vulnerability_ids or use.vulnerability_id in control.vulnerability_ids
        ]
        fails = {self.places.event("control", control_id) for control_id in knowing}
        return Term(tuple(needs), tuple(sorted(fails)), use.finding)

    def _write_account(self, row: int, account: PrivilegedAccount) -> None:
        """Write a step from each place where a privileged ID is used to each system it opens."""
        for system_id in account.systems:
            if not self.places.is_system(system_id):
                continue
            for place, is_known in self._places_of_use(account, system_id):
                if place == system_id:
                    continue
                step = StepPlace(
                    USE_PRIVILEGED_ID, (place, system_id), system_id, None, account.account_id
                )
                ends = (self.places.standing(place, "admin"), system_id, account.level)
                for mfa, is_certain in _second_factor(account):
                    self._write_edge(
                        ends,
                        self._guarded_gate(step, mfa),
                        USE_PRIVILEGED_ID,
                        (_ACCOUNTS, row),
                        is_certain=is_certain and is_known,
                    )

    def _places_of_use(
        self, account: PrivilegedAccount, system_id: str
    ) -> Iterator[tuple[str, bool]]:
        """Yield where an ID is used, and whether that suffices to take it for certain.

        Where nobody knows, every place with an administration link is possible. On the internet it
        is not known whether an attacker holds the password.
        """
        if account.used_from is not None:
            yield from ((place, place != INTERNET) for place in account.used_from)
            return
        yield from ((place, False) for place in self._administrators.get(system_id, ()))

    def _guarded_gate(self, step: StepPlace, mfa: str | None) -> int:
        """Return the gate of a step without a flaw: open unless a guard holds."""
        guards = {
            control.control_id
            for control in (self.inputs.controls[n] for n in self.guards.on(step))
            if not control.vulnerability_ids
        }
        key = ("guarded", mfa, *sorted(guards))
        found = self.gates.find(key)
        if found is not None:
            return found
        fails = [self.places.event("control", control_id) for control_id in sorted(guards)]
        if mfa is not None:
            fails.append(self.places.event("mfa", mfa))
        return self.gates.write(key, (Term((0,), tuple(sorted(fails))),))

    def _open_gate(self) -> int:
        found = self.gates.find("open")
        return self.gates.write("open", _OPEN) if found is None else found

    def _write_edge(
        self,
        ends: tuple[int, str, str],
        gate: int,
        rule_id: str,
        origin: tuple[int, int],
        *,
        is_certain: bool,
    ) -> None:
        source, system_id, level = ends
        target = self.places.system(system_id, level)
        rule = self._rule_numbers[rule_id]
        self.edges.append((source, target, gate, rule, is_certain, *origin))


def _heard(flaw_set: FlawSet, way: _Way) -> tuple[FlawUse, ...]:
    """Return the uses of a set that a link's port lets through; an unknown port lets all."""
    port = way.link.port
    if port is None or way.position in ("local", "client"):
        return flaw_set.uses
    return tuple(use for use in flaw_set.uses if use.port is None or use.port == port)


def _second_factor(account: PrivilegedAccount) -> Iterator[tuple[str | None, bool]]:
    """Yield the second factor to get past, and whether the step is certain.

    Where it is not known whether one is asked for, the step behind it is certain and the step
    without it possible.
    """
    if account.mfa != NO:
        yield account.account_id, True
    if account.mfa != YES:
        yield None, account.mfa == NO
