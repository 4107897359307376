"""The day that a command judges by: named on the command line, or today in Japan.

What is not here: what follows from the day.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from hiyoke.errors import UsageError
from hiyoke.languages import Text

if TYPE_CHECKING:
    from datetime import date


def day_of(text: str | None) -> date:
    """Return the knowledge cut-off; today in Japan when none was given.

    Raises:
        UsageError: `text` is no date.
    """
    from hiyoke.calendars import date_in_japan  # noqa: PLC0415 - only when running.

    if text is None:
        return date_in_japan(datetime.now(UTC))  # noqa: TID251 - the edge where time enters.
    try:
        return datetime.strptime(text, "%Y-%m-%d").replace(tzinfo=UTC).date()
    except ValueError as error:
        raise UsageError(
            Text(
                ja=f"YYYY-MM-DD の日付を期待しましたが、{text!r} でした",
                en=f"expected a date as YYYY-MM-DD, found {text!r}",
            ),
            where="--as-of",
            remedy=Text(ja="例: --as-of 2026-05-22", en="For example: --as-of 2026-05-22."),
        ) from error
