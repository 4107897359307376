"""From verdicts to one answer for a component and a vulnerability, with what speaks against it.

Affected wins; what other advisories say is kept as disagreement. What is not here: answers worked
out beforehand for whole runs of versions (`answers`), and the component's own columns
(`findings`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import ibis

from hiyoke.advisories.obstacle import Obstacle
from hiyoke.matching.basis import basis_of, matched_on, no_texts, rank_of
from hiyoke.matching.component_names import Role
from hiyoke.matching.reason import Reason
from hiyoke.matching.verdict import Verdict, candidates, with_verdict

if TYPE_CHECKING:
    from collections.abc import Sequence

AFFECTED: Final = "affected"
NOT_AFFECTED: Final = "not_affected"
NOT_ASSESSABLE: Final = "not_assessable"
UNDER_INVESTIGATION: Final = "under_investigation"

#: Obstacles of an advisory that says nothing about versions: another one's word is enough.
SILENT: Final = (Obstacle.GIT_ONLY.value, Obstacle.NO_VERSION_GIVEN.value)

#: Columns of an answer about one component.
SETTLED: Final = (
    "component_no",
    "vulnerability_id",
    "status",
    "reason",
    "basis",
    "matched_on",
    "fixed_version",
    "advisory_ids",
    "disagreement",
)

#: What a name and a claim about one vulnerability have in common.
EVIDENCE_KEYS: Final = ("ecosystem", "package", "vulnerability_id")

#: Columns of `weigh_evidence` that list texts: sorted, without repeats, empty rather than null.
_COLLECTED: Final = (
    *("hit_releases", "hit_ids", "unsure_ids", "denied_ids", "open_ids", "aside_ids"),
    *("fix_labels", "outside_labels", "denied_labels"),
)

_PAIR: Final = ["component_no", "vulnerability_id"]


def evidence_for(named: Any, claims: Any, *, by: Sequence[str] = EVIDENCE_KEYS) -> Any:
    """Return every claim that bears on a component and a vulnerability. Nothing runs here.

    Args:
        named: Names with keys, one row for each vulnerability to be weighed: vulnerability_id.
            Keep it as a table: engines else join names with claims of all vulnerabilities.
        claims: As `claims.matchable_claims` gives them.
        by: Columns to join on, `EVIDENCE_KEYS` at least.

    Returns:
        The columns of both, is_certain, verdict and reason.
    """
    return with_verdict(candidates(named, claims, by=by))


def weigh_evidence(evidence: Any) -> Any:
    """Gather, for a component and a vulnerability, who says what. Nothing runs here.

    Args:
        evidence: As `evidence_for` gives it; keep it, because it is read twice.

    Returns:
        One row for each pair, for `settle_weighed` alone to read; keep it, because an engine
        takes longer to plan both steps as one than to run them.

    Cost:
        Two aggregations over the evidence.
    """
    marked = _marked(evidence)
    together = _overall(marked).inner_join(_voices(marked), _PAIR)
    # Collected with repeats and sorted here: an engine plans distinct aggregates slowly.
    return together.mutate(
        **{name: _distinct(together[name]) for name in _COLLECTED},
        named_release_count=_distinct(together.named_releases).length(),
        fix_answer_count=_distinct(together.fix_answers).length(),
    ).drop("named_releases", "fix_answers")


def settle_weighed(weighed: Any) -> Any:
    """Answer for each component and vulnerability. Nothing runs here.

    The rules, first that applies:

    1. Some advisory's affected version or range holds: affected.
    2. The component's release is unknown and every release that is named is affected: affected.
    3. ... and only some are: not assessable.
    4. A publisher states that this version is not affected: not affected.
    5. A publisher is still investigating: not assessable.
    6. A claim cannot be held against the version: not assessable. An advisory that says nothing
       about versions yields to another one that does.
    7. A claim was set aside, because it is about another stream or the build is fixed: not
       affected.
    8. Otherwise no finding.

    Returns:
        The columns `SETTLED`.
    """
    return _answered(weighed)


def _marked(evidence: Any) -> Any:
    inside = evidence.verdict == Verdict.INSIDE.value
    affected = evidence.status == AFFECTED
    unknown = (evidence.verdict == Verdict.UNKNOWN.value) & (evidence.status != NOT_AFFECTED)
    line = rank_of(evidence) + "|" + basis_of(evidence) + "|" + matched_on(evidence) + evidence.note
    fixes = (
        affected
        & (evidence.verdict != Verdict.SET_ASIDE.value)
        & evidence.is_certain
        & evidence.fix_is_clean
        & (evidence.fixed_key > evidence.high_key)
    )
    is_cpe = evidence.role == Role.CPE.value
    return evidence.mutate(
        is_hit=inside & affected & evidence.is_certain,
        is_unsure=inside & affected & ~evidence.is_certain,
        is_denied=inside & (evidence.status == NOT_AFFECTED) & evidence.is_certain,
        is_investigated=inside & (evidence.status == UNDER_INVESTIGATION),
        is_outside=(evidence.verdict == Verdict.OUTSIDE.value) & affected & evidence.is_certain,
        is_named_release=affected & ~evidence.is_certain,
        is_aside=(evidence.verdict == Verdict.SET_ASIDE.value) & affected,
        loud_reason=ibis.ifelse(unknown & evidence.reason.notin(SILENT), evidence.reason, None),
        silent_reason=ibis.ifelse(unknown & evidence.reason.isin(SILENT), evidence.reason, None),
        fixes_package=(fixes & ~is_cpe).fill_null(False),  # noqa: FBT003
        fixes_product=(fixes & is_cpe).fill_null(False),  # noqa: FBT003
        line=line,
    )


def _overall(marked: Any) -> Any:
    """Aggregate what counts across advisories: releases, the nearest fix, the best basis."""
    by_key = [marked.fixed_key, marked.fixed_version]
    return marked.group_by(_PAIR).agg(
        named_releases=marked.claim_release.collect(where=marked.is_named_release),
        hit_releases=marked.claim_release.collect(where=marked.is_unsure),
        fix_of_package=marked.fixed_version.first(where=marked.fixes_package, order_by=by_key),
        fix_of_product=marked.fixed_version.first(where=marked.fixes_product, order_by=by_key),
        hit_line=marked.line.min(where=marked.is_hit),
        unsure_line=marked.line.min(where=marked.is_unsure),
        denied_line=marked.line.min(where=marked.is_denied),
        aside_line=marked.line.min(where=marked.is_aside),
        aside_reason=marked.reason.min(where=marked.is_aside),
        open_line=marked.line.min(
            where=marked.is_investigated
            | marked.loud_reason.notnull()
            | marked.silent_reason.notnull()
        ),
    )


def _voices(marked: Any) -> Any:
    """Aggregate by advisory first, then gather who says what."""
    voice = marked.group_by([*_PAIR, "advisory_id", "source"]).agg(
        hits=marked.is_hit.any(),
        unsure=marked.is_unsure.any(),
        denies=marked.is_denied.any(),
        sets_aside=marked.is_aside.any(),
        investigates=marked.is_investigated.any(),
        excludes=marked.is_outside.any(),
        loud_reason=marked.loud_reason.min(),
        silent_reason=marked.silent_reason.min(),
        own_fix=marked.fixed_version.first(
            where=marked.is_hit & marked.fixed_key.notnull(),
            order_by=[marked.fixed_key, marked.fixed_version],
        ),
        own_fix_key=marked.fixed_key.min(where=marked.is_hit & marked.fixed_version.notnull()),
    )
    label = voice.advisory_id + " (" + voice.source + ")"
    voice = voice.mutate(
        label=label,
        fix_label=label + " " + voice.own_fix.fill_null("-"),
        # Absent keys count as one more answer: "no fix" disagrees with a fix.
        fix_answer=voice.own_fix_key.fill_null(b""),
        says_outside=voice.excludes
        & ~(voice.hits | voice.unsure | voice.denies | voice.sets_aside),
        is_open=voice.investigates | voice.loud_reason.notnull() | voice.silent_reason.notnull(),
    )

    def ids(where: Any) -> Any:
        return voice.advisory_id.collect(where=where)

    def labels(column: Any, where: Any) -> Any:
        return column.collect(where=where)

    return voice.group_by(_PAIR).agg(
        is_investigated=voice.investigates.any(),
        loud_reason=voice.loud_reason.min(),
        silent_reason=voice.silent_reason.min(),
        hit_ids=ids(voice.hits),
        unsure_ids=ids(voice.unsure),
        denied_ids=ids(voice.denies),
        open_ids=ids(voice.is_open),
        aside_ids=ids(voice.sets_aside),
        fix_answers=voice.fix_answer.collect(where=voice.hits),
        fix_labels=labels(voice.fix_label, voice.hits),
        outside_labels=labels(voice.label, voice.says_outside),
        denied_labels=labels(voice.label, voice.denies),
    )


def _rules(together: Any) -> tuple[tuple[Any, ...], ...]:
    """Return the rules of `settle_weighed`, first that holds wins.

    Each is: when, status, reason, advisories, line.
    """
    t = together
    hit = t.hit_releases.length()
    is_judged = t.outside_labels.length() > 0
    open_reason = ibis.coalesce(t.loud_reason, ibis.ifelse(is_judged, None, t.silent_reason))
    unknown, denied = Reason.RELEASE_UNKNOWN.value, Reason.STATED_NOT_AFFECTED.value
    under = Reason.UNDER_INVESTIGATION.value
    return (
        (t.hit_line.notnull(), AFFECTED, None, t.hit_ids, t.hit_line),
        ((hit > 0) & (hit == t.named_release_count), AFFECTED, None, t.unsure_ids, t.unsure_line),
        (hit > 0, NOT_ASSESSABLE, unknown, t.unsure_ids, t.unsure_line),
        (t.denied_line.notnull(), NOT_AFFECTED, denied, t.denied_ids, t.denied_line),
        (t.is_investigated, NOT_ASSESSABLE, under, t.open_ids, t.open_line),
        (open_reason.notnull(), NOT_ASSESSABLE, open_reason, t.open_ids, t.open_line),
        (t.aside_line.notnull(), NOT_AFFECTED, t.aside_reason, t.aside_ids, t.aside_line),
    )


def _answered(together: Any) -> Any:
    """Apply the rules and pick what belongs to the answer."""
    rules = _rules(together)
    is_hit = together.hit_line.notnull()

    def chosen(place: int, dtype: str) -> Any:
        return ibis.cases(
            *(
                (rule[0], ibis.literal(None, type=dtype) if rule[place] is None else rule[place])
                for rule in rules
            ),
            else_=ibis.literal(None, type=dtype),
        )

    line = chosen(4, "string")
    marker = ibis.ifelse(
        ~is_hit & (together.hit_releases.length() > 0),
        ibis.literal(" [release_unknown: ") + together.hit_releases.join(", ") + "]",
        "",
    )
    is_product = line.startswith("2")
    status = chosen(1, "string")
    fix = ibis.ifelse(is_product, together.fix_of_product, together.fix_of_package)
    answered = together.select(
        component_no=together.component_no,
        vulnerability_id=together.vulnerability_id,
        status=status,
        reason=chosen(2, "string"),
        basis=line.split("|")[1],
        matched_on=line.substr(line.find("|", 3) + 1) + marker,
        fixed_version=ibis.ifelse(is_hit, fix, None),
        advisory_ids=chosen(3, "array<string>"),
        disagreement=ibis.ifelse(status == AFFECTED, _disagreement(together), no_texts()),
    )
    return answered.filter(answered.status.notnull())


def _distinct(texts: Any) -> Any:
    """Return the column expression for a collected list, sorted, without repeats or null."""
    return ibis.coalesce(texts, ibis.literal([], type=texts.type())).unique().sort()


def _disagreement(together: Any) -> Any:
    """Return one line for each kind of disagreement; codes are in docs/reference/matching.md."""

    def line(code: str, labels: Any, is_said: Any) -> Any:
        text = ibis.literal(f"{code}: ") + labels.join(", ")
        return ibis.ifelse(is_said, ibis.array([text]), no_texts())

    outside, denied = together.outside_labels, together.denied_labels
    return (
        line("fixed_version", together.fix_labels, together.fix_answer_count > 1)
        + line("outside_range", outside, outside.length() > 0)
        + line("stated_not_affected", denied, denied.length() > 0)
    )
