"""The stress report on a screen of 100 columns: deadlines, stages, what would help.

What is not here: the page, which says more.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TextIO

from hiyoke.reports.labels import LABELS
from hiyoke.reports.stress import words

if TYPE_CHECKING:
    from hiyoke.languages import Language, Text
    from hiyoke.reports.stress.rows import StressReport

#: Widest line, in half-width characters.
WIDTH = 100
_RIGHT: dict[str, Any] = {"justify": "right", "no_wrap": True}
_FOLDED: dict[str, Any] = {"justify": "right", "overflow": "fold"}
_WIDE: dict[str, Any] = {"ratio": 3, "overflow": "fold"}


def print_stress(report: StressReport, language: Language, stream: TextIO) -> None:
    """Print the stress report as tables that fit `WIDTH` columns.

    Args:
        report: What was found.
        language: The one language of the output.
        stream: Where to print; colours appear only on a terminal.
    """
    from rich.console import Console  # noqa: PLC0415 - only a run that prints pays for it.

    console = Console(file=stream, width=WIDTH, highlight=False, markup=False, emoji=False)

    def say(text: Text | None) -> str:
        return words.NOTHING if text is None else text.render(language)

    def label(name: str) -> str:
        return say(words.STRESS_LABELS[name])

    if report.is_synthetic:
        console.print(say(LABELS["synthetic"]), style="bold")
    console.print(
        f"{say(report.institution_name)}  {report.starts_on}  {say(report.scenario.title)}"
    )
    for sentence in words.summary_of(report):
        console.print(say(sentence))
    console.print(_tiers(report, language))
    shares = ("utilisation", "waiting_share", "largest_wait")
    stages = _table(
        label("stages_heading"),
        (label("stage"), {"no_wrap": True}),
        *((label(name), _RIGHT) for name in shares),
        (label("busiest"), _WIDE),
    )
    for stage in report.outcome.stages:
        busiest = stage.stations[0] if stage.stations else None
        stages.add_row(
            say(stage.title),
            words.percent(stage.utilisation.middle),
            words.percent(stage.waiting_share.middle),
            words.percent(stage.largest_wait_share),
            ""
            if busiest is None
            else f"{say(busiest.title)} {words.percent(busiest.utilisation.middle)}",
        )
    console.print(stages)
    console.print(_reliefs(report, language))


def _tiers(report: StressReport, language: Language) -> Any:
    options: dict[str, dict[str, Any]] = {
        "tier": {},
        "arrived": _RIGHT,
        "missed": _RIGHT,
        "median_days": _RIGHT,
        "late_days": _FOLDED,
        "unprotected": _FOLDED,
    }
    labels = words.STRESS_LABELS
    headings = ((labels[name].render(language), how) for name, how in options.items())
    table = _table(labels["deadline_heading"].render(language), *headings)
    for tier in report.outcome.tiers:
        table.add_row(
            tier.title.render(language),
            f"{words.number(tier.arrived.middle)} ({words.range_words(tier.arrived)})",
            words.percent(tier.missed_probability),
            words.days(tier.median_days, language),
            words.days(tier.late_days, language),
            words.number(tier.unprotected_hours.middle),
        )
    return table


def _reliefs(report: StressReport, language: Language) -> Any:
    labels = {
        name: words.STRESS_LABELS[name].render(language)
        for name in ("reliefs_heading", "relief", "saved", "missed_change")
    }
    table = _table(
        labels["reliefs_heading"],
        (labels["relief"], _WIDE),
        (labels["saved"], _RIGHT),
        (labels["missed_change"], _RIGHT),
    )
    for row in report.reliefs:
        before, after = row.missed_share_before, row.missed_share_after
        table.add_row(
            row.title.render(language),
            f"{words.number(row.hours_saved.middle)} ({words.range_words(row.hours_saved)})",
            f"{words.percent(before)} → {words.percent(after)}",
        )
    return table


def _table(title: str, *columns: tuple[str, dict[str, Any]]) -> Any:
    from rich import box  # noqa: PLC0415 - only a run that prints pays for it.
    from rich.table import Table  # noqa: PLC0415

    table = Table(title=title, title_justify="left", box=box.SIMPLE_HEAD, pad_edge=False)
    for heading, options in columns:
        table.add_column(heading, **options)
    return table
