"""A runbook: an order of stopping, whom to call, what to keep as evidence, how to come back.

What is not here: its words and pages (`hiyoke.reports`), and its CACAO form (`hiyoke.exchange`).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING, Final, NamedTuple

from hiyoke.suspension.stop_action import actions_of, tiers_of
from hiyoke.suspension.stop_order import StopOrder, order_stop

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from hiyoke.estate import Estate
    from hiyoke.languages import Text
    from hiyoke.suspension.levels import LevelReading
    from hiyoke.suspension.stop_ground import StopGround
    from hiyoke.suspension.stop_order import StopStep
    from hiyoke.suspension.stop_plan import StoppedService, StopPlan

#: Situations in which an intruder is or may be inside, so that evidence matters.
_SIGNS: Final = frozenset(
    {"compromised_systems", "suspected_systems", "shared_centre_hit", "vendor_hit"}
)


class PhoneDesk(NamedTuple):
    """Whom to call when mail and directories are down.

    Attributes:
        name: The vendor, in both languages.
        contact: A desk and its number; None when the estate has none.
        hours: When it answers, as people say it.
        is_needed: Whether it maintains or reaches something that this runbook stops or cuts.
    """

    name: Text
    contact: str | None
    hours: str | None
    is_needed: bool


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Runbook:
    """Everything that people need on paper.

    Attributes:
        institution: Whose it is.
        title: Of the situation.
        situation_id: Its identifier.
        option: Key of the option that it carries out.
        is_synthetic: Whether the estate is invented.
        is_exercise: Whether it belongs to an exercise.
        starts_at: When the first step begins.
        fixed_at: When the cause is likely gone.
        order: The steps.
        services: What is lost, by service.
        names: What people call services.
        desks: Whom to call, needed ones first.
        has_signs: Whether an intruder is or may be inside.
        guesses: Systems whose tier was guessed, with what from.
        reading: Level, who may decide and whom to tell; None when it was not judged.
        internal: Services without users, where the estate states users at all.
        hiyoke_version: Of this program.
    """

    institution: Text
    title: Text
    situation_id: str
    option: str
    is_synthetic: bool
    is_exercise: bool
    starts_at: datetime
    fixed_at: datetime
    order: StopOrder
    services: tuple[StoppedService, ...]
    names: Mapping[str, Text]
    desks: tuple[PhoneDesk, ...]
    has_signs: bool
    hiyoke_version: str
    guesses: Mapping[str, str] = field(default_factory=dict)
    reading: LevelReading | None = None
    internal: frozenset[str] = frozenset()

    def begins_at(self, step: StopStep) -> datetime:
        """Return when a step likely begins."""
        return self.starts_at + timedelta(minutes=step.starts_minutes)

    @property
    def returning(self) -> tuple[StopStep, ...]:
        """The steps in the order of coming back: the stop backwards."""
        return tuple(reversed(self.order.steps))


def make_runbook(
    estate: Estate,
    ground: StopGround,
    plan: StopPlan,
    *,
    option: str,
    is_exercise: bool,
    hiyoke_version: str,
    reading: LevelReading | None = None,
) -> Runbook:
    """Make the runbook of a plan.

    Args:
        estate: Systems with tags, links and vendors.
        ground: What the decision stands on.
        plan: What is stopped.
        option: Key of the option.
        is_exercise: Whether it belongs to an exercise.
        hiyoke_version: Of this program.
        reading: Level, who may decide and whom to tell.
    """
    situation = ground.situation
    tiers = tiers_of(estate)
    held = {*ground.situated.held, *situation.subjects}
    actions = actions_of(plan.modes, tiers, ground.names, held=held)
    stopped = {system_id for action in actions for system_id in action.systems}
    kept = {s for s, tier in tiers.items() if tier.tier in {"identity", "monitoring"}} - stopped
    uses = [
        (link.source, link.target)
        for link in estate.links
        if link.kind == "data" and link.source not in kept
    ]
    identity = {s for s, tier in tiers.items() if tier.tier == "identity"}
    order = order_stop(actions, uses, identity_is_compromised=bool(identity & held))
    touched = stopped | {end for a in actions for link in a.links for end in link}
    touched |= {vendor for planned in plan.modes for vendor in planned.mode.vendors}
    return Runbook(
        institution=estate.institution.name,
        title=situation.title,
        situation_id=situation.situation_id,
        option=option,
        is_synthetic=estate.institution.synthetic,
        is_exercise=is_exercise,
        starts_at=plan.starts_at,
        fixed_at=plan.fixed_at,
        order=order,
        services=plan.services,
        names=ground.names,
        desks=_desks(estate, touched),
        has_signs=situation.kind in _SIGNS,
        hiyoke_version=hiyoke_version,
        reading=reading,
        internal=frozenset(
            service.service_id
            for service in estate.services
            if ground.users and not ground.users.get(service.service_id)
        ),
        guesses={s: tiers[s].source for s in sorted(stopped) if s in tiers and tiers[s].is_guess},
    )


def _desks(estate: Estate, touched: set[str]) -> tuple[PhoneDesk, ...]:
    maintained: dict[str, set[str]] = {}
    for system in estate.systems:
        maintained.setdefault(system.vendor_id or "", set()).add(system.system_id)
    desks = []
    for vendor in estate.vendors:
        own = maintained.get(vendor.vendor_id, set()) | {vendor.vendor_id, *vendor.systems}
        own |= set(vendor.remote_access_systems)
        desks.append(
            PhoneDesk(vendor.name, vendor.contact, vendor.contract_hours, bool(own & touched))
        )
    return tuple(sorted(desks, key=lambda desk: (not desk.is_needed, desk.name)))
