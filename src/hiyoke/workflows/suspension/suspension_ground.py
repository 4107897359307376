"""From an estate, an advisory store and a situation to the ground of a decision.

In a crisis minutes count: only what a stop depends on is read and matched. What is not here: any
rule of stopping (`hiyoke.suspension`).
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from hiyoke import suspension
from hiyoke.advisories.store import load_store
from hiyoke.calendars import date_in_japan, end_of_day_in_japan
from hiyoke.exposure import load_attack_rules, load_calibration
from hiyoke.risk import curves_of, load_impact_profile
from hiyoke.workflows.exposure.expose_inputs import inputs_with, names_of_estate
from hiyoke.workflows.load_estate import load_estate
from hiyoke.workflows.suspension.estate_findings import EstateFindings
from hiyoke.workflows.suspension.situation_file import read_situation_file

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date
    from pathlib import Path

    from hiyoke.estate import Estate
    from hiyoke.exposure import ExposureInputs
    from hiyoke.languages import Text
    from hiyoke.suspension import Assumptions, Situation, StopGround


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class SuspensionGround:
    """What was read, ready for a decision.

    Attributes:
        estate: The institution's estate.
        inputs: What exposure looks at.
        ground: What the decision stands on.
        as_of: Knowledge cut-off: the situation's day in Japan.
        origin: File that the situation was read from.
    """

    estate: Estate
    inputs: ExposureInputs
    ground: StopGround
    as_of: date
    origin: str


def read_ground(
    estate_path: Path, store_folder: Path, situation_name: str, *, at: str | None = None
) -> SuspensionGround:
    """Read everything that a decision stands on.

    Args:
        estate_path: Folder or workbook of the estate.
        store_folder: As ``hiyoke advisories import --into`` filled it.
        situation_name: File of the situation, or the name of one of the demo bank.
        at: Takes the place of the situation's own time.

    Raises:
        UsageError: A path does not exist.
        SituationError: There is no such situation, or it cannot be read.
        FaultsError: The estate or the situation has faults; all are listed.
        DamagedStoreError: The store cannot be used.

    Cost:
        Reading SBOMs and matching dominate, unless estate and store are those of the last run.
    """
    record, origin = read_situation_file(situation_name)
    estate = load_estate(estate_path)
    store = load_store(store_folder)
    found = EstateFindings(estate, estate_path, store)
    assumptions = suspension.load_assumptions()
    known = _known_names(estate, frozenset(found.carriers))
    situation = suspension.situation_of(record, known, assumptions, origin=origin, at=at)
    as_of = date_in_japan(situation.at)
    flaws, findings = found.at(end_of_day_in_japan(as_of))
    inputs = inputs_with(estate, flaws, findings, as_of=as_of)
    return SuspensionGround(
        estate=estate,
        inputs=inputs,
        ground=_ground(
            estate, inputs, situation, found.carriers, assumptions=assumptions, as_of=as_of
        ),
        as_of=as_of,
        origin=origin,
    )


def _known_names(estate: Estate, components: frozenset[str]) -> suspension.KnownNames:
    systems = frozenset(system.system_id for system in estate.systems)
    services = frozenset(service.service_id for service in estate.services)
    priority = tuple(sorted(s.service_id for s in estate.services if s.is_priority))
    institution = estate.institution
    zones = {"internet", *institution.outside_zones, *institution.insider_zones}
    return suspension.KnownNames(
        services=services,
        priority=priority or tuple(sorted(services)),
        systems=systems,
        vendors=frozenset(vendor.vendor_id for vendor in estate.vendors),
        places=systems | zones,
        components=components,
        timezone=institution.timezone,
    )


def _ground(
    estate: Estate,
    inputs: ExposureInputs,
    situation: Situation,
    carriers: Mapping[str, tuple[str, ...]],
    *,
    assumptions: Assumptions,
    as_of: date,
) -> StopGround:
    run_by = _systems_by_vendor(estate)
    situated = suspension.situate(
        inputs,
        situation,
        suspension.Surroundings(
            carriers={name: carriers.get(name.lower(), ()) for name in situation.subjects},
            run_by=run_by,
            as_of=as_of,
        ),
        load_attack_rules(),
        calibration=load_calibration(),
        assumptions=assumptions,
        patched=frozenset(name for mode in estate.modes for name in mode.vulnerability_ids),
    )
    names = names_of_situation(estate)
    index = suspension.StepIndex.of(situated)
    request = suspension.Request.of(situation, inputs)
    owners = {s.system_id: s.owner for s in estate.systems if s.owner is not None}
    owners |= {a.account_id: a.owner for a in estate.accounts if a.owner is not None}
    modes = suspension.known_modes(
        index, estate.modes, names, assumptions, asked=request, owners=owners
    )
    known = {mode.mode.mode_id: mode for mode in modes}
    tolerances = {
        service.service_id: float(service.impact_tolerance_minutes)
        for service in estate.services
        if service.impact_tolerance_minutes is not None
    }
    return suspension.StopGround(
        situation=situation,
        situated=situated,
        modes=known,
        forced=request.answer(known),
        prices=suspension.ClockPrices(
            curves_of(estate, load_impact_profile()),
            tuple(sorted(service.service_id for service in estate.services)),
        ),
        names=names,
        tolerance_minutes=tolerances | dict(situation.tolerance_minutes),
        users={s.service_id: s.users for s in estate.services if s.users},
        assumptions=assumptions,
    )


def _systems_by_vendor(estate: Estate) -> dict[str, tuple[str, ...]]:
    """Return the systems that each vendor runs; where several claim one, each may run it."""
    claimed: dict[str, set[str]] = defaultdict(set)
    for vendor in estate.vendors:
        for system_id in vendor.systems:
            claimed[system_id].add(vendor.vendor_id)
    run_by: dict[str, list[str]] = defaultdict(list)
    for system in estate.systems:
        stated = {system.vendor_id} if system.vendor_id else claimed[system.system_id]
        for vendor_id in stated:
            run_by[vendor_id].append(system.system_id)
    return {vendor_id: tuple(sorted(names)) for vendor_id, names in run_by.items()}


def names_of_situation(estate: Estate) -> dict[str, Text]:
    """Return what people call everything that a plan may name."""
    services = {service.service_id: service.name for service in estate.services}
    return {**names_of_estate(estate), **services}
