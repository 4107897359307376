"""One name held against one claim: inside, outside or not to be judged.

The join is on ecosystem and package alone, so that it runs on any engine; everything else is a
filter on keys. A version is a run of keys from ``key`` to ``high_key``: the two are equal except
where part of the version is missing (an rpm without its release), which may make it touch an
interval without lying inside. What is not here: what follows from several verdicts (`settle`).
"""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Any

import ibis

from hiyoke.matching.reason import Reason

if TYPE_CHECKING:
    from collections.abc import Sequence


class Verdict(StrEnum):
    """What one claim says about one version.

    `SET_ASIDE` means that its order says "inside" and something surer says that it is not meant:
    see `module_stream`.
    """

    INSIDE = "inside"
    OUTSIDE = "outside"
    UNKNOWN = "unknown"
    SET_ASIDE = "set_aside"


def with_keys(names: Any, keys: Any) -> Any:
    """Return names with the keys of their versions, and who of them needs weighing.

    Nothing runs here. Prepared answers fit a name with one key, which is its component's only
    name here: of several names often a single one is known to any advisory.

    Args:
        names: Columns of `component_names.NAMES`; only names that some claim is about.
        keys: scheme, version, key and high_key, distinct.
    """
    keyed = names.left_join(keys, ["scheme", "version"]).drop("scheme_right", "version_right")
    several = keyed.filter(keyed.has_other_names)
    known = several.group_by("component_no").agg(known_count=several.count())
    marked = keyed.left_join(known, "component_no").drop("component_no_right")
    fits = (marked.key == marked.high_key).fill_null(False)  # noqa: FBT003 - a column method.
    is_only = marked.known_count.fill_null(1) == 1
    return marked.mutate(needs_weighing=marked.is_unusual | ~is_only | ~fits).drop(
        "known_count", "has_other_names", "is_unusual"
    )


def candidates(names: Any, claims: Any, *, by: Sequence[str] = ("ecosystem", "package")) -> Any:
    """Return every name with every claim about its package and release. Nothing runs here.

    Args:
        names: `component_names.NAMES` with key and high_key: binary, null when unsortable.
        claims: As `claims.matchable_claims` gives them.
        by: Columns to join on.

    Returns:
        The columns of both. is_certain: boolean, false where the name's release is unknown and
        the claim is about one release.
    """
    claim = claims.rename(claim_release="release", claim_scheme="scheme")
    joined = names.inner_join(claim, list(by))
    certain = joined.claim_release.isnull() | (joined.claim_release == joined.release)
    unsure = joined.release.isnull()
    return joined.filter(certain.fill_null(False) | unsure).mutate(  # noqa: FBT003
        is_certain=certain.fill_null(False)  # noqa: FBT003
    )


def met(joined: Any) -> Any:
    """Keep the candidates whose verdict is not "outside". Nothing runs here.

    The filter is written for speed: most candidates fail the two comparisons of keys.
    """
    return (
        joined.filter(_touches(joined) | _may_be_unknown(joined))
        .mutate(**verdict_columns(joined))
        .filter(ibis._.verdict != Verdict.OUTSIDE.value)
    )


def with_verdict(joined: Any) -> Any:
    """Return all candidates with verdict and reason. Nothing runs here.

    Returns:
        The columns of `candidates`, verdict: a `Verdict`, reason: a code when it is unknown, and
        note: text to add to what the finding was matched on.
    """
    return joined.mutate(**verdict_columns(joined), note=ibis.literal(""))


def _touches(joined: Any) -> Any:
    """Whether some key of the version lies in the interval; null where the order is unknown."""
    above = joined.introduced_key.isnull() | (joined.introduced_key <= joined.high_key)
    below = joined.fixed_key.isnull() | (joined.key < joined.fixed_key)
    return above & below


def _may_be_unknown(joined: Any) -> Any:
    return joined.obstacle.notnull() | joined.key.isnull() | (joined.claim_scheme != joined.scheme)


def verdict_columns(joined: Any) -> dict[str, Any]:
    """Return the expressions for verdict and reason, rule by rule.

    1. A claim with an obstacle cannot be held against any version.
    2. A claim about all versions holds for every version, known or not.
    3. Without a version nothing more can be said; the component is reported once, by itself.
    4. The same text as a listed version is that version; without a key, text is all there is.
    5. Keys of different schemes do not compare.
    6. A version without a key is unknown to a range, and is not a listed version that has one.
    7. Keys decide: all inside, none inside, or some of what the version may be.
    """
    is_open = joined.introduced_key.isnull() & joined.fixed_key.isnull() & (joined.kind != "listed")
    is_text = (joined.kind == "listed") & joined.introduced_key.isnull()
    same_text = (joined.exact_version == joined.version).fill_null(False)  # noqa: FBT003
    above = joined.introduced_key.isnull() | (joined.introduced_key <= joined.key)
    below = joined.fixed_key.isnull() | (joined.high_key < joined.fixed_key)
    no_key = joined.key.isnull()
    other_scheme = (joined.claim_scheme != joined.scheme).fill_null(False)  # noqa: FBT003
    inside, outside, unknown = (v.value for v in (Verdict.INSIDE, Verdict.OUTSIDE, Verdict.UNKNOWN))
    verdict = ibis.cases(
        (joined.obstacle.notnull(), unknown),
        (is_open, inside),
        (joined.version.isnull(), outside),
        ((joined.kind == "listed") & same_text, inside),
        (is_text, outside),
        (other_scheme, unknown),
        (no_key & (joined.kind == "listed"), outside),
        (no_key, unknown),
        (above & below, inside),
        (_touches(joined), unknown),
        else_=outside,
    )
    reason = ibis.cases(
        (joined.obstacle.notnull(), joined.obstacle),
        (is_open | joined.version.isnull() | is_text, ibis.null(str)),
        ((joined.kind == "listed") & same_text, ibis.null(str)),
        (other_scheme, Reason.OTHER_SCHEME.value),
        (no_key & (joined.kind == "listed"), ibis.null(str)),
        (no_key, Reason.UNSORTABLE_VERSION.value),
        (above & below, ibis.null(str)),
        (_touches(joined), Reason.NO_RELEASE_PART.value),
        else_=ibis.null(str),
    )
    return {"verdict": verdict, "reason": reason}
