# ruff: noqa: INP001 - a script, not a package.
"""Make the demo bank's SBOMs and its snapshot of advisory facts, the same bytes each time.

    .venv/bin/python tools/build_demo.py ../shared/data

Reads the package lists of ``tools/demo_bank/pools``, public advisory data (see the README of the
data folder) and the scores noted in ``tools/demo_facts``; writes ``src/hiyoke/demo/estate/sboms``
and ``src/hiyoke/demo/advisories``. The rest of the estate (services, systems, links, vendors) is
written by hand beside them. Run it again when a pool or the data change, look at the picture with
`hiyoke demo`, and commit the result.
"""

from __future__ import annotations

import io
import json
import shutil
import sys
from pathlib import Path
from typing import Any

import zstandard

sys.path.insert(0, str(Path(__file__).parent))

from demo_bank import facts, metrics, pools, sboms

DEMO = Path(__file__).parents[1] / "src" / "hiyoke" / "demo"
PRODUCTS_WITH_END_OF_LIFE = frozenset(
    {
        "almalinux",
        "apache-activemq",
        "apache-airflow",
        "apache-http-server",
        "apache-kafka",
        "bootstrap",
        "debian",
        "django",
        "dotnet",
        "drupal",
        "elasticsearch",
        "etcd",
        "express",
        "fluent-bit",
        "fortios",
        "go",
        "grafana",
        "haproxy",
        "hashicorp-vault",
        "hibernate-orm",
        "jquery",
        "kibana",
        "laravel",
        "log4j",
        "mariadb",
        "nginx",
        "nodejs",
        "numpy",
        "oracle-jdk",
        "pan-os",
        "php",
        "postgresql",
        "prometheus",
        "python",
        "rabbitmq",
        "react",
        "redis",
        "ruby-on-rails",
        "spring-boot",
        "spring-framework",
        "spring-security",
        "symfony",
        "tomcat",
        "twig",
        "valkey",
        "veeam-backup-and-replication",
        "vue",
        "windows",
        "zookeeper",
    }
)


def main(data: Path) -> None:
    """Write everything below `DEMO` that is generated."""
    known = facts.read_facts(data)
    stocks = pools.read_pools(known)
    _write_sboms(stocks)
    packages = {part.osv for pool in stocks for part in pool.parts if part.osv is not None}
    products = {
        ":".join(part.cpe.split(":")[3:5])
        for pool in stocks
        for part in pool.parts
        if part.cpe is not None
    }
    records = facts.osv_records(known, packages)
    named = facts.cves_of(records)
    cves = metrics.with_noted_metrics(facts.cve_records(data, named, products), named)
    named |= {record["cveMetadata"]["cveId"] for record in cves}
    folder = DEMO / "advisories"
    folder.mkdir(parents=True, exist_ok=True)
    _write_lines(folder / "osv.jsonl.zst", records)
    _write_lines(folder / "cve.jsonl.zst", cves)
    _write_json(folder / "kev.json", facts.known_exploited(data, named))
    _write_compressed(folder / "epss.csv.zst", facts.epss_rows(data, named))
    _write_lines(
        folder / "endoflife.jsonl.zst", facts.end_of_life(data, set(PRODUCTS_WITH_END_OF_LIFE))
    )
    parts = {(part.osv or part.cpe, part.version) for pool in stocks for part in pool.parts}
    _say(f"{len(stocks)} SBOMs, {len(parts)} distinct components, {len(packages)} packages")
    _say(f"{len(records)} OSV records, {len(cves)} CVE records, {len(named)} CVEs named")
    _say(f"{known.left_out} ranges left out: their source had lost the upper bound")


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")


def _write_sboms(stocks: list[pools.Pool]) -> None:
    folder = DEMO / "estate" / "sboms"
    shutil.rmtree(folder, ignore_errors=True)
    for pool in stocks:
        for name, text in sboms.files_of(pool).items():
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8", newline="\n")


def _write_json(path: Path, document: Any) -> None:
    text = json.dumps(document, indent=1, sort_keys=True, ensure_ascii=False)
    path.write_text(text + "\n", encoding="utf-8", newline="\n")


def _write_lines(path: Path, records: list[dict[str, Any]]) -> None:
    stream = io.StringIO()
    for record in records:
        json.dump(record, stream, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
        stream.write("\n")
    _write_compressed(path, stream.getvalue())


def _write_compressed(path: Path, text: str) -> None:
    packed = zstandard.ZstdCompressor(level=19, write_content_size=True).compress(text.encode())
    path.write_bytes(packed)


if __name__ == "__main__":
    main(Path(sys.argv[1] if sys.argv[1:] else "../shared/data"))
