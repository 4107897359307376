"""One OSV record turned into claims of the normal form.

This is the innermost loop of an import, so it appends to the batch's claims directly. What is not
here: decoding, and records that break the schema (`salvage`).
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from hiyoke.advisories import Obstacle
from hiyoke.errors import UnknownPackageError
from hiyoke.exchange.osv.faults import bad_commit, no_package, range_without_start
from hiyoke.exchange.osv.schema import GIT
from hiyoke.packages import PackageIdentity, is_distribution, package_of_osv

if TYPE_CHECKING:
    from collections.abc import Sequence

    from hiyoke.advisories import AdvisoryBatch
    from hiyoke.exchange.osv.schema import Affected, Package, Range, RangeEvent, Record, Severity

SOURCE: Final = "osv"

#: Ecosystem of packages that are known by their repository alone.
GIT_ECOSYSTEM: Final = "git"

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
    upstream = record.upstream or []
    if record.related and _is_erratum(affected):
        upstream = upstream + [name for name in record.related if name.startswith("CVE-")]
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
    number = batch.record
    places = batch.claims.places
    append = batch.claims.simple.append
    for entry in affected:
        package = entry.package
        if package is None:
            place = _place_of_repository(record.id, entry, batch, origin)
            if place is None:
                continue
        else:
            key = (package.ecosystem, package.name)
            place = places.get(key)
            if place is None:
                place = _place_of_package(record.id, package, batch, origin)
                if place is None:
                    continue
        if entry.severity:
            _add_severity(record.id, entry.severity, batch)
        ranges = entry.ranges
        if ranges is not None and len(ranges) == 1 and not entry.versions:
            # The common case by far: one range with a start and at most one end.
            only = ranges[0]
            events = only.events
            if only.type != GIT and len(events) == 2:  # noqa: PLR2004
                start, end = events
                if (
                    start.introduced is not None
                    and end.introduced is None
                    and start.fixed is start.last_affected is start.limit is end.limit is None
                    and (end.fixed is None or end.last_affected is None)
                ):
                    introduced = None if start.introduced == "0" else start.introduced
                    append(
                        (
                            number,
                            place,
                            "range",
                            "affected",
                            introduced,
                            end.fixed,
                            end.last_affected,
                            None,
                        )
                    )
                    continue
        _add_entry(record.id, entry, batch, place, origin)


def _add_entry(
    advisory_id: str, entry: Affected, batch: AdvisoryBatch, place: int, origin: str
) -> None:
    """Add an entry of any shape: several ranges, listed versions, or neither."""
    claims, number = batch.claims, batch.record
    has_git = has_range = False
    for one in entry.ranges or ():
        if one.type == GIT:
            has_git = True
            _check_commits(advisory_id, one, batch, origin)
            continue
        has_range = True
        events = _pairs(one.events)
        if not any(kind == "introduced" for kind, _ in events):
            batch.quarantine_part(**range_without_start(advisory_id, origin))
            _add_obstacle(batch, place, Obstacle.MALFORMED_RANGE)
        elif events == [("introduced", "0")]:
            claims.simple.append((number, place, "all", "affected", None, None, None, None))
        else:
            claims.add_events(number, place, events, status="affected")
    if entry.versions:
        claims.add_listed(number, place, entry.versions, status="affected")
    if has_range:
        return
    if has_git:
        # Listed versions may be all that was affected when the list was made, not since.
        _add_obstacle(batch, place, Obstacle.GIT_ONLY)
    elif not entry.versions:
        _add_obstacle(batch, place, Obstacle.NO_VERSION_GIVEN)


def _add_obstacle(batch: AdvisoryBatch, place: int, obstacle: Obstacle) -> None:
    batch.claims.simple.append(
        (batch.record, place, "range", "affected", None, None, None, obstacle)
    )


def _pairs(events: list[RangeEvent]) -> list[tuple[str, str]]:
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
            batch.quarantine_part(**bad_commit(advisory_id, commit, origin))
            return


def _place_of_package(
    advisory_id: str, package: Package, batch: AdvisoryBatch, origin: str
) -> int | None:
    """Return the place of a package met for the first time; remember it while it is sound."""
    try:
        identity = package_of_osv(package.ecosystem, package.name)
    except UnknownPackageError:
        batch.quarantine_part(**no_package(advisory_id, origin))
        return None
    place = batch.claims.package_number(identity, package.name)
    batch.claims.places[package.ecosystem, package.name] = place
    return place


def _place_of_repository(
    advisory_id: str, entry: Affected, batch: AdvisoryBatch, origin: str
) -> int | None:
    """Return the place of a package that is known by its Git repository alone."""
    repository = next((one.repo for one in entry.ranges or () if one.repo), None)
    if repository is None:
        batch.quarantine_part(**no_package(advisory_id, origin))
        return None
    name = _SCHEME.sub("", repository.strip()).rstrip("/").removesuffix(".git")
    identity = PackageIdentity(GIT_ECOSYSTEM, None, name.casefold(), None)
    return batch.claims.package_number(identity, repository)


def _add_severity(advisory_id: str, ratings: list[Severity], batch: AdvisoryBatch) -> None:
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
