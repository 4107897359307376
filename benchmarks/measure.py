"""One way to measure and one way to print, so that figures of different benchmarks compare."""

from __future__ import annotations

import gc
import json
import resource
import sys
import time
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable

Result = TypeVar("Result")


def peak_mb() -> int:
    """Return the highest resident memory of this process so far, in mebibytes."""
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak // (1024 * 1024 if sys.platform == "darwin" else 1024)


def seconds_of(work: Callable[[], Result], *, runs: int = 3) -> tuple[float, Result]:
    """Return the median of `runs` wall-clock times, and the last result."""
    timed: list[tuple[float, Result]] = []
    for _ in range(runs):
        gc.collect()
        start = time.perf_counter()
        result = work()
        timed.append((time.perf_counter() - start, result))
    seconds = sorted(taken for taken, _ in timed)
    return seconds[len(seconds) // 2], timed[-1][1]


def report(
    name: str,
    *,
    n: int,
    seconds: float,
    ratio: float | None = None,
    against: str | None = None,
    peak: int | None = None,
    **more: object,
) -> None:
    """Print one figure as a JSON line.

    Args:
        name: What was done.
        n: How many rows, documents or bytes; the name says which.
        seconds: Wall-clock time.
        ratio: Peer's time divided by ours (above 1: we are faster), or as `against` says.
        against: The peer or bare engine measured in the same run.
        peak: Highest resident memory in mebibytes, where another process did the work.
        more: Further facts about the figure, such as megabytes per second.
    """
    line = {
        "name": name,
        "n": n,
        "seconds": round(seconds, 4),
        "peak_mb": peak_mb() if peak is None else peak,
        "ratio": None if ratio is None else round(ratio, 3),
        "against": against,
        **more,
    }
    print(json.dumps(line, ensure_ascii=False), flush=True)


def skip(name: str, reason: str) -> None:
    """Print that a figure could not be taken here, and why."""
    print(json.dumps({"name": name, "skipped": reason}), flush=True)
