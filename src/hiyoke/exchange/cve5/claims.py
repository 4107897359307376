"""What one entry of a CVE record's `affected` claims about versions.

What is not here: the algorithm itself (`status_intervals`) and whose claim it is.
"""

from __future__ import annotations

import re
from functools import lru_cache, partial
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from hiyoke.advisories import Obstacle
from hiyoke.advisories.claim_sheet import AFFECTED, UNDER_INVESTIGATION
from hiyoke.advisories.version_field import (
    names_no_version,
    plain_version,
    read_version_field,
)
from hiyoke.errors import UnknownSchemeError, UnsortableVersionError
from hiyoke.exchange.cve5.product import product_of
from hiyoke.exchange.cve5.schema import Affected
from hiyoke.exchange.cve5.status_intervals import VersionSpan, status_intervals
from hiyoke.versions import sort_key
from hiyoke.versions.constraints import VersionInterval, says_every_version
from hiyoke.versions.series import end_of_series

if TYPE_CHECKING:
    from collections.abc import Sequence

    from hiyoke.advisories.claim_sheet import ClaimSheet
    from hiyoke.exchange.cve5.schema import Version

#: Version types that name commits; their order is a graph, which no inventory knows.
COMMITS: Final = frozenset({"git", "hg", "svn", "mercurial", "subversion", "commit"})

#: Version types of texts that count something else than releases of the product.
_NOT_RELEASES: Final = frozenset({"date", "hotfix", "patch", "patch update"})

#: Version types as nearly all records spell them, none of which needs a second look.
_PLAIN_TYPES: Final = frozenset({None, "custom", "semver", "maven", "python", "rpm"})

#: Status of versions that nothing is said about.
_UNSAID: Final = ""

_STATUSES: Final = frozenset({"affected", "unaffected", "unknown"})
_SERIES = re.compile(r"(.+)\.\*\Z")


class _Spans(NamedTuple):
    """An entry's version objects, read for one version order."""

    spans: list[VersionSpan]
    refused: list[tuple[Obstacle, str, str]]  # Obstacle, status, text as published.


def add_entry(sheet: ClaimSheet, entry: Affected) -> bool:
    """Add what an entry claims; return False when it names no product.

    Source:
        CVE schema 5.x, "Product and Version Encodings".
    """
    product = product_of(entry)
    if product is None:
        return False
    default = _status(entry.defaultStatus) if entry.defaultStatus else _UNSAID
    versions = entry.versions or []
    is_plain = default != "affected" and bool(versions) and all(map(_is_plain, versions))
    for identity in product.identities:
        place = sheet.package(identity, product.name)
        if product.is_bundle:
            _add_bundle(sheet, place, default, versions)
        elif is_plain:
            _add_plain(sheet, place, versions, identity.scheme)
        else:
            _add_mixed(sheet, place, default, versions, identity.scheme)
    return True


def _is_plain(version: Version) -> bool:
    """Return whether a version object says "affected" of numbers, without change: most do."""
    return (
        version.status == "affected" and version.versionType in _PLAIN_TYPES and not version.changes
    )


def add_lost_entry(sheet: ClaimSheet, raw: Any) -> None:
    """Keep the product of an entry that breaks the schema, as one that cannot be assessed."""
    if not isinstance(raw, dict):
        return
    names = {
        field: raw[field]
        for field in ("vendor", "product", "packageName", "packageURL", "collectionURL")
        if isinstance(raw.get(field), str)
    }
    cpes = raw.get("cpes")
    listed = [cpe for cpe in cpes if isinstance(cpe, str)] if isinstance(cpes, list) else []
    product = product_of(Affected(**names, cpes=listed))
    if product is None:
        return
    for identity in product.identities:
        place = sheet.package(identity, product.name)
        sheet.add_obstacle(place, Obstacle.MALFORMED_ENTRY)


def _status(text: str) -> str:
    if text in _STATUSES:
        return text
    folded = text.strip().lower()
    return folded if folded in _STATUSES else "unknown"


def _add_mixed(
    sheet: ClaimSheet, place: int, default: str, versions: Sequence[Version], scheme: str | None
) -> None:
    numbered = [v for v in versions if (v.versionType or "").lower() not in COMMITS]
    if numbered:
        _add_numbered(sheet, place, default, numbered, scheme)
    elif versions:
        _add_commits(sheet, place, default, versions)
    else:
        _add_default(sheet, place, default)


def _add_default(sheet: ClaimSheet, place: int, default: str) -> None:
    """Add an entry without versions: its default status is all it says."""
    if default == "affected":
        sheet.add_every_version(place)
    elif default == "unknown":
        sheet.add_every_version(place, status=UNDER_INVESTIGATION)
    elif default == _UNSAID:
        sheet.add_obstacle(place, Obstacle.NO_VERSION_GIVEN)


def _add_bundle(
    sheet: ClaimSheet,
    place: int,
    default: str,
    versions: Sequence[Version],
) -> None:
    statuses = {default, *(_status(version.status) for version in versions)}
    if "affected" in statuses:
        sheet.add_obstacle(place, Obstacle.NO_VERSION_GIVEN)


def _add_commits(
    sheet: ClaimSheet,
    place: int,
    default: str,
    versions: Sequence[Version],
) -> None:
    statuses = {default, *(_status(version.status) for version in versions)}
    statuses.update(_status(c.status) for version in versions for c in version.changes or ())
    if "affected" in statuses:
        sheet.add_obstacle(place, Obstacle.GIT_ONLY)


def _add_plain(
    sheet: ClaimSheet, place: int, versions: Sequence[Version], scheme: str | None
) -> None:
    """Add versions that are all affected; where they overlap, their union is what is meant."""
    for version in versions:
        less_than, less_or_equal = version.lessThan, version.lessThanOrEqual
        if less_than is None and less_or_equal is None:
            sheet.add_field(place, version.version)
        else:
            interval = _interval_of(version.version, less_than, less_or_equal, scheme)
            _add_interval(sheet, place, interval)


def _add_numbered(
    sheet: ClaimSheet, place: int, default: str, versions: Sequence[Version], scheme: str | None
) -> None:
    read = _read_versions(versions, scheme)
    statuses = {span.status for span in read.spans} | {status for _, status, _ in read.refused}
    has_changes = any(span.changes for span in read.spans)
    if default == "affected" and statuses <= {"affected"} and not has_changes:
        sheet.add_every_version(place)
        return
    if not _add_resolved(sheet, place, default, read, scheme):
        _add_unresolved(sheet, place, default, read.spans)
    for obstacle, status, text in read.refused:
        if status != "unaffected":
            claimed = AFFECTED if status == "affected" else UNDER_INVESTIGATION
            sheet.add_obstacle(place, obstacle, text=text, status=claimed)


def _add_interval(
    sheet: ClaimSheet,
    place: int,
    interval: VersionInterval,
    *,
    status: str = AFFECTED,
) -> None:
    if interval.introduced is not None and interval.introduced == interval.last_affected:
        sheet.add_versions(place, (interval.introduced,), status=status)
    else:
        sheet.add_interval(place, interval, status=status)


def _add_resolved(
    sheet: ClaimSheet, place: int, default: str, read: _Spans, scheme: str | None
) -> bool:
    """Add the affected versions where statuses are mixed; return False when they have no order.

    Versions under a default of "unknown" are under investigation only where the entry calls no
    version affected; else most of every product would be.
    """
    if scheme is None or (
        default == "affected" and any(status == "unaffected" for _, status, _ in read.refused)
    ):
        return False
    try:
        pieces = status_intervals(
            read.spans,
            _UNSAID if default == "unknown" else default,
            partial(sort_key, scheme),
        )
    except (UnsortableVersionError, UnknownSchemeError):
        return False
    stated = {piece.status for piece in pieces} | {status for _, status, _ in read.refused}
    is_silent = "affected" not in stated
    for interval, status in pieces:
        if status == "affected":
            _add_interval(sheet, place, interval)
        elif status == "unknown" or (status == _UNSAID and is_silent):
            _add_interval(sheet, place, interval, status=UNDER_INVESTIGATION)
    return True


def _add_unresolved(
    sheet: ClaimSheet,
    place: int,
    default: str,
    spans: Sequence[VersionSpan],
) -> None:
    """Add what can be said without an order: the affected spans, or that nothing can be."""
    if default == "affected":
        sheet.add_obstacle(place, Obstacle.UNSORTABLE_BOUND, text=_shown(spans))
        return
    for span in spans:
        changed = {status for _, status in span.changes}
        if "affected" not in {span.status, *changed}:
            continue
        if span.changes:
            sheet.add_obstacle(place, Obstacle.UNSORTABLE_BOUND, text=_shown([span]))
        else:
            _add_interval(sheet, place, span.interval)


def _shown(spans: Sequence[VersionSpan]) -> str:
    """Return the ends of spans as one text for people."""
    ends = (end for span in spans for end in span.interval if end is not None)
    return ", ".join(dict.fromkeys(ends))


def _read_versions(versions: Sequence[Version], scheme: str | None) -> _Spans:
    read = _Spans([], [])
    for version in versions:
        status = _status(version.status)
        if version.lessThan is None and version.lessThanOrEqual is None:
            _read_single(read, version.version, status, scheme)
            continue
        interval = _interval_of(version.version, version.lessThan, version.lessThanOrEqual, scheme)
        kind = (version.versionType or "").lower()
        if kind in _NOT_RELEASES and interval.introduced is not None:
            text = f"{version.version} .. {version.lessThan or version.lessThanOrEqual}"
            read.refused.append((Obstacle.UNSORTABLE_BOUND, status, text))
            continue
        changes = tuple(
            (plain_version(change.at, scheme), _status(change.status))
            for change in version.changes or ()
        )
        read.spans.append(VersionSpan(interval, status, changes))
    return read


def _read_single(read: _Spans, text: str, status: str, scheme: str | None) -> None:
    extent = read_version_field(text, scheme)
    if isinstance(extent, Obstacle):
        read.refused.append((extent, status, text))
        return
    for interval in extent.intervals:
        read.spans.append(VersionSpan(interval, status))
    for version in extent.versions:
        one = VersionInterval(introduced=version, last_affected=version)
        read.spans.append(VersionSpan(one, status))


@lru_cache(maxsize=65536)
def _interval_of(
    lower: str, less_than: str | None, less_or_equal: str | None, scheme: str | None
) -> VersionInterval:
    """Return a range object's interval, its conventional open ends read.

    ``0``, ``*``, ``unspecified`` and the like open the lower end; ``*`` and ``unspecified`` open
    the upper one; ``6.1.*`` is the end of the 6.1 series. A comparator that repeats what the
    field says (``"lessThan": "< 2.0"``) is dropped.
    """
    introduced: str | None = plain_version(lower.removeprefix(">="), scheme)
    if _is_open(lower):
        introduced = None
    if less_than is None:
        upper = plain_version((less_or_equal or "").removeprefix("<="), scheme)
    else:
        upper = plain_version(less_than.removeprefix("<"), scheme)
    if upper != "0" and _is_open(upper):
        return VersionInterval(introduced)
    series = _SERIES.match(upper) if upper[-1:] == "*" else None
    if series is not None:
        return VersionInterval(introduced, None, end_of_series(scheme, series[1]) or upper)
    if less_than is None:
        return VersionInterval(introduced, None, None, upper)
    return VersionInterval(introduced, None, upper)


def _is_open(text: str) -> bool:
    return names_no_version(text) or says_every_version(text)
