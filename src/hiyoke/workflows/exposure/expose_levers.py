"""What an institution could change: updates, ports, privileged IDs, accesses, old products, tests.

Each becomes a lever: what would be otherwise in the worlds of the run. What is not here: what each
is worth (`hiyoke.risk.leverage`).
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pyarrow.compute as pc

from hiyoke.exposure import (
    INTERNET,
    ORIGINS,
    Change,
    Control,
    Event,
    ExposureInputs,
    without_findings,
)
from hiyoke.languages import Text
from hiyoke.risk import SERVICE_LINK, Lever, bundle_id_of

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

    from hiyoke.estate import ChangeFact
    from hiyoke.exposure import AttackGraph, EventChance, Simulation
    from hiyoke.reports.assessment.rows import EndOfLifeRow
    from hiyoke.workflows.weighing.weigh_findings import Weighed

_LINKS, _SYSTEMS, _ACCOUNTS, _VENDORS = range(len(ORIGINS))

#: Names of controls that nobody has: they hold in no world until a change credits them.
PROPOSED: Final = "proposed-"

_UPDATE: Final = Text(
    ja="{package} を {version} へ更新（{count} システム）",
    en="update {package} to {version} (systems: {count})",
)
_UPDATE_ONE: Final = Text(ja=_UPDATE.ja, en="update {package} to {version} on 1 system")
_CLOSE: Final = Text(
    ja="{source}→{target}{port} の経路を閉じる", en="close {source} -> {target}{port}"
)
_USED: Final = Text(ja="（{name}が使用）", en=" (used by {name})")
_USED_BY_MORE: Final = Text(
    ja="（{name}とほか {count} サービスが使用）", en=" (used by {name} and {count} more)"
)
_INTERNET: Final = Text(ja="インターネット", en="internet")
_REMOVE_ID: Final = Text(ja="特権 ID「{name}」をなくす", en="remove privileged ID {name}")
_END_ACCESS: Final = Text(ja="{name}の遠隔接続を閉じる", en="end the remote access of {name}")
_REPLACE: Final = Text(ja="{name}を後継へ替える", en="replace {name}")
_TEST: Final = Text(ja="対策「{name}」の効果を試験する", en="test control {name}")
_TEST_MFA: Final = Text(
    ja="特権 ID「{name}」の多要素認証を試験する", en="test the second factor of {name}"
)
_ADD: Final = {
    "waf": Text(ja="{name}の前に WAF を置く", en="put a WAF in front of {name}"),
    "mfa": Text(ja="特権 ID「{name}」に多要素認証を求める", en="ask {name} for a second factor"),
    "vendor_mfa": Text(
        ja="{name}の遠隔接続に多要素認証を求める",
        en="ask {name} for a second factor on its remote access",
    ),
}


@dataclass(frozen=True, slots=True)
class NamedLever:
    """A lever in words.

    Attributes:
        lever: The change.
        name: What would be done, as a few words.
        system_ids: Systems that it touches, sorted.
    """

    lever: Lever
    name: Text
    system_ids: tuple[str, ...]


@dataclass(slots=True)
class LeverList:
    """Collects the levers of one run.

    Attributes:
        simulation: The run.
        names: What people call things, by identifier.
        service_names: What people call services, by identifier.
        found: Levers so far, by kind and subject.
    """

    simulation: Simulation
    names: Mapping[str, Text]
    service_names: Mapping[str, Text] = field(default_factory=dict)
    found: dict[tuple[str, str], NamedLever] = field(default_factory=dict)

    @property
    def graph(self) -> AttackGraph:
        """The attack graph of the run."""
        return self.simulation.graph

    def add_bundles(self, weighed: Weighed) -> None:
        """Add every update: it closes the findings that its version is not known to have."""
        rows = _fixable_rows(weighed.system_findings)
        for bundle in weighed.bundles:
            key = tuple(bundle[n] for n in ("ecosystem", "release", "package", "target_version"))
            remainder = weighed.remainders.get(key)
            kept = set(remainder.vulnerability_ids) if remainder else set()
            closed = set(bundle["vulnerability_ids"]) - kept
            numbers = [
                number
                for component_id in bundle["component_ids"]
                for number, system_id, vulnerability_id in rows.get(component_id, ())
                if vulnerability_id in closed and weighed.groups[system_id] == bundle["group_id"]
            ]
            name = (_UPDATE if len(bundle["system_ids"]) > 1 else _UPDATE_ONE).fill(
                package=bundle["package"] or "?",
                version=bundle["target_version"],
                count=len(bundle["system_ids"]),
            )
            subject_id = bundle_id_of(*key, bundle["group_id"])
            self._add("bundle", subject_id, without_findings(numbers), name, bundle["system_ids"])

    def add_ways(self) -> None:
        """Add every permitted link, as somebody would close it: by its ends and port.

        A link between two systems that one service needs, or from elsewhere to one that it needs,
        is taken to serve it: closing it stops work, so it is a way to cut and no debt.
        """
        edges = _edges_by_row(self.graph)
        inputs = self.graph.inputs
        public = {s.system_id for s in inputs.systems if s.internet_facing != "no"}
        ways: dict[str, set[int]] = defaultdict(set)
        ends: dict[str, tuple[str, str, str]] = {}
        for row, link in enumerate(inputs.links):
            # What faces the internet as a whole is not closed by closing one of its ports.
            is_whole = link.source == INTERNET and link.target in public
            port = "" if is_whole or link.port is None else f":{link.port}"
            way = f"{link.source}>{link.target}{port}"
            ways[way] |= set(edges.get((_LINKS, row), ()))
            ends[way] = (link.source, link.target, port)
        for row, system in enumerate(inputs.systems):
            if system.system_id in public:
                way = f"{INTERNET}>{system.system_id}"
                ways[way] |= self._from_the_internet(edges.get((_SYSTEMS, row), ()))
                ends[way] = (INTERNET, system.system_id, "")
        own = {system.system_id for system in inputs.systems}
        for way, numbers in ways.items():
            touched = tuple(sorted(own.intersection(ends[way])))
            users = self._served(ends[way][0], ends[way][1], own)
            name = self._closed(*ends[way], users)
            self._add(SERVICE_LINK if users else "port", way, _without(numbers), name, touched)

    def add_accesses(self) -> None:
        """Add every privileged ID, and every vendor's remote access."""
        edges = _edges_by_row(self.graph)
        inputs = self.graph.inputs
        accounts: dict[str, tuple[set[int], set[str]]] = defaultdict(lambda: (set(), set()))
        vendors: dict[str, tuple[set[int], set[str]]] = defaultdict(lambda: (set(), set()))
        for row, account in enumerate(inputs.accounts):
            accounts[account.account_id][0].update(edges.get((_ACCOUNTS, row), ()))
            accounts[account.account_id][1].update(account.systems)
        for row, access in enumerate(inputs.vendors):
            if access.known != "no":
                vendors[access.vendor_id][0].update(edges.get((_VENDORS, row), ()))
                vendors[access.vendor_id][1].add(access.system_id)
        for subject_id, (numbers, systems) in accounts.items():
            name = self._said(_REMOVE_ID, subject_id)
            self._add("account", subject_id, _without(numbers), name, sorted(systems))
        for subject_id, (numbers, systems) in vendors.items():
            name = self._said(_END_ACCESS, subject_id)
            self._add("vendor", subject_id, _without(numbers), name, sorted(systems))

    def add_ends_of_life(
        self, ended: Iterable[EndOfLifeRow], weighed: Weighed, components: Mapping[str, set[str]]
    ) -> None:
        """Add the replacement of each product or system whose support has ended or ends soon.

        Args:
            ended: Rows of the report.
            weighed: Findings on systems.
            components: Components of each product and cycle, by `EndOfLifeRow.subject_id`.
        """
        table = weighed.system_findings
        columns = (table[name].to_pylist() for name in ("system_id", "component_id"))
        places = list(zip(*columns, strict=True))
        for row in ended:
            if row.is_question:
                continue
            systems = set(row.system_ids)
            own = components.get(row.subject_id)
            if row.subject != "system" and own is None:
                continue
            numbers = [
                number
                for number, (system_id, component_id) in enumerate(places)
                if system_id in systems and (own is None or component_id in own)
            ]
            name = Text(
                ja=_REPLACE.ja.format(name=row.title.ja), en=_REPLACE.en.format(name=row.title.en)
            )
            subject_id = f"{row.subject}:{row.subject_id}"
            self._add("end_of_life", subject_id, without_findings(numbers), name, row.system_ids)

    def add_tests(self) -> None:
        """Add the test of each guard that earns no credit today."""
        inputs = self.graph.inputs
        for event, chance in self.simulation.chances.items():
            if not chance.without_credit or chance.base <= 0.0:
                continue
            rows: Iterable[Any] = (
                (c.systems for c in inputs.controls if c.control_id == event.subject_id)
                if event.kind == "control"
                else (a.systems for a in inputs.accounts if a.account_id == event.subject_id)
            )
            words = _TEST if event.kind == "control" else _TEST_MFA
            self._add(
                "control",
                event.subject_id,
                Change(probabilities={event: chance.base}),
                self._said(words, event.subject_id),
                sorted({system_id for systems in rows for system_id in systems}),
            )

    def add_proposals(self, proposals: Mapping[str, tuple[str, str, Control]]) -> None:
        """Add each control that nobody has yet, in a run whose inputs hold it without credit.

        Args:
            proposals: As `proposed_controls` gives them.
        """
        for control_id, (kind, subject_id, control) in proposals.items():
            event = Event("control", control_id)
            chance: EventChance | None = self.simulation.chances.get(event)
            if chance is not None:
                self._add(
                    "control",
                    control_id,
                    Change(probabilities={event: chance.base}),
                    self._said(_ADD[kind], subject_id),
                    control.systems,
                )

    def _from_the_internet(self, numbers: Iterable[int]) -> set[int]:
        chosen = np.array(sorted(numbers), dtype=np.int64)
        nodes = self.graph.nodes
        sources = self.graph.edges.sources[chosen].tolist()
        pairs = zip(chosen.tolist(), sources, strict=True)
        return {edge for edge, source in pairs if nodes[source].kind == INTERNET}

    def _served(self, source: str, target: str, own: Collection[str]) -> list[str]:
        """Return the services that a link is taken to serve."""
        return sorted(
            service_id
            for service_id, needed in self._needs().items()
            if target in needed and (source not in own or source in needed)
        )

    def _needs(self) -> dict[str, frozenset[str]]:
        return {
            need.service_id: frozenset(s for group in (need.all_of, *need.any_of) for s in group)
            for need in self.graph.inputs.services
        }

    def _closed(self, source: str, target: str, port: str, users: Sequence[str]) -> Text:
        one, two = (
            _INTERNET if end == INTERNET else self.names.get(end, Text(ja=end, en=end))
            for end in (source, target)
        )
        used = self._used(users)
        return Text(
            ja=_CLOSE.ja.format(source=one.ja, target=two.ja, port=port) + used.ja,
            en=_CLOSE.en.format(source=one.en, target=two.en, port=port) + used.en,
        )

    def _used(self, users: Sequence[str]) -> Text:
        if not users:
            return Text(ja="", en="")
        first = self.service_names.get(users[0], Text(ja=users[0], en=users[0]))
        words = _USED if len(users) == 1 else _USED_BY_MORE
        return Text(
            ja=words.ja.format(name=first.ja, count=len(users) - 1),
            en=words.en.format(name=first.en, count=len(users) - 1),
        )

    def _said(self, words: Text, subject_id: str) -> Text:
        name = self.names.get(subject_id, Text(ja=subject_id, en=subject_id))
        return Text(ja=words.ja.format(name=name.ja), en=words.en.format(name=name.en))

    def _add(
        self, kind: str, subject_id: str, change: Change, name: Text, system_ids: Iterable[str]
    ) -> None:
        lever = Lever(kind, subject_id, change)
        self.found[kind, subject_id] = NamedLever(lever, name, tuple(system_ids))


def proposed_controls(inputs: ExposureInputs) -> dict[str, tuple[str, str, Control]]:
    """Return controls that could be added, by identifier, with what each is for.

    A WAF before each system that the internet reaches; a second factor for each privileged ID
    that is not known to have one, and for each vendor's access.
    """
    found: dict[str, tuple[str, str, Control]] = {}
    reached = {link.target for link in inputs.links if link.source == INTERNET}
    reached |= {s.system_id for s in inputs.systems if s.internet_facing != "no"}
    for system in inputs.systems:
        if system.system_id in reached:
            name = f"{PROPOSED}waf-{system.system_id}"
            control = Control(control_id=name, kind="waf", systems=(system.system_id,))
            found[name] = ("waf", system.system_id, control)
    for account in inputs.accounts:
        if account.mfa != "yes":
            name = f"{PROPOSED}mfa-{account.account_id}"
            control = Control(control_id=name, kind="mfa", accounts=(account.account_id,))
            found[name] = ("mfa", account.account_id, control)
    links: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for access in inputs.vendors:
        if access.known != "no":
            links[access.vendor_id].append((access.vendor_id, access.system_id))
    for vendor_id, ways in links.items():
        name = f"{PROPOSED}mfa-vendor-{vendor_id}"
        control = Control(control_id=name, kind="mfa", links=tuple(ways))
        found[name] = ("vendor_mfa", vendor_id, control)
    return found


def with_proposals(
    inputs: ExposureInputs, proposals: Mapping[str, tuple[str, str, Control]]
) -> ExposureInputs:
    """Return the inputs with controls that were never tested, which therefore stop nothing."""
    added = tuple(control for _, _, control in proposals.values())
    return replace(inputs, controls=inputs.controls + added)


def recorded_hours(
    facts: Iterable[ChangeFact], levers: Iterable[NamedLever]
) -> dict[tuple[str, str], float]:
    """Return the likely hours of updates whose every system has a record of work.

    Args:
        facts: What changes have cost so far; those of one class of change alone say nothing here.
        levers: Changes; only updates have such a record.
    """
    hours = {
        fact.system_id: sum(each.likely for _, each in fact.effort_hours)
        for fact in facts
        if fact.system_id is not None and fact.bundle_class is None and fact.effort_hours
    }
    return {
        named.lever[:2]: sum(hours[system_id] for system_id in named.system_ids)
        for named in levers
        if named.lever.kind == "bundle" and named.system_ids and hours.keys() >= {*named.system_ids}
    }


def _fixable_rows(system_findings: Any) -> dict[str, list[tuple[int, str, str]]]:
    """Return number, system and vulnerability of each finding with a fix, by component."""
    is_fixable = pc.and_(
        pc.and_(
            pc.equal(system_findings["status"], "affected"),
            pc.is_valid(system_findings["fixed_version"]),
        ),
        pc.invert(system_findings["check_backport"]),
    )
    numbers = np.flatnonzero(is_fixable.to_numpy(zero_copy_only=False))
    chosen = system_findings.take(numbers)
    columns = (
        chosen[name].to_pylist() for name in ("component_id", "system_id", "vulnerability_id")
    )
    rows: dict[str, list[tuple[int, str, str]]] = defaultdict(list)
    for number, component_id, *place in zip(numbers.tolist(), *columns, strict=True):
        rows[component_id].append((number, *place))
    return rows


def _edges_by_row(graph: AttackGraph) -> dict[tuple[int, int], list[int]]:
    """Return the edges that each row of the inputs opens, by table and row."""
    edges: dict[tuple[int, int], list[int]] = defaultdict(list)
    for number, place in enumerate(_origins(graph)):
        edges[place].append(number)
    return edges


def _origins(graph: AttackGraph) -> Iterator[tuple[int, int]]:
    return zip(graph.edges.origins.tolist(), graph.edges.rows.tolist(), strict=True)


def _without(edges: Iterable[int]) -> Change:
    return Change(without_edges=tuple(sorted(edges)))
