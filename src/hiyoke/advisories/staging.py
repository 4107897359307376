"""Tables on their way into the store: what they carry besides their contract.

What is not here: the contracts themselves (`hiyoke.tables`) and the merge, which a workflow does.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import pyarrow as pa

from hiyoke.languages import Text
from hiyoke.tables import QUARANTINE, Column, TableContract
from hiyoke.tables.advisory_tables import SOURCE

if TYPE_CHECKING:
    from collections.abc import Sequence

#: Column that ties a row to the record it was read from, within one import.
RECORD: Final = "record"

_TEXT = pa.string()

DOCUMENT_NAME = Column(
    "document",
    _TEXT,
    Text(ja="取り込んだファイルの名前", en="Name of the imported file."),
    nullable=False,
)

RECORDS = TableContract(
    name="records",
    grain=Text(ja="一つの形式による一つのレコード", en="one record of one source format"),
    columns=(
        Column(
            RECORD,
            pa.int64(),
            Text(ja="一回の取り込みの中での番号", en="Number within one import."),
            nullable=False,
        ),
        SOURCE,
        Column(
            "record_id",
            _TEXT,
            Text(
                ja="アドバイザリ、製品、一覧などの識別子",
                en="Identifier of the advisory, product or catalogue.",
            ),
            nullable=False,
        ),
        Column(
            "modified_at",
            pa.timestamp("us", tz="UTC"),
            Text(ja="最終更新日時", en="Last change; null is older than any."),
        ),
        Column(
            "document",
            _TEXT,
            Text(ja="文書の SHA-256", en="SHA-256 of the document; breaks ties."),
            nullable=False,
        ),
    ),
)

#: Quarantine with the name of the file, so that a newer file of that name replaces its entries.
STAGED_QUARANTINE = TableContract(
    name=QUARANTINE.name,
    grain=QUARANTINE.grain,
    columns=(DOCUMENT_NAME, *QUARANTINE.columns),
)


def with_column(table: Any, name: str, numbers: Sequence[int]) -> Any:
    """Return `table` with a column of whole numbers added at its end."""
    return table.append_column(pa.field(name, pa.int64()), pa.array(numbers, pa.int64()))
