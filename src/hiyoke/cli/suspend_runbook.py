"""``hiyoke suspend runbook`` and ``drill``: the paper that people work from, real or for practice.

What is not here: the work (`hiyoke.workflows.suspension.write_runbook`).
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from hiyoke.cli.help_text import chosen_language, help_text
from hiyoke.cli.shared_options import EstatePath, StoreFolder
from hiyoke.languages import Text

if TYPE_CHECKING:
    from hiyoke.workflows.suspension.write_runbook import RunbookRun

#: Before every line of an exercise.
_MARK = "[訓練 EXERCISE] "

_Situation = Annotated[
    str,
    typer.Option(
        "--situation",
        metavar="FILE|NAME",
        help=help_text(
            ja="状況ファイル、またはデモ銀行の状況名",
            en="Situation file, or the name of one of the demo bank.",
        ),
    ),
]
_Out = Annotated[
    Path,
    typer.Option(
        "--out",
        metavar="DIR",
        help=help_text(ja="手順書を書くフォルダー", en="Folder for the runbook."),
    ),
]
_At = Annotated[
    str | None,
    typer.Option(
        "--at", metavar="TIME", help=help_text(ja="判断の時点", en="Moment of the decision.")
    ),
]
_Option = Annotated[
    str | None,
    typer.Option(
        "--option",
        metavar="KEY",
        help=help_text(ja="選択肢（既定はいま止める）", en="Which option (default: stop now)."),
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


def register(app: typer.Typer) -> None:
    """Add the commands to the program's ``suspend``."""
    app.command(
        name="runbook",
        short_help=help_text(
            ja="停止の手順書を作ります（印刷用と CACAO 2.0）",
            en="Write the runbook of a stop: paper and CACAO 2.0",
        ),
        help=help_text(
            ja="停止の手順書を、印刷用（A4、日英）と CACAO 2.0 の JSON で作ります。",
            en="Write the runbook of a stop: for paper (A4, both languages) and as CACAO 2.0 JSON. "
            "It stops nothing.",
        ),
    )(runbook)
    app.command(
        name="drill",
        short_help=help_text(
            ja="訓練用の手順書と時間を測るシートを作ります",
            en="Write the runbook and time sheet of a drill",
        ),
        help=help_text(
            ja="訓練用の手順書、想定外の出来事、時間を測るシートを作ります。"
            "すべてに「訓練 EXERCISE」が入ります。",
            en="Write the runbook of a drill, its surprises and a sheet for times, all marked "
            "EXERCISE.",
        ),
    )(drill)
    app.command(
        name="drill-result",
        short_help=help_text(
            ja="記入した訓練シートから測った時間を取り出します",
            en="Take measured times out of a filled drill sheet",
        ),
        help=help_text(
            ja="時刻を書き入れた訓練シートから、測った時間を取り出します。",
            en="Take the measured times out of a filled drill sheet.",
        ),
    )(drill_result)


def runbook(
    estate: EstatePath,
    *,
    advisories: StoreFolder,
    situation: _Situation,
    out: _Out,
    at: _At = None,
    option: _Option = None,
    criteria: _Criteria = None,
) -> None:
    """Write the runbook of one option."""
    from hiyoke.workflows.suspension.judge_restart import criteria_of
    from hiyoke.workflows.suspension.write_runbook import write_runbook

    own = criteria_of(criteria)
    _show(write_runbook(estate, advisories, situation, out, at=at, option=option, criteria=own))


def drill(
    estate: EstatePath,
    *,
    advisories: StoreFolder,
    situation: _Situation,
    out: _Out,
    at: _At = None,
    option: _Option = None,
    criteria: _Criteria = None,
) -> None:
    """Write everything that a drill needs."""
    from hiyoke.workflows.suspension.judge_restart import criteria_of
    from hiyoke.workflows.suspension.write_runbook import write_runbook

    run = write_runbook(
        estate,
        advisories,
        situation,
        out,
        at=at,
        option=option,
        criteria=criteria_of(criteria),
        is_exercise=True,
    )
    _show(run, mark=_MARK)


def drill_result(
    sheet: Annotated[
        Path,
        typer.Argument(
            metavar="SHEET",
            help=help_text(ja="書き入れた訓練シート", en="The sheet, filled in."),
        ),
    ],
    *,
    out: _Out,
) -> None:
    """Take the measured times out of a sheet."""
    from hiyoke.workflows.suspension.write_runbook import read_drill

    measured, path = read_drill(sheet, out)
    for one in measured:
        said = Text(
            ja="{mode}: 実測 {minutes:g} 分（これまで {planned}）、訓練日 {on}",
            en="{mode}: measured {minutes:g} min (so far {planned}), rehearsed on {on}",
        ).fill(
            mode=one.mode_id,
            minutes=one.minutes,
            planned="?" if one.planned_minutes is None else f"{one.planned_minutes:g}",
            on=one.on,
        )
        print(_MARK + said.render(chosen_language()))  # noqa: T201 - the product of this command.
    print(_MARK + str(path))  # noqa: T201 - the product of this command.


def _show(run: RunbookRun, mark: str = "") -> None:
    said = Text(
        ja="手順書: {count} 手順、{layers} 段、同時に行えば {minutes:g} 分",
        en="Runbook: {count} steps in {layers} stages, {minutes:g} minutes in parallel",
    ).fill(
        count=len(run.runbook.order.steps),
        layers=len(run.runbook.order.layers),
        minutes=run.runbook.order.parallel_minutes,
    )
    print(mark + said.render(chosen_language()))  # noqa: T201 - the product of this command.
    for file in run.files:
        print(f"{mark}{file}")  # noqa: T201 - the product of this command.
