"""A weekly figure with its band: the middle of the runs as a line, 5 to 95 % as an area.

What is not here: the runs (`hiyoke.planning`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from hiyoke.languages import Language, Text
from hiyoke.reports.pictures.axis import Axis, round_step
from hiyoke.reports.pictures.svg import Svg, element

if TYPE_CHECKING:
    from collections.abc import Sequence

    from hiyoke.planning import Band

WIDTH: Final = 340.0
HEIGHT: Final = 190.0
_LEFT, _RIGHT, _TOP, _BOTTOM = 46.0, 14.0, 30.0, 38.0
_FONT: Final = 11.0
_INK: Final = "#1b2230"
_LINE: Final = "#1f3a68"
_BAND: Final = "#cdd8ea"
_GRID: Final = "#dfe4ec"
_DAYS_A_WEEK: Final = 7.0

_WEEKS: Final = Text(ja="開始からの週", en="weeks from the start")
_DESC: Final = Text(
    ja="線は中央値、帯は試行の5%から95%です。最後の週は中央値 {middle}、95% {high} です。",
    en="The line is the median, the band 5 to 95 % of the runs. In the last week the median is "
    "{middle} and the 95th percentile {high}.",
)


def draw_bands(
    name: str, title: str, days: Sequence[float], bands: Sequence[Band], language: Language
) -> Svg:
    """Draw one small chart.

    Args:
        name: Identifier within the page, without spaces.
        title: What is shown, in the language of the picture.
        days: Days from the start, rising.
        bands: As many as days.
        language: The one language of the picture.
    """
    highest = max([band.high for band in bands] + [1.0])
    step = max(round_step(highest / 4), 1.0 if highest >= 4.0 else 0.25)  # noqa: PLR2004 - marks.
    across = Axis(0.0, days[-1] / _DAYS_A_WEEK, _LEFT, WIDTH - _RIGHT)
    up = Axis(0.0, step * -(-highest // step), HEIGHT - _BOTTOM, _TOP)
    places = [across.place(day / _DAYS_A_WEEK) for day in days]
    ends = bands[-1]
    desc = _DESC.fill(middle=f"{ends.middle:,.0f}", high=f"{ends.high:,.0f}").render(language)
    return element(
        "svg",
        element("title", title, id=f"{name}-title"),
        element("desc", desc, id=f"{name}-desc"),
        element("text", title, x=_LEFT, y=16.0, font_weight="bold"),
        *_grid(across, up, language),
        element("path", d=_area(places, bands, up), fill=_BAND),
        element(
            "path",
            d=_line(places, [band.middle for band in bands], up),
            fill="none",
            stroke=_LINE,
            stroke_width=2.0,
        ),
        element(
            "path", d=f"M{_LEFT} {_TOP}V{HEIGHT - _BOTTOM}H{WIDTH - _RIGHT}", fill="none",
            stroke=_INK,
        ),
        xmlns="http://www.w3.org/2000/svg",
        viewBox=f"0 0 {WIDTH:.0f} {HEIGHT:.0f}",
        width=f"{WIDTH:.0f}",
        height=f"{HEIGHT:.0f}",
        role="img",
        aria_labelledby=f"{name}-title {name}-desc",
        font_size=_FONT,
        fill=_INK,
    )  # fmt: skip


def _grid(across: Axis, up: Axis, language: Language) -> list[Svg]:
    floor = HEIGHT - _BOTTOM
    parts = []
    for mark in up.marks:
        y = up.place(mark)
        parts.append(element("path", d=f"M{_LEFT} {y:.1f}H{WIDTH - _RIGHT}", stroke=_GRID))
        parts.append(element("text", f"{mark:,g}", x=_LEFT - 6, y=y + 4, text_anchor="end"))
    for mark in across.marks:
        if mark == int(mark):
            x = across.place(mark)
            parts.append(element("text", f"{mark:g}", x=x, y=floor + 15, text_anchor="middle"))
    middle = (_LEFT + WIDTH - _RIGHT) / 2
    words = _WEEKS.render(language)
    parts.append(element("text", words, x=middle, y=HEIGHT - 6, text_anchor="middle"))
    return parts


def _line(places: Sequence[float], values: Sequence[float], up: Axis) -> str:
    points = zip(places, values, strict=True)
    return "M" + "L".join(f"{x:.1f} {up.place(value):.1f}" for x, value in points)


def _area(places: Sequence[float], bands: Sequence[Band], up: Axis) -> str:
    top = _line(places, [band.high for band in bands], up)
    back = _line(places[::-1], [band.low for band in bands][::-1], up)
    return f"{top}L{back[1:]}Z"
