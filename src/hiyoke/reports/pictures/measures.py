"""How wide a text will be, whatever sans-serif font the reader has, and where it may break.

A picture is laid out where it is made and read where other fonts are installed. So widths are
those of a wide font, and narrower ones leave some room. What is not here: drawing (`svg`).

Source:
    Advance widths of DejaVu Sans 2.37, rounded up to a twentieth of the font size; full-width
    characters are as wide as the font is high, as Unicode Standard Annex 11 has it.
"""

from __future__ import annotations

import unicodedata
from functools import cache
from typing import TYPE_CHECKING, Final

from hiyoke.reports.line_breaking import NOT_FIRST, NOT_LAST, break_lines

if TYPE_CHECKING:
    from collections.abc import Callable

#: Characters by their width in parts of the font size; all other half-width ones take `_USUAL`.
_WIDTHS: Final = {
    0.35: "'IJijl ,./:;\\|·",
    0.45: "()-[]ft!r",
    0.55: '"*_`?csz',
    0.60: "FLkvxy",
    0.75: "ABCKRVXZNU",
    0.85: "#+<=>^w~&DGHOQ",
    1.00: "M%@Wm—…→",
}
_USUAL: Final = 0.65
_FULL: Final = 1.0
#: Marks of a width that depends on the font.
_AMBIGUOUS: Final = "AWF"
#: How much wider bold letters are.
_BOLD: Final = 1.12
_ELLIPSIS: Final = "…"
#: How badly a line breaks between scripts, between a figure and its counter, and within a word.
_SCRIPT_COST: Final = 0.2
_NUMBER_COST: Final = 0.9
_WORD_COST: Final = 0.6
#: Categories that a picture must not hold: controls, directions, parts of pairs, private ones.
_UNFIT: Final = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})


@cache
def _width(character: str) -> float:
    if unicodedata.combining(character):
        return 0.0
    for width, characters in _WIDTHS.items():
        if character in characters:
            return width
    return _FULL if unicodedata.east_asian_width(character) in _AMBIGUOUS else _USUAL


def text_width(text: str, size: float, *, bold: bool = False) -> float:
    """Return the most room that a line of text takes, in the unit of the font size."""
    return sum(map(_width, text)) * size * (_BOLD if bold else 1)


def fit_lines(text: str, width: float, size: float, *, most: int, bold: bool = False) -> list[str]:
    """Return a text as at most `most` lines that fit a width, an ellipsis where it was cut.

    Args:
        text: Any text; what a picture cannot hold is shown as a replacement mark.
        width: Room for a line, in the unit of the font size.
        size: Font size.
        most: Most lines, 1 or more.
        bold: Whether it is set in bold.

    Returns:
        One line or more. Two lines part where a reader would part them, if the text fits them.
    """

    def measure(line: str) -> float:
        return text_width(line, size, bold=bold)

    plain = " ".join(shown(text).split())
    if measure(plain) <= width:
        return [plain]
    halves = _halves(plain, width, measure) if most == 2 else None  # noqa: PLR2004
    if halves is not None:
        return halves
    lines = break_lines(plain, width, measure) or [""]
    if len(lines) <= most:
        return lines
    last = lines[most - 1]
    while last and measure(last + _ELLIPSIS) > width:
        last = last[:-1]
    return [*lines[: most - 1], last.rstrip() + _ELLIPSIS]


def _halves(text: str, width: float, measure: Callable[[str], float]) -> list[str] | None:
    """Return the text in two lines, parted at the best place; None if they do not fit."""
    best: tuple[float, list[str]] | None = None
    for place in range(1, len(text)):
        cost = _parting_cost(text[place - 1], text[place])
        first, second = text[:place].rstrip(), text[place:].lstrip()
        wide, wide_too = measure(first), measure(second)
        if cost is None or wide > width or wide_too > width:
            continue
        rated = cost + abs(wide - wide_too) / (2 * width)
        if best is None or rated < best[0]:
            best = (rated, [first, second])
    return None if best is None else best[1]


def _parting_cost(before: str, after: str) -> float | None:
    """Return how badly a line breaks between two characters; None if it must not."""
    if after in NOT_FIRST or before in NOT_LAST or after.isspace():
        return None
    if before.isspace() or after in NOT_LAST or before in "-_/.・":
        return 0.0
    scripts = _script(before), _script(after)
    if "half" in scripts and scripts[0] == scripts[1]:
        return None
    if before.isdigit():
        return _NUMBER_COST
    return _SCRIPT_COST if scripts[0] != scripts[1] else _WORD_COST


def _script(character: str) -> str:
    if unicodedata.east_asian_width(character) not in "WF":
        return "half"
    name = unicodedata.name(character, "")
    return next((kind for kind in ("KATAKANA", "HIRAGANA") if name.startswith(kind)), "other")


def shown(text: str) -> str:
    """Return a text with every character that would be unseen or turn others round made plain."""
    return "".join(
        "\ufffd" if unicodedata.category(c) in _UNFIT and c != "\n" else c for c in text
    ).replace("\n", " ")
