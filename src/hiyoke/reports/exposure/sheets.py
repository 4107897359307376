"""The report's part on exposure as sheets: exact figures, one row for each thing.

What is not here: cells and files (`workbook_report`), and the other sheets (`workbook_sheets`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from hiyoke.languages import Language, Text
from hiyoke.reports.exposure.labels import EXPOSURE_LABELS
from hiyoke.reports.exposure.words import KIND_WORDS
from hiyoke.reports.sheet import Sheet
from hiyoke.reports.words import REACH_WORDS

if TYPE_CHECKING:
    from collections.abc import Iterable

    from hiyoke.reports.exposure.rows import ExposureReport

#: Significant digits of a probability or an amount in a cell.
_DIGITS = 6


def exposure_sheets(report: ExposureReport, language: Language) -> list[Sheet]:
    """Return the sheets on exposure, in the order of the report.

    Args:
        report: What was found.
        language: The one language of headings and sentences.
    """
    words = _Words(report, language)
    sheets = [
        words.services(),
        words.systems(),
        words.paths(),
        words.exceedance(),
        words.leverage(),
        words.debt(),
        words.assumptions(),
    ]
    return [sheet for sheet in sheets if sheet is not None]


class _Words:
    """Makes sheets in one language."""

    def __init__(self, report: ExposureReport, language: Language) -> None:
        self.report = report
        self.language = language
        self.names = {s.service_id: s.name for s in report.services}
        self.system_names = {s.system_id: s.name for s in report.systems}
        self.money = f" ({report.currency})" if report.currency else ""

    def t(self, ja: str, en: str) -> str:
        return Text(ja=ja, en=en).render(self.language)

    def say(self, text: Text) -> str:
        return text.render(self.language)

    def yes_no(self, *, is_so: bool) -> str:
        return self.t("はい", "yes") if is_so else self.t("いいえ", "no")

    def kind(self, code: str) -> str:
        return self.say(KIND_WORDS.get(code, Text(code, code)))

    def headings(self, *pairs: tuple[str, str]) -> list[str]:
        return [self.t(ja, en) for ja, en in pairs]

    def services_named(self, ids: Iterable[str]) -> str:
        names = [self.say(self.names.get(i, Text(i, i))) for i in ids]
        return self.t("、", ", ").join(names)

    def title(self, name: str) -> str:
        return self.say(_TITLES[name])

    def services(self) -> Sheet:
        spans = (
            [days for days, _ in self.report.services[0].over_time] if self.report.services else []
        )
        rows: list[list[Any]] = []
        for s in self.report.services:
            loss = s.expected_loss
            over_time = {days: chance.probability for days, chance in s.over_time}
            rows.append(
                [
                    s.priority_rank,
                    s.service_id,
                    self.say(s.name),
                    *map(_figure, (s.probability, s.ci_low, s.ci_high)),
                    *map(_figure, (s.if_unknown_absent, s.if_unknown_present)),
                    *([_figure(x) for x in loss] if loss is not None else [None] * 3),
                    "" if loss is None else self.yes_no(is_so=s.is_loss_assumed),
                    self.report.unassessed_systems(s),
                    None if s.latent is None else _figure(s.latent.probability),
                    *(_figure(over_time.get(days)) for days in spans),
                ]
            )
        headings = self.headings(
            ("優先順位", "Priority rank"),
            ("識別子", "Identifier"),
            ("サービス", "Service"),
            ("確率", "Chance"),
            ("95% 区間の下端", "95% interval, low"),
            ("95% 区間の上端", "95% interval, high"),
            ("不明な点がすべて無い場合", "If nothing unknown exists"),
            ("不明な点がすべて有る場合", "If everything unknown exists"),
            (f"損失の期待値（低め）{self.money}", f"Expected loss, low{self.money}"),
            (f"損失の期待値（見込み）{self.money}", f"Expected loss, likely{self.money}"),
            (f"損失の期待値（高め）{self.money}", f"Expected loss, high{self.money}"),
            ("損失曲線は仮定", "Loss curve is assumed"),
            ("中身の分からないシステム", "Contents unknown"),
            ("未知の脆弱性も含む確率", "Chance with unknown flaws"),
            *((f"{days:g} 日以内の確率", f"Chance within {days:g} days") for days in spans),
        )
        return Sheet(self.title("services"), headings, rows, self.notes())

    def notes(self) -> list[str]:
        """Return how the run was set, for the top of the first sheet."""
        report = self.report
        note = Text(
            ja="期間 {days:g} 日、試行 {worlds:,} 通り、乱数の種 {seed}、攻撃の速さ {stress:g} 倍",
            en="{days:g} days, {worlds:,} trials, seed {seed}, attackers' pace x {stress:g}",
        )
        return [
            self.say(note).format(
                days=report.horizon_days,
                worlds=report.worlds,
                seed=report.seed,
                stress=report.stress,
            )
        ]

    def systems(self) -> Sheet:
        rows = [
            [
                s.system_id,
                self.say(s.name),
                self.say(REACH_WORDS[s.internet_facing]),
                *map(_figure, (s.probability, s.ci_low, s.ci_high)),
                *map(_figure, (s.if_unknown_absent, s.if_unknown_present)),
                self.yes_no(is_so=s.is_assessed),
            ]
            for s in self.report.systems
        ]
        headings = self.headings(
            ("識別子", "Identifier"),
            ("システム", "System"),
            ("外部からの到達", "Reach from outside"),
            ("乗っ取られる確率", "Chance of being taken over"),
            ("95% 区間の下端", "95% interval, low"),
            ("95% 区間の上端", "95% interval, high"),
            ("不明な点がすべて無い場合", "If nothing unknown exists"),
            ("不明な点がすべて有る場合", "If everything unknown exists"),
            ("中身が分かっている", "Contents known"),
        )
        return Sheet(self.title("systems"), headings, rows)

    def paths(self) -> Sheet:
        rows: list[list[Any]] = []
        for number, path in enumerate(self.report.paths, start=1):
            shared = [number, _figure(path.probability), path.target]
            services = self.services_named(path.service_ids)
            if path.begins is not None:
                rows.append([*shared, services, 0, self.say(path.begins), None, None, None])
            for place, step in enumerate(path.steps, start=1):
                rows.append(
                    [
                        *shared,
                        services,
                        place,
                        self.say(step.words),
                        step.vulnerability_id,
                        self.yes_no(is_so=step.is_certain),
                        step.rows,
                    ]
                )
        headings = self.headings(
            ("経路", "Path"),
            ("経路の確率", "Chance of the path"),
            ("行き着くシステム", "Leads to"),
            ("それを必要とするサービス", "Services that need it"),
            ("段階", "Step"),
            ("内容", "What happens"),
            ("脆弱性", "Vulnerability"),
            ("可能と確認済み", "Known to be possible"),
            ("元の行", "From"),
        )
        return Sheet(self.title("paths"), headings, rows)

    def exceedance(self) -> Sheet | None:
        if not self.report.exceedance:
            return None
        rows: list[list[Any]] = [list(map(_figure, point)) for point in self.report.exceedance]
        headings = self.headings(
            (f"損失（この額以上）{self.money}", f"Loss of at least{self.money}"),
            ("確率（見込み）", "Chance, likely losses"),
            ("確率（低めの損失）", "Chance, low losses"),
            ("確率（高めの損失）", "Chance, high losses"),
        )
        return Sheet(self.title("exceedance"), headings, rows)

    def leverage(self) -> Sheet:
        rows = [
            [
                place,
                self.kind(row.kind),
                row.subject_id,
                self.say(row.name),
                *map(_figure, (row.loss_removed, row.ci_low, row.ci_high)),
                "; ".join(f"{i}: {_figure(fall)}" for i, fall in row.probability_removed),
                _figure(row.effort_hours),
                self.yes_no(is_so=row.is_effort_assumed),
                row.helps_only_with,
            ]
            for place, row in enumerate(self.report.leverage, start=1)
        ]
        headings = self.headings(
            ("順番", "Position"),
            ("種類", "Kind"),
            ("識別子", "Identifier"),
            ("すること", "What to do"),
            (f"減る損失{self.money}", f"Loss removed{self.money}"),
            ("95% 区間の下端", "95% interval, low"),
            ("95% 区間の上端", "95% interval, high"),
            ("サービスごとの確率の低下", "Chance falls by, for each service"),
            ("手間（時間）", "Effort (hours)"),
            ("手間は仮定", "Effort is assumed"),
            ("一緒に行うとさらに効くもの", "Helps more with"),
        )
        return Sheet(self.title("leverage"), headings, rows)

    def debt(self) -> Sheet:
        rows = [
            [
                place,
                self.kind(row.kind),
                row.subject_id,
                self.say(row.name),
                row.system_ids,
                row.opens,
                self.services_named(row.service_ids),
                *map(_figure, (row.loss_removed, row.probability_removed, row.effort_hours)),
                self.yes_no(is_so=row.is_effort_assumed),
                _figure(row.loss_removed_per_hour),
            ]
            for place, row in enumerate(self.report.debt, start=1)
        ]
        headings = self.headings(
            ("順番", "Position"),
            ("種類", "Kind"),
            ("識別子", "Identifier"),
            ("負債と返し方", "Debt, and how to pay it off"),
            ("システム", "Systems"),
            ("攻撃の足がかり", "Steps it opens"),
            ("届くサービス", "Leads to"),
            (f"減る損失{self.money}", f"Loss removed{self.money}"),
            ("確率の低下（最大）", "Chance falls by at most"),
            ("手間（時間）", "Effort (hours)"),
            ("手間は仮定", "Effort is assumed"),
            (f"1 時間あたりに減る損失{self.money}", f"Loss removed per hour{self.money}"),
        )
        return Sheet(self.title("debt"), headings, rows)

    def assumptions(self) -> Sheet:
        report = self.report
        rows: list[list[Any]] = [
            [
                self.t("不明な点", "Unknown"),
                self.say(row.title),
                row.count,
                f"{self.say(row.cost)} {self.say(row.remedy)}".replace("`", ""),
                row.names,
            ]
            for row in report.unknowns
        ]
        rows += [
            [self.t("金額なし", "No price"), self.services_named([i]), None, "", i]
            for i in report.no_curve_ids
        ]
        rows += [
            [
                self.t("効果を認めない対策", "Control without credit"),
                self.say(row.name),
                _figure(row.loss_would_remove),
                self.say(row.why),
                row.control_id,
            ]
            for row in report.uncredited
        ]
        rows += [
            [
                self.t("仮定", "Assumption") if row.basis is None else self.t("設定", "Setting"),
                self.say(row.title),
                None,
                self.say(row.content),
                "" if row.basis is None else self.say(row.basis),
            ]
            for row in report.assumptions
        ]
        rows += [
            [self.say(EXPOSURE_LABELS["x_profile"]), name, None, version, ""]
            for name, version in report.profiles
        ]
        headings = self.headings(
            ("種類", "Kind"),
            ("項目", "Item"),
            ("件数・金額", "Count or amount"),
            ("内容", "Content"),
            ("例・根拠", "For example, or basis"),
        )
        return Sheet(self.title("assumptions"), headings, rows)


_TITLES = {
    "services": Text("止められる確率と損失", "Chance and loss"),
    "systems": Text("乗っ取られる確率", "Systems at risk"),
    "paths": Text("攻撃経路", "Paths of attack"),
    "exceedance": Text("損失とその確率", "Loss and chance"),
    "leverage": Text("何が効くか", "What would help"),
    "debt": Text("負債台帳", "Debt ledger"),
    "assumptions": Text("不明点と仮定", "Unknowns and assumptions"),
}


def _figure(value: float | None) -> float | None:
    """Return a figure with few digits; a whole one stays whole."""
    if value is None:
        return None
    return float(f"{value:.{_DIGITS}g}")
