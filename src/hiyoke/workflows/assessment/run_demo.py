"""The demo: the ordinary steps on the bundled bank, so that what it shows is what a user gets.

What is not here: any shortcut. The snapshot is imported and the estate assessed by the same
workflows as a user's own.
"""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

from hiyoke.advisories.store import load_store
from hiyoke.advisories.store_manifest import MANIFEST_NAME, digest_of
from hiyoke.demo import DEMO_AS_OF, demo_advisories, demo_attribution, demo_estate
from hiyoke.documents import write_private
from hiyoke.errors import DamagedStoreError
from hiyoke.tables import SOURCES
from hiyoke.workflows.advisories.import_advisories import import_advisories
from hiyoke.workflows.assessment.assess import assess

if TYPE_CHECKING:
    from pathlib import Path

    from hiyoke.workflows.assessment.assess import AssessmentRun

#: Name of the store inside the demo's output folder.
DEMO_STORE = "store"


def run_demo(out: Path) -> AssessmentRun:
    """Import the bundled advisory facts, assess the bundled bank, and write the report.

    Args:
        out: Folder for the report; the store lies inside it, so that the user can go on with
            ``hiyoke match`` and ``hiyoke explain``.

    Returns:
        The finished run. The same bytes every time: the demo plays on `DEMO_AS_OF`, and a store
        that an earlier version left in `out` is made anew, since its facts may be others.
    """
    store = out / DEMO_STORE
    if (store / MANIFEST_NAME).is_file() and not _holds_the_snapshot(store):
        shutil.rmtree(store)
    import_advisories([demo_advisories()], store)
    run = assess(demo_estate(), store, out, as_of=DEMO_AS_OF)
    write_private(out / "ATTRIBUTION.md", demo_attribution().encode())
    return run


def _holds_the_snapshot(store: Path) -> bool:
    """Return whether a store was made of the bundled files alone, and can be used."""
    try:
        digests = load_store(store).table(SOURCES)["digest"].to_pylist()
    except DamagedStoreError:
        return False
    bundled = sorted(digest_of(file) for file in demo_advisories().iterdir() if file.is_file())
    return sorted(digests) == bundled
