"""Recurring days and times of day as ledgers write them: 月末, 五十日, 25日, 15:00, 15時30分.

What is not here: what the days are (`hiyoke.calendars`).
"""

from __future__ import annotations

import re
import unicodedata
from datetime import datetime, time, timedelta
from typing import Final

from hiyoke.calendars import KINDS_OF_DAY, DayRule
from hiyoke.estate.sheets.cell_text import LIST_MARKS, MisreadError, items_of
from hiyoke.estate.sheets.words import normalise_word
from hiyoke.estate.sheets.written_dates import read_date
from hiyoke.languages import Text

_WORDS: Final = {
    "every": "毎日 全日 daily everyday every_day all",
    "business": "営業日 毎営業日 銀行営業日 平日 business_day business_days weekdays",
    "holiday": "休業日 休日 土日祝 土日祝日 holidays",
    "month_end": "月末 月末日 月末営業日 月末最終営業日 monthend end_of_month",
    "fifth_tenth": "五十日 5十日 ごとおび ゴトー日 ゴトウ日 5・10日 gotobi",
    "fifth_tenth_after": "五十日翌営業日 五十日(翌営業日) ゴトー日翌営業日 gotobi_after",
    "payday": "給料日 給与日 給与支給日 25日 pay_day payroll",
    "half_year_end": "半期末 期末 決算期末 half_year",
    "year_end": "年末 年末最終営業日 大納会 yearend",
    "new_year": "年初 年始 年初営業日 大発会 newyear",
}
_KIND_BY_WORD: Final = {
    normalise_word(word): kind for kind, words in _WORDS.items() for word in (kind, *words.split())
}
_CLOCK: Final = re.compile(r"(\d{1,2})(?::|時)(?:(\d{2})(?::00)?|(\d{1,2})分)?")
_EXPECTED: Final = Text(
    ja="日の種類（営業日、毎日、月末、五十日、給料日、年末 など）または日付（; で区切る）",
    en=f"kinds of days ({', '.join(KINDS_OF_DAY)}) or dates, separated by ';'",
)


def read_days(raw: object) -> DayRule:
    """Return the days that a cell names, by kind, by date or both.

    Raises:
        MisreadError: An item is neither.

    Example:
        >>> read_days("月末; 五十日").kinds
        ('month_end', 'fifth_tenth')
    """
    kinds: list[str] = []
    dates = []
    if isinstance(raw, datetime):
        raw = [raw.date()]
    items = items_of(raw, LIST_MARKS)
    for item in items:
        kind = _KIND_BY_WORD.get(normalise_word(item))
        day = None if kind is not None else read_date(item)
        if kind is not None:
            kinds.append(kind)
        elif day is not None:
            dates.append(day)
        else:
            raise MisreadError("not_days", _EXPECTED)
    return DayRule(tuple(dict.fromkeys(kinds)), tuple(sorted(set(dates))))


def days_text(rule: DayRule) -> str:
    """Return a rule as a cell that `read_days` reads back."""
    return "; ".join((*rule.kinds, *(day.isoformat() for day in rule.dates)))


def read_time(raw: object) -> time:
    """Return the time of day that a cell states.

    Raises:
        MisreadError: It states none for certain; ``3:00 PM`` and ``24:00`` are refused.

    Example:
        >>> read_time("１５時３０分")
        datetime.time(15, 30)
    """
    found = _time_of(raw)
    if found is None:
        raise MisreadError(
            "not_a_time",
            Text(
                ja="0:00 から 23:59 までの時刻（例: 15:00、15時30分）",
                en="a time of day from 0:00 to 23:59, such as 15:00",
            ),
        )
    return found


def _time_of(raw: object) -> time | None:
    if isinstance(raw, datetime):
        return None
    if isinstance(raw, time):
        return None if raw.second or raw.microsecond else raw
    if isinstance(raw, timedelta):
        minutes, rest = divmod(raw.total_seconds(), 60)
        is_sound = not rest and 0 <= minutes < 24 * 60
        return time(int(minutes) // 60, int(minutes) % 60) if is_sound else None
    text = unicodedata.normalize("NFKC", str(raw)).strip()
    match = _CLOCK.fullmatch(re.sub(r"\s+", "", text))
    if match is None or (match[2] is None and match[3] is None and text.endswith(":")):
        return None
    hour, minute = int(match[1]), int(match[2] or match[3] or 0)
    return time(hour, minute) if hour < 24 and minute < 60 else None  # noqa: PLR2004 - a day.
