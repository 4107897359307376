"""A population: the components of many institutions, placed on their systems a billion times.

Numbers stand for components and systems, because a billion rows of names would be names mostly:
components are numbered from 0 without gaps, and so are systems. What is not here: how the
institutions' inventories become a population, and what is found in it.
"""

from __future__ import annotations

from typing import Final

import pyarrow as pa

from hiyoke.languages import Text
from hiyoke.tables import Column, TableContract

_TEXT: Final = pa.string()

_COMPONENT_NO: Final = Column(
    "component_no",
    pa.int32(),
    Text(
        ja="構成要素の番号。0 からの連番。パッケージ順に振ると読み飛ばしがよく効く",
        en="Number of the component, from 0 without gaps. Numbered in the order of packages, "
        "most placements can be skipped when one advisory is asked for.",
    ),
    nullable=False,
)
_SYSTEM_NO: Final = Column(
    "system_no",
    pa.int32(),
    Text(ja="システムの番号。0 からの連番", en="Number of the system, from 0 without gaps."),
    nullable=False,
)
_INSTITUTION_ID: Final = Column(
    "institution_id", _TEXT, Text(ja="機関", en="The institution."), nullable=False
)
_SERVICE_ID: Final = Column(
    "service_id",
    _TEXT,
    Text(ja="機関の中でのサービスの識別子", en="The service, unique within its institution."),
    nullable=False,
)

POPULATION_COMPONENTS: Final = TableContract(
    name="population_components",
    grain=Text(ja="一つの異なる構成要素", en="one distinct component"),
    columns=(
        _COMPONENT_NO,
        Column(
            "purl", _TEXT, Text(ja="purl（バージョンつき）", en="Package URL with its version.")
        ),
    ),
)

POPULATION_PLACEMENTS: Final = TableContract(
    name="population_placements",
    grain=Text(ja="一つのシステムに載る一つの構成要素", en="one component on one system"),
    columns=(_COMPONENT_NO, _SYSTEM_NO),
)

POPULATION_SYSTEMS: Final = TableContract(
    name="population_systems",
    grain=Text(ja="一つの機関の一つのシステム", en="one system of one institution"),
    columns=(
        _SYSTEM_NO,
        _INSTITUTION_ID,
        Column(
            "has_sbom",
            pa.bool_(),
            Text(
                ja="SBOM があるか。なければ中身は不明",
                en="Whether its contents are known; false makes it not assessable.",
            ),
            nullable=False,
        ),
    ),
)

POPULATION_SERVICES: Final = TableContract(
    name="population_services",
    grain=Text(ja="一つの機関の一つの業務サービス", en="one business service of one institution"),
    columns=(
        _INSTITUTION_ID,
        _SERVICE_ID,
        Column(
            "is_priority",
            pa.bool_(),
            Text(ja="優先サービスか", en="Whether it is a priority service."),
            nullable=False,
        ),
    ),
)

POPULATION_REQUIREMENTS: Final = TableContract(
    name="population_requirements",
    grain=Text(ja="一つのサービスが一つのシステムを要すること", en="one service needs one system"),
    columns=(
        _INSTITUTION_ID,
        _SERVICE_ID,
        _SYSTEM_NO,
        Column(
            "group",
            _TEXT,
            Text(
                ja="空なら必須。同じ名前の組はどれか一つでよい",
                en="Null: always needed. Same name: any one of the group is enough.",
            ),
        ),
    ),
)
