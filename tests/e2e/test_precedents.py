"""What happened to others, as small estates and restart files: the lesson has to come out.

The facts, with their sources, are told in `docs/explanation/precedents.md`. Names, sums and systems
are invented; dates and rules are those of the precedent.
"""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from hiyoke.cli import main
from hiyoke.workflows.advisories.import_advisories import import_advisories
from small_advisories import affected, record, write_lines
from small_estates import write_files

if TYPE_CHECKING:
    from pathlib import Path

WORST = "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H"
FLAW = "CVE-2026-5001"


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("precedents")
    advisory = record(
        FLAW,
        affected("introduced 0", "fixed 2.0", name="gateway"),
        published="2023-01-01T00:00:00Z",
        modified="2023-01-01T00:00:00Z",
        severity=[{"type": "CVSS_V3", "score": WORST}],
    )
    import_advisories([write_lines(folder / "feed.jsonl", advisory)], folder / "store")
    return folder / "store"


def estate(
    folder: Path, systems: str, links: str, services: list[dict[str, Any]], **more: str
) -> Path:
    """Write an estate: systems as `id,internet_facing,vendor_id`, links as `source,target`."""
    sbom = {
        "bomFormat": "CycloneDX",
        "specVersion": "1.5",
        "components": [
            {
                "type": "library",
                "name": "gateway",
                "version": "1.0",
                "purl": "pkg:pypi/gateway@1.0",
            }
        ],
    }
    ids = [line.split(",")[0] for line in systems.split()]
    rows = [line.split(",") for line in systems.split()]
    vendors = sorted({row[2] for row in rows if row[2]})
    institution = {"id": "hub", "name": {"ja": "試験機関", "en": "Test Hub"}, "synthetic": True}
    files: dict[str, str | bytes] = {
        "institution.yaml": json.dumps(institution | {"outside_zones": ["partner"]}),
        "services.yaml": json.dumps({"services": services}),
        "systems.csv": "id,name_ja,internet_facing,vendor_id\n"
        + "".join(f"{a},{a},{b},{c}\n" for a, b, c in rows),
        "links.csv": "source,target\n" + "".join(f"{line}\n" for line in links.split()),
        "vendors.yaml": json.dumps(
            {"vendors": [{"id": v, "name": v, "remote_access": "no"} for v in vendors]}
        ),
        **{f"sboms/{name}.cdx.json": json.dumps(sbom) for name in ids if "gateway" in name},
        **{name.replace("__", "."): text for name, text in more.items()},
    }
    return write_files(folder / "estate", files)


def service(
    name: str, *systems: str, day: int = 1_000_000, deadlines: list[dict[str, Any]] | None = None
) -> dict[str, Any]:
    """A service that loses so much a day, and needs these systems."""
    curve = [{"after": "24h", "loss": day, "users": 100}]
    return {
        "id": name,
        "name": {"ja": name, "en": name},
        "priority": 1,
        "users": 1000,
        "requires": {"all_of": list(systems)},
        "impact": {"attack_outage": "3d", "curve": curve, "deadlines": deadlines or []},
    }


def suspend(
    command: str, folder: Path, where: Path, store: Path, **situation: Any
) -> dict[str, Any]:
    """Run `hiyoke suspend COMMAND` and return what it wrote."""
    path = folder / "situation.yaml"
    path.write_text(json.dumps(situation), encoding="utf-8")
    out = folder / "out"
    words = ("--advisories", str(store), "--situation", str(path), "--out", str(out))
    with pytest.raises(SystemExit) as left:
        main(["suspend", command, str(where), *words])
    assert left.value.code == 11
    name = {"options": "options.json", "plan": "plan.json"}[command]
    found: dict[str, Any] = json.loads((out / name).read_text(encoding="utf-8"))
    return found


def restart(folder: Path, capsys: pytest.CaptureFixture[str], **changes: Any) -> dict[str, Any]:
    """Judge a restart for which everything has been done, but for the changes."""
    done = {"met": "yes", "by": "Sato", "at": "2020-10-01T09:00", "evidence": "report"}
    conditions = dict.fromkeys(
        ("fixed", "investigated", "credentials_reset", "rebuilt", "detection"), done
    )
    base: dict[str, Any] = {
        "schema": "hiyoke/restart/1",
        "situation": "precedent",
        "level": "L3",
        "stopped": {"actor": "Tanaka", "role": "ciso", "at": "2020-10-01T07:00"},
        "at": "2020-10-01T12:00",
        "intrusion": "unknown",
        "conditions": conditions | {"independent_check": done | {"by": "Outside Expert"}},
        "approvals": [{"actor": "Suzuki", "role": "top", "at": "2020-10-01T11:30"}],
        "in_flight": [],
        "counterparties": [],
        "quorum": "payments-assumed",
        "window": {"none": "round the clock"},
        "ramp": [{"share": 1.0, "minutes": 60, "stop_again": "errors above 1 %"}],
        "exercise": False,
    }
    path = folder / "restart.yaml"
    path.write_text(json.dumps(base | changes), encoding="utf-8")
    with pytest.raises(SystemExit):
        main(["suspend", "restart", "check", str(path), "--format", "json"])
    found: dict[str, Any] = json.loads(capsys.readouterr().out)
    return found


def open_conditions(check: dict[str, Any]) -> set[str]:
    return {one["code"] for one in check["open"]}


# -- a shared processor is cut off (NPCI and C-Edge, 2024) ----------------------------------------


@pytest.fixture(scope="module")
def processor(store: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """A hub joins big banks and a processor that runs the payments of three small ones."""
    folder = tmp_path_factory.mktemp("processor")
    where = estate(
        folder,
        "switch-gateway,no, big-bank,no, processor,no,processor-co "
        "small-a,no, small-b,no, small-c,no,",
        "partner,big-bank big-bank,switch-gateway processor,switch-gateway partner,small-a "
        "partner,small-b partner,small-c small-a,processor small-b,processor small-c,processor",
        [
            service("clearing", "switch-gateway", day=90_000_000),
            service("big-bank", "big-bank", "switch-gateway", day=50_000_000),
            *(
                service(name, name, "processor", "switch-gateway")
                for name in ("small-a", "small-b")
            ),
            service("small-c", "small-c", "processor", "switch-gateway"),
        ],
        modes__csv="id,name_ja,subject,kind,links,enter_minutes,leave_minutes\n"
        "cut-processor,共同処理の遮断,processor,network_cut,processor > switch-gateway,"
        "5-10-15,10-30-60\n",
    )
    return suspend(
        "plan",
        folder,
        where,
        store,
        kind="shared_centre_hit",
        at="2024-07-31T18:00",
        subjects=["processor-co"],
        protect=["clearing", "big-bank", "small-a", "small-b", "small-c"],
        assume="all",
        fixed_after="24h",
    )


def test_one_processor_takes_all_its_banks_at_once(processor: dict[str, Any]) -> None:
    assert processor["certificate"]["beyond_reach"] == ["small-a", "small-b", "small-c"]
    assert processor["certificate"]["holds_for"] == ["big-bank", "clearing"]


def test_cutting_the_processor_off_keeps_everybody_else_paying(processor: dict[str, Any]) -> None:
    assert [mode["mode_id"] for mode in processor["modes"]] == ["cut-processor"]
    stopped = {one["service_id"]: one["share"] for one in processor["services"]}
    # A third party above them stops them: they are out though nothing of theirs is stopped.
    assert stopped == {"small-a": 1.0, "small-b": 1.0, "small-c": 1.0}


def test_the_processor_comes_back_only_after_a_check_by_somebody_else(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    own_word = {
        "conditions": {
            "fixed": {
                "met": "yes",
                "by": "Processor",
                "at": "2020-10-01T09:00",
                "evidence": "statement",
            },
            "independent_check": {
                "met": "yes",
                "by": "Processor",
                "at": "2020-10-01T09:30",
                "evidence": "statement",
            },
        }
    }
    assert "independent_check" in open_conditions(restart(tmp_path, capsys, **own_word))
    assert restart(tmp_path, capsys)["state"] == "ready"


# -- an exchange that could not restart the same day (JPX, 1 October 2020) ------------------------


def members(*shares_ready: tuple[float, bool, str]) -> list[dict[str, Any]]:
    return [
        {"name": f"m{n}", "share": share, "retail": retail, "ready": ready}
        for n, (share, retail, ready) in enumerate(shares_ready)
    ]


#: Five retail brokers with three tenths of the value, and two large members.
READY = members(*[(0.07, True, "yes")] * 5, (0.35, False, "yes"), (0.30, False, "yes"))


@pytest.mark.parametrize(
    ("changes", "is_open"),
    [
        ({}, set()),
        # Systems are well, and members could not enter their orders again.
        ({"counterparties": members((0.65, False, "no"), (0.35, True, "yes"))}, {"counterparties"}),
        # Value is there, and private customers are not.
        ({"counterparties": members((0.7, False, "yes"), (0.3, True, "no"))}, {"counterparties"}),
        # Too late to be of use: fifteen minutes of orders and fifteen of trading do not fit.
        ({"at": "2020-10-01T14:45"}, {"window"}),
        # Orders that were open when it stopped are not settled.
        ({"in_flight": [{"name": "orders", "count": 9, "reconciled": 0}]}, {"in_flight"}),
    ],
    ids=["ready", "value", "retail", "too-late", "orders"],
)
def test_an_exchange_restarts_the_same_day_only_with_members_and_time(
    changes: dict[str, Any], is_open: set[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    told = {
        "quorum": "exchange-2021",
        "counterparties": READY,
        "window": {"cut_off": "2020-10-01T15:00"},
    }
    check = restart(tmp_path, capsys, **(told | changes))
    assert open_conditions(check) == is_open
    assert check["state"] == ("stopped" if is_open else "ready")


# -- disconnect, and rebuild before return (CISA Emergency Directive 24-01) ------------------------


@pytest.fixture(scope="module")
def gateway(store: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """A remote access gateway that an authority wants disconnected; work goes on without it."""
    folder = tmp_path_factory.mktemp("gateway")
    where = estate(
        folder,
        "vpn-gateway,yes, office,no, core,no, branch,no,",
        "internet,vpn-gateway vpn-gateway,office office,core branch,core",
        [
            service("remote-work", "vpn-gateway", "office"),
            service("payments", "core", "branch", day=80_000_000),
        ],
    )
    return suspend(
        "plan",
        folder,
        where,
        store,
        kind="authority_request",
        at="2024-01-31T15:00",
        subjects=["vpn-gateway"],
        protect=["payments"],
        fixed_after="5d",
    )


def test_a_request_to_disconnect_is_met_within_its_time_and_stops_nothing_else(
    gateway: dict[str, Any],
) -> None:
    assert [mode["systems"] for mode in gateway["modes"]] == [["vpn-gateway"]]
    effect = datetime.fromisoformat(gateway["effect_at"])
    asked = datetime.fromisoformat(gateway["situation"]["at"])
    assert effect - asked <= timedelta(hours=48)
    assert [one["service_id"] for one in gateway["services"]] == ["remote-work"]


def test_a_patch_alone_brings_no_gateway_back(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    done = {"met": "yes", "by": "Sato", "at": "2020-10-01T09:00", "evidence": "version"}
    patched = {"fixed": done, "detection": done, "independent_check": done | {"by": "Other"}}
    rebuilt = {"investigated", "credentials_reset", "rebuilt"}
    assert open_conditions(restart(tmp_path, capsys, conditions=patched)) == rebuilt
    # Whoever does not know whether somebody was inside rebuilds; only a plain no spares it, and
    # nobody can say no without having looked.
    no_one = restart(tmp_path, capsys, conditions=patched, intrusion="no")
    assert open_conditions(no_one) == {"investigated"}


# -- deadlines dearer than minutes (Zengin, 10 October 2023) --------------------------------------


def transfers(store: Path, folder: Path, at: str, *, loss: int) -> dict[str, Any]:
    """Transfers with a close at 15:30 on business days, and a flaw of their gateway."""
    close = {
        "id": "close",
        "name": {"ja": "締切", "en": "close"},
        "calendar": "zengin",
        "loss": loss,
    }
    where = estate(
        folder,
        "transfer-gateway,yes, core,no,",
        "internet,transfer-gateway transfer-gateway,core",
        [service("transfers", "transfer-gateway", "core", day=2_400_000, deadlines=[close])],
    )
    return suspend(
        "options",
        folder,
        where,
        store,
        kind="exploited_flaw",
        at=at,
        subjects=[FLAW],
        chance_per_day="1-2-5%",
        fixed_after="6h",
    )


def loss_of(sheet: dict[str, Any], key: str) -> float:
    found: float = next(o["stop_loss"][1] for o in sheet["options"] if o["key"] == key)
    return found


def test_an_hour_before_the_close_costs_more_than_hours_after_it(
    store: Path, tmp_path: Path
) -> None:
    dear = transfers(store, tmp_path, "2023-10-10T14:30", loss=40_000_000)
    assert loss_of(dear, "now") > 10 * loss_of(dear, "after_deadline")
    waits = next(o for o in dear["options"] if o["key"] == "after_deadline")
    assert waits["starts_at"].startswith("2023-10-10T15:35")
    assert not any(s["missed_deadlines"] for s in waits["services"])


def test_without_a_price_on_the_deadline_waiting_wins_next_to_nothing(
    store: Path, tmp_path: Path
) -> None:
    cheap = transfers(store, tmp_path, "2023-10-10T14:30", loss=0)
    assert loss_of(cheap, "now") < 1.5 * loss_of(cheap, "after_deadline")


def test_a_long_weekend_has_no_close_to_miss(store: Path, tmp_path: Path) -> None:
    # Saturday to Monday, 7 to 9 October 2023, the Monday a holiday.
    quiet = transfers(store, tmp_path, "2023-10-08T14:30", loss=40_000_000)
    missed = [s["missed_deadlines"] for o in quiet["options"] for s in o["services"]]
    assert not any(missed)
