"""The civil date in Japan, nine hours ahead of UTC all year round.

Deadlines are dates in Japan; evidence arrives as UTC instants. What is not here: other zones,
and the present time, which only workflows and the command line may ask for.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta, timezone

from hiyoke.errors import UsageError
from hiyoke.languages import Text

#: Japan Standard Time. Japan has had no daylight saving since 1951, so the offset is constant.
JAPAN_TIME = timezone(timedelta(hours=9), "JST")


def date_in_japan(instant: datetime) -> date:
    """Return the date that the calendar on a wall in Japan shows at `instant`.

    Args:
        instant: An aware instant in any zone.

    Raises:
        UsageError: `instant` has no zone, so its date in Japan cannot be known.

    Example:
        >>> date_in_japan(datetime(2026, 5, 21, 15, 0, tzinfo=UTC))
        datetime.date(2026, 5, 22)
    """
    if instant.tzinfo is None:
        raise UsageError(
            Text(
                ja=f"時間帯つきの日時を期待しましたが、{instant.isoformat()} でした",
                en=f"expected an instant with a time zone, found {instant.isoformat()}",
            ),
            remedy=Text(ja="UTC からの差をつけて渡してください。", en="State its offset from UTC."),
        )
    return instant.astimezone(JAPAN_TIME).date()


def end_of_day_in_japan(day: date) -> datetime:
    """Return the UTC instant at which `day` is over in Japan (exclusive end).

    Example:
        >>> end_of_day_in_japan(date(2026, 5, 22)).isoformat()
        '2026-05-22T15:00:00+00:00'
    """
    midnight = datetime.combine(day + timedelta(days=1), time(), tzinfo=JAPAN_TIME)
    return midnight.astimezone(UTC)
