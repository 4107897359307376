"""What the engine needs to know of an estate: places, ways between them, flaws, people and guards.

Plain values that any caller can fill; each keeps the row it came from, so that every step of a
path can be traced. Yes, no and unknown are words, since an unknown is evaluated both ways. What is
not here: how an estate's files become these values (`hiyoke.workflows`).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date  # noqa: TC003 - read at run time where findings are remembered.
from typing import TYPE_CHECKING, Any, Final

from hiyoke.errors import UsageError
from hiyoke.languages import Text

if TYPE_CHECKING:
    from collections.abc import Mapping

INTERNET: Final = "internet"
YES: Final = "yes"
NO: Final = "no"
UNKNOWN: Final = "unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class ExposedSystem:
    """A system an attacker may want, or may pass through.

    Attributes:
        system_id: Stable identifier.
        internet_facing: yes, no or unknown; a link from `INTERNET` says yes whatever stands here.
        component_classes: Pairs of component class and package on it, for flaws not yet known.
        row: Where this was read.
    """

    system_id: str
    internet_facing: str = UNKNOWN
    component_classes: tuple[tuple[str, str], ...] = ()
    row: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Zone:
    """A place that is no system of ours, where an attacker may come to be.

    Attributes:
        zone_id: As links name it.
        kind: insider (a workstation zone with our own people) or outside (a partner's network).
        row: Where this was read.
    """

    zone_id: str
    kind: str = "outside"
    row: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PermittedLink:
    """A flow that is permitted, from the side that opens the connection.

    Attributes:
        source: System, zone or `INTERNET`.
        target: The same.
        protocol: In lower case; None when not stated.
        port: At the target; None for any or not stated.
        kind: data or admin.
        known: yes, or unknown when nobody has confirmed it.
        row: Where this was read.
    """

    source: str
    target: str
    protocol: str | None = None
    port: int | None = None
    kind: str = "data"
    known: str = YES
    row: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Flaw:
    """One vulnerability, wherever it occurs, with the evidence on it.

    Attributes:
        vulnerability_id: Preferred identifier.
        vectors: CVSS vectors of any version, in any order.
        technical_impact: SSVC answers, partial or total; empty when nobody answered.
        exploitation: SSVC answers: none, public_poc or active; empty when nobody answered.
        epss_probability: In [0, 1] over 30 days; None when unknown.
        known_exploited_on: Date of its listing as known exploited; None when not listed.
        published_on: When it became known; None when unknown.
        row: Where this was read.
    """

    vulnerability_id: str
    vectors: tuple[str, ...] = ()
    technical_impact: tuple[str, ...] = ()
    exploitation: tuple[str, ...] = ()
    epss_probability: float | None = None
    known_exploited_on: date | None = None
    published_on: date | None = None
    row: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class FlawOnSystem:
    """A flaw met on one system.

    Attributes:
        system_id: The system.
        vulnerability_id: The flaw.
        certain: yes; or unknown when matching could not tell whether it applies.
        port: Port its component listens on; None when not known, which means any.
        row: Where this was read, for example the component.
    """

    system_id: str
    vulnerability_id: str
    certain: str = YES
    port: int | None = None
    row: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PrivilegedAccount:
    """A privileged ID: where it opens what, and from where it is used.

    Attributes:
        account_id: Stable identifier.
        systems: Systems that it opens.
        level: user or admin, on those systems.
        used_from: Systems and zones where it is used; None when nobody knows.
        mfa: yes, no or unknown: whether a second factor is asked for.
        mfa_tested_on: When that was last tested; without a test it earns no credit.
        row: Where this was read.
    """

    account_id: str
    systems: tuple[str, ...]
    level: str = "admin"
    used_from: tuple[str, ...] | None = None
    mfa: str = UNKNOWN
    mfa_tested_on: date | None = None
    row: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class VendorAccess:
    """Remote access of a vendor or shared centre to one system.

    Attributes:
        vendor_id: Who.
        system_id: To what.
        level: user or admin.
        known: yes, or unknown when it is not known whether the vendor has access.
        row: Where this was read.
    """

    vendor_id: str
    system_id: str
    level: str = "admin"
    known: str = YES
    row: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Control:
    """A guard that may cut steps of an attack.

    It guards steps towards `systems`, steps along `links`, and uses of `accounts`; of these, only
    the steps that the attack rules name for its kind, and only those by `vulnerability_ids` when
    there are any.

    Attributes:
        control_id: Stable identifier; rows with one identifier are one guard.
        kind: A kind that the attack rules know, for example waf.
        systems: Systems guarded.
        links: Pairs of source and target guarded.
        accounts: Privileged IDs guarded.
        vulnerability_ids: The flaws it knows; empty when it does not depend on the flaw.
        efficacy: Probability in [0, 1] that it stops the attack; None for its kind's own.
        mode: block, or detect when it only reports.
        tested_on: Date of the last successful test; None when never tested.
        expires_on: Last day in force; None when it has none.
        row: Where this was read.
    """

    control_id: str
    kind: str
    systems: tuple[str, ...] = ()
    links: tuple[tuple[str, str], ...] = ()
    accounts: tuple[str, ...] = ()
    vulnerability_ids: tuple[str, ...] = ()
    efficacy: float | None = None
    mode: str = "block"
    tested_on: date | None = None
    expires_on: date | None = None
    row: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceNeed:
    """What a service needs to run.

    Attributes:
        service_id: The service.
        all_of: Systems that are always needed.
        any_of: Groups of which any one system is enough.
    """

    service_id: str
    all_of: tuple[str, ...] = ()
    any_of: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ExpertOverride:
    """A probability that the institution's own experts set.

    Attributes:
        subject: vulnerability, control, vendor, zone or person.
        subject_id: Which one.
        probability: In [0, 1]; for a control its efficacy, otherwise over 30 days.
        reason: Why, in the expert's words.
        row: Where this was read.
    """

    subject: str
    subject_id: str
    probability: float
    reason: str = ""
    row: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ExposureInputs:
    """Everything that one run of the engine looks at, in any order."""

    systems: tuple[ExposedSystem, ...] = ()
    zones: tuple[Zone, ...] = ()
    links: tuple[PermittedLink, ...] = ()
    flaws: tuple[Flaw, ...] = ()
    findings: tuple[FlawOnSystem, ...] = ()
    accounts: tuple[PrivilegedAccount, ...] = ()
    vendors: tuple[VendorAccess, ...] = ()
    controls: tuple[Control, ...] = ()
    services: tuple[ServiceNeed, ...] = ()
    overrides: tuple[ExpertOverride, ...] = ()


_TRISTATE: Final = (YES, NO, UNKNOWN)
_SURE_OR_NOT: Final = (YES, UNKNOWN)
_LEVELS: Final = ("user", "admin")

#: Words that each table's columns may hold; any other would be taken for something it is not.
_WORDS: Final[Mapping[str, Mapping[str, tuple[str, ...]]]] = {
    "systems": {"internet_facing": _TRISTATE},
    "zones": {"kind": ("insider", "outside")},
    "links": {"kind": ("data", "admin"), "known": _SURE_OR_NOT},
    "findings": {"certain": _SURE_OR_NOT},
    "accounts": {"level": _LEVELS, "mfa": _TRISTATE},
    "vendors": {"level": _LEVELS, "known": _TRISTATE},
    "controls": {"mode": ("block", "detect")},
}


def check_words(inputs: ExposureInputs) -> None:
    """Refuse words that the engine does not know, since it would misread them silently.

    Raises:
        UsageError: The first row that holds one, with what was expected.
    """
    for table, columns in _WORDS.items():
        for number, row in enumerate(getattr(inputs, table)):
            for column, words in columns.items():
                found: Any = getattr(row, column)
                if found not in words:
                    choices = ", ".join(words)
                    raise UsageError(
                        Text(
                            ja=f"{column} は {choices} のいずれかが必要ですが、{found!r} でした",
                            en=f"expected {column} to be one of {choices}, found {found!r}",
                        ),
                        where=row.row or f"{table}[{number}]",
                    )
