"""Shares, decimals and ranges as people write them, each with one reading or refused.

``80%``, ``0.8`` and ``８割`` are one share; ``80`` is a question, since nobody can tell whether the
percent sign was forgotten. What is not here: whole numbers and minutes (`values`).
"""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from hiyoke.estate.sheets.cell_text import MAX_DIGITS, MisreadError, text_of
from hiyoke.languages import Text

if TYPE_CHECKING:
    from hiyoke.estate.sheets.spec import ColumnSpec

_DECIMAL: Final = r"([+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d{1,3})?)"
_SHARE: Final = re.compile(_DECIMAL + r"(%|パーセント|percent|割)?")
_DIVISORS: Final = {"%": 100, "パーセント": 100, "percent": 100, "割": 10}
_NUMBER: Final = re.compile(_DECIMAL + r"(?:時間|hours?|hrs?|h|倍|times|x|円)?")
_THOUSANDS: Final = re.compile(r"(?<=\d),(?=\d{3}(?:\D|$))")

_SHARE_WANTED: Final = Text(
    ja="0 から 1 までの割合（80%、0.8 など）", en="a share from 0 to 1, such as 80% or 0.8"
)


def plain_figure(raw: object) -> str:
    """Return a cell's text as figures are compared: half-width, lower case, no space inside."""
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", text_of(raw)).casefold())


def read_share(raw: object) -> float:
    """Return a share in [0, 1].

    Raises:
        MisreadError: No share, out of range, or a number whose percent sign may be missing.

    Example:
        >>> read_share("８０％") == read_share("0.8") == read_share("8割")
        True
    """
    plain = plain_figure(raw)
    match = _SHARE.fullmatch(plain)
    if match is None or isinstance(raw, bool) or len(plain) > 4 * MAX_DIGITS:
        raise MisreadError("not_a_share", _SHARE_WANTED)
    number, unit = Decimal(match[1]), match[2]
    if unit is None and 1 < number <= 100:  # noqa: PLR2004 - percent.
        raise MisreadError(
            "not_a_share",
            _SHARE_WANTED,
            Text(
                ja=f"{match[1]}% のことですか。それなら「{match[1]}%」と % を付けてください。",
                en=f"Do you mean {match[1]}%? Then write {match[1]}%, with the percent sign.",
            ),
        )
    share = number / _DIVISORS.get(unit or "", 1)
    if not 0 <= share <= 1:
        raise MisreadError("out_of_range", _SHARE_WANTED)
    return float(share)


def read_number(column: ColumnSpec, raw: object) -> float:
    """Return a decimal number within the column's bounds; commas may part thousands.

    Raises:
        MisreadError: No number, or out of bounds.
    """
    plain = _THOUSANDS.sub("", plain_figure(raw))
    match = _NUMBER.fullmatch(plain)
    if match is None or isinstance(raw, bool) or len(plain) > 4 * MAX_DIGITS:
        raise MisreadError("not_a_number", _number_wanted(column))
    number = float(match[1])
    too_small = column.least is not None and number < column.least
    if too_small or (column.most is not None and number > column.most):
        raise MisreadError("out_of_range", _number_wanted(column))
    return number


def _number_wanted(column: ColumnSpec) -> Text:
    if column.least is not None and column.most is not None:
        return Text(
            ja=f"{column.least} から {column.most} までの数",
            en=f"a number from {column.least} to {column.most}",
        )
    return Text(ja=f"{column.least or 0} 以上の数", en=f"a number of {column.least or 0} or more")
