"""SSVC decision points as publishers write them, brought to one spelling.

CISA's enrichment writes options in mixed case and with two spellings of Technical Impact; CSAF 2.1
carries selection lists. What is not here: decision tables, which weigh the points.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

_EXPLOITATION: Final = {
    "none": "none",
    "n": "none",
    "poc": "public_poc",
    "publicpoc": "public_poc",
    "proofofconcept": "public_poc",
    "p": "public_poc",
    "active": "active",
    "a": "active",
}
_AUTOMATABLE: Final = {"yes": "yes", "y": "yes", "no": "no", "n": "no"}
_TECHNICAL_IMPACT: Final = {"partial": "partial", "p": "partial", "total": "total", "t": "total"}

#: Decision points by their folded names and by their keys in selection lists.
_POINTS: Final = {
    "exploitation": (0, _EXPLOITATION),
    "e": (0, _EXPLOITATION),
    "automatable": (1, _AUTOMATABLE),
    "a": (1, _AUTOMATABLE),
    "technicalimpact": (2, _TECHNICAL_IMPACT),
    "ti": (2, _TECHNICAL_IMPACT),
}

_NOT_LETTERS = re.compile(r"[^a-z]+")


class SsvcPoints(NamedTuple):
    """Points of one assessment; None where not stated or not of the known values.

    Attributes:
        exploitation: none, public_poc or active.
        automatable: yes or no.
        technical_impact: partial or total.
        assessed_at: ISO 8601 text.
    """

    exploitation: str | None
    automatable: str | None
    technical_impact: str | None
    assessed_at: str | None


def read_ssvc(content: Any) -> SsvcPoints | None:
    """Return the points that a metric's content states, or None when it states none.

    Args:
        content: Decoded JSON: ``{"options": [{"Exploitation": "none"}, ...]}`` (SSVC 1) or
            ``{"selections": [{"name": ..., "values": [{"name": ...}]}]}`` (SSVC 2).

    Source:
        CERT/CC SSVC, "SSVC computed" 1.0.1 schema and "Selection List" 2.0.0 schema.

    Example:
        >>> read_ssvc({"options": [{"Exploitation": "PoC"}, {"technicalImpact": "Total"}]})[:3]
        ('public_poc', None, 'total')
    """
    if not isinstance(content, dict):
        return None
    found: list[str | None] = [None, None, None]
    for name, value in (*_options(content), *_selections(content)):
        known = _POINTS.get(_folded(name))
        if known is not None:
            place, values = known
            found[place] = values.get(_folded(value), found[place])
    if found == [None, None, None]:
        return None
    timestamp = content.get("timestamp")
    return SsvcPoints(
        found[0], found[1], found[2], timestamp if isinstance(timestamp, str) else None
    )


@lru_cache(maxsize=1024)
def _folded(text: str) -> str:
    return _NOT_LETTERS.sub("", text.lower())


def _options(content: dict[str, Any]) -> Iterator[tuple[str, str]]:
    options = content.get("options")
    for option in options if isinstance(options, list) else ():
        if isinstance(option, dict):
            yield from (
                (str(key), value) for key, value in option.items() if isinstance(value, str)
            )


def _selections(content: dict[str, Any]) -> Iterator[tuple[str, str]]:
    selections = content.get("selections")
    for selection in selections if isinstance(selections, list) else ():
        if not isinstance(selection, dict):
            continue
        name = selection.get("name") or selection.get("key")
        values = selection.get("values")
        first = values[0] if isinstance(values, list) and len(values) == 1 else None
        value = (first.get("name") or first.get("key")) if isinstance(first, dict) else first
        if isinstance(name, str) and isinstance(value, str):
            yield name, value
