"""What a CVE record's metrics tell: CVSS vectors, SSVC decision points, known exploitation.

What is not here: severity in words and metrics of other kinds, which no decision table reads.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from hiyoke.advisories import date_of
from hiyoke.advisories.ssvc_points import read_ssvc
from hiyoke.exchange.json_faults import unreadable_date

if TYPE_CHECKING:
    from hiyoke.advisories import AdvisoryBatch
    from hiyoke.exchange.cve5.schema import Metric, OtherMetric

SOURCE: Final = "cve5"

#: Says of ransomware what a record knows: nothing. The KEV catalogue itself may say more.
_RANSOMWARE_UNKNOWN: Final = "unknown"


def add_metric(
    batch: AdvisoryBatch, metric: Metric, *, cve_id: str, provider: str, origin: str
) -> None:
    """Add what one metric of a container tells; a metric may hold several assessments.

    Args:
        batch: Where evidence goes; the record must have been announced.
        metric: The metric.
        cve_id: The record's CVE.
        provider: Short name of the container's provider.
        origin: File and place, for people.
    """
    for cvss in (metric.cvssV4_0, metric.cvssV3_1, metric.cvssV3_0, metric.cvssV2_0):
        if cvss is not None and cvss.vectorString:
            batch.add_cvss(cve_id, source=SOURCE, provider=provider, vector=cvss.vectorString)
    if metric.other is not None:
        _add_other(batch, metric.other, cve_id=cve_id, provider=provider, origin=origin)


def _add_other(
    batch: AdvisoryBatch, other: OtherMetric, *, cve_id: str, provider: str, origin: str
) -> None:
    kind = (other.type or "").strip().lower()
    if kind.startswith("ssvc"):
        points = read_ssvc(other.content)
        if points is not None:
            batch.add_ssvc(
                cve_id,
                source=SOURCE,
                assessor=provider,
                exploitation=points.exploitation,
                automatable=points.automatable,
                technical_impact=points.technical_impact,
                assessed_at=points.assessed_at,
            )
    elif kind == "kev" and isinstance(other.content, dict):
        listed_on = other.content.get("dateAdded")
        if not isinstance(listed_on, str) or date_of(listed_on) is None:
            batch.quarantine_part(**unreadable_date(origin, cve_id, str(listed_on)))
            return
        batch.add_known_exploited(
            cve_id, listed_on=listed_on, due_on=None, ransomware_use=_RANSOMWARE_UNKNOWN
        )
