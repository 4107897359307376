"""From an estate's rows to the engine's: what is not known stays so, and rows keep their place."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from hiyoke.errors import UsageError
from hiyoke.estate import (
    ChangeFact,
    Estate,
    ExpertOverride,
    Institution,
    Link,
    PrivilegedAccount,
    Requirement,
    Service,
    System,
    Vendor,
)
from hiyoke.exposure import (
    Conditions,
    ExposedSystem,
    ExposureInputs,
    Flaw,
    FlawOnSystem,
    PermittedLink,
    ServiceNeed,
    Simulation,
    build_attack_graph,
    component_class,
    load_attack_rules,
    load_calibration,
    simulate,
    without_findings,
)
from hiyoke.languages import Text
from hiyoke.risk import SYSTEM_FINDINGS, ImpactCurve, ImpactPoint, Lever, LossRange
from hiyoke.risk.debt_ledger import DEBT_KINDS
from hiyoke.workflows.exposure.expose_inputs import FindingRows, exposure_inputs, sure_findings
from hiyoke.workflows.exposure.expose_levers import (
    LeverList,
    NamedLever,
    proposed_controls,
    recorded_hours,
    with_proposals,
)
from hiyoke.workflows.exposure.expose_prices import attack_prices
from hiyoke.workflows.exposure.expose_settings import read_horizon
from tiny_bank import findings

AS_OF = date(2026, 5, 22)
NAME = Text(ja="名", en="name")
OPEN = "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H"


def estate() -> Estate:
    return Estate(
        institution=Institution(
            institution_id="bank", name=NAME, outside_zones=("partner",), insider_zones=("staff",)
        ),
        services=(Service(service_id="pay", name=NAME),),
        systems=(
            System(system_id="web", name=NAME, internet_facing="yes"),
            System(system_id="core", name=NAME, internet_facing="no", vendor_id="maker"),
        ),
        requirements=(Requirement(service_id="pay", system_id="core"),),
        links=(Link(source="web", target="core", protocol="HTTPS", port=443),),
        vendors=(Vendor(vendor_id="maker", name=NAME),),
        accounts=(PrivilegedAccount(account_id="root", name=NAME, systems=("core",)),),
        overrides=tuple(
            ExpertOverride(
                subject="vendor", subject_id=name, probability=0.1, reason="r", expires_on=last
            )
            for name, last in (("maker", date(2026, 5, 22)), ("gone", date(2026, 5, 21)))
        ),
        places={"links": ("links.csv:2",), "systems": ("systems.csv:2", "systems.csv:3")},
        sbom_files={"web": (Path("sboms/web.json"),)},
    )


def inputs_of(given: Estate) -> ExposureInputs:
    table = _no_findings()
    return exposure_inputs(given, table, {}, {}, as_of=AS_OF)


def _no_findings() -> FindingRows:
    return sure_findings(SYSTEM_FINDINGS.empty(), findings())


def test_what_nobody_has_said_is_possible_and_never_absent() -> None:
    inputs = inputs_of(estate())

    (access,) = inputs.vendors
    assert (access.vendor_id, access.system_id, access.known) == ("maker", "core", "unknown")
    (account,) = inputs.accounts
    assert account.used_from is None
    assert account.mfa == "unknown"


def test_rows_name_file_and_line_and_protocols_are_folded() -> None:
    inputs = inputs_of(estate())

    assert inputs.links[0] == PermittedLink(
        source="web", target="core", protocol="https", port=443, row="links.csv:2"
    )
    assert inputs.systems[1].row == "systems.csv:3"


def test_an_expired_override_is_ignored_and_zones_keep_their_kind() -> None:
    inputs = inputs_of(estate())

    assert [override.subject_id for override in inputs.overrides] == ["maker"]
    assert {zone.zone_id: zone.kind for zone in inputs.zones} == {
        "staff": "insider",
        "partner": "outside",
    }


def test_a_vendor_without_access_stays_out_and_one_with_access_keeps_its_systems() -> None:
    vendor = Vendor(
        vendor_id="maker",
        name=NAME,
        remote_access="yes",
        remote_access_systems=("web",),
        remote_access_level="user",
    )
    (access,) = inputs_of(replace(estate(), vendors=(vendor,))).vendors
    assert (access.system_id, access.level, access.known) == ("web", "user", "yes")

    none = replace(vendor, remote_access="no")
    assert {a.known for a in inputs_of(replace(estate(), vendors=(none,))).vendors} == {"no"}


@pytest.mark.parametrize(
    ("text", "days"), [("30d", 30), ("30", 30), ("2w", 14), ("6m", 180), ("1y", 365), ("3日", 3)]
)
def test_a_horizon_is_read_in_days(text: str, days: float) -> None:
    assert read_horizon(text) == days


@pytest.mark.parametrize("text", ["", "0d", "soon", "-3d", "5h", "101y", "5000000d"])
def test_a_horizon_that_is_no_length_of_time_is_refused(text: str) -> None:
    with pytest.raises(UsageError):
        read_horizon(text)


def curve(service_id: str, currency: str, minutes: LossRange | None) -> ImpactCurve:
    return ImpactCurve(
        service_id=service_id,
        currency=currency,
        points=(
            ImpactPoint(0, LossRange(0, 0, 0)),
            ImpactPoint(60, LossRange(60, 120, 600)),
        ),
        attack_outage_minutes=minutes,
        is_outage_assumed=service_id == "b",
    )


def test_prices_take_the_currency_of_most_and_name_the_rest() -> None:
    outage = LossRange(30, 60, 120)
    curves = {
        "a": curve("a", "JPY", outage),
        "b": curve("b", "JPY", outage),
        "c": curve("c", "USD", outage),
        "d": curve("d", "JPY", None),
    }

    prices = attack_prices(curves, AS_OF, 30.0)

    assert prices.currency == "JPY"
    assert prices.losses == {"a": (30, 120, 1200), "b": (30, 120, 1200)}
    assert prices.other_currency_ids == ("c",)
    assert prices.assumed_ids == {"b"}


def run_of(inputs: ExposureInputs) -> Simulation:
    graph = build_attack_graph(inputs, load_attack_rules())
    return simulate(graph, load_calibration(), Conditions(as_of=AS_OF), worlds=64, seed=1)


def ways_of(internet_facing: str) -> set[str]:
    run = run_of(
        ExposureInputs(
            systems=(
                ExposedSystem(system_id="web", internet_facing=internet_facing),
                ExposedSystem(system_id="core", internet_facing="no"),
            ),
            links=(
                PermittedLink(source="internet", target="web", port=443),
                PermittedLink(source="internet", target="web", port=22),
                PermittedLink(source="web", target="core", port=1521),
            ),
            flaws=(Flaw(vulnerability_id="x", vectors=(OPEN,)),),
            findings=(FlawOnSystem(system_id="web", vulnerability_id="x"),),
        )
    )
    levers = LeverList(run, {})
    levers.add_ways()
    return {subject_id for _, subject_id in levers.found}


def test_ports_are_closed_one_by_one_unless_the_whole_system_faces_the_internet() -> None:
    assert ways_of("no") == {"internet>web:443", "internet>web:22", "web>core:1521"}
    assert ways_of("yes") == {"internet>web", "web>core:1521"}


def test_a_link_that_a_service_uses_is_a_cut_and_no_debt() -> None:
    run = run_of(
        ExposureInputs(
            systems=tuple(
                ExposedSystem(system_id=name, internet_facing="no")
                for name in ("web", "core", "lab")
            ),
            links=(
                PermittedLink(source="internet", target="web", port=443),
                PermittedLink(source="web", target="core", port=1521),
                PermittedLink(source="lab", target="core", port=22),
                PermittedLink(source="internet", target="lab", port=22),
            ),
            services=(
                ServiceNeed(service_id="pay", all_of=("core",), any_of=(("web",),)),
                ServiceNeed(service_id="view", all_of=("core",)),
            ),
        )
    )
    levers = LeverList(run, {}, {"pay": Text(ja="振込", en="payments")})
    levers.add_ways()

    assert set(levers.found) == {
        ("service_link", "internet>web:443"),
        ("service_link", "web>core:1521"),
        ("port", "lab>core:22"),
        ("port", "internet>lab:22"),
    }
    name = levers.found["service_link", "internet>web:443"].name
    assert name.ja.endswith("（振込が使用）")
    assert name.en.endswith("(used by payments)")
    assert DEBT_KINDS.get("service_link") is None


def test_a_proposed_control_stops_nothing_until_it_is_credited() -> None:
    inputs = ExposureInputs(
        systems=(ExposedSystem(system_id="web", internet_facing="yes"),),
        flaws=(Flaw(vulnerability_id="x", vectors=(OPEN,), epss_probability=1.0),),
        findings=(FlawOnSystem(system_id="web", vulnerability_id="x"),),
    )
    proposals = proposed_controls(inputs)
    plain, more = run_of(inputs), run_of(with_proposals(inputs, proposals))

    assert set(proposals) == {"proposed-waf-web"}
    names = [plain.graph.node_numbers, more.graph.node_numbers]
    for node, number in names[0].items():
        assert (plain.if_present[number] == more.if_present[names[1][node]]).all()
    levers = LeverList(more, {})
    levers.add_proposals(proposals)
    ((_, named),) = levers.found.items()
    assert list(named.lever.change.probabilities.values()) == [0.5]


def test_recorded_hours_count_only_where_every_system_has_them() -> None:
    facts = [
        ChangeFact(
            system_id=name,
            effort_hours=(("linux", LossRange(1, 2, 3)), ("web", LossRange(1, 3, 9))),
        )
        for name in ("a", "b")
    ]
    levers = [
        NamedLever(Lever(kind, name, without_findings([])), NAME, systems)
        for kind, name, systems in (
            ("bundle", "known", ("a", "b")),
            ("bundle", "partly", ("a", "c")),
            ("port", "a>b", ("a", "b")),
        )
    ]

    assert recorded_hours(facts, levers) == {("bundle", "known"): 10.0}


@pytest.mark.parametrize(
    ("purl", "cpe", "kind"),
    [
        ("pkg:maven/org.apache.tomcat.embed/tomcat-embed-core@9.0", None, "application_server"),
        ("pkg:npm/left-pad@1.0.0", None, "library"),
        ("pkg:deb/debian/postgresql@13", None, "database"),
        (None, "cpe:2.3:o:fortinet:fortios:7.2.1:*:*:*:*:*:*:*", "edge_appliance"),
        ("pkg:deb/debian/ed@1", None, None),
        ("not a purl", None, None),
    ],
)
def test_component_classes_follow_the_published_list(
    purl: str | None, cpe: str | None, kind: str | None
) -> None:
    found = component_class(purl, cpe)

    assert (found.kind if found else None) == kind
