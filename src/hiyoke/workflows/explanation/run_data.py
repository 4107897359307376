"""What a run left behind for `hiyoke explain`: its rows, looked up by what they are about.

Files are read as they are asked for. What is not here: sentences (`explain`).
"""

from __future__ import annotations

import json
from functools import cached_property
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from hiyoke.languages import Text
from hiyoke.workflows.assessment.run_folder import (
    ASSESSMENT_FILE,
    BELIEFS_FILE,
    COMPONENTS_FILE,
    EXPOSURE_FILE,
    FINDINGS_FILE,
    NOT_ASSESSABLE_FILE,
    PLACEMENTS_FILE,
    SYSTEM_FINDINGS_FILE,
    read_run,
)

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    Row = dict[str, Any]


class RunData:
    """The rows of one run.

    Args:
        folder: As `hiyoke assess` wrote it.

    Raises:
        UsageError: The folder holds no run.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.run = read_run(folder)

    @cached_property
    def assessment(self) -> dict[str, Any]:
        """Rows of the report, as plain values."""
        text = (self.folder / ASSESSMENT_FILE).read_text(encoding="utf-8")
        record: dict[str, Any] = json.loads(text)
        return record

    @cached_property
    def exposure(self) -> dict[str, Any] | None:
        """What an attacker could reach, as `exposure_record` gives it; None when not computed."""
        if EXPOSURE_FILE not in self.run["files"]:
            return None  # A file of an earlier run may lie there.
        text = (self.folder / EXPOSURE_FILE).read_text(encoding="utf-8")
        record: dict[str, Any] = json.loads(text)
        return record

    @cached_property
    def findings(self) -> Any:
        """An `ASSESSED_FINDINGS` table."""
        return self._table(FINDINGS_FILE)

    @cached_property
    def system_findings(self) -> Any:
        """A `SYSTEM_FINDINGS` table."""
        return self._table(SYSTEM_FINDINGS_FILE)

    @cached_property
    def components(self) -> Any:
        """Every distinct component: component_id, purl, name, version."""
        return self._table(COMPONENTS_FILE)

    def findings_where(self, column: str, values: Iterable[str]) -> list[Row]:
        """Return findings whose `column` is one of `values`, foremost first."""
        return _where(self.findings, column, values)

    def on_systems_where(self, column: str, values: Iterable[str]) -> list[Row]:
        """Return findings on systems whose `column` is one of `values`, foremost first."""
        return _where(self.system_findings, column, values)

    def not_assessable_of(self, component_ids: Iterable[str]) -> list[Row]:
        """Return why components could not be judged."""
        return _where(self._table(NOT_ASSESSABLE_FILE), "component_id", component_ids)

    def systems_of(self, component_ids: Iterable[str]) -> list[str]:
        """Return the systems that carry any of the components, sorted."""
        rows = _where(self._table(PLACEMENTS_FILE), "component_id", component_ids)
        return sorted({row["system_id"] for row in rows})

    def beliefs_of(self, vulnerability_id: str, system_id: str) -> list[Row]:
        """Return what the decision about a vulnerability on a system rests on."""
        number = self.assessment["evidence_numbers"].get(vulnerability_id)
        wanted = self.assessment["classes"].get(system_id)
        rows = _where(self._beliefs, "decision_class", [str(wanted)])
        return [
            {"vulnerability_id": vulnerability_id, **row}
            for row in rows
            if row["evidence_no"] == number
        ]

    @cached_property
    def _beliefs(self) -> Any:
        return self._table(BELIEFS_FILE)

    def row_of(self, kind: str, column: str, value: str) -> Row | None:
        """Return one row of the report, for example of ``services``; None without one."""
        return next((r for r in self.assessment[kind] if r[column] == value), None)

    def outcome(self, outcome_id: str) -> Text:
        """Return an outcome of the decision table in words."""
        return text_of(self.assessment["labels"]["outcomes"][outcome_id])

    def point(self, point_id: str) -> Text:
        """Return a decision point in words."""
        return text_of(self.assessment["labels"]["points"][point_id]["label"])

    def value(self, point_id: str, value: str) -> Text:
        """Return a value of a decision point in words."""
        return text_of(self.assessment["labels"]["points"][point_id]["values"][value])

    def system_names(self) -> dict[str, Text]:
        """Return names by system."""
        return {k: text_of(v) for k, v in self.assessment["system_names"].items()}

    def service_names(self) -> dict[str, Text]:
        """Return names by service."""
        return {k: text_of(v) for k, v in self.assessment["service_names"].items()}

    def _table(self, name: str) -> Any:
        with pq.ParquetFile(self.folder / name) as file:
            return file.read()


def _where(table: Any, column: str, values: Iterable[str]) -> list[Row]:
    wanted = pa.array(sorted(set(values)), pa.string())
    rows: list[Row] = table.filter(pc.is_in(table[column], value_set=wanted)).to_pylist()
    return rows


def text_of(record: list[str]) -> Text:
    """Return a text that was written as a pair: Japanese, then English."""
    japanese, english = record
    return Text(ja=japanese, en=english)
