"""The day that a command judges by: named on the command line, or today in Japan.

What is not here: what follows from the day.
"""

from __future__ import annotations

from contextlib import suppress
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from hiyoke.errors import UsageError
from hiyoke.languages import Text

if TYPE_CHECKING:
    from datetime import date


#: A year outside is a slip of the keyboard, and would run past the last day that a date can name.
_FIRST_YEAR = 1900
_LAST_YEAR = 2999


def day_of(text: str | None, *, option: str = "--as-of") -> date:
    """Return the day that an option names; today in Japan when none was given.

    Args:
        text: What was written; None when the option was left out.
        option: The option, for the error.

    Raises:
        UsageError: `text` is no date of the years 1900 to 2999.
    """
    from hiyoke.calendars import date_in_japan

    if text is None:
        return date_in_japan(datetime.now(UTC))  # noqa: TID251 - the edge where time enters.
    with suppress(ValueError):
        day = datetime.strptime(text, "%Y-%m-%d").replace(tzinfo=UTC).date()
        if _FIRST_YEAR <= day.year <= _LAST_YEAR:
            return day
    raise UsageError(
        Text(
            ja=f"YYYY-MM-DD の日付を期待しましたが、{text[:40]!a} でした",
            en=f"expected a date as YYYY-MM-DD, found {text[:40]!a}",
        ),
        where=option,
        remedy=Text(ja=f"例: {option} 2026-05-22", en=f"For example: {option} 2026-05-22."),
    )
