"""Which controls guard a step: those that cut its kind, and stand where it passes.

Whether a guard holds in a world is a draw; whether it has earned credit at all is judged here.
What is not here: how likely it is to hold (`calibration`).
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from hiyoke.exposure.inputs import Control
    from hiyoke.exposure.rules import AttackRules


class StepPlace(NamedTuple):
    """Where a step passes.

    Attributes:
        rule_id: Kind of step.
        link: Source and target of the way it takes, as links name them.
        target: System that it gains.
        protocol: Protocol of the way; None when not stated.
        account_id: Privileged ID that it uses; None for none.
    """

    rule_id: str
    link: tuple[str, str]
    target: str
    protocol: str | None = None
    account_id: str | None = None


@dataclass(slots=True)
class Guards:
    """The controls of an estate, by what they stand in front of."""

    controls: tuple[Control, ...]
    rules: AttackRules
    _by_place: dict[object, list[int]] = field(default_factory=lambda: defaultdict(list))
    _found: dict[StepPlace, tuple[int, ...]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Index every control by the systems, links and accounts that it guards."""
        for number, control in enumerate(self.controls):
            if control.kind not in self.rules.controls:
                continue
            for place in (*control.systems, *control.links):
                self._by_place[place].append(number)
            for account_id in control.accounts:
                self._by_place["account", account_id, ""].append(number)

    def on(self, step: StepPlace) -> tuple[int, ...]:
        """Return the numbers of the controls that guard a step, in order and each once."""
        found = self._found.get(step)
        if found is None:
            standing = [
                *self._by_place.get(step.target, ()),
                *self._by_place.get(step.link, ()),
                *self._by_place.get(("account", step.account_id, ""), ()),
            ]
            found = self._found[step] = tuple(sorted({n for n in standing if self._cuts(n, step)}))
        return found

    def _cuts(self, number: int, step: StepPlace) -> bool:
        control = self.controls[number]
        rule = self.rules.controls[control.kind]
        if rule.names_flaws and not control.vulnerability_ids:
            return False
        sees = rule.protocols is None or step.protocol is None or step.protocol in rule.protocols
        return sees and step.rule_id in rule.cuts


def reasons_without_credit(
    mode: str, tested_on: date | None, expires_on: date | None, *, as_of: date, limit_days: int
) -> tuple[str, ...]:
    """Say why a control earns no credit on a day; nothing when it does.

    Returns:
        Any of detect_only, untested, stale_test and expired, sorted. A test dated after `as_of`
        has not happened yet: untested.
    """
    reasons = []
    if mode != "block":
        reasons.append("detect_only")
    if tested_on is None or tested_on > as_of:
        reasons.append("untested")
    elif as_of - tested_on > timedelta(days=limit_days):
        reasons.append("stale_test")
    if expires_on is not None and expires_on < as_of:
        reasons.append("expired")
    return tuple(sorted(reasons))


def guarding_nothing(controls: Iterable[Control], rules: AttackRules) -> list[str]:
    """Return the controls that cut no step whatever happens, sorted: unknown kind or no place."""
    return sorted(
        {
            control.control_id
            for control in controls
            if control.kind not in rules.controls
            or not (control.systems or control.links or control.accounts)
            or (rules.controls[control.kind].names_flaws and not control.vulnerability_ids)
        }
    )
