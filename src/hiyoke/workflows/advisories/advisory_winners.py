"""Of every record, keep the newest statement; where none is newer, keep all that was said.

A record is one advisory in one format. Publishers split one advisory over several files, and some
give no date of change: two statements of one record with equal dates, or with none, are both kept,
so that no claim is lost and the order of imports never shows. What is not here: writing the tables
(`merge_advisories`).
"""

from __future__ import annotations

from typing import Any


def choose_winners(sql: Any) -> None:
    """Make the tables that say which rows go and which come.

    Reads ``new_records`` and ``old_records``. Makes

    - ``winners``: records of this import that count: record, source, record_id, modified_at,
      document;
    - ``joined``: source and record_id of those that join a stored statement of the same date;
    - ``replaced``: source and record_id whose stored rows give way;
    - ``touched_records``: all records that change.

    Args:
        sql: A DuckDB connection with the two views.
    """
    sql.execute(
        f"""
        CREATE TABLE standing AS
        SELECT DISTINCT o.source, o.record_id, o.modified_at FROM old_records o
        WHERE (o.source, o.record_id) IN (SELECT source, record_id FROM new_records);
        CREATE TABLE winners AS
        SELECT record, source, record_id, modified_at, document
        FROM (
            SELECT *, rank() OVER (
                PARTITION BY source, record_id ORDER BY modified_at DESC NULLS LAST
            ) AS place
            FROM (
                SELECT record, source, record_id, modified_at, document FROM new_records
                UNION ALL
                SELECT -1, source, record_id, modified_at, NULL FROM standing
            )
        )
        WHERE place = 1 AND record >= 0;
        -- A document of several parts stands or falls as a whole: `hiyoke.exchange.csaf` announces
        -- it as DOCUMENT and its parts as DOCUMENT#PART.
        DELETE FROM winners WHERE {_is_part("record_id")} AND NOT EXISTS (
            SELECT 1 FROM winners whole
            WHERE whole.source = winners.source AND whole.document = winners.document
            AND whole.record_id = {_whole_of("winners.record_id")}
        );
        CREATE TABLE joined AS
        SELECT DISTINCT w.source, w.record_id FROM winners w JOIN standing s
        ON w.source = s.source AND w.record_id = s.record_id
        AND w.modified_at IS NOT DISTINCT FROM s.modified_at;
        CREATE TABLE newer AS
        SELECT source, record_id FROM winners
        WHERE (source, record_id) NOT IN (SELECT source, record_id FROM joined);
        CREATE TABLE replaced AS
        SELECT DISTINCT source, record_id FROM newer
        UNION
        SELECT o.source, o.record_id FROM (
            SELECT source, record_id, {_whole_of("record_id")} AS whole_id
            FROM old_records WHERE {_is_part("record_id")}
        ) o JOIN newer w ON w.source = o.source AND w.record_id = o.whole_id;
        CREATE TABLE touched_records AS FROM replaced UNION FROM joined;
        """  # noqa: S608 - expressions come from this module.
    )


def _is_part(record_id: str) -> str:
    """Return the SQL condition that a record is a part of a document."""
    return f"(source = 'csaf' AND contains({record_id}, '#'))"


def _whole_of(record_id: str) -> str:
    """Return the SQL expression for the document that a part belongs to."""
    return f"split_part({record_id}, '#', 1)"
