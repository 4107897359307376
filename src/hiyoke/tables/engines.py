"""The only place that opens an engine; workflows choose one, the rest writes expressions.

What is not here: queries.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pathlib import Path

#: Memory bound of one engine; past it DuckDB spills to its temporary folder.
MEMORY_LIMIT = "6GB"

#: What Ibis sets on a connection it opens, so that both ways of asking give the same answers.
_AS_IBIS = ("SET timezone = 'UTC'", "SET python_enable_replacements = false")


def open_duckdb(*, threads: int | None = None, spill_folder: Path | None = None) -> Any:
    """Open an in-memory DuckDB through Ibis, without network and without extensions to load.

    Args:
        threads: Worker threads; None leaves the choice to the engine.
        spill_folder: Where sorting and joining may spill; None forbids spilling.

    Returns:
        An Ibis backend. Close it with ``disconnect()``.
    """
    import ibis  # noqa: PLC0415 - a second of import time that `--help` must not pay.

    connection = ibis.duckdb.connect()
    for setting in _settings(threads, spill_folder):
        connection.raw_sql(setting)
    return connection


def open_sql(*, threads: int | None = None, spill_folder: Path | None = None) -> Any:
    """Open the same engine for plain SQL, where a second for Ibis would be most of the run.

    Arguments as in `open_duckdb`.

    Returns:
        A DuckDB connection. Close it with ``close()``.
    """
    import duckdb  # noqa: PLC0415 - import time that `--help` must not pay.

    connection = duckdb.connect()
    for setting in (*_AS_IBIS, *_settings(threads, spill_folder)):
        connection.execute(setting)
    return connection


def as_ibis(connection: Any) -> Any:
    """Return an Ibis backend on a connection that `open_sql` gave.

    Cost:
        A third of a second the first time: Ibis loads the compilers of all its engines.
    """
    import ibis  # noqa: PLC0415 - as in `open_duckdb`.

    return ibis.duckdb.from_connection(connection)


def _settings(threads: int | None, spill_folder: Path | None) -> list[str]:
    spill = "" if spill_folder is None else str(spill_folder).replace("'", "''")
    settings = [
        "SET autoinstall_known_extensions = false",
        "SET autoload_known_extensions = false",
        "SET enable_progress_bar = false",
        f"SET memory_limit = '{MEMORY_LIMIT}'",
        f"SET temp_directory = '{spill}'",
    ]
    if threads is not None:
        settings.append(f"SET threads = {int(threads)}")
    return settings
