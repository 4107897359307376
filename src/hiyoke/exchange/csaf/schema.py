"""The members of a CSAF 2.0 or 2.1 document that Hiyoke uses, typed so that decoding checks them.

Unknown members are skipped unread. What is not here: prose (notes, summaries, details) and what
the members mean (`products`, `claims`, `evidence`).

Source:
    OASIS CSAF 2.0 (18 November 2022) and 2.1, section 3, "Schema elements".
"""

from __future__ import annotations

from typing import Any

import msgspec


class Tracking(msgspec.Struct, gc=False):
    """Identity, state and dates of the document."""

    id: str
    status: str | None = None
    initial_release_date: str | None = None
    current_release_date: str | None = None
    aliases: list[str] | None = None


class Publisher(msgspec.Struct, gc=False):
    """Who issued the document."""

    name: str | None = None
    namespace: str | None = None


class DocumentPart(msgspec.Struct, gc=False):
    """The document about itself."""

    tracking: Tracking
    category: str | None = None
    csaf_version: str | None = None
    title: str | None = None
    publisher: Publisher | None = None


class IdentificationHelper(msgspec.Struct, gc=False):
    """Names under which a product is known elsewhere."""

    cpe: str | None = None
    purl: str | None = None  # CSAF 2.0.
    purls: list[str] | None = None  # CSAF 2.1.


class FullProductName(msgspec.Struct, gc=False):
    """A product that the rest of the document refers to by its identifier."""

    product_id: str
    name: str | None = None
    product_identification_helper: IdentificationHelper | None = None


class Branch(msgspec.Struct, gc=False):
    """One step of the way from a vendor to a version."""

    category: str | None = None
    name: str | None = None
    branches: list[Branch] | None = None
    product: FullProductName | None = None


class ProductPath(msgspec.Struct, gc=False):
    """CSAF 2.1: one step of a product path."""

    category: str | None = None
    next_product_reference: str | None = None


class ProductPaths(msgspec.Struct, gc=False):
    """CSAF 2.1: a product made of others, such as a package on an operating system."""

    beginning_product_reference: str | None = None
    full_product_name: FullProductName | None = None
    subpaths: list[ProductPath] | None = None


class Relationship(msgspec.Struct, gc=False):
    """CSAF 2.0: a product made of two others, such as a package on an operating system."""

    category: str | None = None
    product_reference: str | None = None
    relates_to_product_reference: str | None = None
    full_product_name: FullProductName | None = None


class ProductGroup(msgspec.Struct, gc=False):
    """Products under one name."""

    group_id: str
    product_ids: list[str] = []


class ProductTree(msgspec.Struct, gc=False):
    """All products the document is about."""

    branches: list[Branch] | None = None
    full_product_names: list[FullProductName] | None = None
    relationships: list[Relationship] | None = None
    product_paths: list[ProductPaths] | None = None
    product_groups: list[ProductGroup] | None = None


class ProductStatus(msgspec.Struct, gc=False):
    """Identifiers of products by their status."""

    first_affected: list[str] | None = None
    first_fixed: list[str] | None = None
    fixed: list[str] | None = None
    known_affected: list[str] | None = None
    known_not_affected: list[str] | None = None
    last_affected: list[str] | None = None
    recommended: list[str] | None = None
    under_investigation: list[str] | None = None
    unknown: list[str] | None = None


class Cvss(msgspec.Struct, gc=False):
    """A CVSS object; the vector says it all."""

    vectorString: str | None = None  # noqa: N815 - the member's own name.


class Score(msgspec.Struct, gc=False):
    """CSAF 2.0: assessments for some products."""

    cvss_v2: Cvss | None = None
    cvss_v3: Cvss | None = None
    cvss_v4: Cvss | None = None


class Epss(msgspec.Struct, gc=False):
    """CSAF 2.1: an EPSS estimate, numbers as text."""

    probability: str | None = None
    percentile: str | None = None
    timestamp: str | None = None


class MetricContent(msgspec.Struct, gc=False):
    """CSAF 2.1: assessments in one or more systems."""

    cvss_v2: Cvss | None = None
    cvss_v3: Cvss | None = None
    cvss_v4: Cvss | None = None
    epss: Epss | None = None
    ssvc_v1: Any = None
    ssvc_v2: Any = None


class Metric(msgspec.Struct, gc=False):
    """CSAF 2.1: assessments for some products, with their source."""

    content: MetricContent | None = None
    source: str | None = None


class ForeignId(msgspec.Struct, gc=False):
    """An identifier in another system than CVE."""

    system_name: str | None = None
    text: str | None = None


class ExploitationDate(msgspec.Struct, gc=False):
    """CSAF 2.1: since when the publisher knows of exploitation."""

    date: str | None = None
    exploitation_date: str | None = None


class Vulnerability(msgspec.Struct, gc=False):
    """One flaw and what it means for the products."""

    cve: str | None = None
    ids: list[ForeignId] | None = None
    title: str | None = None
    product_status: ProductStatus | None = None
    scores: list[Score] | None = None
    metrics: list[Metric] | None = None
    first_known_exploitation_dates: list[ExploitationDate] | None = None


class CsafDocument(msgspec.Struct, gc=False):
    """One CSAF document."""

    document: DocumentPart
    product_tree: ProductTree | None = None
    vulnerabilities: list[Vulnerability] | None = None
