"""What people state about a situation: read in any zone, never guessed, every fault noted."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import pytest

from hiyoke.suspension.situation_facts import StatedFacts, stated_facts_of

if TYPE_CHECKING:
    from hiyoke.languages import Text

AT = datetime(2026, 5, 25, 14, 20, tzinfo=ZoneInfo("Asia/Tokyo"))


def read(**record: Any) -> tuple[StatedFacts, list[str]]:
    faults: list[str] = []

    def note(member: str, expected: Text, found: object) -> None:
        assert expected.ja
        assert expected.en
        assert found is not None
        faults.append(member)

    return stated_facts_of(record, note, at=AT, timezone="Asia/Tokyo"), faults


def test_nothing_stated_is_unknown() -> None:
    stated, faults = read()
    assert stated == StatedFacts()
    assert stated.fact("data_leaving") == "unknown"
    assert faults == []


@pytest.mark.parametrize(
    "text", ["2026-05-25T13:50", "2026-05-25T04:50Z", "2026-05-25T04:50+00:00"]
)
def test_reads_one_moment_in_japan_time_or_in_utc(text: str) -> None:
    stated, faults = read(detected_at=text, classified_at=text)
    assert stated.detected_at == stated.classified_at == datetime(2026, 5, 25, 4, 50, tzinfo=UTC)
    assert stated.detected_at is not None
    assert stated.detected_at.hour == 13
    assert faults == []


@pytest.mark.parametrize("said", [True, "yes", "はい"])
def test_reads_answers_in_either_language(said: object) -> None:
    stated, faults = read(facts={"data_leaving": said}, gates={"used": said})
    assert (stated.fact("data_leaving"), stated.gates) == ("yes", {"used": "yes"})
    assert faults == []


@pytest.mark.parametrize(
    ("record", "member"),
    [
        ({"detected_at": "soon"}, "detected_at"),
        ({"detected_at": "2026-05-25T14:21"}, "detected_at"),
        ({"classified_at": "2027-01-01T00:00"}, "classified_at"),
        ({"facts": ["x"]}, "facts"),
        ({"facts": {"weather": "yes"}}, "facts.weather"),
        ({"facts": {"data_leaving": "perhaps"}}, "facts.data_leaving"),
        ({"facts": {"data_leaving": 1}}, "facts.data_leaving"),
        ({"facts": {"data_leaving": ["yes"]}}, "facts.data_leaving"),
        ({"gates": {"data_leaving": "yes"}}, "gates.data_leaving"),
        ({"gates": "used"}, "gates"),
    ],
)
def test_notes_every_fault(record: dict[str, Any], member: str) -> None:
    assert read(**record)[1] == [member]
