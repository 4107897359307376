"""Days of the week and shifts as rosters write them: 月〜金, 第2日曜, 平日 22:00-翌5:00, 2nd Sun.

What is not here: single times of day and kinds of calendar days (`written_days`).
"""

from __future__ import annotations

import re
import unicodedata
from datetime import time
from typing import TYPE_CHECKING, Final

from hiyoke.estate.crew import Shift
from hiyoke.estate.sheets.cell_text import MisreadError, items_of
from hiyoke.estate.week_days import LAST, OTHER_DAYS, WEEKDAYS, WeekDay
from hiyoke.languages import Language, Text

if TYPE_CHECKING:
    from collections.abc import Iterable

#: Longest text of one cell; longer ones cannot be meant.
_MAX_CHARACTERS: Final = 400
_DAY_MINUTES: Final = 1440
_KANJI: Final = "月火水木金土日"
_EACH: Final = tuple(WeekDay(name) for name in WEEKDAYS)
_WORDS: Final = {
    "平日": (WeekDay("business"),),
    "営業日": (WeekDay("business"),),
    "銀行営業日": (WeekDay("business"),),
    "business": (WeekDay("business"),),
    "businessday": (WeekDay("business"),),
    "weekday": (WeekDay("business"),),
    "weekdays": (WeekDay("business"),),
    "businessdays": (WeekDay("business"),),
    "毎日": (*_EACH, WeekDay("holiday")),
    "全日": (*_EACH, WeekDay("holiday")),
    "daily": (*_EACH, WeekDay("holiday")),
    "everyday": (*_EACH, WeekDay("holiday")),
    "週末": (WeekDay("sat"), WeekDay("sun")),
    "weekend": (WeekDay("sat"), WeekDay("sun")),
    "weekends": (WeekDay("sat"), WeekDay("sun")),
    "祝日": (WeekDay("holiday"),),
    "祝": (WeekDay("holiday"),),
    "holiday": (WeekDay("holiday"),),
    "holidays": (WeekDay("holiday"),),
    "休日": (WeekDay("closed"),),
    "休業日": (WeekDay("closed"),),
    "closed": (WeekDay("closed"),),
    "closeddays": (WeekDay("closed"),),
    "non-businessdays": (WeekDay("closed"),),
}
_ENGLISH: Final = {
    spelling: name
    for name, spellings in zip(
        WEEKDAYS,
        (
            "mon monday",
            "tue tues tuesday",
            "wed weds wednesday",
            "thu thur thurs thursday",
            "fri friday",
            "sat saturday",
            "sun sunday",
        ),
        strict=True,
    )
    for word in spellings.split()
    for spelling in (word, f"{word}s")
}
_ORDINALS: Final = {"1st": 1, "2nd": 2, "3rd": 3, "4th": 4, "5th": 5, "last": LAST}
_ORDINALS_BY_NUMBER: Final = {number: word for word, number in _ORDINALS.items()}
_MARKS: Final = re.compile(r"[・/&+]|\band\b|および|及び|と")
_RANGE: Final = re.compile(r"[-~〜–−]|から|\bto\b")
_NTH: Final = re.compile(
    r"(?:第([1-5一二三四五])(?:週の?)?|(最終|最後の)|(1st|2nd|3rd|4th|5th|last))(.*)"
)
_EVERY: Final = re.compile(r"^(?:毎週|毎月|各|every|each)")
_RUN: Final = re.compile(r"([月火水木金土日祝]+?)(?:曜日?)?")

_CLOCK: Final = r"(?:\d{1,2}:\d{2}(?::00)?|\d{1,2}時(?:半|\d{1,2}分?)?)"
_HOURS: Final = re.compile(
    rf"(.*?)\s*(?:({_CLOCK})\s*(?:[-~〜–−]|から|to)\s*(翌日?の?)?({_CLOCK})(?:まで)?|(24時間|24h|24hours))",
)
_CLOCK_PARTS: Final = re.compile(r"(\d{1,2})(?::|時)(半|\d{1,2})?")

_DAYS_EXPECTED: Final = Text(
    ja="曜日（月〜金、第2日曜、最終土曜、平日、休日、祝日、毎日 など。; で区切る）",
    en="days such as Mon-Fri, 2nd Sun, last Sat, business days, closed days, holidays or daily, "
    "separated by ';'",
)
_SHIFTS_EXPECTED: Final = Text(
    ja="曜日と時間（「平日 9:00-17:30; 土 22:00-翌5:00」など）",
    en="days and hours, such as 'business days 9:00-17:30; Sat 22:00-5:00'",
)


def read_week_days(raw: object) -> tuple[WeekDay, ...]:
    """Return the days that a cell names, in order of the week.

    Raises:
        MisreadError: A word is no day.

    Example:
        >>> read_week_days("第2・第4日曜")
        (WeekDay(name='sun', nth=2), WeekDay(name='sun', nth=4))
    """
    found = _days_of(items_of(raw))
    if found is None or not found:
        raise MisreadError("not_days", _DAYS_EXPECTED)
    return found


def _days_of(items: Iterable[str]) -> tuple[WeekDay, ...] | None:
    """Read items of days; an ordinal alone waits for the day that follows it."""
    days: set[WeekDay] = set()
    waiting: list[int | None] = []
    for item in items:
        for part in _MARKS.split(_plain(item)[:_MAX_CHARACTERS]):
            word = _EVERY.sub("", re.sub(r"\s+", "", part))
            if not word:
                continue
            match = _NTH.fullmatch(word)
            if match is not None:
                waiting.append(_ordinal(match[1], match[2], match[3]))
                word = match[4]
                if not word or word == "週":
                    continue
            named = _word(word)
            if named is None or (waiting and not {d.name for d in named} <= set(WEEKDAYS)):
                return None
            days |= {WeekDay(d.name, nth) for d in named for nth in (waiting or (d.nth,))}
            waiting = []
    return None if waiting else in_order(days)


def in_order(days: Iterable[WeekDay]) -> tuple[WeekDay, ...]:
    """Return distinct days, each weekday of every week first, then the others."""
    names = (*WEEKDAYS, *OTHER_DAYS)
    return tuple(sorted(set(days), key=lambda day: (day.nth or 0, names.index(day.name))))


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold().strip()


def _ordinal(number: str | None, last: str | None, word: str | None) -> int:
    if number is not None:
        return "一二三四五".index(number) + 1 if number in "一二三四五" else int(number)
    return LAST if last is not None or word is None else _ORDINALS[word]


def _word(word: str) -> tuple[WeekDay, ...] | None:
    if word in _WORDS:
        return _WORDS[word]
    ends = _RANGE.split(word)
    if len(ends) == 2:  # noqa: PLR2004 - from and to.
        return _span(_one(ends[0]), _one(ends[1]))
    one = _one(word)
    if one is not None:
        return (WeekDay(one),)
    match = _RUN.fullmatch(word.replace("祝日", "祝"))
    if match is None:
        return None
    return tuple(
        WeekDay("holiday") if sign == "祝" else WeekDay(WEEKDAYS[_KANJI.index(sign)])
        for sign in match[1]
    )


def _one(word: str) -> str | None:
    plain = re.sub(r"曜日?$", "", word)
    if len(plain) == 1 and plain in _KANJI:
        return WEEKDAYS[_KANJI.index(plain)]
    return _ENGLISH.get(word)


def _span(first: str | None, last: str | None) -> tuple[WeekDay, ...] | None:
    if first is None or last is None:
        return None
    start, end = WEEKDAYS.index(first), WEEKDAYS.index(last)
    count = (end - start) % len(WEEKDAYS) + 1
    return tuple(WeekDay(WEEKDAYS[(start + step) % len(WEEKDAYS)]) for step in range(count))


def read_shifts(raw: object) -> tuple[Shift, ...]:
    """Return the shifts that a cell names; days that share hours may be listed before them.

    Raises:
        MisreadError: A part is no shift.

    Example:
        >>> [(s.starts_at.hour, s.minutes) for s in read_shifts("平日 9:00-17:30; 土 22:00-翌5:00")]
        [(9, 510), (22, 420)]
    """
    shifts: list[Shift] = []
    waiting: list[str] = []
    for item in items_of(raw):
        plain = _plain(item)
        match = _HOURS.fullmatch(plain[:_MAX_CHARACTERS])
        if match is None:
            waiting.append(plain)
            continue
        days = _days_of([*waiting, match[1]])
        hours = _hours(match[2], match[3], match[4])
        if not days or hours is None:
            raise MisreadError("not_a_shift", _SHIFTS_EXPECTED)
        shifts.append(Shift(days, *hours))
        waiting = []
    if waiting or not shifts:
        raise MisreadError("not_a_shift", _SHIFTS_EXPECTED)
    return tuple(dict.fromkeys(shifts))


def _hours(start: str | None, next_day: str | None, end: str | None) -> tuple[time, int] | None:
    """Return start and length; without times, the whole day."""
    if start is None or end is None:
        return time(0, 0), _DAY_MINUTES
    opens, closes = _minutes_of(start), _minutes_of(end)
    if opens is None or closes is None or opens >= _DAY_MINUTES:
        return None
    length = closes + (_DAY_MINUTES if next_day else 0) - opens
    if length <= 0 and not next_day:
        length += _DAY_MINUTES
    return (time(opens // 60, opens % 60), length) if 0 < length <= _DAY_MINUTES else None


def _minutes_of(text: str) -> int | None:
    match = _CLOCK_PARTS.match(text)
    if match is None:
        return None
    minute = 30 if match[2] == "半" else int(match[2] or 0)
    total = int(match[1]) * 60 + minute
    return total if minute < 60 and total <= 2 * _DAY_MINUTES else None  # noqa: PLR2004 - an hour.


_OTHER_LABELS: Final = {
    "business": Text(ja="平日", en="business days"),
    "closed": Text(ja="休業日", en="closed days"),
    "holiday": Text(ja="祝日", en="holidays"),
}


def week_days_text(days: Iterable[WeekDay], language: Language, separator: str = "; ") -> str:
    """Return days as a cell that `read_week_days` reads back."""
    return separator.join(_day_text(day, language) for day in days)


def _day_text(day: WeekDay, language: Language) -> str:
    if day.name in _OTHER_LABELS:
        return _OTHER_LABELS[day.name].render(language)
    if language is Language.JA:
        nth = "" if day.nth is None else "最終" if day.nth == LAST else f"第{day.nth}"
        return f"{nth}{_KANJI[WEEKDAYS.index(day.name)]}曜"
    nth = "" if day.nth is None else f"{_ORDINALS_BY_NUMBER[day.nth]} "
    return f"{nth}{day.name.capitalize()}"


def shifts_text(shifts: Iterable[Shift], language: Language) -> str:
    """Return shifts as a cell that `read_shifts` reads back."""
    return "; ".join(_shift_text(shift, language) for shift in shifts)


def _shift_text(shift: Shift, language: Language) -> str:
    days = week_days_text(shift.days, language, "・" if language is Language.JA else "/")
    start = shift.starts_at.hour * 60 + shift.starts_at.minute
    end = start + shift.minutes
    clock = f"{end // 60:02}:{end % 60:02}"
    return f"{days} {shift.starts_at:%H:%M}-{clock}"
