"""What the world says about one vulnerability: known exploited, EPSS, SSVC points, CVSS vectors.

Evidence is keyed by CVE or advisory; a vulnerability is an alias group, so all its identifiers
are looked up together. Nothing is averaged: the earliest listing, the highest probability and
every differing SSVC answer are kept. What is not here: what follows from it (`belief`).
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.compute as pc

from hiyoke.risk.severity import CvssRating, rate

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """All that is known of one vulnerability, apart from where it applies.

    Attributes:
        vulnerability_id: Preferred identifier of the alias group.
        kev_is_known: Whether a catalogue of known exploited vulnerabilities was read at all.
        listed_on: Date of the earliest listing; None when it is not listed or not known.
        ransomware_use: known, unknown, or None when it is not listed.
        epss_probability: Highest probability in [0, 1] of the group; None when unknown.
        epss_percentile: Position of that probability among all CVEs, in [0, 1].
        epss_scored_on: Date of that estimate.
        exploitation: Distinct SSVC answers, sorted; empty when nobody answered.
        automatable: The same for automatable.
        technical_impact: The same for technical impact.
        assessors: Who gave the SSVC answers, sorted.
        ratings: CVSS vectors, newest version first.
    """

    vulnerability_id: str
    kev_is_known: bool
    listed_on: date | None = None
    ransomware_use: str | None = None
    epss_probability: float | None = None
    epss_percentile: float | None = None
    epss_scored_on: date | None = None
    exploitation: tuple[str, ...] = ()
    automatable: tuple[str, ...] = ()
    technical_impact: tuple[str, ...] = ()
    assessors: tuple[str, ...] = ()
    ratings: tuple[CvssRating, ...] = ()

    @property
    def deciding(self) -> tuple[object, ...]:
        """What beliefs rest on; vulnerabilities that are equal in it are decided alike."""
        leading = self.leading_rating
        return (
            self.kev_is_known,
            self.listed_on,
            self.exploitation,
            self.automatable,
            self.technical_impact,
            self.assessors,
            leading.vector if leading else None,
        )

    @property
    def leading_rating(self) -> CvssRating | None:
        """The rating to suggest SSVC points from: newest CVSS version first; None without one."""
        return next((r for r in self.ratings if r.base_score is not None), None)


def members_of_findings(findings: Any) -> dict[str, tuple[str, ...]]:
    """Return every identifier of each vulnerability in a `FINDINGS` table, sorted.

    Cost:
        One pass over the distinct rows of four columns.
    """
    members: dict[str, set[str]] = defaultdict(set)
    columns = findings.select(["vulnerability_id", "aliases", "advisory_ids"])
    for name in ("aliases", "advisory_ids"):
        lists = columns[name].combine_chunks()
        parents = pc.take(columns["vulnerability_id"], pc.list_parent_indices(lists))
        pairs = zip(parents.to_pylist(), pc.list_flatten(lists).to_pylist(), strict=True)
        for vulnerability_id, member in set(pairs):
            members[vulnerability_id].add(member)
    for vulnerability_id in pc.unique(columns["vulnerability_id"]).to_pylist():
        members[vulnerability_id].add(vulnerability_id)
    return {name: tuple(sorted(members[name])) for name in sorted(members)}


def gather_evidence(
    members: Mapping[str, tuple[str, ...]], tables: Mapping[str, Any]
) -> dict[str, Evidence]:
    """Collect the evidence for each vulnerability.

    Args:
        members: Identifiers of each vulnerability, from `members_of_findings`.
        tables: Arrow tables by contract name: known_exploited, epss, ssvc_points, cvss_vectors.
            Unless known_exploited holds the catalogue itself (source kev), it is not known
            whether a vulnerability that it does not list is exploited.

    Returns:
        One `Evidence` for each key of `members`, in its order.

    Cost:
        One filter over each table, then Python over the rows that concern `members`.
    """
    wanted = pa.array(sorted({m for group in members.values() for m in group}), pa.string())
    kev = _rows_by(tables.get("known_exploited"), "cve_id", wanted)
    epss = _rows_by(tables.get("epss"), "cve_id", wanted)
    ssvc = _rows_by(tables.get("ssvc_points"), "cve_id", wanted)
    cvss = _rows_by(tables.get("cvss_vectors"), "subject_id", wanted)
    catalogue = tables.get("known_exploited")
    kev_is_known = catalogue is not None and "kev" in pc.unique(catalogue["source"]).to_pylist()
    return {
        vulnerability_id: _evidence_of(
            vulnerability_id,
            kev_is_known,
            *([row for m in group for row in rows.get(m, ())] for rows in (kev, epss, ssvc, cvss)),
        )
        for vulnerability_id, group in members.items()
    }


def _rows_by(table: Any, column: str, wanted: Any) -> dict[str, list[dict[str, Any]]]:
    """Return the rows whose `column` is wanted, grouped by it."""
    grouped: dict[str, list[dict[str, Any]]] = defaultdict(list)
    if table is None:
        return grouped
    for row in table.filter(pc.is_in(table[column], value_set=wanted)).to_pylist():
        grouped[row[column]].append(row)
    return grouped


def _evidence_of(
    vulnerability_id: str,
    kev_is_known: bool,  # noqa: FBT001 - a private step of `gather_evidence`.
    kev: list[dict[str, Any]],
    epss: list[dict[str, Any]],
    *rest: list[dict[str, Any]],
) -> Evidence:
    ssvc, cvss = rest
    listing = min(kev, key=lambda r: (r["listed_on"], r["cve_id"]), default=None)
    chance = max(epss, key=lambda r: (r["epss_probability"], r["cve_id"]), default=None)
    uses = {row["ransomware_use"] for row in kev}
    return Evidence(
        vulnerability_id=vulnerability_id,
        kev_is_known=kev_is_known,
        listed_on=listing["listed_on"] if listing else None,
        ransomware_use=("known" if "known" in uses else "unknown") if listing else None,
        epss_probability=chance["epss_probability"] if chance else None,
        epss_percentile=chance["percentile"] if chance else None,
        epss_scored_on=chance["scored_on"] if chance else None,
        exploitation=_answers(ssvc, "exploitation"),
        automatable=_answers(ssvc, "automatable"),
        technical_impact=_answers(ssvc, "technical_impact"),
        assessors=tuple(sorted({row["assessor"] for row in ssvc})),
        ratings=_ratings(cvss),
    )


def _answers(rows: list[dict[str, Any]], point: str) -> tuple[str, ...]:
    return tuple(sorted({row[point] for row in rows if row[point]}))


def _ratings(rows: list[dict[str, Any]]) -> tuple[CvssRating, ...]:
    """Return distinct ratings, newest CVSS version first, then highest score, then by text."""
    distinct = {(r["cvss_version"], r["vector"], r["provider"]) for r in rows}
    rated = [rate(*fields) for fields in distinct]
    by_text = sorted(rated, key=lambda r: (r.provider, r.vector))
    by_score = sorted(by_text, key=lambda r: -(r.base_score or 0.0))
    return tuple(sorted(by_score, key=lambda r: r.cvss_version, reverse=True))
