"""Parts of services as ledgers write them: ``internet-banking 60%; atm 20-30-40%``.

What is not here: shares on their own (`figures`).
"""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING, Final

from hiyoke.estate.identifiers import is_well_formed, normalise_id
from hiyoke.estate.impact import LossRange
from hiyoke.estate.sheets.cell_text import MisreadError, items_of
from hiyoke.estate.sheets.figures import read_share_range, shares_text
from hiyoke.languages import Text

if TYPE_CHECKING:
    from collections.abc import Iterable

_MARKS: Final = re.compile(r"[;；、\n]+")
_PART: Final = re.compile(r"(\S+?)(?:\s*[:=：]\s*|\s+)(\S.*)")
_WHOLE: Final = LossRange(1.0, 1.0, 1.0)
_WANTED: Final = Text(
    ja="「サービスID 割合」を ; で区切ったもの（例: internet-banking 60%; atm 20-30-40%）",
    en="services and shares, such as 'internet-banking 60%; atm 20-30-40%'",
)


def read_parts(raw: object) -> tuple[tuple[str, LossRange], ...]:
    """Return the part of each service, by identifier; without a share the whole is meant.

    Raises:
        MisreadError: A part is none, or a service stands twice.

    Example:
        >>> [(name, part.likely) for name, part in read_parts("atm 30%; cards")]
        [('atm', 0.3), ('cards', 1.0)]
    """
    parts: dict[str, LossRange] = {}
    for item in items_of(raw, _MARKS):
        plain = unicodedata.normalize("NFKC", item).strip()
        match = _PART.fullmatch(plain)
        name = normalise_id(match[1] if match else plain)
        if name in parts or not is_well_formed(name):
            raise MisreadError("not_a_share", _WANTED)
        parts[name] = read_share_range(match[2]) if match else _WHOLE
    return tuple(sorted(parts.items()))


def parts_text(parts: Iterable[tuple[str, LossRange]]) -> str:
    """Return parts as a cell that `read_parts` reads back."""
    return "; ".join(f"{name} {shares_text(part).replace('; ', '~')}" for name, part in parts)
