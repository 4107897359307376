"""The demo: the ordinary steps on the bundled bank, so that what it shows is what a user gets.

What is not here: any shortcut. The snapshot is imported and the estate assessed by the same
workflows as a user's own.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from hiyoke.demo import DEMO_AS_OF, demo_advisories, demo_attribution, demo_estate
from hiyoke.documents import write_private
from hiyoke.workflows.assess import assess
from hiyoke.workflows.import_advisories import import_advisories

if TYPE_CHECKING:
    from pathlib import Path

    from hiyoke.workflows.assess import AssessmentRun

#: Name of the store inside the demo's output folder.
DEMO_STORE = "store"


def run_demo(out: Path) -> AssessmentRun:
    """Import the bundled advisory facts, assess the bundled bank, and write the report.

    Args:
        out: Folder for the report; the store lies inside it, so that the user can go on with
            ``hiyoke match`` and ``hiyoke explain``.

    Returns:
        The finished run. The same bytes every time: the demo plays on `DEMO_AS_OF`.
    """
    store = out / DEMO_STORE
    import_advisories([demo_advisories()], store)
    run = assess(demo_estate(), store, out, as_of=DEMO_AS_OF)
    write_private(out / "ATTRIBUTION.md", demo_attribution().encode())
    return run
