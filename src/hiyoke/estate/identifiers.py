"""Identifiers of an estate: what is well formed, and which one was probably meant.

What is not here: uniqueness and references, which need the whole estate (`cross_checks`).
"""

from __future__ import annotations

import difflib
import re
import unicodedata
from typing import TYPE_CHECKING

from hiyoke.errors import EstateFaultError
from hiyoke.languages import Text

if TYPE_CHECKING:
    from collections.abc import Iterable

#: Longest identifier; longer ones are refused, because they also name files and table rows.
MAX_ID_CHARACTERS = 64
#: The one place outside that every estate knows without declaring it.
INTERNET = "internet"

ID_RULE = Text(
    ja=f"識別子（{MAX_ID_CHARACTERS} 文字以内。文字・数字と . _ - だけ。先頭は文字か数字）",
    en=f"an identifier (at most {MAX_ID_CHARACTERS} characters: letters, digits and . _ - only, "
    "beginning with a letter or digit)",
)

_WELL_FORMED = re.compile(r"\w[\w.\-]*")
_OUTSIDE_WORDS = frozenset({"internet", "theinternet", "インターネット", "外部", "社外"})


def normalise_id(text: str) -> str:
    """Return the identifier as Hiyoke compares it: NFKC, without surrounding space.

    Example:
        >>> normalise_id("　ＩＢ－００１ ")
        'IB-001'
    """
    return unicodedata.normalize("NFKC", text).strip()


def normalise_place(text: str) -> str:
    """Return an identifier of a link's end; every common word for the internet is `INTERNET`.

    Example:
        >>> normalise_place("インターネット")
        'internet'
    """
    plain = normalise_id(text)
    return INTERNET if plain.casefold().replace(" ", "") in _OUTSIDE_WORDS else plain


def is_well_formed(identifier: str) -> bool:
    """Return whether `identifier` follows `ID_RULE`; letters of any script count."""
    return (
        len(identifier) <= MAX_ID_CHARACTERS
        and _WELL_FORMED.fullmatch(identifier) is not None
        and not identifier.startswith("_")
    )


def check_id(identifier: str, where: str) -> None:
    """Refuse an identifier that breaks `ID_RULE`.

    Raises:
        EstateFaultError: It is empty, too long or has other characters.
    """
    if is_well_formed(identifier):
        return
    raise EstateFaultError(
        Text(
            ja=f"{ID_RULE.ja}を期待しましたが、「{identifier[:80]}」でした",
            en=f"expected {ID_RULE.en}, found {identifier[:80]!r}",
        ),
        where=where,
        remedy=Text(
            ja="空白や記号を - に置き換えてください。",
            en="Replace spaces and other marks by '-'.",
        ),
    )


def nearest(word: str, choices: Iterable[str], *, likeness: float = 0.6) -> str | None:
    """Return the choice that was probably meant, or None when none is close.

    Args:
        word: What is written.
        choices: What could be meant.
        likeness: Least likeness in [0, 1].

    Cost:
        One pass over `choices`; meant for messages, not for matching.
    """
    by_plain: dict[str, str] = {}
    for choice in sorted(choices):
        by_plain.setdefault(choice.casefold(), choice)
    plain = word.casefold()
    if plain in by_plain:
        return by_plain[plain]
    close = difflib.get_close_matches(plain, by_plain, n=1, cutoff=likeness)
    return by_plain[close[0]] if close else None


def advice(word: str, choices: Iterable[str], otherwise: Text, *, likeness: float = 0.6) -> Text:
    """Return "did you mean ...?" where a choice is close, followed by `otherwise`."""
    guess = nearest(word, choices, likeness=likeness)
    if guess is None:
        return otherwise
    return Text(
        ja=f"「{guess}」ではありませんか。{otherwise.ja}",
        en=f"Did you mean {guess!r}? {otherwise.en}",
    )
