"""CVSS vectors of versions 2 to 4: their base score, and what they suggest about SSVC points.

A score is shown as evidence and never orders anything: low scores are exploited too. What is not
here: temporal, environmental and supplemental metrics, which belong to whoever runs the system.

Source:
    CVSS 2.0, 3.0, 3.1 and 4.0 specifications, FIRST; computed by the `cvss` library.
"""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple


class CvssRating(NamedTuple):
    """One CVSS vector with the score that it computes to.

    Attributes:
        cvss_version: 2.0, 3.0, 3.1 or 4.0.
        vector: As published.
        provider: Who rated it.
        base_score: In [0, 10]; None when the vector does not follow its standard.
    """

    cvss_version: str
    vector: str
    provider: str
    base_score: float | None


@lru_cache(maxsize=100_000)
def base_score(vector: str) -> float | None:
    """Compute the base score of a CVSS vector.

    Args:
        vector: ``CVSS:3.1/AV:N/...``, ``CVSS:4.0/...``, or a bare version 2 vector.

    Returns:
        A score in [0, 10] with one decimal; None when the vector breaks its standard.

    Cost:
        Some tens of microseconds; memoised by vector.
    """
    import cvss  # noqa: PLC0415 - only runs that meet a vector pay for the import.

    text = vector.strip().strip("()")
    readers = {"CVSS:4": cvss.CVSS4, "CVSS:3": cvss.CVSS3}
    reader = readers.get(text[:6].upper(), cvss.CVSS2)
    try:
        # Version 4 scores lie on the attribute, versions 2 and 3 in a tuple that starts with it.
        rated = reader(text)
        score = float(rated.base_score if reader is cvss.CVSS4 else rated.scores()[0])
        return abs(score)  # The library computes some zeros of version 2 as -0.0.
    except (cvss.CVSSError, ValueError, KeyError, IndexError, ArithmeticError):
        return None


def rate(cvss_version: str, vector: str, provider: str) -> CvssRating:
    """Return one vector with its computed score."""
    return CvssRating(cvss_version, vector, provider, base_score(vector))


def _metrics(vector: str) -> dict[str, str]:
    parts = (part.partition(":") for part in vector.strip().strip("()").upper().split("/"))
    return {name: value for name, _, value in parts}


def suggested_automatable(vector: str) -> str | None:
    """Suggest SSVC's automatable from a vector, as an assumption.

    A flaw reached over the network, easily, without login and without a user's help can be
    attacked by a script. Against CISA's own SSVC points for 32,214 CVEs of 2024 and before that
    carry a version 3 vector, this agrees in 96 of 100 (`docs/explanation/deadlines.md`).

    Returns:
        yes or no; None when the vector breaks its standard.
    """
    if base_score(vector) is None:
        return None
    metrics = _metrics(vector)
    login = metrics.get("PR") or metrics.get("AU", "")
    easily = metrics.get("AC") == "L" and metrics.get("AT", "N") == "N"
    alone = login == "N" and metrics.get("UI", "N") == "N"
    return "yes" if metrics.get("AV") == "N" and easily and alone else "no"


def suggested_technical_impact(vector: str) -> str | None:
    """Suggest SSVC's technical impact from a vector, as an assumption.

    High loss of both confidentiality and integrity is taken as total control. Against the same
    32,214 CVEs this agrees in 94 of 100.

    Returns:
        partial or total; None when the vector breaks its standard.
    """
    if base_score(vector) is None:
        return None
    metrics = _metrics(vector)
    lost = (metrics.get("VC") or metrics.get("C"), metrics.get("VI") or metrics.get("I"))
    # Version 2 says "complete" where later versions say "high".
    return "total" if lost in (("H", "H"), ("C", "C")) else "partial"
