"""Who may decide: by level, hours, limits and last day, deputies after those they stand in for."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from hiyoke.errors import FaultsError
from hiyoke.suspension import level_of_kinds, load_criteria, read_authority, who_may_decide

CRITERIA = load_criteria()
MONDAY_DAY = datetime(2026, 5, 25, 5, 20, tzinfo=UTC)  # 14:20 in Japan.
MONDAY_NIGHT = datetime(2026, 5, 25, 14, 20, tzinfo=UTC)
SUNDAY_DAY = datetime(2026, 5, 24, 5, 20, tzinfo=UTC)


def row(post: str, **changes: Any) -> dict[str, Any]:
    sound = {"role": "ciso", "name": post, "up_to": "L3", "expires_on": "2027-03-31"}
    return sound | changes


def who(*rows: dict[str, Any], level: str = "L3", at: datetime = MONDAY_DAY) -> list[str]:
    table = read_authority({"delegations": list(rows)}, CRITERIA, origin="x")
    found = who_may_decide(table, CRITERIA, level=level, services={"ib"}, at=at)
    return [one.name.en for one in found]


def test_a_level_above_the_limit_is_not_theirs() -> None:
    assert who(row("ciso"), row("top", up_to="L4"), level="L4") == ["top"]


@pytest.mark.parametrize(
    ("at", "expected"),
    [(MONDAY_DAY, ["day"]), (MONDAY_NIGHT, ["night"]), (SUNDAY_DAY, ["night"])],
)
def test_nights_and_holidays_have_their_own(at: datetime, expected: list[str]) -> None:
    assert (
        who(row("day", hours="business_hours"), row("night", hours="off_hours"), at=at) == expected
    )


def test_a_delegation_ends_after_its_last_day_in_japan() -> None:
    last = row("x", expires_on="2026-05-25")
    assert who(last, at=MONDAY_NIGHT) == ["x"]
    assert who(last, at=datetime(2026, 5, 25, 15, 0, tzinfo=UTC)) == []


def test_a_limit_to_services_must_cover_all_that_stops() -> None:
    assert who(row("cards only", services=["cards"]), row("both", services=["cards", "ib"])) == [
        "both"
    ]


def test_deputies_come_last() -> None:
    assert who(row("deputy", deputy="yes"), row("ciso")) == ["ciso", "deputy"]


@pytest.mark.parametrize(
    "changes",
    [
        {"role": "friend"},
        {"up_to": "L9"},
        {"hours": "sometimes"},
        {"expires_on": "never"},
        {"name": ""},
        {"name": {"en": "Head (deputy", "invented)": None}},
        {"surprise": 1},
        {"services": "cards"},
        {"deputy": "perhaps"},
    ],
)
def test_refuses_a_table_with_a_fault(changes: dict[str, Any]) -> None:
    with pytest.raises(FaultsError):
        who(row("x", **changes))


@pytest.mark.parametrize("record", [None, [], {"delegations": None}, {"delegations": ["x"]}])
def test_refuses_what_is_no_table(record: object) -> None:
    with pytest.raises(FaultsError):
        read_authority(record, CRITERIA, origin="x")


@pytest.mark.parametrize(
    ("kinds", "level"),
    [
        ({"view_only"}, "L2"),
        ({"view_only", "network_cut"}, "L3"),
        ({"network_cut", "full_stop"}, "L4"),
        ({"control_on"}, "L1"),
    ],
)
def test_the_strongest_kind_sets_the_level(kinds: set[str], level: str) -> None:
    assert level_of_kinds(kinds) == level
