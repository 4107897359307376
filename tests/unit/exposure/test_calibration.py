from __future__ import annotations

import json
import math
from dataclasses import replace
from datetime import date, timedelta
from importlib import resources
from typing import TYPE_CHECKING, Any

import pytest

from hiyoke.errors import DecisionTableError, UsageError
from hiyoke.exposure import (
    Conditions,
    Control,
    Event,
    EventChance,
    ExpertOverride,
    ExposedSystem,
    ExposureInputs,
    Flaw,
    FlawOnSystem,
    PermittedLink,
    PrivilegedAccount,
    VendorAccess,
    Zone,
    add_latent_flaws,
    build_attack_graph,
    calibrate,
    load_attack_rules,
    load_calibration,
    over_horizon,
    read_calibration,
)
from hiyoke.exposure.calibration_file import SHIPPED_CALIBRATION

if TYPE_CHECKING:
    from pathlib import Path

AS_OF = date(2026, 11, 22)
VECTOR = "CVSS:3.1/AV:N/AC:L/PR:N/UI:R/S:U/C:H/I:H/A:H"


def chances(inputs: ExposureInputs, **conditions: Any) -> dict[Event, EventChance]:
    graph = build_attack_graph(inputs, load_attack_rules())
    return calibrate(graph, load_calibration(), Conditions(as_of=AS_OF, **conditions))


def flaw_chance(flaw: Flaw, **conditions: Any) -> EventChance:
    inputs = ExposureInputs(
        systems=(ExposedSystem(system_id="web", internet_facing="yes"),),
        flaws=(replace(flaw, vectors=(VECTOR,)),),
        findings=(FlawOnSystem(system_id="web", vulnerability_id=flaw.vulnerability_id),),
    )
    return chances(inputs, **conditions)[Event("flaw", flaw.vulnerability_id)]


@pytest.mark.parametrize(
    ("known", "expected", "line"),
    [
        ({"epss_probability": 0.12}, 0.12, "epss"),
        ({"epss_probability": 0.0}, 0.0, "epss"),
        ({"epss_probability": 0.9, "known_exploited_on": date(2026, 1, 1)}, 0.9, "epss"),
        ({"epss_probability": 0.1, "known_exploited_on": date(2026, 1, 1)}, 0.3, "known-exploited"),
        ({"epss_probability": 0.1, "known_exploited_on": date(2027, 1, 1)}, 0.1, "epss"),
        ({"epss_probability": 0.001, "exploitation": ("active", "none")}, 0.3, "active"),
        ({"epss_probability": 0.001, "exploitation": ("public_poc",)}, 0.02, "public-poc"),
        ({"known_exploited_on": date(2026, 1, 1)}, 0.57, "unscored-known-exploited"),
        ({"exploitation": ("active",)}, 0.56, "unscored-active"),
        ({"published_on": AS_OF - timedelta(days=30)}, 0.05, "unscored-new"),
        ({"published_on": AS_OF - timedelta(days=31)}, 0.035, "unscored"),
        ({"exploitation": ("public_poc",)}, 0.044, "unscored-public-poc"),
        ({"exploitation": ("none",)}, 0.017, "unscored-none"),
        ({}, 0.035, "unscored"),
    ],
)
def test_takes_the_likeliest_line_that_fits(
    known: dict[str, Any], expected: float, line: str
) -> None:
    chance = flaw_chance(Flaw(vulnerability_id="CVE-1", **known))
    assert chance.base == expected
    assert chance.line_ids == (line,)
    assert chance.probability == pytest.approx(expected)


def test_a_flaw_without_evidence_is_not_a_flaw_without_danger() -> None:
    inputs = ExposureInputs(
        systems=(ExposedSystem(system_id="web", internet_facing="yes"),),
        findings=(FlawOnSystem(system_id="web", vulnerability_id="CVE-9"),),
    )
    assert chances(inputs)[Event("flaw", "CVE-9")].line_ids == ("unscored",)


@pytest.mark.parametrize(("days", "stress"), [(60.0, 1.0), (30.0, 2.0), (7.0, 1.0), (0.0, 1.0)])
def test_scales_by_constant_hazard(days: float, stress: float) -> None:
    flaw = Flaw(vulnerability_id="CVE-1", epss_probability=0.2)
    chance = flaw_chance(flaw, horizon_days=days, stress=stress)
    assert chance.probability == pytest.approx(1 - 0.8 ** (days * stress / 30))


def test_zero_and_one_stay_exact() -> None:
    assert over_horizon(0.0, 12.0) == 0.0
    assert over_horizon(1.0, 0.01) == 1.0
    assert over_horizon(1.0, 0.0) == 0.0
    assert over_horizon(1e-18, 2.0) == pytest.approx(2e-18)


def guarded(**control: Any) -> EventChance:
    inputs = ExposureInputs(
        systems=(ExposedSystem(system_id="web", internet_facing="yes"),),
        flaws=(Flaw(vulnerability_id="CVE-1", vectors=(VECTOR,)),),
        findings=(FlawOnSystem(system_id="web", vulnerability_id="CVE-1"),),
        controls=(Control(control_id="waf-1", kind="waf", systems=("web",), **control),),
    )
    return chances(inputs)[Event("control", "waf-1")]


@pytest.mark.parametrize(
    ("control", "reasons"),
    [
        ({"tested_on": date(2026, 11, 1)}, ()),
        ({"tested_on": date(2025, 11, 22)}, ()),
        ({"tested_on": date(2025, 11, 21)}, ("stale_test",)),
        ({}, ("untested",)),
        ({"tested_on": date(2026, 12, 1)}, ("untested",)),
        ({"tested_on": date(2026, 11, 1), "mode": "detect"}, ("detect_only",)),
        ({"tested_on": date(2026, 11, 1), "expires_on": date(2026, 11, 21)}, ("expired",)),
        ({"tested_on": date(2026, 11, 1), "expires_on": date(2026, 11, 22)}, ()),
        (
            {"mode": "detect", "expires_on": date(2026, 1, 1)},
            ("detect_only", "expired", "untested"),
        ),
    ],
)
def test_credits_only_what_has_been_tested(
    control: dict[str, Any], reasons: tuple[str, ...]
) -> None:
    chance = guarded(**control)
    assert chance.without_credit == reasons
    assert chance.base == 0.5
    assert chance.probability == (0.0 if reasons else 0.5)


def test_shows_the_credit_an_untested_control_would_give() -> None:
    inputs = ExposureInputs(
        systems=(ExposedSystem(system_id="web", internet_facing="yes"),),
        flaws=(Flaw(vulnerability_id="CVE-1", vectors=(VECTOR,)),),
        findings=(FlawOnSystem(system_id="web", vulnerability_id="CVE-1"),),
        controls=(Control(control_id="waf-1", kind="waf", systems=("web",), efficacy=0.75),),
    )
    chance = chances(inputs, credited=frozenset({"waf-1"}))[Event("control", "waf-1")]
    assert chance.probability == 0.75
    assert chance.without_credit == ("untested",)


def test_time_and_stress_do_not_wear_a_guard_or_a_person() -> None:
    inputs = ExposureInputs(
        systems=(ExposedSystem(system_id="web", internet_facing="yes"),),
        flaws=(Flaw(vulnerability_id="CVE-1", vectors=(VECTOR,)),),
        findings=(FlawOnSystem(system_id="web", vulnerability_id="CVE-1"),),
        vendors=(VendorAccess(vendor_id="v", system_id="web"),),
        zones=(Zone(zone_id="branches", kind="insider"),),
        links=tuple(PermittedLink(source=z, target="web") for z in ("branches", "partner")),
    )
    month, year = chances(inputs), chances(inputs, horizon_days=365.0)
    assert month[Event("person", "web")] == year[Event("person", "web")]
    for event in (Event("vendor", "v"), Event("zone", "branches"), Event("zone", "partner")):
        assert year[event].probability > month[event].probability
    assert month[Event("zone", "branches")].line_ids == ("insider_zone",)
    assert month[Event("zone", "partner")].line_ids == ("outside_zone",)


def test_experts_override_and_the_more_cautious_of_two_counts() -> None:
    inputs = ExposureInputs(
        systems=(ExposedSystem(system_id="web", internet_facing="yes"),),
        vendors=(VendorAccess(vendor_id="v", system_id="web"),),
        controls=(
            Control(control_id="seg", kind="segmentation", systems=("web",), tested_on=AS_OF),
        ),
        overrides=(
            ExpertOverride(subject="vendor", subject_id="v", probability=0.2),
            ExpertOverride(subject="vendor", subject_id="v", probability=0.1),
            ExpertOverride(subject="control", subject_id="seg", probability=0.9),
            ExpertOverride(subject="control", subject_id="seg", probability=0.4),
        ),
    )
    found = chances(inputs)
    assert found[Event("vendor", "v")].probability == pytest.approx(0.2)
    assert found[Event("control", "seg")].probability == 0.4
    assert found[Event("control", "seg")].line_ids == ("expert",)


def mfa_chance(**account: Any) -> EventChance:
    inputs = ExposureInputs(
        systems=tuple(ExposedSystem(system_id=s) for s in ("ops", "core")),
        accounts=(
            PrivilegedAccount(account_id="id", systems=("core",), used_from=("ops",), **account),
        ),
    )
    return chances(inputs)[Event("mfa", "id")]


def test_a_second_factor_needs_a_test_and_an_unknown_one_stands_for_the_best_case() -> None:
    assert mfa_chance(mfa="yes", mfa_tested_on=AS_OF).probability == 0.9
    assert mfa_chance(mfa="yes").probability == 0.0
    assert mfa_chance(mfa="yes").without_credit == ("untested",)
    assert mfa_chance(mfa="unknown").probability == 0.9


@pytest.mark.parametrize("probability", [-0.1, 1.1, math.nan])
def test_refuses_what_is_no_probability(probability: float) -> None:
    with pytest.raises(UsageError, match="flaw:CVE-1"):
        flaw_chance(Flaw(vulnerability_id="CVE-1", epss_probability=probability))
    with pytest.raises(UsageError, match="control:waf-1"):
        guarded(efficacy=probability)


def test_refuses_an_override_of_nothing() -> None:
    override = ExpertOverride(subject="weather", subject_id="rain", probability=0.1, row="o.csv:2")
    with pytest.raises(UsageError, match="weather"):
        chances(ExposureInputs(overrides=(override,)))


@pytest.mark.parametrize("days", [-1.0, math.inf, math.nan])
def test_refuses_a_horizon_without_meaning(days: float) -> None:
    with pytest.raises(UsageError, match="horizon_days"):
        Conditions(as_of=AS_OF, horizon_days=days)


def test_flaws_not_yet_known_are_one_for_each_package_and_only_on_demand() -> None:
    classes = (("edge_appliance", "vpn-x"), ("no_such_class", "y"))
    inputs = ExposureInputs(
        systems=tuple(
            ExposedSystem(system_id=s, internet_facing="yes", component_classes=classes)
            for s in ("vpn-1", "vpn-2")
        )
    )
    assert not any(event.kind == "flaw" for event in chances(inputs))
    latent = add_latent_flaws(inputs, load_calibration())
    found = chances(latent)
    event = Event("flaw", "latent:edge_appliance:vpn-x")
    assert [e for e in found if e.kind == "flaw"] == [event]
    assert found[event].line_ids == ("latent:edge_appliance",)
    assert {f.system_id for f in latent.findings} == {"vpn-1", "vpn-2"}


def test_every_line_has_words_and_a_source_or_the_word_assumption() -> None:
    for name, line in load_calibration().lines().items():
        assert name == line.line_id
        assert line.title.ja
        assert line.title.en
        assert line.basis.note.ja
        assert line.basis.note.en


def shipped() -> dict[str, Any]:
    file = resources.files("hiyoke.exposure").joinpath("profiles", SHIPPED_CALIBRATION)
    record: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
    return record


def broken(change: str) -> dict[str, Any]:
    record = shipped()
    if change == "missing":
        del record["floors"]
    elif change == "outside":
        record["floors"][0]["probability"] = 1.5
    elif change == "condition":
        record["floors"][0]["when"] = {"moon": "full"}
    elif change == "event":
        record["events"].pop()
    elif change == "twice":
        record["floors"].append(record["floors"][0])
    elif change == "fallback":
        record["without_epss"].pop()
    else:
        record["reference_days"] = 0
    return record


@pytest.mark.parametrize(
    "change", ["missing", "outside", "condition", "event", "twice", "fallback", "days"]
)
def test_refuses_a_broken_table(tmp_path: Path, change: str) -> None:
    path = tmp_path / "calibration.json"
    path.write_text(json.dumps(broken(change)), encoding="utf-8")
    with pytest.raises(DecisionTableError, match=r"calibration\.json"):
        read_calibration(path)


def test_reads_back_what_is_shipped(tmp_path: Path) -> None:
    path = tmp_path / "calibration.json"
    path.write_text(json.dumps(shipped()), encoding="utf-8")
    assert read_calibration(path).lines() == load_calibration().lines()
    path.write_text("[", encoding="utf-8")
    with pytest.raises(DecisionTableError, match="expected JSON"):
        read_calibration(path)


def test_refuses_a_table_that_cannot_be_opened(tmp_path: Path) -> None:
    for path in (tmp_path, tmp_path / "absent.json"):
        with pytest.raises(DecisionTableError, match="expected a readable file"):
            read_calibration(path)
