"""An estate as rows of cells again, with headings in either language: the way back from objects.

Reading what this gives returns an equal estate. What is not here: file formats.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Any

from hiyoke.estate.sheets import SHEETS, Kind, SheetSpec
from hiyoke.estate.written_cells import WrittenCell, written_cell
from hiyoke.estate.written_impacts import deadline_rows, point_rows, service_cells

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from hiyoke.estate.estate import Estate
    from hiyoke.languages import Language


@dataclass(frozen=True, slots=True)
class WrittenSheet:
    """One sheet ready to be written.

    Attributes:
        spec: Which sheet.
        headings: In order; unknown columns last, sorted.
        rows: Cells in the order of the headings.
    """

    spec: SheetSpec
    headings: tuple[str, ...]
    rows: tuple[tuple[WrittenCell, ...], ...]


def written_sheets(estate: Estate, language: Language) -> list[WrittenSheet]:
    """Return the sheets of an estate, with headings and words in one language.

    Unknown members that are no plain text are written as JSON.
    """
    values: dict[str, Sequence[tuple[Mapping[str, Any], Mapping[str, Any]]]] = {
        "institution": [_institution(estate)],
        "services": [_service(estate, service) for service in estate.services],
        "impact_points": point_rows(estate),
        "deadlines": deadline_rows(estate),
        "requirements": [
            ({"service_id": r.service_id, "system_id": r.system_id, "group": r.group}, r.extra)
            for r in estate.requirements
        ],
        "systems": [_system(system) for system in estate.systems],
        "links": [_link(link) for link in estate.links],
        "vendors": [_vendor(vendor) for vendor in estate.vendors],
        "controls": [_row_of(control, "control_id") for control in estate.controls],
        "accounts": [_row_of(account, "account_id") for account in estate.accounts],
        "overrides": [_row_of(override, "subject_id") for override in estate.overrides],
        "crews": [_row_of(crew, "crew_id") for crew in estate.crews],
        "windows": [_row_of(window, "window_id") for window in estate.windows],
        "freezes": [_row_of(freeze, "freeze_id") for freeze in estate.freezes],
        "changes": [_row_of(fact, "system_id") for fact in estate.changes],
        "modes": [_row_of(mode, "mode_id") for mode in estate.modes],
        "acceptances": [_row_of(one, "acceptance_id") for one in estate.acceptances],
        "authority": [_row_of(one, "role") for one in estate.authority],
    }
    return [
        _sheet(spec, values[spec.name], language)
        for spec in SHEETS
        if values.get(spec.name) or spec.name == "links"
    ]


def _sheet(
    spec: SheetSpec,
    rows: Sequence[tuple[Mapping[str, Any], Mapping[str, Any]]],
    language: Language,
) -> WrittenSheet:
    columns = [column for column in spec.columns if column.kind is not Kind.KEPT]
    unknown = sorted({name for _, extra in rows for name in extra})
    return WrittenSheet(
        spec,
        tuple([column.heading(language) for column in columns] + unknown),
        tuple(
            tuple(
                [written_cell(column, known.get(column.name), language) for column in columns]
                + [_kept_cell(extra.get(name)) for name in unknown]
            )
            for known, extra in rows
        ),
    )


def _kept_cell(value: Any) -> WrittenCell:
    if value is None or isinstance(value, str):
        return value
    return json.dumps(value, ensure_ascii=False, sort_keys=True)


def _row_of(one: Any, key: str) -> tuple[Mapping[str, Any], Mapping[str, Any]]:
    """Return the cells of an object whose members are called as its columns are."""
    cells = {slot.name: getattr(one, slot.name) for slot in fields(one)}
    extra = cells.pop("extra")
    for stem in ("name", "owner"):
        text = cells.pop(stem, None)
        cells |= {f"{stem}_ja": text and text.ja, f"{stem}_en": text and text.en}
    return cells | {"id": cells[key]}, extra


def _institution(estate: Estate) -> tuple[Mapping[str, Any], Mapping[str, Any]]:
    one = estate.institution
    return (
        {
            "id": one.institution_id,
            "name_ja": one.name.ja,
            "name_en": one.name.en,
            "country": one.country,
            "kind": one.kind,
            "timezone": one.timezone,
            "synthetic": one.synthetic,
            "note": one.note,
            "outside_zones": one.outside_zones,
            "insider_zones": one.insider_zones,
        },
        one.extra,
    )


def _service(estate: Estate, service: Any) -> tuple[Mapping[str, Any], Mapping[str, Any]]:
    return (
        {
            "id": service.service_id,
            "name_ja": service.name.ja,
            "name_en": service.name.en,
            "priority": service.priority_rank,
            "owner_ja": service.owner and service.owner.ja,
            "owner_en": service.owner and service.owner.en,
            "impact_tolerance_minutes": service.impact_tolerance_minutes,
            "hours": service.hours,
            "users": service.users,
            **service_cells(estate, service.service_id),
        },
        service.extra,
    )


def _system(system: Any) -> tuple[Mapping[str, Any], Mapping[str, Any]]:
    return (
        {
            "id": system.system_id,
            "name_ja": system.name.ja,
            "name_en": system.name.en,
            "internet_facing": system.internet_facing,
            "environment": system.environment,
            "owner_ja": system.owner and system.owner.ja,
            "owner_en": system.owner and system.owner.en,
            "vendor_id": system.vendor_id,
            "crew_id": system.crew_id,
            "end_of_life_on": system.end_of_life_on,
            "purl": system.purl,
            "cpe": system.cpe,
            "sbom": system.sboms,
            "redundancy_group": system.redundancy_group,
            "test_system_id": system.test_system_id,
            "reboot_group": system.reboot_group,
            "tags": system.tags,
        },
        system.extra,
    )


def _link(link: Any) -> tuple[Mapping[str, Any], Mapping[str, Any]]:
    return (
        {
            "source": link.source,
            "target": link.target,
            "protocol": link.protocol,
            "port": link.port,
            "kind": link.kind,
            "known": link.known,
        },
        link.extra,
    )


def _vendor(vendor: Any) -> tuple[Mapping[str, Any], Mapping[str, Any]]:
    return (
        {
            "id": vendor.vendor_id,
            "name_ja": vendor.name.ja,
            "name_en": vendor.name.en,
            "contact": vendor.contact,
            "contract_hours": vendor.contract_hours,
            "night_cover": vendor.night_cover,
            "holiday_cover": vendor.holiday_cover,
            "patching_in_scope": vendor.patching_in_scope,
            "systems": vendor.systems,
            "remote_access": vendor.remote_access,
            "remote_access_systems": vendor.remote_access_systems,
            "remote_access_level": vendor.remote_access_level,
            "staff": vendor.staff,
            "clients": vendor.clients,
            "response_minutes": vendor.response_minutes,
            "repair_hours": vendor.repair_hours,
            "simultaneous_demand": vendor.simultaneous_demand,
            "subcontractors": vendor.subcontractors,
            "reports_patch_status": vendor.reports_patch_status,
            "emergency_rate": vendor.emergency_rate,
        },
        vendor.extra,
    )
