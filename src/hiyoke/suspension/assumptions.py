"""What is assumed where nobody has said: speeds, chances and times, from a versioned profile.

Every line carries its basis and is shown as an assumption. What is not here: what the institution
itself states, which always goes first.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from hiyoke.errors import SuspensionProfileError
from hiyoke.estate import LossRange
from hiyoke.languages import Text

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

SCHEMA: Final = "hiyoke/suspension-profile/1"
SHIPPED_PROFILE: Final = "suspension-1.0.0.json"


class KindLine(NamedTuple):
    """What is assumed of one kind of situation.

    Attributes:
        chance_per_day: Chance that the attacker strikes within a day, in [0, 1].
        pace_minutes: Time he needs for one step.
        fixed_after_minutes: Time from the decision until the cause is gone.
        note: The assumption in words.
    """

    chance_per_day: LossRange
    pace_minutes: float
    fixed_after_minutes: LossRange
    note: Text


class ModeLine(NamedTuple):
    """What is assumed of a mode that the estate does not state."""

    enter_minutes: LossRange
    leave_minutes: LossRange
    note: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Assumptions:
    """A version of the assumptions.

    Attributes:
        version: For the record of a plan.
        standing: What the profile is and is not.
        kinds: By kind of situation.
        modes: By kind of mode.
        restart_failure: How often a restart fails, in [0, 1].
        restart_extra_minutes: By how long that lengthens a stop.
        unrehearsed_factor: Factor on `restart_failure` when a mode was never rehearsed.
        likely_flaw: Flaws at least this likely within 30 days are taken to be used on the way.
        trusted_guard: A guard at least this likely to hold counts as holding.
        rehearsed_within_days: A rehearsal older than this no longer counts.
        margin_minutes: Time between a cut-off and the start of a stop.
        least_return_minutes: Every return lasts at least this long.
        notes: The assumption behind each line, by its name.
    """

    version: str
    standing: Text
    kinds: Mapping[str, KindLine]
    modes: Mapping[str, ModeLine]
    restart_failure: LossRange
    restart_extra_minutes: LossRange
    unrehearsed_factor: float
    likely_flaw: float
    trusted_guard: float
    rehearsed_within_days: int
    margin_minutes: float
    least_return_minutes: float
    notes: Mapping[str, Text]


@cache
def load_assumptions() -> Assumptions:
    """Load the shipped profile."""
    file = resources.files("hiyoke.suspension").joinpath("profiles", SHIPPED_PROFILE)
    return _assumptions_of(json.loads(file.read_text(encoding="utf-8")), SHIPPED_PROFILE)


def read_assumptions(path: Path) -> Assumptions:
    """Read an institution's own profile.

    Raises:
        SuspensionProfileError: Not JSON of this schema, or a member is missing or out of range.
    """
    try:
        record = json.loads(path.read_text(encoding="utf-8-sig"))
    except (OSError, ValueError) as error:
        raise _fault(str(error), str(path)) from error
    return _assumptions_of(record, str(path))


def _assumptions_of(record: Any, origin: str) -> Assumptions:
    try:
        if record["schema"] != SCHEMA:
            raise _fault(f"{record['schema']!r}", origin)
        restart = record["restart"]
        return Assumptions(
            version=record["version"],
            standing=_text(record["standing"]),
            kinds={
                name: KindLine(
                    _shares(line["chance_per_day"]),
                    _positive(line["pace_minutes"]),
                    _range(line["fixed_after_minutes"]),
                    _text(line["basis"]["note"]),
                )
                for name, line in record["kinds"].items()
            },
            modes={
                name: ModeLine(
                    _range(line["enter_minutes"]),
                    _range(line["leave_minutes"]),
                    _text(line["basis"]["note"]),
                )
                for name, line in record["modes"].items()
            },
            restart_failure=_shares(restart["failure_share"]),
            restart_extra_minutes=_range(restart["extra_minutes"]),
            unrehearsed_factor=_positive(restart["unrehearsed_factor"]),
            likely_flaw=_share(record["likely_flaw"]["probability"]),
            trusted_guard=_share(record["trusted_guard"]["probability"]),
            rehearsed_within_days=int(record["rehearsed_within_days"]["days"]),
            margin_minutes=float(record["margin_minutes"]["minutes"]),
            least_return_minutes=float(record["least_return_minutes"]["minutes"]),
            notes={
                name: _text(record[name]["basis"]["note"])
                for name in (
                    "restart",
                    "likely_flaw",
                    "trusted_guard",
                    "rehearsed_within_days",
                    "margin_minutes",
                    "least_return_minutes",
                )
            },
        )
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise _fault(f"{type(error).__name__}: {error}", origin) from error


def _text(words: Any) -> Text:
    return Text(ja=str(words["ja"]), en=str(words["en"]))


def _range(figures: Any) -> LossRange:
    low, likely, high = (float(figure) for figure in figures)
    if not 0.0 <= low <= likely <= high < float("inf"):
        raise ValueError(f"0 <= low <= likely <= high, found {figures}")
    return LossRange(low, likely, high)


def _shares(figures: Any) -> LossRange:
    found = _range(figures)
    _share(found.high)
    return found


def _share(figure: Any) -> float:
    if not 0.0 <= float(figure) <= 1.0:
        raise ValueError(f"a share in [0, 1], found {figure}")
    return float(figure)


def _positive(figure: Any) -> float:
    if not 0.0 < float(figure) < float("inf"):
        raise ValueError(f"a number above 0, found {figure}")
    return float(figure)


def _fault(found: str, origin: str) -> SuspensionProfileError:
    return SuspensionProfileError(
        Text(
            ja=f"停止の仮定（{SCHEMA}）を期待しましたが、{found} でした",
            en=f"expected assumptions for stopping ({SCHEMA}), found {found}",
        ),
        where=origin,
        remedy=Text(
            ja="ファイルを直してください。書き方は docs/reference/suspension.md にあります。",
            en="Correct the file; docs/reference/suspension.md describes it.",
        ),
    )
