"""Answers worked out once per store, so that a match is a join and nothing else.

The claims about one vulnerability, package and release cut the line of versions into runs in
which every version gets the same answer. A claim that stands alone is one run. Where several
meet, each run is answered by weighing a stand-in for its versions with the rules of `settle`,
exactly as a component would be. What is not here: names that need weighing of their own (several
names, an unknown release, an unsortable version); they go to `settle` directly.
"""

from __future__ import annotations

from typing import Any, Final

import ibis

from hiyoke.matching.basis import matched_on, no_texts
from hiyoke.matching.component_names import CPE_SCHEME, Role
from hiyoke.matching.reason import Reason
from hiyoke.matching.settle import (
    AFFECTED,
    EVIDENCE_KEYS,
    NOT_AFFECTED,
    NOT_ASSESSABLE,
    evidence_for,
)
from hiyoke.tables import ANSWERS

#: Stands for the version in a text that is written before the version is known.
STAND_IN: Final = "\x1d"

_GROUP: Final = ["ecosystem", "release", "package", "vulnerability_id"]


def answers_alone(claims: Any) -> Any:
    """Return `ANSWERS` of the claims that stand alone. Nothing runs here.

    Left out: a denial that cannot be held against versions, and a listed version without a key,
    which no version with a key can be.
    """
    alone = claims.filter(~claims.is_contested)
    is_scheme_other = (
        (alone.ecosystem == "cpe")
        & (alone.scheme != CPE_SCHEME)
        & (alone.introduced_key.notnull() | alone.fixed_key.notnull())
    ).fill_null(False)  # noqa: FBT003 - a column method.
    judged = alone.mutate(
        obstacle=ibis.coalesce(
            alone.obstacle, ibis.ifelse(is_scheme_other, Reason.OTHER_SCHEME.value, None)
        )
    )
    is_judged = judged.obstacle.isnull()
    kept = judged.filter(
        (is_judged | (judged.status != NOT_AFFECTED))
        & ~(is_judged & (judged.kind == "listed") & judged.introduced_key.isnull())
    )
    kept = kept.mutate(version=ibis.literal(STAND_IN), claim_release=kept.release)
    is_judged = kept.obstacle.isnull()
    is_affected = is_judged & (kept.status == AFFECTED)
    status = ibis.cases(
        (is_judged & (kept.status == AFFECTED), AFFECTED),
        (is_judged & (kept.status == NOT_AFFECTED), NOT_AFFECTED),
        else_=NOT_ASSESSABLE,
    )
    reason = ibis.cases(
        (is_judged & (kept.status == AFFECTED), ibis.null(str)),
        (is_judged & (kept.status == NOT_AFFECTED), Reason.STATED_NOT_AFFECTED.value),
        (is_judged, Reason.UNDER_INVESTIGATION.value),
        else_=kept.obstacle,
    )
    nothing = ibis.literal(None, type="binary")
    line = matched_on(kept)
    return kept.select(
        *_GROUP,
        start_key=ibis.ifelse(is_judged, kept.introduced_key, nothing),
        end_key=ibis.ifelse(is_judged, kept.fixed_key, nothing),
        status=status,
        reason=reason,
        kind=kept.kind,
        text_before=line.split(STAND_IN)[0],
        text_after=line.split(STAND_IN)[1],
        fixed_version=ibis.ifelse(is_affected, kept.fixed_version, None),
        advisory_ids=ibis.array([kept.advisory_id]),
        disagreement=no_texts(),
    ).select(list(ANSWERS.column_names))


def runs_of(claims: Any) -> Any:
    """Return the runs of versions of contested claims, each with its stand-in. Nothing runs here.

    Mixed claims are left out: which of them apply depends on the component's release.

    Returns:
        Columns of `component_names.NAMES` with key and high_key, vulnerability_id, start_key and
        end_key; component_no numbers the runs. Keep the rows before using them twice.
    """
    met = claims.filter(claims.is_contested & ~claims.is_mixed)
    judged = met.filter(met.obstacle.isnull())
    schemes = met.group_by(_GROUP).agg(scheme=met.scheme.min())
    lowest = schemes.select(*_GROUP, start_key=ibis.literal(b""))
    starts = judged.select(*_GROUP, start_key=judged.introduced_key)
    ends = judged.select(*_GROUP, start_key=judged.fixed_key)
    bounds = lowest.union(starts.union(ends).filter(ibis._.start_key.notnull())).distinct()
    along = ibis.window(group_by=_GROUP, order_by="start_key")
    runs = bounds.mutate(end_key=bounds.start_key.lead().over(along))
    named = runs.mutate(release_or_none=runs.release.fill_null("")).inner_join(
        schemes.select(
            "ecosystem",
            "package",
            "vulnerability_id",
            "scheme",
            release_or_none=schemes.release.fill_null(""),
        ),
        ["ecosystem", "package", "vulnerability_id", "release_or_none"],
    )
    return named.select(
        *_GROUP,
        "start_key",
        "end_key",
        role=ibis.literal(Role.PURL.value),
        version=ibis.literal(STAND_IN),
        scheme=ibis.ifelse(named.ecosystem == "cpe", CPE_SCHEME, named.scheme),
        module_stream=ibis.null(str),
        key=named.start_key,
        high_key=named.start_key,
    ).mutate(component_no=ibis.row_number())


def run_evidence(runs: Any, claims: Any) -> Any:
    """Return what bears on each run's stand-in. Nothing runs here.

    Rows that cannot change an answer are left out, because a list of n versions makes n runs of n
    claims each: a claim that is outside matters only for the fix it names, and once for its
    advisory.
    """
    contested = claims.filter(claims.is_contested & ~claims.is_mixed)
    voice = ibis.window(
        group_by=[*_GROUP, "advisory_id", "source"],
        order_by=[contested.status, contested.obstacle.notnull(), contested.kind],
    )
    marked = contested.mutate(is_spokesman=ibis.row_number().over(voice) == 0)
    # Listed versions meet their run by key; the rest meets every run of its group. A spokesman
    # may come twice, which changes no answer.
    is_point = (marked.kind == "listed") & marked.introduced_key.notnull()
    named = runs.mutate(point=runs.start_key).drop("start_key", "end_key")
    wide = evidence_for(named.drop("point"), marked.filter(~is_point | marked.is_spokesman))
    points = marked.filter(is_point)
    points = points.mutate(point=points.introduced_key)
    narrow = evidence_for(named, points, by=[*EVIDENCE_KEYS, "point"]).drop("point")
    evidence = wide.union(narrow.select(wide.columns))
    return evidence.filter(
        (evidence.verdict != "outside") | evidence.fixed_version.notnull() | evidence.is_spokesman
    )


def answers_together(runs: Any, settled: Any) -> Any:
    """Return `ANSWERS` of contested claims. Nothing runs here.

    Args:
        runs: As `runs_of` gives them, kept.
        settled: What `settle.settle_weighed` answers for each run's stand-in.
    """
    texts = settled.matched_on.split(STAND_IN)
    answered = settled.mutate(
        text_before=texts[0], text_after=texts[1], kind=settled.basis.split("_")[-1]
    ).drop("vulnerability_id")
    return (
        runs.select("component_no", *_GROUP, "start_key", "end_key")
        .inner_join(answered, "component_no")
        .select(list(ANSWERS.column_names))
    )


def met_answers(names: Any, answers: Any) -> Any:
    """Return the columns `settle.SETTLED` by looking answers up. Nothing runs here.

    Args:
        names: Names that need no weighing, with keys.
        answers: `ANSWERS`.

    Cost:
        One equi-join on ecosystem and package, filtered on keys: what a bare engine needs.
    """
    answer = answers.rename(answer_release="release")
    joined = names.inner_join(answer, ["ecosystem", "package"])
    hit = joined.filter(
        (joined.start_key.isnull() | (joined.start_key <= joined.key))
        & (joined.end_key.isnull() | (joined.key < joined.end_key))
        & (joined.answer_release.isnull() | (joined.answer_release == joined.release))
    )
    return hit.select(
        component_no=hit.component_no,
        vulnerability_id=hit.vulnerability_id,
        status=hit.status,
        reason=hit.reason,
        basis=hit.role + "_" + hit.kind,
        matched_on=hit.text_before + hit.version + hit.text_after,
        fixed_version=hit.fixed_version,
        advisory_ids=hit.advisory_ids,
        disagreement=hit.disagreement,
    )
