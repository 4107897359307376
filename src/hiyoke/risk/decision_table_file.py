"""Reading a decision table from its JSON file, and refusing one that could leave a case open.

The shipped tables lie in `profiles/`; a path to an edited copy works the same way. What is not
here: how a table is applied (`belief`, `deadline`).
"""

from __future__ import annotations

import itertools
import json
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any

from hiyoke.errors import DecisionTableError, FaultsError
from hiyoke.languages import Text
from hiyoke.risk.decision_table import (
    DecisionPoint,
    DecisionTable,
    HumanImpactRule,
    MissingRule,
    Outcome,
    PointValue,
)

#: Schema name that a file must carry; another one is refused, since its shape is unknown.
SCHEMA = "hiyoke/decision-table/1"
#: Tables that come with Hiyoke; the first is the default.
SHIPPED_TABLES = ("bod-26-04", "ssvc-deployer")

#: Largest accepted table file in bytes; past it the file is refused.
_MAX_FILE_BYTES = 4 * 1024**2
_REMEDY = Text(
    ja="判断表のファイルを直してください。書き方は docs/reference/decision-tables.md にあります。",
    en="Correct the table file; docs/reference/decision-tables.md describes it.",
)


def load_decision_table(name: str) -> DecisionTable:
    """Load a shipped table by name, or an edited one by path.

    Args:
        name: ``bod-26-04``, ``ssvc-deployer``, or a path to a JSON file.

    Raises:
        DecisionTableError: No such table, or a file that is not one.
        FaultsError: The table is incomplete or contradictory; every fault is listed.
    """
    if name in SHIPPED_TABLES:
        return _load_shipped(name)
    path = Path(name)
    try:
        too_long = path.stat().st_size > _MAX_FILE_BYTES
        content = "" if too_long else path.read_text(encoding="utf-8-sig")
    except (OSError, ValueError) as error:
        raise _fault(
            Text(
                ja=f"判断表の名前（{'、'.join(SHIPPED_TABLES)}）か JSON ファイルを期待しましたが、"
                f"{name!r} は読めませんでした",
                en=f"expected a table name ({', '.join(SHIPPED_TABLES)}) or a JSON file, "
                f"found {name!r}, which cannot be read",
            ),
            name,
        ) from error
    return read_decision_table(content, origin=name)


@cache
def _load_shipped(name: str) -> DecisionTable:
    file = resources.files("hiyoke.risk").joinpath("profiles", f"{name}.json")
    return read_decision_table(file.read_text(encoding="utf-8"), origin=name)


def read_decision_table(content: str, *, origin: str) -> DecisionTable:
    """Read and check one table.

    Args:
        content: JSON text.
        origin: File name or table name, for messages.

    Raises:
        DecisionTableError: Not JSON, another schema, or a member is missing or of another type.
        FaultsError: Combinations are missing, repeated or use unknown values.
    """
    try:
        record = json.loads(content)
        if not isinstance(record, dict) or record.get("schema") != SCHEMA:
            raise _fault(
                Text(
                    ja=f"schema が {SCHEMA!r} の JSON を期待しましたが、違いました",
                    en=f"expected JSON whose schema is {SCHEMA!r}, found another",
                ),
                origin,
            )
        table = _table_of(record)
        faults = _faults_of(table, record, origin)
    except (KeyError, TypeError, ValueError, RecursionError, AttributeError) as error:
        raise _fault(
            Text(
                ja=f"判断表の形式を期待しましたが、次の問題がありました: {error!r:.200}",
                en=f"expected the shape of a decision table, found: {error!r:.200}",
            ),
            origin,
        ) from error
    if faults:
        raise FaultsError(
            Text(
                ja="すべての値の組にちょうど一つの結果がある判断表を期待しましたが、不備がありました",
                en="expected a table with exactly one outcome for every combination, found faults",
            ),
            faults=faults,
            where=origin,
        )
    return table


def _table_of(record: dict[str, Any]) -> DecisionTable:
    points = tuple(_point_of(p) for p in record["points"])
    outcomes = tuple(_outcome_of(o, urgency) for urgency, o in enumerate(record["outcomes"]))
    return DecisionTable(
        table_id=str(record["table_id"]),
        version=str(record["version"]),
        title=_text(record["title"]),
        standing=_text(record["standing"]),
        publisher=str(record["source"]["publisher"]),
        reference=str(record["source"]["reference"]),
        licence_note=str(record["source"]["licence_note"]),
        trust=str(record["source"]["trust"]),
        deadline_note=_text(record["deadlines"]["note"]),
        days_are_assumed=record["deadlines"]["basis"] != "source",
        clock=_text(record["clock"]),
        missing_note=_text(record["when_missing_note"]),
        points=points,
        outcomes=outcomes,
        rows={tuple(map(str, row[:-1])): str(row[-1]) for row in record["rows"]},
        when_missing={
            str(point): MissingRule(str(rule["otherwise"]), bool(rule["from_cvss"]))
            for point, rule in record["when_missing"].items()
        },
        human_impact=_human_impact_of(record.get("human_impact")),
    )


def _text(record: dict[str, str]) -> Text:
    return Text(ja=str(record["ja"]), en=str(record["en"]))


def _point_of(record: dict[str, Any]) -> DecisionPoint:
    values = tuple(
        PointValue(str(v["value"]), _text(v["label"]), str(v["standard_key"]))
        for v in record["values"]
    )
    return DecisionPoint(
        str(record["point_id"]), str(record["standard_id"]), _text(record["label"]), values
    )


def _outcome_of(record: dict[str, Any], urgency: int) -> Outcome:
    days = record["days"]
    if days is not None and (isinstance(days, bool) or not isinstance(days, int) or days < 0):
        raise ValueError(f"days: {days!r}")
    return Outcome(
        outcome_id=str(record["outcome_id"]),
        standard_key=str(record["standard_key"]),
        label=_text(record["label"]),
        days=days,
        urgency=urgency,
    )


def _human_impact_of(record: dict[str, Any] | None) -> HumanImpactRule | None:
    if record is None:
        return None
    rule = HumanImpactRule(
        note=_text(record["note"]),
        safety_impact=str(record["safety_impact"]),
        mission_impact={str(k): str(v) for k, v in record["mission_impact"].items()},
        rows={(str(row[0]), str(row[1])): str(row[2]) for row in record["rows"]},
    )
    for role in ROLES:
        rule.impact_of(role)
    return rule


#: Roles a system may have for services, as `human_impact.mission_impact` names them.
ROLES = (
    "several_priority_services",
    "one_priority_service",
    "redundant_for_priority_service",
    "other_services",
)


def _faults_of(
    table: DecisionTable, record: dict[str, Any], origin: str
) -> list[DecisionTableError]:
    """List combinations that are missing, repeated or made of unknown words."""
    outcomes = {outcome.outcome_id for outcome in table.outcomes}
    expected = set(table.combinations())
    given = [tuple(map(str, row[:-1])) for row in record["rows"]]
    complaints = [
        ("組が抜けています", "combination is missing", c) for c in sorted(expected - set(given))
    ]
    complaints += [("知らない値があります", "unknown value", c) for c in given if c not in expected]
    complaints += [
        ("組が重複しています", "combination is repeated", combination)
        for combination, again in itertools.groupby(sorted(given))
        if len(list(again)) > 1
    ]
    complaints += [
        ("知らない結果があります", "unknown outcome", (*c, o))
        for c, o in table.rows.items()
        if o not in outcomes
    ]
    complaints += [
        ("仮定の値が判断項目にありません", "assumed value is unknown", (name, rule.otherwise))
        for name, rule in table.when_missing.items()
        if (point := table.point(name)) is None
        or rule.otherwise not in {v.value for v in point.values}
    ]
    complaints += _order_faults(table) + _human_impact_faults(table)
    return [
        _fault(Text(ja=f"{ja}: {combination}", en=f"{en}: {combination}"), origin)
        for ja, en, combination in complaints
    ]


def _order_faults(table: DecisionTable) -> list[tuple[str, str, tuple[str, ...]]]:
    """List outcomes that allow more time than a less urgent one."""
    found: list[tuple[str, str, tuple[str, ...]]] = []
    for lower, higher in itertools.pairwise(table.outcomes):
        allowed = float("inf") if lower.days is None else lower.days
        if (float("inf") if higher.days is None else higher.days) > allowed:
            found.append(
                (
                    "緊急な結果ほど日数が短い並びではありません",
                    "a more urgent outcome allows more days",
                    (lower.outcome_id, higher.outcome_id),
                )
            )
    return found


def _human_impact_faults(table: DecisionTable) -> list[tuple[str, str, tuple[str, ...]]]:
    """List human impacts that the table's own point does not know."""
    point = table.point("human_impact")
    if table.human_impact is None and point is None:
        return []
    known = {v.value for v in point.values} if point else set()
    given = set(table.human_impact.rows.values()) if table.human_impact else {"human_impact"}
    return [
        ("業務への影響の値が判断項目と合いません", "human impact does not fit its point", (value,))
        for value in sorted(given - known)
    ]


def _fault(what: Text, origin: str) -> DecisionTableError:
    return DecisionTableError(what, where=f"decision table {origin!r}", remedy=_REMEDY)
