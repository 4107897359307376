"""Small estates on disk for tests, and short ways to look at what their check found."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hiyoke.workflows.load_estate import read_estate

if TYPE_CHECKING:
    from pathlib import Path

    from hiyoke.estate import EstateReading

SERVICES = """\
services:
  - id: ib
    name: {ja: ネットバンキング, en: Internet banking}
    priority: 1
    owner: デジタル企画部
    impact_tolerance_minutes: 120
    requires:
      all_of: [core]
      any_of: {web: [web-1, web-2]}
"""
SYSTEMS = """\
id,name_ja,name_en,internet_facing,owner
core,勘定系,Core,no,IT
web-1,ウェブ1,Web 1,yes,IT
web-2,ウェブ2,Web 2,yes,IT
"""
LINKS = """\
source,target,protocol,port
internet,web-1,https,443
internet,web-2,https,443
web-1,core,tcp,1521
web-2,core,tcp,1521
"""
INSTITUTION = """\
id: test-bank
name: {ja: 試験銀行, en: Test Bank}
synthetic: true
"""

SOUND = {
    "institution.yaml": INSTITUTION,
    "services.yaml": SERVICES,
    "systems.csv": SYSTEMS,
    "links.csv": LINKS,
}


def write_files(folder: Path, files: dict[str, str | bytes]) -> Path:
    """Write files by relative path and return the folder."""
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return folder


def reading_of(folder: Path, **changed: str | bytes | None) -> EstateReading:
    """Read the sound estate with some files changed; ``__`` in a name stands for a dot.

    A file given as None is left out.
    """
    files: dict[str, str | bytes | None] = {**SOUND}
    files.update({name.replace("__", "."): content for name, content in changed.items()})
    write_files(folder, {name: content for name, content in files.items() if content is not None})
    return read_estate(folder)


def fault_places(reading: EstateReading) -> list[tuple[str, str]]:
    """Return kind and place of each fault."""
    return [(fault.kind, str(fault.place)) for fault in reading.faults]


def reminder_places(reading: EstateReading) -> list[tuple[str, str]]:
    """Return kind and place of each reminder."""
    return [(entry.kind, str(entry.place)) for entry in reading.reminders]
