"""What each trigger asks of a situation, answered yes, no or unknown with the reason.

An answer comes from what people state, from the kind of the situation, or from the evidence on its
flaws. What nobody has looked for is unknown, and the remedy says how to find out. What is not here:
levels and gates (`triggers`).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from hiyoke.exposure import read_traits
from hiyoke.languages import Text
from hiyoke.risk import base_score
from hiyoke.suspension.situated import WORST_VECTOR

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import date

    from hiyoke.exposure import Flaw
    from hiyoke.suspension.stop_criteria import Trigger
    from hiyoke.suspension.stop_ground import StopGround

#: From this CVSS base score on a flaw is serious: the standard's own words "high" and "critical".
SERIOUS_SCORE: Final = 7.0
#: From this chance of use within 30 days on a flaw counts as about to be exploited.
LIKELY_EPSS: Final = 0.5
#: Situations whose cause is a flaw.
FLAW_KINDS: Final = ("exploited_flaw", "zero_day_component")


@dataclass(frozen=True, slots=True, kw_only=True)
class SituationSide:
    """What facts are read from, besides the ground.

    Attributes:
        identity_systems: Systems of the identity base.
        support_ends_on: Last day of support by system; a system that is absent has none stated.
        as_of: Day on which support is judged.
    """

    as_of: date
    identity_systems: frozenset[str] = frozenset()
    support_ends_on: Mapping[str, date] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class FactReading:
    """One answer.

    Attributes:
        answer: yes, no or unknown.
        why: What it rests on.
        remedy: How to find out; None when it is known.
    """

    answer: str
    why: Text
    remedy: Text | None = None


@dataclass(frozen=True, slots=True)
class _Case:
    ground: StopGround
    side: SituationSide
    trigger: Trigger

    @property
    def kind(self) -> str:
        return self.ground.situation.kind

    @property
    def is_flaw(self) -> bool:
        return self.kind in FLAW_KINDS

    @property
    def flaws(self) -> list[Flaw]:
        """The flaws of the situation as the evidence has them; a new one at its worst."""
        named = set(self.ground.situation.subjects)
        named |= {f"zero-day:{name}" for name in named}
        known = self.ground.situated.graph.inputs.flaws
        return [flaw for flaw in known if flaw.vulnerability_id in named]

    def stated(self, name: str) -> FactReading:
        """Return what people state."""
        answer = self.ground.situation.stated.fact(name)
        if answer == "unknown":
            return FactReading("unknown", _UNSTATED, _asks_for(name))
        return FactReading(answer, _STATED[answer])


def read_fact(ground: StopGround, side: SituationSide, trigger: Trigger) -> FactReading:
    """Return the answer to what a trigger asks; unknown when Hiyoke does not know its question."""
    reader = FACTS.get(trigger.fact)
    if reader is None:
        return FactReading("unknown", _BY_PEOPLE, _JUDGE)
    return reader(_Case(ground, side, trigger))


def _serious_remote_unfixed(case: _Case) -> FactReading:
    if not case.is_flaw:
        return _NO_FLAW
    serious = [flaw for flaw in case.flaws if _is_serious(flaw) and _is_remote(flaw)]
    rated = [flaw for flaw in case.flaws if flaw.vectors or flaw.technical_impact]
    if not serious:
        if len(rated) < len(set(case.ground.situation.subjects)):
            return FactReading("unknown", _UNRATED, _RATE)
        return FactReading("no", _NOT_SERIOUS)
    unfixed = _is_unfixed(case)
    if unfixed.answer != "yes":
        return unfixed
    return FactReading("yes", _both(*map(_rating, serious[:1]), unfixed.why))


def _exploit_known(case: _Case) -> FactReading:
    if not case.is_flaw:
        return _NO_FLAW
    evidence = [text for flaw in case.flaws if (text := _evidence(flaw)) is not None]
    if case.kind == "exploited_flaw":
        told = Text(ja="悪用されているとの報告", en="reported as being exploited")
        return FactReading("yes", _both(told, *evidence))
    if evidence:
        return FactReading("yes", _both(*evidence))
    return case.stated("exploit_seen")


def _exploited_here(case: _Case) -> FactReading:
    return case.stated("exploited_here") if case.is_flaw else _NO_FLAW


def _exploit_before_fix(case: _Case) -> FactReading:
    known = _exploit_known(case)
    if known.answer != "yes":
        return known
    published = case.stated("fix_published")
    if published.answer == "yes":
        return FactReading("no", _FIX_PUBLISHED)
    patched = _virtual_patches(case)
    if patched:
        told = Text(ja=f"仮想パッチあり（{patched}）", en=f"a virtual patch exists ({patched})")
        return FactReading("no", told)
    if published.answer == "unknown":
        return published
    return FactReading("yes", _both(known.why, _NO_FIX_YET))


def _unsupported_unfixed(case: _Case) -> FactReading:
    if not case.is_flaw:
        return _NO_FLAW
    stated = case.stated("support_ended")
    names = set(case.ground.situation.subjects)
    names |= {f"zero-day:{name}" for name in names}
    findings = case.ground.situated.graph.inputs.findings
    carriers = sorted({f.system_id for f in findings if f.vulnerability_id in names})
    ended = [
        s for s in carriers if (on := case.side.support_ends_on.get(s)) and on < case.side.as_of
    ]
    if not ended and stated.answer != "yes":
        if carriers and all(s in case.side.support_ends_on for s in carriers):
            return FactReading("no", Text(ja="サポート期間内", en="still supported"))
        return stated
    if not any(_is_serious(flaw) for flaw in case.flaws):
        return FactReading("no", _NOT_SERIOUS) if case.flaws else _UNRATED_READING
    published = case.stated("fix_published")
    if published.answer != "no":
        no_longer = FactReading("no", _FIX_PUBLISHED)
        return published if published.answer == "unknown" else no_longer
    systems = ", ".join(ended[:2])
    told = Text(ja=f"サポート終了 {systems}".strip(), en=f"support has ended {systems}".strip())
    return FactReading("yes", _both(told, _NO_LASTING_FIX))


def _sign(name: str) -> Callable[[_Case], FactReading]:
    """Return the reader of a sign of attack: what people state, else what the kind implies."""

    def read(case: _Case) -> FactReading:
        implied = _implied(name, case)
        return implied if implied is not None else case.stated(name)

    return read


def _implied(name: str, case: _Case) -> FactReading | None:
    """Return what the kind of a situation itself says of a sign; None when it says nothing."""
    subjects = ", ".join(case.ground.situation.subjects)
    if name == "odd_behaviour" and case.kind in ("suspected_systems", "compromised_systems"):
        told = Text(ja=f"侵害の疑いがある: {subjects}", en=f"suspected: {subjects}")
        return FactReading("yes", told)
    if case.kind != "compromised_systems":
        return None
    if name == "privilege_gained":
        return FactReading("yes", Text(ja=f"侵害された: {subjects}", en=f"compromised: {subjects}"))
    base = sorted(case.side.identity_systems & set(case.ground.situation.subjects))
    if name == "identity_compromised" and base:
        listed = ", ".join(base)
        told = Text(ja=f"認証基盤が侵害された: {listed}", en=f"identity base hit: {listed}")
        return FactReading("yes", told)
    return None


def _outside(name: str, kind: str) -> Callable[[_Case], FactReading]:
    """Return the reader of something that others tell us: stated, or the kind of situation."""

    def read(case: _Case) -> FactReading:
        if case.kind == kind:
            subjects = ", ".join(case.ground.situation.subjects)
            return FactReading(
                "yes", Text(ja=f"状況ファイルの種類: {subjects}", en=f"as reported: {subjects}")
            )
        if case.ground.situation.stated.fact(name) == "unknown":
            return FactReading("no", _NOT_TOLD)
        return case.stated(name)

    return read


#: Readers by the name that a profile gives as a trigger's ``fact``.
FACTS: Final[dict[str, Callable[[_Case], FactReading]]] = {
    "serious_remote_unfixed": _serious_remote_unfixed,
    "exploit_known": _exploit_known,
    "exploited_here": _exploited_here,
    "exploit_before_fix": _exploit_before_fix,
    "unsupported_unfixed": _unsupported_unfixed,
    "odd_behaviour": _sign("odd_behaviour"),
    "privilege_gained": _sign("privilege_gained"),
    "data_leaving": _sign("data_leaving"),
    "identity_compromised": _sign("identity_compromised"),
    "destruction": _sign("destruction"),
    "authority_request": _outside("authority_request", "authority_request"),
    "saas_breach": _outside("saas_breach", ""),
    "supply_chain": _outside("supply_chain", "vendor_hit"),
    "shared_member_hit": _outside("shared_member_hit", "shared_centre_hit"),
}


def _is_serious(flaw: Flaw) -> bool:
    scores = [score for v in flaw.vectors if (score := base_score(v)) is not None]
    return "total" in flaw.technical_impact or max(scores, default=0.0) >= SERIOUS_SCORE


def _rating(flaw: Flaw) -> Text:
    """Return how serious a flaw is; one that nobody has rated yet is taken at its worst."""
    if flaw.vulnerability_id.startswith("zero-day:"):
        return _TAKEN_AT_WORST
    if flaw.vectors == (WORST_VECTOR,):
        return _AS_WORST
    scores = [score for v in flaw.vectors if (score := base_score(v)) is not None]
    if not scores:
        return Text(ja="影響は全面的（SSVC）", en="total impact (SSVC)")
    return Text(ja=f"CVSS {max(scores):.1f}", en=f"CVSS {max(scores):.1f}")


def _is_remote(flaw: Flaw) -> bool:
    """Whether a reading needs neither a place inside nor a login; without a vector it may."""
    readings = read_traits(flaw.vectors, flaw.technical_impact)
    return not readings or any(
        one.vector == "network" and one.privileges == "none" for one in readings
    )


def _evidence(flaw: Flaw) -> Text | None:
    """Return what shows that a flaw is or soon will be used; None when nothing does."""
    found: list[Text] = []
    if flaw.known_exploited_on is not None:
        on = flaw.known_exploited_on.isoformat()
        found.append(Text(ja=f"KEV 掲載 {on}", en=f"listed as known exploited on {on}"))
    if flaw.epss_probability is not None and flaw.epss_probability >= LIKELY_EPSS:
        share = f"{flaw.epss_probability:.0%}"
        found.append(Text(ja=f"EPSS {share}", en=f"EPSS {share}"))
    if "active" in flaw.exploitation:
        found.append(Text(ja="SSVC 悪用あり", en="SSVC: active"))
    elif "public_poc" in flaw.exploitation:
        found.append(Text(ja="攻撃コード公開", en="a public exploit"))
    if not found:
        return None
    name = flaw.vulnerability_id
    told = _both(*found)
    return Text(ja=f"{name} {told.ja}", en=f"{name} {told.en}")


def _is_unfixed(case: _Case) -> FactReading:
    """Whether the cause outlasts the time to decide."""
    situation = case.ground.situation
    within = case.trigger.decide_minutes or 0.0
    hours = f"{situation.fixed_after_minutes.likely / 60:.3g}"
    is_assumed = "fixed_after" in situation.assumed
    told = Text(
        ja=f"修正まで約 {hours} 時間{'・仮定' if is_assumed else ''}",
        en=f"about {hours} h to the fix{' (assumption)' if is_assumed else ''}",
    )
    return FactReading("yes" if situation.fixed_after_minutes.likely > within else "no", told)


def _virtual_patches(case: _Case) -> str:
    """Return tested, blocking controls that know the flaw on every system that has it."""
    graph = case.ground.situated.graph
    names = set(case.ground.situation.subjects)
    carriers = {f.system_id for f in graph.inputs.findings if f.vulnerability_id in names}
    day = case.side.as_of
    working = [
        one
        for one in graph.inputs.controls
        if names & set(one.vulnerability_ids)
        and one.mode == "block"
        and one.tested_on is not None
        and (one.expires_on is None or one.expires_on >= day)
    ]
    covered = {system for one in working for system in one.systems}
    if not carriers or not carriers <= covered:
        return ""
    return ", ".join(sorted({one.control_id for one in working}))


def _both(*texts: Text) -> Text:
    return Text(ja="、".join(t.ja for t in texts), en=", ".join(t.en for t in texts))


def _asks_for(name: str) -> Text:
    asked = _QUESTIONS[name]
    return Text(
        ja=f"{asked.ja}を確かめ、状況ファイルの facts に {name}: yes か no を書く",
        en=f"Find out {asked.en}, and state {name}: yes or no in the situation's facts",
    )


_QUESTIONS: Final = {
    "exploit_seen": Text(ja="攻撃コードや悪用の有無", en="whether it is exploited anywhere"),
    "exploited_here": Text(
        ja="自機関への悪用の跡（ログ・検知）", en="whether logs show use against us"
    ),
    "fix_published": Text(ja="修正版の公表の有無", en="whether a fix is published"),
    "support_ended": Text(ja="サポート終了の有無", en="whether support has ended"),
    "odd_behaviour": Text(ja="不審な挙動の有無", en="whether anything behaves oddly"),
    "privilege_gained": Text(
        ja="Web シェルや権限昇格の有無", en="whether there is a web shell or a gained privilege"
    ),
    "data_leaving": Text(ja="情報の持ち出しの有無", en="whether data is leaving"),
    "identity_compromised": Text(
        ja="認証基盤の侵害の有無", en="whether the identity base is compromised"
    ),
    "destruction": Text(ja="破壊・暗号化の有無", en="whether anything is being destroyed"),
    "authority_request": Text(ja="当局の要請の有無", en="whether an authority has asked"),
    "saas_breach": Text(ja="利用する SaaS の侵害の有無", en="whether a SaaS in use is breached"),
    "supply_chain": Text(ja="供給網の侵害の有無", en="whether a supplier is compromised"),
    "shared_member_hit": Text(
        ja="共同システムの他の加盟者の被害の有無", en="whether another member is hit"
    ),
}
_STATED: Final = {
    "yes": Text(ja="状況ファイルの記載", en="stated in the situation"),
    "no": Text(ja="状況ファイルで否定", en="the situation says no"),
}
_UNSTATED: Final = Text(ja="誰も述べていない", en="nobody has stated it")
_NOT_TOLD: Final = Text(ja="知らせを受けていない", en="nobody has told us so")
_BY_PEOPLE: Final = Text(ja="人が判断する発動条件", en="people judge this trigger")
_JUDGE: Final = Text(ja="担当者が判断する", en="Have it judged by its owner")
_UNRATED: Final = Text(ja="深刻さの評価がまだない", en="nobody has rated it yet")
_RATE: Final = Text(
    ja="CVSS か製造元の評価を取り込む（hiyoke advisories import）",
    en="Import a CVSS or vendor rating with `hiyoke advisories import`",
)
_UNRATED_READING: Final = FactReading("unknown", _UNRATED, _RATE)
_NOT_SERIOUS: Final = Text(
    ja="深刻でないか、ログインや内部の足場が要る",
    en="not serious, or it needs a login or a place inside",
)
_TAKEN_AT_WORST: Final = Text(
    ja="未評価のため最悪とみなす", en="not rated yet, so taken at its worst"
)
_AS_WORST: Final = Text(ja="CVSS 9.8 相当", en="CVSS 9.8 or taken so")
_FIX_PUBLISHED: Final = Text(ja="修正版が公表済み", en="a fix is published")
_NO_LASTING_FIX: Final = Text(ja="修正版は公表されていない", en="no fix is published")
_NO_FIX_YET: Final = Text(ja="修正版も仮想パッチもない", en="no fix and no virtual patch")
_NO_FLAW: Final = FactReading(
    "no", Text(ja="状況の原因は欠陥ではない", en="the situation's cause is no flaw")
)
