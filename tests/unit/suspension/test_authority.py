"""Who may decide: by level, hours, limits and last day, deputies after those they stand in for."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest

from hiyoke.estate import Delegation
from hiyoke.languages import Text
from hiyoke.suspension import level_of_kinds, load_criteria, who_may_decide

CRITERIA = load_criteria()
MONDAY_DAY = datetime(2026, 5, 25, 5, 20, tzinfo=UTC)  # 14:20 in Japan.
MONDAY_NIGHT = datetime(2026, 5, 25, 14, 20, tzinfo=UTC)
SUNDAY_DAY = datetime(2026, 5, 24, 5, 20, tzinfo=UTC)


def row(post: str, **changes: Any) -> Delegation:
    sound = Delegation(
        role="ciso", name=Text(ja=post, en=post), up_to="L3", expires_on=date(2027, 3, 31)
    )
    return replace(sound, **changes)


def who(*table: Delegation, level: str = "L3", at: datetime = MONDAY_DAY) -> list[str]:
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
    last = row("x", expires_on=date(2026, 5, 25))
    assert who(last, at=MONDAY_NIGHT) == ["x"]
    assert who(last, at=datetime(2026, 5, 25, 15, 0, tzinfo=UTC)) == []


def test_a_limit_to_services_must_cover_all_that_stops() -> None:
    assert who(row("cards only", services=("cards",)), row("both", services=("cards", "ib"))) == [
        "both"
    ]


def test_deputies_come_last() -> None:
    assert who(row("deputy", deputy=True), row("ciso")) == ["ciso", "deputy"]


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
