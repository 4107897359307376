"""Random sound estates, with the values people really write at the edges."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from hypothesis import strategies as st

from hiyoke.estate import Estate, Institution, Link, Requirement, Service, System, Vendor
from hiyoke.estate.sheets import INSTITUTION, SYSTEMS
from property import estate_parts_strategies as parts
from property.estate_words import (
    answers,
    dates,
    extras,
    identifiers,
    labels,
    maybe_texts,
    names,
)


@st.composite
def estates(draw: st.DrawFn) -> Estate:
    """Draw an estate that reads back equal from any format."""
    ids = draw(st.lists(identifiers, min_size=4, max_size=9, unique=True))
    zones = tuple(ids[:1])
    vendor_ids = ids[1:2]
    system_ids = ids[2:]
    service_ids = draw(st.lists(identifiers, min_size=1, max_size=4, unique=True))
    ends = st.sampled_from([*system_ids, "internet", *zones])
    vendors = [draw(_vendor(vendor_id)) for vendor_id in vendor_ids]
    return Estate(
        institution=draw(_institution(zones)),
        services=tuple(draw(_service(service_id)) for service_id in service_ids),
        systems=tuple(draw(_system(system_id, vendor_ids)) for system_id in system_ids),
        requirements=tuple(
            draw(_requirement(service_id, system_ids))
            for service_id in service_ids
            for _ in range(draw(st.integers(1, 3)))
        ),
        links=tuple(draw(st.lists(_link(ends), max_size=5))),
        vendors=tuple(vendors),
    )


@st.composite
def equipped_estates(draw: st.DrawFn) -> Estate:
    """Draw an estate that also says who and what guards it, and who changes it when."""
    estate = draw(estates())
    ids = [system.system_id for system in estate.systems]
    services = [service.service_id for service in estate.services]
    zone, account_id, control_id, crew_id, *more = draw(
        st.lists(
            identifiers.filter(lambda text: text not in {*ids, *estate.institution.all_zones}),
            min_size=6,
            max_size=6,
            unique=True,
        )
    )
    ends = sorted({(link.source, link.target) for link in estate.links})
    vendors = [
        replace(vendor, remote_access_systems=draw(parts.some(ids)), **draw(parts.clauses()))
        for vendor in estate.vendors
    ]
    subjects = [("vulnerability", "CVE-2026-1234"), ("control", control_id), ("zone", zone)]
    subjects += [("person", ids[0]), *(("vendor", vendor.vendor_id) for vendor in vendors)]
    twins = [None, *[ids[0]] * (len(ids) - 1)]
    groups = st.none() | labels
    return replace(
        estate,
        institution=replace(estate.institution, insider_zones=(zone,)),
        systems=tuple(
            replace(
                system,
                crew_id=draw(st.sampled_from([None, crew_id])),
                test_system_id=draw(st.sampled_from([None, twin])),
                redundancy_group=draw(groups),
                reboot_group=draw(groups),
            )
            for system, twin in zip(estate.systems, twins, strict=True)
        ),
        vendors=tuple(vendors),
        controls=(draw(parts.control(control_id, ends, ids, [account_id])),),
        accounts=(draw(parts.account(account_id, ids, [*ids, zone, "internet"])),),
        overrides=tuple(
            draw(parts.override(*subject))
            for subject in draw(st.lists(st.sampled_from(subjects), max_size=3, unique=True))
        ),
        acceptances=(draw(parts.acceptance(control_id, ids)),),
        authority=tuple(draw(parts.delegation(role, services)) for role in ("ciso", "top")),
        crews=(draw(parts.crew(crew_id)),),
        windows=tuple(draw(parts.window(one, ids, services)) for one in more),
        freezes=tuple(draw(parts.freeze(one, ids, services)) for one in more[:1]),
        changes=(
            draw(parts.change_fact("os-package", None)),
            draw(parts.change_fact(draw(st.sampled_from([None, "image"])), ids[0])),
        ),
    )


def _institution(zones: tuple[str, ...]) -> st.SearchStrategy[Institution]:
    kinds = [choice.value for choice in INSTITUTION.by_name["kind"].choices]
    return st.builds(
        Institution,
        institution_id=identifiers,
        name=names,
        country=st.sampled_from(["JP", "NO", "US"]),
        kind=st.sampled_from(kinds),
        timezone=st.sampled_from(["Asia/Tokyo", "UTC", "Europe/Paris"]),
        synthetic=st.booleans(),
        note=maybe_texts,
        outside_zones=st.just(zones),
        extra=extras,
    )


def _service(service_id: str) -> st.SearchStrategy[Service]:
    return st.builds(
        Service,
        service_id=st.just(service_id),
        name=names,
        priority_rank=st.none() | st.integers(1, 100000),
        owner=st.none() | names,
        impact_tolerance_minutes=st.none() | st.integers(0, 5256000),
        hours=maybe_texts,
        users=st.none() | st.integers(0, 10**9),
        extra=extras,
    )


def _system(system_id: str, vendor_ids: list[str]) -> st.SearchStrategy[System]:
    environments = [choice.value for choice in SYSTEMS.by_name["environment"].choices]
    return st.builds(
        System,
        system_id=st.just(system_id),
        name=names,
        internet_facing=answers,
        environment=st.sampled_from(environments),
        owner=st.none() | names,
        vendor_id=st.sampled_from([None, *vendor_ids]),
        crew_id=st.none() | identifiers,
        end_of_life_on=st.none() | dates,
        purl=st.sampled_from([None, "pkg:generic/big-ip@17.1.0", "pkg:deb/debian/curl@7.88.1-10"]),
        cpe=st.sampled_from([None, "cpe:2.3:h:example:gateway:1.0:*:*:*:*:*:*:*"]),
        tags=st.lists(labels, max_size=2, unique=True).map(tuple),
        extra=extras,
    )


def _requirement(service_id: str, system_ids: list[str]) -> st.SearchStrategy[Requirement]:
    return st.builds(
        Requirement,
        service_id=st.just(service_id),
        system_id=st.sampled_from(system_ids),
        group=maybe_texts,
        extra=extras,
    )


def _link(ends: st.SearchStrategy[str]) -> st.SearchStrategy[Link]:
    return st.builds(
        Link,
        source=ends,
        target=ends,
        protocol=maybe_texts,
        port=st.none() | st.integers(0, 65535),
        kind=st.sampled_from(["data", "admin"]),
        known=st.sampled_from(["yes", "unknown"]),
        extra=extras,
    )


def _vendor(vendor_id: str) -> st.SearchStrategy[Vendor]:
    return st.builds(
        Vendor,
        vendor_id=st.just(vendor_id),
        name=names,
        contact=maybe_texts,
        contract_hours=maybe_texts,
        night_cover=answers,
        holiday_cover=answers,
        patching_in_scope=answers,
        extra=extras,
    )


def anything() -> st.SearchStrategy[Any]:
    """Text, numbers and dates that nobody should write into a ledger, and that people do."""
    return (
        st.text(max_size=40)
        | st.integers()
        | st.floats()
        | st.booleans()
        | st.none()
        | st.dates()
        | st.datetimes()
        | st.lists(st.text(max_size=5), max_size=3)
    )
