"""How the chance of losing each priority service grows with time: a bar for each span of time.

A bar has its figure beside it and its interval on it, so it reads without colour. What is not
here: the chances themselves (`hiyoke.exposure`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from hiyoke.languages import Language, Text
from hiyoke.reports.exposure.words import days_words, figure_words
from hiyoke.reports.pictures.measures import fit_lines
from hiyoke.reports.pictures.svg import Svg, element

if TYPE_CHECKING:
    from hiyoke.reports.exposure.rows import Chance, ExposureReport, ServiceExposureRow

#: Services that the picture shows.
SERVICES_SHOWN: Final = 12
WIDTH: Final = 1000.0
_NAME: Final = 210.0
_ROW: Final = 36.0
_HEAD: Final = 28.0
_FONT: Final = 12.0
_FIGURE: Final = 60.0
_ROOM: Final = 16.0
_BAR: Final = 14.0
_INK: Final = "#1b2230"
_FILL: Final = "#7c8fb3"

_TITLE: Final = Text(
    "期間ごとの、サービスが止められる確率", "Chance that a service is stopped, by span of time"
)
_DESC: Final = Text(
    "棒は確率、棒の上の細い線は 95% 区間です。棒の幅いっぱいが 100% です。"
    "不明な点がすべて有る場合の値です。",
    "Bars are chances, thin lines on them 95% intervals; a full bar is 100%. Everything unknown "
    "is counted as present.",
)


def draw_horizons(report: ExposureReport, language: Language) -> Svg | None:
    """Draw the chances of priority services over time.

    Args:
        report: What was found.
        language: The one language of the picture.

    Returns:
        SVG; None when no service has chances over time.
    """
    rows = [s for s in report.priority_services or report.services if s.over_time]
    rows = rows[:SERVICES_SHOWN]
    if not rows:
        return None
    spans = [days for days, _ in rows[0].over_time]
    column = (WIDTH - _NAME) / len(spans)
    height = _HEAD + _ROW * len(rows) + 4
    heads = [
        element("text", days_words(days).render(language), x=_NAME + column * n, y=18)
        for n, days in enumerate(spans)
    ]
    body = [
        _row(service, _named(report, service, language), _HEAD + _ROW * n, column)
        for n, service in enumerate(rows)
    ]
    return element(
        "svg",
        element("title", _TITLE.render(language), id="time-title"),
        element("desc", _DESC.render(language), id="time-desc"),
        element("g", *heads, font_weight="bold", fill="#1f3a68"),
        *body,
        xmlns="http://www.w3.org/2000/svg",
        viewBox=f"0 0 {WIDTH:.0f} {height:.0f}",
        width=f"{WIDTH:.0f}",
        height=f"{height:.0f}",
        role="img",
        aria_labelledby="time-title time-desc",
        font_size=_FONT,
        fill=_INK,
    )


def _named(report: ExposureReport, service: ServiceExposureRow, language: Language) -> str:
    """Return a service's name, marked when its chances are lower bounds."""
    mark = " ?" if report.unassessed_systems(service) else ""
    return service.name.render(language) + mark


def _row(service: ServiceExposureRow, name: str, top: float, column: float) -> Svg:
    lines = fit_lines(name, _NAME - 14, _FONT, most=2, bold=True)
    first = top + (_ROW - 15 * len(lines)) / 2 + 12
    parts = [
        element("path", d=f"M0 {top:.1f}H{WIDTH}", stroke="#dfe4ec"),
        *(
            element("text", line, x=2, y=first + 15 * n, font_weight="bold")
            for n, line in enumerate(lines)
        ),
    ]
    bar = column - _FIGURE - _ROOM
    for n, (_, chance) in enumerate(service.over_time):
        parts += _bar(chance, _NAME + column * n, top + (_ROW - _BAR) / 2, bar)
    return element("g", *parts)


def _bar(chance: Chance, left: float, top: float, width: float) -> list[Svg]:
    words = figure_words(chance)
    low, high = left + width * chance.ci_low, left + width * chance.ci_high
    middle = top + _BAR / 2
    figure = left + width + _FIGURE
    return [
        element("rect", x=left, y=top, width=width, height=_BAR, fill="#f3f5f9", stroke="#c9d0dc"),
        element("rect", x=left, y=top, width=width * chance.probability, height=_BAR, fill=_FILL),
        element("path", d=f"M{low:.1f} {middle:.1f}H{high:.1f}", stroke=_INK, stroke_width=1.5),
        element("text", words, x=figure, y=top + 11, text_anchor="end"),
    ]
