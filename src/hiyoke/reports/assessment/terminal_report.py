"""The assessment on a screen of 100 columns: what is unknown, services, updates.

What is not here: the page and the files, which say more.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TextIO

from hiyoke.languages import Language, Text
from hiyoke.reports.exposure import screen as exposure_screen
from hiyoke.reports.labels import LABELS
from hiyoke.reports.words import LEVEL_MARKS, LEVEL_WORDS, NOTHING, STATE_WORDS, days_left_words

if TYPE_CHECKING:
    from hiyoke.reports.assessment.assessment import Assessment
    from hiyoke.reports.assessment.rows import DueRow

#: Widest line, in half-width characters.
WIDTH = 100
_SERVICES_SHOWN = 15
_BUNDLES_SHOWN = 5
_UNKNOWNS_SHOWN = 6


def print_assessment(assessment: Assessment, language: Language, stream: TextIO) -> None:
    """Print the assessment as tables that fit `WIDTH` columns.

    Args:
        assessment: What was found.
        language: The one language of the output.
        stream: Where to print; colours appear only on a terminal.
    """
    from rich.console import Console  # noqa: PLC0415 - only a run that prints pays for it.

    console = Console(file=stream, width=WIDTH, highlight=False, markup=False, emoji=False)
    run = assessment.run
    if run.is_synthetic:
        console.print(_say(LABELS["synthetic"], language), style="bold")
    name = run.institution_name.render(language)
    console.print(f"{name}  {run.as_of}  {_say(run.table.title, language)}")
    _print_unknowns(console, assessment, language)
    _print_services(console, assessment, language)
    _print_exposure(console, assessment, language)
    _print_bundles(console, assessment, language)
    counts = Text(
        ja="検出 {a:,} 件（判定不能 {n:,}）、サポート終了 {e:,} 件。判定: {v}",
        en="Findings {a:,} (not assessable {n:,}), end of life {e:,}. Verdict: {v}",
    )
    console.print(
        counts.fill(
            a=len(assessment.findings),
            n=len(assessment.not_assessable),
            e=len(assessment.end_of_life),
            v="{v}",
        )
        .render(language)
        .format(v=_say(run.verdict.label, language)),
        style="bold",
    )


def _say(text: Text, language: Language) -> str:
    return text.render(language)


def _table(title: str, *columns: tuple[str, dict[str, Any]]) -> Any:
    from rich import box  # noqa: PLC0415
    from rich.table import Table  # noqa: PLC0415

    table = Table(title=title, title_justify="left", box=box.SIMPLE_HEAD, pad_edge=False)
    for heading, options in columns:
        table.add_column(heading, **options)
    return table


def _print_unknowns(console: Any, assessment: Assessment, language: Language) -> None:
    rows = [
        (_say(row.title, language), f"{row.count:,}", _say(row.cost, language))
        for row in assessment.unknowns
        if row.hides_findings
    ]
    rows = [
        (
            f"{_say(age.label, language)}: {_say(STATE_WORDS[age.state], language)}",
            NOTHING if age.age_days is None else f"{age.age_days:,}",
            _say(Text("最新 {day}", "newest {day}"), language).format(day=age.newest_on or NOTHING),
        )
        for age in assessment.data_ages
        if age.state != "fresh"
    ] + rows
    if not rows:
        return
    table = _table(
        _say(LABELS["unknown_heading"], language),
        (_say(LABELS["unknown_what"], language), {"ratio": 4, "overflow": "fold"}),
        (_say(Text("件・日", "n"), language), {"justify": "right", "no_wrap": True}),
        (_say(LABELS["unknown_cost"], language), {"ratio": 4, "overflow": "fold"}),
    )
    for row in rows[:_UNKNOWNS_SHOWN]:
        table.add_row(*row)
    console.print(table)
    _print_rest(console, len(rows) - _UNKNOWNS_SHOWN, language)


def _print_services(console: Any, assessment: Assessment, language: Language) -> None:
    table = _table(
        _say(LABELS["services_heading"], language),
        ("#", {"justify": "right", "no_wrap": True}),
        (_say(LABELS["service"], language), {"ratio": 3, "overflow": "fold"}),
        (_say(LABELS["level"], language), {"no_wrap": True}),
        (_say(LABELS["due"], language), {"no_wrap": True}),
        (_say(LABELS["why"], language), {"ratio": 5, "overflow": "fold"}),
    )
    rows = assessment.priority_services or assessment.services
    for s in rows[:_SERVICES_SHOWN]:
        why = s.reasons[0] if s.reasons else None
        subject = (
            NOTHING if why is None else f"{why.system_id} {why.vulnerability_id or ''}".strip()
        )
        more = f" +{s.reason_count - 1}" if s.reason_count > 1 else ""
        table.add_row(
            str(s.position),
            _say(s.name, language),
            f"{LEVEL_MARKS[s.level]} {_say(LEVEL_WORDS[s.level], language)}",
            _due(s.due, language),
            subject + more,
        )
    console.print(table)
    _print_rest(console, len(rows) - _SERVICES_SHOWN, language)


def _print_exposure(console: Any, assessment: Assessment, language: Language) -> None:
    report = assessment.exposure
    if report is None:
        if assessment.why_no_exposure is not None:
            console.print(exposure_screen.why_none(assessment.why_no_exposure, language))
        return
    right: dict[str, Any] = {"justify": "right", "no_wrap": True}
    wide: dict[str, Any] = {"ratio": 1, "overflow": "fold"}
    headings = exposure_screen.service_headings(report, language)
    options: tuple[dict[str, Any], ...] = (right, wide, right, right, right)
    table = _table(_say(LABELS["exposure_heading"], language), *zip(headings, options, strict=True))
    rows = exposure_screen.service_rows(report, language)
    for row in rows[:_SERVICES_SHOWN]:
        table.add_row(*row)
    console.print(table)
    _print_rest(console, len(rows) - _SERVICES_SHOWN, language)
    left: dict[str, Any] = {"no_wrap": True}
    for name, headings, rows, options in (
        (
            "x_leverage_heading",
            exposure_screen.leverage_headings(language),
            exposure_screen.leverage_rows(report, language),
            (right, wide, left, right, right),
        ),
        (
            "x_debt_heading",
            exposure_screen.debt_headings(language),
            exposure_screen.debt_rows(report, language),
            (right, wide, left, right, right, right),
        ),
    ):
        if rows:
            table = _table(_say(LABELS[name], language), *zip(headings, options, strict=True))
            for row in rows[:_BUNDLES_SHOWN]:
                table.add_row(*row)
            console.print(table)
            _print_rest(console, len(rows) - _BUNDLES_SHOWN, language)
    console.print(_say(exposure_screen.ASSUMED_NOTE, language), style="dim")


def _print_bundles(console: Any, assessment: Assessment, language: Language) -> None:
    if not assessment.bundles:
        return
    table = _table(
        _say(LABELS["bundles_heading"], language),
        ("#", {"justify": "right", "no_wrap": True}),
        (_say(LABELS["bundle"], language), {"ratio": 5, "overflow": "fold"}),
        (_say(LABELS["bundle_closes"], language), {"justify": "right", "no_wrap": True}),
        (_say(LABELS["systems"], language), {"justify": "right", "no_wrap": True}),
        (_say(LABELS["due"], language), {"no_wrap": True}),
    )
    for b in assessment.bundles[:_BUNDLES_SHOWN]:
        table.add_row(
            str(b.position),
            f"{b.package} → {b.clean_version or b.target_version}",
            f"{b.finding_count:,}",
            f"{len(b.system_ids):,}",
            _due(b.due, language),
        )
    console.print(table)
    _print_rest(console, len(assessment.bundles) - _BUNDLES_SHOWN, language)


def _due(due: DueRow, language: Language) -> str:
    if due.due_on is None:
        return _say(LABELS["no_due"], language)
    return f"{due.due_on} {days_left_words(due.days_left, language)}"


def _print_rest(console: Any, count: int, language: Language) -> None:
    if count > 0:
        more = Text(ja="ほか {n} 件は報告書にあります。", en="{n} more are in the report.")
        console.print(more.fill(n=count).render(language), style="dim")
