"""How long the program takes to answer `--help`, against an empty Python."""

from __future__ import annotations

import subprocess
import sys
from functools import partial
from pathlib import Path

from benchmarks.measure import report, seconds_of

HIYOKE = Path(sys.executable).with_name("hiyoke")


def main() -> None:
    """Time whole processes."""
    empty, _ = seconds_of(lambda: subprocess.run([sys.executable, "-c", ""], check=True), runs=7)
    for name, words in (("help", ["--help"]), ("version", ["--version"])):
        command = [str(HIYOKE), *words]
        taken, _ = seconds_of(
            partial(subprocess.run, command, check=True, stdout=subprocess.DEVNULL), runs=7
        )
        report(
            f"hiyoke {name}, whole process",
            n=1,
            seconds=taken,
            ratio=taken / empty,
            against="empty Python process (ours / theirs)",
        )


if __name__ == "__main__":
    main()
