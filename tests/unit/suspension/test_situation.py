"""Situation files: every member read, every fault listed at once."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from hiyoke.errors import FaultsError
from hiyoke.suspension import KnownNames, Situation, load_assumptions, situation_of

KNOWN = KnownNames(
    services=frozenset({"bank", "cards"}),
    priority=("bank",),
    systems=frozenset({"web", "db"}),
    vendors=frozenset({"centre"}),
    places=frozenset({"web", "db", "internet"}),
    components=frozenset({"nginx"}),
)
SOUND: dict[str, Any] = {
    "kind": "exploited_flaw",
    "at": "2026-05-25T14:20",
    "subjects": ["CVE-2026-0001"],
}


def read(at: str | None = None, **members: Any) -> Situation:
    record = {name: value for name, value in {**SOUND, **members}.items() if value is not None}
    return situation_of(record, KNOWN, load_assumptions(), origin="test.yaml", at=at)


def test_fills_what_is_not_said_and_says_that_it_did() -> None:
    situation = read()
    assert situation.protect == ("bank",)
    assert situation.assumed == ("pace_minutes", "chance_per_day", "fixed_after")
    assert situation.chance_per_day == load_assumptions().kinds["exploited_flaw"].chance_per_day


def test_a_broken_time_is_one_fault_whatever_else_is_dated() -> None:
    with pytest.raises(FaultsError) as caught:
        read(at="soon", detected_at="2026-05-25T13:50")
    assert len(caught.value.faults) == 1


def test_takes_every_member_as_stated() -> None:
    situation = read(
        protect=["cards"],
        keep="bank",
        pace_minutes="30分",
        chance_per_day="10-30-50%",
        fixed_after="4h-8h-1d",
        tolerance={"bank": "2時間"},
        accepts_lost_spares="yes",
        assume="all",
    )
    assert situation.protect == ("cards",)
    assert situation.keep == ("bank",)
    assert situation.pace_minutes == 30.0
    assert tuple(situation.chance_per_day) == (0.1, 0.3, 0.5)
    assert tuple(situation.fixed_after_minutes) == (240.0, 480.0, 1440.0)
    assert situation.tolerance_minutes == {"bank": 120.0}
    assert situation.accepts_lost_spares
    assert situation.assumed == ()


@pytest.mark.parametrize(
    "text",
    ["2026-05-25T14:20", "2026-05-25T14:20+09:00", "2026-05-25T05:20Z", "2026-05-25T05:20+00:00"],
)
def test_reads_one_moment_in_japan_time_or_in_utc(text: str) -> None:
    expected = datetime(2026, 5, 25, 5, 20, tzinfo=UTC)
    assert read(at=text).at == expected
    assert read(at=text).at.hour == 14


def test_lists_every_fault_at_once() -> None:
    with pytest.raises(FaultsError) as caught:
        read(
            kind="weather",
            at="tomorrow",
            subjects=[],
            protect=["nothing"],
            chance_per_day="200%",
            fixed_after="soon",
            pace_minutes="0",
            assume="some",
            tolerance={"nothing": "1h"},
            colour="red",
        )
    members = {fault.where.removeprefix("test.yaml ") for fault in caught.value.faults}
    assert members == {
        "kind",
        "at",
        "subjects",
        "protect",
        "chance_per_day",
        "fixed_after",
        "pace_minutes",
        "assume",
        "tolerance",
        "colour",
    }
    assert all(fault.code == "HYK591" for fault in caught.value.faults)


@pytest.mark.parametrize(
    ("kind", "subject", "is_known"),
    [
        ("zero_day_component", "NGINX", True),
        ("zero_day_component", "apache", False),
        ("compromised_systems", "web", True),
        ("suspected_systems", "printer", False),
        ("vendor_hit", "centre", True),
        ("shared_centre_hit", "web", False),
        ("authority_request", "internet > web", True),
        ("authority_request", "bank", True),
        ("authority_request", "internet > printer", False),
    ],
)
def test_knows_what_each_kind_is_about(kind: str, subject: str, *, is_known: bool) -> None:
    if is_known:
        assert read(kind=kind, subjects=[subject]).subjects == (subject,)
        return
    with pytest.raises(FaultsError, match="subjects"):
        read(kind=kind, subjects=[subject])


def test_refuses_a_file_that_is_no_mapping() -> None:
    with pytest.raises(FaultsError, match="members"):
        situation_of(["kind"], KNOWN, load_assumptions(), origin="test.yaml")
