"""The legend of the service map: what patterns, lines and marks mean, and what is not drawn.

What is not here: the map itself (`map_drawing`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from hiyoke.reports.exposure.map_boxes import BADGE_HEIGHT, Face, draw_box
from hiyoke.reports.exposure.map_words import MAP_LABELS
from hiyoke.reports.exposure.words import BAND_WORDS
from hiyoke.reports.pictures.measures import fit_lines, text_width
from hiyoke.reports.pictures.svg import Svg, element

if TYPE_CHECKING:
    from hiyoke.languages import Language

MARGIN: Final = 4.0
INK: Final = "#1b2230"
FIRE: Final = "#8c1d18"
GREY: Final = "#8a94a6"
_FONT: Final = 12.0
_LINE: Final = 16.0
_ROW: Final = 22.0
_BETWEEN: Final = 18.0
_SAMPLE: Final = 34.0


def draw_legend(
    left_out: str, days: str, language: Language, *, width: float, top: float
) -> tuple[Svg, float]:
    """Draw the legend below a map.

    Args:
        left_out: What the map does not show, as a sentence.
        days: The horizon in words.
        language: The one language of the picture.
        width: Width of the picture.
        top: Where the legend begins.

    Returns:
        The legend, and where the picture ends.
    """

    def say(name: str) -> str:
        return MAP_LABELS[name].render(language)

    choke = say("choke")
    bands = [(f"band-{code}", words.render(language)) for code, words in BAND_WORDS.items()]
    signs = [
        ("known", say("link_known")),
        ("unknown", say("link_unknown")),
        ("path", say("path")),
        ("unsure", say("path_unsure")),
        ("choke", say("choke_meaning")),
        ("", say("tag_meaning")),
    ]
    parts = [element("path", d=f"M{MARGIN} {top - 10:.1f}H{width - MARGIN:.1f}", stroke="#c9d0dc")]
    at = top
    for row in ([("", say("legend_bands").format(days=days)), *bands], signs):
        x = MARGIN
        for sign, words in row:
            sign_width = _sign_width(sign, choke)
            room = sign_width + text_width(words, _FONT) + _BETWEEN
            if x > MARGIN and x + room > width:
                x, at = MARGIN, at + _ROW
            if sign:
                parts.append(_sign(sign, x, at, choke))
            parts.append(element("text", words, x=x + sign_width, y=at + 12))
            x += room
        at += _ROW
    for line in fit_lines(left_out, width - 2 * MARGIN, _FONT, most=4, bold=True):
        parts.append(element("text", line, x=MARGIN, y=at + 12, font_weight="bold"))
        at += _LINE
    return element("g", *parts), at + 2 * MARGIN


def _sign_width(sign: str, choke: str) -> float:
    if sign == "choke":
        return text_width(choke, _FONT, bold=True) + 20
    return _SAMPLE if sign else 0.0


def _sign(sign: str, x: float, y: float, choke: str) -> Svg:
    """Return a sample for the legend."""
    if sign.startswith("band-"):
        face = Face("", "", (), "", "sample", sign.removeprefix("band-"))
        return draw_box(face, x, y, 28, BADGE_HEIGHT)
    if sign == "choke":
        face = Face("", "", (), choke, "sample", "")
        return draw_box(face, x - 5, y, 30, BADGE_HEIGHT)
    path = f"M{x:.1f} {y + 8:.1f}h28"
    if sign in ("path", "unsure"):
        dash = "9 5" if sign == "unsure" else None
        return element("path", d=path, stroke=FIRE, stroke_width=2.8, stroke_dasharray=dash)
    return element(
        "path", d=path, stroke=GREY, stroke_dasharray="4 4" if sign == "unknown" else None
    )
