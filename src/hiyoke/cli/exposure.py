"""``hiyoke exposure``: what an attacker could reach through chains, and what it would cost.

What is not here: the work (`hiyoke.workflows.assessment.expose`) and the tables
(`exposure_tables`).
"""

from __future__ import annotations

import json
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from hiyoke.cli.as_of import day_of
from hiyoke.cli.help_text import chosen_language, help_text
from hiyoke.cli.shared_options import AsOfDay, EstatePath, StoreFolder

if TYPE_CHECKING:
    from hiyoke.languages import Language
    from hiyoke.workflows.exposure.expose_run import ExposureRun


class OutputFormat(StrEnum):
    """How the result is shown."""

    TABLE = "table"
    JSON = "json"
    CSV = "csv"


app = typer.Typer(add_completion=False, rich_markup_mode=None)


@app.command(
    help=help_text(
        ja="攻撃者が弱い点をつないでどのサービスまで届きうるか、その確率と損失、"
        "何を直すとどれだけ減るかを計算します。どの規則と数値も出典か「仮定」を持つデータです。",
        en="Compute which services an attacker could reach by chaining weaknesses, how likely and "
        "at what loss, and what each change would take away. Every rule and figure is data with a "
        "source or the label assumption.",
    )
)
def exposure(  # noqa: PLR0913 - one parameter for each option of the command.
    estate: EstatePath,
    *,
    advisories: StoreFolder,
    as_of: AsOfDay = None,
    horizon: Annotated[
        str,
        typer.Option(
            "--horizon",
            help=help_text(ja="先を見る期間（30d、2w、6m など）", en="How far ahead: 30d, 2w, 6m."),
        ),
    ] = "30d",
    worlds: Annotated[
        int,
        typer.Option(
            "--worlds",
            help=help_text(
                ja="試行の回数（1〜1048576）。多いほど区間が狭くなります",
                en="Trials (1 to 1048576); more make the intervals narrower.",
            ),
        ),
    ] = 4096,
    seed: Annotated[
        int,
        typer.Option(
            "--seed",
            help=help_text(
                ja="乱数のシード（同じ値なら同じ結果）", en="Equal seeds, equal results."
            ),
        ),
    ] = 1,
    stress: Annotated[
        float,
        typer.Option(
            "--stress",
            help=help_text(
                ja="攻撃の速さの倍率（1 が公表データどおり）",
                en="Factor on the pace of attackers; 1 is as published.",
            ),
        ),
    ] = 1.0,
    calibration: Annotated[
        Path | None,
        typer.Option(
            "--calibration",
            metavar="FILE",
            help=help_text(
                ja="書き換えた較正表（JSON）",
                en="Edited table from evidence to probability (JSON).",
            ),
        ),
    ] = None,
    rules: Annotated[
        Path | None,
        typer.Option(
            "--rules",
            metavar="FILE",
            help=help_text(ja="書き換えた攻撃規則（JSON）", en="Edited attack rules (JSON)."),
        ),
    ] = None,
    latent: Annotated[
        bool,
        typer.Option(
            "--latent",
            help=help_text(
                ja="まだ知られていない欠陥がある場合も別に計算する",
                en="Compute the scenario of flaws not yet known as well, apart.",
            ),
        ),
    ] = False,
    output_format: Annotated[
        OutputFormat,
        typer.Option("--format", help=help_text(ja="表示の形式", en="How to show the result.")),
    ] = OutputFormat.TABLE,
) -> None:
    """Compute the exposure of an estate; the exit code is the verdict."""
    from hiyoke.workflows.assessment.expose import expose
    from hiyoke.workflows.exposure.expose_settings import (
        ExposureSettings,
        read_horizon,
    )

    settings = ExposureSettings(
        horizon_days=read_horizon(horizon),
        worlds=worlds,
        seed=seed,
        stress=stress,
        calibration=calibration,
        rules=rules,
        has_latent=latent,
    )
    run = expose(estate, advisories, as_of=day_of(as_of), settings=settings)
    print(_shown(run, output_format, chosen_language()), end="")  # noqa: T201 - the product.
    raise typer.Exit(int(run.verdict))


def _shown(run: ExposureRun, output_format: OutputFormat, language: Language) -> str:
    if output_format is OutputFormat.TABLE:
        from hiyoke.cli.exposure_tables import shown_exposure

        return shown_exposure(run.report, run.facts, run.assessment.run, run.verdict, language)
    if output_format is OutputFormat.CSV:
        from hiyoke.reports.assessment.findings_table import render_csv
        from hiyoke.reports.exposure.tables import exposed_services_table

        return render_csv(exposed_services_table(run.report)).decode("utf-8")
    record = run.record(language)
    return json.dumps(record, ensure_ascii=False, indent=1) + "\n"
