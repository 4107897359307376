"""The members of an NVD CVE API 2.0 record that Hiyoke uses, typed so that decoding checks them.

Unknown members are skipped unread. What is not here: the page around the records, and prose.

Source:
    NIST, "NVD CVE API 2.0" schema; the yearly 2.0 feeds hold the same records.
"""

from __future__ import annotations

import msgspec

from hiyoke.advisories.cpe_applicability import CpeConfiguration  # noqa: TC001 - read at run time.


class CvssData(msgspec.Struct, gc=False):
    """A CVSS object; the vector says it all."""

    vectorString: str | None = None  # noqa: N815 - the member's own name.


class CvssMetric(msgspec.Struct, gc=False):
    """One rating by one source."""

    cvssData: CvssData | None = None  # noqa: N815
    source: str | None = None


class Metrics(msgspec.Struct, gc=False):
    """Ratings by CVSS version."""

    cvssMetricV2: list[CvssMetric] | None = None  # noqa: N815
    cvssMetricV30: list[CvssMetric] | None = None  # noqa: N815
    cvssMetricV31: list[CvssMetric] | None = None  # noqa: N815
    cvssMetricV40: list[CvssMetric] | None = None  # noqa: N815


class NvdRecord(msgspec.Struct, gc=False):
    """One CVE as NVD sees it.

    `vcConfigurations` is VulnCheck's own analysis in its copy of the feed, of the same form.
    """

    id: str
    vulnStatus: str | None = None  # noqa: N815
    published: str | None = None
    lastModified: str | None = None  # noqa: N815
    cisaExploitAdd: str | None = None  # noqa: N815
    cisaActionDue: str | None = None  # noqa: N815
    metrics: Metrics | None = None
    configurations: list[CpeConfiguration] | None = None
    vcConfigurations: list[CpeConfiguration] | None = None  # noqa: N815


class NvdEntry(msgspec.Struct, gc=False):
    """One element of a page."""

    cve: NvdRecord
