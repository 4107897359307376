"""The folder of one run: what is written, what the next run and `hiyoke explain` read back.

Every file is private and whole; `run.json` is written last and names the digest of each. What is
not here: what the files say (`hiyoke.reports`).
"""

from __future__ import annotations

import hashlib
import io
import json
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Any, Final

import msgspec
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from hiyoke.documents import write_private
from hiyoke.errors import UsageError
from hiyoke.languages import Language, Text
from hiyoke.reports.assessment.findings_table import findings_table, render_csv, render_json
from hiyoke.reports.assessment.html_report import render_html
from hiyoke.reports.assessment.workbook_report import render_workbook
from hiyoke.reports.exposure.tables import exposure_tables
from hiyoke.risk import DETECTIONS, beliefs_of

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date
    from pathlib import Path

    from hiyoke.reports.assessment.assessment import Assessment
    from hiyoke.workflows.exposure.expose_run import ExposureRun
    from hiyoke.workflows.weighing.assess_tables import AssessmentInput
    from hiyoke.workflows.weighing.weigh_findings import Weighed

RUN_SCHEMA: Final = "hiyoke/run/1"
DATA_SCHEMA: Final = "hiyoke/run-data/1"
RUN_FILE: Final = "run.json"
SYSTEM_FINDINGS_FILE: Final = "data/system_findings.parquet"
BELIEFS_FILE: Final = "data/beliefs.parquet"
COMPONENTS_FILE: Final = "data/components.parquet"
PLACEMENTS_FILE: Final = "data/placements.parquet"
NOT_ASSESSABLE_FILE: Final = "data/not_assessable.parquet"
FINDINGS_FILE: Final = "findings.parquet"
ASSESSMENT_FILE: Final = "data/assessment.json"
EXPOSURE_FILE: Final = "exposure.json"

_BELIEFS: Final = pa.schema(
    [
        ("evidence_no", pa.int64()),
        ("decision_class", pa.string()),
        ("point_id", pa.string()),
        ("possible_values", pa.list_(pa.string())),
        ("basis", pa.string()),
        ("assumed_value", pa.string()),
        ("why_ja", pa.string()),
        ("why_en", pa.string()),
    ]
)


@dataclass(frozen=True, slots=True)
class Detections:
    """Detection dates of an earlier run.

    Attributes:
        table: A `DETECTIONS` table; empty when there is no earlier run.
        digests: SHA-256 of the file they came from, by name; empty when there is none.
    """

    table: Any
    digests: Mapping[str, str]


def no_detections() -> Detections:
    """Return the detections of a run without any earlier one."""
    return Detections(DETECTIONS.empty(), {})


def earlier_detections(previous: Path | None, out: Path, institution_id: str) -> Detections:
    """Return when each vulnerability was first seen on each system.

    Args:
        previous: Folder of an earlier run; None takes `out` when it holds one.
        out: Folder of this run.
        institution_id: Whose estate is assessed.

    Raises:
        UsageError: `previous` holds no run, or one of another institution.
    """
    folder = out if previous is None else previous
    path = folder / SYSTEM_FINDINGS_FILE
    if not path.exists() or not (folder / RUN_FILE).exists():
        if previous is not None:
            raise _no_run(folder)
        return no_detections()
    run = read_run(folder)
    if run["institution"]["institution_id"] != institution_id:
        raise UsageError(
            Text(
                ja=f"同じ機関（{institution_id}）の評価結果を期待しましたが、"
                f"{run['institution']['institution_id']} のものでした",
                en=f"expected a run of the same institution ({institution_id}), found one of "
                f"{run['institution']['institution_id']}",
            ),
            where=str(folder),
            remedy=Text(
                ja="別の出力先を指定してください。", en="Choose another folder for the results."
            ),
        )
    columns = ["system_id", "vulnerability_id", "first_detected_on"]
    with pq.ParquetFile(path) as file:
        table = file.read(columns=columns)
    earliest: dict[tuple[str, str], date] = {}
    for system_id, vulnerability_id, day in zip(
        *(table[name].to_pylist() for name in columns), strict=True
    ):
        key = (system_id, vulnerability_id)
        earliest[key] = min(day, earliest.get(key, day))
    ordered = sorted(earliest)
    detections = DETECTIONS.table(
        {
            "system_id": [system_id for system_id, _ in ordered],
            "vulnerability_id": [vulnerability_id for _, vulnerability_id in ordered],
            "first_detected_on": [earliest[key] for key in ordered],
        }
    )
    return Detections(detections, {"previous_run": _digest(path.read_bytes())})


def read_run(folder: Path) -> dict[str, Any]:
    """Read `run.json` of a run's folder.

    Raises:
        UsageError: The folder holds no run, or one of another version.
    """
    try:
        run = json.loads((folder / RUN_FILE).read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise _no_run(folder) from error
    if not isinstance(run, dict) or run.get("schema") != RUN_SCHEMA:
        raise _no_run(folder)
    return run


def _no_run(folder: Path) -> UsageError:
    return UsageError(
        Text(
            ja="hiyoke assess の出力フォルダーを期待しましたが、評価結果がありません",
            en="expected the folder that `hiyoke assess` wrote, found no run",
        ),
        where=str(folder),
        remedy=Text(
            ja="--out に指定したフォルダーを渡してください。",
            en="Name the folder that was given to --out.",
        ),
    )


def write_run(
    out: Path,
    assessment: Assessment,
    weighed: Weighed,
    given: AssessmentInput,
    exposure: ExposureRun | None = None,
) -> list[Path]:
    """Write every file of a run; `run.json` comes last.

    Returns:
        The files, in the order in which a reader would open them.

    Cost:
        Dominated by the workbook: about 20 microseconds a cell.
    """
    table = findings_table(assessment)
    contents: dict[str, bytes] = {
        f"report.{language.value}.html": render_html(assessment, language).encode(
            "utf-8", "replace"
        )
        for language in Language
    }
    for language in Language:
        contents[f"findings.{language.value}.xlsx"] = render_workbook(assessment, table, language)
    contents |= {
        "findings.csv": render_csv(table),
        "findings.json": render_json(assessment, table),
        FINDINGS_FILE: _parquet(table),
        SYSTEM_FINDINGS_FILE: _parquet(weighed.system_findings),
        BELIEFS_FILE: _parquet(_belief_rows(weighed, given)),
        COMPONENTS_FILE: _parquet(_sorted(given.all_components, "component_id")),
        PLACEMENTS_FILE: _parquet(_sorted(given.weighing.placements, "system_id", "component_id")),
        NOT_ASSESSABLE_FILE: _parquet(given.not_assessable),
        ASSESSMENT_FILE: _data(assessment, weighed, given),
    }
    contents |= _exposure_files(exposure)
    for name, content in contents.items():
        write_private(out / name, content)
    write_private(out / RUN_FILE, _run(assessment, contents))
    return [out / name for name in (*contents, RUN_FILE)]


def _exposure_files(exposure: ExposureRun | None) -> dict[str, bytes]:
    """Return the files about what an attacker could reach; none when that was not computed."""
    if exposure is None:
        return {}
    files = {EXPOSURE_FILE: _json(exposure.record())}
    for name, table in exposure_tables(exposure.report).items():
        files[f"exposure/{name}.csv"] = render_csv(table)
        files[f"exposure/{name}.parquet"] = _parquet(table)
    return files


def _sorted(table: Any, *columns: str) -> Any:
    """Return a table in a stable order; not `sort_by`, which imports pandas."""
    return table.take(pc.sort_indices(table, [(name, "ascending") for name in columns]))


def _parquet(table: Any) -> bytes:
    sink = io.BytesIO()
    pq.write_table(table, sink, compression="zstd")
    return sink.getvalue()


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _run(assessment: Assessment, contents: Mapping[str, bytes]) -> bytes:
    run = assessment.run
    record = {
        "schema": RUN_SCHEMA,
        "hiyoke_version": run.hiyoke_version,
        "as_of": run.as_of,
        "seed": assessment.exposure.seed if assessment.exposure else None,
        "verdict": run.verdict.name.lower(),
        "exit_code": int(run.verdict),
        "institution": {
            "institution_id": run.institution_id,
            "name": {"ja": run.institution_name.ja, "en": run.institution_name.en},
            "synthetic": run.is_synthetic,
        },
        "decision_table": {"table_id": run.table.table_id, "version": run.table.version},
        "freshness_version": run.freshness_version,
        "inputs": dict(run.inputs),
        "counts": dict(run.counts),
        "data_age": [
            {
                "kind": age.kind,
                "newest_on": age.newest_on,
                "age_days": age.age_days,
                "limit_days": age.limit_days,
                "state": age.state,
            }
            for age in assessment.data_ages
        ],
        "unknown": [
            {
                "code": row.code,
                "count": row.count,
                "total": row.total,
                "hides_findings": row.hides_findings,
            }
            for row in assessment.unknowns
        ],
        "files": {name: _digest(content) for name, content in sorted(contents.items())},
    }
    return _json(record)


def _json(record: Any) -> bytes:
    return msgspec.json.format(msgspec.json.encode(record, order="sorted"), indent=1) + b"\n"


def _belief_rows(weighed: Weighed, given: AssessmentInput) -> Any:
    """Return what every decision rests on: one row for each evidence, class and point."""
    table = given.weighing.table
    classes = {s.decision_class: s for s in weighed.standings.values()}
    distinct = {facts.deciding: facts for facts in weighed.evidence.values()}
    columns: dict[str, list[Any]] = {name: [] for name in _BELIEFS.names}
    for evidence_no, facts in enumerate(distinct.values()):
        for name in sorted(classes):
            for belief in beliefs_of(table, facts, classes[name]):
                columns["evidence_no"].append(evidence_no)
                columns["decision_class"].append(name)
                columns["point_id"].append(belief.point_id)
                columns["possible_values"].append(list(belief.values))
                columns["basis"].append(belief.basis.value)
                columns["assumed_value"].append(belief.assumed)
                columns["why_ja"].append(belief.why.ja)
                columns["why_en"].append(belief.why.en)
    return pa.table(columns, schema=_BELIEFS)


def _evidence_numbers(weighed: Weighed) -> dict[str, int]:
    """Return which rows of beliefs each vulnerability has."""
    distinct = dict.fromkeys(facts.deciding for facts in weighed.evidence.values())
    numbers = {deciding: number for number, deciding in enumerate(distinct)}
    return {name: numbers[facts.deciding] for name, facts in weighed.evidence.items()}


def _data(assessment: Assessment, weighed: Weighed, given: AssessmentInput) -> bytes:
    """Return the rows of the report for `hiyoke explain`; findings lie in their own files."""
    left_out = {
        "run",
        "exposure",
        "why_no_exposure",
        "findings",
        "not_assessable",
        "unfixed",
        "backports",
    }
    kept = {f.name: getattr(assessment, f.name) for f in fields(assessment)}
    record = {
        "schema": DATA_SCHEMA,
        **{name: rows for name, rows in kept.items() if name not in left_out},
        "requirements": given.weighing.estate.requirements,
        "classes": {s: standing.decision_class for s, standing in weighed.standings.items()},
        "evidence_numbers": _evidence_numbers(weighed),
        "labels": _labels(assessment),
    }
    return _json(record)


def _labels(assessment: Assessment) -> dict[str, Any]:
    """Return the words of the decision table, which may have been an edited file."""
    table = assessment.run.table
    return {
        "table": table.title,
        "standing": table.standing,
        "deadlines": table.deadline_note,
        "outcomes": {o.outcome_id: o.label for o in table.outcomes},
        "points": {
            p.point_id: {"label": p.label, "values": {v.value: v.label for v in p.values}}
            for p in table.points
        },
    }
