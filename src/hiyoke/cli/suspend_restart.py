"""``hiyoke suspend restart check``: whether a restart may begin, and what is still open.

What is not here: the work (`hiyoke.workflows.suspension.judge_restart`).
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from hiyoke.cli.help_text import chosen_language, help_text
from hiyoke.cli.output_format import OutputFormat
from hiyoke.cli.shared_options import TableOrJson, print_json

#: Something is open, or it has to be stopped again.
ACTION_NEEDED = 10
#: Only the approval is missing.
DECISION_NEEDED = 11


app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    help=help_text(ja="止めたものを再開してよいかを確かめます。", en="Judge a restart."),
)


@app.callback()
def about() -> None:
    """Keep ``check`` a command of its own."""


@app.command(
    name="check",
    help=help_text(
        ja="再開の条件、承認、相手方の準備、残り時間を確かめます。一つでも欠ければ再開できません。"
        "終了コード: 0 再開可・再開中、10 条件が未了または再停止、11 承認待ち。",
        en="Check conditions, approval, counterparties and time left; one missing is enough to "
        "stay stopped. Exit codes: 0 may restart or is coming back, 10 open or stop again, "
        "11 awaits approval.",
    ),
)
def check(
    file: Annotated[
        Path,
        typer.Argument(
            metavar="FILE",
            help=help_text(ja="再開の状況（YAML か JSON）", en="The restart, as YAML or JSON."),
        ),
    ],
    *,
    criteria: Annotated[
        Path | None,
        typer.Option(
            "--criteria",
            metavar="FILE",
            help=help_text(ja="自機関の基準", en="Your institution's own criteria."),
        ),
    ] = None,
    authority: Annotated[
        Path | None,
        typer.Option(
            "--authority",
            metavar="PATH",
            help=help_text(
                ja="権限表、またはそれのある資産一覧。止めた人と承認者の権限を確かめます",
                en="Table of authority, or the estate that has it; checks who stopped and who "
                "approves.",
            ),
        ),
    ] = None,
    output_format: TableOrJson = OutputFormat.TABLE,
) -> None:
    """Judge a restart; the exit code says whether it may begin."""
    from hiyoke.reports.suspension.restart_lines import restart_lines, restart_record
    from hiyoke.suspension import RestartState
    from hiyoke.workflows.suspension.judge_restart import judge_restart

    run = judge_restart(file, criteria_path=criteria, authority_path=authority)
    is_checked = run.is_authority_checked
    if output_format is OutputFormat.JSON:
        print_json(
            restart_record(run.case, run.check, run.criteria, is_authority_checked=is_checked)
        )
    else:
        lines = restart_lines(
            run.case, run.check, run.criteria, chosen_language(), is_authority_checked=is_checked
        )
        print("\n".join(lines))  # noqa: T201 - the product of this command.
    if run.check.state in {RestartState.STOPPED, RestartState.STOP_AGAIN}:
        raise typer.Exit(ACTION_NEEDED)
    if run.check.state is RestartState.AWAITING_APPROVAL:
        raise typer.Exit(DECISION_NEEDED)
