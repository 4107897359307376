"""``hiyoke assess``: from an estate and advisories to the priority services in danger.

What is not here: the work (`hiyoke.workflows.assessment.assess`) and the words of the report
(`hiyoke.reports`).
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from hiyoke.cli.as_of import day_of
from hiyoke.cli.help_text import chosen_language, help_text
from hiyoke.cli.output_format import OutputFormat
from hiyoke.cli.shared_options import AsOfDay, EstatePath, StoreFolder, TableOrJson, print_json
from hiyoke.languages import Text

if TYPE_CHECKING:
    from hiyoke.languages import Language
    from hiyoke.workflows.assessment.assess import AssessmentRun

SCHEMA = "hiyoke/assessment/1"


app = typer.Typer(add_completion=False, rich_markup_mode=None)


@app.command(
    help=help_text(
        ja="資産フォルダーと取り込み済みアドバイザリを突き合わせ、危険のある優先サービス、期限、"
        "まとめて直せる更新を報告します。"
        "報告書（日本語・英語の HTML と Excel、CSV、JSON、Parquet）を出力先に書きます。",
        en="Hold an estate against imported advisories and report the priority services in danger, "
        "by when to act, and the updates that close most. Writes the report as HTML and Excel in "
        "Japanese and English, and as CSV, JSON and Parquet.",
    )
)
def assess(
    estate: EstatePath,
    *,
    advisories: StoreFolder,
    out: Annotated[
        Path,
        typer.Option(
            "--out",
            metavar="DIR",
            help=help_text(ja="結果を書くフォルダー", en="Folder for the results."),
        ),
    ],
    as_of: AsOfDay = None,
    table: Annotated[
        str,
        typer.Option(
            "--table",
            help=help_text(
                ja="判断表: bod-26-04、ssvc-deployer、または書き換えた JSON ファイル",
                en="Decision table: bod-26-04, ssvc-deployer, or an edited JSON file.",
            ),
        ),
    ] = "bod-26-04",
    previous: Annotated[
        Path | None,
        typer.Option(
            "--previous",
            metavar="DIR",
            help=help_text(
                ja="初めての検出日を引き継ぐ前回の出力先（既定は --out にある前回の結果）",
                en="Earlier run whose detection dates count (default: the one in --out).",
            ),
        ),
    ] = None,
    output_format: TableOrJson = OutputFormat.TABLE,
) -> None:
    """Assess an estate; the exit code is the verdict."""
    from hiyoke.workflows.assessment.assess import assess as run_assessment

    language = chosen_language()
    run = run_assessment(
        estate, advisories, out, as_of=day_of(as_of), table=table, previous=previous
    )
    if output_format is OutputFormat.JSON:
        print_json(_as_json(run, language))
    else:
        show_run(run, language)
    raise typer.Exit(int(run.assessment.run.verdict))


def show_run(run: AssessmentRun, language: Language) -> None:
    """Print the assessment, then where its files are."""
    from hiyoke.reports.assessment.terminal_report import print_assessment

    print_assessment(run.assessment, language, sys.stdout)
    where = Text(ja="報告書: {path}", en="Report: {path}")
    report = run.out / f"report.{language.value}.html"
    print(where.fill(path=report).render(language))  # noqa: T201 - the product of this command.


def _as_json(run: AssessmentRun, language: Language) -> dict[str, Any]:
    facts = run.assessment.run
    return {
        "schema": SCHEMA,
        "institution_id": facts.institution_id,
        "synthetic": facts.is_synthetic,
        "as_of": facts.as_of.isoformat(),
        "table": facts.table.table_id,
        "verdict": facts.verdict.name.lower(),
        "counts": dict(facts.counts),
        "files": [str(path) for path in run.files],
        "unknown": [
            {
                "code": row.code,
                "title": row.title.render(language),
                "count": row.count,
                "total": row.total,
                "hides_findings": row.hides_findings,
            }
            for row in run.assessment.unknowns
        ],
        "services": [
            {
                "service_id": s.service_id,
                "name": s.name.render(language),
                "priority_rank": s.priority_rank,
                "level": s.level.value,
                "due_on": None if s.due.due_on is None else s.due.due_on.isoformat(),
                "finding_count": s.finding_count,
                "known_exploited_count": s.known_exploited_count,
                "reasons": [reason.words.render(language) for reason in s.reasons],
                "unassessed": list(s.unassessed),
            }
            for s in run.assessment.services
        ],
    }
