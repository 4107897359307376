"""One box of the service map: a gauge, a name, a figure, and the steps that lead to it.

What is not here: which boxes there are and where they stand.
"""

from __future__ import annotations

from typing import Final, NamedTuple

from hiyoke.reports.pictures.measures import fit_lines, text_width
from hiyoke.reports.pictures.svg import Svg, element

#: Size of names and of what stands below them, height of a line, and of a row of badges.
_NAME: Final = 12.0
_NOTE: Final = 11.0
_LINE: Final = 15.0
BADGE_HEIGHT: Final = 16.0
_BADGE_GAP: Final = 3.0
#: Width of the gauge at the left edge, and room around texts.
_GAUGE: Final = 12.0
_PAD: Final = 5.0
_MOST_LINES: Final = 2
#: Fill of the gauge by band: patterns are defined once in the picture.
_GAUGES: Final = {
    "high": "#1b2230",
    "raised": "url(#map-raised)",
    "some": "url(#map-some)",
    "low": "url(#map-low)",
}
_TINTS: Final = {"high": "#f6c5bd", "raised": "#fbe0d3", "some": "#fdf1e2", "blind": "#eeeaf9"}
_INK: Final = "#1b2230"
_FIRE: Final = "#8c1d18"


class Face(NamedTuple):
    """What stands on a box.

    Attributes:
        name: In one or two lines; bold.
        note: In one or two lines below.
        badges: Marks of steps, as ``A1``.
        choke: Word for a choke point; empty when it is none.
        kind: place, system, service, or sample for the legend.
        band: Band of probability; empty for a place.
        subject_id: Shown on pointing at the box, after the name.
    """

    name: str
    note: str
    badges: tuple[str, ...]
    choke: str
    kind: str
    band: str
    subject_id: str = ""


def box_height(face: Face, width: float) -> float:
    """Return the height that a box needs at a width."""
    rows = len(_name_lines(face, width)) + len(_note_lines(face, width))
    badge_rows = len(_badge_rows(face, width))
    return 2 * _PAD + rows * _LINE + badge_rows * (BADGE_HEIGHT + _BADGE_GAP)


def draw_box(face: Face, left: float, top: float, width: float, height: float) -> Svg:
    """Return a box with its texts inside it."""
    on_path = bool(face.badges)
    parts = []
    if face.kind != "sample":
        title = f"{face.name} ({face.subject_id})" if face.subject_id else face.name
        parts.append(element("title", ". ".join(filter(None, (title, face.note, face.choke)))))
    if face.kind != "sample" or face.band:
        parts.append(
            element(
                "rect",
                x=left,
                y=top,
                width=width,
                height=height,
                rx=9 if face.kind == "place" else 3,
                fill=_TINTS.get(face.band, "#ffffff"),
                stroke=_FIRE if on_path else _INK,
                stroke_width=2.2 if on_path else 1,
            )
        )
    if face.band:
        parts.append(_gauge(face.band, left, top, height))
    parts += _badges(face, left, top, width)
    at = top + _PAD + len(_badge_rows(face, width)) * (BADGE_HEIGHT + _BADGE_GAP)
    x = left + _inset(face)
    for line in _name_lines(face, width) if face.kind != "sample" else []:
        parts.append(element("text", line, x=x, y=at + 11, font_weight="bold"))
        at += _LINE
    for line in _note_lines(face, width):
        parts.append(element("text", line, x=x, y=at + 11, font_size=_NOTE))
        at += _LINE
    return element("g", *parts)


def _inset(face: Face) -> float:
    return _PAD + (_GAUGE if face.band else 2.0)


def _name_lines(face: Face, width: float) -> list[str]:
    room = width - _inset(face) - _PAD
    return fit_lines(face.name, room, _NAME, most=_MOST_LINES, bold=True)


def _note_lines(face: Face, width: float) -> list[str]:
    room = width - _inset(face) - _PAD
    return fit_lines(face.note, room, _NOTE, most=_MOST_LINES) if face.note else []


def _gauge(band: str, left: float, top: float, height: float) -> Svg:
    if band == "blind":
        return element("text", "?", x=left + 3.5, y=top + height / 2 + 4, font_weight="bold")
    return element(
        "rect",
        x=left + 1,
        y=top + 1,
        width=_GAUGE - 2,
        height=height - 2,
        fill=_GAUGES.get(band, "none"),
        stroke=_INK,
        stroke_width=0.6,
    )


def _badge_rows(face: Face, width: float) -> list[list[tuple[str, float]]]:
    """Return badges with their widths, in rows that fit."""
    room = width - _inset(face) - _PAD
    rows: list[list[tuple[str, float]]] = []
    used = room + 1
    for mark in (face.choke, *face.badges):
        if not mark:
            continue
        wide = text_width(mark, _NOTE, bold=True) + 8
        if used + wide > room:
            rows.append([])
            used = 0.0
        rows[-1].append((mark, wide))
        used += wide + _BADGE_GAP
    return rows


def _badges(face: Face, left: float, top: float, width: float) -> list[Svg]:
    parts = []
    y = top + _PAD - 1 if face.kind != "sample" else top
    for row in _badge_rows(face, width if face.kind != "sample" else 200.0):
        x = left + _inset(face)
        for mark, wide in row:
            is_choke = mark == face.choke
            parts.append(
                element(
                    "rect",
                    x=x,
                    y=y,
                    width=wide,
                    height=BADGE_HEIGHT,
                    rx=2 if is_choke else 8,
                    fill="#ffffff" if is_choke else _FIRE,
                    stroke=_FIRE,
                )
            )
            parts.append(
                element(
                    "text",
                    mark,
                    x=x + wide / 2,
                    y=y + 12,
                    font_size=_NOTE,
                    font_weight="bold",
                    text_anchor="middle",
                    fill=_FIRE if is_choke else "#ffffff",
                )
            )
            x += wide + _BADGE_GAP
        y += BADGE_HEIGHT + _BADGE_GAP
    return parts
