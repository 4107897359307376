"""What a flaw asks of an attacker and what it gives, read from CVSS vectors and SSVC answers.

Scores play no part: a low score may open the way. Raters who disagree give several readings, and
all are kept. What is not here: what follows from a reading (`rules`).
"""

from __future__ import annotations

from functools import lru_cache
from typing import Final, NamedTuple

VECTORS: Final = ("network", "adjacent", "local", "physical")
PRIVILEGES: Final = ("none", "low", "high")
INTERACTIONS: Final = ("none", "required")
IMPACTS: Final = ("total", "partial", "availability", "none")

_BY_LETTER: Final = dict(zip("NALP", VECTORS, strict=True))


class FlawTraits(NamedTuple):
    """One reading of a flaw.

    Attributes:
        vector: From where: one of `VECTORS`.
        privileges: Which rights on the target the attacker needs first: one of `PRIVILEGES`.
        interaction: Whether somebody else must act: one of `INTERACTIONS`.
        impact: One of `IMPACTS`. Total is full loss of confidentiality and integrity of the
            software; partial is any lesser loss of either; availability is a loss of nothing else.
    """

    vector: str
    privileges: str
    interaction: str
    impact: str


def read_traits(
    vectors: tuple[str, ...], technical_impact: tuple[str, ...] = ()
) -> tuple[FlawTraits, ...]:
    """Return every reading of a flaw, sorted; none when no vector can be read.

    Only the newest CVSS version among the vectors counts, since a later one corrects an earlier.
    SSVC's technical impact, where given, decides between total and partial.

    Args:
        vectors: CVSS vectors of any version.
        technical_impact: SSVC answers, partial or total.
    """
    read = [(version, traits) for version, traits in map(read_vector, vectors) if traits]
    newest = max((version for version, _ in read), default="")
    return tuple(
        sorted(
            {
                _with_answer(traits, answer)
                for version, traits in read
                if version == newest
                for answer in (technical_impact or (None,))
            }
        )
    )


@lru_cache(maxsize=1 << 17)
def read_vector(vector: str) -> tuple[str, FlawTraits | None]:
    """Return the CVSS version of a vector and what it says; no traits when it breaks its standard.

    Cost:
        Some tens of microseconds for each distinct vector.

    Source:
        CVSS 2.0, 3.0, 3.1 and 4.0 specifications, FIRST; parsed by the `cvss` library.
    """
    import cvss  # noqa: PLC0415 - only runs that meet a vector pay for the import.

    text = vector.strip().strip("()")
    readers = {"CVSS:4": cvss.CVSS4, "CVSS:3": cvss.CVSS3}
    reader = readers.get(text[:6].upper(), cvss.CVSS2)
    try:
        metrics: dict[str, str] = reader(text).metrics
    except (cvss.CVSSError, ValueError, KeyError, IndexError, ArithmeticError):
        return "", None
    version = "2.0" if reader is cvss.CVSS2 else text[5:8]
    return version, FlawTraits(
        vector=_BY_LETTER[metrics["AV"]],
        privileges=_privileges(metrics),
        interaction="none" if metrics.get("UI", "N") == "N" else "required",
        impact=_impact(metrics),
    )


def _privileges(metrics: dict[str, str]) -> str:
    """Return the rights needed; version 2 knows only whether one must log in."""
    asked = metrics.get("PR") or ("N" if metrics["Au"] == "N" else "L")
    return {"N": "none", "L": "low", "H": "high"}[asked]


def _impact(metrics: dict[str, str]) -> str:
    """Return the impact; in version 4 a loss beyond the vulnerable system counts as partial."""
    lost = (metrics.get("VC") or metrics["C"], metrics.get("VI") or metrics["I"])
    if lost in (("H", "H"), ("C", "C")):
        return "total"
    beyond = (metrics.get("SC", "N"), metrics.get("SI", "N"))
    if (*lost, *beyond) != ("N", "N", "N", "N"):
        return "partial"
    available = (metrics.get("VA") or metrics["A"], metrics.get("SA", "N"))
    return "none" if available == ("N", "N") else "availability"


def _with_answer(traits: FlawTraits, answer: str | None) -> FlawTraits:
    """Let SSVC decide between total and partial; its partial does not undo a lesser impact."""
    if answer == "total" or (answer == "partial" and traits.impact == "total"):
        return traits._replace(impact=answer)
    return traits
