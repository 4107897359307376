"""Dates as ledgers write them: with slashes, in kanji, in Japanese eras, or as Excel serials.

What is not here: orders that cannot be told apart. ``3/4/2026`` is refused, never guessed.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import date, datetime, timedelta

#: Day 0 of Excel's 1900 system, the phantom 29 February 1900 included.
_EXCEL_EPOCH = date(1899, 12, 30)
#: Serial numbers that are taken for dates: 1954-10-03 to 2119-01-10. Others are refused.
_SERIALS = range(20000, 80001)

_SEPARATED = re.compile(r"(\d{4})([-/.])(\d{1,2})\2(\d{1,2})")
_KANJI = re.compile(r"(\d{4})年(\d{1,2})月(\d{1,2})日?")
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})")
_SERIAL = re.compile(r"\d{5}(?:\.\d+)?")
_CLOCK = re.compile(
    r"(?<=\d|日)(?:t| |　)?\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:z|[+-]\d{2}:?\d{2})?$"
)
_WEEKDAY = re.compile(r"\((?:[月火水木金土日]|[a-z]{3})\)")


@dataclass(frozen=True, slots=True)
class _Era:
    """A Japanese era: its first day, and how people abbreviate it."""

    first_day: date
    names: tuple[str, ...]


_ERAS = (
    _Era(date(2019, 5, 1), ("令和", "令", "r")),
    _Era(date(1989, 1, 8), ("平成", "平", "h")),
    _Era(date(1926, 12, 25), ("昭和", "昭", "s")),
)
_ERA_BY_NAME = {name: era for era in _ERAS for name in era.names}
_ERA_DATE = re.compile(
    rf"({'|'.join(_ERA_BY_NAME)})(元|\d{{1,2}})(?:年|[-/.])(\d{{1,2}})(?:月|[-/.])(\d{{1,2}})日?"
)


def read_date(raw: object) -> date | None:
    """Return the date that a cell states, or None when it states none for certain.

    Args:
        raw: Text, a number (Excel serial) or a date.

    Example:
        >>> read_date("令和8年3月31日") == read_date("2026/3/31") == read_date(46112)
        True
    """
    if isinstance(raw, datetime):
        return raw.date()
    if isinstance(raw, date):
        return raw
    if isinstance(raw, bool):
        return None
    if isinstance(raw, int | float):
        return _of_serial(float(raw))
    return _of_text(raw) if isinstance(raw, str) else None


def _of_serial(serial: float) -> date | None:
    if not _SERIALS.start <= serial < _SERIALS.stop:
        return None
    return _EXCEL_EPOCH + timedelta(days=int(serial))


def _of_text(text: str) -> date | None:
    plain = unicodedata.normalize("NFKC", text).casefold().strip()
    plain = _CLOCK.sub("", plain)
    plain = re.sub(r"\s+", "", _WEEKDAY.sub("", plain))
    if match := _SEPARATED.fullmatch(plain):
        return _calendar_day(match[1], match[3], match[4])
    for pattern in (_KANJI, _COMPACT):
        if match := pattern.fullmatch(plain):
            return _calendar_day(*match.groups())
    if match := _ERA_DATE.fullmatch(plain):
        return _of_era(*match.groups())
    return _of_serial(float(plain)) if _SERIAL.fullmatch(plain) else None


def _of_era(name: str, year: str, month: str, day: str) -> date | None:
    """Count years from the era's first; an era's last year may be overrun, as old ledgers do."""
    era = _ERA_BY_NAME[name]
    count = 1 if year == "元" else int(year)
    if count == 0:
        return None
    found = _calendar_day(str(era.first_day.year + count - 1), month, day)
    return None if found is None or found < era.first_day else found


def _calendar_day(year: str, month: str, day: str) -> date | None:
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None
