"""The reference pages of matching and packages: prose by hand, lists from the code."""

from __future__ import annotations

from pathlib import Path

from hiyoke.advisories.obstacle import Obstacle
from hiyoke.matching import Reason, words_of
from hiyoke.packages.distribution import FORMAT_OF, ROLLING, VENDORS
from hiyoke.packages.identity import OSV_TYPES

_FOLDER = Path(__file__).parent


def matching_reference_page() -> str:
    """Return the page: its head, then every reason with its remedy."""
    lines = [(_FOLDER / "matching_reference_head.md").read_text(encoding="utf-8").rstrip("\n")]
    lines += ["", "| reason | why | remedy | なぜ | 対処 |", "|---|---|---|---|---|"]
    for code in sorted([*Reason, *Obstacle], key=str):
        why, remedy = words_of(code.value)
        cells = (f"`{code.value}`", why.en, remedy.en or "none needed", why.ja, remedy.ja or "不要")
        lines.append("| " + " | ".join(cells) + " |")
    return "\n".join(lines) + "\n"


def packages_reference_page() -> str:
    """Return the page: its head, then distributions and their spellings, then OSV's own names."""
    lines = [(_FOLDER / "packages_reference_head.md").read_text(encoding="utf-8").rstrip("\n")]
    lines += ["", "| ecosystem | releases | understood spellings |", "|---|---|---|"]
    for vendor, kind in sorted(FORMAT_OF.items(), key=lambda pair: (pair[1], pair[0])):
        spellings = sorted(text for text, known in VENDORS.items() if known == vendor)
        releases = "one rolling stream" if vendor in ROLLING else "told apart"
        lines.append(f"| `{kind}/{vendor}` | {releases} | {', '.join(spellings) or vendor} |")
    lines += ["", "## OSV ecosystems whose name is not their purl type", ""]
    lines += ["| OSV ecosystem (letter case ignored) | ecosystem |", "|---|---|"]
    lines += [f"| {osv} | `{kind}` |" for osv, kind in sorted(OSV_TYPES.items()) if osv != kind]
    return "\n".join(lines) + "\n"
