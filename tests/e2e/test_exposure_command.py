"""Estates as folders through ``hiyoke exposure``: against brute force, and told in words."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import jsonschema
import pytest
from rich.cells import cell_len

from exposed_estates import AS_OF, writable, write_estate, write_store
from hiyoke.cli import main
from hiyoke.exposure import (
    Control,
    ExpertOverride,
    ExposedSystem,
    ExposureInputs,
    Flaw,
    FlawOnSystem,
    PermittedLink,
    ServiceNeed,
    load_calibration,
)
from property.exposure_estates import chances_of, random_estate
from simulators.attack_oracle import exact, service_question

if TYPE_CHECKING:
    from collections.abc import Mapping

SCHEMA = json.loads(
    (Path(__file__).parents[2] / "schemas" / "exposure" / "1.json").read_text(encoding="utf-8")
)
LOW = "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:L/I:N/A:N"
ESCALATION = "CVSS:3.1/AV:L/AC:H/PR:L/UI:N/S:U/C:H/I:H/A:N"
CRITICAL = "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H"


def run(*words: str) -> int:
    with pytest.raises(SystemExit) as left:
        main(words)
    return int(left.value.code or 0)


def exposure_of(
    folder: Path,
    inputs: ExposureInputs,
    capsys: pytest.CaptureFixture[str],
    *options: str,
    language: str = "en",
) -> tuple[int, str]:
    """Write an estate and run the command on it; exit code and what it printed."""
    estate, store = write_estate(folder / "estate", inputs), write_store(folder, inputs)
    words = ["exposure", str(estate), "--advisories", str(store), "--as-of", AS_OF]
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("HIYOKE_LANG", language)
        code = run(*words, *options)
    shown = capsys.readouterr()
    return code, shown.out


def record_of(
    folder: Path, inputs: ExposureInputs, capsys: pytest.CaptureFixture[str], *options: str
) -> dict[str, Any]:
    folder.mkdir(exist_ok=True)
    code, out = exposure_of(folder, inputs, capsys, "--format", "json", *options)
    assert code != 2, "the estate as written has faults"
    found: dict[str, Any] = json.loads(out)
    jsonschema.Draft202012Validator(SCHEMA).validate(found)
    return found


def by_id(record: dict[str, Any], kind: str, member: str) -> dict[str, dict[str, Any]]:
    return {row[member]: row for row in record[kind]}


def chance(name: str, probability: float) -> ExpertOverride:
    return ExpertOverride(subject="vulnerability", subject_id=name, probability=probability)


@pytest.mark.parametrize("seed", [3, 20, 34])
def test_the_command_agrees_with_every_world_walked_by_hand(
    seed: int, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    inputs = writable(random_estate(seed, open_events=8))
    chances = all_chances(inputs)
    asked = {need.service_id: service_question(need) for need in inputs.services}

    record = record_of(tmp_path, inputs, capsys, "--worlds", "2048", "--seed", str(seed))

    services = by_id(record, "services", "service_id")
    for unknowns, member in ((False, "if_unknown_absent"), (True, "if_unknown_present")):
        truth = exact(inputs, chances, asked, unknowns=unknowns)
        for service_id, probability in truth.items():
            assert services[service_id][member] == pytest.approx(probability, abs=0.045)
            if unknowns and probability in (0.0, 1.0):
                assert services[service_id][member] == probability


def all_chances(inputs: ExposureInputs) -> Mapping[tuple[str, str], float]:
    """Give every event the probability that overrides or the published table give it."""
    calibration = load_calibration()
    chances = chances_of(inputs)
    for account in inputs.accounts:
        is_untested = account.mfa == "yes" and account.mfa_tested_on is None
        factor = calibration.guards["account_mfa"].probability
        chances["mfa", account.account_id] = 0.0 if is_untested else factor
    return chances


CHAIN = ExposureInputs(
    systems=(
        ExposedSystem(system_id="portal", internet_facing="yes"),
        ExposedSystem(system_id="batch", internet_facing="no"),
        ExposedSystem(system_id="archive", internet_facing="no"),
    ),
    links=(PermittedLink(source="portal", target="batch", protocol="https", port=443),),
    flaws=(
        Flaw(vulnerability_id="CVE-2026-1001", vectors=(LOW,)),
        Flaw(vulnerability_id="CVE-2026-1002", vectors=(LOW,)),
        Flaw(vulnerability_id="CVE-2026-1003", vectors=(ESCALATION,)),
        Flaw(vulnerability_id="CVE-2026-9800", vectors=(CRITICAL,)),
    ),
    findings=(
        FlawOnSystem(system_id="portal", vulnerability_id="CVE-2026-1001"),
        FlawOnSystem(system_id="batch", vulnerability_id="CVE-2026-1002"),
        FlawOnSystem(system_id="batch", vulnerability_id="CVE-2026-1003"),
        FlawOnSystem(system_id="archive", vulnerability_id="CVE-2026-9800"),
    ),
    services=(
        ServiceNeed(service_id="payments", all_of=("batch",)),
        ServiceNeed(service_id="records", all_of=("archive",)),
    ),
    overrides=(
        *(chance(f"CVE-2026-100{n}", 0.5) for n in (1, 2, 3)),
        chance("CVE-2026-9800", 0.9),
    ),
)


def test_three_chained_low_scores_beat_a_critical_one_that_nothing_reaches(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    record = record_of(tmp_path, CHAIN, capsys)

    services = by_id(record, "services", "service_id")
    assert services["payments"]["probability"] == pytest.approx(0.125, abs=0.02)
    assert services["records"]["probability"] == 0.0
    (path,) = record["paths"]
    assert path["system_id"] == "batch"
    assert path["probability"] == 0.125
    assert [step["vulnerability_id"] for step in path["steps"]] == [
        "CVE-2026-1001",
        "CVE-2026-1002",
        "CVE-2026-1003",
    ]
    assert "From the internet" in path["steps"][0]["words"]
    assert "administrator rights" in path["steps"][-1]["words"]
    assert any("links.csv:2" in row for row in path["steps"][1]["rows"])
    assert any("sboms/batch.cdx.json" in row for row in path["steps"][2]["rows"])


@pytest.mark.parametrize("language", ["ja", "en"])
def test_the_screen_tells_the_chain_and_its_remedy_within_the_width(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], language: str
) -> None:
    code, screen = exposure_of(tmp_path, CHAIN, capsys, language=language)

    assert code == 10
    assert max(map(cell_len, screen.splitlines())) <= 100
    assert "CVE-2026-1002" in screen
    assert "CVE-2026-9800" not in screen
    assert ("対応が必要" if language == "ja" else "action is advised") in screen


def test_common_cause_stops_a_redundant_pair_as_often_as_one_of_its_members(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    def pair(*flaws: str) -> ExposureInputs:
        return ExposureInputs(
            systems=tuple(
                ExposedSystem(system_id=name, internet_facing="yes") for name in ("web-1", "web-2")
            ),
            flaws=tuple(Flaw(vulnerability_id=f, vectors=(CRITICAL,)) for f in set(flaws)),
            findings=tuple(
                FlawOnSystem(system_id=name, vulnerability_id=flaw)
                for name, flaw in zip(("web-1", "web-2"), flaws, strict=True)
            ),
            services=(ServiceNeed(service_id="ib", any_of=(("web-1", "web-2"),)),),
            overrides=tuple(chance(f, 0.1) for f in sorted(set(flaws))),
        )

    shared = record_of(tmp_path / "shared", pair("CVE-2026-1001", "CVE-2026-1001"), capsys)
    apart = record_of(tmp_path / "apart", pair("CVE-2026-1001", "CVE-2026-1002"), capsys)

    (ib,), (other,) = shared["services"], apart["services"]
    assert ib["probability"] == pytest.approx(0.1, abs=0.02)
    assert ib["probability"] == by_id(shared, "systems", "system_id")["web-1"]["probability"]
    assert other["probability"] == pytest.approx(0.01, abs=0.008)


def test_an_untested_control_stops_nothing_and_says_what_it_would_save(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    waf = Control(control_id="waf-1", kind="waf", systems=("portal",), efficacy=1.0)
    untested = replace(CHAIN, controls=(waf,))
    tested = replace(CHAIN, controls=(replace(waf, tested_on=date(2026, 11, 1)),))

    without, with_credit = (
        record_of(tmp_path / name, inputs, capsys)
        for name, inputs in (("untested", untested), ("tested", tested))
    )

    payments = by_id(without, "services", "service_id")["payments"]
    assert payments["probability"] == pytest.approx(0.125, abs=0.02)
    (row,) = without["uncredited"]
    assert row["control_id"] == "waf-1"
    assert row["why"] == "It has no successful test."
    assert row["probability_would_remove"] == payments["probability"]
    assert by_id(with_credit, "services", "service_id")["payments"]["probability"] == 0.0
    assert with_credit["uncredited"] == []


def test_an_estate_that_nothing_reaches_is_not_called_clear_while_data_is_old(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    closed = ExposureInputs(
        systems=(ExposedSystem(system_id="vault", internet_facing="no"),),
        findings=(FlawOnSystem(system_id="vault", vulnerability_id="CVE-2026-1009"),),
        services=(ServiceNeed(service_id="keys", all_of=("vault",)),),
    )

    code, out = exposure_of(tmp_path, closed, capsys, "--format", "json")

    assert code == 12
    assert json.loads(out)["services"][0]["probability"] == 0.0


def test_csv_has_one_row_for_each_service(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    _, out = exposure_of(tmp_path, CHAIN, capsys, "--format", "csv")

    rows = list(csv.DictReader(io.StringIO(out)))
    assert [row["service_id"] for row in rows] == ["payments", "records"]
    assert float(rows[0]["probability"]) > 0.0


@pytest.mark.parametrize(
    ("option", "value"),
    [("--horizon", "soon"), ("--worlds", "0"), ("--stress", "-1"), ("--seed", "-1")],
)
def test_a_setting_without_meaning_is_refused_before_anything_is_read(
    option: str, value: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    words = ["exposure", str(tmp_path / "absent"), "--advisories", str(tmp_path)]

    assert run(*words, "--as-of", AS_OF, option, value) == 2

    assert "absent" not in capsys.readouterr().err
