"""What may be put into a decision table: an answer, an assumption, or every answer still possible.

Unknown is not safe: a point without an answer keeps all its values, and only a rule written in
the table's own file may assume one. What is not here: the table itself, and the deadline.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from hiyoke.languages import Text
from hiyoke.risk.severity import suggested_automatable, suggested_technical_impact

if TYPE_CHECKING:
    from collections.abc import Sequence

    from hiyoke.risk.decision_table import DecisionPoint, DecisionTable
    from hiyoke.risk.evidence import Evidence
    from hiyoke.risk.standing import Standing


class Basis(StrEnum):
    """On what a belief rests."""

    EVIDENCE = "evidence"
    ASSUMPTION = "assumption"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Belief:
    """What is held to be true of one decision point.

    Attributes:
        point_id: The decision point.
        values: Possible values, least urgent first; exactly one when the basis is evidence.
        basis: Evidence, assumption or unknown.
        assumed: The value worked with under an assumption; None otherwise.
        why: Where it comes from, as one short clause.
    """

    point_id: str
    values: tuple[str, ...]
    basis: Basis
    assumed: str | None
    why: Text


_SSVC_WHY = Text(ja="SSVC の判断（{who}）", en="SSVC points by {who}")
_DISAGREE = Text(ja="SSVC の判断が分かれています（{who}）", en="SSVC assessors disagree ({who})")
_FROM_CVSS = Text(ja="SSVC なし。CVSS から推した仮定", en="no SSVC points; assumed from CVSS")
_DEFAULT = Text(ja="SSVC なし。既定の仮定", en="no SSVC points; assumed by default")
_NO_ANSWER = Text(ja="情報がありません", en="nothing is known")
_KEV_MISSING = Text(
    ja="KEV カタログを取り込んでいません", en="no catalogue of known exploited vulnerabilities"
)
_SUGGESTIONS = {
    "automatable": suggested_automatable,
    "technical_impact": suggested_technical_impact,
}


def beliefs_of(table: DecisionTable, evidence: Evidence, standing: Standing) -> tuple[Belief, ...]:
    """Return one belief for each point of the table, in its order.

    Args:
        table: The decision table.
        evidence: What is known of the vulnerability.
        standing: What is known of the system that carries it.

    Returns:
        Beliefs; a point that neither side answers is unknown with all its values.
    """
    return tuple(_belief_of(table, point, evidence, standing) for point in table.points)


def _belief_of(
    table: DecisionTable, point: DecisionPoint, evidence: Evidence, standing: Standing
) -> Belief:
    if point.point_id == "known_exploited":
        return _known_exploited(point, evidence)
    if point.point_id == "exposed":
        values = ("yes", "no") if standing.exposure == "unknown" else (standing.exposure,)
        return _held(point, values, standing.exposure_why)
    if point.point_id == "system_exposure":
        return _held(point, standing.system_exposure, standing.system_exposure_why)
    if point.point_id == "human_impact":
        return _human_impact(table, point, standing)
    if point.point_id == "exploitation" and evidence.listed_on is not None:
        listed = evidence.listed_on.isoformat()
        return _held(
            point, ("active",), Text(ja=f"KEV に掲載（{listed}）", en=f"listed in KEV on {listed}")
        )
    return _assessed(table, point, evidence)


def _held(point: DecisionPoint, values: Sequence[str], why: Text) -> Belief:
    """Hold `values` in the point's order; unknown when there is more than one, or none."""
    known = tuple(v.value for v in point.values if v.value in values)
    possible = known or tuple(v.value for v in point.values)
    basis = Basis.EVIDENCE if len(possible) == 1 else Basis.UNKNOWN
    return Belief(point.point_id, possible, basis, None, why)


def _known_exploited(point: DecisionPoint, evidence: Evidence) -> Belief:
    if evidence.listed_on is not None:
        listed = evidence.listed_on.isoformat()
        return _held(
            point, ("yes",), Text(ja=f"KEV に掲載（{listed}）", en=f"listed in KEV on {listed}")
        )
    if evidence.kev_is_known:
        return _held(point, ("no",), Text(ja="KEV に掲載なし", en="not listed in KEV"))
    return _held(point, (), _KEV_MISSING)


def _human_impact(table: DecisionTable, point: DecisionPoint, standing: Standing) -> Belief:
    rule = table.human_impact
    if rule is None or standing.role is None:
        return _held(point, (), standing.role_why)
    return Belief(
        point.point_id,
        (rule.impact_of(standing.role),),
        Basis.EVIDENCE,
        None,
        standing.role_why,
    )


def _assessed(table: DecisionTable, point: DecisionPoint, evidence: Evidence) -> Belief:
    """Return what SSVC assessors say, else the table's own assumption, else everything."""
    answers: tuple[str, ...] = getattr(evidence, point.point_id, ())
    known = [v.value for v in point.values if v.value in answers]
    who = "、".join(evidence.assessors), ", ".join(evidence.assessors)
    if known:
        pattern = _SSVC_WHY if len(known) == 1 else _DISAGREE
        why = Text(ja=pattern.ja.format(who=who[0]), en=pattern.en.format(who=who[1]))
        return _held(point, known, why)
    rule = table.when_missing.get(point.point_id)
    if rule is None:
        return _held(point, (), _NO_ANSWER)
    every = tuple(v.value for v in point.values)
    rating = evidence.leading_rating
    suggest = _SUGGESTIONS.get(point.point_id)
    if rule.from_cvss and rating is not None and suggest is not None:
        suggested = suggest(rating.vector)
        if suggested in every:
            why = Text(
                ja=f"{_FROM_CVSS.ja}（{rating.vector}）", en=f"{_FROM_CVSS.en} ({rating.vector})"
            )
            return Belief(point.point_id, every, Basis.ASSUMPTION, suggested, why)
    return Belief(point.point_id, every, Basis.ASSUMPTION, rule.otherwise, _DEFAULT)
