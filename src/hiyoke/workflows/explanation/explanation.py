"""An explanation: sentences in both languages, each section with the rows it rests on.

What is not here: which sentences are said (`explain`).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from hiyoke.languages import Text

if TYPE_CHECKING:
    from hiyoke.languages import Language

SCHEMA = "hiyoke/explanation/1"


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
