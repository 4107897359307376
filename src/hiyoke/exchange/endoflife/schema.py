"""The members of an endoflife.date product that Hiyoke uses, of either form, typed.

The older form is that of the project's product files (``releaseCycle``, dates that may be
booleans); the newer is API v1 (``name``, ``isEol``, ``eolFrom``). Unknown members are skipped
unread.

Source:
    endoflife.date, "Adding a product" (front matter) and API v1 OpenAPI description.
"""

from __future__ import annotations

import msgspec

#: A date, or whether the day has come where no date is published.
Day = bool | str | None


class Latest(msgspec.Struct, gc=False):
    """API v1: latest version of a cycle."""

    name: str | None = None


class Release(msgspec.Struct, gc=False):
    """One release cycle."""

    releaseCycle: str | None = None  # noqa: N815 - the member's own name.
    name: str | None = None
    releaseDate: str | None = None  # noqa: N815
    latest: str | Latest | None = None
    latestReleaseDate: str | None = None  # noqa: N815
    eol: Day = None
    eoas: Day = None
    support: Day = None
    eoes: Day = None
    extendedSupport: Day = None  # noqa: N815
    isEol: bool | None = None  # noqa: N815
    eolFrom: str | None = None  # noqa: N815
    eoasFrom: str | None = None  # noqa: N815
    eoesFrom: str | None = None  # noqa: N815


class Identifier(msgspec.Struct, gc=False):
    """One name of the product elsewhere."""

    purl: str | None = None
    cpe: str | None = None
    type: str | None = None
    id: str | None = None


class Product(msgspec.Struct, gc=False):
    """One product with its release cycles."""

    product: str | None = None
    name: str | None = None
    title: str | None = None
    label: str | None = None
    identifiers: list[Identifier] | None = None
    releases: list[Release] | None = None
