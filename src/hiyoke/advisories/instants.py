"""When an advisory was published or changed: ISO texts in, instants out, placeholders unknown.

What is not here: any clock. An instant that cannot be read is unknown, never "old" or "now".
"""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any, Final

import pyarrow as pa
import pyarrow.compute as pc

if TYPE_CHECKING:
    from collections.abc import Sequence

INSTANT: Final = pa.timestamp("us", tz="UTC")

#: First publication of any advisory database; an earlier year is a placeholder, so unknown.
EARLIEST_YEAR: Final = 1971

_PLACEHOLDERS = ("0001-", "0000-", "1970-", "9999-")


def instant_of(text: str | None) -> datetime | None:
    """Return the instant that an ISO 8601 text names, in UTC; None when unknown.

    A date alone is its midnight UTC; a time without zone is taken as UTC. Placeholder dates
    (year 1, 1970, year 9999) and texts that are no date are unknown.

    Example:
        >>> instant_of("2024-05-01T12:00:00.5Z").isoformat(), instant_of("0001-01-01T00:00:00Z")
        ('2024-05-01T12:00:00.500000+00:00', None)
    """
    if not text or text.startswith(_PLACEHOLDERS):
        return None
    try:
        instant = datetime.fromisoformat(text.strip())
        instant = instant.replace(tzinfo=UTC) if instant.tzinfo is None else instant
        instant = instant.astimezone(UTC)
    except (ValueError, OverflowError):
        return None
    return instant if instant.year >= EARLIEST_YEAR else None


def date_of(text: str | None) -> date | None:
    """Return the date that an ISO 8601 text names, or None when unknown.

    Example:
        >>> date_of("2025-08-25"), date_of("soon")
        (datetime.date(2025, 8, 25), None)
    """
    instant = instant_of(text)
    return None if instant is None else instant.date()


def instants_of(texts: Sequence[str | None]) -> Any:
    """Return `instant_of` of every text as an Arrow array of UTC microseconds.

    Cost:
        Columnar while all texts are of the plain form with ``Z``; otherwise each distinct text
        is read once.
    """
    known = pa.array([None if t and t[:5] in _YEARS_UNKNOWN else t for t in texts], pa.string())
    try:
        return known.cast(INSTANT)
    except pa.ArrowInvalid:
        is_plain = pc.match_substring_regex(known, _PLAIN)
    try:
        plain = pc.if_else(is_plain, known, None).cast(INSTANT)
    except pa.ArrowInvalid:  # A date that no calendar has.
        is_plain = pa.repeat(pa.scalar(value=False), len(known))
        plain = pa.nulls(len(known), INSTANT)
    is_other = pc.fill_null(pc.invert(is_plain), fill_value=False)
    others = known.filter(is_other).to_pylist()
    read = {text: instant_of(text) for text in set(others)}
    return pc.replace_with_mask(plain, is_other, pa.array([read[t] for t in others], INSTANT))


#: An instant that Arrow reads by itself: at most microseconds, in UTC.
_PLAIN: Final = (
    r"^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])T([01]\d|2[0-3]):[0-5]\d:[0-5]\d(\.\d{1,6})?Z$"
)
_YEARS_UNKNOWN: Final = frozenset({"0001-", "0000-", "1970-", "9999-"})
