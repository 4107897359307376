"""The store that benchmarks match against: every advisory of the shared data, imported once.

What is not here: measuring the import.
"""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Final

from hiyoke import __version__
from hiyoke.advisories.store import load_store
from hiyoke.errors import HiyokeError
from hiyoke.workflows.advisories.import_advisories import import_advisories

DATA: Final = Path(__file__).parents[2] / "shared" / "data"
OUTPUT: Final = Path(__file__).parents[1] / "bench-output"


def benchmark_store() -> Path | None:
    """Return the folder of the store, importing unless it is there; None without shared data."""
    feeds = [DATA / "osv", DATA / "kev"]
    if not all(feed.is_dir() for feed in feeds):
        return None
    folder = OUTPUT / "store"
    try:
        is_current = load_store(folder).manifest.written_by == __version__
    except HiyokeError:
        is_current = False
    if not is_current:
        shutil.rmtree(folder, ignore_errors=True)
        import_advisories(feeds, folder)
    return folder
