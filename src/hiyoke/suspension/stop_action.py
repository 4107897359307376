"""What people do in a stop, action by action, each with its tier: modes taken apart by system.

A system's tier comes from its tags where they name one, and is otherwise guessed from names and
links; a guess says so. What is not here: the order (`stop_order`).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final, NamedTuple

from hiyoke.languages import Text

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from hiyoke.estate import Estate, LossRange, SuspensionMode, System
    from hiyoke.suspension.stop_plan import PlannedMode

#: Kinds of mode that keep new work out and leave systems running.
_ENTRANCE_KINDS: Final = frozenset(
    {
        *("control_on", "new_logins_off", "view_only", "high_value_off", "bulk_files_off"),
        *("partners_off", "app_off", "account_off", "remote_access_off", "card_fallback"),
        *("channel_off", "atm_off"),
    }
)
#: Kinds that hold an intruder where he is.
_CONTAINING: Final = frozenset({"isolate", "network_cut", "account_off", "remote_access_off"})

#: Tags that name a tier.
TIER_TAGS: Final = {
    "identity": "identity",
    "monitoring": "monitoring",
    "backup": "monitoring",
    "database": "databases",
    "databases": "databases",
    "batch": "links",
    "link": "links",
    "application": "applications",
    "web": "sessions",
    "sessions": "sessions",
}
#: Words in identifiers and names that hint at a tier, tried in this order.
_HINTS: Final = (
    (
        "identity",
        re.compile(r"director|ldap|\bidp\b|keycloak|認証基盤|ディレクトリ", re.IGNORECASE),
    ),
    ("monitoring", re.compile(r"monitor|siem|backup|監視|バックアップ", re.IGNORECASE)),
    ("databases", re.compile(r"(^|[-_])db([-_]|$)|database|データベース", re.IGNORECASE)),
    ("links", re.compile(r"batch|relay|esb|バッチ|中継|連携", re.IGNORECASE)),
)


class TierReading(NamedTuple):
    """The tier of a system.

    Attributes:
        tier: One of `hiyoke.suspension.stop_order.TIERS`.
        source: ``tag`` when the estate states it; ``name`` or ``links`` when it is guessed.
    """

    tier: str
    source: str

    @property
    def is_guess(self) -> bool:
        """Whether nobody has stated it."""
        return self.source != "tag"


@dataclass(frozen=True, slots=True, kw_only=True)
class StopAction:
    """One thing to do.

    Attributes:
        action_id: Stable identifier.
        name: In both languages.
        mode_id: Mode that it belongs to.
        kind: Kind of that mode.
        tier: One of `hiyoke.suspension.stop_order.TIERS`.
        tier_source: ``mode``, or as in `TierReading`.
        systems: The system that it stops; empty when it stops none.
        guarded: Systems that a virtual patch guards; they keep running.
        links: Flows that it cuts.
        entry_points: Systems that it cuts from the internet.
        accounts: Privileged IDs that it disables.
        vendors: Vendors whose remote access it ends.
        vulnerability_ids: Flaws that a virtual patch makes unusable.
        enter_minutes: Time it takes; of a mode with several systems, that of the whole mode.
        leave_minutes: Time to return.
        in_flight_minutes: Time that open work needs to finish.
        reversible: yes, no or unknown.
        restart_point: Where batches and files restart.
        backup: Backup wanted before.
        owner: Who carries it out; None when nobody has said.
        is_assumed: Whether times are assumed because the estate states no such mode.
        is_rehearsed: Whether the mode was rehearsed recently enough.
    """

    action_id: str
    name: Text
    mode_id: str
    kind: str
    tier: str
    tier_source: str = "mode"
    systems: tuple[str, ...] = ()
    guarded: tuple[str, ...] = ()
    links: tuple[tuple[str, str], ...] = ()
    entry_points: tuple[str, ...] = ()
    accounts: tuple[str, ...] = ()
    vendors: tuple[str, ...] = ()
    vulnerability_ids: tuple[str, ...] = ()
    enter_minutes: LossRange | None = None
    leave_minutes: LossRange | None = None
    in_flight_minutes: LossRange | None = None
    reversible: str = "unknown"
    restart_point: str | None = None
    backup: str | None = None
    owner: Text | None = None
    is_assumed: bool = False
    is_rehearsed: bool = False

    @property
    def is_stop(self) -> bool:
        """Whether it takes a system out of service."""
        return bool(self.systems)

    @property
    def likely_minutes(self) -> float | None:
        """Likely time it takes; None when nobody has said."""
        return None if self.enter_minutes is None else self.enter_minutes.likely


def tiers_of(estate: Estate) -> dict[str, TierReading]:
    """Return the tier of every system: from its tags, else from its name, else from links."""
    entered = {link.target for link in estate.links if link.source not in _system_ids(estate)}
    return {system.system_id: _tier_of(system, entered) for system in estate.systems}


def actions_of(
    modes: Iterable[PlannedMode],
    tiers: Mapping[str, TierReading],
    names: Mapping[str, Text],
    *,
    held: Collection[str] = (),
) -> tuple[StopAction, ...]:
    """Take modes apart into actions: one for each system that they stop, one for all they cut.

    A system that several modes stop is stopped once, with the first of them.

    Args:
        modes: Of the plan.
        tiers: Of every system.
        names: What people call systems.
        held: Systems that the attacker holds or is suspected to hold; cutting them off comes first.
    """
    found: list[StopAction] = []
    stopped: set[str] = set()
    for planned in modes:
        mode = planned.mode
        touched = {*mode.systems, *(end for link in mode.links for end in link), *mode.vendors}
        contains = mode.kind in _CONTAINING and bool(touched & set(held))
        own = () if mode.vulnerability_ids else mode.systems
        new = [system_id for system_id in own if system_id not in stopped]
        stopped.update(new)
        for system_id in new:
            reading = tiers.get(system_id, TierReading("applications", "links"))
            name = names.get(system_id, Text(ja=system_id, en=system_id))
            is_part = len(own) > 1 or _cuts(mode)
            action = _action(planned, f"{mode.mode_id}/{system_id}" if is_part else mode.mode_id)
            found.append(
                replace(
                    action,
                    name=_part_name(mode.name, name) if is_part else mode.name,
                    tier="containment" if contains else reading.tier,
                    tier_source=reading.source,
                    systems=(system_id,),
                )
            )
        if _cuts(mode) or not own:
            found.append(
                replace(
                    _action(planned, mode.mode_id),
                    tier="containment" if contains else _tier_of_cut(mode),
                    guarded=mode.systems if mode.vulnerability_ids else (),
                    links=mode.links,
                    entry_points=mode.entry_points,
                    accounts=mode.accounts,
                    vendors=mode.vendors,
                    vulnerability_ids=mode.vulnerability_ids,
                )
            )
    return tuple(found)


def _cuts(mode: SuspensionMode) -> bool:
    """Whether a mode does anything but stop systems."""
    return bool(mode.links or mode.entry_points or mode.accounts or mode.vendors)


def _action(planned: PlannedMode, action_id: str) -> StopAction:
    """Return what all actions of a mode share."""
    mode = planned.mode
    return StopAction(
        action_id=action_id,
        name=mode.name,
        mode_id=mode.mode_id,
        kind=mode.kind,
        tier="links",
        enter_minutes=mode.enter_minutes,
        leave_minutes=mode.leave_minutes,
        in_flight_minutes=mode.in_flight_minutes,
        reversible=mode.reversible,
        restart_point=mode.restart_point,
        backup=mode.backup,
        owner=mode.owner,
        is_assumed=planned.is_assumed,
        is_rehearsed=planned.is_rehearsed,
    )


def _tier_of_cut(mode: SuspensionMode) -> str:
    enters = mode.entry_points or any(source == "internet" for source, _ in mode.links)
    return "sessions" if mode.kind in _ENTRANCE_KINDS or enters else "links"


def _tier_of(system: System, entered: Collection[str]) -> TierReading:
    for tag in system.tags:
        stated = tag.strip().casefold().removeprefix("tier:")
        if stated in TIER_TAGS:
            return TierReading(TIER_TAGS[stated], "tag")
    for tier, hint in _HINTS:
        if any(hint.search(text) for text in (system.system_id, system.name.ja, system.name.en)):
            return TierReading(tier, "name")
    is_entered = system.internet_facing == "yes" or system.system_id in entered
    return TierReading("sessions" if is_entered else "applications", "links")


def _system_ids(estate: Estate) -> frozenset[str]:
    return frozenset(system.system_id for system in estate.systems)


def _part_name(mode: Text, system: Text) -> Text:
    return Text(ja=f"{mode.ja}: {system.ja}", en=f"{mode.en}: {system.en}")
