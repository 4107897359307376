"""A DuckDB session that runs each named step of a workflow, and remembers its SQL.

Turning an expression into SQL costs more than running it on a small estate. A step's text depends
only on its name and on the tables it reads, so it is compiled once and used again. What is not
here: what the steps are.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any, Self

import ibis
import pyarrow.parquet as pq

from hiyoke.tables.engines import as_ibis, open_sql

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path
    from types import TracebackType

    from hiyoke.workflows.remembered_sql import RememberedSql


class EngineSession:
    """An engine with temporary tables of fixed names, one for each step.

    Use it as a context manager. It is not safe for use from several threads.

    Attributes:
        notes: What workflows remember about the session's tables, by a name of their own.

    Args:
        threads: Worker threads; None leaves the choice to the engine.
        spill_folder: Where large joins may spill; None forbids spilling.
        remembered: SQL of earlier sessions whose steps were the same; more is added.
    """

    def __init__(
        self,
        *,
        threads: int | None = None,
        spill_folder: Path | None = None,
        remembered: RememberedSql | None = None,
    ) -> None:
        self._connection = open_sql(threads=threads, spill_folder=spill_folder)
        self._statements: dict[str, tuple[str, Any]] = {}
        self._shapes: dict[str, Any] = {}
        self.notes: dict[str, Any] = {}
        self._remembered = remembered

    @cached_property
    def backend(self) -> Any:
        """The Ibis backend; loaded when a step must be compiled or a caller asks."""
        return as_ibis(self._connection)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Give memory and temporary tables back."""
        self._connection.close()

    def forget(self) -> None:
        """Forget the SQL of all steps and all notes: they will concern other tables."""
        self._statements.clear()
        self.notes.clear()

    def lend(self, step: str, table: Any) -> Any:
        """Let the engine read an Arrow table in place, as an Ibis table named for the step."""
        self._connection.register(step, table)
        schema = ibis.Schema.from_pyarrow(table.schema)
        return self._named(step, schema)

    def read_parquet(self, step: str, path: Path) -> Any:
        """Load a Parquet file into the engine's memory, as a table named for the step."""
        # Written out: loading Ibis' compilers takes longer than most commands' work.
        self._connection.execute(f'CREATE OR REPLACE TEMP TABLE "{step}" AS {_all_of(path)}')
        return self._named(step, _schema_of(path))

    def view_parquet(self, step: str, path: Path) -> Any:
        """Let the engine read a Parquet file where it lies, as a table named for the step."""
        # Not through Ibis' own reader: it calls what DuckDB 2 has deprecated.
        self._connection.execute(f'CREATE OR REPLACE TEMP VIEW "{step}" AS {_all_of(path)}')
        return self._named(step, _schema_of(path))

    def drop_view(self, step: str) -> None:
        """Take back what `view_parquet` made, so that a table may have its name."""
        self._connection.execute(f'DROP VIEW IF EXISTS "{step}"')

    def keep(
        self,
        step: str,
        build: Callable[[], Any],
        *,
        variant: str = "",
        is_remembered: bool = True,
    ) -> Any:
        """Run an expression and keep its rows as the step's table, replacing an earlier one.

        Args:
            step: Name of the step. With the shape of the tables that exist, it determines the
                expression: use another name for another expression.
            build: Makes the expression; called when the step's SQL is not remembered.
            variant: Tells expressions of one step apart, where a step has several.
            is_remembered: Whether the SQL may be used again.
        """
        statement, schema = self._statement(f"{step} {variant}", build, is_remembered=is_remembered)
        self._connection.execute(f'CREATE OR REPLACE TEMP TABLE "{step}" AS {statement}')
        return self._named(step, schema)

    def arrow(self, step: str, build: Callable[[], Any], *, variant: str = "") -> Any:
        """Run an expression and return its rows as an Arrow table; arguments as in `keep`."""
        statement, _ = self._statement(f"{step} {variant}", build, is_remembered=True)
        return self._connection.sql(statement).to_arrow_table()

    def rows(self, table: Any) -> Any:
        """Return a kept table as an Arrow table."""
        return self._connection.table(table.get_name()).to_arrow_table()

    def row_count(self, table: Any) -> int:
        """Return how many rows a kept table has."""
        name = f"{table.get_name()} rows"
        return int(self.arrow(name, table.count().as_table)[0][0].as_py())

    def _named(self, step: str, schema: Any) -> Any:
        if self._shapes.setdefault(step, schema) != schema:
            # Steps that read this table were compiled for its earlier shape.
            self._shapes[step] = schema
            self._statements.clear()
        return ibis.table(schema, name=step)

    def _statement(
        self, step: str, build: Callable[[], Any], *, is_remembered: bool
    ) -> tuple[str, Any]:
        if is_remembered and step in self._statements:
            return self._statements[step]
        made = self._compiled(step, build) if is_remembered else self._made(build)
        if is_remembered:
            self._statements[step] = made
        return made

    def _compiled(self, step: str, build: Callable[[], Any]) -> tuple[str, Any]:
        if self._remembered is None:
            return self._made(build)
        key = self._remembered.key(step, self._shapes)
        known = self._remembered.find(key)
        if known is None:
            known = self._made(build)
            self._remembered.add(key, *known)
        return known

    def _made(self, build: Callable[[], Any]) -> tuple[str, Any]:
        expression = build()
        return str(self.backend.compile(expression)), expression.schema()


def _all_of(path: Path) -> str:
    place = str(path).replace("'", "''")
    return f"FROM read_parquet('{place}')"


def _schema_of(path: Path) -> Any:
    promised = ibis.Schema.from_pyarrow(pq.read_schema(path))
    # Engines do not keep "never null": tables from files and from steps must be alike.
    return ibis.schema({name: dtype.copy(nullable=True) for name, dtype in promised.items()})
