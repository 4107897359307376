"""One writer at a time: a file lock that the operating system lifts when its holder dies.

What is not here: how long to wait, and what to say when it takes too long; the caller knows.
"""

from __future__ import annotations

import os


def try_lock(descriptor: int) -> bool:
    """Lock an open file without waiting; return whether that worked.

    Args:
        descriptor: Of a file open for writing. Closing it lifts the lock.
    """
    if os.name == "posix":
        import fcntl  # noqa: PLC0415 - exists on POSIX alone.

        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True
    import msvcrt  # noqa: PLC0415 - exists on Windows alone.

    try:
        msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined,unused-ignore]
    except OSError:
        return False
    return True
