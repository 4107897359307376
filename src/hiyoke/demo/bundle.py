"""Where the demo's files are, and the day it plays on.

What is not here: reading them; the ordinary workflows do that.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Final

_FOLDER: Final = Path(__file__).parent

#: The day the demo plays on: the facts of the snapshot reach up to it, and results never change.
DEMO_AS_OF: Final = date(2026, 5, 22)


def demo_estate() -> Path:
    """Return the folder of the invented bank's estate."""
    return _FOLDER / "estate"


def demo_advisories() -> Path:
    """Return the folder of the advisory facts: OSV, CVE 5, KEV, EPSS and end of life."""
    return _FOLDER / "advisories"


def demo_situations() -> dict[str, Path]:
    """Return the situation files of the invented bank, by name."""
    return {path.stem: path for path in sorted((_FOLDER / "situations").glob("*.yaml"))}


def demo_attribution() -> str:
    """Return who published the facts, and under which licences, as Markdown."""
    return (_FOLDER / "ATTRIBUTION.md").read_text(encoding="utf-8")
