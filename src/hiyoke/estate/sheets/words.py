"""Words that Japanese and English ledgers use for yes, no, unknown and nothing.

This is data: adding a spelling is one entry here. What is not here: headings, which each sheet
lists itself.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import Final

from hiyoke.estate.system import NO, UNKNOWN, YES

_YES = """
    はい 有 有り あり 可 要 済 済み 該当 対象 対象内 公開 する 対応 含む ○ ◯ 〇 ● ◎ ✓ ✔ ☑ レ
    yes y true t 1 on ok
"""
_NO = """
    いいえ 無 無し なし 否 不可 不要 未 非該当 対象外 非公開 しない 非対応 含まない × ✕ ✖ ✗ ✘ ☓ ╳ ☐
    no n false f 0 off x ng
"""
_UNKNOWN = """
    不明 未確認 確認中 調査中 未調査 未定 不詳 わからない 分からない △ ? - − – — ― ー ‐
    unknown unclear u tbd tbc n/a na null none
"""
_BLANK = """
    - − – — ― ー ‐ なし 無し 無 該当なし 未定 未記入 不明 空欄
    n/a na none null nil tbd unknown
"""

YES_WORDS: Final = frozenset(_YES.split())
NO_WORDS: Final = frozenset(_NO.split())
UNKNOWN_WORDS: Final = frozenset(_UNKNOWN.split())
#: Words that people write into a cell that has nothing to say.
BLANK_WORDS: Final = frozenset(_BLANK.split())

_ANSWERS: Final = {
    **dict.fromkeys(YES_WORDS, YES),
    **dict.fromkeys(NO_WORDS, NO),
    **dict.fromkeys(UNKNOWN_WORDS, UNKNOWN),
}

_INNER_SPACE = re.compile(r"[\s_]+")


@lru_cache(maxsize=8192)
def normalise_word(text: str) -> str:
    """Return a word as it is compared: NFKC, lower case, without space or underscore.

    Example:
        >>> normalise_word(" ＹＥＳ　")
        'yes'
    """
    return _INNER_SPACE.sub("", unicodedata.normalize("NFKC", text).casefold())


def answer_of(text: str) -> str | None:
    """Return yes, no or unknown, or None when the word is none of ours.

    Example:
        >>> [answer_of(word) for word in ("○", "無し", "－", "maybe")]
        ['yes', 'no', 'unknown', None]
    """
    return _ANSWERS.get(normalise_word(text))


def is_blank_word(text: str) -> bool:
    """Return whether a cell says "nothing" in words."""
    plain = normalise_word(text)
    return not plain or plain in BLANK_WORDS
