"""How likely the loss is at least so much: a line, and a band for the ranges of the losses.

What is not here: what the losses rest on (`hiyoke.risk`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from hiyoke.languages import Language, Text
from hiyoke.reports.exposure.words import days_words, money_words
from hiyoke.reports.pictures.axis import LOG_FROM, Axis, round_step
from hiyoke.reports.pictures.measures import text_width
from hiyoke.reports.pictures.svg import Svg, element
from hiyoke.reports.words import percent_words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from hiyoke.reports.exposure.rows import ExceedancePoint, ExposureReport

WIDTH: Final = 640.0
HEIGHT: Final = 330.0
_LEFT: Final = 58.0
_RIGHT: Final = 26.0
_TOP: Final = 34.0
_BOTTOM: Final = 54.0
_FONT: Final = 12.0
_INK: Final = "#1b2230"
_LINE: Final = "#1f3a68"
_BAND: Final = "#cdd8ea"
_GRID: Final = "#dfe4ec"

_TITLE: Final = Text(
    "{days}以内の損失がある額以上になる確率",
    "Chance that the loss within {days} is at least so much",
)
_DESC: Final = Text(
    "横軸は損失、縦軸は損失がその額以上になる確率です。線は見込み、帯は損失の幅の下端と上端です。",
    "Across: the loss. Up: the chance that the loss is at least that. The line takes the likely "
    "losses, the band the low and the high end of their ranges.",
)
_ACROSS: Final = Text("損失（この額以上）", "Loss of at least")
_ACROSS_LOG: Final = Text("損失（この額以上、対数目盛）", "Loss of at least (logarithmic scale)")
_UP: Final = Text("確率", "Chance")
_LIKELY: Final = Text("見込み", "likely losses")
_RANGE: Final = Text("損失の幅", "range of the losses")


def draw_exceedance(report: ExposureReport, language: Language) -> Svg | None:
    """Draw the exceedance curve.

    Args:
        report: What was found.
        language: The one language of the picture.

    Returns:
        SVG; None when fewer than two points have a loss.
    """
    points = [point for point in report.exceedance if point.loss > 0]
    if len(points) < 2 or points[0].loss == points[-1].loss:  # noqa: PLR2004 - a line needs two.
        return None
    across = Axis(
        points[0].loss,
        points[-1].loss,
        _LEFT,
        WIDTH - _RIGHT,
        is_log=points[-1].loss / points[0].loss >= LOG_FROM,
    )
    highest = max([point.probability_high for point in points] + [1e-4])
    step = round_step(highest / 4)
    top = min(1.0, step * -(-highest // step))
    up = Axis(0.0, max(top, highest), HEIGHT - _BOTTOM, _TOP)
    title = _TITLE.fill(days="{days}")
    words = title.render(language).format(days=days_words(report.horizon_days).render(language))
    return element(
        "svg",
        element("title", words, id="loss-title"),
        element("desc", _DESC.render(language), id="loss-desc"),
        _grid(across, up, report.currency, language),
        *_curve(points, across, up),
        _legend(language),
        xmlns="http://www.w3.org/2000/svg",
        viewBox=f"0 0 {WIDTH:.0f} {HEIGHT:.0f}",
        width=f"{WIDTH:.0f}",
        height=f"{HEIGHT:.0f}",
        role="img",
        aria_labelledby="loss-title loss-desc",
        font_size=_FONT,
        fill=_INK,
    )


def _grid(across: Axis, up: Axis, currency: str | None, language: Language) -> Svg:
    floor = HEIGHT - _BOTTOM
    parts = [
        part
        for mark in up.marks
        for part in (
            element("path", d=f"M{_LEFT} {up.place(mark):.1f}H{WIDTH - _RIGHT}", stroke=_GRID),
            element(
                "text", percent_words(mark) if mark else "0%",
                x=_LEFT - 6, y=up.place(mark) + 4, text_anchor="end",
            ),
        )
    ]  # fmt: skip
    taken: list[tuple[float, float]] = []
    for mark in sorted(across.marks, key=lambda m: (f"{m:e}"[0] != "1", m)):
        words = money_words(mark, currency, language)
        half = text_width(words, _FONT) / 2
        x = across.place(mark)
        parts.append(element("path", d=f"M{x:.1f} {_TOP}V{floor}", stroke=_GRID))
        is_free = all(x + half + 10 < left or right + 10 < x - half for left, right in taken)
        if not is_free or x + half > WIDTH:
            continue
        taken.append((x - half, x + half))
        parts.append(element("text", words, x=x, y=floor + 18, text_anchor="middle"))
    parts.append(
        element("path", d=f"M{_LEFT} {_TOP}V{floor}H{WIDTH - _RIGHT}", fill="none", stroke=_INK)
    )
    name = (_ACROSS_LOG if across.is_log else _ACROSS).render(language)
    parts.append(
        element(
            "text", name, x=WIDTH - _RIGHT, y=HEIGHT - 12, text_anchor="end", font_weight="bold"
        )
    )
    parts.append(element("text", _UP.render(language), x=4, y=16, font_weight="bold"))
    return element("g", *parts)


def _curve(points: Sequence[ExceedancePoint], across: Axis, up: Axis) -> list[Svg]:
    xs = [across.place(point.loss) for point in points]
    upper = [f"{x:.1f} {up.place(p.probability_high):.1f}" for x, p in zip(xs, points, strict=True)]
    lower = [f"{x:.1f} {up.place(p.probability_low):.1f}" for x, p in zip(xs, points, strict=True)]
    middle = [f"{x:.1f} {up.place(p.probability):.1f}" for x, p in zip(xs, points, strict=True)]
    band = f"M{'L'.join(upper)}L{'L'.join(reversed(lower))}Z"
    return [
        element(
            "path",
            d=band,
            fill=_BAND,
            fill_opacity="0.7",
            stroke=_LINE,
            stroke_width=0.6,
            stroke_dasharray="3 3",
        ),
        element("path", d=f"M{'L'.join(middle)}", fill="none", stroke=_LINE, stroke_width=2.4),
    ]


def _legend(language: Language) -> Svg:
    likely, spread = _LIKELY.render(language), _RANGE.render(language)
    x = _LEFT + 60
    after = x + 34 + text_width(likely, _FONT) + 24
    return element(
        "g",
        element("path", d=f"M{x} 12h26", stroke=_LINE, stroke_width=2.4),
        element("text", likely, x=x + 32, y=16),
        element(
            "rect",
            x=after,
            y=6,
            width=26,
            height=12,
            fill=_BAND,
            stroke=_LINE,
            stroke_width=0.6,
            stroke_dasharray="3 3",
        ),
        element("text", spread, x=after + 32, y=16),
    )
