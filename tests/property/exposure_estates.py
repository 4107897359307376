"""Small random estates with few random events, for laws and for the exact oracle."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import date

from hiyoke.exposure.inputs import (
    Control,
    ExpertOverride,
    ExposedSystem,
    ExposureInputs,
    Flaw,
    FlawOnSystem,
    PermittedLink,
    PrivilegedAccount,
    ServiceNeed,
    VendorAccess,
    Zone,
)

AS_OF = date(2026, 11, 22)
TESTED = date(2026, 6, 1)

VECTORS = (
    "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H",
    "CVSS:3.1/AV:N/AC:H/PR:N/UI:N/S:U/C:H/I:H/A:H",
    "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:L/I:N/A:N",
    "CVSS:3.1/AV:N/AC:L/PR:N/UI:R/S:U/C:H/I:H/A:H",
    "CVSS:3.1/AV:N/AC:L/PR:L/UI:N/S:U/C:H/I:H/A:H",
    "CVSS:3.1/AV:N/AC:L/PR:N/UI:R/S:C/C:L/I:L/A:N",
    "CVSS:3.1/AV:N/AC:L/PR:H/UI:N/S:U/C:H/I:H/A:H",
    "CVSS:3.1/AV:L/AC:L/PR:L/UI:N/S:U/C:H/I:H/A:H",
    "CVSS:3.1/AV:L/AC:L/PR:N/UI:R/S:U/C:H/I:H/A:H",
    "CVSS:3.1/AV:P/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H",
    "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:N/I:N/A:H",
    "CVSS:4.0/AV:A/AC:L/AT:N/PR:N/UI:N/VC:H/VI:H/VA:H/SC:N/SI:N/SA:N",
    "CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:P/VC:N/VI:N/VA:N/SC:L/SI:L/SA:N",
    "AV:N/AC:L/Au:N/C:P/I:P/A:P",
    "AV:N/AC:L/Au:S/C:C/I:C/A:C",
)
CHANCES = (0.0, 0.05, 0.3, 0.5, 0.7, 0.95, 1.0)
TRISTATE = ("yes", "no", "no", "unknown")


def random_estate(
    seed: int, *, systems: int = 5, flaws: int = 5, open_events: int = 14
) -> ExposureInputs:
    """Return an estate of a few systems, with so many events at most that are not certain."""
    rng = random.Random(seed)  # noqa: S311 - a test estate is no secret.
    names = [f"s{n}" for n in range(rng.randint(2, systems))]
    places = [*names, "internet", "staff", "partner"]
    known = [_flaw(rng, f"CVE-{n}") for n in range(rng.randint(1, flaws))]
    ids = [f"CVE-{n}" for n in range(len(known) + 1)]  # The last has no evidence.
    inputs = ExposureInputs(
        systems=tuple(
            ExposedSystem(system_id=n, internet_facing=rng.choice(TRISTATE)) for n in names
        ),
        zones=(Zone(zone_id="staff", kind="insider"),),
        links=tuple(_link(rng, places) for _ in range(rng.randint(0, 12))),
        flaws=tuple(known),
        findings=tuple(_finding(rng, names, ids) for _ in range(rng.randint(2, 9))),
        accounts=tuple(_account(rng, n, names, places) for n in range(rng.randint(0, 3))),
        vendors=tuple(_vendor(rng, n, names) for n in range(rng.randint(0, 2))),
        controls=tuple(_control(rng, n, places, ids) for n in range(rng.randint(0, 3))),
        services=(_service(rng, "pay", names), _service(rng, "loan", names)),
    )
    return replace(inputs, overrides=tuple(_overrides(rng, ids, names, inputs, open_events)))


def _flaw(rng: random.Random, name: str) -> Flaw:
    return Flaw(
        vulnerability_id=name,
        vectors=tuple(rng.sample(VECTORS, k=rng.choice((1, 1, 1, 2)))),
        technical_impact=rng.choice(((), (), ("total",), ("partial",), ("partial", "total"))),
    )


def _link(rng: random.Random, places: list[str]) -> PermittedLink:
    source, target = rng.choices(places, k=2)
    return PermittedLink(
        source=source,
        target=target,
        protocol=rng.choice((None, "https", "ssh")),
        port=rng.choice((None, 22, 443)),
        kind=rng.choice(("data", "admin")),
        known=rng.choice(("yes", "yes", "unknown")),
    )


def _finding(rng: random.Random, names: list[str], ids: list[str]) -> FlawOnSystem:
    return FlawOnSystem(
        system_id=rng.choice(names),
        vulnerability_id=rng.choice(ids),
        certain=rng.choice(("yes", "yes", "yes", "unknown")),
        port=rng.choice((None, 22, 443)),
    )


def _account(
    rng: random.Random, number: int, names: list[str], places: list[str]
) -> PrivilegedAccount:
    return PrivilegedAccount(
        account_id=f"id{number}",
        systems=tuple(rng.sample(names, k=min(len(names), 2))),
        level=rng.choice(("user", "admin")),
        used_from=rng.choice((None, tuple(rng.sample(places, k=3)))),
        mfa=rng.choice(("yes", "no", "unknown")),
        mfa_tested_on=rng.choice((None, TESTED)),
    )


def _vendor(rng: random.Random, number: int, names: list[str]) -> VendorAccess:
    return VendorAccess(
        vendor_id=f"v{number}",
        system_id=rng.choice(names),
        level=rng.choice(("user", "admin")),
        known=rng.choice(TRISTATE),
    )


def _control(rng: random.Random, number: int, places: list[str], ids: list[str]) -> Control:
    names = [place for place in places if place.startswith("s") and place != "staff"]
    return Control(
        control_id=f"c{number}",
        kind=rng.choice(("waf", "virtual_patch", "segmentation", "mfa", "edr", "hardening")),
        systems=tuple(rng.sample(names, k=rng.randint(0, len(names)))),
        links=rng.choice(((), ((rng.choice(places), rng.choice(places)),))),
        accounts=rng.choice(((), ("id0",))),
        vulnerability_ids=rng.choice(((), (rng.choice(ids),))),
        efficacy=rng.choice((0.0, 0.3, 0.7, 1.0)),
        tested_on=rng.choice((None, TESTED, TESTED, TESTED)),
        mode=rng.choice(("block", "block", "block", "detect")),
    )


def _service(rng: random.Random, name: str, names: list[str]) -> ServiceNeed:
    return ServiceNeed(
        service_id=name,
        all_of=tuple(rng.sample(names, k=rng.randint(0, 1))),
        any_of=(tuple(rng.sample(names, k=rng.randint(0, min(2, len(names))))),),
    )


def _overrides(
    rng: random.Random, ids: list[str], names: list[str], inputs: ExposureInputs, left: int
) -> list[ExpertOverride]:
    """Set every probability, so that the oracle needs no calibration, and few are uncertain."""
    subjects = [("vulnerability", name) for name in ids]
    subjects += [("person", name) for name in names]
    subjects += [("vendor", vendor.vendor_id) for vendor in inputs.vendors]
    subjects += [("zone", "staff"), ("zone", "partner")]
    subjects += [("account", account.account_id) for account in inputs.accounts]
    left -= sum(0.0 < (c.efficacy or 0.0) < 1.0 for c in inputs.controls)
    chosen = []
    for subject, subject_id in rng.sample(subjects, k=len(subjects)):
        probability = rng.choice(CHANCES)
        if 0.0 < probability < 1.0:
            left -= 1
        if left < 0:
            probability = rng.choice((0.0, 1.0))
        chosen.append(
            ExpertOverride(subject=subject, subject_id=subject_id, probability=probability)
        )
    return chosen


def chances_of(inputs: ExposureInputs) -> dict[tuple[str, str], float]:
    """Return every event's probability, as the oracle takes it."""
    kinds = {"vulnerability": "flaw", "account": "mfa"}
    chances = {
        (kinds.get(o.subject, o.subject), o.subject_id): o.probability for o in inputs.overrides
    }
    for account in inputs.accounts:
        if account.mfa == "yes" and account.mfa_tested_on is None:
            chances["mfa", account.account_id] = 0.0
    for control in inputs.controls:
        earned = control.mode == "block" and control.tested_on is not None
        efficacy = 0.0 if control.efficacy is None else control.efficacy
        chances["control", control.control_id] = efficacy if earned else 0.0
    return chances
