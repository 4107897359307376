"""A country of 1,300 institutions: match everything, and ask about one advisory.

Each figure is taken in a process of its own. ``python -m benchmarks.bench_country 10`` takes the
quick one of ten million placements only; without a number the billion follows.
"""

from __future__ import annotations

import json
import shutil
import statistics
import subprocess
import sys
import time
from functools import partial
from typing import TYPE_CHECKING, Final

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from benchmarks.advisory_store import OUTPUT, benchmark_store
from benchmarks.measure import report, seconds_of, skip
from benchmarks.synthetic_population import Country, country_folder
from hiyoke.advisories.store import load_store
from hiyoke.matching.placement_totals import COUNTS, ComponentCounts
from hiyoke.tables import ALIAS_MEMBERS
from hiyoke.tables.engines import open_sql
from hiyoke.workflows.advisories.import_advisories import import_advisories
from hiyoke.workflows.matching.ask_population import PopulationAnswer, PopulationQuestions
from hiyoke.workflows.matching.match_population import match_population
from hiyoke.workflows.matching.population_files import collect_totals, open_population

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

#: Millions of placements, and the country that has them.
COUNTRIES: Final = {
    10: Country(placements=10_000_000, components=500_000),
    1_000: Country(placements=1_000_000_000, components=5_000_000),
}

#: Bytes on disk that the billion needs while it is made and matched.
_ROOM_BYTES: Final = 4 * 1024**3

_QUESTIONS: Final = 24
_SHAPE: Final = (
    "1,300 institutions of 250 systems; a fifth of the components in packages with advisories; "
    "placements a component: median 30, mean 200, up to every second system"
)


def match(country: Country, store: Path, folder: Path) -> None:
    """Match everything, twice: the second time the index of packages is there."""
    out = folder / "result"
    for name in ("first match, packages indexed", "full re-match"):
        used = time.process_time()
        taken, found = seconds_of(lambda: match_population(folder, store, out), runs=1)
        report(
            f"country {country.placements // 10**6} M placements: {name}",
            n=open_population(folder).placement_count,
            seconds=taken,
            cpu_seconds=round(time.process_time() - used, 1),
            distinct_components=country.components,
            component_findings=found.counts["findings_affected"],
            placed_findings=found.counts["finding_count"],
            priority_services_in_danger=found.counts["priority_services_in_danger"],
            disk_mb=round(open_population(folder).byte_count / 1e6),
            result_mb=round(_bytes_under(out) / 1e6),
            shape=_SHAPE,
        )


def fan_out(country: Country, _store: Path, folder: Path) -> None:
    """Add counts to systems, and let the bare engine join and sum the same tables."""
    population = open_population(folder)
    findings = pq.read_table(folder / "result" / "findings.parquet", columns=["component_no"])
    told = findings["component_no"].value_counts()
    numbers = told.field("values").cast(pa.int32())
    counts = told.field("counts").cast(pa.int32())
    table = pa.table({"component_no": numbers} | dict.fromkeys(COUNTS, counts))
    components = ComponentCounts.none(population.component_count)
    components.fill(table)
    taken, totals = seconds_of(lambda: collect_totals(population, components), runs=1)
    engine = open_sql(spill_folder=folder)
    engine.register("counted", table)
    files = str(folder / "placements" / "*.parquet")
    bare, rows = seconds_of(
        lambda: engine.execute(
            "SELECT system_no, sum(finding_count) FROM read_parquet(?) "
            "JOIN counted USING (component_no) GROUP BY system_no ORDER BY system_no",
            [files],
        ).fetchnumpy(),
        runs=1,
    )
    summed = np.zeros(population.system_count, dtype=np.int64)
    summed[rows["system_no"]] = list(rows.values())[1]
    assert np.array_equal(summed, totals[:, COUNTS.index("finding_count")])
    joined, _ = seconds_of(
        lambda: engine.execute(
            "SELECT count(*) FROM read_parquet(?) SEMI JOIN counted USING (component_no)", [files]
        ).fetchall(),
        runs=1,
    )
    report(
        f"country {country.placements // 10**6} M placements: fan out to systems, four counts",
        n=population.placement_count,
        seconds=taken,
        ratio=bare / taken,
        against="bare DuckDB, join and sum of one count by system, same Parquet files",
        bare_seconds=round(bare, 2),
        bare_join_only_seconds=round(joined, 2),
        affected_components=len(table),
    )
    engine.close()


def ask(country: Country, store: Path, folder: Path) -> None:
    """Ask about a sample of vulnerabilities, and about the package with the most components."""
    title = f"country {country.placements // 10**6} M placements"
    members = load_store(store).table(ALIAS_MEMBERS)["vulnerability_id"].unique().to_pylist()
    known = sorted(name for name in members if name.startswith("CVE-"))
    rng = np.random.default_rng(20_260_522)
    with PopulationQuestions(folder, store) as questions:
        cold, _ = seconds_of(lambda: questions.about_advisories(["CVE-2021-44228"]), runs=1)
        warm: list[float] = []
        answers: list[PopulationAnswer] = []
        while len(warm) < _QUESTIONS:
            flaw = str(rng.choice(known))
            taken, answer = seconds_of(partial(questions.about_advisories, [flaw]))
            if len(answer.findings):
                warm.append(taken)
                answers.append(answer)
        bare = [_bare_question(folder, answer) for answer in answers]
        report(
            f"{title}: one advisory to institutions and priority services, warm, median",
            n=_QUESTIONS,
            seconds=statistics.median(warm),
            ratio=statistics.median(bare) / statistics.median(warm),
            against="bare DuckDB, distinct systems of the same affected components",
            slowest=round(max(warm), 3),
            first_of_a_process=round(cold, 3),
            affected_institutions=[len(answer.standings.institutions) for answer in answers],
        )
        package = _largest_package(folder)
        questions.about_packages([package])
        taken, answer = seconds_of(lambda: questions.about_packages([package]))
        report(
            f"{title}: the package with the most components, warm",
            n=answer.component_count,
            seconds=taken,
            package="/".join(package),
            findings=len(answer.findings),
            placements_read=answer.placement_count,
        )


def ask_after_import(country: Country, store: Path, folder: Path) -> None:
    """Import one new advisory beside a session that is open, and ask about it."""
    title = f"country {country.placements // 10**6} M placements"
    copy = folder / "store"
    shutil.rmtree(copy, ignore_errors=True)
    shutil.copytree(store, copy)
    feed = folder / "new.json"
    feed.write_text(json.dumps(_NEW_ADVISORY), encoding="utf-8")
    with PopulationQuestions(folder, copy) as questions:
        questions.about_advisories(["CVE-2021-44228"])
        importing, _ = seconds_of(lambda: import_advisories([feed], copy), runs=1)
        first, answer = seconds_of(lambda: questions.about_advisories(["NEW-1"]), runs=1)
        again, _ = seconds_of(lambda: questions.about_advisories(["NEW-1"]))
    shutil.rmtree(copy)
    feed.unlink()
    report(
        f"{title}: one new advisory, imported and asked about",
        n=1,
        seconds=importing + first,
        import_seconds=round(importing, 3),
        first_question_seconds=round(first, 3),
        warm_question_seconds=round(again, 3),
        affected_institutions=len(answer.standings.institutions),
    )


_NEW_ADVISORY: Final = {
    "id": "NEW-1",
    "modified": "2026-05-22T00:00:00Z",
    "affected": [
        {
            "package": {"ecosystem": "PyPI", "name": "django"},
            "ranges": [{"type": "ECOSYSTEM", "events": [{"introduced": "0"}, {"fixed": "4.2"}]}],
        }
    ],
}


def _bare_question(folder: Path, answer: PopulationAnswer) -> float:
    engine = open_sql()
    affected = answer.findings.select(["component_no"]).cast(
        pa.schema([pa.field("component_no", pa.int32())])
    )
    engine.register("affected", affected)
    taken, _ = seconds_of(
        lambda: engine.execute(
            "SELECT DISTINCT system_no FROM read_parquet(?) "
            "SEMI JOIN affected USING (component_no)",
            [str(folder / "placements" / "*.parquet")],
        ).fetchnumpy(),
        runs=2,
    )
    engine.close()
    return taken


def _largest_package(folder: Path) -> tuple[str, str]:
    engine = open_sql()
    row = engine.execute(
        "SELECT ecosystem, package FROM read_parquet(?) "
        "GROUP BY ALL ORDER BY count(*) DESC, ecosystem, package LIMIT 1",
        [str(folder / "prepared" / "packages.parquet")],
    ).fetchone()
    engine.close()
    return row[0], row[1]


def _bytes_under(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


_WORKS: Final[dict[str, Callable[[Country, Path, Path], None]]] = {
    work.__name__: work for work in (match, fan_out, ask, ask_after_import)
}


def main(words: list[str]) -> int:
    """Print the figures of one country or of all, or be the process that takes some."""
    store = benchmark_store()
    if store is None:
        skip("country", "../shared/data/osv is absent")
        return 0
    if len(words) > 1:
        country = COUNTRIES[int(words[0])]
        _WORKS[words[1]](country, store, country_folder(country, load_store(store)))
        return 0
    failed = 0
    for millions in [int(words[0])] if words else sorted(COUNTRIES):
        if shutil.disk_usage(OUTPUT).free < _ROOM_BYTES and millions > 100:
            skip(f"country {millions} M placements", "less than 4 GiB of disk are free")
            continue
        taken, _ = seconds_of(partial(_make, millions, store), runs=1)
        print(f"# population of {millions} M there after {taken:.0f} s", file=sys.stderr)
        for name in _WORKS:
            run = [sys.executable, "-m", "benchmarks.bench_country", str(millions), name]
            failed += subprocess.run(run, check=False).returncode != 0
    return int(failed > 0)


def _make(millions: int, store: Path) -> Path:
    return country_folder(COUNTRIES[millions], load_store(store))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
