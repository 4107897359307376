"""The result of a match as plain rows, in the form that is written for machines.

What is not here: file formats (`hiyoke.exchange.findings`, `hiyoke.exchange.sarif`) and screens.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any, Final

from hiyoke.matching import words_of

if TYPE_CHECKING:
    from hiyoke.languages import Language
    from hiyoke.workflows.matching.match_sboms import SbomMatch

#: Name and version of the JSON form; see docs/reference/matching.md.
FINDINGS_SCHEMA: Final = "hiyoke/findings/1"


def match_as_json(result: SbomMatch, language: Language) -> dict[str, Any]:
    """Return the whole result as JSON values, with reasons and remedies in one language.

    ``findings`` holds every status, ``not_assessable`` every component that could not be judged,
    in whole or for some vulnerabilities.
    """
    return {
        "schema": FINDINGS_SCHEMA,
        "run": result.run,
        "counts": result.counts,
        "findings": finding_rows(result),
        "not_assessable": not_assessable_rows(result, language),
        "quarantine": quarantine_rows(result, language),
    }


def finding_rows(result: SbomMatch) -> list[dict[str, Any]]:
    """Return one row for each finding: the columns of `FINDINGS` and the SBOMs it lies in."""
    sboms = _sboms_of(result)
    rows: list[dict[str, Any]] = result.findings.to_pylist()
    for row in rows:
        row["sboms"] = sboms[row["component_id"]]
    return rows


def not_assessable_rows(result: SbomMatch, language: Language) -> list[dict[str, Any]]:
    """Return one row for each component and reason, with why and remedy in words."""
    sboms = _sboms_of(result)
    rows: list[dict[str, Any]] = result.not_assessable.to_pylist()
    for row in rows:
        words = words_of(row["reason"])
        row["why"] = words.why.render(language)
        row["remedy"] = words.remedy.render(language)
        row["sboms"] = sboms[row["component_id"]]
    return rows


def quarantine_rows(result: SbomMatch, language: Language) -> list[dict[str, Any]]:
    """Return one row for each record of the SBOMs that could not be used."""
    return [
        {
            "origin": row["origin"],
            "record_id": row["record_id"],
            "reason": row["reason"],
            "why": row[f"why_{language.value}"],
            "remedy": row[f"remedy_{language.value}"],
        }
        for row in result.inventory.quarantine.to_pylist()
    ]


def _sboms_of(result: SbomMatch) -> dict[str, list[str]]:
    """Return the SBOMs of each component that is spoken of, sorted."""
    spoken_of = set(result.findings["component_id"].to_pylist())
    spoken_of.update(result.not_assessable["component_id"].to_pylist())
    found: dict[str, list[str]] = defaultdict(list)
    columns = (result.placements["system_id"], result.placements["component_id"])
    for system_id, component_id in zip(*(column.to_pylist() for column in columns), strict=True):
        if component_id in spoken_of:
            found[component_id].append(system_id)
    return found
