"""Which tables a store holds, and what its own three promise.

What is not here: the tables of the normal form, whose contracts are in `hiyoke.tables`.
"""

from __future__ import annotations

from typing import Final

import pyarrow as pa

from hiyoke.advisories.staging import RECORDS, STAGED_QUARANTINE
from hiyoke.languages import Text
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
    Column,
    TableContract,
)
from hiyoke.tables.advisory_tables import GENERATION

_RECORD_ID = Column(
    "record_id",
    pa.string(),
    Text(ja="この行を述べたレコード", en="The record that states this row."),
    nullable=False,
)

#: Of every record the version that won; an import compares with it.
STORED_RECORDS: Final = TableContract(
    name=RECORDS.name,
    grain=RECORDS.grain,
    columns=(*(column for column in RECORDS.columns if column.name != "record"), GENERATION),
)

#: CVSS vectors with the record that states them; `CVSS_VECTORS` is the same without repeats.
CVSS_BY_RECORD: Final = TableContract(
    name="cvss_by_record",
    grain=Text(
        ja="一つのレコードが述べる一つの CVSS ベクトル", en="one CVSS vector that one record states"
    ),
    columns=(_RECORD_ID, *CVSS_VECTORS.columns),
)

#: SSVC points with the record that states them.
SSVC_BY_RECORD: Final = TableContract(
    name="ssvc_by_record",
    grain=Text(
        ja="一つのレコードが述べる一者の SSVC 判断",
        en="one assessor's SSVC points that one record states",
    ),
    columns=(_RECORD_ID, *SSVC_POINTS.columns),
)

#: When each package was last touched, removals included.
CHANGED_PACKAGES: Final = TableContract(
    name="changed_packages",
    grain=Text(ja="一つのパッケージ", en="one package"),
    columns=(
        Column(
            "ecosystem",
            pa.string(),
            Text(ja="照合用のエコシステム名", en="Ecosystem as matching names it."),
            nullable=False,
        ),
        Column(
            "package",
            pa.string(),
            Text(ja="照合用のパッケージ名", en="Package as matching names it."),
            nullable=False,
        ),
        Column(
            "generation",
            pa.int64(),
            Text(
                ja="結果が変わり得る変更を最後に加えた取り込みの番号",
                en="Number of the last import that may have changed its findings.",
            ),
            nullable=False,
        ),
    ),
)

#: Every table of a store.
STORE_TABLES: Final = (
    ADVISORIES,
    AFFECTED_RANGES,
    ALIAS_MEMBERS,
    CHANGED_PACKAGES,
    CVSS_BY_RECORD,
    CVSS_VECTORS,
    END_OF_LIFE,
    EPSS,
    KNOWN_EXPLOITED,
    SOURCES,
    SSVC_BY_RECORD,
    SSVC_POINTS,
    STAGED_QUARANTINE,
    STORED_RECORDS,
)
