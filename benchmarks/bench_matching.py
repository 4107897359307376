"""How fast components are matched: against a bare join in the same engine, and against peers.

Each population is matched from purl text to findings. The bare join is what an engine needs when
everything is prepared for it: every row with its package and version key on one side, the
advisories' intervals on the other, and nothing to name, key, weigh or explain.
"""

from __future__ import annotations

import json
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pyarrow as pa

from benchmarks.advisory_store import DATA, OUTPUT, benchmark_store
from benchmarks.measure import report, seconds_of, skip
from benchmarks.synthetic_purls import KNOWN_SHARE, SEED, synthetic_purls
from hiyoke.advisories.store import load_store
from hiyoke.tables import AFFECTED_RANGES
from hiyoke.workflows.engine_session import EngineSession
from hiyoke.workflows.matching.match_sboms import match_inventory

if TYPE_CHECKING:
    from hiyoke.advisories.store import AdvisoryStore

THREADS: Final = 2

#: Component rows and distinct components among them.
POPULATIONS: Final = {
    "10k": (10_000, 10_000),
    "1M": (1_000_000, 50_000),
    "10M": (10_000_000, 500_000),
    "1M all distinct": (1_000_000, 1_000_000),
}

#: Peers: module that must be importable, script, and how many components it is given.
PEERS: Final = {
    "appthreat-vulnerability-db": ("vdb", "peer_vdb.py", 10_000),
    "univers": ("univers", "peer_univers.py", 50_000),
}


def rows_of(store: AdvisoryStore, rows: int, distinct: int) -> Any:
    """Return an inventory of `rows` purls, each of `distinct` ones occurring equally often."""
    purls = synthetic_purls(store, distinct)
    places = np.arange(rows, dtype=np.int64) % len(purls)
    np.random.default_rng(SEED).shuffle(places)
    return pa.table({"purl": purls.take(pa.array(places))})


def bare_join_seconds(session: EngineSession, store: AdvisoryStore, inventory: Any) -> float:
    """Return how long the engine takes to join the same key tables, everything prepared."""
    engine = session.backend.con
    session.lend("inventory", inventory)
    ranges = store.path_of(AFFECTED_RANGES)
    engine.execute(
        f"""
        CREATE OR REPLACE TEMP TABLE bare_ranges AS
            SELECT ecosystem, release, package, introduced_key, fixed_key, advisory_id
            FROM read_parquet('{ranges}') WHERE obstacle IS NULL;
        CREATE OR REPLACE TEMP TABLE bare_rows AS
            SELECT row_number() OVER () AS place, n.ecosystem, n.release, n.package, n.key
            FROM inventory i JOIN components c ON i.purl = c.purl
            LEFT JOIN (SELECT DISTINCT ON (component_no) * FROM names) n USING (component_no);
        """  # noqa: S608 - a path of our own.
    )

    def join() -> None:
        engine.execute(
            """
            CREATE OR REPLACE TEMP TABLE bare_pairs AS
            SELECT a.place, r.advisory_id FROM bare_rows a
            JOIN bare_ranges r ON a.ecosystem = r.ecosystem AND a.package = r.package
            WHERE (r.introduced_key IS NULL OR r.introduced_key <= a.key)
              AND (r.fixed_key IS NULL OR a.key < r.fixed_key)
              AND (r.release IS NULL OR r.release = a.release)
            """
        )

    seconds, _ = seconds_of(join)
    return seconds


def match_population(name: str, store_folder: Path) -> None:
    """Measure one population, in a process of its own."""
    rows, distinct = POPULATIONS[name]
    store = load_store(store_folder)
    inventory = rows_of(store, rows, distinct)
    with EngineSession(threads=THREADS) as session:
        match_inventory(session, store, inventory.slice(0, 1000))  # Prepared and compiled.
        seconds, matched = seconds_of(lambda: match_inventory(session, store, inventory))
        bare = bare_join_seconds(session, store, inventory)
    report(
        f"match {name} component rows, purl text to findings",
        n=rows,
        seconds=seconds,
        ratio=seconds / bare,
        against="bare DuckDB join of the same key tables (ours / theirs)",
        components_per_second=round(rows / seconds),
        distinct=distinct,
        findings=matched.findings.num_rows,
        share_in_known_packages=KNOWN_SHARE,
        bare_seconds=round(bare, 4),
    )


def measure_peer(name: str, store_folder: Path, ours_per_row: float) -> None:
    """Measure one peer on the same kind of components, in a process of its own."""
    module, script, count = PEERS[name]
    if find_spec(module) is None:
        skip(f"peer {name}", f"{module} is not installed; `make bench` installs it")
        return
    purls = synthetic_purls(load_store(store_folder), count)
    OUTPUT.mkdir(exist_ok=True)
    listed = OUTPUT / "peer_purls.txt"
    listed.write_text("\n".join(purls.to_pylist()), encoding="utf-8")
    script_path = Path(__file__).with_name(script)
    command = [sys.executable, *map(str, (script_path, listed, DATA / "osv", store_folder))]
    run = subprocess.run(command, check=False, capture_output=True, text=True)
    if run.returncode != 0:
        skip(f"peer {name}", run.stderr.strip().splitlines()[-1][:200])
        return
    told = json.loads(run.stdout.splitlines()[-1])
    report(
        f"peer {name}",
        n=count,
        seconds=told["seconds"],
        peak=told["peak_mb"],
        ratio=told["seconds"] / count / ours_per_row,
        against="match 1M component rows, per component (theirs / ours)",
        components_per_second=round(count / told["seconds"]),
        matches=told["matches"],
        what=told["what"],
    )


def main(words: list[str]) -> None:
    """Measure all populations and peers, or the one population that is named."""
    store_folder = benchmark_store()
    if store_folder is None:
        skip("matching", "../shared/data is absent")
        return
    if words:
        match_population(words[0], store_folder)
        return
    per_row = 0.0
    for name in POPULATIONS:
        command = [sys.executable, "-m", "benchmarks.bench_matching", name]
        run = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True)
        sys.stdout.write(run.stdout)
        sys.stdout.flush()
        if name == "1M":
            told = json.loads(run.stdout.splitlines()[-1])
            per_row = told["seconds"] / told["n"]
    for name in PEERS:
        measure_peer(name, store_folder, per_row)


if __name__ == "__main__":
    main(sys.argv[1:])
