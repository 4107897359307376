"""The reference page of populations lists exactly the columns that the code promises."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from hiyoke.estate import population

if TYPE_CHECKING:
    from hiyoke.tables import TableContract

PAGE = Path(__file__).parents[2] / "docs" / "reference" / "population.md"
CONTRACTS = [
    population.POPULATION_COMPONENTS,
    population.POPULATION_PLACEMENTS,
    population.POPULATION_SYSTEMS,
    population.POPULATION_SERVICES,
    population.POPULATION_REQUIREMENTS,
]


@pytest.mark.parametrize("contract", CONTRACTS, ids=lambda contract: contract.name)
def test_page_lists_the_columns_of_every_table(contract: TableContract) -> None:
    name = contract.name.removeprefix("population_")
    (section,) = re.findall(
        rf"^### `{name}.*?(?=^#)", PAGE.read_text("utf-8"), re.MULTILINE | re.DOTALL
    )
    rows = re.findall(r"^\| `(\w+)` \| (\w+) \| (\w+) \|", section, re.MULTILINE)
    promised = [
        (column.name, str(column.dtype), "yes" if column.nullable else "no")
        for column in contract.columns
    ]
    assert rows == promised
