"""Levels of stopping, what triggers them, who may decide, and what a restart needs: data.

What is not here: the check of a restart (`restart`). Nothing in the shipped profile is an official
standard; every line says how far its source is trusted.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Any, Final

from hiyoke.errors import CriteriaProfileError
from hiyoke.languages import Text
from hiyoke.suspension.notice_clocks import Duty, duty_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

SCHEMA: Final = "hiyoke/stop-criteria/1"
SHIPPED_CRITERIA: Final = "stop-criteria-1.1.0.json"
#: What must hold for a flaw to count: reachable, in use, no working control, a service harmed.
GATES: Final = ("exposed", "used", "uncontrolled", "harmful")


@dataclass(frozen=True, slots=True, kw_only=True)
class StopLevel:
    """One level.

    Attributes:
        level: L0 to L4.
        name: In both languages.
        least_rank: Rank of the lowest role that may decide it.
        restart: Conditions of coming back, by code.
        confirm_rank: Rank of the lowest role that may be the second person.
        mark: How far the source is trusted.
    """

    level: str
    name: Text
    least_rank: int
    restart: tuple[str, ...]
    mark: str
    confirm_rank: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Trigger:
    """What asks for a decision.

    Attributes:
        code: Short name.
        level: Least level to consider.
        name: In both languages.
        decide_minutes: Time to decide; 0 at once, None when none is stated.
        is_gated: Whether it counts only where `GATES` hold.
        mark: How far the source is trusted.
        fact: What it asks, as `hiyoke.suspension.levels` knows it; empty when people judge it.
        source: Key of the profile's sources.
    """

    code: str
    level: str
    name: Text
    decide_minutes: float | None
    is_gated: bool
    mark: str
    fact: str = ""
    source: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Quorum:
    """When enough counterparties are ready.

    Attributes:
        name: In both languages.
        least_share: Part of all value that must be ready, in [0, 1].
        retail_share: Part of retail value that must be ready, in [0, 1].
        retail_count: Retail counterparties that must be ready.
        least_minutes: Useful time before the cut-off.
        mark: How far the source is trusted.
    """

    name: Text
    least_share: float
    retail_share: float
    retail_count: int
    least_minutes: float
    mark: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StopCriteria:
    """A whole profile.

    Attributes:
        version: Of the profile.
        standing: What it is and is not.
        ranks: Rank of each role.
        levels: By code, in order.
        triggers: By code.
        conditions: Name of each restart condition.
        with_intrusion: Conditions added when an intruder was or may have been inside.
        quorums: By name.
        watch_hours: How long to watch closely after a restart.
        duties: Whom to tell by when.
        role_names: What people call each role.
        review_hours: Time for the review of a break-glass decision.
        sources: Where lines come from, by key.
    """

    version: str
    standing: Text
    ranks: Mapping[str, int]
    levels: Mapping[str, StopLevel]
    triggers: Mapping[str, Trigger]
    conditions: Mapping[str, Text]
    with_intrusion: tuple[str, ...]
    quorums: Mapping[str, Quorum]
    watch_hours: float
    duties: tuple[Duty, ...]
    role_names: Mapping[str, Text]
    review_hours: float = 24.0
    sources: Mapping[str, Text] = field(default_factory=dict)

    def higher(self, *levels: str) -> str:
        """Return the highest of some levels."""
        return max(levels, key=list(self.levels).index)

    def level_of(self, codes: Iterable[str], gates: Mapping[str, str]) -> str:
        """Return the highest level that triggers ask for; L0 when none does.

        Args:
            codes: Triggers seen.
            gates: yes, no or unknown for each of `GATES`. Only a plain no keeps a gated trigger
                from counting; unknown and unstated count.
        """
        is_kept_out = any(gates.get(gate) == "no" for gate in GATES)
        asked = [
            self.triggers[code].level
            for code in codes
            if not (self.triggers[code].is_gated and is_kept_out)
        ]
        return max(asked, default=next(iter(self.levels)), key=list(self.levels).index)


@cache
def load_criteria() -> StopCriteria:
    """Load the shipped profile."""
    file = resources.files("hiyoke.suspension").joinpath("profiles", SHIPPED_CRITERIA)
    return _criteria_of(json.loads(file.read_text(encoding="utf-8")), SHIPPED_CRITERIA)


def read_criteria(path: Path) -> StopCriteria:
    """Read an institution's own profile.

    Raises:
        CriteriaProfileError: Not JSON of this schema, or a member is missing or unknown.
    """
    try:
        record = json.loads(path.read_text(encoding="utf-8-sig"))
    except (OSError, ValueError) as error:
        raise _fault(str(error), str(path)) from error
    return _criteria_of(record, str(path))


def _criteria_of(record: Any, origin: str) -> StopCriteria:
    try:
        if record["schema"] != SCHEMA:
            raise _fault(repr(record["schema"]), origin)
        found = StopCriteria(
            version=str(record["version"]),
            standing=_text(record["standing"]),
            ranks={str(line["role"]): int(line["rank"]) for line in record["roles"]},
            levels={line["level"]: _level(line) for line in record["levels"]},
            triggers={line["code"]: _trigger(line) for line in record["triggers"]},
            conditions={code: _text(one["name"]) for code, one in record["conditions"].items()},
            with_intrusion=tuple(record["with_intrusion"]),
            quorums={name: _quorum(one) for name, one in record["quorums"].items()},
            watch_hours=float(record["watch_hours"]["hours"]),
            duties=tuple(duty_of(one) for one in record["duties"]),
            role_names={str(line["role"]): _text(line["name"]) for line in record["roles"]},
            review_hours=float(record.get("review_within", {"hours": 24})["hours"]),
            sources={name: _text(words) for name, words in record.get("sources", {}).items()},
        )
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise _fault(f"{type(error).__name__}: {error}", origin) from error
    named = {code for level in found.levels.values() for code in level.restart}
    unknown = (named | set(found.with_intrusion)) - set(found.conditions)
    unknown |= {one.level for one in found.triggers.values()} - set(found.levels)
    if unknown:
        raise _fault(", ".join(sorted(unknown)), origin)
    return found


def _level(line: Any) -> StopLevel:
    return StopLevel(
        level=str(line["level"]),
        name=_text(line["name"]),
        least_rank=int(line["least_rank"]),
        restart=tuple(line["restart"]),
        mark=str(line["mark"]),
        confirm_rank=int(line.get("confirm_rank", 1)),
    )


def _trigger(line: Any) -> Trigger:
    minutes = line["decide_minutes"]
    return Trigger(
        code=str(line["code"]),
        level=str(line["level"]),
        name=_text(line["name"]),
        decide_minutes=None if minutes is None else float(minutes),
        is_gated=bool(line["gated"]),
        mark=str(line["mark"]),
        fact=str(line.get("fact", "")),
        source=str(line.get("source", "")),
    )


def _quorum(line: Any) -> Quorum:
    return Quorum(
        name=_text(line["name"]),
        least_share=float(line["least_share"]),
        retail_share=float(line["retail_share"]),
        retail_count=int(line["retail_count"]),
        least_minutes=float(line["least_minutes"]),
        mark=str(line["mark"]),
    )


def _text(words: Any) -> Text:
    return Text(ja=str(words["ja"]), en=str(words["en"]))


def _fault(found: str, origin: str) -> CriteriaProfileError:
    return CriteriaProfileError(
        Text(
            ja=f"停止の基準（{SCHEMA}）を期待しましたが、{found} でした",
            en=f"expected stop criteria ({SCHEMA}), found {found}",
        ),
        where=origin,
        remedy=Text(ja="ファイルを直してください。", en="Correct the file."),
    )
