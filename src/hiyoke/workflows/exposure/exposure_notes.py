"""What a run of exposure does not know, and what it assumed: said before any figure.

What is not here: the figures (`compile_exposure`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from hiyoke.exposure import read_traits
from hiyoke.languages import Text
from hiyoke.reports.exposure.rows import AssumptionRow, ExposureUnknownRow
from hiyoke.risk import load_effort_profile

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from hiyoke.exposure import CalibrationLine
    from hiyoke.workflows.exposure.expose_tables import ExposureFacts

#: Names kept for one row; the count says how many there are.
NAMES_KEPT: Final = 30

#: Gaps of the estate that bear on exposure: what they do to a result, and what to do about them.
_GAPS: Final[dict[str, tuple[Text, Text]]] = {
    "systems_without_sbom": (
        Text(
            ja="欠陥が一つも数えられないので、確率は「少なくともこれだけ」です。",
            en="No flaw on them can count, so every probability is at least as shown.",
        ),
        Text(
            ja="SBOM かパッケージ一覧を sboms/ に置いてください。",
            en="Put an SBOM or package list into sboms/.",
        ),
    ),
    "unreadable_sboms": (
        Text(
            ja="中身の欠陥が数えられないので、確率は「少なくともこれだけ」です。",
            en="Flaws in them cannot count, so every probability is at least as shown.",
        ),
        Text(
            ja="`hiyoke estate check` で理由を確かめ、作り直してください。",
            en="See why with `hiyoke estate check`, and make them again.",
        ),
    ),
    "unknown_exposure": (
        Text(
            ja="外部から届く場合と届かない場合の両方を計算し、幅で示します。",
            en="Computed both ways, reachable and not, and shown as a range.",
        ),
        Text(
            ja="internet_facing に yes か no を書いてください。",
            en="Write yes or no into internet_facing.",
        ),
    ),
    "unknown_links": (
        Text(
            ja="ある場合とない場合の両方を計算し、幅で示します。",
            en="Computed both ways, there and not, and shown as a range.",
        ),
        Text(
            ja="ネットワーク担当に確かめ、known を yes にするか行を消してください。",
            en="Ask the network team; set known to yes, or remove the row.",
        ),
    ),
    "systems_without_links": (
        Text(
            ja="どこからも届かないものとして計算されます。書き漏れなら確率は低すぎます。",
            en="Computed as if nothing led there; if links are missing, figures are too low.",
        ),
        Text(ja="通信経路を links に書いてください。", en="Write their links."),
    ),
    "vendors_of_unknown_access": (
        Text(
            ja="ベンダーが侵害されたときに届く場合と届かない場合の幅で示します。",
            en="Should a vendor be compromised: computed both ways, with access and without.",
        ),
        Text(
            ja="vendors の remote_access に yes か no を書いてください。",
            en="Write yes or no into remote_access of vendors.",
        ),
    ),
    "no_controls": (
        Text(ja="対策の効果を一つも数えていません。", en="No guard earns any credit."),
        Text(ja="controls.csv を書いてください。", en="Write controls.csv."),
    ),
    "no_accounts": (
        Text(
            ja="特権 ID を使う侵入が見えないので、確率は「少なくともこれだけ」です。",
            en="Attacks by privileged IDs stay unseen, so figures are at least as shown.",
        ),
        Text(ja="accounts.csv を書いてください。", en="Write accounts.csv."),
    ),
    "accounts_of_unknown_use": (
        Text(
            ja="管理経路のある所から使える場合と使えない場合の幅で示します。",
            en="Computed both ways: usable from every place that administers, and not.",
        ),
        Text(ja="使用場所を used_from に書いてください。", en="Write used_from."),
    ),
    "accounts_of_unknown_mfa": (
        Text(
            ja="多要素認証がない場合も計算し、幅で示します。",
            en="Computed both ways, with a second factor and without.",
        ),
        Text(
            ja="有無と試験日を書いてください。",
            en="Write whether it is asked for, and when it was tested.",
        ),
    ),
    "untested_controls": (
        Text(ja="効果を認めていません。", en="They earn no credit."),
        Text(ja="試験して試験日を書いてください。", en="Test them and write the date."),
    ),
    "expired_controls": (
        Text(ja="効果を認めていません。", en="They earn no credit."),
        Text(ja="更新するか、行を消してください。", en="Renew them or remove the rows."),
    ),
    "expired_overrides": (
        Text(
            ja="使わずに公表データの値で計算しました。",
            en="Ignored; published figures were used instead.",
        ),
        Text(
            ja="見直して期限を延ばすか、行を消してください。", en="Renew them or remove the rows."
        ),
    ),
    "early_overrides": (
        Text(
            ja="使わずに公表データの値で計算しました。",
            en="Ignored; published figures were used instead.",
        ),
        Text(
            ja="決定日か、基準日を確かめてください。",
            en="Look whether their day, or the cut-off day, is right.",
        ),
    ),
}

_NO_CREDIT: Final = {
    "detect_only": Text(ja="検知するだけで止めない", en="it only detects"),
    "untested": Text(ja="試験されていない", en="it has no successful test"),
    "stale_test": Text(ja="最後の試験が一年より前", en="its last test is older than a year"),
    "expired": Text(ja="期限が切れている", en="it has expired"),
}


def credit_sentence(reasons: Iterable[str]) -> Text:
    """Return why a guard earns no credit."""
    words = [_NO_CREDIT[reason] for reason in reasons]
    ja = "、".join(word.ja for word in words)
    en = " and ".join(word.en for word in words)
    return Text(ja=f"{ja}。", en=f"{en[:1].upper()}{en[1:]}.")


def unknown_rows(facts: ExposureFacts) -> tuple[ExposureUnknownRow, ...]:
    """Return everything unknown that bears on exposure, in a fixed order of weight."""
    gaps = {gap.kind: gap for gap in facts.given.assessed.gaps if gap.count}
    rows = [
        ExposureUnknownRow(
            code=kind,
            title=gaps[kind].title,
            count=gaps[kind].count,
            names=gaps[kind].names[:NAMES_KEPT],
            cost=cost,
            remedy=remedy,
        )
        for kind, (cost, remedy) in _GAPS.items()
        if kind in gaps
    ]
    return (*rows, *_finding_rows(facts), *_price_rows(facts))


def _finding_rows(facts: ExposureFacts) -> Iterator[ExposureUnknownRow]:
    unsure = facts.rows.table.filter(~facts.rows.is_sure)
    names = sorted(set(unsure["vulnerability_id"].to_pylist()))
    if names:
        yield ExposureUnknownRow(
            code="unsure_findings",
            title=Text(ja="当てはまるか不明な検出", en="Findings that may not apply"),
            count=unsure.num_rows,
            names=tuple(names[:NAMES_KEPT]),
            cost=Text(
                ja="当てはまる場合と当てはまらない場合の両方を計算し、幅で示します。",
                en="Computed both ways, applying and not, and shown as a range.",
            ),
            remedy=Text(
                ja="`hiyoke explain` で理由を見て、製品の修正状況を確かめてください。",
                en="See why with `hiyoke explain`, and ask the vendor whether it is fixed.",
            ),
        )
    yield from _unrated_rows(facts)
    weighing = facts.given.assessed.weighing
    blind = sorted(set(facts.given.assessed.not_assessable["component_id"].to_pylist()))
    if blind:
        yield ExposureUnknownRow(
            code="components_not_assessable",
            title=Text(ja="照合できない構成要素", en="Components that nothing can be held against"),
            count=len(blind),
            names=(),
            cost=Text(
                ja=f"全 {weighing.component_count:,} 件のうち、これらの欠陥は数えられません。",
                en=f"Flaws in them cannot count (of {weighing.component_count:,} components).",
            ),
            remedy=Text(
                ja="`hiyoke assess` の「分からないこと」に理由と対処があります。",
                en="The unknowns of `hiyoke assess` say why and what to do.",
            ),
        )


def _unrated_rows(facts: ExposureFacts) -> Iterator[ExposureUnknownRow]:
    present = {finding.vulnerability_id for finding in facts.inputs.findings}
    unrated = sorted(
        flaw.vulnerability_id
        for flaw in facts.inputs.flaws
        if flaw.vulnerability_id in present and not read_traits(flaw.vectors, flaw.technical_impact)
    )
    if unrated:
        yield ExposureUnknownRow(
            code="unrated_flaws",
            title=Text(ja="使い方が分からない脆弱性", en="Flaws without a readable CVSS vector"),
            count=len(unrated),
            names=tuple(unrated[:NAMES_KEPT]),
            cost=Text(
                ja="使えない場合と、最も使いやすい場合の両方を計算し、幅で示します。",
                en="Computed both ways, of no use and as easy as can be, and shown as a range.",
            ),
            remedy=Text(
                ja="CVE レコードか NVD を `hiyoke advisories import` で取り込んでください。",
                en="Import CVE records or NVD data with `hiyoke advisories import`.",
            ),
        )


def _price_rows(facts: ExposureFacts) -> Iterator[ExposureUnknownRow]:
    gaps = facts.given.no_curves
    if gaps:
        yield ExposureUnknownRow(
            code="services_without_price",
            title=Text(ja="損失を示せないサービス", en="Services without a price"),
            count=len(gaps),
            names=tuple(gap.service_id for gap in gaps)[:NAMES_KEPT],
            cost=Text(
                ja="止まる確率は示しますが、損失の合計には入りません。",
                en="Their probability is shown; no sum of losses counts them.",
            ),
            remedy=gaps[0].remedy,
        )


def assumption_rows(facts: ExposureFacts) -> tuple[AssumptionRow, ...]:
    """Return what was assumed or chosen: settings, experts' figures, tables and their lines."""
    return (*_chosen(facts), *_overridden(facts), *_lines_used(facts))


def _chosen(facts: ExposureFacts) -> Iterator[AssumptionRow]:
    settings = facts.given.settings
    if settings.stress != 1.0:
        yield AssumptionRow(
            title=Text(ja="攻撃の速さ", en="Pace of attackers"),
            content=Text(
                ja=f"公表データの {settings.stress:g} 倍",
                en=f"{settings.stress:g} times the published figures",
            ),
        )
    if facts.prices.assumed_ids:
        names = ", ".join(sorted(facts.prices.assumed_ids))
        yield AssumptionRow(
            title=Text(ja="攻撃による停止の損失", en="Cost of an outage by attack"),
            content=Text(
                ja=f"機関の値がないため、Hiyoke の仮定を使いました: {names}",
                en=f"Without figures of the institution, Hiyoke's own were taken: {names}",
            ),
        )
    effort = load_effort_profile()
    yield AssumptionRow(title=Text(ja="作業時間", en="Hours of work"), content=effort.standing)
    rules = facts.simulation.graph.rules
    yield AssumptionRow(
        title=Text(ja="攻撃の段階の規則", en="Rules of attack"),
        content=Text(
            ja=f"attack-rules {rules.version}。各行の出典か「仮定」はファイルにあります。",
            en=f"attack-rules {rules.version}; each line names its source or says assumption.",
        ),
    )


def _overridden(facts: ExposureFacts) -> Iterator[AssumptionRow]:
    for override in facts.inputs.overrides:
        yield AssumptionRow(
            title=Text(
                ja=f"専門家の見立て: {override.subject} {override.subject_id}",
                en=f"Expert's figure: {override.subject} {override.subject_id}",
            ),
            content=Text(
                ja=f"{override.probability:g}（{override.reason}）",
                en=f"{override.probability:g} ({override.reason})",
            ),
            basis=Text(ja=override.row, en=override.row),
        )


def _lines_used(facts: ExposureFacts) -> Iterator[AssumptionRow]:
    """Yield each line of the calibration that some event rests on."""
    used = {line for chance in facts.simulation.chances.values() for line in chance.line_ids}
    for line_id, line in facts.calibration.lines().items():
        if line_id in used:
            yield AssumptionRow(title=line.title, content=_figure(line), basis=_basis_of(line))


def _figure(line: CalibrationLine) -> Text:
    note = line.basis.note
    return Text(ja=f"{line.probability:g}。{note.ja}", en=f"{line.probability:g}. {note.en}")


def _basis_of(line: CalibrationLine) -> Text | None:
    reference = line.basis.reference
    return None if reference is None else Text(ja=reference, en=reference)
