"""Text for people, always written twice: in Japanese and in English.

Everything a person reads is a `Text` whose two halves are written by hand, side by side, so
that neither language can be forgotten and the two are never mixed in one output. What is not
here: no translation catalogue and no guessing of a locale. The caller names the language.
"""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple


class Language(StrEnum):
    """A language of Hiyoke's output; Japanese is the default everywhere."""

    JA = "ja"
    EN = "en"


class Text(NamedTuple):
    """One sentence or label in both languages.

    Attributes:
        ja: Japanese, written to be read aloud by a native reader.
        en: English, same content.

    Example:
        >>> Text(ja="影響あり", en="affected").render(Language.JA)
        '影響あり'
    """

    ja: str
    en: str

    def render(self, language: Language) -> str:
        """Return the half that `language` names."""
        return self.ja if language is Language.JA else self.en

    def fill(self, **values: object) -> Text:
        """Return the same text with ``{name}`` places filled in both halves.

        Example:
            >>> Text(ja="{n} 件", en="{n} records").fill(n=3).en
            '3 records'
        """
        return Text(ja=self.ja.format(**values), en=self.en.format(**values))
