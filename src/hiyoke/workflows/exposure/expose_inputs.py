"""From an estate, its findings and the evidence on them to what the exposure engine looks at.

Nothing is judged here: each row becomes one plain value that says where it was read. What is not
known stays unknown, so that the engine can look at it both ways. What is not here: the engine
(`hiyoke.exposure`), and what the answers mean (`expose_tables`).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pyarrow.compute as pc

from hiyoke.exposure import (
    INTERNET,
    Control,
    ExpertOverride,
    ExposedSystem,
    ExposureInputs,
    Flaw,
    FlawOnSystem,
    PermittedLink,
    PrivilegedAccount,
    ServiceNeed,
    VendorAccess,
    Zone,
    component_class,
)
from hiyoke.languages import Text

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date

    from numpy.typing import NDArray

    from hiyoke.estate import Estate
    from hiyoke.risk import Evidence

#: Bases of a match that name no version: whether the flaw is there is not known.
UNSURE_BASES: Final = ("cpe_all",)
_INSIDERS: Final = Text(ja="執務ゾーン「{name}」", en="insider zone {name}")
_OUTSIDE: Final = Text(ja="外部接続先「{name}」", en="outside zone {name}")


@dataclass(frozen=True, slots=True, kw_only=True)
class FindingRows:
    """Findings on systems as the engine takes them, in the order of its own numbers.

    Attributes:
        table: A `SYSTEM_FINDINGS` table.
        is_sure: Whether each finding is known to apply: bool[rows].
    """

    table: Any
    is_sure: NDArray[np.bool_]


def sure_findings(system_findings: Any, findings: Any) -> FindingRows:
    """Say for each finding on a system whether it is known to apply.

    It is not when matching could not judge it, when the vendor of the operating system may have
    fixed it in its own package, or when nothing but a product's name was matched.

    Args:
        system_findings: A `SYSTEM_FINDINGS` table.
        findings: A `FINDINGS` table, which knows the basis of each match.
    """
    unsure = findings.filter(pc.is_in(findings["basis"], value_set=_texts(UNSURE_BASES)))
    pairs = set(_pairs(unsure))
    by_name = np.fromiter(
        (pair not in pairs for pair in _pairs(system_findings)),
        dtype=np.bool_,
        count=system_findings.num_rows,
    )
    sure = pc.and_(
        pc.equal(system_findings["status"], "affected"),
        pc.invert(system_findings["check_backport"]),
    )
    return FindingRows(
        table=system_findings,
        is_sure=by_name & sure.to_numpy(zero_copy_only=False).astype(np.bool_),
    )


def exposure_inputs(
    estate: Estate,
    rows: FindingRows,
    evidence: Mapping[str, Evidence],
    published: Mapping[str, date],
    *,
    as_of: date,
    packages: Mapping[str, tuple[tuple[str, str], ...]] | None = None,
) -> ExposureInputs:
    """Return an estate with its findings as the engine's inputs.

    Args:
        estate: What the institution runs.
        rows: Findings on systems; finding number n of the inputs is row n.
        evidence: What is known of each vulnerability.
        published: When each became known; those without a date are left out.
        as_of: Day on which experts' overrides must be in force.
        packages: Pairs of component class and package by system, for flaws not yet known.

    Returns:
        Inputs whose `row` texts name file and row.

    Cost:
        One pass over the estate's rows and the findings.
    """
    return inputs_with(
        estate,
        flaws_of(evidence, published),
        flaws_on_systems(estate, rows),
        as_of=as_of,
        packages=packages,
    )


def flaws_of(evidence: Mapping[str, Evidence], published: Mapping[str, date]) -> tuple[Flaw, ...]:
    """Return vulnerabilities as the engine takes them; arguments as in `exposure_inputs`."""
    return tuple(_flaw(evidence[name], published.get(name)) for name in sorted(evidence))


def flaws_on_systems(estate: Estate, rows: FindingRows) -> tuple[FlawOnSystem, ...]:
    """Return findings as the engine takes them; arguments as in `exposure_inputs`."""
    return tuple(_findings(estate, rows))


def inputs_with(
    estate: Estate,
    flaws: tuple[Flaw, ...],
    findings: tuple[FlawOnSystem, ...],
    *,
    as_of: date,
    packages: Mapping[str, tuple[tuple[str, str], ...]] | None = None,
) -> ExposureInputs:
    """Return an estate with flaws and findings that are known already; see `exposure_inputs`."""
    carried = packages or {}
    system_ids = {system.system_id for system in estate.systems}
    return ExposureInputs(
        systems=tuple(
            ExposedSystem(
                system_id=system.system_id,
                internet_facing=system.internet_facing,
                component_classes=carried.get(system.system_id, ()),
                row=row,
            )
            for system, row in _placed(estate, "systems", estate.systems)
        ),
        zones=_zones(estate),
        links=tuple(
            PermittedLink(
                source=link.source,
                target=link.target,
                protocol=link.protocol.lower() if link.protocol else None,
                port=link.port,
                kind=link.kind,
                known=link.known,
                row=row,
            )
            for link, row in _placed(estate, "links", estate.links)
        ),
        flaws=flaws,
        findings=findings,
        accounts=_accounts(estate),
        vendors=tuple(_vendor_access(estate, system_ids)),
        controls=_controls(estate),
        services=tuple(_needs(estate)),
        overrides=_overrides(estate, as_of),
    )


def names_of_estate(estate: Estate) -> dict[str, Text]:
    """Return what people call systems, zones, vendors, controls and accounts, by identifier."""
    institution = estate.institution
    outside = (zone for zone in institution.outside_zones if zone != INTERNET)
    names = {zone: _OUTSIDE.fill(name=zone) for zone in outside}
    names |= {zone: _INSIDERS.fill(name=zone) for zone in institution.insider_zones}
    for table, member in (
        (estate.vendors, "vendor_id"),
        (estate.accounts, "account_id"),
        (estate.controls, "control_id"),
        (estate.systems, "system_id"),
    ):
        names |= {getattr(item, member): item.name for item in table}
    return names


def packages_by_system(placements: Any, components: Any) -> dict[str, tuple[tuple[str, str], ...]]:
    """Return component classes and packages of every system, for flaws not yet known.

    Args:
        placements: A `PLACEMENTS` table.
        components: Every distinct component, with component_id, purl and maybe cpe: Arrow.

    Cost:
        One pass over the placements of classified components.
    """
    classes = {
        row["component_id"]: found
        for row in components.to_pylist()
        if (found := component_class(row["purl"], row.get("cpe"))) is not None
    }
    wanted = pc.is_in(placements["component_id"], value_set=_texts(classes))
    carried: dict[str, set[tuple[str, str]]] = {}
    for row in placements.filter(wanted).to_pylist():
        carried.setdefault(row["system_id"], set()).add(classes[row["component_id"]])
    return {system_id: tuple(sorted(pairs)) for system_id, pairs in sorted(carried.items())}


def _texts(values: Iterable[str]) -> Any:
    import pyarrow as pa  # noqa: PLC0415 - beside its compute module it is loaded already.

    return pa.array(list(values), pa.string())


def _pairs(table: Any) -> Iterable[tuple[str, str]]:
    columns = (table[name].to_pylist() for name in ("component_id", "vulnerability_id"))
    return zip(*columns, strict=True)


def _placed(estate: Estate, sheet: str, items: Iterable[Any]) -> Iterable[tuple[Any, str]]:
    """Pair each item with the file and row it was read from; its sheet where that is not kept."""
    places = estate.places.get(sheet, ())
    for number, item in enumerate(items):
        yield item, places[number] if number < len(places) else f"{sheet}[{number + 1}]"


def _zones(estate: Estate) -> tuple[Zone, ...]:
    row = next(iter(estate.places.get("institution", ())), "institution")
    institution = estate.institution
    insiders = institution.insider_zones
    return (
        *(Zone(zone_id=zone, kind="insider", row=row) for zone in insiders),
        *(
            Zone(zone_id=zone, kind="outside", row=row)
            for zone in institution.outside_zones
            if zone not in insiders
        ),
    )


def _flaw(facts: Evidence, published_on: date | None) -> Flaw:
    return Flaw(
        vulnerability_id=facts.vulnerability_id,
        vectors=tuple(dict.fromkeys(rating.vector for rating in facts.ratings)),
        technical_impact=facts.technical_impact,
        exploitation=facts.exploitation,
        epss_probability=facts.epss_probability,
        known_exploited_on=facts.listed_on,
        published_on=published_on,
        row=facts.vulnerability_id,
    )


def _findings(estate: Estate, rows: FindingRows) -> Iterable[FlawOnSystem]:
    files = {
        system_id: ", ".join(path.relative_to(estate.root).as_posix() for path in paths)
        for system_id, paths in estate.sbom_files.items()
    }
    products = {system.system_id: row for system, row in _placed(estate, "systems", estate.systems)}
    columns = ("system_id", "vulnerability_id", "purl", "name", "version")
    values = zip(*(rows.table[name].to_pylist() for name in columns), strict=True)
    for number, (system_id, vulnerability_id, purl, name, version) in enumerate(values):
        what = purl or f"{name} {version or ''}".strip()
        where = files.get(system_id) or products.get(system_id, "")
        yield FlawOnSystem(
            system_id=system_id,
            vulnerability_id=vulnerability_id,
            certain="yes" if rows.is_sure[number] else "unknown",
            row=f"{where} {what}".strip(),
        )


def _accounts(estate: Estate) -> tuple[PrivilegedAccount, ...]:
    return tuple(
        PrivilegedAccount(
            account_id=account.account_id,
            systems=tuple(account.systems),
            level=account.level,
            # An empty list of places says that nobody knows, not that it is used nowhere.
            used_from=tuple(account.used_from) or None,
            mfa=account.mfa,
            mfa_tested_on=account.mfa_tested_on,
            row=row,
        )
        for account, row in _placed(estate, "accounts", estate.accounts)
    )


def _controls(estate: Estate) -> tuple[Control, ...]:
    return tuple(
        Control(
            control_id=control.control_id,
            kind=control.kind,
            systems=tuple(control.systems),
            links=control.links,
            accounts=tuple(control.accounts),
            vulnerability_ids=tuple(control.vulnerability_ids),
            efficacy=control.efficacy,
            mode=control.mode,
            tested_on=control.tested_on,
            expires_on=control.expires_on,
            row=row,
        )
        for control, row in _placed(estate, "controls", estate.controls)
    )


def _vendor_access(estate: Estate, system_ids: set[str]) -> Iterable[VendorAccess]:
    """Yield what each vendor may reach; a vendor that nobody asked may reach what it maintains."""
    maintained: dict[str, list[str]] = {}
    for system in estate.systems:
        if system.vendor_id is not None:
            maintained.setdefault(system.vendor_id, []).append(system.system_id)
    for vendor, row in _placed(estate, "vendors", estate.vendors):
        own = dict.fromkeys([*vendor.systems, *maintained.get(vendor.vendor_id, ())])
        reached = vendor.remote_access_systems or tuple(own)
        for system_id in reached:
            if system_id in system_ids:
                yield VendorAccess(
                    vendor_id=vendor.vendor_id,
                    system_id=system_id,
                    level=vendor.remote_access_level,
                    known=vendor.remote_access,
                    row=row,
                )


def _needs(estate: Estate) -> Iterable[ServiceNeed]:
    always: dict[str, list[str]] = {service.service_id: [] for service in estate.services}
    groups: dict[str, dict[str, list[str]]] = {name: {} for name in always}
    for need in estate.requirements:
        if need.group is None:
            always[need.service_id].append(need.system_id)
        else:
            groups[need.service_id].setdefault(need.group, []).append(need.system_id)
    for service_id, systems in always.items():
        yield ServiceNeed(
            service_id=service_id,
            all_of=tuple(dict.fromkeys(systems)),
            any_of=tuple(tuple(dict.fromkeys(group)) for group in groups[service_id].values()),
        )


def _overrides(estate: Estate, as_of: date) -> tuple[ExpertOverride, ...]:
    return tuple(
        ExpertOverride(
            subject=override.subject,
            subject_id=override.subject_id,
            probability=override.probability,
            reason=override.reason,
            row=row,
        )
        for override, row in _placed(estate, "overrides", estate.overrides)
        if override.is_in_force(as_of)
    )
