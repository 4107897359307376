"""Reasons as sentences: why a service stands where it stands, with names and figures.

Each sentence is written twice by hand. What is not here: which reasons apply
(`hiyoke.risk.service_danger`), and words for single codes (`words`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from hiyoke.languages import Text
from hiyoke.risk import Tie

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from hiyoke.risk import Contribution, Route

#: Names listed in one sentence; further ones are counted.
NAMES_SHOWN = 4


def named(system_id: str, names: Mapping[str, Text]) -> Text:
    """Return a name with its identifier: ``「受付」（web-1）``."""
    name = names.get(system_id)
    if name is None:
        return Text(system_id, system_id)
    return Text(ja=f"「{name.ja}」（{system_id}）", en=f"{name.en} ({system_id})")


def listed(ids: Sequence[str], names: Mapping[str, Text] | None = None) -> Text:
    """Return names as a list, the first few in full and the rest as a count."""
    shown = [named(i, names) if names is not None else Text(i, i) for i in ids[:NAMES_SHOWN]]
    rest = len(ids) - len(shown)
    ja = "、".join(text.ja for text in shown) + (f" ほか {rest} 件" if rest else "")
    en = ", ".join(text.en for text in shown) + (f" and {rest} more" if rest else "")
    return Text(ja=ja, en=en)


def reach_clause(exposure: str) -> Text:
    """Return how a system can be reached from outside, as the middle of a sentence."""
    return {
        "yes": Text(ja="外部から到達できます。", en="It can be reached from outside. "),
        "unknown": Text(
            ja="外部から到達できるかは不明です。",
            en="Whether it can be reached from outside is unknown. ",
        ),
    }.get(exposure, Text(ja="", en=""))


def finding_clause(finding: Mapping[str, object], others: int) -> Text:
    """Return the foremost finding of a system as a sentence.

    Args:
        finding: A row of `SYSTEM_FINDINGS`.
        others: Further affected findings on the same system.
    """
    vulnerability = finding["vulnerability_id"]
    package = f"{finding['name']} {finding['version'] or ''}".strip()
    kev = finding["known_exploited_on"]
    ja_kev = f"KEV に掲載（{kev}、悪用を確認）の " if kev else ""
    en_kev = f", listed in KEV on {kev}" if kev else ""
    ja_rest = f"ほかに {others} 件の検出があります。" if others else ""
    en_rest = f" {others} more finding{'s' if others > 1 else ''}." if others else ""
    return Text(
        ja=f"{ja_kev}{vulnerability} の影響を受けます（{package}）。{ja_rest}",
        en=f"Affected by {vulnerability}{en_kev} ({package}).{en_rest}",
    )


def contribution_sentence(
    contribution: Contribution,
    names: Mapping[str, Text],
    exposure: str,
    finding: Mapping[str, object],
    others: int,
    *,
    members: Sequence[str] = (),
) -> Text:
    """Return why one affected system endangers the service that needs it.

    Args:
        contribution: The system, and how the service needs it.
        names: Names by system.
        exposure: Reach of the system from outside.
        finding: Its foremost row of `SYSTEM_FINDINGS`.
        others: Further affected findings on it.
        members: Affected members of its redundant group, itself included.
    """
    if contribution.tie is Tie.WHOLE_GROUP:
        return _lost_group_sentence(contribution, names, members, finding, others)
    who = named(contribution.system_id, names)
    tie = _tie_clause(contribution, names)
    reach = reach_clause(exposure)
    what = finding_clause(finding, others)
    return Text(
        ja=f"{who.ja}は{tie.ja}{reach.ja}{what.ja}",
        en=f"{who.en} {tie.en}{reach.en}{what.en}",
    )


def _tie_clause(contribution: Contribution, names: Mapping[str, Text]) -> Text:
    if contribution.tie is Tie.ALWAYS_NEEDED:
        return Text(ja="必ず必要なシステムです。", en="is always needed. ")
    ja = f"冗長構成「{contribution.group}」の一つです。"
    en = f"belongs to the redundant group {contribution.group!r}. "
    if contribution.unaffected:
        rest = listed(contribution.unaffected, names)
        ja += f"期限のある脆弱性のない系: {rest.ja}。"
        en += f"Without a dated vulnerability: {rest.en}. "
    if contribution.unassessed:
        blind = listed(contribution.unassessed, names)
        ja += f"中身の分からない系: {blind.ja}。"
        en += f"Contents unknown: {blind.en}. "
    return Text(ja=ja, en=en)


def _lost_group_sentence(
    contribution: Contribution,
    names: Mapping[str, Text],
    members: Sequence[str],
    finding: Mapping[str, object],
    others: int,
) -> Text:
    """Return that no member of a redundant group is left to rely on."""
    who, first = listed(members, names), named(contribution.system_id, names)
    shared = len(contribution.common_vulnerability_ids)
    what = finding_clause(finding, others)
    ja_shared = f"全系に共通の脆弱性が {shared} 件あります。" if shared else ""
    en_shared = f"All share {shared} of the vulnerabilities. " if shared else ""
    return Text(
        ja=f"冗長構成「{contribution.group}」の全系（{who.ja}）が影響を受け、頼れる系が残りません。"
        f"{ja_shared}{first.ja}は{what.ja}",
        en=f"Every member of the redundant group {contribution.group!r} is affected ({who.en}), so "
        f"none is left to rely on. {en_shared}{first.en}: {what.en}",
    )


def route_sentence(route: Route, names: Mapping[str, Text], exposure: str) -> Text:
    """Return how links lead from an affected system to a service's system.

    Args:
        route: The way.
        names: Names by system.
        exposure: Reach of its source from outside: yes or unknown.
    """
    source, target = named(route.source, names), named(route.target, names)
    way = " → ".join(route.systems)
    ja_reach = "外部から到達でき" if exposure == "yes" else "外部から到達できるかが不明で"
    en_reach = "can be reached from outside" if exposure == "yes" else "may be reached from outside"
    ja_doubt = "" if route.is_known else "存在が未確認の経路を含みます。"
    en_doubt = "" if route.is_known else " The way includes a link that nobody has confirmed."
    steps_ja = "直接の通信" if route.hops == 1 else f"{route.hops} 段の通信"
    steps_en = "in one step" if route.hops == 1 else f"in {route.hops} steps"
    return Text(
        ja=f"{ja_reach}、影響を受ける{source.ja}から、{steps_ja}で{target.ja}につながります"
        f"（{way}）。{ja_doubt}",
        en=f"{source.en} is affected and {en_reach}; links lead to {target.en} {steps_en} ({way})."
        f"{en_doubt}",
    )


def unassessed_sentence(system_id: str, names: Mapping[str, Text]) -> Text:
    """Return that the contents of a needed system are unknown."""
    who = named(system_id, names)
    return Text(
        ja=f"{who.ja}は中身（SBOM）が分からず、影響の有無を判定できません。",
        en=f"The contents (SBOM) of {who.en} are unknown, so whether it is affected is unknown.",
    )
