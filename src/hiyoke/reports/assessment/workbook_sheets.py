"""The parts of the report as sheets: headings and rows in one language.

What is not here: cells and files (`workbook_report`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from hiyoke.languages import Language, Text
from hiyoke.reports.exposure.sheets import exposure_sheets
from hiyoke.reports.labels import COUNT_LABELS, LABELS
from hiyoke.reports.sheet import Sheet
from hiyoke.reports.words import (
    ENVIRONMENT_WORDS,
    LEVEL_WORDS,
    REACH_WORDS,
    STATE_WORDS,
)

if TYPE_CHECKING:
    from collections.abc import Iterable

    from hiyoke.reports.assessment.assessment import Assessment


def sheets_of(assessment: Assessment, language: Language) -> list[Sheet]:
    """Return every sheet but the findings, in the order of the report."""
    words = _Words(assessment, language)
    reach = assessment.exposure
    return [
        words.overview(),
        words.unknowns(),
        words.services(),
        *(() if reach is None else exposure_sheets(reach, language)),
        words.bundles(),
        words.end_of_life(),
        words.systems(),
        words.sources(),
    ]


class _Words:
    """Makes sheets in one language."""

    def __init__(self, assessment: Assessment, language: Language) -> None:
        self.a = assessment
        self.language = language

    def t(self, ja: str, en: str) -> str:
        return Text(ja=ja, en=en).render(self.language)

    def say(self, text: Text) -> str:
        return text.render(self.language)

    def headings(self, *pairs: tuple[str, str]) -> list[str]:
        return [self.t(ja, en) for ja, en in pairs]

    def services_named(self, ids: Iterable[str]) -> str:
        names = [self.say(self.a.service_names[i]) for i in ids]
        return ("、" if self.language is Language.JA else ", ").join(names)

    def overview(self) -> Sheet:
        run = self.a.run
        rows: list[list[Any]] = [
            [self.say(LABELS["institution"]), self.say(run.institution_name)],
            [self.say(LABELS["as_of"]), run.as_of],
            [self.say(LABELS["verdict"]), self.say(run.verdict.label)],
            [self.say(LABELS["table"]), f"{self.say(run.table.title)} {run.table.version}"],
            [self.say(LABELS["standing"]), self.say(run.table.standing)],
            [self.say(LABELS["days_basis"]), self.say(run.table.deadline_note)],
            [self.say(LABELS["clock_rule"]), self.say(run.table.clock)],
            [self.say(LABELS["missing_rule"]), self.say(run.table.missing_note)],
            ["Hiyoke", run.hiyoke_version],
        ]
        rows += [[self.say(COUNT_LABELS[name]), count] for name, count in run.counts.items()]
        rows += [[f"SHA-256: {name}", digest] for name, digest in run.inputs.items()]
        return Sheet(
            self.t("概要", "Overview"), self.headings(("項目", "Item"), ("内容", "Content")), rows
        )

    def unknowns(self) -> Sheet:
        rows: list[list[Any]] = [
            [
                self.say(row.title),
                row.count,
                row.total,
                self.t("はい", "yes") if row.hides_findings else self.t("いいえ", "no"),
                self.say(row.cost),
                self.say(row.remedy).replace("`", ""),
                row.names,
            ]
            for row in self.a.unknowns
        ]
        rows += [
            [
                f"{self.say(age.label)}: {self.say(STATE_WORDS[age.state])}",
                age.age_days,
                age.limit_days,
                self.t("いいえ", "no") if age.state == "fresh" else self.t("はい", "yes"),
                self.t("情報の経過日数と、古いとみなす日数です。", "Age in days, and stale after."),
                "",
                "" if age.newest_on is None else str(age.newest_on),
            ]
            for age in self.a.data_ages
        ]
        headings = self.headings(
            ("分からないこと", "What is unknown"),
            ("件数・日数", "Count or days"),
            ("全体・上限", "Out of, or limit"),
            ("見落としにつながる", "May hide findings"),
            ("評価への影響", "What it costs"),
            ("できること", "What you can do"),
            ("例", "For example"),
        )
        return Sheet(self.t("不明・古い情報", "Unknown or stale"), headings, rows)

    def services(self) -> Sheet:
        rows = [
            [
                s.position,
                s.service_id,
                self.say(s.name),
                s.priority_rank,
                self.say(LEVEL_WORDS[s.level]),
                s.due.due_on,
                s.due.working_day,
                s.due.days_left,
                s.finding_count,
                s.known_exploited_count,
                " ".join(self.say(reason.words) for reason in s.reasons),
                s.system_ids,
                s.unassessed,
                self.say(s.owner) if s.owner else None,
                s.impact_tolerance_minutes,
            ]
            for s in self.a.services
        ]
        headings = self.headings(
            ("順番", "Position"),
            ("識別子", "Identifier"),
            ("サービス", "Service"),
            ("優先順位", "Priority rank"),
            ("状態", "State"),
            ("期限（暦日）", "Deadline"),
            ("期限（営業日）", "Business day"),
            ("残り日数", "Days left"),
            ("検出", "Findings"),
            ("KEV 掲載", "In KEV"),
            ("理由", "Why"),
            ("必要なシステム", "Systems it needs"),
            ("中身の分からないシステム", "Contents unknown"),
            ("責任部署", "Owner"),
            ("許容停止時間（分）", "Impact tolerance (minutes)"),
        )
        return Sheet(self.t("サービス", "Services"), headings, rows)

    def bundles(self) -> Sheet:
        rows = [
            [
                b.position,
                b.bundle_id,
                b.ecosystem,
                b.release,
                b.packages,
                b.versions,
                b.target_version,
                b.clean_version,
                b.remaining_ids,
                self.say(b.group_name),
                b.finding_count,
                b.priority_finding_count,
                b.known_exploited_count,
                b.due.due_on,
                b.due.working_day,
                round(b.cumulative_share, 4),
                b.system_ids,
                self.services_named(b.service_ids),
                b.vulnerability_ids,
            ]
            for b in self.a.bundles
        ]
        headings = self.headings(
            ("順番", "Position"),
            ("識別子", "Identifier"),
            ("エコシステム", "Ecosystem"),
            ("配布物の版", "Release"),
            ("パッケージ", "Package"),
            ("現在のバージョン", "Versions in place"),
            ("更新後", "Target version"),
            ("既知の脆弱性がない版", "Version without any known"),
            ("更新後も残る脆弱性", "Known for the target"),
            ("担当", "Looked after by"),
            ("閉じる検出", "Closes"),
            ("うち優先サービス", "For priority services"),
            ("うち KEV 掲載", "In KEV"),
            ("期限（暦日）", "Deadline"),
            ("期限（営業日）", "Business day"),
            ("累計の割合", "Running share"),
            ("システム", "Systems"),
            ("サービス", "Services"),
            ("脆弱性", "Vulnerabilities"),
        )
        return Sheet(self.t("まとめて直せる更新", "Updates"), headings, rows)

    def end_of_life(self) -> Sheet:
        ended = self.t("終了", "ended")
        rows = [
            [
                self.say(e.title),
                e.eol_on or ended,
                e.days_left,
                e.extended_until,
                e.versions,
                e.system_ids,
                self.services_named(e.priority_service_ids),
                self.say(LABELS["eol_question"]) if e.is_question else "",
            ]
            for e in self.a.end_of_life
        ]
        headings = self.headings(
            ("製品・システム", "Product or system"),
            ("サポート終了日", "Support ends"),
            ("残り日数", "Days left"),
            ("延長サポート", "Extended until"),
            ("バージョン", "Versions"),
            ("システム", "Systems"),
            ("優先サービス", "Priority services"),
            ("注意", "Note"),
        )
        return Sheet(self.t("サポート終了", "End of life"), headings, rows)

    def systems(self) -> Sheet:
        rows = [
            [
                s.system_id,
                self.say(s.name),
                self.say(REACH_WORDS[s.exposure]),
                self.say(s.exposure_why),
                self.say(ENVIRONMENT_WORDS.get(s.environment, Text(s.environment, s.environment))),
                self.say(s.group_name),
                self.services_named(s.service_ids),
                s.component_count if s.has_sbom else self.say(LABELS["no_sbom"]),
                s.finding_count,
                s.known_exploited_count,
                s.not_assessable_count,
                s.due.due_on,
                s.due.working_day,
                s.end_of_life_on,
            ]
            for s in self.a.systems
        ]
        headings = self.headings(
            ("識別子", "Identifier"),
            ("システム", "System"),
            ("外部からの到達", "Reach from outside"),
            ("その根拠", "What says so"),
            ("環境", "Environment"),
            ("担当", "Looked after by"),
            ("サービス", "Services"),
            ("構成要素", "Components"),
            ("検出", "Findings"),
            ("KEV 掲載", "In KEV"),
            ("判定不能", "Not assessable"),
            ("期限（暦日）", "Deadline"),
            ("期限（営業日）", "Business day"),
            ("サポート終了日", "Support ends"),
        )
        return Sheet(self.t("システム", "Systems"), headings, rows)

    def sources(self) -> Sheet:
        rows: list[list[Any]] = [
            [
                self.say(s.title),
                s.newest_on,
                s.record_count,
                s.used_count,
                s.withdrawn_count,
                s.quarantined_count,
                self.say(s.attribution),
            ]
            for s in self.a.sources
        ]
        rows += [
            [
                f"{d.publisher} ({d.prefix})" if d.prefix else self.say(LABELS["other_database"]),
                None,
                None,
                None,
                None,
                None,
                d.terms,
            ]
            for d in self.a.databases
        ]
        headings = self.headings(
            ("情報源", "Source"),
            ("最新", "Newest"),
            ("記録数", "Records"),
            ("使用", "Used"),
            ("取り下げ", "Withdrawn"),
            ("隔離", "Quarantined"),
            ("権利者と利用条件", "Rights and terms"),
        )
        return Sheet(self.t("情報源", "Sources"), headings, rows)
