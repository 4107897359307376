"""What a maintenance contract ought to say of patches: clauses as data, each with its question.

The clauses are Hiyoke's own, in the sense of measure 5 of the FSA/BoJ request; no authority
prescribes them. What is not here: what a vendor's contract says (`contract_matrix`).
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Any, Final

from hiyoke.exposure.rules import Basis, basis_of, text_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from hiyoke.languages import Text

SHIPPED_CLAUSES: Final = "contract-clauses-1.0.0.json"
#: Shares that are counted from the calendar instead of being written down.
NIGHTS: Final = "nights"
HOLIDAYS: Final = "holidays"
ALL_TIMES: Final = "all"


@dataclass(frozen=True, slots=True, kw_only=True)
class Clause:
    """One clause.

    Attributes:
        clause_id: As the vendor's entry of the estate names it.
        title: Its name.
        wanted: What counts as met.
        question: What to ask the vendor.
        kind: yes_no, known, minutes, hours, number or choice.
        needed_for: ``all`` systems, or ``shared`` ones and cloud services above all.
        choices: Answers of a choice.
        blocks: Share of the time at which the gap stands in the way: `ALL_TIMES`, `NIGHTS`,
            `HOLIDAYS`, or a figure in [0, 1].
        basis: Source or assumption of `blocks`.
    """

    clause_id: str
    title: Text
    wanted: Text
    question: Text
    kind: str
    needed_for: str
    choices: tuple[str, ...]
    blocks: str | float
    basis: Basis


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class ClauseProfile:
    """A version of the clauses.

    Attributes:
        version: For the run's record.
        standing: What the clauses are and are not.
        source: What they follow.
        clauses: In the order of the questionnaire.
        letter: Lines of the covering letter, by language, with places for the vendor, the
            institution and the day.
    """

    version: str
    standing: Text
    source: Basis
    clauses: tuple[Clause, ...]
    letter: Mapping[str, tuple[str, ...]]


@cache
def load_clauses() -> ClauseProfile:
    """Load the shipped clauses."""
    file = resources.files("hiyoke.planning").joinpath("profiles", SHIPPED_CLAUSES)
    record = json.loads(file.read_text(encoding="utf-8"))
    return ClauseProfile(
        version=record["version"],
        standing=text_of(record["standing"]),
        source=basis_of(record["source"]),
        clauses=tuple(_clause_of(line) for line in record["clauses"]),
        letter={language: tuple(lines) for language, lines in record["letter"].items()},
    )


def _clause_of(record: Mapping[str, Any]) -> Clause:
    blocks = record["blocks"]
    return Clause(
        clause_id=record["clause_id"],
        title=text_of(record["title"]),
        wanted=text_of(record["wanted"]),
        question=text_of(record["question"]),
        kind=record["kind"],
        needed_for=record["needed_for"],
        choices=tuple(record["choices"]),
        blocks=blocks if isinstance(blocks, str) else float(blocks),
        basis=basis_of(record["basis"]),
    )
