"""Which step an attacker can take from where, and which guard cuts it: rules that are data.

Each line names its source or is marked as an assumption, in words a person can dispute. What is
not here: applying the rules to an estate (`attack_graph`), and probabilities (`calibration`).
"""

from __future__ import annotations

import itertools
import json
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from hiyoke.errors import DecisionTableError
from hiyoke.exposure.flaw_traits import IMPACTS, INTERACTIONS, PRIVILEGES, VECTORS, FlawTraits
from hiyoke.exposure.inputs import NO, UNKNOWN, YES
from hiyoke.languages import Text

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

#: Where an attacker may stand, relative to the system with the flaw.
POSITIONS: Final = ("outside", "inside", "admin_place", "insider", "client", "local")
LEVELS: Final = ("nothing", "user", "admin")
SHIPPED_RULES: Final = "attack-rules-1.0.0.json"
USE_PRIVILEGED_ID: Final = "use-privileged-id"
VENDOR_ACCESS: Final = "vendor-access"
ADMIN_HOLDS_USER: Final = "admin-holds-user"

_REMEDY = Text(ja="規則のファイルを直してください。", en="Correct the rules file.")


class Basis(NamedTuple):
    """Why a line of a profile says what it says.

    Attributes:
        reference: The source; None when the line is an assumption.
        note: What was taken from it, or what is assumed.
    """

    reference: str | None
    note: Text

    @property
    def is_assumption(self) -> bool:
        """Whether nothing published stands behind the line."""
        return self.reference is None


@dataclass(frozen=True, slots=True, kw_only=True)
class StepRule:
    """One kind of step.

    Attributes:
        rule_id: Stable identifier.
        title: Its name.
        words: A sentence with places for source, target, flaw, account and level.
        example: One case a reader can picture.
        basis: Source or assumption.
    """

    rule_id: str
    title: Text
    words: Text
    example: Text
    basis: Basis


class Gain(NamedTuple):
    """What one reading of a flaw gives from one position.

    Attributes:
        rule_id: The step; None when no rule lets the flaw be used from there.
        answer: yes, unknown or no.
        level: Level gained, one of `LEVELS`.
        is_lured: Whether a person at the target must act.
    """

    rule_id: str | None
    answer: str
    level: str
    is_lured: bool


NO_GAIN: Final = Gain(None, NO, "nothing", is_lured=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class ControlRule:
    """What one kind of control cuts.

    Attributes:
        kind: As the estate names it.
        title: Its name.
        cuts: Steps that it cuts.
        protocols: Protocols that it sees; None for all. A link without a protocol is seen.
        names_flaws: Whether it must name the flaws that it knows, and guards nothing else.
        basis: Source or assumption.
    """

    kind: str
    title: Text
    cuts: frozenset[str]
    protocols: frozenset[str] | None
    names_flaws: bool
    basis: Basis


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class AttackRules:
    """A version of the rules.

    Attributes:
        version: For `run.json`.
        standing: What the rules are and are not.
        lost_at: Level at which a system counts as lost to a service.
        control_test_limit_days: Age of a test up to which a control earns credit.
        unrated: Reading of a flaw that nobody has rated, of which only the possibility counts.
        steps: Every step by its identifier.
        controls: Every kind of control.
        gains: What each reading gives, by position and traits.
        assumptions: Basis of the scalar lines, by name.
    """

    version: str
    standing: Text
    lost_at: str
    control_test_limit_days: int
    unrated: FlawTraits
    steps: Mapping[str, StepRule]
    controls: Mapping[str, ControlRule]
    gains: Mapping[tuple[str, FlawTraits], Gain]
    assumptions: Mapping[str, Basis]

    def gain(self, position: str, traits: FlawTraits) -> Gain:
        """Return what a reading of a flaw gives from a position."""
        return self.gains.get((position, traits), NO_GAIN)


@cache
def load_attack_rules() -> AttackRules:
    """Load the shipped rules."""
    file = resources.files("hiyoke.exposure").joinpath("profiles", SHIPPED_RULES)
    return _rules_of(json.loads(file.read_text(encoding="utf-8")), SHIPPED_RULES)


def read_attack_rules(path: Path) -> AttackRules:
    """Read an institution's own rules.

    Raises:
        DecisionTableError: Not readable, not JSON, a member is missing, a word is unknown, or two
            lines answer the same case.
    """
    try:
        record = json.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise _fault(
            "ファイルを開けません", f"expected a readable file: {error.strerror}", str(path)
        ) from error
    except ValueError as error:
        raise _fault("JSON として読めません", "expected JSON", str(path)) from error
    return _rules_of(record, str(path))


def text_of(record: Mapping[str, str]) -> Text:
    """Return a profile's ``{"ja": ..., "en": ...}``."""
    return Text(ja=record["ja"], en=record["en"])


def basis_of(record: Mapping[str, Any]) -> Basis:
    """Return a profile's basis: a source with its reference, or an assumption."""
    if record["kind"] not in {"source", "assumption"}:
        raise ValueError(record["kind"])
    reference = record["reference"] if record["kind"] == "source" else None
    return Basis(reference, text_of(record["note"]))


def _rules_of(record: Mapping[str, Any], origin: str) -> AttackRules:
    try:
        steps = [_step_of(r) for r in (*record["flaw_steps"], *record["other_steps"])]
        controls = [_control_of(r) for r in record["controls"]]
        rules = AttackRules(
            version=record["version"],
            standing=text_of(record["standing"]),
            lost_at=record["lost_at"]["level"],
            control_test_limit_days=int(record["control_test_limit_days"]["days"]),
            unrated=FlawTraits(**record["unrated"]["traits"]),
            steps={step.rule_id: step for step in steps},
            controls={control.kind: control for control in controls},
            gains=_gains_of(record, origin),
            assumptions={
                name: basis_of(record[name]["basis"])
                for name in ("lost_at", "control_test_limit_days", "unrated")
            },
        )
    except (KeyError, TypeError, ValueError) as error:
        raise _fault(
            f"項目 {error} がないか、値が不正です", f"expected a sound member {error}", origin
        ) from error
    _check(rules, origin)
    return rules


def _step_of(record: Mapping[str, Any]) -> StepRule:
    return StepRule(
        rule_id=record["rule_id"],
        title=text_of(record["title"]),
        words=text_of(record["words"]),
        example=text_of(record["example"]),
        basis=basis_of(record["basis"]),
    )


def _control_of(record: Mapping[str, Any]) -> ControlRule:
    protocols = record["protocols"]
    return ControlRule(
        kind=record["kind"],
        title=text_of(record["title"]),
        cuts=frozenset(record["cuts"]),
        protocols=None if protocols is None else frozenset(protocols),
        names_flaws=bool(record["names_flaws"]),
        basis=basis_of(record["basis"]),
    )


def _gains_of(record: Mapping[str, Any], origin: str) -> dict[tuple[str, FlawTraits], Gain]:
    """Lay the lines out as one answer for each position and reading."""
    given = {impact: line["gives"] for line in record["gains"] for impact in line["impact"]}
    if set(given) != set(IMPACTS):
        raise _fault(
            f"gains には {list(IMPACTS)} のそれぞれが必要です",
            f"expected a line of gains for each of {list(IMPACTS)}, found {sorted(given)}",
            origin,
        )
    gains: dict[tuple[str, FlawTraits], Gain] = {}
    for line in record["flaw_steps"]:
        cases = itertools.product(
            line["vector"], line["privileges"], line["interaction"], given.items()
        )
        for vector, privileges, interaction, (impact, level) in cases:
            key = (line["position"], FlawTraits(vector, privileges, interaction, impact))
            if key in gains:
                raise _fault(
                    f"{line['rule_id']} と {gains[key].rule_id} が同じ場合に答えています",
                    f"{line['rule_id']} and {gains[key].rule_id} answer the same case",
                    origin,
                )
            if level != "nothing":
                is_lured = interaction == "required"
                gains[key] = Gain(line["rule_id"], line["answer"], level, is_lured)
    return gains


def _check(rules: AttackRules, origin: str) -> None:
    """Refuse words that no part of the engine would understand, since they would be ignored."""
    traits = [key[1] for key in rules.gains]
    found = {
        "position": {position for position, _ in rules.gains} - set(POSITIONS),
        "vector": {t.vector for t in traits} - set(VECTORS),
        "privileges": {t.privileges for t in traits} - set(PRIVILEGES),
        "interaction": {t.interaction for t in traits} - set(INTERACTIONS),
        "answer": {gain.answer for gain in rules.gains.values()} - {YES, UNKNOWN},
        "level": {gain.level for gain in rules.gains.values()} - set(LEVELS),
        "lost_at": {rules.lost_at} - {"user", "admin"},
        "cuts": {step for c in rules.controls.values() for step in c.cuts} - set(rules.steps),
        "other_steps": {USE_PRIVILEGED_ID, VENDOR_ACCESS, ADMIN_HOLDS_USER} - set(rules.steps),
    }
    for name, strange in found.items():
        if strange:
            raise _fault(
                f"{name} に知らない、または足りない語 {sorted(strange)} があります",
                f"expected known words for {name}, found or missed {sorted(strange)}",
                origin,
            )


def _fault(ja: str, en: str, origin: str) -> DecisionTableError:
    return DecisionTableError(Text(ja=ja, en=en), where=origin, remedy=_REMEDY)
