"""Read a plan file: the problem and the plan, as far as checking and planning again need them.

The rows for people come as they stand; what is planned again makes them anew.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import msgspec

from hiyoke.errors import PlanFileError
from hiyoke.exchange.plan.write import PLAN_SCHEMA
from hiyoke.languages import Text
from hiyoke.planning import Plan, PlanningProblem

if TYPE_CHECKING:
    from hiyoke.documents import Document


@dataclass(frozen=True, slots=True)
class PlanFile:
    """What a plan file holds.

    Attributes:
        problem: What the plan was made from.
        plan: The plan.
        report: Rows for people as plain values; None when a problem alone was solved.
    """

    problem: PlanningProblem
    plan: Plan
    report: dict[str, Any] | None


def read_plan(document: Document) -> PlanFile:
    """Read a plan file.

    Members that this version does not know are ignored.

    Raises:
        PlanFileError: It is no JSON, of another schema, or lacks a member.
        UnreadableDocumentError: It is larger than any document may be.
    """
    raw = document.read_bytes()
    try:
        record: Any = msgspec.json.decode(raw)
        schema = record.get("schema") if isinstance(record, dict) else None
        if schema != PLAN_SCHEMA:
            raise _fault(document.origin, repr(schema))
        return PlanFile(
            problem=msgspec.convert(record["problem"], PlanningProblem),
            plan=msgspec.convert(record["plan"], Plan),
            report=record.get("report"),
        )
    except (msgspec.DecodeError, msgspec.ValidationError, KeyError) as error:
        raise _fault(document.origin, f"{type(error).__name__}: {error}") from error


def _fault(origin: str, found: str) -> PlanFileError:
    return PlanFileError(
        Text(
            ja=f"計画ファイル（{PLAN_SCHEMA}）を期待しましたが、{found} でした",
            en=f"expected a plan file ({PLAN_SCHEMA}), found {found}",
        ),
        where=origin,
        remedy=Text(
            ja="hiyoke plan --out が書いた plan.json を指定してください。",
            en="Name the plan.json that `hiyoke plan --out` wrote.",
        ),
    )
