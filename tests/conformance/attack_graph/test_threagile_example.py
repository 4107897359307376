"""Threagile's published example, mapped by hand: who is reached, how likely, on paper.

The model is read where the shared data lies. Which asset becomes what, which assets can be reached
from where, and the formulas below were written by hand from its links; the differences between
the two tools are explained in docs/explanation/checked-against-a-published-model.md.
"""

from __future__ import annotations

import math
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from hiyoke.exposure import (
    INTERNET,
    Conditions,
    Estimate,
    ExpertOverride,
    ExposedSystem,
    ExposureInputs,
    Flaw,
    FlawOnSystem,
    PermittedLink,
    Zone,
    assess_systems,
    build_attack_graph,
    load_attack_rules,
    load_calibration,
    simulate,
)

MODEL = (
    Path(__file__).parents[4]
    / "shared/data/conformance/attack-graph/threagile/demo/example/threagile.yaml"
)
pytestmark = [
    pytest.mark.shared_data,
    pytest.mark.skipif(not MODEL.is_file(), reason="../shared/data is absent"),
]

AS_OF = date(2026, 5, 22)
WORLDS = 1 << 16
CHANCE = 0.5
TAKES_ALL = "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H"

#: The external entities of the model: nobody attacks a customer's browser, its user may be one.
PLACES = {
    "customer-client": INTERNET,
    "external-dev-client": "external-dev-client",
    "backoffice-client": "backoffice-client",
    "backend-admin-client": "backend-admin-client",
}
OUTSIDE, INSIDE = ("external-dev-client",), ("backoffice-client", "backend-admin-client")
#: A person's own row in the model says "devops" where administrators work.
ADMIN_USAGE = "devops"

#: What can be reached from each place, by following the arrows of the model's own diagram.
FROM_THE_INTERNET = {
    "load-balancer",
    "apache-webserver",
    "marketing-cms",
    "erp-system",
    "identity-provider",
    "ldap-auth-server",
    "sql-database",
    "contract-file-server",
}
FROM_THE_DEVELOPER = FROM_THE_INTERNET - {"load-balancer"} | {"git-repo", "jenkins-build-server"}
FROM_THE_ADMINISTRATOR = {
    "erp-system",
    "sql-database",
    "ldap-auth-server",
    "contract-file-server",
}


def assets() -> dict[str, dict[str, Any]]:
    model = yaml.safe_load(MODEL.read_text(encoding="utf-8"))
    return {asset["id"]: asset for asset in model["technical_assets"].values()}


def inputs(*starts: str) -> ExposureInputs:
    """The model with one flaw of its own on each asset, and attackers at the named places only."""
    known = assets()
    systems = sorted(known.keys() - PLACES.keys())
    return ExposureInputs(
        systems=tuple(ExposedSystem(system_id=name, internet_facing="no") for name in systems),
        zones=(
            *(Zone(zone_id=name, kind="outside") for name in OUTSIDE),
            *(Zone(zone_id=name, kind="insider") for name in INSIDE),
        ),
        links=tuple(
            PermittedLink(
                source=PLACES.get(name, name),
                target=flow["target"],
                protocol=flow["protocol"],
                kind="admin" if flow["usage"] == ADMIN_USAGE else "data",
            )
            for name, asset in known.items()
            for flow in (asset.get("communication_links") or {}).values()
            if PLACES.get(name) != INTERNET or INTERNET in starts
        ),
        flaws=tuple(
            Flaw(vulnerability_id=f"flaw-{name}", vectors=(TAKES_ALL,), epss_probability=CHANCE)
            for name in systems
        ),
        findings=tuple(
            FlawOnSystem(system_id=name, vulnerability_id=f"flaw-{name}") for name in systems
        ),
        overrides=tuple(
            ExpertOverride(
                subject="zone", subject_id=name, probability=float(name in starts), reason="test"
            )
            for name in (*OUTSIDE, *INSIDE)
        ),
    )


def estimates_of(*starts: str) -> dict[str, Estimate]:
    graph = build_attack_graph(inputs(*starts), load_attack_rules())
    run = simulate(graph, load_calibration(), Conditions(as_of=AS_OF), worlds=WORLDS, seed=7)
    return {system.system_id: system.lost.headline for system in assess_systems(run)}


def agrees(estimate: Estimate, truth: float) -> bool:
    """Return whether an estimate lies within four standard errors, missed once in 16,000 times."""
    return abs(estimate.probability - truth) <= 4 * math.sqrt(truth * (1 - truth) / WORLDS)


def test_the_mapping_covers_every_asset_and_flow() -> None:
    known = assets()
    assert PLACES.keys() < known.keys()
    flows = sum(len(asset.get("communication_links") or {}) for asset in known.values())
    assert len(inputs(INTERNET).links) == flows == 20
    assert len(inputs(INTERNET).systems) == 10


@pytest.mark.parametrize(
    ("start", "reached"),
    [
        (INTERNET, FROM_THE_INTERNET),
        ("external-dev-client", FROM_THE_DEVELOPER),
        ("backend-admin-client", FROM_THE_ADMINISTRATOR),
    ],
)
def test_reaches_what_the_arrows_lead_to_and_nothing_else(start: str, reached: set[str]) -> None:
    found = estimates_of(start)
    assert {name for name, estimate in found.items() if estimate.hits} == reached


def test_a_database_behind_four_flaws_needs_all_four() -> None:
    """Internet, load balancer, web server, ERP system, database: the only way from outside."""
    found = estimates_of(INTERNET)
    for name, steps in (
        ("load-balancer", 1),
        ("apache-webserver", 2),
        ("marketing-cms", 2),
        ("erp-system", 3),
        ("identity-provider", 3),
        ("sql-database", 4),
        ("contract-file-server", 4),
    ):
        assert agrees(found[name], CHANCE**steps), name


def test_two_ways_to_the_directory_share_its_own_flaw_and_the_load_balancer() -> None:
    """By the content system, or by the web server and then the identity provider."""
    by_either = 1 - (1 - CHANCE) * (1 - CHANCE * CHANCE)
    truth = CHANCE * CHANCE * by_either
    assert agrees(estimates_of(INTERNET)["ldap-auth-server"], truth)


def test_the_build_server_is_a_second_way_in_past_the_load_balancer() -> None:
    """The repository leads nowhere; the build server leads to both web hosts."""
    found = estimates_of("external-dev-client")
    for name, steps in (("git-repo", 1), ("jenkins-build-server", 1), ("apache-webserver", 2)):
        assert agrees(found[name], CHANCE**steps), name
    assert found["load-balancer"].hits == 0
    assert agrees(found["sql-database"], CHANCE**4)
