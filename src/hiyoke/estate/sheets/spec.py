"""What a sheet of an estate is: its columns, their headings in two languages, and their meaning.

One description serves reading, writing, the Excel template and the reference page. What is not
here: the sheets themselves (`describing_services`, `describing_systems`).
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

from hiyoke.estate.sheets.words import normalise_word
from hiyoke.languages import Language, Text

_DECORATION = re.compile(r"[(\[【<](?:必須|任意|required|optional|※|\*)[)\]】>]|[※*＊]")
_NO_EXAMPLE = Text(ja="", en="")
_SPACING = re.compile(r"[\s_\-]+")


class Kind(StrEnum):
    """How the values of a column are written."""

    ID = "id"
    PLACE = "place"
    IDS = "ids"
    PLACES = "places"
    FLOWS = "flows"
    FLAW_IDS = "flaw_ids"
    SHARE = "share"
    SHARES = "shares"
    EFFORTS = "efforts"
    PARTS = "parts"
    WEEK_DAYS = "week_days"
    SHIFTS = "shifts"
    NUMBER = "number"
    NAME = "name"
    TEXT = "text"
    TEXTS = "texts"
    YES_NO = "yes_no"
    YES_NO_UNKNOWN = "yes_no_unknown"
    CHOICE = "choice"
    INTEGER = "integer"
    MINUTES = "minutes"
    MONEY = "money"
    PEOPLE = "people"
    DURATIONS = "durations"
    DAYS = "days"
    TIME = "time"
    DATE = "date"
    PATHS = "paths"
    KEPT = "kept"


@dataclass(frozen=True, slots=True)
class Choice:
    """One value of a column with a closed list.

    Attributes:
        value: As tables and programs write it.
        label: As people read it.
        synonyms: Further spellings that are understood.
    """

    value: str
    label: Text
    synonyms: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class ColumnSpec:
    """One column of a sheet, or one member of a YAML entry.

    Attributes:
        name: English heading and member name.
        heading_ja: Japanese heading.
        kind: How values are written.
        meaning: What the value says, unit included.
        synonyms: Further headings that are understood.
        is_required: Whether an empty cell is a fault.
        default: What an empty cell means, in words; None where that is plain.
        choices: The closed list, for `Kind.CHOICE`.
        least: Smallest number allowed.
        most: Largest number allowed.
        example: A value for the template.
    """

    name: str
    heading_ja: str
    kind: Kind
    meaning: Text
    synonyms: tuple[str, ...] = ()
    is_required: bool = False
    default: Text | None = None
    choices: tuple[Choice, ...] = ()
    least: int | None = None
    most: int | None = None
    example: Text = _NO_EXAMPLE

    @cached_property
    def value_by_word(self) -> dict[str, str]:
        """Every understood spelling of a choice, normalised, with the choice's value."""
        values: dict[str, str] = {}
        for choice in self.choices:
            for spelling in (choice.value, *choice.label, *choice.synonyms):
                values.setdefault(normalise_word(spelling), choice.value)
        return values

    def heading(self, language: Language) -> str:
        """Return the heading that Hiyoke writes in one language."""
        return self.heading_ja if language is Language.JA else self.name


@dataclass(frozen=True, kw_only=True)
class SheetSpec:
    """One sheet: a CSV file, a worksheet, or a list in a YAML file.

    Attributes:
        name: English sheet name and file stem.
        title: Names of the sheet for people.
        meaning: What one row is.
        key: Column whose values must be unique, or None.
        columns: In the order they are written.
        synonyms: Further sheet and file names that are understood.
        needs_name: Whether a row without a name is a fault; otherwise its identifier stands in.
    """

    name: str
    title: Text
    meaning: Text
    key: str | None
    columns: tuple[ColumnSpec, ...]
    synonyms: tuple[str, ...] = ()
    needs_name: bool = True

    @cached_property
    def by_heading(self) -> dict[str, ColumnSpec]:
        """Every understood heading, normalised, with its column."""
        return {
            normalise_heading(heading): column
            for column in self.columns
            for heading in (*column.synonyms, column.heading_ja, column.name)
        }

    @cached_property
    def by_name(self) -> dict[str, ColumnSpec]:
        """Columns by their English name."""
        return {column.name: column for column in self.columns}

    def column_of(self, heading: str) -> ColumnSpec | None:
        """Return the column that a heading names, or None."""
        return self.by_heading.get(normalise_heading(heading))

    def answers_to(self, name: str) -> bool:
        """Return whether a worksheet or file of this name holds this sheet."""
        plain = normalise_heading(name)
        return any(
            plain == normalise_heading(known)
            for known in (self.name, self.title.ja, self.title.en, *self.synonyms)
        )


def normalise_heading(text: str) -> str:
    """Return a heading as it is compared: NFKC, no spaces or marks, lower case.

    Example:
        >>> normalise_heading("ｼｽﾃﾑ ＩＤ（必須）")
        'システムid'
        >>> normalise_heading("System_ID *") == normalise_heading("system-id")
        True
    """
    plain = unicodedata.normalize("NFKC", text).casefold()
    return _SPACING.sub("", _DECORATION.sub("", plain))
