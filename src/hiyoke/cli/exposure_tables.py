"""The exposure of an estate on a terminal of 100 columns: unknowns, services, a path, changes.

What is not here: forms for machines, and the report, which say more.
"""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any, Final

from rich.console import Console
from rich.table import Table

from hiyoke.languages import Language, Text

if TYPE_CHECKING:
    from hiyoke.reports.assessment.assessment import Run
    from hiyoke.reports.exposure.rows import ExposureReport, PathRow
    from hiyoke.risk import Verdict
    from hiyoke.workflows.exposure.expose_tables import ExposureFacts

WIDTH: Final = 100
SERVICES_SHOWN: Final = 15
CHANGES_SHOWN: Final = 8
UNKNOWNS_SHOWN: Final = 8
PATHS_SHOWN: Final = 3
_ITEM: Final = 2

_HEAD: Final = Text(
    ja="{name}  {day} から {days:g} 日間、試行 {worlds} 回（シード {seed}）",
    en="{name}  {days:g} days from {day}, {worlds} trials (seed {seed})",
)
_STRESS: Final = Text(ja="、攻撃の速さ {stress:g} 倍", en=", attackers {stress:g} times as fast")
_UNKNOWN: Final = Text(ja="まず、分かっていないこと", en="First, what is not known")
_SERVICES: Final = Text(
    ja="サービスが止められる確率（不明なことはあるとみなす）",
    en="How likely an attack stops a service (what is unknown counts as there)",
)
_PATHS: Final = Text(ja="最も起こりやすい経路", en="Most probable ways")
_CHANGES: Final = Text(ja="減らせる損失が大きい打ち手", en="Changes that remove most loss")
_DEBTS: Final = Text(
    ja="負債台帳（作業 1 時間あたりに減る期待損失の順）",
    en="Debt ledger, by expected loss removed in an hour of work",
)
_MARKS: Final = Text(
    ja="* 仮定した値を含みます。 ? 中身の分からないシステムがあるため、少なくともこの値です。",
    en="* rests on an assumption. ? at least this: the contents of a system are unknown.",
)
_WITH: Final = Text(ja="（「{names}」と併せて）", en=" (together with: {names})")
_VERDICTS: Final = {
    0: Text(
        ja="判定: 分かる範囲では、どのサービスにも攻撃者は届きません",
        en="Verdict: as far as is known, an attacker reaches no service",
    ),
    10: Text(ja="判定: 対応が必要です", en="Verdict: action is advised"),
    12: Text(
        ja="判定: 情報が足りず、安全とは判定できません",
        en="Verdict: not assessable; data is missing or stale, so nothing can be called clear",
    ),
}


def shown_exposure(
    report: ExposureReport,
    facts: ExposureFacts,
    run: Run,
    verdict: Verdict,
    language: Language,
) -> str:
    """Return the result as text of at most `WIDTH` columns."""
    from hiyoke.reports.labels import LABELS

    stream = io.StringIO()
    console = Console(file=stream, width=WIDTH, highlight=False, markup=False, emoji=False)
    if run.is_synthetic:
        console.print(LABELS["synthetic"].render(language))
    head = _HEAD.fill(
        name=run.institution_name.render(language),
        day=run.as_of,
        days=report.horizon_days,
        worlds=f"{report.worlds:,}",
        seed=report.seed,
    ).render(language)
    if report.stress != 1.0:
        head += _STRESS.fill(stress=report.stress).render(language)
    console.print(head)
    _unknowns(console, report, language)
    _services(console, report, language)
    _losses(console, report, facts, language)
    _paths(console, report, facts, language)
    _changes(console, report, language)
    _debts(console, report, language)
    console.print()
    console.print(_VERDICTS[int(verdict)].render(language))
    return stream.getvalue()


def _title(console: Console, words: Text, language: Language) -> None:
    console.print()
    console.print(words.render(language), style="bold")


def _unknowns(console: Console, report: ExposureReport, language: Language) -> None:
    if not report.unknowns:
        return
    _title(console, _UNKNOWN, language)
    for row in report.unknowns[:UNKNOWNS_SHOWN]:
        console_line(
            console,
            f"{row.title.render(language)}: {row.count}. "
            f"{row.cost.render(language)} {row.remedy.render(language)}",
        )
    _rest(console, len(report.unknowns) - UNKNOWNS_SHOWN, language)


def _services(console: Console, report: ExposureReport, language: Language) -> None:
    from hiyoke.reports.exposure.rows import Chance
    from hiyoke.reports.exposure.words import (
        between_words,
        figure_words,
        money_words,
        range_words,
    )
    from hiyoke.reports.words import NOTHING

    unread = {row.system_id for row in report.systems if not row.is_assessed}
    _title(console, _SERVICES, language)
    if not report.services:
        nothing = Text(ja="サービスが登録されていません。", en="No service is recorded.")
        console_line(console, nothing.render(language))
        return
    table = _table(
        (Text(ja="順位", en="Rank"), "right"),
        (Text(ja="サービス", en="Service"), "left"),
        (Text(ja="確率", en="Chance"), "right"),
        (Text(ja="95% 区間", en="95% interval"), "right"),
        (Text(ja="不明な点による幅", en="Range of the unknown"), "right"),
        (Text(ja="期待損失", en="Expected loss"), "right"),
        language=language,
    )
    for row in report.services[:SERVICES_SHOWN]:
        loss = row.expected_loss and row.expected_loss.likely
        is_least = not unread.isdisjoint(row.system_ids)
        assumed = " *" if loss is not None and row.is_loss_assumed else ""
        table.add_row(
            NOTHING if row.priority_rank is None else str(row.priority_rank),
            row.name.render(language),
            figure_words(Chance(row.probability, row.ci_low, row.ci_high))
            + (" ?" if is_least else ""),
            between_words(row.ci_low, row.ci_high),
            range_words(row.if_unknown_absent, row.if_unknown_present).render(language),
            money_words(loss, report.currency, language) + assumed,
        )
    console.print(table)
    _rest(console, len(report.services) - SERVICES_SHOWN, language)
    console_line(console, _MARKS.render(language))


def _losses(
    console: Console, report: ExposureReport, facts: ExposureFacts, language: Language
) -> None:
    if report.expected_loss is None:
        return
    from hiyoke.reports.exposure.words import money_words
    from hiyoke.reports.words import percent_words

    mean = facts.mean_loss
    loss, low, high = (
        money_words(amount, report.currency, language)
        for amount in (mean.expected.likely, mean.ci_low, mean.ci_high)
    )
    whole = Text(
        ja="損失の期待値の合計: {loss}（95% 区間 {low}〜{high}。試行の {share} で損失あり）",
        en="Expected loss of all services: {loss} (95% interval {low} to {high}; some loss in "
        "{share} of trials)",
    ).fill(
        loss=loss,
        low=low,
        high=high,
        share=percent_words(float((facts.losses[1] > 0.0).mean())),
    )
    console_line(console, whole.render(language))


def _paths(
    console: Console, report: ExposureReport, facts: ExposureFacts, language: Language
) -> None:
    paths = _foremost(report, facts)
    if not paths:
        return
    from hiyoke.reports.words import percent_words

    _title(console, _PATHS, language)
    systems = {row.system_id: row.name for row in report.systems}
    names = {row.service_id: row.name for row in report.services}
    for path in paths:
        needing = ", ".join(names[s].render(language) for s in path.service_ids)
        chance = percent_words(path.probability)
        console_line(console, f"{chance} → {systems[path.target].render(language)} ({needing})")
        steps = [path.begins] if path.begins else []
        for number, words in enumerate((*steps, *(step.words for step in path.steps)), start=1):
            console_line(console, f"{number}. {words.render(language)}", indent=4)


def _foremost(report: ExposureReport, facts: ExposureFacts) -> list[PathRow]:
    """Return the best way to the likeliest cause of each foremost service, each way once."""
    from hiyoke.workflows.exposure.exposure_needs import failed_needs

    causes = failed_needs(facts.simulation)
    found: list[PathRow] = []
    for service in report.services:
        wanted = causes[service.service_id][0].system_ids if causes[service.service_id] else ()
        best = next((path for path in report.paths if path.target in wanted), None)
        if best is not None and best not in found:
            found.append(best)
    return found[:PATHS_SHOWN]


def _changes(console: Console, report: ExposureReport, language: Language) -> None:
    from hiyoke.reports.exposure.words import money_words
    from hiyoke.reports.words import NOTHING, percent_words

    if not report.leverage:
        return
    _title(console, _CHANGES, language)
    table = _table(
        (Text(ja="打ち手", en="Change"), "left"),
        (Text(ja="減る期待損失", en="Loss removed"), "right"),
        (Text(ja="最も下がるサービス", en="Falls most"), "left"),
        language=language,
    )
    services = {row.service_id: row.name for row in report.services}
    changes = {row.subject_id: row.name for row in report.leverage}
    for row in report.leverage[:CHANGES_SHOWN]:
        best = max(row.probability_removed, key=lambda pair: pair[1], default=None)
        fall = NOTHING
        if best is not None:
            fall = f"{services[best[0]].render(language)} -{percent_words(best[1])}"
        name = row.name.render(language)
        if row.helps_only_with:
            partners = "; ".join(changes[p].render(language) for p in row.helps_only_with)
            name += _WITH.fill(names=partners).render(language)
        table.add_row(name, money_words(row.loss_removed, report.currency, language), fall)
    console.print(table)


def _debts(console: Console, report: ExposureReport, language: Language) -> None:
    from hiyoke.reports.exposure.words import hours_words, money_words

    if not report.debt:
        return
    _title(console, _DEBTS, language)
    table = _table(
        (Text(ja="負債", en="Debt"), "left"),
        (Text(ja="開く段階", en="Steps opened"), "right"),
        (Text(ja="手間", en="Effort"), "right"),
        (Text(ja="減る期待損失", en="Loss removed"), "right"),
        (Text(ja="1 時間あたり", en="Per hour"), "right"),
        language=language,
    )
    for row in report.debt[:CHANGES_SHOWN]:
        table.add_row(
            row.name.render(language),
            str(row.opens),
            hours_words(row.effort_hours, language) + (" *" if row.is_effort_assumed else ""),
            money_words(row.loss_removed, report.currency, language),
            money_words(row.loss_removed_per_hour, report.currency, language),
        )
    console.print(table)


def _table(*columns: tuple[Text, Any], language: Language) -> Table:
    table = Table(show_edge=False, pad_edge=False, expand=False)
    for heading, side in columns:
        table.add_column(heading.render(language), justify=side, overflow="fold")
    return table


def _rest(console: Console, count: int, language: Language) -> None:
    if count > 0:
        more = Text(
            ja="ほか {count} 件（--format json にすべてあります）",
            en="{count} more (all of them with --format json)",
        )
        console_line(console, more.fill(count=count).render(language))


def console_line(console: Console, text: str, *, indent: int = _ITEM) -> None:
    """Print one item, broken where its language allows."""
    from hiyoke.reports.line_breaking import break_lines

    mark = "- " if indent == _ITEM else "  "
    for place, line in enumerate(break_lines(text, WIDTH - indent - 3)):
        console.print(" " * indent + (mark if place == 0 else "  ") + line)
