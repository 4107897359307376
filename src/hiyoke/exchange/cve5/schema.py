"""The members of a CVE 5.x record that Hiyoke uses, typed so that decoding checks them.

Unknown members are skipped unread. What is not here: what the members mean (`claims`, `evidence`)
and the rest of the schema (descriptions, references, credits).
"""

from __future__ import annotations

from typing import Annotated, Any

import msgspec

from hiyoke.advisories.cpe_applicability import CpeConfiguration  # noqa: TC001 - read at run time.

#: Longest texts that the schema allows; a longer one breaks its entry.
_VersionText = Annotated[str, msgspec.Meta(max_length=1024)]
_Name = Annotated[str, msgspec.Meta(max_length=2048)]
_Cpe = Annotated[str, msgspec.Meta(max_length=2048)]


class Change(msgspec.Struct, gc=False):
    """One status change inside a range."""

    at: _VersionText
    status: str


class Version(msgspec.Struct, gc=False):
    """One version or range of versions with its status."""

    version: _VersionText = ""
    status: str = "unknown"
    lessThan: _VersionText | None = None  # noqa: N815 - the member's own name.
    lessThanOrEqual: _VersionText | None = None  # noqa: N815
    versionType: str | None = None  # noqa: N815
    changes: list[Change] | None = None


class Affected(msgspec.Struct, gc=False):
    """One product with the status of its versions."""

    vendor: _Name | None = None
    product: _Name | None = None
    packageName: _Name | None = None  # noqa: N815
    packageURL: _Name | None = None  # noqa: N815
    collectionURL: _Name | None = None  # noqa: N815
    cpes: list[_Cpe] | None = None
    defaultStatus: str | None = None  # noqa: N815
    versions: list[Version] | None = None


class Cvss(msgspec.Struct, gc=False):
    """A CVSS object; the vector says it all."""

    vectorString: str | None = None  # noqa: N815


class OtherMetric(msgspec.Struct, gc=False):
    """A metric of another kind: SSVC points, a KEV listing, or one this reader does not know."""

    type: str | None = None
    content: Any = None


class Metric(msgspec.Struct, gc=False):
    """One assessment, in one or more systems."""

    cvssV2_0: Cvss | None = None  # noqa: N815
    cvssV3_0: Cvss | None = None  # noqa: N815
    cvssV3_1: Cvss | None = None  # noqa: N815
    cvssV4_0: Cvss | None = None  # noqa: N815
    other: OtherMetric | None = None


class Provider(msgspec.Struct, gc=False):
    """Who filled a container."""

    shortName: str | None = None  # noqa: N815
    orgId: str | None = None  # noqa: N815
    dateUpdated: str | None = None  # noqa: N815


class Container(msgspec.Struct, gc=False):
    """What one provider says: the numbering authority (CNA) or an enricher (ADP)."""

    title: str | None = None
    providerMetadata: Provider | None = None  # noqa: N815
    affected: list[Affected] | None = None
    metrics: list[Metric] | None = None
    cpeApplicability: list[CpeConfiguration] | None = None  # noqa: N815


class Containers(msgspec.Struct, gc=False):
    """One container of the authority, any number of enrichers."""

    cna: Container | None = None
    adp: list[Container] | None = None


class Metadata(msgspec.Struct, gc=False):
    """Identity, state and dates of the record."""

    cveId: str  # noqa: N815
    state: str = "PUBLISHED"
    datePublished: str | None = None  # noqa: N815
    dateUpdated: str | None = None  # noqa: N815
    dateRejected: str | None = None  # noqa: N815
    dateReserved: str | None = None  # noqa: N815
    assignerShortName: str | None = None  # noqa: N815


class CveRecord(msgspec.Struct, gc=False):
    """One CVE record."""

    cveMetadata: Metadata  # noqa: N815
    containers: Containers
