"""Give every event its probability from evidence, by a published table that anyone can edit.

Probabilities over 30 days become those of another horizon by a constant hazard; a stress factor
multiplies the hazard. Each figure can say where it came from. What is not here: the table
(`calibration_file`), and drawing the events (`worlds`).
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import numpy as np

from hiyoke.errors import UsageError
from hiyoke.exposure.guards import reasons_without_credit
from hiyoke.exposure.inputs import YES, Flaw
from hiyoke.languages import Text

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from numpy.typing import NDArray

    from hiyoke.exposure.attack_graph import AttackGraph
    from hiyoke.exposure.calibration_file import Calibration, CalibrationLine
    from hiyoke.exposure.inputs import Control, ExposureInputs, PrivilegedAccount
    from hiyoke.exposure.places import Event

EXPERT: Final = "expert"
ALWAYS_LINE: Final = "always"
LATENT: Final = "latent:"

#: Kind of event that the subject of an expert's override names.
_KIND_OF_SUBJECT: Final = {
    "vulnerability": "flaw",
    "control": "control",
    "account": "mfa",
    "vendor": "vendor",
    "zone": "zone",
    "person": "person",
}
GUARDS: Final = frozenset({"control", "mfa"})


class EventChance(NamedTuple):
    """How likely an event is, and why.

    Attributes:
        probability: In [0, 1], over the horizon of the run.
        base: In [0, 1]: over the reference days of the table; for a guard, that it holds once it
            has earned credit.
        line_ids: Lines of the table that gave `base`, or `EXPERT`.
        grows: Whether time and stress make it likelier.
        without_credit: For a guard, why it has earned no credit; its probability is then 0.
    """

    probability: float
    base: float
    line_ids: tuple[str, ...]
    grows: bool = True
    without_credit: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Conditions:
    """What a run assumes, besides the estate.

    Attributes:
        as_of: Day on which tests, listings and ages are judged.
        horizon_days: Length of the period looked at; 0 or more.
        stress: Factor on the hazard of attacks, 0 or more; 1 is none.
        credited: Controls and privileged IDs whose guard counts whatever it has earned, to show
            what credit it would give.
    """

    as_of: date
    horizon_days: float = 30.0
    stress: float = 1.0
    credited: frozenset[str] = frozenset()

    def __post_init__(self) -> None:
        """Refuse a horizon or stress that has no meaning.

        Raises:
            UsageError: One of them is negative, infinite or not a number.
        """
        for name, number in (("horizon_days", self.horizon_days), ("stress", self.stress)):
            if not 0.0 <= number < float("inf"):
                raise UsageError(
                    Text(
                        ja=f"{name} には 0 以上の数が必要ですが、{number!r} でした",
                        en=f"expected {name} of 0 or more, found {number!r}",
                    )
                )


def over_horizon(probability: float, periods: float) -> float:
    """Return a probability over so many times its period, by constant hazard: 1 - (1 - p)^periods.

    Exact at 0 and 1; over no time nothing happens.

    Example:
        >>> round(over_horizon(0.19, 2), 4)
        0.3439
    """
    if periods == 0.0:
        return 0.0
    if probability >= 1.0:
        return 1.0
    return float(-np.expm1(periods * np.log1p(-probability)))


def calibrate(
    graph: AttackGraph, calibration: Calibration, conditions: Conditions
) -> dict[Event, EventChance]:
    """Return the chance of every event of a graph, in the graph's order.

    Where rows about one control disagree, the weaker counts; where two experts do, the likelier
    attack and the weaker guard.

    Raises:
        UsageError: An override or an efficacy lies outside [0, 1].

    Cost:
        Some microseconds for each event.
    """
    evidence = _Evidence.of(graph.inputs, calibration, conditions)
    limit_days = graph.rules.control_test_limit_days
    overrides = _overrides_of(graph.inputs)
    periods = conditions.stress * conditions.horizon_days / calibration.reference_days
    chances: dict[Event, EventChance] = {}
    for event in graph.events:
        chance = evidence.chance_of(event, limit_days)
        given = overrides.get((event.kind, event.subject_id))
        if given is not None:
            chance = chance._replace(base=given, line_ids=(EXPERT,))
        _check_share(chance.base, event.event_id)
        if chance.grows:
            probability = over_horizon(chance.base, periods)
        else:
            earned = not chance.without_credit or event.subject_id in conditions.credited
            probability = chance.base if earned else 0.0
        chances[event] = chance._replace(probability=probability)
    return chances


def probabilities_of(chances: Mapping[Event, EventChance]) -> NDArray[np.float64]:
    """Return the probabilities in order, as `worlds.draw_worlds` takes them."""
    return np.array([chance.probability for chance in chances.values()], dtype=np.float64)


@dataclass(frozen=True, slots=True)
class _Evidence:
    """What is known of each event, by subject."""

    calibration: Calibration
    conditions: Conditions
    flaws: Mapping[str, Flaw]
    controls: Mapping[str, list[Control]]
    accounts: Mapping[str, list[PrivilegedAccount]]
    insiders: frozenset[str]

    @classmethod
    def of(
        cls, inputs: ExposureInputs, calibration: Calibration, conditions: Conditions
    ) -> _Evidence:
        controls: dict[str, list[Control]] = defaultdict(list)
        for control in inputs.controls:
            controls[control.control_id].append(control)
        accounts: dict[str, list[PrivilegedAccount]] = defaultdict(list)
        for account in inputs.accounts:
            accounts[account.account_id].append(account)
        return cls(
            calibration=calibration,
            conditions=conditions,
            flaws={flaw.vulnerability_id: flaw for flaw in inputs.flaws},
            controls=controls,
            accounts=accounts,
            insiders=frozenset(z.zone_id for z in inputs.zones if z.kind == "insider"),
        )

    def chance_of(self, event: Event, limit_days: int) -> EventChance:
        """Return an event's chance before overrides and the horizon."""
        kind, subject_id = event
        if kind == "always":
            return EventChance(0.0, 1.0, (ALWAYS_LINE,), grows=False)
        if kind == "flaw":
            return self._flaw(subject_id)
        if kind == "control":
            return self._control(self.controls[subject_id], limit_days)
        if kind == "mfa":
            return self._second_factor(self.accounts[subject_id], limit_days)
        if kind == "zone":
            kind = "insider_zone" if subject_id in self.insiders else "outside_zone"
        return _chance(self.calibration.events[kind])

    def _flaw(self, vulnerability_id: str) -> EventChance:
        if vulnerability_id.startswith(LATENT):
            return _chance(self.calibration.latent[vulnerability_id.split(":")[1]])
        flaw = self.flaws.get(vulnerability_id) or Flaw(vulnerability_id=vulnerability_id)
        fits = [line for line in self.calibration.floors if self._fits(line, flaw)]
        if flaw.epss_probability is None:
            fits.append(next(x for x in self.calibration.without_epss if self._fits(x, flaw)))
        figures = [(line.probability, line.line_id) for line in fits]
        if flaw.epss_probability is not None:
            _check_share(flaw.epss_probability, f"flaw:{vulnerability_id}")
            weighted = flaw.epss_probability * self.calibration.epss.probability
            figures.append((weighted, self.calibration.epss.line_id))
        probability = max(figure for figure, _ in figures)
        names = (name for figure, name in figures if figure == probability)
        return EventChance(0.0, probability, tuple(sorted(names)))

    def _fits(self, line: CalibrationLine, flaw: Flaw) -> bool:
        as_of = self.conditions.as_of
        listed = flaw.known_exploited_on is not None and flaw.known_exploited_on <= as_of
        age = None if flaw.published_on is None else (as_of - flaw.published_on).days

        def holds(name: str, wanted: Any) -> bool:
            if name == "known_exploited":
                return listed is bool(wanted)
            if name == "exploitation":
                return wanted in flaw.exploitation
            return age is not None and age <= wanted

        return all(holds(name, wanted) for name, wanted in line.when)

    def _control(self, rows: list[Control], limit_days: int) -> EventChance:
        lines = [self.calibration.guards[row.kind] for row in rows]
        efficacies = [
            (line.probability, line.line_id) if row.efficacy is None else (row.efficacy, EXPERT)
            for row, line in zip(rows, lines, strict=True)
        ]
        reasons = {
            reason
            for row in rows
            for reason in reasons_without_credit(
                row.mode,
                row.tested_on,
                row.expires_on,
                as_of=self.conditions.as_of,
                limit_days=limit_days,
            )
        }
        efficacy, name = min(efficacies)
        return EventChance(
            0.0, efficacy, (name,), grows=False, without_credit=tuple(sorted(reasons))
        )

    def _second_factor(self, rows: list[PrivilegedAccount], limit_days: int) -> EventChance:
        # Where nobody knows of a second factor, the step behind it stands for the best case.
        reasons = {
            reason
            for row in rows
            if row.mfa == YES
            for reason in reasons_without_credit(
                "block",
                row.mfa_tested_on,
                None,
                as_of=self.conditions.as_of,
                limit_days=limit_days,
            )
        }
        chance = _chance(self.calibration.guards["account_mfa"])
        return chance._replace(without_credit=tuple(sorted(reasons)))


def _chance(line: CalibrationLine) -> EventChance:
    return EventChance(0.0, line.probability, (line.line_id,), line.grows)


def _overrides_of(inputs: ExposureInputs) -> dict[tuple[str, str], float]:
    """Return what experts set, by event; the more cautious of two."""
    given: dict[tuple[str, str], float] = {}
    for override in inputs.overrides:
        kind = _KIND_OF_SUBJECT.get(override.subject)
        if kind is None:
            raise UsageError(
                Text(
                    ja=f"上書きの対象は {sorted(_KIND_OF_SUBJECT)} のいずれかですが、"
                    f"{override.subject!r} でした",
                    en=f"expected an override of one of {sorted(_KIND_OF_SUBJECT)}, "
                    f"found {override.subject!r}",
                ),
                where=override.row,
            )
        key = (kind, override.subject_id)
        cautious = min if kind in GUARDS else max
        given[key] = cautious(override.probability, given.get(key, override.probability))
    return given


def _check_share(probability: float, event_id: str) -> None:
    if not 0.0 <= probability <= 1.0:
        raise UsageError(
            Text(
                ja=f"確率は 0 以上 1 以下が必要ですが、{probability!r} でした",
                en=f"expected a probability in [0, 1], found {probability!r}",
            ),
            where=event_id,
        )
