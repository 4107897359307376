"""Where an estate's files are wrong, said so that the person who keeps them can correct it.

A fault stops an estate from being used; a reminder does not. Both name file, row and column, what
was expected, what was found and what to do. What is not here: data quality (`quality`), which is
about sound files that say too little.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from hiyoke.errors import EstateFaultError
from hiyoke.languages import Language, Text

#: Characters of a found value that a message repeats.
SHOWN_CHARACTERS = 60

EMPTY = Text(ja="空欄", en="nothing")


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A place in an estate's files.

    Attributes:
        file: Path relative to the estate's folder, with ``/``.
        sheet: Worksheet, in a workbook.
        row: Line of a text file or row of a worksheet, from 1.
        column: Heading as written, or the column letter where there is none.
        path: Path inside a YAML file, for example ``services[2].requires``.
    """

    file: str
    sheet: str | None = None
    row: int | None = None
    column: str | None = None
    path: str | None = None

    def at(self, *, column: str | None = None, path: str | None = None) -> Place:
        """Return the place of one column or member of this row."""
        return replace(self, column=column or self.column, path=path or self.path)

    def render(self, language: Language) -> str:
        """Return the place in words of one language."""
        japanese = language is Language.JA
        parts = [self.file]
        if self.sheet is not None:
            parts.append(f"シート「{self.sheet}」" if japanese else f"sheet {self.sheet!r}")
        if self.row is not None:
            noun = "row" if self.path is None else "line"
            parts.append(f"{self.row} 行目" if japanese else f"{noun} {self.row}")
        if self.column is not None:
            parts.append(f"「{self.column}」列" if japanese else f"column {self.column!r}")
        elif self.path is not None:
            parts.append(self.path)
        return " ".join(parts)

    def __str__(self) -> str:
        """Return the place without words: ``estate.xlsx!systems:12 [port]``."""
        sheet = f"!{self.sheet}" if self.sheet is not None else ""
        row = f":{self.row}" if self.row is not None else ""
        member = self.column if self.column is not None else self.path
        return f"{self.file}{sheet}{row}" + (f" [{member}]" if member is not None else "")


@dataclass(frozen=True, slots=True, kw_only=True)
class EstateFault:
    """One fault or reminder.

    Attributes:
        kind: Stable code, for example ``unknown_reference``.
        place: Where it is.
        expected: What should be there.
        found: What is there.
        remedy: What the keeper of the file can do.
        is_reminder: True when the estate can be used all the same.
    """

    kind: str
    place: Place
    expected: Text
    found: Text
    remedy: Text
    is_reminder: bool = False

    @property
    def what(self) -> Text:
        """The fault in one sentence."""
        return Text(
            ja=f"{self.expected.ja}を期待しましたが、{self.found.ja}でした",
            en=f"expected {self.expected.en}, found {self.found.en}",
        )

    def error(self) -> EstateFaultError:
        """Return the fault as an error that may be raised or listed."""
        return EstateFaultError(self.what, where=str(self.place), remedy=self.remedy)


@dataclass(slots=True)
class FaultLog:
    """Collects every fault and reminder while an estate is read.

    Attributes:
        entries: Faults and reminders in the order found.
        ignored_rows: Rows that say themselves that they are examples or comments.
        lost_sheets: Sheets of which rows are missing because a file could not be read; references
            to them cannot be judged, so that one broken file is one fault.
    """

    entries: list[EstateFault] = field(default_factory=list)
    ignored_rows: list[Place] = field(default_factory=list)
    lost_sheets: set[str] = field(default_factory=set)

    def fault(self, kind: str, place: Place, *, expected: Text, found: Text, remedy: Text) -> None:
        """Note something that must be corrected."""
        self.entries.append(
            EstateFault(kind=kind, place=place, expected=expected, found=found, remedy=remedy)
        )

    def remind(self, kind: str, place: Place, *, expected: Text, found: Text, remedy: Text) -> None:
        """Note something that should be looked at, and can be used as it is."""
        entry = EstateFault(kind=kind, place=place, expected=expected, found=found, remedy=remedy)
        self.entries.append(replace(entry, is_reminder=True))

    @property
    def faults(self) -> tuple[EstateFault, ...]:
        """What must be corrected, in the order found."""
        return tuple(entry for entry in self.entries if not entry.is_reminder)

    @property
    def reminders(self) -> tuple[EstateFault, ...]:
        """What should be looked at, in the order found."""
        return tuple(entry for entry in self.entries if entry.is_reminder)


def quoted(raw: object) -> Text:
    """Return a found value for a message, shortened and quoted.

    Example:
        >>> quoted("maybe").en
        "'maybe'"
    """
    if raw is None or raw == "":
        return EMPTY
    text = str(raw)
    if len(text) > SHOWN_CHARACTERS:
        text = text[: SHOWN_CHARACTERS - 1] + "…"
    return Text(ja=f"「{text}」", en=repr(text))
