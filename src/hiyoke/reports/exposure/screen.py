"""The foremost figures of exposure as rows for a screen: services, changes, debts.

What is not here: the tables they stand in (`terminal_report`), and the page, which says more.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from hiyoke.languages import Language, Text
from hiyoke.reports.exposure.labels import EXPOSURE_LABELS
from hiyoke.reports.exposure.rows import Chance
from hiyoke.reports.exposure.words import (
    KIND_WORDS,
    begun,
    between_words,
    days_words,
    figure_words,
    hours_words,
    money_words,
)
from hiyoke.reports.words import NOTHING, percent_words

if TYPE_CHECKING:
    from hiyoke.reports.exposure.rows import ExposureReport, ServiceExposureRow

_ASSUMED = Text(ja=" ※", en=" *")
ASSUMED_NOTE: Final = Text(
    ja="※ 仮定した値を含みます。 ? 中身の分からないシステムがあるため、少なくともこの値です。",
    en="* rests on an assumption. ? at least this: the contents of a system are unknown.",
)


def why_none(why: Text | None, language: Language) -> str:
    """Return why there is no exposure, as one sentence or two."""
    words = "" if why is None else why.render(language)
    return EXPOSURE_LABELS["exposure_none"].render(language).format(why=words).strip()


def service_headings(report: ExposureReport, language: Language) -> list[str]:
    """Return the headings of `service_rows`."""
    days = days_words(report.horizon_days).render(language)
    return [
        EXPOSURE_LABELS["x_rank"].render(language),
        Text("サービス", "Service").render(language),
        Text("{days}以内の確率（95% 区間）", "Within {days} (95% interval)")
        .render(language)
        .format(days=days),
        Text("不明が無ければ", "Unknown absent").render(language),
        EXPOSURE_LABELS["x_expected"].render(language),
    ]


def service_rows(report: ExposureReport, language: Language) -> list[list[str]]:
    """Return the priority services with chance, interval, the other end of the range, and loss."""
    return [
        [
            "" if s.priority_rank is None else str(s.priority_rank),
            s.name.render(language),
            _chance(s, language) + (" ?" if report.unassessed_systems(s) else ""),
            percent_words(s.if_unknown_absent) if s.if_unknown_absent else "0%",
            _loss(s, report.currency, language),
        ]
        for s in report.priority_services or report.services
    ]


def _chance(service: ServiceExposureRow, language: Language) -> str:
    figure = figure_words(Chance(service.probability, service.ci_low, service.ci_high))
    if figure[0] in "<≥":
        return figure
    between = between_words(service.ci_low, service.ci_high)
    return Text(f"{figure}（{between}）", f"{figure} ({between})").render(language)


def _loss(service: ServiceExposureRow, currency: str | None, language: Language) -> str:
    if service.expected_loss is None:
        return NOTHING
    words = money_words(service.expected_loss.likely, currency, language)
    return words + (_ASSUMED.render(language) if service.is_loss_assumed else "")


def leverage_headings(language: Language) -> list[str]:
    """Return the headings of `leverage_rows`."""
    names = ("x_change", "x_kind", "x_removed", "x_effort")
    return ["#", *(EXPOSURE_LABELS[name].render(language) for name in names)]


def leverage_rows(report: ExposureReport, language: Language) -> list[list[str]]:
    """Return what would help most."""
    return [
        [
            str(place),
            begun(row.name, language),
            KIND_WORDS.get(row.kind, Text(row.kind, row.kind)).render(language),
            money_words(row.loss_removed, report.currency, language),
            _effort(row.effort_hours, language, is_assumed=row.is_effort_assumed),
        ]
        for place, row in enumerate(report.leverage, start=1)
    ]


def debt_headings(language: Language) -> list[str]:
    """Return the headings of `debt_rows`."""
    names = ("x_debt", "x_kind", "x_removed", "x_effort", "x_per_hour")
    return ["#", *(EXPOSURE_LABELS[name].render(language) for name in names)]


def debt_rows(report: ExposureReport, language: Language) -> list[list[str]]:
    """Return the debt ledger, most loss removed per hour first."""
    return [
        [
            str(place),
            begun(row.name, language),
            KIND_WORDS.get(row.kind, Text(row.kind, row.kind)).render(language),
            money_words(row.loss_removed, report.currency, language),
            _effort(row.effort_hours, language, is_assumed=row.is_effort_assumed),
            money_words(row.loss_removed_per_hour, report.currency, language),
        ]
        for place, row in enumerate(report.debt, start=1)
    ]


def _effort(hours: float | None, language: Language, *, is_assumed: bool) -> str:
    return hours_words(hours, language) + (_ASSUMED.render(language) if is_assumed else "")
