"""Run every benchmark, each in its own process so that its peak memory is its own.

Usage: ``python -m benchmarks [NAME ...]``, where NAME is a module without ``bench_``.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

FOLDER = Path(__file__).parent


def main(wanted: list[str]) -> int:
    """Run the wanted benchmarks, or all; return 1 when one failed."""
    names = wanted or sorted(p.stem.removeprefix("bench_") for p in FOLDER.glob("bench_*.py"))
    failed = 0
    for name in names:
        print(f"# {name}", file=sys.stderr, flush=True)
        run = subprocess.run([sys.executable, "-m", f"benchmarks.bench_{name}"], check=False)
        failed += run.returncode != 0
    return int(failed > 0)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
