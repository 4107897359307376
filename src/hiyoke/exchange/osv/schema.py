"""The members of an OSV record that Hiyoke uses, typed; prose but the title is skipped unread.

What is not here: rules beyond types. `read` and `salvage` say what happens to a record that
breaks them.

Source:
    OSV schema 1.7.4, https://ossf.github.io/osv-schema/
"""

from __future__ import annotations

from typing import Final

import msgspec

GIT = "GIT"


class Severity(msgspec.Struct, gc=False, frozen=True):
    """One rating: CVSS_V2, CVSS_V3, CVSS_V4 or a distribution's own words."""

    type: str
    score: str


class Package(msgspec.Struct, gc=False, frozen=True):
    """Who is affected."""

    ecosystem: str
    name: str


class RangeEvent(msgspec.Struct, gc=False, frozen=True):
    """One event; the schema allows one member each, readers accept several."""

    introduced: str | None = None
    fixed: str | None = None
    last_affected: str | None = None
    limit: str | None = None


class Range(msgspec.Struct, gc=False, frozen=True):
    """One range: SEMVER, ECOSYSTEM or GIT."""

    type: str
    events: tuple[RangeEvent, ...]
    repo: str | None = None


class Affected(msgspec.Struct, gc=False, frozen=True):
    """One package with its ranges and listed versions."""

    package: Package | None = None
    ranges: tuple[Range, ...] | None = None
    versions: tuple[str, ...] | None = None
    severity: tuple[Severity, ...] | None = None


class Record(msgspec.Struct, gc=False, frozen=True):
    """One advisory."""

    id: str
    modified: str
    published: str | None = None
    withdrawn: str | None = None
    summary: str | None = None
    aliases: tuple[str, ...] | None = None
    upstream: tuple[str, ...] | None = None
    related: tuple[str, ...] | None = None
    severity: tuple[Severity, ...] | None = None
    affected: tuple[Affected, ...] | None = None


_DECODER: Final = msgspec.json.Decoder(Record)

decode_record: Final = _DECODER.decode
decode_lines: Final = _DECODER.decode_lines
