"""What a plan takes for granted where the estate says nothing, read from a versioned profile.

Every line says whether it is an assumption or must be verified. What is not here: which job gets
which line (`hiyoke.workflows.plan_problem`).
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import time
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Any, Final

from hiyoke.errors import FaultsError, PlanningProfileError
from hiyoke.languages import Text
from hiyoke.planning.profile_faults import profile_faults

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

#: Schema name that a file must carry; another one is refused, since its shape is unknown.
SCHEMA: Final = "hiyoke/planning-profile/1"
SHIPPED_PLANNING_PROFILE: Final = "planning-1.0.0.json"
_SINGLES: Final = ("pair_failure_share", "soak_minutes", "blind_spot_share", "floor_loss_per_day")


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeClass:
    """What a change of one class takes.

    Attributes:
        hours: Person-hours for the change as a whole.
        hours_per_system: Person-hours for each system besides.
        downtime_minutes: Planned stop of one group.
        failure_rate: Share of changes that fail: low, likely, high.
        outage_minutes: Outage after a failed one: low, likely, high.
    """

    hours: float
    hours_per_system: float
    downtime_minutes: int
    failure_rate: tuple[float, float, float]
    outage_minutes: tuple[float, float, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class OptionRule:
    """How one kind of option differs.

    Attributes:
        prepare_share: Share of the work that is done before the window, in [0, 1].
        prepare_shifts: Working days over which it is spread.
        failure_factor: Factor on the failure rate.
    """

    prepare_share: float
    prepare_shifts: int
    failure_factor: float


@dataclass(frozen=True, slots=True, kw_only=True)
class WindowRule:
    """A recurring window for systems that have none of their own.

    Attributes:
        rule_id: Identifier of the calendar.
        name: What it is.
        days: Names of days, as `hiyoke.estate.WeekDay` knows them.
        starts_at: Local time.
        minutes: Length.
        environments: Environments it holds for.
    """

    rule_id: str
    name: Text
    days: tuple[str, ...]
    starts_at: time
    minutes: int
    environments: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanningProfile:
    """A version of the planning defaults.

    Attributes:
        version: For the plan's record.
        standing: What the profile is and is not.
        figures: Single figures by name, such as ``crew.people``.
        windows: Windows for systems without any.
        freezes: (identifier, rule, name): freezes where the estate states none.
        classes: Changes by class.
        full: The full test.
        reduced: The reduced test.
        never_skipped: Checks that no reduced test leaves out.
        control_hours: Person-hours for a compensating control.
        control_efficacy: Share of the attack loss that it takes away.
        relief_costs: Assumed cost of each kind of relief.
        notes: The basis of every line, by its name: kind and words.
    """

    version: str
    standing: Text
    figures: Mapping[str, float]
    windows: tuple[WindowRule, ...]
    freezes: tuple[tuple[str, str, Text], ...]
    classes: Mapping[str, ChangeClass]
    full: OptionRule
    reduced: OptionRule
    never_skipped: tuple[str, ...]
    control_hours: float
    control_efficacy: float
    relief_costs: Mapping[str, float]
    notes: Mapping[str, tuple[str, Text]]

    def figure(self, name: str) -> float:
        """Return a single figure; times of day are minutes after midnight."""
        return self.figures[name]


@cache
def load_planning_profile() -> PlanningProfile:
    """Load the shipped profile."""
    file = resources.files("hiyoke.planning").joinpath("profiles", SHIPPED_PLANNING_PROFILE)
    return _profile_of(file.read_text(encoding="utf-8"), SHIPPED_PLANNING_PROFILE)


def read_planning_profile(path: Path) -> PlanningProfile:
    """Read an edited profile.

    Raises:
        PlanningProfileError: It cannot be read, has another schema, or lacks a line.
        FaultsError: Figures are out of range or words unknown; all are listed.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise _fault(str(path), type(error).__name__) from error
    return _profile_of(text, str(path))


def _fault(where: str, found: str) -> PlanningProfileError:
    return PlanningProfileError(
        Text(
            ja=f"計画の既定値のプロファイル（{SCHEMA}）を期待しましたが、{found} でした",
            en=f"expected a profile of planning defaults ({SCHEMA}), found {found}",
        ),
        where=where,
        remedy=Text(
            ja="同梱の planning-1.0.0.json と見比べてください。",
            en="Compare it with the shipped planning-1.0.0.json.",
        ),
    )


def _faults(where: str, faults: Iterable[tuple[str, Text]]) -> FaultsError:
    remedy = Text(
        ja="同梱の planning-1.0.0.json と見比べてください。",
        en="Compare it with the shipped planning-1.0.0.json.",
    )
    return FaultsError(
        Text(
            ja="計画の既定値のプロファイルに不備があります",
            en="the profile of planning defaults has faults",
        ),
        faults=[PlanningProfileError(what, where=path, remedy=remedy) for path, what in faults],
        where=where,
    )


def _profile_of(text: str, where: str) -> PlanningProfile:
    try:
        record = json.loads(text)
        if record["schema"] != SCHEMA:
            raise _fault(where, repr(record["schema"]))
        faults = list(profile_faults(record))
        if faults:
            raise _faults(where, faults)
        return _read(record)
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise _fault(where, f"{type(error).__name__}: {error}") from error


def _read(record: Mapping[str, Any]) -> PlanningProfile:
    singles = {
        **{f"crew.{name}": line for name, line in record["crew"].items()},
        **{f"vendor.{name}": line for name, line in record["vendor"].items()},
        **{name: record[name] for name in _SINGLES},
    }
    options = record["options"]
    notes = {name: _basis(line) for name, line in singles.items()}
    for family, key in (("windows", "rule_id"), ("freezes", "freeze_id"), ("reliefs", "relief_id")):
        notes |= {f"{family}.{line[key]}": _basis(line) for line in record[family]}
    for family in ("classes", "options"):
        notes |= {f"{family}.{name}": _basis(line) for name, line in record[family].items()}
    return PlanningProfile(
        version=str(record["version"]),
        standing=Text(**record["standing"]),
        figures={name: _figure(line["value"]) for name, line in singles.items()},
        windows=tuple(
            WindowRule(
                rule_id=line["rule_id"],
                name=_basis(line)[1],
                days=tuple(line["days"]),
                starts_at=time.fromisoformat(line["starts_at"]),
                minutes=int(line["minutes"]),
                environments=tuple(line["environments"]),
            )
            for line in record["windows"]
        ),
        freezes=tuple((f["freeze_id"], f["rule"], _basis(f)[1]) for f in record["freezes"]),
        classes={name: _class_of(line) for name, line in record["classes"].items()},
        full=_option_of(options["full_test"]),
        reduced=_option_of(options["reduced_test"]),
        never_skipped=tuple(options["reduced_test"]["never_skipped"]),
        control_hours=float(options["control_first"]["control_hours"]),
        control_efficacy=float(options["control_first"]["control_efficacy"]),
        relief_costs={r["relief_id"]: float(r["cost"]) for r in record["reliefs"]},
        notes=notes,
    )


def _basis(line: Mapping[str, Any]) -> tuple[str, Text]:
    return str(line["basis"]["kind"]), Text(**line["basis"]["note"])


def _figure(value: Any) -> float:
    """Return a figure; a time of day as minutes after midnight."""
    if isinstance(value, str):
        moment = time.fromisoformat(value)
        return float(moment.hour * 60 + moment.minute)
    return float(value)


def _class_of(line: Mapping[str, Any]) -> ChangeClass:
    low, likely, high = (float(f) for f in line["failure_rate"])
    short, usual, long = (float(f) for f in line["outage_minutes"])
    if not (0 <= low <= likely <= high <= 1 and 0 <= short <= usual <= long):
        found = f"failure_rate {line['failure_rate']}, outage_minutes {line['outage_minutes']}"
        raise ValueError(found)
    hours, each = line["effort_hours"]
    return ChangeClass(
        hours=float(hours),
        hours_per_system=float(each),
        downtime_minutes=int(line["downtime_minutes"]),
        failure_rate=(low, likely, high),
        outage_minutes=(short, usual, long),
    )


def _option_of(line: Mapping[str, Any]) -> OptionRule:
    return OptionRule(
        prepare_share=float(line["prepare_share"]),
        prepare_shifts=int(line["prepare_shifts"]),
        failure_factor=float(line["failure_factor"]),
    )
