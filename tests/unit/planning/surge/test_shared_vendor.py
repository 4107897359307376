from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from hiyoke.errors import UsageError
from hiyoke.planning import Range, SharedVendor, weigh_rules
from hiyoke.planning.surge.network import StaffGroup
from hiyoke.planning.surge.shared_vendor import DEMAND_RULES, serve_clients


def vendor_of(*, people: int = 1, clients: int = 5, rank: int = 4) -> SharedVendor:
    return SharedVendor(
        vendor_id="v",
        engineers=(StaffGroup(people=people, spells=np.array([[0.0, 10_000.0]])),),
        clients=clients,
        rank=rank,
        items=Range(10, 20, 40),
        within_hours=24.0,
        hours=4.0,
        variation=1.0,
        horizon_hours=10_000.0,
    )


@pytest.mark.parametrize("people", [1, 3])
def test_work_is_conserved_whoever_goes_first(people: int) -> None:
    vendor = vendor_of(people=people)
    worked = [serve_clients(vendor, rule, runs=20, seed=1)[2] for rule in DEMAND_RULES]
    assert worked[0].sum() > 20 * 5 * 10
    # Everybody's work is done in the end, so each client got the same hours under each rule.
    assert np.allclose(worked[0], worked[1])
    assert np.allclose(worked[0], worked[2])


def test_one_engineer_is_through_at_the_same_hour_under_every_rule() -> None:
    ends = [
        serve_clients(vendor_of(), rule, runs=20, seed=1)[1].max(axis=1) for rule in DEMAND_RULES
    ]
    assert np.allclose(ends[0], ends[1])
    assert np.allclose(ends[0], ends[2])


def test_contract_order_is_best_for_the_first_and_worst_for_the_last() -> None:
    def done(rank: int, rule: str) -> float:
        wholes = serve_clients(vendor_of(rank=rank), rule, runs=60, seed=1)[1]
        return float(np.median(wholes[:, rank]))

    assert done(0, "contract_order") < 0.5 * done(0, "first_come")
    assert done(4, "contract_order") > done(4, "fair_share")
    assert abs(done(0, "first_come") - done(4, "first_come")) < 0.1 * done(0, "first_come")


def test_a_fair_share_helps_whoever_asks_for_little() -> None:
    vendor = vendor_of(clients=3, rank=2)
    halves, wholes, worked = serve_clients(vendor, "fair_share", runs=200, seed=1)
    least = np.argmin(worked, axis=1)
    first = np.argmin(wholes, axis=1)
    assert (least == first).mean() > 0.8
    assert (halves <= wholes).all()


def test_another_client_does_not_change_what_we_ask_for() -> None:
    alone = serve_clients(vendor_of(clients=1, rank=0), "first_come", runs=10, seed=3)[2]
    among = serve_clients(vendor_of(clients=9, rank=0), "first_come", runs=10, seed=3)[2]
    assert np.allclose(alone[:, 0], among[:, 0])


def test_says_what_is_not_done_by_the_horizon() -> None:
    hurried = replace(
        vendor_of(),
        engineers=(StaffGroup(people=1, spells=np.array([[0.0, 100.0]])),),
        horizon_hours=100.0,
    )
    rows = {row.rule: row for row in weigh_rules(hurried, runs=20, seed=1)}
    assert rows["contract_order"].unfinished_probability == 1.0
    assert rows["contract_order"].all_done_days.middle == pytest.approx(100.0 / 24.0)
    assert all(row.worked_hours.high <= 100.0 + 1e-6 for row in rows.values())


def test_refuses_a_rule_or_rank_that_does_not_exist() -> None:
    with pytest.raises(UsageError, match="fair_share"):
        serve_clients(vendor_of(), "unknown", runs=1, seed=1)
    with pytest.raises(UsageError):
        serve_clients(vendor_of(rank=5), "fair_share", runs=1, seed=1)
