"""Shares, decimals and ranges as people write them, each with one reading or refused.

``80%``, ``0.8`` and ``８割`` are one share; ``80`` is a question, since nobody can tell whether the
percent sign was forgotten. What is not here: whole numbers and minutes (`values`).
"""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from hiyoke.estate.impact import LossRange
from hiyoke.estate.sheets.cell_text import MAX_DIGITS, MisreadError, items_of, text_of
from hiyoke.languages import Text

if TYPE_CHECKING:
    from collections.abc import Iterable

    from hiyoke.estate.sheets.spec import ColumnSpec

_DECIMAL: Final = r"([+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d{1,3})?)"
_SHARE: Final = re.compile(_DECIMAL + r"(%|パーセント|percent|割)?")
_DIVISORS: Final = {"%": 100, "パーセント": 100, "percent": 100, "割": 10}
_NUMBER: Final = re.compile(_DECIMAL + r"(?:時間|hours?|hrs?|h|倍|times|x|円)?")
_THOUSANDS: Final = re.compile(r"(?<=\d),(?=\d{3}(?:\D|$))")

_SHARE_WANTED: Final = Text(
    ja="0 から 1 までの割合（80%、0.8 など）", en="a share from 0 to 1, such as 80% or 0.8"
)

#: What parts low, likely and high: a semicolon, a wave dash, or a dash between figures.
_RANGE_MARKS: Final = re.compile(r"[;〜~]|(?<=[\d%割])[-–—−](?=\d)")
_EFFORT: Final = re.compile(
    r"(.*?)[:=\s]*((?:\d|\.\d)[\d.,]*(?:[-–—−〜~][\d.,]+)*)(?:時間|hours?|h)?"
)
_EFFORT_MARKS: Final = re.compile(r"[;、\n]+")
_COUNTS: Final = (1, 3)

_SHARES_WANTED: Final = Text(
    ja="割合一つ、または「下限〜見込み〜上限」（例: 1%〜3%〜8%）",
    en="one share, or low, likely and high, such as 1%; 3%; 8%",
)
_EFFORTS_WANTED: Final = Text(
    ja="スキルごとの時間（例: linux 4; db 2-3-6。スキルを問わなければ数だけ）",
    en="hours by skill, such as 'linux 4; db 2-3-6'; a figure alone when any skill will do",
)
_IN_ORDER: Final = Text(
    ja="見込みを一つ、または下限・見込み・上限の三つを小さい順に書いてください。",
    en="Write the likely figure alone, or low, likely and high in rising order.",
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


def read_share_range(raw: object) -> LossRange:
    """Return shares as low, likely and high; a percent sign at the end holds for all three.

    Raises:
        MisreadError: An end is no share, or they are out of order.

    Example:
        >>> read_share_range("1-3-8%").likely
        0.03
    """
    parts = list(raw) if isinstance(raw, list | tuple) else _RANGE_MARKS.split(plain_figure(raw))
    texts = [plain_figure(part) for part in parts]
    if texts[-1].endswith("%") and not any("%" in text for text in texts[:-1]):
        texts = [f"{text}%" for text in texts[:-1]] + texts[-1:]
    return _in_order([read_share(text) for text in texts], _SHARES_WANTED)


def read_efforts(raw: object) -> tuple[tuple[str, LossRange], ...]:
    """Return hours by skill, each as low, likely and high, in order of the skills.

    Raises:
        MisreadError: A part is no effort, or a skill stands twice.

    Example:
        >>> [(skill, hours.high) for skill, hours in read_efforts("linux 4; db 2-3-6")]
        [('db', 6.0), ('linux', 4.0)]
    """
    efforts: dict[str, LossRange] = {}
    for item in items_of(raw, _EFFORT_MARKS):
        plain = unicodedata.normalize("NFKC", item).strip()
        match = _EFFORT.fullmatch(plain) if len(plain) <= 4 * MAX_DIGITS else None
        if match is None or match[1] in efforts:
            raise MisreadError("not_a_range", _EFFORTS_WANTED)
        ends = re.split(r"[-–—−〜~]", match[2])
        figures = [_hours(_THOUSANDS.sub("", end)) for end in ends]
        efforts[match[1]] = _in_order(figures, _EFFORTS_WANTED)
    return tuple(sorted(efforts.items()))


def _hours(text: str) -> float:
    try:
        return float(Decimal(text))
    except ArithmeticError as error:
        raise MisreadError("not_a_range", _EFFORTS_WANTED) from error


def _in_order(figures: list[float], expected: Text) -> LossRange:
    if len(figures) not in _COUNTS or figures != sorted(figures):
        raise MisreadError("not_a_range", expected, _IN_ORDER)
    return LossRange(figures[0], figures[len(figures) // 2], figures[-1])


def shares_text(shares: LossRange) -> str:
    """Return shares as a cell that `read_share_range` reads back."""
    shown = [repr(float(share)).removesuffix(".0") for share in shares]
    return shown[0] if len(set(shown)) == 1 else "; ".join(shown)


def efforts_text(efforts: Iterable[tuple[str, LossRange]]) -> str:
    """Return hours by skill as a cell that `read_efforts` reads back."""
    return "; ".join(f"{skill} {_hours_text(hours)}".strip() for skill, hours in efforts)


def _hours_text(hours: LossRange) -> str:
    shown = [f"{Decimal(repr(float(figure))):f}".removesuffix(".0") for figure in hours]
    return shown[0] if len(set(shown)) == 1 else "-".join(shown)
