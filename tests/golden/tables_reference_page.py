"""The reference page of tables, made from the column contracts."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from hiyoke import tables

if TYPE_CHECKING:
    from collections.abc import Iterator

    from hiyoke.tables import TableContract

_HEAD = Path(__file__).with_name("tables_reference_head.md")


def tables_reference_page() -> str:
    """Return the page: every contract of `hiyoke.tables`, by name."""
    contracts = sorted(
        (found for found in vars(tables).values() if isinstance(found, tables.TableContract)),
        key=lambda contract: contract.name,
    )
    lines = [_HEAD.read_text(encoding="utf-8").rstrip("\n")]
    for contract in contracts:
        lines += ["", *_section(contract)]
    return "\n".join(lines) + "\n"


def _section(contract: TableContract) -> Iterator[str]:
    yield f"## {contract.name}"
    yield ""
    yield f"One row: {contract.grain.en.rstrip('.')}. 1 行: {contract.grain.ja}。"
    yield ""
    yield "| column | type | null | meaning | 意味 |"
    yield "|---|---|---|---|---|"
    for column in contract.columns:
        null = "yes" if column.nullable else "no"
        cells = (f"`{column.name}`", f"{column.dtype}", null, column.meaning.en, column.meaning.ja)
        shown = (cell.replace("|", "\\|").replace("<", "&lt;") for cell in cells)
        yield "| " + " | ".join(shown) + " |"
