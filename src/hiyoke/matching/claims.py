"""What the store's advisories claim, as rows that a component's name can be held against.

Withdrawn advisories, and those published after the cut-off, make no claim. What is not here: the
store, and what a claim means for a version (`verdict`).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import ibis

from hiyoke.matching.component_names import MODULE_TAG
from hiyoke.tables import CLAIMS

if TYPE_CHECKING:
    from datetime import datetime

_SUBJECT: Final = ["ecosystem", "package", "vulnerability_id"]


@dataclass(frozen=True, slots=True)
class AdvisoryTables:
    """The tables of one store that matching reads, as Ibis tables of one engine.

    Attributes:
        advisories: `ADVISORIES`.
        affected_ranges: `AFFECTED_RANGES`.
        alias_members: `ALIAS_MEMBERS`.
    """

    advisories: Any
    affected_ranges: Any
    alias_members: Any


def standing_advisories(tables: AdvisoryTables, *, as_of: datetime | None) -> Any:
    """Return the advisories that count: not withdrawn, and known at `as_of`. Nothing runs here.

    Args:
        tables: The store's tables.
        as_of: Knowledge cut-off, aware; advisories published later do not count, those whose
            date is unknown do. None means all.
    """
    advisories = tables.advisories
    standing = advisories.filter(advisories.withdrawn_at.isnull())
    if as_of is not None:
        published = standing.published_at
        standing = standing.filter(published.isnull() | (published <= ibis.literal(as_of)))
    return standing


def covered_releases(tables: AdvisoryTables, *, as_of: datetime | None = None) -> Any:
    """Return ecosystem and release of everything any advisory names. Nothing runs here."""
    standing = standing_advisories(tables, as_of=as_of).select("advisory_id", "source")
    ranges = tables.affected_ranges.semi_join(standing, ["advisory_id", "source"])
    return ranges.select("ecosystem", "release").distinct()


def matchable_claims(
    tables: AdvisoryTables, packages: Any | None = None, *, as_of: datetime | None = None
) -> Any:
    """Return `CLAIMS`: one row per claim and vulnerability. Nothing runs here.

    An advisory that packages several vulnerabilities has a row for each.

    Args:
        tables: The store's tables.
        packages: Ecosystem and package of the claims wanted; None for all.
        as_of: As in `standing_advisories`.
    """
    ranges = tables.affected_ranges.drop("generation", "package_name")
    if packages is not None:
        ranges = ranges.semi_join(packages, ["ecosystem", "package"])
    standing = standing_advisories(tables, as_of=as_of).select("advisory_id", "source")
    claims = ranges.semi_join(standing, ["advisory_id", "source"])
    groups = tables.alias_members.select(
        member=tables.alias_members.member_id, group_id=tables.alias_members.vulnerability_id
    )
    grouped = claims.left_join(groups, claims.advisory_id == groups.member)
    grouped = grouped.mutate(
        vulnerability_id=ibis.coalesce(grouped.group_id, grouped.advisory_id)
    ).drop("member", "group_id")
    return _with_clean_fix(_with_contest(grouped)).select(list(CLAIMS.column_names))


def _with_contest(claims: Any) -> Any:
    in_release = ibis.window(group_by=[*_SUBJECT, "release"])
    in_all = ibis.window(group_by=_SUBJECT)
    is_free = claims.release.isnull()
    free = is_free.sum().over(in_all)
    is_mixed = (free > 0) & (free < claims.count().over(in_all))
    return claims.mutate(
        is_mixed=is_mixed, is_contested=(claims.count().over(in_release) > 1) | is_mixed
    )


def _with_clean_fix(claims: Any) -> Any:
    """Mark fixed versions that another claim calls affected: they are no way out.

    Fixed builds of rpm modules are left as they are: another stream's range says nothing of them.
    """
    weighed = claims.filter(
        claims.is_contested & (claims.status == "affected") & claims.obstacle.isnull()
    )
    fixes = (
        weighed.filter(
            weighed.fixed_key.notnull()
            & weighed.fixed_version.notnull()
            & ~weighed.fixed_version.contains(MODULE_TAG)
        )
        .select(*_SUBJECT, "fixed_key", fix_release="release")
        .distinct()
    )
    intervals = weighed.filter(
        (weighed.kind != "listed") | weighed.introduced_key.notnull()
    ).select(*_SUBJECT, "introduced_key", "release", end_key="fixed_key")
    met = fixes.inner_join(intervals, _SUBJECT)
    same_release = met.release.isnull() | (met.release == met.fix_release)
    inside = (met.introduced_key.isnull() | (met.introduced_key <= met.fixed_key)) & (
        met.end_key.isnull() | (met.fixed_key < met.end_key)
    )
    stained = (
        met.filter(same_release & inside)
        .select(*_SUBJECT, fix_release=met.fix_release.fill_null(""), stained_key=met.fixed_key)
        .distinct()
        .mutate(is_stained=True)
    )
    marked = claims.left_join(
        stained,
        [
            *_SUBJECT,
            claims.release.fill_null("") == stained.fix_release,
            claims.fixed_key == stained.stained_key,
        ],
    )
    return marked.select(*claims.columns, fix_is_clean=marked.is_stained.isnull())
