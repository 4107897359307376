"""One writer at a time: a file lock that the operating system lifts when its holder dies.

What is not here: readers, who need no lock because a generation never changes.
"""

from __future__ import annotations

import os
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

from hiyoke.documents import private_folder, try_lock
from hiyoke.errors import BusyStoreError
from hiyoke.languages import Text

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

LOCK_NAME: Final = ".lock"

_RETRY_SECONDS = 0.1


@contextmanager
def store_lock(folder: Path, *, wait_seconds: float) -> Iterator[None]:
    """Hold the right to write a store, creating its folder when missing.

    Args:
        folder: The store.
        wait_seconds: How long to wait for another writer; 0 refuses at once.

    Raises:
        BusyStoreError: Another process still writes after the wait.
    """
    private_folder(folder)
    descriptor = os.open(folder / LOCK_NAME, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        deadline = time.monotonic() + wait_seconds
        while not try_lock(descriptor):
            if time.monotonic() >= deadline:
                raise _busy(folder, wait_seconds)
            time.sleep(_RETRY_SECONDS)
        yield
    finally:
        os.close(descriptor)


def _busy(folder: Path, wait_seconds: float) -> BusyStoreError:
    return BusyStoreError(
        Text(
            ja=f"保管先が空くのを期待しましたが、{wait_seconds:g} 秒待っても"
            "別の取り込みが続いています",
            en=f"expected the store to be free, found another import still writing after "
            f"{wait_seconds:g} s",
        ),
        where=str(folder),
        remedy=Text(
            ja="その取り込みが終わってからもう一度実行するか、--wait を長くしてください。"
            "保管先は元のままです。",
            en="Run it again when the other import has ended, or wait longer with --wait. "
            "The store is unchanged.",
        ),
    )
