"""A table contract: grain, column names, types and meanings, checked at every seam.

Tables cross package borders as Arrow tables (or Ibis expressions over them), so the contract is
an Arrow schema with words. What is not here: engines and files.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pyarrow as pa

from hiyoke.errors import TableContractError
from hiyoke.languages import Text


@dataclass(frozen=True, slots=True)
class Column:
    """One promised column.

    Attributes:
        name: Column name; a unit, where there is one, is its last word.
        dtype: Arrow type.
        meaning: What the value says, for `docs/reference/tables.md`.
        nullable: Whether null is allowed; null always means "unknown" or "does not apply".
    """

    name: str
    dtype: Any
    meaning: Text
    nullable: bool = True


@dataclass(frozen=True, slots=True)
class TableContract:
    """The columns a table promises, and what one of its rows is.

    Attributes:
        name: Plural noun, as in the docs.
        grain: What makes a row distinct, in words.
        columns: Promised columns; a table may carry more.
    """

    name: str
    grain: Text
    columns: tuple[Column, ...]

    @property
    def schema(self) -> Any:
        """The promised columns as an Arrow schema."""
        return pa.schema([pa.field(c.name, c.dtype, nullable=c.nullable) for c in self.columns])

    @property
    def column_names(self) -> tuple[str, ...]:
        """Promised names, in order."""
        return tuple(column.name for column in self.columns)

    def empty(self) -> Any:
        """Return a table with the promised columns and no row."""
        return self.schema.empty_table()

    def table(self, columns: dict[str, Any]) -> Any:
        """Build an Arrow table from lists or arrays, one for each promised column.

        Raises:
            TableContractError: A promised column is missing or has values of another type.
        """
        self._refuse_missing(set(columns))
        try:
            arrays = [
                pa.array(columns[c.name], type=c.dtype)
                if isinstance(columns[c.name], list)
                else columns[c.name].cast(c.dtype)
                for c in self.columns
            ]
        except (pa.ArrowException, OverflowError) as error:
            raise self._broken(str(error)) from error
        return pa.Table.from_arrays(arrays, schema=self.schema)

    def select_from(self, table: Any) -> Any:
        """Return an Arrow table with exactly the promised columns, in order and cast.

        Raises:
            TableContractError: A promised column is missing or cannot be cast.
        """
        self._refuse_missing(set(table.column_names))
        try:
            return table.select(list(self.column_names)).cast(self.schema)
        except (pa.ArrowException, ValueError) as error:
            raise self._broken(str(error)) from error

    def _refuse_missing(self, present: set[str]) -> None:
        missing = sorted(set(self.column_names) - present)
        if missing:
            raise self._broken(f"no column {', '.join(missing)}")

    def _broken(self, found: str) -> TableContractError:
        return TableContractError(
            Text(
                ja=f"表 {self.name} の列の約束に合うことを期待しましたが、{found} でした",
                en=f"expected the columns that table {self.name!r} promises, found {found}",
            ),
            where=f"table {self.name!r}",
            remedy=Text(
                ja="この表を作った処理をもう一度実行してください。",
                en="Run the step that produced this table again.",
            ),
        )
