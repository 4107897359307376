"""Ranges as ledgers write them: one figure, or low, likely and high; in money, people or minutes.

``2-5-12百万円``, ``1,200万円``, ``[180, 1440, 4320]`` and ``3h〜1日〜3日`` are understood. Two
figures are refused, since nobody can tell which one is likely, and so is everything else that can
mean two things. What is not here: which column holds what.
"""

from __future__ import annotations

import re
import unicodedata
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from hiyoke.estate.impact import LossRange
from hiyoke.estate.sheets.cell_text import MAX_DIGITS, MisreadError, text_of
from hiyoke.languages import Text

if TYPE_CHECKING:
    from collections.abc import Callable

#: What parts low, likely and high: a semicolon, a wave dash, or a dash before a digit.
_MARKS: Final = re.compile(r"[;〜~]|(?<=[^\s;〜~-])\s*[-–—−]\s*(?=[\d¥])")
_THOUSANDS: Final = re.compile(r"(?<=\d),(?=\d{3}(?:\D|$))")
_SPACE: Final = re.compile(r"(?<!\d)\s+|\s+(?!\d)")
_YEN: Final = re.compile(r"^(?:jpy|[¥\\])|(?:円|yen|jpy)$")
_PEOPLE: Final = re.compile(r"(?:人|名|件|口|先|社|users?|people|persons?)$")
_PART: Final = re.compile(
    r"(\d+(?:\.\d+)?)((?:[十百千])?[万億兆]|千|thousand|million|billion|trillion)?"
)
_FACTORS: Final = {"十": 10.0, "百": 1e2, "千": 1e3, "万": 1e4, "億": 1e8, "兆": 1e12}
_ENGLISH: Final = {"thousand": 1e3, "million": 1e6, "billion": 1e9, "trillion": 1e12}
_DURATION: Final = re.compile(
    r"(\d+(?:\.\d+)?)(days?|d|日間?|hours?|hrs?|h|時間|minutes?|mins?|min|m|分間?|分)?"
)
_MINUTES_BY_UNIT: Final = {"d": 1440, "日": 1440, "h": 60, "時": 60, "m": 1, "分": 1}
_UNIT_AT_END: Final = re.compile(r"[^\d.,\s;〜~-]+$")
#: Largest figure of any kind; larger ones are slips.
MOST: Final = 1e15
#: Longest outage in minutes: ten years.
MOST_MINUTES: Final = 5_256_000
_THREE: Final = 3


def read_money(raw: object) -> LossRange:
    """Return a sum of money in currency units, as a range.

    Raises:
        MisreadError: It is none for certain, or low, likely and high are out of order.

    Example:
        >>> read_money("2-5-12百万円")
        LossRange(low=2000000.0, likely=5000000.0, high=12000000.0)
        >>> read_money("1億2,000万円").likely
        120000000.0
    """
    return _range_of(raw, _money, _MONEY_EXPECTED)


def read_people(raw: object) -> LossRange:
    """Return a number of people, as a range.

    Raises:
        MisreadError: As for `read_money`.
    """
    return _range_of(raw, _people, _PEOPLE_EXPECTED)


def read_durations(raw: object) -> LossRange:
    """Return a duration in minutes, as a range; a figure without a unit is in minutes.

    Raises:
        MisreadError: As for `read_money`.

    Example:
        >>> read_durations("3時間〜1日〜3日")
        LossRange(low=180.0, likely=1440.0, high=4320.0)
    """
    if isinstance(raw, timedelta):
        raw = str(raw.total_seconds() / 60)
    return _range_of(raw, _duration, _DURATION_EXPECTED)


def range_text(figures: LossRange) -> str:
    """Return a range as a cell that the readers here read back."""
    shown = [f"{Decimal(repr(float(figure))):f}".removesuffix(".0") for figure in figures]
    return shown[0] if len(set(shown)) == 1 else "; ".join(shown)


_MONEY_EXPECTED: Final = Text(
    ja="金額一つ、または「下限〜見込み〜上限」（例: 300万〜500万〜1,200万円）",
    en="one sum of money, or low, likely and high, such as [3000000, 5000000, 12000000]",
)
_PEOPLE_EXPECTED: Final = Text(
    ja="人数一つ、または「下限〜見込み〜上限」（例: 1,000〜2,000〜5,000）",
    en="one number of people, or low, likely and high, such as [1000, 2000, 5000]",
)
_DURATION_EXPECTED: Final = Text(
    ja="時間一つ、または「下限〜見込み〜上限」（例: 3時間〜1日〜3日。単位がなければ分）",
    en="one duration, or low, likely and high, such as [3h, 1d, 3d]; minutes without a unit",
)
_WRITE_THREE: Final = Text(
    ja="見込みを一つ、または下限・見込み・上限の三つを「〜」で区切って書いてください。",
    en="Write the likely figure alone, or low, likely and high separated by ';'.",
)
_IN_ORDER: Final = Text(
    ja="小さい順に、下限・見込み・上限と書いてください。",
    en="Write low, likely and high in rising order.",
)
_NOT_A_DATE: Final = Text(
    ja="Excel が日付に変えています。「2〜5〜12」のように「〜」で区切って書いてください。",
    en="Excel has made it a date; separate the figures by ';', as in 2; 5; 12.",
)


def _range_of(raw: object, read: Callable[[str], float | None], expected: Text) -> LossRange:
    if isinstance(raw, datetime | date | time):
        raise MisreadError("not_a_range", expected, _NOT_A_DATE)
    if isinstance(raw, bool):
        raise MisreadError("not_a_range", expected, _WRITE_THREE)
    parts = _parts(raw)
    figures = [read(part) for part in parts]
    known = [figure for figure in figures if figure is not None]
    if len(known) != len(parts) or len(parts) not in (1, _THREE):
        raise MisreadError("not_a_range", expected, _WRITE_THREE)
    if any(a > b for a, b in pairwise(known)):
        raise MisreadError("not_a_range", expected, _IN_ORDER)
    return LossRange(known[0], known[len(known) // 2], known[-1])


def _parts(raw: object) -> list[str]:
    """Split a cell into figures with their units; empty when a unit may mean one or all.

    In text, a unit that only the last figure has holds for all, as people write 2〜5〜12百万円. Any
    other mix of figures with and without units is refused; nothing needs no unit.
    """
    if isinstance(raw, list | tuple):
        parts = [_plain(text_of(item)) for item in raw]
    else:
        parts = [_plain(part) for part in _MARKS.split(unicodedata.normalize("NFKC", text_of(raw)))]
        unit = _UNIT_AT_END.search(parts[-1])
        if unit is not None and not any(_UNIT_AT_END.search(part) for part in parts[:-1]):
            return [part + unit[0] for part in parts[:-1]] + parts[-1:]
    with_unit = {_UNIT_AT_END.search(part) is not None for part in parts if part != "0"}
    return [] if len(with_unit) > 1 else parts


def _plain(text: str) -> str:
    plain = unicodedata.normalize("NFKC", text).casefold().strip()
    return _THOUSANDS.sub("", _SPACE.sub("", plain))


def _money(text: str) -> float | None:
    return _sum_of(_YEN.sub("", _YEN.sub("", text)))


def _people(text: str) -> float | None:
    return _sum_of(_PEOPLE.sub("", text))


def _sum_of(text: str) -> float | None:
    """Add up parts such as 1億2000万, whose units must fall; None when it is no figure."""
    parts = list(_PART.finditer(text))
    if not parts or "".join(part[0] for part in parts) != text or len(text) > 2 * MAX_DIGITS:
        return None
    factors = [_factor(part[2] or "") for part in parts]
    if any(a <= b for a, b in pairwise(factors)):
        return None
    total = sum(float(part[1]) * factor for part, factor in zip(parts, factors, strict=True))
    return total if total <= MOST else None


def _factor(unit: str) -> float:
    if unit in _ENGLISH:
        return _ENGLISH[unit]
    factor = 1.0
    for letter in unit:
        factor *= _FACTORS[letter]
    return factor


def _duration(text: str) -> float | None:
    parts = list(_DURATION.finditer(text))
    if not parts or "".join(part[0] for part in parts) != text or len(text) > 2 * MAX_DIGITS:
        return None
    units = [part[2] for part in parts]
    if len(parts) > 1 and None in units:
        return None
    factors = [_MINUTES_BY_UNIT[(unit or "m")[0]] for unit in units]
    if any(a <= b for a, b in pairwise(factors)):
        return None
    total = sum(float(part[1]) * factor for part, factor in zip(parts, factors, strict=True))
    return total if total <= MOST_MINUTES else None
