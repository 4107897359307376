"""What a CSAF vulnerability's scores, metrics and dates tell beside its product status.

Scores that hold for some products are kept for the flaw as a whole, each vector once. What is not
here: threats in words, which no decision table reads.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import pyarrow as pa

from hiyoke.advisories import date_of
from hiyoke.advisories.ssvc_points import read_ssvc

if TYPE_CHECKING:
    from collections.abc import Iterator

    from hiyoke.advisories import AdvisoryBatch
    from hiyoke.exchange.csaf.schema import Cvss, Epss, MetricContent, Score, Vulnerability

SOURCE: Final = "csaf"

_Vectors = dict[tuple[str, str], None]


def add_evidence(
    batch: AdvisoryBatch, vulnerability: Vulnerability, *, subject_id: str, publisher: str
) -> None:
    """Add vectors, decision points and estimates.

    Args:
        batch: Where evidence goes; the advisory must have been announced.
        vulnerability: The flaw.
        subject_id: Its CVE, or the advisory where it has none.
        publisher: Who issued the document; a metric of CSAF 2.1 may name another source.
    """
    vectors: _Vectors = {}
    for score in vulnerability.scores or ():
        vectors.update(((publisher, vector), None) for vector in _vectors(score))
    for metric in vulnerability.metrics or ():
        if metric.content is not None:
            provider = metric.source or publisher
            vectors.update(((provider, vector), None) for vector in _vectors(metric.content))
            _add_points(batch, metric.content, subject_id, provider)
    for provider, vector in vectors:
        batch.add_cvss(subject_id, source=SOURCE, provider=provider, vector=vector)
    _add_exploitation(batch, vulnerability, subject_id, publisher)


def _vectors(rated: Score | MetricContent) -> Iterator[str]:
    objects: tuple[Cvss | None, ...] = (rated.cvss_v4, rated.cvss_v3, rated.cvss_v2)
    for cvss in objects:
        if cvss is not None and cvss.vectorString:
            yield cvss.vectorString


def _add_points(
    batch: AdvisoryBatch, content: MetricContent, subject_id: str, provider: str
) -> None:
    for stated in (content.ssvc_v2, content.ssvc_v1):
        points = read_ssvc(stated)
        if points is not None:
            batch.add_ssvc(
                subject_id,
                source=SOURCE,
                assessor=provider,
                exploitation=points.exploitation,
                automatable=points.automatable,
                technical_impact=points.technical_impact,
                assessed_at=points.assessed_at,
            )
    if content.epss is not None and subject_id.startswith("CVE-"):
        table = _epss_table(subject_id, content.epss)
        if table is not None:
            batch.add_epss(table)


def _epss_table(cve_id: str, epss: Epss) -> Any:
    """Return one estimate as a table, or None when a number or the date cannot be read."""
    probability, percentile = _share(epss.probability), _share(epss.percentile)
    scored_on = date_of(epss.timestamp)
    if probability is None or percentile is None or scored_on is None:
        return None
    return pa.table(
        {
            "cve_id": pa.array([cve_id], pa.string()),
            "epss_probability": pa.array([probability], pa.float64()),
            "percentile": pa.array([percentile], pa.float64()),
            "scored_on": pa.array([scored_on], pa.date32()),
        }
    )


def _share(text: str | None) -> float | None:
    """Return a number in [0, 1] from its text, or None."""
    try:
        share = float(text or "")
    except ValueError:
        return None
    return share if 0.0 <= share <= 1.0 else None


def _add_exploitation(
    batch: AdvisoryBatch, vulnerability: Vulnerability, subject_id: str, publisher: str
) -> None:
    """Add that a publisher knows of exploitation, as the decision point it amounts to."""
    dates = [known.date for known in vulnerability.first_known_exploitation_dates or ()]
    if dates:
        batch.add_ssvc(
            subject_id,
            source=SOURCE,
            assessor=publisher,
            exploitation="active",
            assessed_at=max((date for date in dates if date), default=None),
        )
