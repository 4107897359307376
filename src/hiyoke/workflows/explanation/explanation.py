"""An explanation: sentences in both languages, each section with the rows it rests on.

What is not here: which sentences are said (`explain`).
"""

from __future__ import annotations

import difflib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from hiyoke.errors import UnknownSubjectError
from hiyoke.languages import Text

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from hiyoke.languages import Language

SCHEMA = "hiyoke/explanation/1"
#: Suggestions for an identifier that occurs nowhere.
SUGGESTIONS = 5


@dataclass(slots=True)
class Section:
    """One answer.

    Attributes:
        title: The question it answers.
        sentences: The answer.
        rows: Rows that were used, by table; keys and values as they stand there.
    """

    title: Text
    sentences: list[Text] = field(default_factory=list)
    rows: dict[str, list[dict[str, Any]]] = field(default_factory=dict)

    def say(self, ja: str, en: str) -> None:
        """Add a sentence."""
        self.sentences.append(Text(ja=ja, en=en))

    def use(self, table: str, rows: list[dict[str, Any]], *columns: str) -> None:
        """Add rows of a table, with the columns that matter."""
        kept = [{name: row[name] for name in columns} if columns else dict(row) for row in rows]
        self.rows.setdefault(table, []).extend(kept)


@dataclass(frozen=True, slots=True)
class Explanation:
    """Why one subject came out as it did.

    Attributes:
        kind: vulnerability, component, system, service, update or product.
        subject: Its identifier.
        title: What it is.
        sections: Answers, the most important first; sections without a sentence are left out.
        is_synthetic: Whether the institution is made up.
    """

    kind: str
    subject: str
    title: Text
    sections: tuple[Section, ...]
    is_synthetic: bool

    def as_json(self, language: Language) -> dict[str, Any]:
        """Return the explanation as plain values; sentences are in one language."""
        return {
            "schema": SCHEMA,
            "kind": self.kind,
            "subject": self.subject,
            "title": self.title.render(language),
            "synthetic": self.is_synthetic,
            "sections": [
                {
                    "title": section.title.render(language),
                    "sentences": [text.render(language) for text in section.sentences],
                    "rows": section.rows,
                }
                for section in self.sections
            ],
        }


def unknown_subject(
    subject: str, folder: Path, known: Iterable[str], file: str
) -> UnknownSubjectError:
    """Return the error for an identifier that occurs nowhere, with near ones.

    Args:
        subject: What was asked for.
        folder: Where it was looked for.
        known: Everything that can be explained.
        file: Where a reader can look identifiers up.
    """
    folded = {name.casefold(): name for name in known}
    near = difflib.get_close_matches(subject.casefold(), folded, n=SUGGESTIONS, cutoff=0.5)
    names = [folded[name] for name in near]
    return UnknownSubjectError(
        Text(
            ja=f"ここに出てくる識別子を期待しましたが、{subject!r} はありません",
            en=f"expected an identifier that occurs in this run, found {subject!r}",
        ),
        where=str(folder),
        remedy=Text(
            ja=f"近いもの: {'、'.join(names)}。"
            if names
            else f"{file} で識別子を確かめてください。",
            en=f"Near ones: {', '.join(names)}." if names else f"Look the identifier up in {file}.",
        ),
    )
