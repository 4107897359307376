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
    from hiyoke.reports import ExposureReport, PathRow, Run
    from hiyoke.risk import LossRange, Verdict
    from hiyoke.workflows.expose_tables import ExposureFacts

WIDTH: Final = 100
SERVICES_SHOWN: Final = 15
CHANGES_SHOWN: Final = 8
UNKNOWNS_SHOWN: Final = 8
PATHS_SHOWN: Final = 3
_ITEM: Final = 2
_WHOLE: Final = 100

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
_CHANGES: Final = Text(ja="減らせる損失が大きい打ち手", en="Changes that take most away")
_DEBTS: Final = Text(
    ja="負債の台帳（作業一時間あたりに減る期待損失の順。作業時間は仮定）",
    en="Debt ledger, by expected loss removed in an hour of work (hours are assumed)",
)
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
    from hiyoke.reports import LABELS  # noqa: PLC0415 - heavy.

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
    _paths(console, report, language)
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
    _title(console, _SERVICES, language)
    if not report.services:
        nothing = Text(ja="サービスが登録されていません。", en="No service is recorded.")
        console_line(console, nothing.render(language))
        return
    table = _table(
        (Text(ja="順位", en="Rank"), "right"),
        (Text(ja="サービス", en="Service"), "left"),
        (Text(ja="確率", en="Chance"), "right"),
        (Text(ja="95 % 区間", en="95 % interval"), "right"),
        (Text(ja="不明がない～ある", en="Unknown absent to present"), "right"),
        (Text(ja="期待損失", en="Expected loss"), "right"),
        language=language,
    )
    for row in report.services[:SERVICES_SHOWN]:
        table.add_row(
            "-" if row.priority_rank is None else str(row.priority_rank),
            row.name.render(language),
            percent(row.probability),
            f"{percent(row.ci_low)}-{percent(row.ci_high)}",
            f"{percent(row.if_unknown_absent)}-{percent(row.if_unknown_present)}",
            money(row.expected_loss, report.currency),
        )
    console.print(table)
    _rest(console, len(report.services) - SERVICES_SHOWN, language)


def _losses(
    console: Console, report: ExposureReport, facts: ExposureFacts, language: Language
) -> None:
    if report.expected_loss is None:
        return
    mean = facts.mean_loss
    whole = Text(
        ja="損失の期待値の合計: {loss}（95 % 区間 {low} ～ {high}。試行の {share} で損失あり）",
        en="Expected loss of all services: {loss} (95 % interval {low} to {high}; some loss in "
        "{share} of trials)",
    ).fill(
        loss=money(mean.expected, report.currency),
        low=amount(mean.ci_low, report.currency),
        high=amount(mean.ci_high, report.currency),
        share=percent(float((facts.losses[1] > 0.0).mean())),
    )
    console_line(console, whole.render(language))
    if facts.prices.assumed_ids:
        note = Text(
            ja="仮定の損失を使ったサービス: {count}。"
            "services.yaml の impact に自機関の値を書いてください。",
            en="Services priced by an assumption: {count}. Write your own figures as impact in "
            "services.yaml.",
        ).fill(count=len(facts.prices.assumed_ids))
        console_line(console, note.render(language))


def _paths(console: Console, report: ExposureReport, language: Language) -> None:
    paths = _foremost(report)
    if not paths:
        return
    _title(console, _PATHS, language)
    names = {row.service_id: row.name for row in report.services}
    for path in paths:
        needing = ", ".join(names[s].render(language) for s in path.service_ids)
        console_line(console, f"{percent(path.probability)} -> {path.target} ({needing})")
        steps = [path.begins] if path.begins else []
        for number, words in enumerate((*steps, *(step.words for step in path.steps)), start=1):
            console_line(console, f"{number}. {words.render(language)}", indent=4)


def _foremost(report: ExposureReport) -> list[PathRow]:
    """Return the best way to each of the foremost systems that services need."""
    found: dict[str, PathRow] = {}
    for path in report.paths:
        if path.service_ids:
            found.setdefault(path.target, path)
    return list(found.values())[:PATHS_SHOWN]


def _changes(console: Console, report: ExposureReport, language: Language) -> None:
    if not report.leverage:
        return
    _title(console, _CHANGES, language)
    table = _table(
        (Text(ja="打ち手", en="Change"), "left"),
        (Text(ja="減る期待損失", en="Loss removed"), "right"),
        (Text(ja="最も下がるサービス", en="Falls most"), "left"),
        language=language,
    )
    names = {row.service_id: row.name for row in report.services}
    for row in report.leverage[:CHANGES_SHOWN]:
        best = max(row.probability_removed, key=lambda pair: pair[1], default=None)
        fall = "-" if best is None else f"{names[best[0]].render(language)} -{percent(best[1])}"
        removed = "-" if row.loss_removed is None else amount(row.loss_removed, report.currency)
        with_others = Text(ja="併用: {names}", en="together with {names}")
        name = row.name.render(language)
        if row.helps_only_with:
            partners = ", ".join(row.helps_only_with)
            name += f" ({with_others.fill(names=partners).render(language)})"
        table.add_row(name, removed, fall)
    console.print(table)


def _debts(console: Console, report: ExposureReport, language: Language) -> None:
    if not report.debt:
        return
    _title(console, _DEBTS, language)
    table = _table(
        (Text(ja="負債", en="Debt"), "left"),
        (Text(ja="開く段階", en="Steps"), "right"),
        (Text(ja="時間", en="Hours"), "right"),
        (Text(ja="減る期待損失", en="Loss removed"), "right"),
        (Text(ja="一時間あたり", en="An hour"), "right"),
        language=language,
    )
    for row in report.debt[:CHANGES_SHOWN]:
        table.add_row(
            row.name.render(language),
            str(row.opens),
            "-" if row.effort_hours is None else f"{row.effort_hours:g}",
            "-" if row.loss_removed is None else amount(row.loss_removed, report.currency),
            "-"
            if row.loss_removed_per_hour is None
            else amount(row.loss_removed_per_hour, report.currency),
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
            ja="ほか {count} 件（--format json にすべてあります）", en="{count} more in JSON"
        )
        console_line(console, more.fill(count=count).render(language))


def console_line(console: Console, text: str, *, indent: int = _ITEM) -> None:
    """Print one item, broken where its language allows."""
    from hiyoke.reports import break_lines  # noqa: PLC0415 - heavy.

    mark = "- " if indent == _ITEM else "  "
    for place, line in enumerate(break_lines(text, WIDTH - indent - 3)):
        console.print(" " * indent + (mark if place == 0 else "  ") + line)


def percent(share: float) -> str:
    """Return a probability as a percentage with two significant digits.

    Example:
        >>> percent(0.1234), percent(0.00049), percent(0.0), percent(1.0)
        ('12 %', '0.049 %', '0 %', '100 %')
    """
    if share in (0.0, 1.0):
        return f"{_WHOLE * share:.0f} %"
    shown = f"{_WHOLE * share:.2g}"
    return f"{'>99' if float(shown) >= _WHOLE else shown} %"


def amount(loss: float, currency: str | None) -> str:
    """Return an amount with its currency, in thousands separated."""
    return f"{loss:,.0f} {currency}"


def money(loss: LossRange | None, currency: str | None) -> str:
    """Return a range of loss by its likely figure; a dash without a price."""
    return "-" if loss is None else amount(loss.likely, currency)
