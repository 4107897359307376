from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from hiyoke.estate import (
    Estate,
    ImpactPoint,
    LossRange,
    Requirement,
    Service,
    System,
    Vendor,
)
from hiyoke.languages import Text
from hiyoke.planning import ClauseStatus, ContractGap, contract_gaps, contract_matrix, load_clauses
from hiyoke.risk import ImpactCurve

NAME = Text(ja="名前", en="Name")
DUTY = ((9.0, 12.0), (13.0, 18.0))
FULL = Vendor(
    vendor_id="full",
    name=NAME,
    patching_in_scope="yes",
    night_cover="yes",
    holiday_cover="yes",
    response_minutes=30,
    repair_hours=24.0,
    simultaneous_demand="contract_order",
    clients=3,
    staff=5,
    subcontractors="no",
    reports_patch_status="yes",
    emergency_rate=1.5,
)


def estate_of(*vendors: Vendor, tags: tuple[str, ...] = ()) -> Estate:
    systems = tuple(
        System(system_id=f"s-{v.vendor_id}", name=NAME, vendor_id=v.vendor_id, tags=tags)
        for v in vendors
    )
    return Estate(
        services=(
            Service(service_id="pay", name=NAME, priority_rank=1, impact_tolerance_minutes=60),
            Service(service_id="web", name=NAME),
        ),
        systems=(*systems, System(system_id="other", name=NAME)),
        requirements=(
            *(Requirement(service_id="pay", system_id=s.system_id) for s in systems),
            Requirement(service_id="web", system_id="other"),
        ),
        vendors=vendors,
    )


def curve(service_id: str = "pay", *, assumed: bool = False) -> ImpactCurve:
    return ImpactCurve(
        service_id=service_id,
        currency="JPY",
        points=(ImpactPoint(0, LossRange(0, 0, 0)), ImpactPoint(60, LossRange(50, 100, 200))),
        steps=(),
        attack_outage_minutes=LossRange(60, 60, 60),
        is_assumed=assumed,
    )


def gaps_of(estate: Estate, **curves: ImpactCurve) -> tuple[ContractGap, ...]:
    profile = load_clauses()
    rows = contract_matrix(estate, profile)
    return contract_gaps(estate, profile, rows, curves, as_of=date(2026, 11, 20), duty_hours=DUTY)


def test_a_full_contract_has_no_gap() -> None:
    assert gaps_of(estate_of(FULL), pay=curve()) == ()


def test_only_systems_of_priority_services_are_in_the_matrix() -> None:
    rows = contract_matrix(estate_of(FULL), load_clauses())
    assert [row.system_id for row in rows] == ["s-full"]


def test_unknown_is_a_gap_in_every_clause() -> None:
    silent = Vendor(vendor_id="silent", name=NAME)
    gaps = gaps_of(estate_of(silent), pay=curve())
    assert {gap.clause.clause_id for gap in gaps} == {
        clause.clause_id for clause in load_clauses().clauses
    }
    assert {gap.status for gap in gaps} == {ClauseStatus.UNKNOWN}


def test_a_system_without_vendor_stands_in_the_matrix_as_unknown() -> None:
    estate = estate_of(FULL)
    alone = replace(
        estate,
        requirements=(*estate.requirements, Requirement(service_id="pay", system_id="other")),
    )
    row = next(r for r in contract_matrix(alone, load_clauses()) if r.system_id == "other")
    assert row.vendor_id is None
    assert {cell.status for cell in row.cells.values()} == {ClauseStatus.UNKNOWN}


@pytest.mark.parametrize(
    ("change", "clause_id"),
    [
        ({"night_cover": "no"}, "night_cover"),
        ({"holiday_cover": "no"}, "holiday_cover"),
        ({"patching_in_scope": "no"}, "patching_in_scope"),
        ({"response_minutes": 61}, "response_minutes"),  # The board accepts 60.
        ({"simultaneous_demand": "unknown"}, "simultaneous_demand"),
    ],
)
def test_each_missing_clause_is_one_gap(change: dict[str, object], clause_id: str) -> None:
    gaps = gaps_of(estate_of(replace(FULL, **change)), pay=curve())  # type: ignore[arg-type]
    assert [gap.clause.clause_id for gap in gaps] == [clause_id]


def test_an_answer_of_zero_is_an_answer() -> None:
    assert gaps_of(estate_of(replace(FULL, clients=0, response_minutes=0)), pay=curve()) == ()


def test_reports_matter_for_shared_systems() -> None:
    mute = replace(FULL, reports_patch_status="no")
    assert gaps_of(estate_of(mute), pay=curve()) == ()
    shared = gaps_of(estate_of(mute, tags=("shared-centre",)), pay=curve())
    assert [gap.clause.clause_id for gap in shared] == ["reports_patch_status"]
    silent = replace(FULL, reports_patch_status="unknown")
    assert len(gaps_of(estate_of(silent), pay=curve())) == 1


def test_gaps_are_ranked_by_the_loss_they_block() -> None:
    vendor = replace(FULL, patching_in_scope="no", night_cover="no", emergency_rate=None)
    gaps = gaps_of(estate_of(vendor), pay=curve())
    assert [gap.clause.clause_id for gap in gaps] == [
        "patching_in_scope",
        "night_cover",
        "emergency_rate",
    ]
    assert gaps[0].loss == LossRange(50.0, 100.0, 200.0)
    night = gaps[1]
    assert night.loss is not None
    # Sixteen of twenty-four hours on about two days of three.
    assert 0.40 < night.blocked_share < 0.46
    assert night.loss.likely == pytest.approx(100.0 * night.blocked_share)


def test_without_a_curve_gaps_come_last_and_say_so() -> None:
    estate = estate_of(replace(FULL, night_cover="no"))
    gap = gaps_of(estate)[0]
    assert gap.loss is None
    assert gap.services_without_loss == ("pay",)
    assert gap.best_rank == 1
    assert gaps_of(estate, pay=curve(assumed=True))[0].is_loss_assumed
    assert not gaps_of(estate, pay=curve())[0].is_loss_assumed


def test_every_clause_names_a_member_of_the_vendor() -> None:
    assert all(hasattr(FULL, clause.clause_id) for clause in load_clauses().clauses)
