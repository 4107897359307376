"""Reading OSV records into the normal form, against the bare typed decode of the same bytes.

The records are real in shape: half are errata of a distribution with many packages, a third are
advisories of one package with several ranges, the rest list versions one by one.
"""

from __future__ import annotations

import json
import random
import tempfile
from pathlib import Path
from typing import Any

from benchmarks.measure import report, seconds_of
from hiyoke.advisories import AdvisoryBatch
from hiyoke.advisories.cycle_search import without_cycle_search
from hiyoke.documents import open_documents
from hiyoke.exchange import osv
from hiyoke.exchange.osv.schema import decode_record

RECORDS = 30_000
SEED = 20_260_522


def _erratum(chance: random.Random, number: int) -> dict[str, Any]:
    build = f"{chance.randrange(9)}.{chance.randrange(90)}.{chance.randrange(9)}-{number % 700}.el9"
    names = [f"package-{chance.randrange(4000)}" for _ in range(chance.randrange(1, 24))]
    return {
        "related": [f"CVE-2024-{chance.randrange(10_000):04d}"],
        "affected": [
            _entry("AlmaLinux:9", name, [{"introduced": "0"}, {"fixed": build}]) for name in names
        ],
    }


def _advisory(chance: random.Random, number: int) -> dict[str, Any]:
    events = []
    for major in range(chance.randrange(1, 5)):
        events += [{"introduced": f"{major}.0.0"}, {"fixed": f"{major}.{number % 97}.1"}]
    entry = _entry("npm", f"library-{chance.randrange(9000)}", events)
    vector = "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H"
    return {"affected": [entry], "severity": [{"type": "CVSS_V3", "score": vector}]}


def _listing(chance: random.Random, number: int) -> dict[str, Any]:
    fixed = f"{number % 9}.{number % 50}"
    entry = _entry(
        "PyPI", f"wheel-{chance.randrange(3000)}", [{"introduced": "0"}, {"fixed": fixed}]
    )
    entry["versions"] = [f"{n // 20}.{n % 20}" for n in range(chance.randrange(150))]
    return {"affected": [entry]}


def _entry(ecosystem: str, name: str, events: list[dict[str, str]]) -> dict[str, Any]:
    ranges = [{"type": "ECOSYSTEM", "events": events}]
    return {"package": {"ecosystem": ecosystem, "name": name}, "ranges": ranges}


def write_feed(path: Path) -> None:
    """Write JSON lines, about 1.3 kB a record."""
    chance = random.Random(SEED)
    kinds = (_erratum, _erratum, _erratum, _advisory, _advisory, _listing)
    with path.open("w", encoding="utf-8") as stream:
        for number in range(RECORDS):
            record = {
                "id": f"X-{number}",
                "modified": f"2024-01-{number % 28 + 1:02d}T00:00:00Z",
                "published": "2023-01-01T00:00:00Z",
                "aliases": [f"CVE-2023-{number}"],
                "summary": "A flaw in a package lets an attacker do harm",
                "details": "Words that nobody matches on. " * 12,
                **kinds[number % len(kinds)](chance, number),
            }
            stream.write(json.dumps(record) + "\n")


def read_feed(path: Path) -> int:
    """Read a feed into tables; return the number of claims."""
    batch = AdvisoryBatch()
    batch.begin_document(path.name, "digest")
    count = 0
    for document in open_documents([path]):
        for _ in osv.FORMAT.read(document, batch):
            if batch.is_full:
                count += len(batch.collect_tables()["affected_ranges"])
    return count + len(batch.collect_tables()["affected_ranges"])


def decode_all(path: Path) -> int:
    """Decode every record and let it go; return their number."""
    count = 0
    with path.open("rb") as stream:
        for line in stream:
            decode_record(line)
            count += 1
    return count


def main() -> None:
    """Print time, rate and memory."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "feed.jsonl"
        write_feed(path)
        megabytes = path.stat().st_size / 1e6
        with without_cycle_search():  # As an import does.
            taken, count = seconds_of(lambda: read_feed(path))
            report(
                f"osv reading into the normal form, {megabytes:.0f} MB on one core",
                n=count,
                seconds=taken,
                mb_per_second=round(megabytes / taken, 1),
            )
            bare, _ = seconds_of(lambda: decode_all(path))
        report(
            "osv reading, bare typed decode of the same bytes",
            n=RECORDS,
            seconds=bare,
            ratio=taken / bare,
            against="hiyoke's reading, which keys every version and builds the tables",
            mb_per_second=round(megabytes / bare, 1),
        )


if __name__ == "__main__":
    main()
