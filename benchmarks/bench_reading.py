"""How fast documents become tables, against the bare decode of the same bytes.

Every figure is taken in a process of its own, so that its peak memory is its own too. Rates are
bytes by processor time of that one process. Large inputs are read at two sizes: memory is flat
when the peaks are alike.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
import time
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import msgspec

from benchmarks.measure import peak_mb, report, skip
from benchmarks.synthetic_sbom import write_sbom
from hiyoke.advisories import AdvisoryBatch
from hiyoke.documents import open_documents
from hiyoke.exchange.formats import format_of
from hiyoke.workflows.matching.read_inventory import read_inventory

if TYPE_CHECKING:
    from collections.abc import Callable

DATA: Final = Path(__file__).parents[2] / "shared" / "data"
FOLDER: Final = Path(__file__).parents[1] / "bench-output" / "reading"
_ID: Final = re.compile(rb'("id": ?")([^"]+)(")')


def read_feed(path: Path) -> int:
    """Read advisories through the ordinary readers into tables, keys included; return records."""
    batch = AdvisoryBatch(generation=1)
    counts = batch.begin_document(str(path), "0" * 64)
    for document in open_documents([path]):
        found = format_of(document.head())
        assert found is not None, document.origin
        for _ in found.read(document, batch):
            if batch.is_full:
                batch.collect_tables()
    batch.collect_tables()
    return counts.records


def read_sbom(path: Path) -> int:
    """Read an SBOM into the inventory table, as a match does; return components."""
    inventory = read_inventory([(None, path)])
    assert not inventory.unreadable
    return int(inventory.table.num_rows)


def decode_lines(path: Path) -> int:
    """Decode JSON lines without any type; return lines."""
    decode = msgspec.json.Decoder().decode
    with path.open("rb") as stream:
        return sum(decode(line) is not None for line in stream)


def decode_whole(path: Path) -> int:
    """Decode one JSON document without any type."""
    msgspec.json.decode(path.read_bytes())
    return 1


def split_lines(path: Path) -> int:
    """Split comma-separated lines, and do nothing with them."""
    with path.open("rb") as stream:
        return sum(len(line.split(b",")) > 1 for line in stream)


_WORKS: Final[dict[str, Callable[[Path], int]]] = {
    work.__name__: work for work in (read_feed, read_sbom, decode_lines, decode_whole, split_lines)
}


def measured(work: Callable[[Path], int], path: Path) -> dict[str, Any]:
    """Run one work in a process of its own and return what it measured."""
    words = [sys.executable, "-m", "benchmarks.bench_reading", work.__name__, str(path)]
    return dict(json.loads(subprocess.run(words, check=True, capture_output=True).stdout))


def measure(name: str, path: Path) -> None:
    """Be that process: warm up on a small sample, then print count, times and peak."""
    work = _WORKS[name]
    work(sample_of(path))
    wall, used = time.perf_counter(), time.process_time()
    count = work(path)
    seconds, cpu = time.perf_counter() - wall, time.process_time() - used
    print(json.dumps({"n": count, "seconds": seconds, "cpu_seconds": cpu, "peak_mb": peak_mb()}))


def sample_of(path: Path) -> Path:
    """Return a small file of the same kind, so that modules are loaded before the clock runs."""
    sample = path.with_suffix(f".sample{path.suffix}")
    if path.name.startswith("cyclonedx"):
        write_sbom(sample, 1)
    else:
        with path.open("rb") as stream:
            sample.write_bytes(b"".join(islice(stream, 50)))
    return sample


def show(name: str, path: Path, ours: dict[str, Any], bare: dict[str, Any], **more: Any) -> None:
    """Print one figure; seconds are wall-clock, the rate is by processor time."""
    report(
        name,
        n=ours["n"],
        seconds=ours["seconds"],
        peak=ours["peak_mb"],
        ratio=bare["cpu_seconds"] / ours["cpu_seconds"],
        against="bare msgspec decode of the same bytes, untyped, processor time",
        cpu_seconds=round(ours["cpu_seconds"], 3),
        megabytes=round(path.stat().st_size / 1e6, 1),
        mb_per_cpu_second=round(path.stat().st_size / 1e6 / ours["cpu_seconds"], 1),
        **more,
    )


def inflated(name: str, sources: list[Path], *, copies: int = 1) -> Path:
    """Return one plain file of all lines of the sources, several times over with other ids."""
    path = FOLDER / name
    if not path.exists():
        partial = path.with_suffix(".partial")
        with partial.open("wb") as stream:
            for copy in range(copies):
                for document in open_documents(sources):
                    for _, line in document.lines():
                        mark = rb"\1\2-%d\3" % copy if copy else rb"\1\2\3"
                        stream.write(_ID.sub(mark, line, count=1) + b"\n")
        partial.rename(path)
    return path


def flatness(small: dict[str, Any], large: dict[str, Any]) -> dict[str, Any]:
    """Say how peak memory grew with the input."""
    return {
        "peak_mb_of_small": small["peak_mb"],
        "peak_growth_mb": large["peak_mb"] - small["peak_mb"],
    }


def show_osv() -> None:
    """OSV at once and at four times the size."""
    sources = sorted((DATA / "osv").glob("*.jsonl.zst"))
    if not sources:
        skip("osv reading", f"{DATA / 'osv'} is absent")
        return
    once, four = inflated("osv-1.jsonl", sources), inflated("osv-4.jsonl", sources, copies=4)
    small, large = measured(read_feed, once), measured(read_feed, four)
    bare = measured(decode_lines, once)
    show("osv reading into the normal form, keys included", once, small, bare)
    bare = measured(decode_lines, four)
    show("the same at four times the size", four, large, bare, **flatness(small, large))


def show_cve5_and_epss() -> None:
    """CVE 5 records and EPSS."""
    sources = sorted((DATA / "cve5").glob("*.jsonl.zst"))
    if sources:
        path = inflated("cve5.jsonl", sources)
        show("cve 5 reading", path, measured(read_feed, path), measured(decode_lines, path))
    else:
        skip("cve 5 reading", f"{DATA / 'cve5'} is absent")
    sources = sorted((DATA / "epss").glob("*.csv.gz"))
    if sources:
        path = inflated("epss.csv", sources)
        bare = measured(split_lines, path)
        show("epss reading", path, measured(read_feed, path), bare)
    else:
        skip("epss reading", f"{DATA / 'epss'} is absent")


def show_sboms() -> None:
    """CycloneDX at 25 MB and at 250 MB, into the table that matching starts from."""
    paths = {}
    for megabytes in (25, 250):
        paths[megabytes] = FOLDER / f"cyclonedx-{megabytes}.json"
        if not paths[megabytes].exists():
            partial = paths[megabytes].with_suffix(".partial")
            write_sbom(partial, megabytes)
            partial.rename(paths[megabytes])
    small, large = measured(read_sbom, paths[25]), measured(read_sbom, paths[250])
    show("cyclonedx reading, 25 MB", paths[25], small, measured(decode_whole, paths[25]))
    bare = measured(decode_whole, paths[250])
    show(
        "cyclonedx reading, 250 MB",
        paths[250],
        large,
        bare,
        **flatness(small, large),
        peak_mb_of_bare=bare["peak_mb"],
    )


def main(words: list[str]) -> None:
    """Print every figure, or be the process that takes one."""
    if words:
        measure(words[0], Path(words[1]))
        return
    FOLDER.mkdir(parents=True, exist_ok=True)
    show_osv()
    show_cve5_and_epss()
    show_sboms()


if __name__ == "__main__":
    main(sys.argv[1:])
