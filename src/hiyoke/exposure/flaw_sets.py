"""Sort the flaws of each system by where they can be used from, and by what they give.

A set is written once for a system and a way in, however many links lead there. A flaw whose use is
certain and one whose use is possible stand in different sets, so that unknowns can be evaluated
both ways; none is dropped for a low score. What is not here: who can stand where (`attack_graph`).
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from hiyoke.exposure.flaw_traits import FlawTraits, read_traits
from hiyoke.exposure.inputs import YES
from hiyoke.exposure.rules import LEVELS, NO_GAIN, POSITIONS, Gain

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from hiyoke.exposure.inputs import Flaw, FlawOnSystem
    from hiyoke.exposure.rules import AttackRules


class FlawUse(NamedTuple):
    """One flaw as a way in.

    Attributes:
        finding: Number of the finding.
        vulnerability_id: Its flaw.
        port: Port it listens on; None when not known.
        is_lured: Whether a person at the target must act.
    """

    finding: int
    vulnerability_id: str
    port: int | None
    is_lured: bool


class FlawSet(NamedTuple):
    """Flaws of one system that can be used in one way with one result.

    Attributes:
        rule_id: The kind of step.
        level: What it gives: user or admin.
        is_certain: False when one of its ingredients is not known.
        uses: The flaws, at least one.
    """

    rule_id: str
    level: str
    is_certain: bool
    uses: tuple[FlawUse, ...]


class _Verdict(NamedTuple):
    """What one flaw gives from one position, by all readings together and by each."""

    certain: Gain
    possible: tuple[Gain, ...]


@dataclass(frozen=True, slots=True)
class FlawSets:
    """The flaw sets of every system and position.

    Attributes:
        sets: By system and position.
        idle: Numbers of the findings that give nothing from any position.
    """

    sets: Mapping[tuple[str, str], tuple[FlawSet, ...]]
    idle: tuple[int, ...]

    def of(self, system_id: str, position: str) -> tuple[FlawSet, ...]:
        """Return the sets of a system that can be used from a position."""
        return self.sets.get((system_id, position), ())


def sort_flaws(
    findings: Iterable[FlawOnSystem], flaws: Iterable[Flaw], rules: AttackRules
) -> FlawSets:
    """Sort every finding into the sets that it belongs to.

    Args:
        findings: Flaws on systems; their numbers are their places in this order.
        flaws: Evidence on flaws. A finding without evidence counts as a flaw nobody has rated.
        rules: What each reading gives from each position.

    Cost:
        Linear in findings; each distinct vector is parsed once.
    """
    evidence = {flaw.vulnerability_id: flaw for flaw in flaws}
    verdicts: dict[str, dict[str, _Verdict]] = {}
    members: dict[tuple[str, str], dict[tuple[str, str, bool], list[FlawUse]]]
    members = defaultdict(lambda: defaultdict(list))
    idle = []
    for number, finding in enumerate(findings):
        vulnerability_id = finding.vulnerability_id
        if vulnerability_id not in verdicts:
            verdicts[vulnerability_id] = _verdicts(evidence.get(vulnerability_id), rules)
        found = verdicts[vulnerability_id]
        if not found:
            idle.append(number)
        for position, verdict in found.items():
            for gain, is_certain in _gains_of(verdict, is_certain=finding.certain == YES):
                use = FlawUse(number, vulnerability_id, finding.port, gain.is_lured)
                key = (gain.rule_id or "", gain.level, is_certain)
                members[finding.system_id, position][key].append(use)
    return FlawSets(
        sets={
            place: tuple(FlawSet(*key, tuple(by_key[key])) for key in sorted(by_key))
            for place, by_key in members.items()
        },
        idle=tuple(idle),
    )


def _verdicts(flaw: Flaw | None, rules: AttackRules) -> dict[str, _Verdict]:
    """Return what a flaw gives, by position; positions from which it gives nothing are left out."""
    readings: tuple[FlawTraits, ...] = ()
    if flaw is not None:
        readings = read_traits(flaw.vectors, flaw.technical_impact)
    found = {}
    for position in POSITIONS:
        gains = [rules.gain(position, traits) for traits in readings or (rules.unrated,)]
        # Who is on a system already holds ordinary rights there.
        useless = ("nothing", "user") if position == "local" else ("nothing",)
        possible = {gain for gain in gains if gain.level not in useless}
        if possible:
            certain = _certain(gains) if readings else NO_GAIN
            certain = NO_GAIN if certain.level in useless else certain
            found[position] = _Verdict(certain, tuple(sorted(possible, key=_boldness)))
    return found


def _certain(gains: list[Gain]) -> Gain:
    """Return what every reading grants for certain; nothing as soon as one does not."""
    if any(gain.answer != YES for gain in gains):
        return NO_GAIN
    is_lured = any(gain.is_lured for gain in gains)
    return min(gains, key=_boldness)._replace(is_lured=is_lured)


def _boldness(gain: Gain) -> tuple[int, bool, str]:
    """Order gains by what an attacker prefers; the name of the step only breaks ties."""
    return LEVELS.index(gain.level), not gain.is_lured, gain.rule_id or ""


def _gains_of(verdict: _Verdict, *, is_certain: bool) -> list[tuple[Gain, bool]]:
    """Return the certain use of a finding, and each possible one that goes beyond that."""
    certain = verdict.certain if is_certain else NO_GAIN
    gains = [(certain, True)] if certain.level != "nothing" else []
    beyond = (gain for gain in verdict.possible if not _covers(certain, gain))
    return gains + [(gain, False) for gain in beyond]


def _covers(certain: Gain, gain: Gain) -> bool:
    """Whether a certain use makes a possible one of the same kind add nothing."""
    is_same = certain.rule_id == gain.rule_id
    return is_same and _boldness(certain)[:2] >= _boldness(gain)[:2]
