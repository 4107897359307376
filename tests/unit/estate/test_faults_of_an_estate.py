"""Every kind of fault and reminder, each found by file and row."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from hiyoke.errors import FaultsError, UsageError
from hiyoke.languages import Language
from hiyoke.workflows.load_estate import load_estate
from small_estates import (
    LINKS,
    SERVICES,
    SOUND,
    SYSTEMS,
    fault_places,
    reading_of,
    reminder_places,
    write_files,
)

if TYPE_CHECKING:
    from pathlib import Path


def test_accepts_a_sound_estate(tmp_path: Path) -> None:
    reading = reading_of(tmp_path)

    assert fault_places(reading) == []
    assert reading.estate is not None
    assert [s.service_id for s in reading.estate.services] == ["ib"]
    assert [(r.system_id, r.group) for r in reading.estate.requirements] == [
        ("core", None), ("web-1", "web"), ("web-2", "web"),
    ]  # fmt: skip
    assert dict(reading.row_counts) == {
        "institution": 1, "services": 1, "requirements": 3, "systems": 3, "links": 4,
    }  # fmt: skip


def test_lists_all_faults_of_all_files_at_once(tmp_path: Path) -> None:
    reading = reading_of(
        tmp_path,
        systems__csv=SYSTEMS.replace(",no,IT", ",perhaps,IT") + "web-2,again,again,yes,IT\n",
        links__csv=LINKS.replace("443", "70000", 1).replace("web-2,core", "web-2,cor"),
        services__yaml=SERVICES.replace("priority: 1", "priority: top").replace("web-2", "web-3"),
    )

    assert fault_places(reading) == [
        ("out_of_range", "links.csv:2 [port]"),
        ("unknown_reference", "links.csv:5 [target]"),
        ("not_a_number", "services.yaml:4 [services[0].priority]"),
        ("unknown_reference", "services.yaml:9 [services[0].requires.any_of.web[1]]"),
        ("not_yes_no", "systems.csv:2 [internet_facing]"),
        ("duplicate_id", "systems.csv:5 [id]"),
    ]
    assert reading.estate is None


def test_suggests_what_was_probably_meant(tmp_path: Path) -> None:
    reading = reading_of(tmp_path, links__csv=LINKS.replace("web-2,core", "web-2,cor"))

    assert "'core'" in reading.faults[0].remedy.en
    assert "「core」" in reading.faults[0].remedy.ja


def test_one_slip_is_one_fault(tmp_path: Path) -> None:
    """A system with a broken cell is still there for those who refer to it."""
    reading = reading_of(tmp_path, systems__csv=SYSTEMS.replace(",no,IT", ",perhaps,IT"))

    assert fault_places(reading) == [("not_yes_no", "systems.csv:2 [internet_facing]")]


@pytest.mark.parametrize("missing", ["services.yaml", "systems.csv"])
def test_faults_an_estate_without_services_or_systems(tmp_path: Path, missing: str) -> None:
    reading = reading_of(tmp_path, **{missing.replace(".", "__"): None})

    assert ("missing_table", missing.partition(".")[0]) in fault_places(reading)


def test_faults_a_service_that_needs_nothing(tmp_path: Path) -> None:
    extra = "  - {id: atm, name: ATM}\n"
    reading = reading_of(tmp_path, services__yaml=SERVICES + extra)

    assert fault_places(reading) == [("no_requirements", "services.yaml:10 [services[1].id]")]


def test_reminds_of_a_group_with_one_member(tmp_path: Path) -> None:
    reading = reading_of(tmp_path, services__yaml=SERVICES.replace(", web-2]", "]"))

    assert fault_places(reading) == []
    assert [kind for kind, _ in reminder_places(reading)] == ["lone_alternative"]


def test_reminds_of_shared_ranks(tmp_path: Path) -> None:
    extra = "  - {id: atm, name: ATM, priority: 1, requires: [core]}\n"
    reading = reading_of(tmp_path, services__yaml=SERVICES + extra)

    assert fault_places(reading) == []
    assert reminder_places(reading) == [("shared_rank", "services.yaml:10 [services[1].priority]")]


def test_cycles_and_loops_among_links_are_allowed(tmp_path: Path) -> None:
    reading = reading_of(tmp_path, links__csv=LINKS + "core,web-1,tcp,1\ncore,core,tcp,2\n")

    assert fault_places(reading) == []


def test_links_may_name_declared_zones_only(tmp_path: Path) -> None:
    links = LINKS + "zengin-net,core,tcp,\ncore,zengin-net,tcp,\nnowhere,core,tcp,\n"
    institution = SOUND["institution.yaml"] + "outside_zones: [zengin-net]\n"

    reading = reading_of(tmp_path, links__csv=links, institution__yaml=institution)

    assert fault_places(reading) == [("unknown_reference", "links.csv:8 [source]")]


def test_a_system_may_not_be_called_internet(tmp_path: Path) -> None:
    reading = reading_of(tmp_path, systems__csv=SYSTEMS + "internet,x,x,yes,IT\n")

    assert fault_places(reading) == [("reserved_id", "systems.csv:5 [id]")]


def test_reminds_of_unknown_columns_and_keeps_them(tmp_path: Path) -> None:
    systems = SYSTEMS.replace("internet_facing,owner", "internet_facing,ownr").replace(
        ",IT", ",IT "
    )

    reading = reading_of(tmp_path, systems__csv=systems)

    assert reminder_places(reading) == [("unknown_column", "systems.csv:1 [ownr]")]
    assert "'owner_ja'" in reading.reminders[0].remedy.en
    assert reading.estate is not None
    assert reading.estate.systems[0].extra == {"ownr": "IT"}


def test_keeps_unknown_members(tmp_path: Path) -> None:
    members = "    colour: '007'\n    tier: 2\n"

    reading = reading_of(tmp_path, services__yaml=SERVICES + members)

    assert reading.estate is not None
    assert reading.estate.services[0].extra == {
        "colour": "007",
        "tier": 2,
    }
    assert [kind for kind, _ in reminder_places(reading)] == ["unknown_member", "unknown_member"]


def test_a_second_institution_is_a_fault(tmp_path: Path) -> None:
    reading = reading_of(tmp_path, institution__csv="id,name\nother,他行\n")

    assert [kind for kind, _ in fault_places(reading)] == ["duplicate_id"]


def test_reminds_of_a_missing_institution(tmp_path: Path) -> None:
    reading = reading_of(tmp_path, institution__yaml=None)

    assert fault_places(reading) == []
    assert reminder_places(reading) == [("missing_table", "institution")]


def test_vendors_and_systems_must_agree(tmp_path: Path) -> None:
    systems = SYSTEMS.replace("owner\n", "owner,vendor_id\n").replace(",no,IT", ",no,IT,b")
    vendors = """\
vendors:
  - {id: a, name: A, systems: [core, web-1, nothing]}
  - {id: b, name: B}
"""
    reading = reading_of(tmp_path, systems__csv=systems, vendors__yaml=vendors)

    assert fault_places(reading) == [("unknown_reference", "vendors.yaml:2 [vendors[0].systems]")]
    assert reminder_places(reading) == [("vendor_mismatch", "systems.csv:2 [vendor_id]")]


def test_a_vendor_that_lists_a_system_maintains_it(tmp_path: Path) -> None:
    vendors = "vendors:\n  - {id: a, name: A, systems: [core], night_cover: no}\n"

    reading = reading_of(tmp_path, vendors__yaml=vendors)

    assert reading.estate is not None
    assert [s.vendor_id for s in reading.estate.systems] == ["a", None, None]
    assert reading.estate.vendors[0].night_cover == "no"


def test_reminds_of_vendors_nobody_describes(tmp_path: Path) -> None:
    systems = SYSTEMS.replace("owner\n", "owner,vendor_id\n").replace(",no,IT", ",no,IT,b")

    reading = reading_of(tmp_path, systems__csv=systems)

    assert fault_places(reading) == []
    assert reminder_places(reading) == [("missing_table", "vendors")]


def test_crews_must_exist_once_they_are_described(tmp_path: Path) -> None:
    systems = SYSTEMS.replace("owner\n", "owner,crew_id\n").replace(",no,IT", ",no,IT,web-crw")

    reading = reading_of(tmp_path, systems__csv=systems, crews__yaml="crews:\n  - {id: web-crew}\n")

    assert fault_places(reading) == [("unknown_reference", "systems.csv:2 [crew_id]")]


def test_products_of_appliances_are_checked(tmp_path: Path) -> None:
    systems = SYSTEMS.replace("owner\n", "owner,purl,cpe\n").replace(",no,IT", ",no,IT,big-ip,f5")

    reading = reading_of(tmp_path, systems__csv=systems)

    assert [kind for kind, _ in fault_places(reading)] == ["malformed_purl", "malformed_cpe"]


def test_finds_sboms_by_name_by_folder_and_by_column(tmp_path: Path) -> None:
    systems = SYSTEMS.replace("owner\n", "owner,sbom\n").replace(
        ",yes,IT", ",yes,IT,lists/web.json"
    )
    write_files(
        tmp_path,
        {
            "sboms/core/status": "x",
            "sboms/core/os-release": "x",
            "sboms/web-1.cdx.json": "{}",
            "lists/web.json": "{}",
            "sboms/wbe-2.cdx.json": "{}",
            "sboms/README.md": "",
        },
    )

    reading = reading_of(tmp_path, systems__csv=systems)

    assert fault_places(reading) == []
    assert reminder_places(reading) == [("unclaimed_sbom", "sboms/wbe-2.cdx.json")]
    assert "'web-2'" in reading.reminders[0].remedy.en
    assert reading.estate is not None
    relative = {
        owner: [path.relative_to(tmp_path).as_posix() for path in paths]
        for owner, paths in reading.estate.sbom_files.items()
    }
    assert relative == {
        "core": ["sboms/core/os-release", "sboms/core/status"],
        "web-1": ["lists/web.json", "sboms/web-1.cdx.json"],
        "web-2": ["lists/web.json"],
    }
    has_sbom = reading.estate.tables()["systems"].column("has_sbom").to_pylist()
    assert has_sbom == [True, True, True]


def test_the_longest_identifier_owns_a_file(tmp_path: Path) -> None:
    write_files(tmp_path, {"sboms/web.prod.cdx.json": "{}"})
    systems = SYSTEMS + "web,w,w,yes,IT\nweb.prod,w,w,yes,IT\n"

    reading = reading_of(tmp_path, systems__csv=systems)

    assert reading.estate is not None
    assert list(reading.estate.sbom_files) == ["web.prod"]


def test_load_raises_with_every_fault_in_both_languages(tmp_path: Path) -> None:
    reading_of(tmp_path, systems__csv=SYSTEMS.replace(",no,", ",perhaps,").replace("yes", "oui"))

    with pytest.raises(FaultsError) as caught:
        load_estate(tmp_path)

    assert len(caught.value.faults) == 3
    japanese, english = (caught.value.message(language) for language in Language)
    assert "「perhaps」" in japanese
    assert "found 'perhaps' at systems.csv:2 [internet_facing]" in english


def test_load_refuses_a_path_to_nothing(tmp_path: Path) -> None:
    with pytest.raises(UsageError):
        load_estate(tmp_path / "nothing")


def test_thousands_of_slips_are_still_listed_quickly(tmp_path: Path) -> None:
    links = LINKS + "".join(f"web-1,no-such-{n},tcp,1\n" for n in range(5000))

    reading = reading_of(tmp_path, links__csv=links)

    assert len(reading.faults) == 5000


def test_tables_follow_their_contracts_and_are_sorted(tmp_path: Path) -> None:
    reading = reading_of(
        tmp_path,
        systems__csv=SYSTEMS + "app,a,a,,IT\n",
        links__csv=LINKS + LINKS.partition("\n")[2],
    )
    assert reading.estate is not None

    tables = reading.estate.tables()

    systems = tables["systems"].to_pydict()
    assert systems["system_id"] == ["app", "core", "web-1", "web-2"]
    assert systems["internet_facing"] == ["unknown", "no", "yes", "yes"]
    assert tables["services"].to_pylist()[0]["is_priority"] is True
    assert tables["requirements"].column("group").to_pylist() == [None, "web", "web"]
    assert tables["links"].num_rows == 4
