"""Bring newly read records and a stored generation together into the next generation.

Which statement of a record counts is settled in `advisory_winners`. What is not here: reading
documents, and making the result the store (`import_advisories`).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from hiyoke.advisories.alias_groups import AliasStatement, group_aliases
from hiyoke.advisories.staging import RECORDS, STAGED_QUARANTINE
from hiyoke.advisories.store_tables import (
    CHANGED_PACKAGES,
    CVSS_BY_RECORD,
    SSVC_BY_RECORD,
    STORED_RECORDS,
)
from hiyoke.tables import (
    ADVISORIES,
    AFFECTED_RANGES,
    ALIAS_MEMBERS,
    CVSS_VECTORS,
    END_OF_LIFE,
    EPSS,
    KNOWN_EXPLOITED,
    SOURCES,
    SSVC_POINTS,
    TableContract,
)
from hiyoke.tables.engines import open_sql
from hiyoke.workflows.advisories.advisory_winners import choose_winners

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

#: Rows of one row group: small enough to be skipped when other packages are asked for.
ROW_GROUP_ROWS: Final = 16_384

_GENERATION: Final = "generation"


@dataclass(frozen=True, slots=True)
class _Owned:
    """A table whose rows belong to records, and how a stored row names its record."""

    stored: TableContract
    staged: str
    source: str
    record_id: str


_OWNED: Final = (
    _Owned(ADVISORIES, ADVISORIES.name, "t.source", "t.advisory_id"),
    _Owned(AFFECTED_RANGES, AFFECTED_RANGES.name, "t.source", "t.advisory_id"),
    _Owned(CVSS_BY_RECORD, CVSS_VECTORS.name, "t.source", "t.record_id"),
    _Owned(SSVC_BY_RECORD, SSVC_POINTS.name, "t.source", "t.record_id"),
    _Owned(
        KNOWN_EXPLOITED,
        KNOWN_EXPLOITED.name,
        "t.source",
        "CASE t.source WHEN 'kev' THEN 'catalogue' ELSE t.cve_id END",
    ),
    _Owned(END_OF_LIFE, END_OF_LIFE.name, "'endoflife'", "t.product"),
)

#: Tables that are read from another one, each with the columns that make a row distinct.
_DISTINCT: Final = ((CVSS_VECTORS, CVSS_BY_RECORD), (SSVC_POINTS, SSVC_BY_RECORD))

#: Order of rows in the file; ranges by package, so that a match skips row groups.
_ORDER: Final = {
    AFFECTED_RANGES.name: "ecosystem, package, advisory_id, source, release, kind, status, "
    "introduced_key, fixed_key, exact_version, package_name, introduced_version, fixed_version, "
    "last_affected_version, obstacle",
    ADVISORIES.name: "advisory_id, source",
    STORED_RECORDS.name: "source, record_id, document",
    EPSS.name: "cve_id",
    CHANGED_PACKAGES.name: "ecosystem, package",
}


class AdvisoryMerge:
    """One merge: a stored generation, staged parts, and the files of the next generation.

    Args:
        stored: Parquet files of the last generation by table name; empty for a new store.
        staged: Parquet parts of what was read, by table name.
        into: Folder to write the new files to, private to the caller.
        generation: Number of the new generation.
    """

    def __init__(
        self,
        *,
        stored: Mapping[str, Path],
        staged: Mapping[str, Sequence[Path]],
        into: Path,
        generation: int,
    ) -> None:
        self._stored = stored
        self._staged = staged
        self._into = into
        self._generation = generation
        self._written: dict[str, Path] = {}
        self._sql: Any = None

    def collect_files(self, sources: Any) -> dict[str, Path]:
        """Write every table that changes and return the new files by table name.

        Args:
            sources: `SOURCES` rows of the files read now; a file of the same name read earlier
                gives way, with its quarantine.

        Cost:
            One pass over each table that a record of this import belongs to; tables of other
            kinds are neither read nor written.
        """
        self._sql = open_sql(spill_folder=self._into)
        try:
            self._view_inputs(sources)
            choose_winners(self._sql)
            sources_touched = self._touched_sources()
            for owned in _OWNED:
                if self._is_due(owned.stored) or sources_touched & _sources_of(owned):
                    self._write_owned(owned)
            for contract, origin in _DISTINCT:
                if origin.name in self._written:
                    self._write_distinct(contract, origin)
            if self._is_due(EPSS) or EPSS.name in self._staged:
                self._write_epss()
            self._write_bookkeeping()
            if ADVISORIES.name in self._written:
                self._write_aliases()
                self._write_changed_packages()
        finally:
            self._sql.close()
        return self._written

    def _is_due(self, contract: TableContract) -> bool:
        return contract.name not in self._stored

    def _view_inputs(self, sources: Any) -> None:
        """Name every input ``old_TABLE`` and ``new_TABLE``, empty where there is none."""
        staged_contracts = {owned.staged for owned in _OWNED} | {
            EPSS.name,
            RECORDS.name,
            STAGED_QUARANTINE.name,
        }
        for name in sorted(staged_contracts & self._staged.keys()):
            self._view(f"new_{name}", self._staged[name])
        for contract in _STORED:
            if contract.name in self._stored:
                self._view(f"old_{contract.name}", [self._stored[contract.name]])
            else:
                self._sql.register(f"old_{contract.name}", contract.empty())
        self._sql.register("new_sources", sources)

    def _view(self, name: str, files: Sequence[Path]) -> None:
        listed = ", ".join(_quoted(str(file)) for file in files)
        self._sql.execute(
            f"CREATE VIEW {name} AS SELECT * FROM read_parquet([{listed}])"  # noqa: S608
        )

    def _touched_sources(self) -> set[str]:
        rows = self._sql.execute("SELECT DISTINCT source FROM winners").fetchall()
        return {source for (source,) in rows}

    def _write_owned(self, owned: _Owned) -> None:
        """Write a table without the rows of replaced records, and with those of winners."""
        names = [name for name in owned.stored.column_names if name != _GENERATION]
        bare = ", ".join(names)
        listed = ", ".join(f"t.{name}" for name in names)
        fresh = ", ".join(f"{'w' if name == 'record_id' else 't'}.{name}" for name in names)
        query = f"""
            SELECT {listed}, t.generation FROM old_{owned.stored.name} t
            WHERE NOT EXISTS (
                SELECT 1 FROM replaced w
                WHERE w.source = {owned.source} AND w.record_id = {owned.record_id}
            )
        """  # noqa: S608 - names come from contracts in this module.
        if owned.staged in self._staged:
            query += f"""
                UNION ALL
                SELECT *, {self._generation} AS generation FROM (
                    SELECT DISTINCT {fresh} FROM new_{owned.staged} t JOIN winners w USING (record)
                    EXCEPT
                    SELECT {listed} FROM old_{owned.stored.name} t
                    WHERE ({owned.source}, {owned.record_id}) IN (FROM joined)
                )
            """  # noqa: S608
        if owned.stored is ADVISORIES:
            # One row an advisory, whichever of its equally new statements came first.
            query = f"""
                SELECT * FROM ({query}) QUALIFY 1 = row_number() OVER (
                    PARTITION BY source, advisory_id ORDER BY withdrawn_at NULLS FIRST, {bare}
                )
            """  # noqa: S608
        self._write(owned.stored, query)

    def _write_distinct(self, contract: TableContract, origin: TableContract) -> None:
        names = ", ".join(name for name in contract.column_names if name != _GENERATION)
        self._write(
            contract,
            f"SELECT {names}, max(generation) AS generation "  # noqa: S608
            f"FROM read_parquet({_quoted(str(self._written[origin.name]))}) GROUP BY {names}",
        )

    def _write_epss(self) -> None:
        """Keep the newest estimate of each CVE; of two of one day the higher, to be safe."""
        fresh = (
            f"UNION ALL BY NAME SELECT * REPLACE ({self._generation}::BIGINT AS generation) "  # noqa: S608
            f"FROM new_{EPSS.name}"
            if EPSS.name in self._staged
            else ""
        )
        self._write(
            EPSS,
            f"""
            SELECT * EXCLUDE (place) FROM (
                SELECT *, row_number() OVER (
                    PARTITION BY cve_id
                    ORDER BY scored_on DESC, epss_probability DESC, percentile DESC, generation
                ) AS place
                FROM (SELECT * FROM old_{EPSS.name} {fresh})
            ) WHERE place = 1
            """,  # noqa: S608
        )

    def _write_bookkeeping(self) -> None:
        """Write records, sources and quarantine."""
        self._write(
            STORED_RECORDS,
            f"""
            SELECT source, record_id, modified_at, document, generation FROM old_records o
            WHERE (source, record_id) NOT IN (SELECT source, record_id FROM replaced)
            UNION ALL
            SELECT DISTINCT source, record_id, modified_at, document, {self._generation}
            FROM winners
            """,  # noqa: S608
        )
        names = ", ".join(SOURCES.column_names)
        newest = (
            "(SELECT max(modified_at) FROM new_records r "
            "WHERE r.document = s.digest AND r.source = s.format)"
        )
        self._write(
            SOURCES,
            f"""
            SELECT {names} FROM old_sources WHERE name NOT IN (SELECT name FROM new_sources)
            UNION ALL
            SELECT {names.replace("newest_at", newest)} FROM new_sources s
            """,  # noqa: S608
        )
        listed = ", ".join(STAGED_QUARANTINE.column_names)
        query = f"""
            SELECT {listed} FROM old_quarantine
            WHERE document NOT IN (SELECT name FROM new_sources)
        """  # noqa: S608
        if STAGED_QUARANTINE.name in self._staged:
            query += f"UNION ALL SELECT {listed} FROM new_quarantine"  # noqa: S608
        self._write(STAGED_QUARANTINE, query)

    def _write_aliases(self) -> None:
        """Group all advisories anew: one statement may join groups anywhere."""
        rows = self._sql.sql(
            "SELECT advisory_id, aliases, upstream, withdrawn_at IS NULL AS stands "  # noqa: S608
            f"FROM read_parquet({_quoted(str(self._written[ADVISORIES.name]))})"
        ).to_arrow_table()
        columns = [rows[name].to_pylist() for name in ("advisory_id", "aliases", "upstream")]
        stands = rows["stands"].to_pylist()
        stated = zip(*columns, stands, strict=True)
        groups = group_aliases(
            AliasStatement(advisory_id, aliases, upstream)
            if is_standing
            else AliasStatement(advisory_id, (), ())
            for advisory_id, aliases, upstream, is_standing in stated
        )
        pairs = [(member, flaw) for member, flaws in groups.items() for flaw in flaws]
        table = ALIAS_MEMBERS.table(
            {
                "member_id": [member for member, _ in pairs],
                "vulnerability_id": [flaw for _, flaw in pairs],
            }
        )
        self._sql.register("all_alias_members", table)
        self._write(ALIAS_MEMBERS, "SELECT * FROM all_alias_members")

    def _write_changed_packages(self) -> None:
        """Name every package whose findings may differ from the last generation's."""
        self._view("now_ranges", [self._written[AFFECTED_RANGES.name]])
        self._view("now_aliases", [self._written[ALIAS_MEMBERS.name]])
        claim = ", ".join(name for name in AFFECTED_RANGES.column_names if name != _GENERATION)
        of_winners = "WHERE (source, advisory_id) IN (FROM touched_records)"
        self._sql.execute(
            f"""
            CREATE TABLE claims_before AS SELECT {claim} FROM old_affected_ranges {of_winners};
            CREATE TABLE claims_now AS SELECT {claim} FROM now_ranges {of_winners};
            CREATE TABLE moved AS
                (SELECT * FROM old_alias_members EXCEPT SELECT * FROM now_aliases)
                UNION ALL (SELECT * FROM now_aliases EXCEPT SELECT * FROM old_alias_members);
            CREATE TABLE moved_members AS
                SELECT member_id FROM old_alias_members
                WHERE vulnerability_id IN (SELECT vulnerability_id FROM moved)
                UNION SELECT member_id FROM now_aliases
                WHERE vulnerability_id IN (SELECT vulnerability_id FROM moved);
            CREATE TABLE touched AS
                SELECT ecosystem, package FROM
                    (SELECT * FROM claims_before EXCEPT SELECT * FROM claims_now)
                UNION SELECT ecosystem, package FROM
                    (SELECT * FROM claims_now EXCEPT SELECT * FROM claims_before)
                UNION SELECT ecosystem, package FROM now_ranges
                WHERE advisory_id IN (SELECT member_id FROM moved_members);
            """  # noqa: S608
        )
        self._write(
            CHANGED_PACKAGES,
            f"""
            SELECT ecosystem, package, generation FROM old_changed_packages
            WHERE (ecosystem, package) NOT IN (SELECT ecosystem, package FROM touched)
            UNION ALL SELECT ecosystem, package, {self._generation}::BIGINT FROM touched
            """,  # noqa: S608
        )

    def _write(self, contract: TableContract, query: str) -> None:
        """Write a query's rows in the table's order, nulls first, ties by every column."""
        path = self._into / f"{contract.name}.{self._generation:06d}.parquet"
        order = _ORDER.get(contract.name) or ", ".join(
            name for name in contract.column_names if name != _GENERATION
        )
        nulls_first = ", ".join(f"{name} ASC NULLS FIRST" for name in order.split(", "))
        self._sql.execute(
            f"COPY (SELECT * FROM ({query}) ORDER BY {nulls_first}) TO {_quoted(str(path))} "  # noqa: S608
            f"(FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE {ROW_GROUP_ROWS})"
        )
        self._written[contract.name] = path


_STORED: Final = (
    *(owned.stored for owned in _OWNED),
    ALIAS_MEMBERS,
    CHANGED_PACKAGES,
    EPSS,
    SOURCES,
    STAGED_QUARANTINE,
    STORED_RECORDS,
)

_ADVISORY_SOURCES: Final = frozenset({"osv", "cve5", "nvd", "csaf"})
_EXPLOITATION_SOURCES: Final = frozenset({"kev", "cve5", "nvd"})


def _sources_of(owned: _Owned) -> frozenset[str]:
    """Return the formats whose records own rows of a table."""
    if owned.source.startswith("'"):
        return frozenset({owned.source.strip("'")})
    return _EXPLOITATION_SOURCES if owned.stored is KNOWN_EXPLOITED else _ADVISORY_SOURCES


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
