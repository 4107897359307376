"""Breaking lines for a screen, where Japanese has no spaces to break at.

A line may break between any two full-width characters, except before closing marks and after
opening ones; half-width words stay whole. What is not here: pages, whose browsers know this.
"""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable

#: Marks that never begin a line, and marks that never end one.
NOT_FIRST: Final = (
    "、。，．・：；？！）」』】〕〉》〟’”ー々ぁぃぅぇぉっゃゅょゎァィゥェォッャュョヮ%,.:;?!)]}"
)
NOT_LAST: Final = "（「『【〔〈《〝‘“([{"
_PIECE: Final = re.compile(r"\s+|[^\s\u1100-\uffef]+|.", re.DOTALL)


def width_of(text: str) -> int:
    """Return how many half-width columns a text takes.

    Example:
        >>> width_of("ATM 交換機")
        10
    """
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)


def break_lines(text: str, width: float, measure: Callable[[str], float] = width_of) -> list[str]:
    """Return a text as lines of at most `width` half-width columns.

    A half-width word longer than a line is cut; nothing is lost but the spaces at breaks.

    Args:
        text: Any text.
        width: Room for a line, in the unit that `measure` returns.
        measure: How much room a text takes; half-width columns unless a picture asks otherwise.

    Example:
        >>> break_lines("優先順位 1 の優先サービスです。", 16)
        ['優先順位 1 の優', '先サービスです。']
    """
    lines = [""]
    for piece in _glued(_PIECE.findall(text)):
        if measure(lines[-1] + piece.rstrip()) <= width:
            lines[-1] += piece
            continue
        rest = piece.lstrip() if lines[-1] else piece
        lines.append("")
        for character in rest:
            if lines[-1] and measure(lines[-1] + character) > width:
                lines.append("")
            lines[-1] += character
    return [line.rstrip() for line in lines if line.strip()]


def _glued(pieces: list[str]) -> list[str]:
    """Join marks to the piece that they must not be parted from."""
    glued: list[str] = []
    for piece in pieces:
        before = glued[-1] if glued else ""
        if before and (piece[0] in NOT_FIRST or before[-1] in NOT_LAST):
            glued[-1] += piece
        else:
            glued.append(piece)
    return glued
