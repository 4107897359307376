"""Which steps of the attacker each mode removes, and the modes an estate has without stating them.

Every system can be stopped, every link cut, every privileged ID and remote access switched off;
where the estate states no mode for that, one with assumed times stands in and says so. What is not
here: what modes cost (`stop_prices`).
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from hiyoke.estate import SuspensionMode
from hiyoke.estate.identifiers import MAX_ID_CHARACTERS
from hiyoke.exposure import INTERNET, ORIGINS
from hiyoke.exposure.inputs import NO
from hiyoke.languages import Text
from hiyoke.suspension.known_mode import KnownMode
from hiyoke.suspension.request import Request
from hiyoke.suspension.situated import open_gates

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from hiyoke.exposure import ExposureInputs
    from hiyoke.suspension.assumptions import Assumptions
    from hiyoke.suspension.situated import SituatedGraph


@dataclass(frozen=True, slots=True)
class StepIndex:
    """Open steps by what they pass; a step's number is its place in `SituatedGraph.open_steps`."""

    situated: SituatedGraph
    by_system: Mapping[str, list[int]]
    into_system: Mapping[str, list[int]]
    by_link: Mapping[tuple[str, str], list[int]]
    from_internet: Mapping[str, list[int]]
    by_account: Mapping[str, list[int]]
    by_vendor: Mapping[str, list[int]]

    @classmethod
    def of(cls, situated: SituatedGraph) -> StepIndex:
        """Index the open steps."""
        graph, inputs = situated.graph, situated.graph.inputs
        index = cls(situated, *(defaultdict(list) for _ in range(6)))
        pairs = {(link.source, link.target) for link in inputs.links} | set(public_ways(inputs))
        for step, edge in enumerate(situated.open_steps.tolist()):
            source = graph.nodes[int(graph.edges.sources[edge])]
            target = graph.nodes[int(graph.edges.targets[edge])]
            origin = ORIGINS[int(graph.edges.origins[edge])]
            row = int(graph.edges.rows[edge])
            ends = {n.subject_id for n in (source, target) if n.kind == "system"}
            for system_id in sorted(ends):
                index.by_system[system_id].append(step)
            if target.kind == "system" and source.subject_id != target.subject_id:
                index.into_system[target.subject_id].append(step)
            if origin == "links":
                link = inputs.links[row]
                index.by_link[link.source, link.target].append(step)
            if source.kind == INTERNET:
                index.from_internet[target.subject_id].append(step)
                if origin == "systems":
                    # Being public is a way of its own, whatever links say.
                    index.by_link[INTERNET, target.subject_id].append(step)
            if origin == "accounts":
                index.by_account[inputs.accounts[row].account_id].append(step)
                # Where a link joins the place of use with the system, the use lies along it.
                if (source.subject_id, target.subject_id) in pairs:
                    index.by_link[source.subject_id, target.subject_id].append(step)
            if origin == "vendors":
                index.by_vendor[inputs.vendors[row].vendor_id].append(step)
        return index

    def removed_by(self, mode: SuspensionMode) -> tuple[int, ...]:
        """Return the open steps that a mode removes, in order."""
        by_flaw = bool(mode.vulnerability_ids)
        of_system = self.into_system if by_flaw else self.by_system
        steps = {s for name in mode.systems for s in of_system.get(name, ())}
        steps |= {step for link in mode.links for step in self.by_link.get(link, ())}
        for table, names in (
            (self.from_internet, mode.entry_points),
            (self.by_account, mode.accounts),
            (self.by_vendor, mode.vendors),
        ):
            steps |= {step for name in names for step in table.get(name, ())}
        kept = self._closed_without(steps, mode.vulnerability_ids) if by_flaw else steps
        return tuple(sorted(kept))

    def _closed_without(self, steps: set[int], vulnerability_ids: Iterable[str]) -> set[int]:
        """Return the steps that need these flaws: without them no way through is left."""
        graph, wanted = self.situated.graph, set(vulnerability_ids)
        is_one = [e.kind == "flaw" and e.subject_id in wanted for e in graph.events]
        left = open_gates(graph, self.situated.events_on & ~np.array(is_one))
        edges = self.situated.open_steps
        alone = self.situated.step_flaws
        return {
            step
            for step in steps
            if alone[step] in wanted
            or (not alone[step] and not left[graph.edges.gates[edges[step]]])
        }


def known_modes(
    index: StepIndex,
    stated: Iterable[SuspensionMode],
    names: Mapping[str, Text],
    assumptions: Assumptions,
    *,
    asked: Request | None = None,
    owners: Mapping[str, Text] | None = None,
) -> tuple[KnownMode, ...]:
    """Return every mode that removes a step or answers a request, stated ones first.

    Args:
        index: The open steps.
        stated: Modes of the estate.
        names: What people call systems, vendors and accounts.
        assumptions: Times of modes that nobody states.
        asked: What an authority asks for; None in any other situation.
        owners: Who answers for systems and accounts: they carry out what nobody else is named for.
    """
    own = sorted(stated, key=lambda mode: mode.mode_id)
    taken = {mode.mode_id for mode in own}
    does = {_does(mode) for mode in own if not mode.vulnerability_ids}
    further = [
        replace(mode, owner=(owners or {}).get(mode.subject))
        for mode in _assumed(index, names, assumptions, asked or Request())
        if mode.mode_id not in taken and _does(mode) not in does
    ]
    found = [
        KnownMode(
            _timed(mode, assumptions),
            is_assumed=mode.enter_minutes is None,
            steps=index.removed_by(mode),
        )
        for mode in own
    ]
    found += [KnownMode(mode, is_assumed=True, steps=index.removed_by(mode)) for mode in further]
    return tuple(
        known
        for known in found
        if known.steps or (asked is not None and asked.is_met_by(known.mode))
    )


def _timed(mode: SuspensionMode, assumptions: Assumptions) -> SuspensionMode:
    """Return a mode with the assumed times of what it does, where the estate states none.

    Of several things the slowest counts: what nobody has timed does not take effect at once.
    """
    lines = [
        assumptions.modes[kind]
        for kind, is_done in (
            ("full_stop", bool(mode.systems) and not mode.vulnerability_ids),
            ("account_off", bool(mode.accounts)),
            ("remote_access_off", bool(mode.vendors)),
        )
        if is_done
    ] or [assumptions.modes["network_cut"]]
    slowest = max(lines, key=lambda line: line.enter_minutes)
    return replace(
        mode,
        enter_minutes=mode.enter_minutes or slowest.enter_minutes,
        leave_minutes=mode.leave_minutes or slowest.leave_minutes,
    )


def _does(mode: SuspensionMode) -> tuple[frozenset[object], ...]:
    """Return what a mode stops, cuts and switches off, whichever column says so."""
    cuts = {*mode.links, *((INTERNET, name) for name in mode.entry_points)}
    return tuple(map(frozenset, (mode.systems, cuts, mode.accounts, mode.vendors)))


def public_ways(inputs: ExposureInputs) -> tuple[tuple[str, str], ...]:
    """Return the ways from the internet to systems that are public, or may be."""
    return tuple((INTERNET, s.system_id) for s in inputs.systems if s.internet_facing != NO)


def _id(*parts: str) -> str:
    """Return an identifier that names its subject; a long one is cut and told apart by a digest."""
    plain = ".".join(parts)
    if len(plain) <= MAX_ID_CHARACTERS:
        return plain
    return f"{plain[:48]}.{hashlib.sha256(plain.encode()).hexdigest()[:12]}"


def _assumed(
    index: StepIndex, names: Mapping[str, Text], assumptions: Assumptions, asked: Request
) -> Iterable[SuspensionMode]:
    def name_of(subject: str) -> Text:
        return names.get(subject, Text(ja=subject, en=subject))

    stop, cut = assumptions.modes["full_stop"], assumptions.modes["network_cut"]
    off, away = assumptions.modes["account_off"], assumptions.modes["remote_access_off"]
    for system_id in sorted({*index.by_system, *asked.stoppable}):
        ja, en = name_of(system_id)
        yield SuspensionMode(
            mode_id=_id("stop", system_id),
            name=Text(ja=f"{ja}の全停止", en=f"Full stop of {en}"),
            subject=system_id,
            kind="full_stop",
            systems=(system_id,),
            enter_minutes=stop.enter_minutes,
            leave_minutes=stop.leave_minutes,
        )
    for source, target in sorted({*index.by_link, *asked.links}):
        (from_ja, from_en), (to_ja, to_en) = name_of(source), name_of(target)
        is_entry = source == INTERNET
        yield SuspensionMode(
            mode_id=_id("cut", source, target),
            name=Text(
                ja=f"{to_ja}をインターネットから遮断"
                if is_entry
                else f"{from_ja}から{to_ja}への経路の遮断",
                en=f"Cut {to_en} from the internet"
                if is_entry
                else f"Cut from {from_en} to {to_en}",
            ),
            subject=target,
            kind="network_cut",
            links=((source, target),),
            enter_minutes=cut.enter_minutes,
            leave_minutes=cut.leave_minutes,
        )
    for account_id in sorted(index.by_account):
        ja, en = name_of(account_id)
        yield SuspensionMode(
            mode_id=_id("account-off", account_id),
            name=Text(ja=f"特権 ID「{ja}」の無効化", en=f"Disable privileged ID {en}"),
            subject=account_id,
            kind="account_off",
            accounts=(account_id,),
            enter_minutes=off.enter_minutes,
            leave_minutes=off.leave_minutes,
        )
    for vendor_id in sorted({*index.by_vendor, *asked.vendors}):
        ja, en = name_of(vendor_id)
        yield SuspensionMode(
            mode_id=_id("vendor-off", vendor_id),
            name=Text(ja=f"{ja}の遠隔接続の遮断", en=f"Cut the remote access of {en}"),
            subject=vendor_id,
            kind="remote_access_off",
            vendors=(vendor_id,),
            enter_minutes=away.enter_minutes,
            leave_minutes=away.leave_minutes,
        )
