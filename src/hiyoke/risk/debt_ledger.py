"""The debt ledger: ports, privileged IDs, backlog and ends of life on one scale.

What each lets an attacker do, what would be lost no more without it, and how much of that an hour
of work removes. What is not here: what each removes (`leverage`), and when the work is done
(`hiyoke.planning`).
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Final, NamedTuple

from hiyoke.languages import Text

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from hiyoke.risk.leverage import WeighedLever

#: Kind of debt by kind of change; other changes are no debts.
DEBT_KINDS: Final[Mapping[str, str]] = {
    "port": "port",
    "account": "privileged_id",
    "bundle": "backlog",
    "end_of_life": "end_of_life",
}


class EffortLine(NamedTuple):
    """How much work one kind of change takes.

    Attributes:
        hours: Hours of people's work for the change as a whole.
        hours_per_system: Hours for each system besides.
        note: What the work is.
    """

    hours: float
    hours_per_system: float
    note: Text


@dataclass(frozen=True, slots=True)
class EffortProfile:
    """Assumed hours of work, for changes that the institution has no record of.

    Attributes:
        version: Version of the profile.
        standing: Says that the hours are assumptions.
        lines: Work by kind of change.
    """

    version: str
    standing: Text
    lines: Mapping[str, EffortLine]

    def hours(self, kind: str, systems: int) -> float | None:
        """Return the hours of one change on so many systems; None for a kind without a line."""
        line = self.lines.get(kind)
        return None if line is None else line.hours + systems * line.hours_per_system


class Debt(NamedTuple):
    """One debt with the work that ends it.

    Attributes:
        kind: port, privileged_id, backlog or end_of_life.
        weighed: What its end saves.
        effort_hours: Hours of work; None when nobody knows.
        is_effort_assumed: Whether the hours come from a profile of assumptions.
        loss_removed_per_hour: Currency units an hour; None without a price or hours.
    """

    kind: str
    weighed: WeighedLever
    effort_hours: float | None
    is_effort_assumed: bool
    loss_removed_per_hour: float | None


@cache
def load_effort_profile() -> EffortProfile:
    """Return the assumptions that come with Hiyoke."""
    file = resources.files("hiyoke.risk").joinpath("profiles", "debt-effort.json")
    record = json.loads(file.read_text(encoding="utf-8"))
    return EffortProfile(
        version=record["version"],
        standing=Text(**record["standing"]),
        lines={
            line["kind"]: EffortLine(
                float(line["hours"]), float(line["hours_per_system"]), Text(**line["note"])
            )
            for line in record["lines"]
        },
    )


def debt_ledger(
    weighed: Iterable[WeighedLever],
    systems: Mapping[tuple[str, str], Collection[str]],
    recorded_hours: Mapping[tuple[str, str], float],
    profile: EffortProfile,
) -> tuple[Debt, ...]:
    """Return the debts among some changes, most loss removed for each hour first.

    Args:
        weighed: Changes with what they save.
        systems: Systems that each change touches, by kind and subject.
        recorded_hours: Hours that the institution itself has recorded, by kind and subject.
        profile: Hours for all others.
    """
    debts = []
    for change in weighed:
        kind, subject_id = change.lever[:2]
        if kind not in DEBT_KINDS:
            continue
        hours = recorded_hours.get((kind, subject_id))
        is_assumed = hours is None
        if hours is None:
            hours = profile.hours(kind, len(systems[kind, subject_id]))
        rate = None
        if change.loss is not None and hours:
            rate = change.loss.expected.likely / hours
        debts.append(Debt(DEBT_KINDS[kind], change, hours, is_assumed, rate))
    return tuple(sorted(debts, key=_order))


def _order(debt: Debt) -> tuple[float, float, float, str, str]:
    gain, hours = debt.weighed.gain, debt.effort_hours or float("inf")
    rate = debt.loss_removed_per_hour or 0.0
    return (-rate, -gain.loss, -gain.worlds / hours, debt.kind, debt.weighed.lever.subject_id)
