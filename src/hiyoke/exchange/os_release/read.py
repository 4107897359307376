"""An os-release file read as an inventory of one component: the operating system itself.

What is not here: finding the file beside a package list (`hiyoke.exchange.sboms`).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from hiyoke.estate import Sbom, SbomComponent, read_os_release

if TYPE_CHECKING:
    from hiyoke.documents import Utf8Source

_ASSIGNMENTS: Final = re.compile(r"^[A-Z][A-Z0-9_]*=", re.MULTILINE)
_ID: Final = re.compile(r"^ID=.", re.MULTILINE)
_NAME: Final = re.compile(r"^(?:NAME|PRETTY_NAME|VERSION_ID)=", re.MULTILINE)


def recognises_os_release(head: str) -> bool:
    """Return whether text begins like an os-release file: assignments, ID and a name among them."""
    lines = [line for line in head.splitlines() if line.strip() and not line.startswith("#")]
    assigned = len(_ASSIGNMENTS.findall(head))
    return assigned == len(lines) and bool(_ID.search(head)) and bool(_NAME.search(head))


def open_os_release(source: Utf8Source) -> Sbom:
    """Return an inventory with the operating system as its one component."""
    system = read_os_release(line for _, line in source.lines())
    components = (
        []
        if system is None
        else [SbomComponent(system.id, system.release, kind="operating_system")]
    )
    return Sbom(
        origin=source.origin,
        format="os-release",
        format_version=None,
        subject=None,
        operating_system=system,
        read_chunks=lambda _: iter([components]),
    )
