from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from hiyoke.errors import UsageError
from hiyoke.planning import Range, SharedVendor, weigh_rules
from hiyoke.planning.surge.network import StaffGroup
from hiyoke.planning.surge.shared_vendor import DEMAND_RULES, serve_clients, serve_demand


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


#: One engineer; at noon everybody asks: the third institution for six hours, the first for twice
#: four, the second for twice two. Worked by hand.
BY_HAND = {
    # The first institution's work, then the second's, then the third's.
    "contract_order": [18.0, 4.0, 8.0, 10.0, 12.0],
    # As they came.
    "first_come": [6.0, 10.0, 14.0, 16.0, 18.0],
    # Whoever has had least, and of equals the first: 1 (4 h), 2 (2 h), 3 (6 h), 2 (2 h), 1 (4 h).
    "fair_share": [12.0, 4.0, 18.0, 6.0, 14.0],
}


@pytest.mark.parametrize("rule", list(BY_HAND))
def test_each_rule_serves_three_institutions_as_worked_by_hand(rule: str) -> None:
    asked = np.zeros(5)
    clients = np.array([2, 0, 0, 1, 1], dtype=np.uint8)
    work = np.array([6.0, 4.0, 4.0, 2.0, 2.0])
    done, worked = serve_demand(vendor_of(clients=3, rank=2), rule, asked, clients, work)
    assert done.tolist() == BY_HAND[rule]
    assert worked.tolist() == [8.0, 4.0, 6.0]


def test_two_engineers_serve_by_hand_and_stop_for_the_night() -> None:
    # On duty from 9 to 17 each day; three items of six hours are asked for at 8 by one institution.
    days = np.array([[24.0 * day + 9, 24.0 * day + 17] for day in range(3)])
    pair = replace(vendor_of(clients=1, rank=0), engineers=(StaffGroup(people=2, spells=days),))
    asked, work = np.full(3, 8.0), np.full(3, 6.0)
    done, worked = serve_demand(pair, "first_come", asked, np.zeros(3, dtype=np.uint8), work)
    assert done.tolist() == [15.0, 15.0, 24.0 + 13.0]
    assert worked.tolist() == [18.0]


def test_the_last_in_contract_order_waits_for_all_others() -> None:
    # Three institutions ask at once for two items of four hours each: ours are done after 24 hours,
    # in turn (0 1 2 0 1 2) after 12 and 24.
    vendor = replace(
        vendor_of(clients=3, rank=2), items=Range(2, 2, 2), variation=0.0, within_hours=0.0
    )
    rows = {row.rule: row for row in weigh_rules(vendor, runs=5, seed=1)}
    for row in rows.values():
        assert row.all_done_days == pytest.approx([1.0] * 3)
        assert row.worked_hours == pytest.approx([24.0] * 3)
        assert row.unfinished_probability == 0.0
    assert rows["contract_order"].half_done_days == pytest.approx([20 / 24] * 3)
    assert rows["fair_share"].half_done_days == pytest.approx([12 / 24] * 3)


def test_first_come_spreads_completion_as_counting_places_says() -> None:
    # Two of six items in random order are ours: the last of them stands k-th in (k - 1) of the
    # fifteen pairs of places.
    vendor = replace(
        vendor_of(clients=3, rank=2), items=Range(2, 2, 2), variation=0.0, within_hours=1e-9
    )
    runs = 1_500
    places = np.rint(serve_clients(vendor, "first_come", runs=runs, seed=4)[1][:, 2] / 4.0)
    for place in range(2, 7):
        expected = (place - 1) / 15
        error = 4.0 * (expected * (1.0 - expected) / runs) ** 0.5
        assert (places == place).mean() == pytest.approx(expected, abs=error)
