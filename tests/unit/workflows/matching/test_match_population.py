"""A population's totals are those of brute force, and one advisory's are what it adds to them."""

from __future__ import annotations

import json
import stat
from collections import Counter, defaultdict
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from hiyoke.advisories.store import load_store
from hiyoke.errors import TableContractError, UsageError
from hiyoke.matching.placement_totals import COUNTS, ComponentCounts
from hiyoke.tables import AFFECTED_RANGES
from hiyoke.workflows.advisories.import_advisories import import_advisories
from hiyoke.workflows.matching import population_files
from hiyoke.workflows.matching.ask_population import PopulationQuestions
from hiyoke.workflows.matching.match_population import match_population
from small_advisories import affected, record, write_lines
from small_population import (
    PACKAGES,
    Country,
    Flaw,
    findings_by_brute_force,
    levels_by_service,
    random_country,
    systems_by_brute_force,
    write_feeds,
)

SHARED = Path(__file__).parents[5] / "shared" / "data"

FLAWS = [
    Flaw("CVE-2024-0001", "anzen", 2, 5),
    Flaw("CVE-2024-0002", "anzen", 4, 9),
    Flaw("CVE-2024-0003", "bango", 1, 3),
    Flaw("CVE-2024-0004", "chikara", 7, 8),
]
LATER = Flaw("CVE-2025-0001", "bango", 2, 10)
EXPLOITED = {"CVE-2024-0002", "CVE-2025-0001"}


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("advisories")
    import_advisories(write_feeds(folder, FLAWS, EXPLOITED), folder / "store")
    return folder / "store"


def rows_by_system(table: Any) -> dict[int, Counter[str]]:
    return {
        row["system_no"]: +Counter({name: row[name] for name in COUNTS})
        for row in table.to_pylist()
    }


def told(out: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(out.iterdir())}


@pytest.mark.parametrize("seed", range(3))
def test_totals_are_those_of_brute_force_and_services_stand_as_one_banks_assessment_says(
    seed: int, tmp_path: Path, store: Path
) -> None:
    country = random_country(seed, banks=5)
    folder = country.write(tmp_path / "population")
    standings = match_population(folder, store, tmp_path / "out").standings

    counts = systems_by_brute_force(country, FLAWS, EXPLOITED)
    found = rows_by_system(standings.systems)
    assert found == {number: +expected for number, expected in counts.items()}
    findings = pq.read_table(tmp_path / "out" / "findings.parquet").to_pylist()
    pairs = [(row["component_no"], row["vulnerability_id"]) for row in findings]
    assert set(pairs) == findings_by_brute_force(country, FLAWS)
    assert len(pairs) == len(set(pairs))

    services = standings.services.to_pylist()
    for column, by in (
        ("level", "finding_count"),
        ("known_exploited_level", "known_exploited_count"),
    ):
        levels = {(row["institution_id"], row["service_id"]): row[column] for row in services}
        assert levels == levels_by_service(country, counts, by=by)
    for row in standings.institutions.to_pylist():
        check_institution(row, country, counts, services)


def check_institution(
    row: dict[str, Any],
    country: Country,
    counts: dict[int, Counter[str]],
    services: list[dict[str, Any]],
) -> None:
    own = [s for s in services if s["institution_id"] == row["institution_id"]]
    prior = [s["level"] for s in own if s["is_priority"]]
    assert row["services_in_danger"] == [s["level"] for s in own].count("in_danger")
    assert row["priority_services_in_danger"] == prior.count("in_danger")
    assert row["priority_services_weakened"] == prior.count("weakened")
    assert row["priority_services_not_assessable"] == prior.count("not_assessable")
    mine = [n for n, (owner, _) in enumerate(country.systems) if owner == row["institution_id"]]
    assert row["system_count"] == len(mine)
    assert row["finding_count"] == sum(counts[n]["finding_count"] for n in mine)
    assert row["affected_system_count"] == sum(counts[n]["finding_count"] > 0 for n in mine)


def test_slices_threads_and_the_compiled_loop_do_not_show(
    tmp_path: Path, store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = random_country(7).write(tmp_path / "population")
    match_population(folder, store, tmp_path / "one", threads=1)
    match_population(folder, store, tmp_path / "two", threads=3, slice_rows=25)
    monkeypatch.setattr(population_files, "COMPILE_FROM", 0)
    match_population(folder, store, tmp_path / "three", threads=2)

    first = pq.read_table(tmp_path / "one" / "findings.parquet")
    assert first.equals(pq.read_table(tmp_path / "two" / "findings.parquet"))
    for name in ("systems.parquet", "services.parquet", "institutions.parquet", "run.json"):
        assert told(tmp_path / "one")[name] == told(tmp_path / "two")[name]
    assert told(tmp_path / "one") == told(tmp_path / "three")


def test_results_are_private_and_say_what_they_rest_on(tmp_path: Path, store: Path) -> None:
    country = random_country(3)
    folder = country.write(tmp_path / "population")
    match_population(folder, store, tmp_path / "out")

    assert {stat.S_IMODE(path.stat().st_mode) for path in (tmp_path / "out").iterdir()} == {0o600}
    assert not (tmp_path / "out" / ".staging").exists()
    run = json.loads((tmp_path / "out" / "run.json").read_text())
    assert run["schema"] == "hiyoke/population-run/1"
    assert run["counts"]["placement_count"] == len(country.placements)
    assert run["counts"]["component_count"] == len(country.components)


@pytest.mark.parametrize("seed", range(2))
def test_one_advisory_gives_what_it_adds_to_a_full_run(seed: int, tmp_path: Path) -> None:
    country = random_country(200 + seed)
    folder = country.write(tmp_path / "population")
    store = tmp_path / "store"
    import_advisories(write_feeds(tmp_path, FLAWS, EXPLOITED), store)
    before = match_population(folder, store, tmp_path / "before").standings.systems
    with PopulationQuestions(folder, store) as questions:
        assert questions.about_advisories([LATER.advisory_id]).unknown_ids == (LATER.advisory_id,)
        import_advisories(write_feeds(tmp_path, [*FLAWS, LATER], EXPLOITED), store)
        answer = questions.about_advisories([LATER.advisory_id])
    after = match_population(folder, store, tmp_path / "after").standings.systems

    added = {
        system: counts - rows_by_system(before)[system]
        for system, counts in rows_by_system(after).items()
    }
    for name in ("finding_count", "known_exploited_count"):
        found = {
            system: row[name] for system, row in rows_by_system(answer.standings.systems).items()
        }
        assert found == {system: counts[name] for system, counts in added.items() if counts[name]}
    counts = systems_by_brute_force(country, [LATER], EXPLOITED)
    levels = levels_by_service(country, counts, by="finding_count")
    dangers = {key: level for key, level in levels.items() if level in {"in_danger", "weakened"}}
    services = answer.standings.services.to_pylist()
    assert {(s["institution_id"], s["service_id"]): s["level"] for s in services} == dangers
    assert answer.unknown_ids == ()
    assert {row["vulnerability_id"] for row in answer.findings.to_pylist()} <= {LATER.advisory_id}


def test_a_package_is_asked_about_with_all_its_vulnerabilities(tmp_path: Path, store: Path) -> None:
    country = random_country(11)
    folder = country.write(tmp_path / "population")
    match_population(folder, store, tmp_path / "out")
    with PopulationQuestions(folder, store) as questions:
        answers = {
            package: questions.about_packages([("pypi", package)]).findings.to_pylist()
            for package in PACKAGES
        }

    for package, rows in answers.items():
        flaws = [flaw for flaw in FLAWS if flaw.package == package]
        found = {(row["component_no"], row["vulnerability_id"]) for row in rows}
        assert found == findings_by_brute_force(country, flaws)


def module_build(number: int, *, stream: str) -> dict[str, Any]:
    fixed = f"{stream}.5-1.module_el8.{number}.0+{number}+abcdef0{number}"
    entry = affected("introduced 0", f"fixed {fixed}", ecosystem="AlmaLinux:8", name="nodejs")
    title = f"Important: nodejs:{stream} security update"
    return record(f"ALSA-2024:{number}", entry, summary=title, aliases=[f"CVE-2024-900{number}"])


def test_an_rpms_module_is_told_by_all_that_is_known_of_its_package(tmp_path: Path) -> None:
    builds = [f"{stream}.1-1.module_el8.{stream % 7}.0+9+abc" for stream in (16, 18, 20)]
    purls = [f"pkg:rpm/almalinux/nodejs@{build}?distro=almalinux-8" for build in builds]
    country = Country(
        components=[(purl, None) for purl in purls],
        systems=[("bank", True)],
        placements=[(number, 0) for number in range(len(purls))],
    )
    folder = country.write(tmp_path / "population")
    records = [module_build(1, stream="18"), module_build(2, stream="20")]
    store = tmp_path / "store"
    import_advisories([write_lines(tmp_path / "osv.jsonl", *records)], store)
    match_population(folder, store, tmp_path / "out")
    findings = pq.read_table(tmp_path / "out" / "findings.parquet").to_pylist()

    assert any("[module_stream: " in row["matched_on"] for row in findings)
    with PopulationQuestions(folder, store) as questions:
        for flaw in ("CVE-2024-9001", "CVE-2024-9002"):
            answer = questions.about_advisories([flaw])
            expected = [row for row in findings if row["vulnerability_id"] == flaw]
            assert answer.findings.to_pylist() == expected


@pytest.mark.slow
@pytest.mark.shared_data
def test_questions_about_real_advisories_answer_as_a_full_run_does(tmp_path: Path) -> None:
    feeds = [SHARED / "osv" / name for name in ("AlmaLinux_8.jsonl.zst", "Go.jsonl.zst")]
    if not all(feed.exists() for feed in feeds):
        pytest.skip(f"{SHARED / 'osv'} is absent")
    import_advisories(feeds, tmp_path / "store")
    ranges = load_store(tmp_path / "store").table(AFFECTED_RANGES).to_pylist()
    purls = sorted({purl for row in ranges[::7] if (purl := purl_before_fix(row))})
    country = Country(
        components=[(purl, None) for purl in purls],
        systems=[("bank", True)],
        placements=[(number, 0) for number in range(len(purls))],
    )
    folder = country.write(tmp_path / "population", row_group_rows=1_000)
    match_population(folder, tmp_path / "store", tmp_path / "out")
    findings = pq.read_table(tmp_path / "out" / "findings.parquet")
    by_flaw: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for row in findings.to_pylist():
        by_flaw[row["vulnerability_id"]].append(row)
    unusual = [
        flaw for flaw, rows in by_flaw.items() if {r["status"] for r in rows} != {"affected"}
    ]
    assert unusual
    with PopulationQuestions(folder, tmp_path / "store") as questions:
        for flaw in [*sorted(unusual)[:20], *sorted(by_flaw)[:: len(by_flaw) // 20]]:
            assert questions.about_advisories([flaw]).findings.to_pylist() == by_flaw[flaw], flaw


def purl_before_fix(row: dict[str, Any]) -> str | None:
    fixed = row["fixed_version"]
    if fixed is None or fixed[0] == "0":
        return None
    version = f"0.{fixed}".replace("+", "%2B")
    if row["ecosystem"] == "golang":
        return f"pkg:golang/{row['package']}@{version}"
    return f"pkg:rpm/almalinux/{row['package']}@{fixed.replace('+', '%2B')}?distro=almalinux-8"


def test_blocks_without_an_affected_component_are_not_read(tmp_path: Path, store: Path) -> None:
    country = Country(
        components=[("anzen", 3), *(("densha", version) for version in range(1, 400))],
        systems=[("bank", True)] * 10,
        placements=[(component, system) for component in range(400) for system in range(10)],
    )
    folder = country.write(tmp_path / "population", row_group_rows=50)
    match_population(folder, store, tmp_path / "out")
    with PopulationQuestions(folder, store) as questions:
        answer = questions.about_advisories(["CVE-2024-0001"])

    assert answer.placement_count == 50
    assert answer.component_count == 1
    assert answer.standings.institutions["affected_system_count"].to_pylist() == [10]


def test_systems_without_sbom_stay_unknown_in_an_answer(tmp_path: Path, store: Path) -> None:
    country = Country(
        components=[("anzen", 3)],
        systems=[("bank", True), ("bank", False)],
        placements=[(0, 0)],
    )
    folder = country.write(tmp_path / "population")
    match_population(folder, store, tmp_path / "out")
    with PopulationQuestions(folder, store) as questions:
        answer = questions.about_advisories(["CVE-2024-0001", "CVE-1999-0001"])

    assert answer.unknown_system_count == 1
    assert answer.unknown_ids == ("CVE-1999-0001",)
    assert answer.vulnerability_ids == ("CVE-2024-0001",)


def test_a_question_needs_a_match_of_the_same_components(tmp_path: Path, store: Path) -> None:
    country = Country(components=[("anzen", 3)], systems=[("bank", True)], placements=[(0, 0)])
    folder = country.write(tmp_path / "population")
    with (
        PopulationQuestions(folder, store) as questions,
        pytest.raises(UsageError, match="Match the whole population first"),
    ):
        questions.about_advisories(["CVE-2024-0001"])
    match_population(folder, store, tmp_path / "out")
    country.components = [("anzen", 4)]
    country.write(folder)
    with PopulationQuestions(folder, store) as questions, pytest.raises(UsageError):
        questions.about_advisories(["CVE-2024-0001"])


TINY = Country(
    components=[("anzen", 3), ("bango", 2)], systems=[("bank", True)], placements=[(0, 0)]
)


@pytest.mark.parametrize("missing", ["systems", "components", "placements"])
def test_refuses_a_population_that_lacks_a_file(missing: str, tmp_path: Path) -> None:
    folder = TINY.write(tmp_path / "population")
    for path in [*folder.glob(f"{missing}*.parquet"), *folder.glob(f"{missing}/*.parquet")]:
        path.unlink()
    with pytest.raises(UsageError, match=missing):
        population_files.open_population(folder)


def replace_table(path: Path, columns: dict[str, list[Any]]) -> None:
    table = pa.table(columns)
    for place, field in enumerate(table.schema):
        if field.name.endswith("_no") and not pa.types.is_string(field.type):
            table = table.set_column(place, field.name, table[field.name].cast(pa.int32()))
    pq.write_table(table, path)


@pytest.mark.parametrize(
    "columns",
    [
        {"component_no": [0, 9], "system_no": [0, 0]},
        {"component_no": [0, -1], "system_no": [0, 0]},
        {"component_no": [0, 0], "system_no": [0, 9]},
        {"component_no": [0, 0], "system_no": [0, -1]},
        {"component_no": [0, 0], "system_no": [0, None]},
        {"component_no": ["a"], "system_no": ["b"]},
        {"component_no": [0]},
    ],
)
@pytest.mark.parametrize("compile_from", [0, 10**9])
def test_refuses_placements_that_point_nowhere(
    columns: dict[str, list[Any]],
    compile_from: int,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    folder = TINY.write(tmp_path / "population")
    replace_table(folder / "placements" / "0.parquet", columns)
    monkeypatch.setattr(population_files, "COMPILE_FROM", compile_from)
    every = ComponentCounts.none(len(TINY.components))
    every.fill(pa.table({"component_no": [0, 1]} | {name: [1, 1] for name in COUNTS}))
    with pytest.raises(TableContractError) as caught:
        population_files.collect_totals(population_files.open_population(folder), every)
    assert caught.value.what.ja


@pytest.mark.parametrize(
    "columns",
    [
        {"component_no": [1], "purl": ["pkg:pypi/anzen@1.0"]},
        {"component_no": [None], "purl": ["pkg:pypi/anzen@1.0"]},
        {"component_no": [7], "purl": ["pkg:pypi/anzen@1.0"]},
    ],
)
def test_refuses_component_numbers_with_gaps(
    columns: dict[str, list[Any]], tmp_path: Path, store: Path
) -> None:
    folder = TINY.write(tmp_path / "population")
    replace_table(folder / "components-0.parquet", columns)
    with pytest.raises(TableContractError, match="each once"):
        match_population(folder, store, tmp_path / "out")
    assert not (tmp_path / "out" / "run.json").exists()


def test_refuses_system_numbers_with_gaps(tmp_path: Path) -> None:
    folder = TINY.write(tmp_path / "population")
    rows: dict[str, list[Any]] = {"system_no": [1], "institution_id": ["bank"], "has_sbom": [True]}
    replace_table(folder / "systems.parquet", rows)
    with pytest.raises(TableContractError, match="each once"):
        population_files.open_population(folder)


@pytest.mark.parametrize("row", [("bank", "other", 0, None), ("bank", "service", 7, None)])
def test_refuses_requirements_of_nobody(
    row: tuple[str, str, int, str | None], tmp_path: Path
) -> None:
    country = Country(
        components=[("anzen", 3)],
        systems=[("bank", True)],
        services=[("bank", "service", True)],
        requirements=[row],
    )
    population = population_files.open_population(country.write(tmp_path / "population"))
    with pytest.raises(TableContractError, match="unknown"):
        population.institutions()


def test_an_empty_population_is_clear_and_says_so(tmp_path: Path, store: Path) -> None:
    country = Country(components=[], systems=[("bank", True)], services=[("bank", "service", True)])
    folder = country.write(tmp_path / "population")
    match = match_population(folder, store, tmp_path / "out")

    assert match.standings.systems["is_affected"].to_pylist() == [False]
    assert match.standings.services["level"].to_pylist() == ["not_assessable"]
