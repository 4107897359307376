"""A pause of Python's search for reference cycles, where millions of rows are made and none is one.

The search walks all live objects again and again while rows pile up, a third of the time of an
import. What is not here: any change to memory that is freed by counting references.
"""

from __future__ import annotations

import gc
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator


@contextmanager
def without_cycle_search() -> Iterator[None]:
    """Pause the search within the block, and leave it as it was found."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
