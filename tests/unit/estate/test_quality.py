"""Gaps are counted, named and priced; a complete estate has none."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from hiyoke.estate import (
    Control,
    Estate,
    ImpactPoint,
    Link,
    LossRange,
    PrivilegedAccount,
    QualityGap,
    Requirement,
    SbomFacts,
    Service,
    ServiceImpact,
    System,
    Vendor,
    assess_quality,
)
from hiyoke.languages import Text

TODAY = date(2026, 11, 20)
NAME = Text(ja="名", en="name")

COMPLETE = Estate(
    services=(
        Service(
            service_id="s", name=NAME, priority_rank=1, owner=NAME, impact_tolerance_minutes=60
        ),
    ),
    impacts=(ServiceImpact(service_id="s", points=(ImpactPoint(60, LossRange(1, 2, 3)),)),),
    systems=(System(system_id="a", name=NAME, internet_facing="yes", owner=NAME, vendor_id="v"),),
    requirements=(Requirement(service_id="s", system_id="a"),),
    links=(Link(source="internet", target="a"),),
    vendors=(
        Vendor(
            vendor_id="v",
            name=NAME,
            night_cover="no",
            holiday_cover="no",
            patching_in_scope="yes",
            remote_access="no",
        ),
    ),
    controls=(Control(control_id="c", name=NAME, kind="edr", systems=("a",), tested_on=TODAY),),
    accounts=(
        PrivilegedAccount(
            account_id="p", name=NAME, systems=("a",), used_from=("internet",), mfa="no"
        ),
    ),
    sbom_files={"a": (Path("sboms/a.json"),)},
)
FRESH = SbomFacts(file="sboms/a.json", system_ids=("a",), components=10, made_on=date(2026, 11, 1))


def _kinds(gaps: tuple[QualityGap, ...]) -> dict[str, tuple[int, int, tuple[str, ...]]]:
    return {gap.kind: (gap.count, gap.total, gap.names) for gap in gaps}


def test_a_complete_estate_has_no_gaps() -> None:
    assert assess_quality(COMPLETE, [FRESH], as_of=TODAY) == ()


def test_every_gap_is_counted_and_named() -> None:
    estate = Estate(
        services=(Service(service_id="s", name=NAME),),
        systems=(
            System(system_id="b", name=NAME),
            System(system_id="a", name=NAME, purl="pkg:generic/x@1"),
        ),
        requirements=(Requirement(service_id="s", system_id="a"),),
        links=(Link(source="internet", target="a", known="unknown"),),
        vendors=(Vendor(vendor_id="v", name=NAME),),
    )

    gaps = assess_quality(estate, [], as_of=TODAY)

    assert _kinds(gaps) == {
        "systems_without_sbom": (1, 2, ("b",)),
        "systems_by_product_only": (1, 2, ("a",)),
        "unknown_exposure": (2, 2, ("a", "b")),
        "unknown_links": (1, 1, ("internet -> a",)),
        "systems_without_links": (1, 2, ("b",)),
        "unneeded_systems": (1, 2, ("b",)),
        "services_without_priority": (1, 1, ("s",)),
        "services_without_tolerance": (1, 1, ("s",)),
        "services_without_owner": (1, 1, ("s",)),
        "services_without_loss_curve": (1, 1, ("s",)),
        "systems_without_owner": (2, 2, ("a", "b")),
        "systems_without_vendor": (2, 2, ("a", "b")),
        "vendors_with_unknown_cover": (1, 1, ("v",)),
        "no_controls": (1, 1, ("controls.csv",)),
        "no_accounts": (1, 1, ("accounts.csv",)),
        "vendors_of_unknown_access": (1, 1, ("v",)),
    }
    assert all(all(gap.title) and all(gap.cost) for gap in gaps)


def test_sboms_are_judged_by_content_and_age() -> None:
    sboms = [
        SbomFacts(file="old", system_ids=("a",), components=5, made_on=date(2026, 8, 21)),
        SbomFacts(file="young", system_ids=("a",), components=5, made_on=date(2026, 8, 22)),
        SbomFacts(file="later", system_ids=("a",), components=1, made_on=date(2027, 1, 1)),
        SbomFacts(file="undated", system_ids=("a",), components=9, without_purl=3, faults=2),
        SbomFacts(file="broken", system_ids=("a",), why_unreadable=NAME),
    ]

    gaps = assess_quality(COMPLETE, sboms, as_of=TODAY, stale_after_days=90)

    assert _kinds(gaps) == {
        "unreadable_sboms": (1, 5, ("broken",)),
        "components_without_purl": (3, 20, ("undated",)),
        "components_with_faults": (2, 20, ("undated",)),
        "stale_sboms": (1, 5, ("old",)),
        "future_sboms": (1, 5, ("later",)),
        "undated_sboms": (1, 5, ("undated",)),
    }
