"""What sound files leave unsaid, and what each gap costs the assessment.

Gaps are shown before results and never stop them: unknown is not safe, and it is not a fault. What
is not here: faults (`faults`), and reading SBOMs (`hiyoke.workflows.check_estate`).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from hiyoke.estate.acceptances_from_entries import acceptance_gaps
from hiyoke.estate.authority_from_entries import authority_gaps
from hiyoke.estate.guard_gaps import guard_gaps
from hiyoke.estate.quality_gap import QualityGap, gap
from hiyoke.estate.system import UNKNOWN
from hiyoke.languages import Text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from datetime import date

    from hiyoke.estate.estate import Estate

#: Age in days past which an SBOM is called stale, unless the caller says otherwise.
STALE_AFTER_DAYS: Final = 90


@dataclass(frozen=True, slots=True, kw_only=True)
class SbomFacts:
    """What the check learnt about one SBOM file.

    Attributes:
        file: Path relative to the estate's folder.
        system_ids: Systems it belongs to, sorted.
        components: Components it names; 0 when it could not be read.
        without_purl: Components without a purl.
        made_on: Date the document states for itself; None when it states none.
        faults: Records that could not be used.
        why_unreadable: Why the file as a whole could not be read; None when it could.
    """

    file: str
    system_ids: tuple[str, ...]
    components: int = 0
    without_purl: int = 0
    made_on: date | None = None
    faults: int = 0
    why_unreadable: Text | None = None


def assess_quality(
    estate: Estate,
    sboms: Sequence[SbomFacts],
    *,
    as_of: date,
    stale_after_days: int = STALE_AFTER_DAYS,
) -> tuple[QualityGap, ...]:
    """Return every gap that the estate has, the costliest kinds first.

    Args:
        estate: The estate.
        sboms: Facts about each of its SBOM files.
        as_of: Date that the age of an SBOM is counted to.
        stale_after_days: Age in days past which an SBOM is stale.

    Returns:
        Gaps with a count of one or more; empty when nothing is missing.
    """
    gaps = [
        *_software_gaps(estate, sboms),
        *_age_gaps(sboms, as_of=as_of, stale_after_days=stale_after_days),
        *_network_gaps(estate),
        *_service_gaps(estate),
        *_responsibility_gaps(estate),
        *guard_gaps(estate, as_of=as_of),
        *acceptance_gaps(estate, as_of=as_of),
        *authority_gaps(estate, as_of=as_of),
    ]
    return tuple(found for found in gaps if found.count)


def _software_gaps(estate: Estate, sboms: Sequence[SbomFacts]) -> Iterator[QualityGap]:
    blind = [s for s in estate.systems if s.system_id not in estate.sbom_files]
    yield gap(
        "systems_without_sbom",
        Text(ja="SBOM のないシステム", en="Systems without SBOM"),
        (s.system_id for s in blind if not s.purl and not s.cpe),
        len(estate.systems),
        Text(
            ja="脆弱性の有無を判定できません（安全とはみなしません）。",
            en="Nobody can tell which flaws they have; they do not count as safe.",
        ),
    )
    yield gap(
        "systems_by_product_only",
        Text(ja="製品名だけで照合するシステム", en="Systems known by product only"),
        (s.system_id for s in blind if s.purl or s.cpe),
        len(estate.systems),
        Text(
            ja="製品そのものの脆弱性だけを照合し、中の部品は見えません。",
            en="Only flaws of the product itself are matched; its parts stay unseen.",
        ),
    )
    yield gap(
        "unreadable_sboms",
        Text(ja="読めない SBOM", en="SBOMs that cannot be read"),
        (sbom.file for sbom in sboms if sbom.why_unreadable is not None),
        len(sboms),
        Text(ja="そのシステムの脆弱性を判定できません。", en="Their systems cannot be assessed."),
    )
    components = sum(sbom.components for sbom in sboms)
    yield gap(
        "components_without_purl",
        Text(ja="purl のない構成要素", en="Components without purl"),
        (sbom.file for sbom in sboms if sbom.without_purl),
        components,
        Text(
            ja="CPE があれば粗く照合し、なければ判定不能になります。",
            en="Matched coarsely by CPE where they have one, else not assessable.",
        ),
        count=sum(sbom.without_purl for sbom in sboms),
    )
    yield gap(
        "components_with_faults",
        Text(ja="SBOM の中の使えない記述", en="Unusable records in SBOMs"),
        (sbom.file for sbom in sboms if sbom.faults),
        components,
        Text(
            ja="隔離して数えます。その部品の脆弱性は見落とされます。",
            en="Kept in quarantine and counted; flaws of these parts are missed.",
        ),
        count=sum(sbom.faults for sbom in sboms),
    )


def _age_gaps(
    sboms: Sequence[SbomFacts], *, as_of: date, stale_after_days: int
) -> Iterator[QualityGap]:
    readable = [sbom for sbom in sboms if sbom.why_unreadable is None]
    dated = [(sbom, sbom.made_on) for sbom in readable if sbom.made_on is not None]
    yield gap(
        "stale_sboms",
        Text(
            ja=f"{stale_after_days} 日より古い SBOM", en=f"SBOMs older than {stale_after_days} days"
        ),
        (sbom.file for sbom, made_on in dated if (as_of - made_on).days > stale_after_days),
        len(sboms),
        Text(
            ja="今は直っている脆弱性や、新しく入った部品を取り違えます。",
            en="Flaws fixed since and parts added since are mistaken.",
        ),
    )
    yield gap(
        "future_sboms",
        Text(ja="基準日より後の日付の SBOM", en="SBOMs dated after the as-of date"),
        (sbom.file for sbom, made_on in dated if made_on > as_of),
        len(sboms),
        Text(ja="基準日の状態とは限りません。", en="They may not show the state on that date."),
    )
    yield gap(
        "undated_sboms",
        Text(ja="作成日のない SBOM", en="SBOMs without a date"),
        (sbom.file for sbom in readable if sbom.made_on is None),
        len(sboms),
        Text(ja="古さを判定できません。", en="Their age is unknown."),
    )


def _network_gaps(estate: Estate) -> Iterator[QualityGap]:
    yield gap(
        "unknown_exposure",
        Text(ja="外部公開が不明なシステム", en="Systems of unknown exposure"),
        (s.system_id for s in estate.systems if s.internet_facing == UNKNOWN),
        len(estate.systems),
        Text(
            ja="公開の場合と非公開の場合の二つの期限を示します。",
            en="Two deadlines are shown: exposed, and not exposed.",
        ),
    )
    yield gap(
        "unknown_links",
        Text(ja="存在が不明な通信経路", en="Links nobody is sure of"),
        (f"{k.source} -> {k.target}" for k in estate.links if k.known == UNKNOWN),
        len(estate.links),
        Text(ja="到達できるかどうかに幅が付きます。", en="Reachability becomes a range."),
        count=sum(k.known == UNKNOWN for k in estate.links),
    )
    joined = {end for link in estate.links for end in (link.source, link.target)}
    yield gap(
        "systems_without_links",
        Text(ja="通信経路が一つもないシステム", en="Systems without any link"),
        (s.system_id for s in estate.systems if s.system_id not in joined),
        len(estate.systems),
        Text(
            ja="攻撃者がどこから届くか分かりません。",
            en="Nobody can tell from where an attacker would reach them.",
        ),
    )


def _service_gaps(estate: Estate) -> Iterator[QualityGap]:
    needed = {requirement.system_id for requirement in estate.requirements}
    yield gap(
        "unneeded_systems",
        Text(ja="どのサービスも必要としないシステム", en="Systems that no service needs"),
        (s.system_id for s in estate.systems if s.system_id not in needed),
        len(estate.systems),
        Text(
            ja="脆弱性があってもサービスへの影響に数えません。",
            en="Their flaws are not counted for any service.",
        ),
    )
    services: tuple[tuple[str, Text, Callable[..., object], Text], ...] = (
        (
            "services_without_priority",
            Text(ja="優先順位のないサービス", en="Services without priority"),
            lambda s: s.priority_rank is None,
            Text(
                ja="優先サービスとして扱いません。", en="They are not treated as priority services."
            ),
        ),
        (
            "services_without_tolerance",
            Text(ja="許容停止時間のないサービス", en="Services without impact tolerance"),
            lambda s: s.impact_tolerance_minutes is None,
            Text(
                ja="どれだけ止められるかを示せません。",
                en="How long they may stop cannot be shown.",
            ),
        ),
        (
            "services_without_owner",
            Text(ja="責任部署のないサービス", en="Services without owner"),
            lambda s: s.owner is None,
            Text(ja="誰が決めるかを示せません。", en="Who decides cannot be shown."),
        ),
    )
    for kind, title, lacks, cost in services:
        names = (s.service_id for s in estate.services if lacks(s))
        yield gap(kind, title, names, len(estate.services), cost)
    priced = {impact.service_id for impact in estate.impacts if impact.points}
    yield gap(
        "services_without_loss_curve",
        Text(ja="損失曲線のないサービス", en="Services without loss curve"),
        (s.service_id for s in estate.services if s.service_id not in priced),
        len(estate.services),
        Text(
            ja="停止の損失は利用者数からの仮定になり、それもなければ示せません。",
            en="What an outage costs is assumed from the users, or cannot be shown without them.",
        ),
    )


def _responsibility_gaps(estate: Estate) -> Iterator[QualityGap]:
    yield gap(
        "systems_without_owner",
        Text(ja="責任部署のないシステム", en="Systems without owner"),
        (s.system_id for s in estate.systems if s.owner is None),
        len(estate.systems),
        Text(ja="誰に直してもらうかを示せません。", en="Who should fix them cannot be shown."),
    )
    yield gap(
        "systems_without_vendor",
        Text(ja="保守ベンダーのないシステム", en="Systems without vendor"),
        (s.system_id for s in estate.systems if s.vendor_id is None),
        len(estate.systems),
        Text(ja="自社で直すものとして扱います。", en="They are taken to be maintained in-house."),
    )
    yield gap(
        "vendors_with_unknown_cover",
        Text(ja="契約範囲が不明なベンダー", en="Vendors with unknown cover"),
        (
            v.vendor_id
            for v in estate.vendors
            if UNKNOWN in (v.night_cover, v.holiday_cover, v.patching_in_scope)
        ),
        len(estate.vendors),
        Text(
            ja="夜間・休日やパッチ適用を頼めるか分かりません。",
            en="Whether they patch, and at night or on holidays, is unknown.",
        ),
    )
