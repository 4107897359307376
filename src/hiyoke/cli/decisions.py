"""``hiyoke decisions``: record decisions, and show that nobody has altered the record.

What is not here: the work (`hiyoke.workflows.suspension.record_decision`) and the rules
(`hiyoke.suspension`).
"""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from hiyoke.cli.help_text import chosen_language, help_text
from hiyoke.cli.output_format import OutputFormat
from hiyoke.cli.shared_options import TableOrJson, print_json

#: The log was altered, or a review is overdue: somebody has to act.
ALTERED = 10
#: No head was found, so a cut at the end cannot be seen.
NOT_ASSESSABLE = 12


class DecisionKind(StrEnum):
    """What a record says."""

    STOP = "stop"
    NON_STOP = "non_stop"
    ACCEPTANCE = "acceptance"
    RESTART = "restart"
    APPROVAL = "approval"
    REVIEW = "review"


class Level(StrEnum):
    """Levels of a stop."""

    L0 = "L0"
    L1 = "L1"
    L2 = "L2"
    L3 = "L3"
    L4 = "L4"


app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    help=help_text(
        ja="止める・止めない・受容・再開の決定を、改ざんが分かる形で記録します。",
        en="Record decisions to stop, not to stop, to accept and to restart, so that edits show.",
    ),
)

_Criteria = Annotated[
    Path | None,
    typer.Option(
        "--criteria",
        metavar="FILE",
        help=help_text(ja="自機関の基準", en="Your institution's own criteria."),
    ),
]
_Log = Annotated[
    Path,
    typer.Argument(metavar="LOG", help=help_text(ja="決定記録のファイル", en="The decision log.")),
]


@app.command(
    name="add",
    short_help=help_text(
        ja="決定を一件加えます（承認は別の人）",
        en="Add one record; another person approves",
    ),
    help=help_text(
        ja="決定を一件加えます。決定には承認（別の人）が要ります。時間がないときは --break-glass に"
        "理由を書き、後で別の人が確認します。",
        en="Add one record. A decision needs the approval of another person; with no time, "
        "give the reason with --break-glass and have another person review it afterwards.",
    ),
)
def add(  # noqa: PLR0913 - a record has these members.
    log: _Log,
    *,
    kind: Annotated[
        DecisionKind, typer.Option("--kind", help=help_text(ja="種類", en="What it says."))
    ],
    actor: Annotated[str, typer.Option("--actor", help=help_text(ja="決めた人", en="Who."))],
    role: Annotated[str, typer.Option("--role", help=help_text(ja="役割", en="In which role."))],
    subject: Annotated[
        str, typer.Option("--subject", help=help_text(ja="対象（状況のIDなど）", en="About what."))
    ],
    summary: Annotated[
        str, typer.Option("--summary", help=help_text(ja="内容", en="What was decided."))
    ],
    basis: Annotated[
        list[Path] | None,
        typer.Option(
            "--basis", metavar="FILE", help=help_text(ja="根拠の資料", en="What it rests on.")
        ),
    ] = None,
    alternative: Annotated[
        list[str] | None,
        typer.Option("--alternative", help=help_text(ja="他の選択肢", en="What else there was.")),
    ] = None,
    dissent: Annotated[
        list[str] | None,
        typer.Option(
            "--dissent",
            metavar="NAME: WORDS",
            help=help_text(ja="反対意見（名前: 理由）", en="Who thought otherwise, and why."),
        ),
    ] = None,
    expires: Annotated[
        str | None,
        typer.Option("--expires", metavar="TIME", help=help_text(ja="期限", en="When it lapses.")),
    ] = None,
    at: Annotated[
        str | None,
        typer.Option(
            "--at", metavar="TIME", help=help_text(ja="決めた時刻（既定は今）", en="When (now).")
        ),
    ] = None,
    refers_to: Annotated[
        str,
        typer.Option(
            "--refers-to",
            metavar="HASH",
            help=help_text(ja="承認・事後確認の対象のハッシュ", en="The record answered."),
        ),
    ] = "",
    approve: Annotated[
        bool | None,
        typer.Option(
            "--approve/--refuse", help=help_text(ja="承認または否認", en="Approve or refuse.")
        ),
    ] = None,
    break_glass: Annotated[
        str,
        typer.Option(
            "--break-glass",
            metavar="REASON",
            help=help_text(ja="二人目を待てない理由", en="Why no second person could be asked."),
        ),
    ] = "",
    level: Annotated[
        Level | None,
        typer.Option(
            "--level",
            help=help_text(
                ja="決める水準（既定は根拠の資料にある水準）",
                en="Level that is decided (default: what the basis says).",
            ),
        ),
    ] = None,
    service: Annotated[
        list[str] | None,
        typer.Option(
            "--service",
            metavar="ID",
            help=help_text(
                ja="止めるサービス（既定は根拠の資料にあるもの）",
                en="Service that is stopped (default: what the basis says).",
            ),
        ),
    ] = None,
    known_at: Annotated[
        str | None,
        typer.Option(
            "--known-at",
            metavar="TIME",
            help=help_text(
                ja="状況を知った時刻（通知の期限の起算）",
                en="When it became known; starts the clocks of notices.",
            ),
        ),
    ] = None,
    authority: Annotated[
        Path | None,
        typer.Option(
            "--authority",
            metavar="PATH",
            help=help_text(
                ja="権限表、またはそれのある資産一覧。決める人の権限を確かめます",
                en="Table of authority, or the estate that has it; checks who may decide.",
            ),
        ),
    ] = None,
    criteria: _Criteria = None,
    exercise: Annotated[
        bool, typer.Option("--exercise", help=help_text(ja="訓練", en="This is an exercise."))
    ] = False,
) -> None:
    """Add one record and print its hash."""
    from hiyoke.reports.suspension.decision_lines import added_lines
    from hiyoke.suspension import Decision
    from hiyoke.workflows.suspension.record_decision import (
        authority_of,
        basis_of,
        check_level,
        dissent_of,
        facts_of_basis,
        moment_of,
        record_decision,
    )

    told = facts_of_basis(basis or ())
    decision = Decision(
        kind=kind.value,
        actor=actor,
        role=role,
        decided_at=moment_of(at, option="--at"),
        subject=subject,
        summary=summary,
        basis=basis_of(basis or (), is_exercise=exercise),
        alternatives=tuple(alternative or ()),
        dissent=dissent_of(dissent or ()),
        expires_at=None if expires is None else moment_of(expires, option="--expires"),
        refers_to=refers_to,
        approves=approve,
        break_glass=break_glass,
        is_exercise=exercise,
        level=check_level(level.value if level else None, told),
        services=tuple(service) if service else told.services,
        known_at=moment_of(known_at, option="--known-at") if known_at else told.known_at,
    )
    sealed = record_decision(log, decision, authority=authority_of(authority, criteria))
    _print(added_lines(sealed, chosen_language()))


@app.command(
    name="verify",
    short_help=help_text(
        ja="決定記録が書かれたままかを確かめます",
        en="Check that a log is as it was written",
    ),
    help=help_text(
        ja="決定記録が書かれたままかを確かめます。末尾の切り落としは、別に書き留めた末尾ハッシュ"
        "（--head）がなければ分かりません。終了コード: 0 無傷、10 改ざんあり、12 末尾は判定不能。",
        en="Check that a log is as it was written. A cut at its end shows only against a head kept "
        "elsewhere (--head). Exit codes: 0 intact, 10 altered, 12 its end cannot be judged.",
    ),
)
def verify(
    log: _Log,
    *,
    head: Annotated[
        str | None,
        typer.Option(
            "--head",
            metavar="HASH",
            help=help_text(ja="書き留めてある末尾ハッシュ", en="A head kept elsewhere."),
        ),
    ] = None,
    output_format: TableOrJson = OutputFormat.TABLE,
) -> None:
    """Check a log; the exit code says what was found."""
    from hiyoke.reports.suspension.decision_lines import check_lines, check_record
    from hiyoke.suspension import verify_log

    found = verify_log(log, head=head.strip().lower() if head else None)
    is_outside = head is not None
    if output_format is OutputFormat.JSON:
        print_json(check_record(found, is_outside=is_outside))
    else:
        _print(check_lines(found, chosen_language(), log=log, is_outside=is_outside))
    if not found.is_intact:
        raise typer.Exit(ALTERED)
    if not found.is_anchored:
        raise typer.Exit(NOT_ASSESSABLE)


@app.command(
    name="list",
    short_help=help_text(
        ja="決定とその状態を一覧します",
        en="List decisions and where each stands",
    ),
    help=help_text(
        ja="決定と、その状態（承認待ち、承認済み、緊急、期限切れなど）、遅れている事後確認、"
        "通知の期限を一覧します。終了コード: 0 遅れなし、10 事後確認が遅れているか、改ざんあり。",
        en="List decisions and where each stands, reviews that are overdue, and when notices are "
        "due. Exit codes: 0 nothing overdue, 10 a review is overdue or the log was altered.",
    ),
)
def list_decisions(
    log: _Log,
    *,
    at: Annotated[
        str | None,
        typer.Option("--at", metavar="TIME", help=help_text(ja="時点（既定は今）", en="As of.")),
    ] = None,
    criteria: _Criteria = None,
    output_format: TableOrJson = OutputFormat.TABLE,
) -> None:
    """List decisions; an altered log is not listed."""
    from hiyoke.reports.suspension.decision_list import list_lines, list_record
    from hiyoke.suspension import listed_decisions, verify_log
    from hiyoke.workflows.suspension.judge_restart import criteria_of
    from hiyoke.workflows.suspension.record_decision import moment_of

    found = verify_log(log)
    if not found.is_intact:
        from hiyoke.reports.suspension.decision_lines import check_lines

        _print(check_lines(found, chosen_language(), log=log, is_outside=False))
        raise typer.Exit(ALTERED)
    listed = listed_decisions(found.records, criteria_of(criteria), at=moment_of(at, option="--at"))
    if output_format is OutputFormat.JSON:
        print_json(list_record(listed))
    else:
        _print(list_lines(listed, chosen_language()))
    if listed.overdue:
        raise typer.Exit(ALTERED)


def _print(lines: list[str]) -> None:
    print("\n".join(lines))  # noqa: T201 - the product of this command.
