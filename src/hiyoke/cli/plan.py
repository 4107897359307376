"""``hiyoke plan``: what to fix when, with these people, windows and vendors.

``hiyoke plan ESTATE ...`` makes a plan; ``hiyoke plan check FILE`` and ``hiyoke plan compare OLD
NEW`` look at plans that were made. What is not here: the work
(`hiyoke.workflows.planning.plan_fixes`).
"""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from typer.core import TyperCommand, TyperGroup

from hiyoke.cli.as_of import day_of
from hiyoke.cli.help_text import chosen_language, help_text
from hiyoke.cli.output_format import OutputFormat
from hiyoke.cli.shared_options import EstatePath, StoreFolder, TableOrJson, print_json
from hiyoke.languages import Text

if TYPE_CHECKING:
    from hiyoke.workflows.planning.plan_fixes import PlanRun

SCHEMA = "hiyoke/plan-summary/1"
_MAKE = "make"


class PlanObjective(StrEnum):
    """What the plan makes as small as it can."""

    EXPECTED_LOSS = "expected-loss"
    DEADLINE = "deadline"
    TAIL = "tail"


class PlanEffort(StrEnum):
    """How much work the search may spend."""

    AUTO = "auto"
    QUICK = "quick"
    NORMAL = "normal"
    THOROUGH = "thorough"


class _PlanGroup(TyperGroup):
    """Takes a first word that is no subcommand as the estate to plan for."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Put the name of the main command in front unless another one is named."""
        if args and args[0] not in self.commands:
            args = [_MAKE, *args]
        return list(super().parse_args(ctx, args))


class _MainCommand(TyperCommand):
    """The command that people call by the group's name: help and errors name it so too."""

    def make_context(
        self, info_name: str | None, args: list[str], parent: Any = None, **extra: Any
    ) -> Any:
        """Leave the command's own name out of what is printed."""
        return super().make_context(
            None if info_name == _MAKE else info_name, args, parent, **extra
        )

    def format_usage(self, ctx: Any, formatter: Any) -> None:
        """Write the usage line without the gap that the missing name would leave."""
        formatter.write_usage(ctx.command_path.rstrip(), " ".join(self.collect_usage_pieces(ctx)))


app = typer.Typer(
    add_completion=False,
    rich_markup_mode=None,
    cls=_PlanGroup,
    no_args_is_help=True,
    help=help_text(
        ja="修正の作業計画を作ります: hiyoke plan 資産 --advisories 保管先 --out 出力先。"
        "オプションの一覧は hiyoke plan --help。",
        en="Plan the fixes: hiyoke plan ESTATE --advisories STORE --out DIR. "
        "All options: hiyoke plan --help.",
    ),
)


@app.command(
    name=_MAKE,
    cls=_MainCommand,
    epilog=help_text(
        ja="できた計画には: hiyoke plan check ファイル（規則の確認）、hiyoke plan compare 前 後"
        "（比較）、hiyoke plan solve ファイル（組み直し）。",
        en="For plans that were made: hiyoke plan check FILE, hiyoke plan compare OLD NEW, "
        "hiyoke plan solve FILE.",
    ),
    short_help=help_text(ja="修正の作業計画を作ります", en="Plan what to fix, when and by whom"),
    help=help_text(
        ja="何を・いつ・誰が・どの枠で直すかを、攻撃の損失と変更の損失の両方が最小になるように"
        "計画し、最良との差を証明します。HTML・Excel・iCalendar・SVG・JSON を書きます。",
        en="Plan what to fix when, by whom and in which window, so that attack loss and change "
        "loss together are least, and prove how far from the best the plan can be. Writes HTML, "
        "Excel, iCalendar, SVG and JSON.",
    ),
)
def make(  # noqa: PLR0913 - one parameter for each option of the command.
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
    starts_on: Annotated[
        str | None,
        typer.Option(
            "--from",
            metavar="DATE",
            help=help_text(
                ja="計画の初日（YYYY-MM-DD。既定は基準日）",
                en="First day of the plan (YYYY-MM-DD; default: the day of --as-of).",
            ),
        ),
    ] = None,
    weeks: Annotated[
        int,
        typer.Option("--weeks", help=help_text(ja="計画の週数", en="Length in weeks.")),
    ] = 8,
    objective: Annotated[
        PlanObjective,
        typer.Option(
            "--objective",
            help=help_text(
                ja="最小にするもの: 期待損失・期限超過・高めの損失",
                en="What is made small: expected loss, days past deadlines, loss at its high end.",
            ),
        ),
    ] = PlanObjective.EXPECTED_LOSS,
    as_of: Annotated[
        str | None,
        typer.Option(
            "--as-of",
            metavar="DATE",
            help=help_text(
                ja="基準日（日本、YYYY-MM-DD。既定は今日。--from が過去ならその日）",
                en="Knowledge cut-off, a date in Japan (YYYY-MM-DD; default: today, or --from if "
                "that is earlier).",
            ),
        ),
    ] = None,
    previous: Annotated[
        Path | None,
        typer.Option(
            "--previous",
            metavar="FILE",
            help=help_text(
                ja="公表済みの計画（plan.json）。なるべく動かさず、動いた作業を示します",
                en="Announced plan (plan.json): moves as little of it as possible and says what.",
            ),
        ),
    ] = None,
    effort: Annotated[
        PlanEffort,
        typer.Option(
            "--effort",
            help=help_text(
                ja="探索の手間（時間ではなく回数で決まり、結果は毎回同じ）",
                en="How much to search; counted in rounds, so that results never differ.",
            ),
        ),
    ] = PlanEffort.AUTO,
    table: Annotated[
        str,
        typer.Option(
            "--table", help=help_text(ja="期限の判断表", en="Decision table of the deadlines.")
        ),
    ] = "bod-26-04",
    profile: Annotated[
        Path | None,
        typer.Option(
            "--profile",
            metavar="FILE",
            help=help_text(
                ja="書き換えた計画の既定値（JSON）", en="Edited planning defaults (JSON)."
            ),
        ),
    ] = None,
    output_format: TableOrJson = OutputFormat.TABLE,
) -> None:
    """Plan the fixes; the exit code is the verdict."""
    from hiyoke.planning import Objective
    from hiyoke.workflows.planning.plan_fixes import PlanSettings, plan_fixes

    day = day_of(as_of)
    first = day if starts_on is None else day_of(starts_on, option="--from")
    if as_of is None:
        day = min(day, first)
    settings = PlanSettings(
        starts_on=first,
        weeks=weeks,
        objective=Objective(objective.value),
        effort=None if effort is PlanEffort.AUTO else effort.value,
        table=table,
        previous=previous,
        profile=profile,
    )
    run = plan_fixes(estate, advisories, out, as_of=day, settings=settings)
    language = chosen_language()
    if output_format is OutputFormat.JSON:
        print_json(_summary(run))
    else:
        from hiyoke.reports.plan.screen import show_plan

        show_plan(run.report, run.files, language)
    raise typer.Exit(int(run.verdict))


@app.command(
    help=help_text(
        ja="plan.json が規則をすべて守っているかを、計画とは別のプログラムで確かめます。",
        en="Check that a plan.json keeps every rule, with code of its own.",
    )
)
def check(
    file: Annotated[
        Path,
        typer.Argument(
            metavar="FILE",
            help=help_text(ja="plan.json かその出力先", en="A plan.json, or its folder."),
        ),
    ],
) -> None:
    """Check a plan; 0 when feasible, 10 when a rule is broken."""
    from hiyoke.workflows.planning.plan_fixes import check_plan_file

    language = chosen_language()
    violations = check_plan_file(file)
    for violation in violations:
        rule = Text(ja=f"規則 {violation.rule}", en=f"rule {violation.rule}")
        if not violation.rule:
            rule = Text(ja="損失", en="loss")
        _say(f"[{rule.render(language)}] {violation.words.render(language)}")
    if not violations:
        fine = Text(ja="計画はすべての規則を守っています。", en="The plan keeps every rule.")
        _say(fine.render(language))
    raise typer.Exit(10 if violations else 0)


@app.command(
    help=help_text(
        ja="二つの計画を比べ、動いた作業と損失の差を示します。",
        en="Compare two plans: which work moved, and what it costs.",
    )
)
def compare(
    old: Annotated[
        Path, typer.Argument(metavar="OLD", help=help_text(ja="元の計画", en="The plan before."))
    ],
    new: Annotated[
        Path, typer.Argument(metavar="NEW", help=help_text(ja="新しい計画", en="The plan after."))
    ],
) -> None:
    """Compare two plans; the exit code is 0."""
    from hiyoke.reports.plan.screen import show_comparison
    from hiyoke.workflows.planning.plan_fixes import compare_plans

    before, after, moves = compare_plans(old, new)
    names = {j.job_id: j.name for j in (*before.problem.jobs, *after.problem.jobs)}
    show_comparison(before.plan, after.plan, moves, names, chosen_language())


@app.command(
    help=help_text(
        ja="plan.json の problem（書き換えたものや自作のものも可）を計画し直し、証明した差とともに"
        "示します。資産もアドバイザリも要りません。",
        en="Plan a problem that stands in a file: that of a plan.json, edited or not, or one of "
        "your own. It needs neither an estate nor advisories.",
    )
)
def solve(
    file: Annotated[
        Path,
        typer.Argument(
            metavar="FILE",
            help=help_text(
                ja="plan.json かその出力先、または問題だけの JSON",
                en="A plan.json, its folder, or a problem alone as JSON.",
            ),
        ),
    ],
    out: Annotated[
        Path | None,
        typer.Option(
            "--out",
            metavar="DIR",
            help=help_text(ja="plan.json を書くフォルダー", en="Folder for the plan.json."),
        ),
    ] = None,
    objective: Annotated[
        PlanObjective,
        typer.Option("--objective", help=help_text(ja="最小にするもの", en="What is made small.")),
    ] = PlanObjective.EXPECTED_LOSS,
    effort: Annotated[
        PlanEffort,
        typer.Option("--effort", help=help_text(ja="探索の手間", en="How much to search.")),
    ] = PlanEffort.AUTO,
) -> None:
    """Plan a problem of a file; the exit code is 0."""
    from hiyoke.planning import Objective
    from hiyoke.workflows.planning.solve_problem import solve_problem

    chosen = None if effort is PlanEffort.AUTO else effort.value
    solved = solve_problem(file, out, objective=Objective(objective.value), effort=chosen)
    plan = solved.plan
    record = {
        "schema": "hiyoke/solved-problem/1",
        "objective": plan.objective.value,
        "jobs": len(solved.problem.jobs),
        "planned": len(plan.tasks),
        "value": plan.value,
        "bound": plan.bound,
        "gap": plan.gap,
        "reference_value": plan.reference_value,
        "total_loss": plan.total_loss,
        "file": None if solved.file is None else str(solved.file),
    }
    print_json(record)


def _summary(run: PlanRun) -> dict[str, Any]:
    figures, facts = run.report.figures, run.report.facts
    return {
        "schema": SCHEMA,
        "institution_id": facts.institution_id,
        "synthetic": facts.is_synthetic,
        "as_of": facts.as_of.isoformat(),
        "starts_at": facts.starts_at.isoformat(),
        "ends_at": facts.ends_at.isoformat(),
        "objective": facts.objective,
        "currency": facts.currency,
        "verdict": run.verdict.name.lower(),
        "jobs": facts.job_count,
        "planned": len(run.report.tasks),
        "open": len(run.report.open_jobs),
        "missed_deadlines": len(run.report.misses),
        "total_loss": figures.total_loss,
        "loss_if_nothing": figures.loss_if_nothing,
        "value": figures.value,
        "bound": figures.bound,
        "gap": figures.gap,
        "reference_value": figures.reference_value,
        "moved": None if run.report.moves is None else len(run.report.moves),
        "files": [str(path) for path in run.files],
    }


def _say(text: str) -> None:
    print(text)  # noqa: T201 - the product of this command.
