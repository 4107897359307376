"""A synthetic bank of any size with a fixed seed, for the benchmarks of exposure."""

from __future__ import annotations

import random
from datetime import date
from typing import TYPE_CHECKING

from hiyoke.exposure.inputs import (
    Control,
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

if TYPE_CHECKING:
    from collections.abc import Iterator

AS_OF = date(2026, 11, 22)
TESTED = date(2026, 5, 1)

#: Vectors of the flaws and how often each occurs; low scores and local flaws among them.
VECTORS = {
    "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H": 25,
    "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:L/I:L/A:N": 25,
    "CVSS:3.1/AV:N/AC:L/PR:L/UI:N/S:U/C:H/I:H/A:H": 10,
    "CVSS:3.1/AV:N/AC:L/PR:N/UI:R/S:C/C:L/I:L/A:N": 10,
    "CVSS:3.1/AV:L/AC:L/PR:L/UI:N/S:U/C:H/I:H/A:H": 15,
    "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:N/I:N/A:H": 15,
}


def large_bank(
    *, systems: int = 1_500, links: int = 20_000, flaws: int = 4_000, flaws_on_each: int = 14
) -> ExposureInputs:
    """Return an estate in three tiers: public, middle and core, most links going inwards."""
    rng = random.Random(20_261_122)
    names = [f"sys-{n:05d}" for n in range(systems)]
    ids = [f"CVE-2026-{n:05d}" for n in range(flaws)]
    return ExposureInputs(
        systems=tuple(
            ExposedSystem(system_id=name, internet_facing=_facing(rng, n / systems))
            for n, name in enumerate(names)
        ),
        zones=(Zone(zone_id="branches", kind="insider"), Zone(zone_id="partner")),
        links=tuple(_links(rng, names, links)),
        flaws=tuple(_flaw(rng, name) for name in ids),
        findings=tuple(_findings(rng, names, ids, flaws_on_each)),
        accounts=tuple(_account(rng, n, names) for n in range(systems // 5)),
        vendors=tuple(
            VendorAccess(vendor_id=f"vendor-{n % 40}", system_id=rng.choice(names))
            for n in range(systems // 4)
        ),
        controls=tuple(_control(rng, n, names) for n in range(systems // 10)),
        services=tuple(
            ServiceNeed(
                service_id=f"service-{n:03d}",
                all_of=tuple(rng.sample(names, k=4)),
                any_of=(tuple(rng.sample(names, k=2)),),
            )
            for n in range(max(1, systems // 12))
        ),
    )


def _facing(rng: random.Random, depth: float) -> str:
    if depth < 0.05:
        return "yes"
    return "unknown" if rng.random() < 0.02 else "no"


def _links(rng: random.Random, names: list[str], count: int) -> Iterator[PermittedLink]:
    """Each link leads at most a fifth of the bank inwards, or a little outwards."""
    size = len(names)
    for _ in range(count):
        source = rng.randrange(size)
        target = min(size - 1, max(0, source + rng.randint(-size // 20, size // 5)))
        yield PermittedLink(
            source="branches" if rng.random() < 0.01 else names[source],
            target=names[target],
            protocol=rng.choice(("https", "ssh", None)),
            port=rng.choice((443, 22, 1521, None)),
            kind="admin" if rng.random() < 0.1 else "data",
            known="unknown" if rng.random() < 0.03 else "yes",
        )


def _flaw(rng: random.Random, name: str) -> Flaw:
    return Flaw(
        vulnerability_id=name,
        vectors=tuple(rng.choices(list(VECTORS), weights=list(VECTORS.values()))),
        epss_probability=round(min(0.95, rng.paretovariate(1.0) * 0.001), 5),
        known_exploited_on=date(2026, 3, 1) if rng.random() < 0.005 else None,
        exploitation=(rng.choice(("none", "none", "public_poc")),),
    )


def _findings(
    rng: random.Random, names: list[str], ids: list[str], on_each: int
) -> Iterator[FlawOnSystem]:
    """Common components: a flaw early in the list sits on many systems, a late one on few."""
    for name in names:
        numbers = {int(len(ids) * rng.random() ** 2) for _ in range(on_each)}
        for number in sorted(numbers):
            yield FlawOnSystem(system_id=name, vulnerability_id=ids[number])


def _account(rng: random.Random, number: int, names: list[str]) -> PrivilegedAccount:
    return PrivilegedAccount(
        account_id=f"id-{number:04d}",
        systems=tuple(rng.sample(names, k=4)),
        used_from=None if rng.random() < 0.05 else tuple(rng.sample(names, k=2)),
        mfa=rng.choice(("yes", "yes", "no", "unknown")),
        mfa_tested_on=TESTED,
    )


def _control(rng: random.Random, number: int, names: list[str]) -> Control:
    return Control(
        control_id=f"control-{number:04d}",
        kind=rng.choice(("waf", "segmentation", "mfa", "edr", "hardening")),
        systems=tuple(rng.sample(names, k=8)),
        tested_on=rng.choice((TESTED, None)),
    )
