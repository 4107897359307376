"""``hiyoke demo``: the main job on the bundled, invented bank, without a network.

What is not here: the work (`hiyoke.workflows.assessment.run_demo`).
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from hiyoke.cli.help_text import chosen_language, help_text
from hiyoke.languages import Text

app = typer.Typer(add_completion=False, rich_markup_mode=None)

_NEXT = Text(
    ja="この銀行は架空です。次に試すなら: hiyoke explain {service} --run {out}\n"
    "自分の資産で始めるなら: hiyoke estate init my-estate",
    en="This bank is invented. Try next: hiyoke explain {service} --run {out}\n"
    "To start with your own estate: hiyoke estate init my-estate",
)


@app.command(
    help=help_text(
        ja="同梱の架空の銀行と実在のアドバイザリの抜粋で、取り込みから報告書までを試します。"
        "ネットワークは使いません。結果にかかわらず終了コードは 0 です。",
        en="Run the whole job, from import to report, on the bundled, invented bank and a snapshot "
        "of real advisory facts. Uses no network. The exit code is 0 whatever the findings.",
    )
)
def demo(
    out: Annotated[
        Path,
        typer.Option(
            "--out",
            metavar="DIR",
            help=help_text(ja="結果を書くフォルダー", en="Folder for the results."),
        ),
    ] = Path("demo-output"),
) -> None:
    """Run the demo."""
    from hiyoke.cli.assess import show_run
    from hiyoke.workflows.assessment.run_demo import run_demo

    language = chosen_language()
    run = run_demo(out)
    show_run(run, language)
    service = run.assessment.services[0].service_id
    print(_NEXT.fill(service=service, out=out).render(language))  # noqa: T201 - the product.
