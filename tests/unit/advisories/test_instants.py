"""Instants are read as written; what is no instant is unknown."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from hiyoke.advisories import date_of, instant_of, instants_of

TEXTS = [
    ("2024-05-01T12:00:00Z", datetime(2024, 5, 1, 12, tzinfo=UTC)),
    ("2024-05-01T12:00:00.123456789Z", datetime(2024, 5, 1, 12, 0, 0, 123456, tzinfo=UTC)),
    ("2024-05-01T12:00:00+09:00", datetime(2024, 5, 1, 3, tzinfo=UTC)),
    ("2024-05-01T12:00:00", datetime(2024, 5, 1, 12, tzinfo=UTC)),
    ("2024-05-01", datetime(2024, 5, 1, tzinfo=UTC)),
    ("0001-01-01T00:00:00Z", None),
    ("1970-01-01T00:00:00Z", None),
    ("2024-02-30T00:00:00Z", None),
    ("yesterday", None),
    ("", None),
    (None, None),
]


@pytest.mark.parametrize(("text", "expected"), TEXTS)
def test_reads_an_instant_or_says_unknown(text: str | None, expected: datetime | None) -> None:
    assert instant_of(text) == expected


def test_reads_a_column_as_it_reads_each_text() -> None:
    assert instants_of([text for text, _ in TEXTS]).to_pylist() == [value for _, value in TEXTS]
    assert instants_of([]).to_pylist() == []


def test_reads_a_date_from_a_date_or_an_instant() -> None:
    assert date_of("2025-08-25") == date_of("2025-08-25T17:00:00Z") == date(2025, 8, 25)
    assert date_of("soon") is None
