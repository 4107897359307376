"""Range and choice checks that the estate's types share.

What is not here: faults with file and row; those are found while reading (`assemble`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from hiyoke.errors import EstateFaultError
from hiyoke.languages import Text

if TYPE_CHECKING:
    from collections.abc import Collection

_REMEDY = Text(ja="値を直してください。", en="Correct the value.")


def check_at_least(least: int, number: float | None, where: str) -> None:
    """Refuse a number below `least`; None is "not stated" and passes.

    Raises:
        EstateFaultError: The number is too small.
    """
    if number is not None and number < least:
        raise EstateFaultError(
            Text(
                ja=f"{least} 以上を期待しましたが、{number} でした",
                en=f"expected {least} or more, found {number}",
            ),
            where=where,
            remedy=_REMEDY,
        )


def check_choice(choices: Collection[str], value: str, where: str) -> None:
    """Refuse a value that is none of `choices`.

    Raises:
        EstateFaultError: It is none of them.
    """
    if value not in choices:
        listed = ", ".join(sorted(choices))
        raise EstateFaultError(
            Text(
                ja=f"{listed} のいずれかを期待しましたが、「{value}」でした",
                en=f"expected one of {listed}, found {value!r}",
            ),
            where=where,
            remedy=_REMEDY,
        )


def check_share(share: float | None, where: str) -> None:
    """Refuse a share outside [0, 1]; None is "not stated" and passes.

    Raises:
        EstateFaultError: It lies outside, or is not a number at all.
    """
    if share is not None and not 0 <= share <= 1:
        raise EstateFaultError(
            Text(
                ja=f"0 から 1 までの割合を期待しましたが、{share} でした",
                en=f"expected a share from 0 to 1, found {share}",
            ),
            where=where,
            remedy=_REMEDY,
        )
