"""The sections of an explanation, kind by kind.

What is not here: how a subject is found (`explain`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from hiyoke.languages import Text
from hiyoke.matching import words_of
from hiyoke.reports.sentences import listed, named
from hiyoke.reports.words import LEVEL_MEANINGS, LEVEL_WORDS, REACH_WORDS, percent_words
from hiyoke.risk import Level
from hiyoke.workflows.explanation.explain_deadline import deadline_sentences, say_deadline
from hiyoke.workflows.explanation.explain_exposure import flaw_ways, service_ways, system_ways
from hiyoke.workflows.explanation.explanation import Explanation, Section
from hiyoke.workflows.explanation.run_data import text_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from hiyoke.workflows.explanation.run_data import RunData

    Row = dict[str, Any]

#: Systems or findings explained one by one; further ones are counted.
SHOWN = 10

_FINDING_COLUMNS = (
    "vulnerability_id",
    "purl",
    "name",
    "version",
    "status",
    "basis",
    "matched_on",
    "fixed_version",
    "advisory_ids",
    "disagreement",
)
_SYSTEM_COLUMNS = (
    "rank",
    "system_id",
    "vulnerability_id",
    "name",
    "version",
    "exposure",
    "known_exploited_on",
    "epss_probability",
    "first_detected_on",
    "clock_start_on",
    "outcome",
    "due_on",
    "outcome_latest",
    "due_on_latest",
)


_BELIEF_COLUMNS = (
    "vulnerability_id",
    "decision_class",
    "point_id",
    "possible_values",
    "basis",
    "assumed_value",
)


def _kept(belief: Row) -> Row:
    return {name: belief[name] for name in _BELIEF_COLUMNS}


def explain_vulnerability(data: RunData, vulnerability_ids: Sequence[str]) -> Explanation:
    """Explain one or more vulnerabilities that share an identifier."""
    findings = data.findings_where("vulnerability_id", vulnerability_ids)
    on_systems = data.on_systems_where("vulnerability_id", vulnerability_ids)
    subject = ", ".join(vulnerability_ids)
    sections = (
        _evidence(findings),
        _matches(findings),
        _deadlines(data, on_systems),
        _services(data, {row["system_id"] for row in on_systems}),
        _updates(data, vulnerability_ids=set(vulnerability_ids)),
        flaw_ways(data, vulnerability_ids),
    )
    title = Text(ja=f"脆弱性 {subject}", en=f"Vulnerability {subject}")
    return _explanation(data, "vulnerability", subject, title, sections)


def explain_component(data: RunData, subject: str, component_ids: Sequence[str]) -> Explanation:
    """Explain the components that share a purl or a name."""
    findings = data.findings_where("component_id", component_ids)
    on_systems = data.on_systems_where("component_id", component_ids)
    open_rows = data.not_assessable_of(component_ids)
    systems = data.systems_of(component_ids)
    verdict = Section(Text(ja="判定", en="Verdict"))
    where = listed(systems, data.system_names())
    verdict.say(f"載っているシステム: {where.ja}。", f"It lies on {where.en}.")
    for row in open_rows:
        words = words_of(row["reason"])
        verdict.say(
            f"判定不能: {words.why.ja}。{words.remedy.ja}",
            f"Not assessable: {words.why.en}. {words.remedy.en}",
        )
    if not findings and not open_rows:
        verdict.say(
            "取り込んだアドバイザリの範囲では、影響する脆弱性は見つかりませんでした。",
            "No imported advisory affects it.",
        )
    verdict.use("not_assessable", open_rows)
    sections = (
        verdict,
        _matches(findings),
        _deadlines(data, on_systems),
        _services(data, set(systems)),
        _updates(data, vulnerability_ids={f["vulnerability_id"] for f in findings}, names=findings),
    )
    title = Text(ja=f"構成要素 {subject}", en=f"Component {subject}")
    return _explanation(data, "component", subject, title, sections)


def explain_system(data: RunData, row: Row) -> Explanation:
    """Explain one system."""
    system_id = row["system_id"]
    on_systems = data.on_systems_where("system_id", [system_id])
    reach = Section(Text(ja="外部からの到達", en="Reach from outside"))
    words, why = REACH_WORDS[row["exposure"]], text_of(row["exposure_why"])
    reach.say(f"{words.ja}。{why.ja}。", f"{words.en}: {why.en}.")
    reach.use("systems", [row], "system_id", "exposure", "environment", "has_sbom")
    if not row["has_sbom"]:
        reach.say(
            "中身（SBOM）が分からないため、脆弱性の有無を判定できません。",
            "Its contents (SBOM) are unknown, so whether it has vulnerabilities is unknown.",
        )
    counts = Section(Text(ja="検出", en="Findings"))
    counts.say(
        f"構成要素 {row['component_count']} 件のうち、影響ありの検出が {row['finding_count']} 件、"
        f"判定不能が {row['not_assessable_count']} 件、KEV 掲載が "
        f"{row['known_exploited_count']} 件です。",
        f"Components: {row['component_count']}; findings: {row['finding_count']}; not assessable: "
        f"{row['not_assessable_count']}; in KEV: {row['known_exploited_count']}.",
    )
    sections = (
        reach,
        counts,
        system_ways(data, system_id),
        _deadlines(data, on_systems),
        _services(data, {system_id}),
        _ends(data, system_id),
    )
    title = named(system_id, data.system_names())
    return _explanation(data, "system", system_id, title, sections)


def explain_service(data: RunData, row: Row) -> Explanation:
    """Explain one service."""
    level = Level(row["level"])
    state = Section(Text(ja="状態", en="State"))
    state.say(
        f"{LEVEL_WORDS[level].ja}。{LEVEL_MEANINGS[level].ja}",
        f"{LEVEL_WORDS[level].en}. {LEVEL_MEANINGS[level].en}",
    )
    state.sentences.append(_place_in_order(row))
    say_deadline(state, row["due"])
    columns = ("service_id", "position", "level", "priority_rank", "system_ids")
    state.use("services", [row], *columns)
    why = Section(Text(ja="理由", en="Why"))
    for reason in row["reasons"]:
        why.sentences.append(text_of(reason["words"]))
    rest = row["reason_count"] - len(row["reasons"])
    if rest > 0:
        why.say(f"ほか {rest} 件の理由があります。", f"{rest} more reasons.")
    needs = Section(Text(ja="必要なシステム", en="Systems it needs"))
    names = data.system_names()
    required = [r for r in data.assessment["requirements"] if r["service_id"] == row["service_id"]]
    for requirement in required:
        who, group = named(requirement["system_id"], names), requirement["group"]
        needs.say(
            f"{who.ja}: " + ("必ず必要" if group is None else f"冗長構成「{group}」の一つ"),
            f"{who.en}: " + ("always needed" if group is None else f"any one of group {group!r}"),
        )
    needs.use("requirements", required, "service_id", "system_id", "group")
    first = {reason["vulnerability_id"] for reason in row["reasons"]} - {None}
    on_systems = [
        r
        for r in data.on_systems_where("system_id", row["system_ids"])
        if r["vulnerability_id"] in first
    ]
    ways = service_ways(data, row["service_id"])
    sections = (state, why, ways, needs, _deadlines(data, on_systems))
    title = named(row["service_id"], data.service_names())
    return _explanation(data, "service", row["service_id"], title, sections)


def explain_update(data: RunData, row: Row) -> Explanation:
    """Explain one update that closes several findings."""
    what = Section(Text(ja="更新", en="Update"))
    versions = ", ".join(row["versions"])
    what.say(
        f"{row['package']} を {versions} から {row['target_version']} にします。"
        "同じ系列の修正版のうち、ここに挙げた検出をすべて閉じる最も小さいバージョンです。",
        f"Take {row['package']} from {versions} to {row['target_version']}: the smallest version "
        "that closes every finding listed here.",
    )
    if row["remaining_ids"]:
        left = ", ".join(row["remaining_ids"])
        clean = row["clean_version"]
        what.say(
            f"{row['target_version']} にも {left} が残ります。"
            + (f"{clean} 以降には既知の脆弱性がありません。" if clean else ""),
            f"{row['target_version']} itself is affected by {left}."
            + (f" {clean} has none known." if clean else ""),
        )
    what.say(
        f"システムごとの検出 {row['finding_count']} 件（うち優先サービス "
        f"{row['priority_finding_count']} 件）を閉じます。"
        f"脆弱性: {listed(row['vulnerability_ids']).ja}。",
        f"It closes {row['finding_count']} findings on systems "
        f"({row['priority_finding_count']} for priority services): "
        f"{listed(row['vulnerability_ids']).en}.",
    )
    say_deadline(what, row["due"])
    what.use("bundles", [row], "bundle_id", "ecosystem", "package", "target_version", "system_ids")
    on_systems = [
        r
        for r in data.on_systems_where("vulnerability_id", row["vulnerability_ids"])
        if r["system_id"] in row["system_ids"] and r["package"] in row["packages"]
    ]
    sections = (what, _deadlines(data, on_systems), _services(data, set(row["system_ids"])))
    title = Text(ja=f"更新 {row['bundle_id']}", en=f"Update {row['bundle_id']}")
    return _explanation(data, "update", row["bundle_id"], title, sections)


def _explanation(
    data: RunData, kind: str, subject: str, title: Text, sections: Iterable[Section]
) -> Explanation:
    kept = tuple(section for section in sections if section.sentences)
    return Explanation(kind, subject, title, kept, bool(data.run["institution"]["synthetic"]))


def _place_in_order(row: Row) -> Text:
    rank = row["priority_rank"]
    ja = "優先サービスではありません" if rank is None else f"優先順位 {rank} の優先サービスです"
    en = "It is no priority service" if rank is None else f"It is priority service number {rank}"
    return Text(
        ja=f"{ja}。報告書では {row['position']} 番目です。順番は、優先サービス、状態、"
        "先頭の検出の順位（外部からの到達、KEV、期限、EPSS）、優先順位の順で決まります。",
        en=f"{en}, and stands at place {row['position']} of the report. The order follows "
        "priority, state, the rank of the foremost finding (reach, KEV, deadline, EPSS), then "
        "priority rank.",
    )


def _evidence(findings: list[Row]) -> Section:
    section = Section(Text(ja="悪用と深刻度の根拠", en="Evidence of exploitation and severity"))
    if not findings:
        return section
    row = findings[0]
    kev = row["known_exploited_on"]
    section.say(
        f"KEV に {kev} に掲載されました（悪用を確認）。" if kev else "KEV には掲載されていません。",
        f"Listed in KEV on {kev}." if kev else "Not listed in KEV.",
    )
    chance, day = percent_words(row["epss_probability"]), row["epss_scored_on"]
    if row["epss_probability"] is None:
        section.say("EPSS の推定はありません。", "There is no EPSS estimate.")
    else:
        section.say(
            f"EPSS による 30 日以内の悪用確率は {chance} です（{day} 時点）。",
            f"EPSS puts exploitation within 30 days at {chance} (as of {day}).",
        )
    for vector in row["cvss_vectors"]:
        section.say(f"CVSS: {vector}", f"CVSS: {vector}")
    columns = (
        "vulnerability_id",
        "aliases",
        "known_exploited_on",
        "epss_probability",
        "ssvc_exploitation",
        "ssvc_automatable",
        "ssvc_technical_impact",
        "cvss_base_score",
    )
    section.use("findings", [row], *columns)
    return section


def _matches(findings: list[Row]) -> Section:
    section = Section(Text(ja="照合", en="What was matched"))
    for row in findings[:SHOWN]:
        what = f"{row['name']} {row['version'] or ''}".strip()
        fixed = row["fixed_version"]
        if row["status"] != "affected":
            why = words_of(row["reason"]).why if row["reason"] else Text("", "")
            section.say(
                f"{what} と {row['vulnerability_id']}: 判定不能。{why.ja}。",
                f"{what} and {row['vulnerability_id']}: not assessable, {why.en}.",
            )
            continue
        section.say(
            f"{what} は {row['vulnerability_id']} の影響範囲に入ります（{row['matched_on']}）。"
            + (f"修正版は {fixed} です。" if fixed else "修正版は公表されていません。"),
            f"{what} lies in the range of {row['vulnerability_id']} ({row['matched_on']}). "
            + (f"Fixed in {fixed}." if fixed else "No fixed version is known."),
        )
        if row["check_backport"]:
            section.say(
                f"OS のパッケージ {row['owner']} に含まれます。"
                "ベンダーの修正状況を確かめてください。",
                f"It lies inside {row['owner']}; check whether its vendor has fixed it there.",
            )
    _count_rest(section, len(findings))
    section.use("findings", findings[:SHOWN], *_FINDING_COLUMNS)
    return section


def _deadlines(data: RunData, on_systems: list[Row]) -> Section:
    section = Section(Text(ja="期限", en="Deadlines"))
    judged = [row for row in on_systems if row["outcome"] is not None]
    for row in judged[:SHOWN]:
        section.sentences += deadline_sentences(data, row)
    _count_rest(section, len(judged))
    section.use("system_findings", judged[:SHOWN], *_SYSTEM_COLUMNS)
    for row in judged[:SHOWN]:
        beliefs = data.beliefs_of(row["vulnerability_id"], row["system_id"])
        fresh = [b for b in beliefs if _kept(b) not in section.rows.get("beliefs", [])]
        section.use("beliefs", fresh, *_BELIEF_COLUMNS)
    return section


def _count_rest(section: Section, count: int) -> None:
    if count > SHOWN:
        section.say(f"ほか {count - SHOWN} 件あります。", f"{count - SHOWN} more.")


def _services(data: RunData, system_ids: set[str]) -> Section:
    section = Section(Text(ja="サービス", en="Services"))
    rows = [s for s in data.assessment["services"] if system_ids & set(s["system_ids"])]
    names = data.service_names()
    for row in rows:
        level = LEVEL_WORDS[Level(row["level"])]
        who = named(row["service_id"], names)
        shared = listed(sorted(system_ids & set(row["system_ids"])))
        section.say(
            f"{who.ja}が {shared.ja} を必要とします。状態は「{level.ja}」です。",
            f"{who.en} needs {shared.en}; its state is {level.en.lower()}.",
        )
    if not rows and system_ids:
        section.say(
            "これらのシステムを必要とするサービスは登録されていません。",
            "No service is recorded as needing these systems.",
        )
    section.use("services", rows, "service_id", "level", "position")
    return section


def _updates(
    data: RunData, *, vulnerability_ids: set[str], names: list[Row] | None = None
) -> Section:
    section = Section(Text(ja="閉じる更新", en="Updates that close it"))
    packages = None if names is None else {row["version"] for row in names}
    for row in data.assessment["bundles"]:
        closed = vulnerability_ids & set(row["vulnerability_ids"])
        if closed and (packages is None or packages & set(row["versions"])):
            group = text_of(row["group_name"])
            section.say(
                f"{row['bundle_id']}: {row['package']} を {row['target_version']} へ"
                f"（担当: {group.ja}、{len(row['system_ids'])} システム）。",
                f"{row['bundle_id']}: {row['package']} to {row['target_version']} "
                f"({group.en}, {len(row['system_ids'])} systems).",
            )
            section.use("bundles", [row], "bundle_id", "package", "target_version", "system_ids")
    return section


def _ends(data: RunData, system_id: str) -> Section:
    section = Section(Text(ja="サポート終了", en="End of life"))
    rows = [e for e in data.assessment["end_of_life"] if system_id in e["system_ids"]]
    for row in rows:
        title, day = text_of(row["title"]), row["eol_on"] or "?"
        section.say(f"{title.ja}: {day}", f"{title.en}: {day}")
    section.use("end_of_life", rows, "subject_id", "eol_on", "days_left", "basis")
    return section
