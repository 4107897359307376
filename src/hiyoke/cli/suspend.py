"""``hiyoke suspend``: what to stop, when, and what each choice costs.

It advises; a person decides. What is not here: the work
(`hiyoke.workflows.suspension.suspend`) and the words of the page (`hiyoke.reports`).
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from hiyoke.cli.help_text import chosen_language, help_text
from hiyoke.cli.output_format import OutputFormat
from hiyoke.cli.shared_options import EstatePath, StoreFolder, TableOrJson, print_json
from hiyoke.cli.suspend_restart import app as restart_app
from hiyoke.cli.suspend_runbook import register as register_runbook
from hiyoke.languages import Text

if TYPE_CHECKING:
    from hiyoke.workflows.suspension.suspend import SuspensionRun

#: A decision is needed, whatever the advice: advice is never an order.
DECISION_NEEDED = 11


app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    help=help_text(
        ja="何を、いつ止めるか、止めないかを、損失と危険を並べて助言します。何も止めません。",
        en="Advise on what to stop, when, or not at all, with loss and risk side by side. It stops "
        "nothing.",
    ),
)

_Situation = Annotated[
    str,
    typer.Option(
        "--situation",
        metavar="FILE|NAME",
        help=help_text(
            ja="状況ファイル（YAML か JSON）。デモ銀行では exploited-flaw、shared-centre、zero-day",
            en="Situation file (YAML or JSON); for the demo bank exploited-flaw, shared-centre or "
            "zero-day.",
        ),
    ),
]
_At = Annotated[
    str | None,
    typer.Option(
        "--at",
        metavar="TIME",
        help=help_text(
            ja="判断の時点（例: 2026-05-25T14:20。既定は状況ファイルの at）",
            en="Moment of the decision, such as 2026-05-25T14:20 (default: the situation's own).",
        ),
    ),
]
_Out = Annotated[
    Path | None,
    typer.Option(
        "--out",
        metavar="DIR",
        help=help_text(
            ja="選択肢の紙（日英の HTML）と JSON を書くフォルダー",
            en="Folder for the sheet (HTML in both languages) and the JSON files.",
        ),
    ),
]
_Criteria = Annotated[
    Path | None,
    typer.Option(
        "--criteria",
        metavar="FILE",
        help=help_text(
            ja="自機関の水準・発動条件・通知の期限",
            en="Your institution's own levels, triggers and duties.",
        ),
    ),
]


@app.command(
    name="plan",
    short_help=help_text(
        ja="攻撃者が届かなくなる、最も安い停止の組を求めます",
        en="Find the cheapest set of stops that keeps an attacker out",
    ),
    help=help_text(
        ja="状況に対して、攻撃者が守るサービスに届かなくなる最も安い停止の組み合わせを求めます。"
        "断つ経路の証明、未確認の事柄の影響も示します。終了コードは 11（意思決定が必要）です。",
        en="Find the cheapest set of stops after which the attacker of a situation reaches no "
        "protected service, with the proof, and what unknowns change. Exit code 11: a decision "
        "is needed.",
    ),
)
def plan(
    estate: EstatePath,
    *,
    advisories: StoreFolder,
    situation: _Situation,
    at: _At = None,
    out: _Out = None,
    criteria: _Criteria = None,
    output_format: TableOrJson = OutputFormat.TABLE,
) -> None:
    """Plan a stop; the exit code says that a decision is needed."""
    from hiyoke.reports.suspension.option_screen import plan_lines
    from hiyoke.workflows.suspension.judge_restart import criteria_of
    from hiyoke.workflows.suspension.suspend import suspend

    run = suspend(estate, advisories, situation, out, at=at, criteria=criteria_of(criteria))
    lines = plan_lines(run.sheet, run.facts, chosen_language())
    _show(run, run.plan_record(), lines, output_format)


@app.command(
    name="options",
    short_help=help_text(
        ja="止める・止めないの選択肢を A4 一枚に並べます",
        en="Set out the options, to stop or not, on one A4 page",
    ),
    help=help_text(
        ja="「いま」「締切の後」「一部だけ」「止めない」などの選択肢を、失うもの、攻撃の見込み、"
        "どちらが得かの分かれ目、助言が変わる条件とともに A4 一枚にまとめます。"
        "終了コードは 11（意思決定が必要）です。",
        en="Set out the options (now, after a deadline, in part, not at all) on one A4 page, each "
        "with what is lost, the chance of attack, where the balance tips and what would change "
        "the advice. Exit code 11: a decision is needed.",
    ),
)
def options(
    estate: EstatePath,
    *,
    advisories: StoreFolder,
    situation: _Situation,
    at: _At = None,
    out: _Out = None,
    criteria: _Criteria = None,
    output_format: TableOrJson = OutputFormat.TABLE,
) -> None:
    """Set out the options; the exit code says that a decision is needed."""
    from hiyoke.reports.suspension.option_screen import option_lines
    from hiyoke.workflows.suspension.judge_restart import criteria_of
    from hiyoke.workflows.suspension.suspend import suspend

    run = suspend(estate, advisories, situation, out, at=at, criteria=criteria_of(criteria))
    lines = option_lines(run.sheet, run.facts, chosen_language())
    _show(run, run.options_record(), lines, output_format)


def _show(
    run: SuspensionRun, record: dict[str, Any], lines: list[str], output_format: OutputFormat
) -> None:
    if output_format is OutputFormat.JSON:
        print_json(record)
    else:
        print("\n".join(lines))  # noqa: T201 - the product of this command.
        language = chosen_language()
        page = next((f for f in run.files if f.name == f"options.{language.value}.html"), None)
        if page is not None:
            where = Text(ja="選択肢の紙: {path}", en="Option sheet: {path}").fill(path=page)
            print(where.render(language))  # noqa: T201 - the product of this command.
    raise typer.Exit(DECISION_NEEDED)


register_runbook(app)
app.add_typer(restart_app, name="restart")
