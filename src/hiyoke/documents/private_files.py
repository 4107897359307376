"""Writing files that only their owner may read, whole or not at all.

The map of an institution's weaknesses is itself a target, so nothing is written readable to
others, and a kill at any moment leaves the last good file. What is not here: several files
changing together; a store does that with one manifest, written last.
"""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

FILE_MODE = 0o600
FOLDER_MODE = 0o700


def private_folder(path: Path) -> Path:
    """Create a folder and its missing parents for the owner alone; return it.

    A folder that exists already keeps its mode: it may be the user's own.
    """
    missing = []
    current = path
    while not current.exists():
        missing.append(current)
        current = current.parent
    for folder in reversed(missing):
        folder.mkdir(mode=FOLDER_MODE, exist_ok=True)
    return path


def write_private(path: Path, content: bytes) -> None:
    """Write `content` to `path` atomically, readable and writable by the owner alone.

    A reader sees the old file or the new one, never a part. Parents are created when missing.
    """
    private_folder(path.parent)
    descriptor, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    temporary = Path(name)
    try:
        with os.fdopen(descriptor, "wb") as stream:
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
        temporary.chmod(FILE_MODE)
        temporary.replace(path)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
    sync_folder(path.parent)


def sync_folder(path: Path) -> None:
    """Ask the file system to keep a rename in `path` across a power loss, where it can."""
    if os.name != "posix":
        return
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
