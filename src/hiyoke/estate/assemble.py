"""From records to an estate: every cell read, every check run, every fault listed at once.

What is not here: files. Readers in `hiyoke.exchange` bring the records.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from hiyoke.errors import FaultsError
from hiyoke.estate.acceptances_from_entries import acceptance_from
from hiyoke.estate.authority_from_entries import delegation_from
from hiyoke.estate.cross_checks import CrossChecks
from hiyoke.estate.entries import Entry, read_entry
from hiyoke.estate.estate import Estate
from hiyoke.estate.guards_from_entries import account_from, control_from, override_from
from hiyoke.estate.impacts_from_entries import impacts_from
from hiyoke.estate.institution import UNNAMED, Institution
from hiyoke.estate.modes_from_entries import mode_from
from hiyoke.estate.references import References
from hiyoke.estate.sbom_claims import claim_sboms
from hiyoke.estate.service import Requirement, Service
from hiyoke.estate.sheets import SHEETS
from hiyoke.estate.system import UNKNOWN, YES, Link, System
from hiyoke.estate.vendor import Vendor
from hiyoke.estate.work_from_entries import (
    change_fact_from,
    crew_from,
    freeze_from,
    window_from,
)
from hiyoke.languages import Text

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence
    from pathlib import Path

    from hiyoke.estate.faults import EstateFault, FaultLog, Place
    from hiyoke.estate.sheets import Record


@dataclass(frozen=True, slots=True, kw_only=True)
class EstateReading:
    """What came of reading an estate's files.

    Attributes:
        estate: The estate, or None when there are faults.
        faults: What must be corrected.
        reminders: What should be looked at.
        ignored_rows: Rows that say themselves that they are examples or comments.
        row_counts: Rows read, by sheet.
    """

    estate: Estate | None
    faults: tuple[EstateFault, ...]
    reminders: tuple[EstateFault, ...]
    ignored_rows: tuple[Place, ...]
    row_counts: Mapping[str, int]

    def require(self, where: str) -> Estate:
        """Return the estate.

        Raises:
            FaultsError: It has faults; all are listed.
        """
        if self.estate is not None:
            return self.estate
        raise FaultsError(
            Text(
                ja=f"不備のない資産一覧を期待しましたが、{len(self.faults)} 件の不備がありました",
                en=f"expected an estate without faults, found {len(self.faults)}",
            ),
            faults=[fault.error() for fault in self.faults],
            where=where,
        )


def assemble_estate(
    records: Iterable[Record], *, root: Path, files: Collection[str], log: FaultLog
) -> EstateReading:
    """Read all records and check them against each other.

    Args:
        records: Rows of every sheet, in any order of sheets.
        root: Folder that `files` are relative to.
        files: Every file of the estate's folder, relative, with ``/``.
        log: What the readers have noted already; more is added.

    Returns:
        The estate, or every fault. Each fault is found in one run.
    """
    specs = {spec.name: spec for spec in SHEETS}
    entries: defaultdict[str, list[Entry]] = defaultdict(list)
    for record in records:
        entries[record.sheet].append(read_entry(record, specs[record.sheet], log))
    CrossChecks(References(entries, log)).run()
    claims = claim_sboms(entries["systems"], files, log)
    estate = None if log.faults else _estate(entries, claims, root, _in_order(log.reminders))
    return EstateReading(
        estate=estate,
        faults=_in_order(log.faults),
        reminders=_in_order(log.reminders),
        ignored_rows=tuple(log.ignored_rows),
        row_counts={spec.name: len(entries[spec.name]) for spec in SHEETS if entries[spec.name]},
    )


def _in_order(entries: tuple[EstateFault, ...]) -> tuple[EstateFault, ...]:
    """Sort by file, sheet and row, so that a keeper can go through a file from top to bottom."""
    return tuple(
        sorted(entries, key=lambda e: (e.place.file, e.place.sheet or "", e.place.row or 0))
    )


def _estate(
    entries: Mapping[str, Sequence[Entry]],
    claims: Mapping[str, tuple[str, ...]],
    root: Path,
    reminders: tuple[EstateFault, ...],
) -> Estate:
    institutions = [_institution(entry) for entry in entries["institution"]]
    return Estate(
        institution=institutions[0] if institutions else UNNAMED,
        services=tuple(_service(entry) for entry in entries["services"]),
        impacts=impacts_from(entries),
        systems=tuple(_system(entry) for entry in entries["systems"]),
        requirements=tuple(_requirement(entry) for entry in entries["requirements"]),
        links=tuple(_link(entry) for entry in entries["links"]),
        vendors=tuple(_vendor(entry) for entry in entries["vendors"]),
        controls=tuple(control_from(entry) for entry in entries["controls"]),
        accounts=tuple(account_from(entry) for entry in entries["accounts"]),
        overrides=tuple(override_from(entry) for entry in entries["overrides"]),
        crews=tuple(crew_from(entry) for entry in entries["crews"]),
        windows=tuple(window_from(entry) for entry in entries["windows"]),
        freezes=tuple(freeze_from(entry) for entry in entries["freezes"]),
        changes=tuple(change_fact_from(entry) for entry in entries["changes"]),
        modes=tuple(mode_from(entry) for entry in entries["modes"]),
        acceptances=tuple(acceptance_from(entry) for entry in entries["acceptances"]),
        authority=tuple(delegation_from(entry) for entry in entries["authority"]),
        sbom_files={owner: tuple(root / path for path in paths) for owner, paths in claims.items()},
        root=root,
        reminders=reminders,
        places={
            sheet: tuple(str(entry.record.place) for entry in read)
            for sheet, read in entries.items()
            if read
        },
    )


def _institution(entry: Entry) -> Institution:
    values = entry.values
    return Institution(
        institution_id=values["id"],
        name=entry.name,
        country=values["country"] or "JP",
        kind=values["kind"] or "other",
        timezone=values["timezone"] or "Asia/Tokyo",
        synthetic=bool(values["synthetic"]),
        note=values["note"],
        outside_zones=values["outside_zones"] or (),
        insider_zones=values["insider_zones"] or (),
        extra=entry.extra,
    )


def _service(entry: Entry) -> Service:
    values = entry.values
    return Service(
        service_id=values["id"],
        name=entry.name,
        priority_rank=values["priority"],
        owner=entry.both("owner"),
        impact_tolerance_minutes=values["impact_tolerance_minutes"],
        hours=values["hours"],
        users=values["users"],
        extra=entry.extra,
    )


def _system(entry: Entry) -> System:
    values = entry.values
    return System(
        system_id=values["id"],
        name=entry.name,
        internet_facing=values["internet_facing"] or UNKNOWN,
        environment=values["environment"] or "production",
        owner=entry.both("owner"),
        vendor_id=values["vendor_id"],
        crew_id=values["crew_id"],
        end_of_life_on=values["end_of_life_on"],
        purl=values["purl"],
        cpe=values["cpe"],
        sboms=values["sbom"] or (),
        redundancy_group=values["redundancy_group"],
        test_system_id=values["test_system_id"],
        reboot_group=values["reboot_group"],
        tags=values["tags"] or (),
        extra=entry.extra,
    )


def _requirement(entry: Entry) -> Requirement:
    values = entry.values
    return Requirement(
        service_id=values["service_id"],
        system_id=values["system_id"],
        group=values["group"],
        extra=entry.extra,
    )


def _link(entry: Entry) -> Link:
    values = entry.values
    return Link(
        source=values["source"],
        target=values["target"],
        protocol=values["protocol"],
        port=values["port"],
        kind=values["kind"] or "data",
        known=values["known"] or YES,
        extra=entry.extra,
    )


def _vendor(entry: Entry) -> Vendor:
    values = entry.values
    return Vendor(
        vendor_id=values["id"],
        name=entry.name,
        contact=values["contact"],
        contract_hours=values["contract_hours"],
        night_cover=values["night_cover"] or UNKNOWN,
        holiday_cover=values["holiday_cover"] or UNKNOWN,
        patching_in_scope=values["patching_in_scope"] or UNKNOWN,
        systems=values["systems"] or (),
        remote_access=values["remote_access"] or UNKNOWN,
        remote_access_systems=values["remote_access_systems"] or (),
        remote_access_level=values["remote_access_level"] or "admin",
        staff=values["staff"],
        clients=values["clients"],
        response_minutes=values["response_minutes"],
        repair_hours=values["repair_hours"],
        simultaneous_demand=values["simultaneous_demand"] or UNKNOWN,
        subcontractors=values["subcontractors"] or UNKNOWN,
        reports_patch_status=values["reports_patch_status"] or UNKNOWN,
        emergency_rate=values["emergency_rate"],
        extra=entry.extra,
    )
