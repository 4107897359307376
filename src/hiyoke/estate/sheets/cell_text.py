"""One cell as text, and the ways in which it can fail to say anything.

What is not here: what the text means (`values`, `figures`, `written_dates`).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Final

from hiyoke.languages import Text

if TYPE_CHECKING:
    from collections.abc import Iterable

CORRECT: Final = Text(ja="値を直してください。", en="Correct the value.")
#: What parts the items of a list in one cell.
LIST_MARKS: Final = re.compile(r"[;；,，、\n]+")
#: Longest integer text that is converted; longer ones cannot be meant and cost time.
MAX_DIGITS: Final = 15


class MisreadError(Exception):
    """A cell does not say what its column expects.

    Args:
        kind: Code of the fault.
        expected: What the column expects.
        remedy: What the keeper of the file can do.
    """

    def __init__(self, kind: str, expected: Text, remedy: Text = CORRECT) -> None:
        self.kind = kind
        self.expected = expected
        self.remedy = remedy
        super().__init__(expected.en)


@dataclass(frozen=True, slots=True)
class SpoiledCell:
    """A cell that holds a formula without a stored result, or an error such as ``#REF!``.

    Attributes:
        kind: Code of the fault: ``formula_without_value`` or ``error_value``.
        shown: What stands in the cell.
    """

    kind: str
    shown: str

    def __str__(self) -> str:
        """Return what stands in the cell."""
        return self.shown


def text_of(raw: object) -> str:
    """Return a cell as plain text: whole numbers without ``.0``, dates in ISO form, stripped."""
    if type(raw) is str:
        return raw.strip()
    if raw is None:
        return ""
    if isinstance(raw, bool):
        return "TRUE" if raw else "FALSE"
    if isinstance(raw, float) and raw.is_integer() and abs(raw) < 10**MAX_DIGITS:
        return str(int(raw))
    if isinstance(raw, datetime):
        return raw.date().isoformat() if raw.time() == time() else raw.isoformat(sep=" ")
    if isinstance(raw, date | time):
        return raw.isoformat()
    if isinstance(raw, timedelta):
        return str(raw)
    if isinstance(raw, list | tuple):
        return "; ".join(text_of(item) for item in raw)
    return str(raw).strip()


def items_of(raw: object, marks: re.Pattern[str] = LIST_MARKS) -> list[str]:
    """Return the items of a cell, or of a list that YAML gives; blank ones are left out."""
    parts = [text_of(item) for item in raw] if isinstance(raw, list | tuple) else None
    if parts is None:
        parts = marks.split(text_of(raw))
    return [part.strip() for part in parts if part.strip()]


def distinct(items: Iterable[str]) -> tuple[str, ...]:
    """Return the items once each, in order."""
    return tuple(dict.fromkeys(items))
