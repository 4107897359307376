"""Codes of the findings table as words, so that a workbook speaks one language only.

What is not here: headings and the other sheets (`workbook_sheets`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from hiyoke.languages import Language, Text
from hiyoke.matching import words_of
from hiyoke.reports.words import REACH_WORDS, SSVC_WORDS, STATUS_WORDS

if TYPE_CHECKING:
    from hiyoke.risk import DecisionTable

_OUTCOMES: Final = ("outcome", "outcome_latest", "outcome_if_assumptions_fail")
_POINTS: Final = ("unknown_points", "assumed_points")
_WORDS: Final = {
    "status": STATUS_WORDS,
    "exposure": REACH_WORDS,
    "ransomware_use": {
        "known": Text(ja="利用あり", en="known"),
        "unknown": Text(ja="不明", en="unknown"),
    },
}
_YES_NO: Final = {True: Text(ja="はい", en="yes"), False: Text(ja="いいえ", en="no")}


class CodeWords:
    """Says the codes of one run in one language.

    Args:
        table: The decision table whose outcomes and points appear.
        language: The language to say them in.
    """

    def __init__(self, table: DecisionTable, language: Language) -> None:
        self._table = table
        self._language = language

    def say(self, column: str, value: Any) -> Any:
        """Return a cell in words; what is no code stays as it is."""
        if value is None:
            return None
        if column in _OUTCOMES:
            return self._render(self._table.outcome(value).label)
        if column in _POINTS:
            points = (self._table.point(name) for name in value)
            return [self._render(point.label) for point in points if point is not None]
        if column == "reason":
            return self._render(words_of(value).why)
        if isinstance(value, bool):
            return self._render(_YES_NO[value])
        if column.startswith("ssvc_"):
            known = (SSVC_WORDS.get(part, Text(part, part)) for part in value.split("/"))
            return "/".join(map(self._render, known))
        words = _WORDS[column].get(value) if column in _WORDS else None
        return value if words is None else self._render(words)

    def _render(self, text: Text) -> str:
        return text.render(self._language)
