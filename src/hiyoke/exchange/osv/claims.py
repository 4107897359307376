"""One OSV record turned into claims of the normal form.

This is the innermost loop of an import, so it appends to the batch's claims directly. What is not
here: decoding, and records that break the schema (`salvage`).
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from hiyoke.advisories import Obstacle
from hiyoke.advisories.claim_rows import AFFECTED, BEGINNING, RANGE, MarkedClaim
from hiyoke.errors import UnknownPackageError
from hiyoke.exchange.osv.faults import bad_commit, no_package, range_without_start
from hiyoke.exchange.osv.schema import GIT, RangeEvent
from hiyoke.packages import PackageIdentity, is_distribution, package_of_osv

if TYPE_CHECKING:
    from collections.abc import Sequence

    from hiyoke.advisories import AdvisoryBatch
    from hiyoke.exchange.osv.schema import Affected, Range, Record, Severity

SOURCE: Final = "osv"

#: Ecosystem of packages that are known by their repository alone.
GIT_ECOSYSTEM: Final = "git"

_NO_EVENT: Final = RangeEvent()

#: Events of a range that has one start and one end.
_PAIR: Final = 2

_COMMIT = re.compile(r"0|[a-f0-9]{40}|[a-f0-9]{64}")
_SCHEME = re.compile(r"^(?:git\+)?[a-z+]+://(?:[^/@]*@)?", re.IGNORECASE)


def add_record(record: Record, batch: AdvisoryBatch, origin: str) -> None:
    """Add a sound record to the batch.

    A part that breaks the schema's rules is named in the quarantine; where it concerns a package,
    that package also gets an obstacle, so that it is never taken for safe.

    Args:
        record: The decoded record.
        batch: Where its claims go.
        origin: File and place, for people.
    """
    affected = record.affected or ()
    upstream = record.upstream or ()
    if record.related and _is_erratum(affected):
        upstream = *upstream, *(name for name in record.related if name.startswith("CVE-"))
    stands = batch.add_advisory(
        record.id,
        source=SOURCE,
        origin=origin,
        summary=record.summary,
        published_at=record.published,
        modified_at=record.modified,
        withdrawn_at=record.withdrawn,
        aliases=record.aliases or (),
        upstream=upstream,
        related=record.related or (),
    )
    if not stands:
        return
    if record.severity:
        _add_severity(record.id, record.severity, batch)
    places = batch.claims.places
    for entry in affected:
        package = entry.package
        place = None if package is None else places.get((package.ecosystem, package.name))
        if place is None:
            place = _new_place(record.id, entry, batch, origin)
            if place is None:
                continue
        if entry.severity:
            _add_severity(record.id, entry.severity, batch)
        if not _add_ranges(record.id, entry, batch, place, origin):
            _add_without_range(entry, batch, place)


def _add_ranges(
    advisory_id: str, entry: Affected, batch: AdvisoryBatch, place: int, origin: str
) -> bool:
    """Add the ranges and listed versions of an entry; return whether it has a version range."""
    claims, number = batch.claims, batch.record
    has_range = False
    for one in entry.ranges or ():
        if one.type == GIT:
            _check_commits(advisory_id, one, batch, origin)
            continue
        has_range = True
        events = one.events
        if len(events) == _PAIR and _is_pair(*events):
            # The common case by far: one start and one end.
            start, end = events
            introduced = None if start.introduced == BEGINNING else start.introduced
            claims.simple.append((number, place, introduced, end.fixed, end.last_affected, 0))
        else:
            _add_events(advisory_id, events, batch, place, origin)
    if entry.versions:
        claims.add_listed(number, place, entry.versions, status=AFFECTED)
    return has_range


def _is_pair(start: RangeEvent, end: RangeEvent) -> bool:
    """Return whether these are one introduction and one end, in that order."""
    return (
        start.introduced is not None
        and end.introduced is None
        and start.fixed is start.last_affected is start.limit is end.limit is None
    )


def _add_events(
    advisory_id: str, events: Sequence[RangeEvent], batch: AdvisoryBatch, place: int, origin: str
) -> None:
    """Add a range of any number of events."""
    claims, number = batch.claims, batch.record
    ends = (*events[1::2], _NO_EVENT) if len(events) % _PAIR else events[1::2]
    if events and all(map(_is_pair, events[::2], ends)):
        # A range of one part needs no number; no other range of this table has this one.
        part = len(claims) + 1 if len(events) > _PAIR else 0
        for start, end in zip(events[::2], ends, strict=True):
            introduced = None if start.introduced == BEGINNING else start.introduced
            claims.simple.append((number, place, introduced, end.fixed, end.last_affected, part))
        return
    pairs = _pairs(events)
    if any(kind == "introduced" for kind, _ in pairs):
        claims.add_events(number, place, pairs, status=AFFECTED)
    else:
        batch.quarantine_part(**range_without_start(origin, advisory_id))
        _add_obstacle(batch, place, Obstacle.MALFORMED_RANGE)


def _add_without_range(entry: Affected, batch: AdvisoryBatch, place: int) -> None:
    """Say what an entry without a version range leaves open."""
    if entry.ranges:
        # Listed versions may be all that was affected when the list was made, not since.
        _add_obstacle(batch, place, Obstacle.GIT_ONLY)
    elif not entry.versions:
        _add_obstacle(batch, place, Obstacle.NO_VERSION_GIVEN)


def _add_obstacle(batch: AdvisoryBatch, place: int, obstacle: Obstacle) -> None:
    batch.claims.marked.append(MarkedClaim(batch.record, place, RANGE, AFFECTED, obstacle=obstacle))


def _pairs(events: Sequence[RangeEvent]) -> list[tuple[str, str]]:
    pairs = []
    for event in events:
        if event.introduced is not None:
            pairs.append(("introduced", event.introduced))
        if event.fixed is not None:
            pairs.append(("fixed", event.fixed))
        if event.last_affected is not None:
            pairs.append(("last_affected", event.last_affected))
        if event.limit is not None:
            pairs.append(("limit", event.limit))
    return pairs


def _check_commits(advisory_id: str, one: Range, batch: AdvisoryBatch, origin: str) -> None:
    for _, commit in _pairs(one.events):
        if not _COMMIT.fullmatch(commit):
            batch.quarantine_part(**bad_commit(origin, advisory_id, commit))
            return


def _new_place(advisory_id: str, entry: Affected, batch: AdvisoryBatch, origin: str) -> int | None:
    """Return the place of a package met for the first time; None when there is no package."""
    if entry.package is None:
        return _place_of_repository(advisory_id, entry, batch, origin)
    ecosystem, name = entry.package.ecosystem, entry.package.name
    try:
        identity = package_of_osv(ecosystem, name)
    except UnknownPackageError:
        batch.quarantine_part(**no_package(origin, advisory_id))
        return None
    place = batch.claims.package_number(identity, name)
    batch.claims.places[ecosystem, name] = place
    return place


def _place_of_repository(
    advisory_id: str, entry: Affected, batch: AdvisoryBatch, origin: str
) -> int | None:
    """Return the place of a package that is known by its Git repository alone."""
    repository = next((one.repo for one in entry.ranges or () if one.repo), None)
    if repository is None:
        batch.quarantine_part(**no_package(origin, advisory_id))
        return None
    name = _SCHEME.sub("", repository.strip()).rstrip("/").removesuffix(".git")
    identity = PackageIdentity(GIT_ECOSYSTEM, None, name.casefold(), None)
    return batch.claims.package_number(identity, repository)


def _add_severity(advisory_id: str, ratings: Sequence[Severity], batch: AdvisoryBatch) -> None:
    provider = advisory_id.partition("-")[0]
    for rating in ratings:
        # Other types are a distribution's own words, which no decision table reads.
        if rating.type.startswith("CVSS"):
            batch.add_cvss(advisory_id, source=SOURCE, provider=provider, vector=rating.score)


def _is_erratum(affected: Sequence[Affected]) -> bool:
    """Return whether all packages belong to distributions, whose errata fix others' flaws."""
    ecosystems = {entry.package.ecosystem for entry in affected if entry.package is not None}
    return bool(ecosystems) and all(map(_is_of_distribution, ecosystems))


@lru_cache(maxsize=1024)
def _is_of_distribution(ecosystem: str) -> bool:
    try:
        return is_distribution(package_of_osv(ecosystem, "any").ecosystem)
    except UnknownPackageError:
        return False
