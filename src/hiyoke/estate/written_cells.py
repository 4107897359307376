"""Values as cells again, in the words of one language.

What is not here: headings and rows (`written_rows`).
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any, Final

from hiyoke.estate.sheets import (
    Kind,
    days_text,
    efforts_text,
    parts_text,
    range_text,
    shares_text,
    shifts_text,
    week_days_text,
)
from hiyoke.languages import Language, Text

if TYPE_CHECKING:
    from collections.abc import Callable

    from hiyoke.estate.sheets import ColumnSpec

#: A cell as it is written: text, a number, a date, or nothing.
WrittenCell = str | int | float | date | None

_ANSWERS: Final = {
    "yes": Text(ja="はい", en="yes"),
    "no": Text(ja="いいえ", en="no"),
    "unknown": Text(ja="不明", en="unknown"),
}
_TEXTS: Final[dict[Kind, Callable[[Any, Language], str]]] = {
    Kind.YES_NO: lambda value, language: _ANSWERS["yes" if value else "no"].render(language),
    Kind.YES_NO_UNKNOWN: lambda value, language: _ANSWERS[value].render(language),
    Kind.FLOWS: lambda value, _language: "; ".join(" > ".join(ends) for ends in value),
    Kind.SHARES: lambda value, _language: shares_text(value),
    Kind.DURATIONS: lambda value, _language: range_text(value),
    Kind.EFFORTS: lambda value, _language: efforts_text(value),
    Kind.PARTS: lambda value, _language: parts_text(value),
    Kind.DAYS: lambda value, _language: days_text(value),
    Kind.TIME: lambda value, _language: f"{value:%H:%M}",
    Kind.WEEK_DAYS: week_days_text,
    Kind.SHIFTS: shifts_text,
}
#: Kinds whose values are words already when their writer says so.
_MAY_BE_TEXT: Final = frozenset({Kind.DURATIONS, Kind.DAYS, Kind.TIME})


def written_cell(column: ColumnSpec, value: Any, language: Language) -> WrittenCell:
    """Return a value as a cell that reads back equal."""
    if value is None or (column.kind in _MAY_BE_TEXT and isinstance(value, str)):
        return value
    if column.kind in _TEXTS:
        return _TEXTS[column.kind](value, language) or None
    if column.kind is Kind.CHOICE:
        if language is Language.EN:
            return str(value)
        return next(choice.label.ja for choice in column.choices if choice.value == value)
    if isinstance(value, tuple):
        return "; ".join(value)
    return value if isinstance(value, int | float | date) else str(value)
