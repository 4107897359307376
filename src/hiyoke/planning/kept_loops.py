"""How loops are compiled, and where the result is kept.

Compiling takes seconds, so numba keeps the result beside the module, or in the user's own cache
folder where that cannot be written; where neither can, each process compiles again. What is not
here: the loops.
"""

from __future__ import annotations

import hashlib
from importlib import resources
from typing import TYPE_CHECKING, Any, TypeVar, cast

import numba

if TYPE_CHECKING:
    from collections.abc import Callable

LoopT = TypeVar("LoopT", bound="Callable[..., Any]")


def digest_of_loops(package: str) -> str:
    """Return a digest of the source of every module in a package."""
    whole = hashlib.blake2b(digest_size=8)
    files = (f for f in resources.files(package).iterdir() if f.name.endswith(".py"))
    for file in sorted(files, key=lambda f: f.name):
        whole.update(file.read_bytes())
    return whole.hexdigest()


def keep_compiled(loop: LoopT, digest: str, **options: bool) -> LoopT:
    """Compile a loop at its first call and keep the result; it runs without Python's lock.

    Args:
        loop: The loop.
        digest: `digest_of_loops` of its package. It becomes part of the name under which the result
            is kept: numba itself looks at the date of one file only, and would go on using a loop
            that another file has changed.
        options: Further options of numba.
    """
    loop.__qualname__ = f"{loop.__qualname__}_{digest}"
    settings: dict[str, Any] = {"nogil": True, "error_model": "numpy", **options}
    try:
        return cast("LoopT", numba.njit(cache=True, **settings)(loop))
    except RuntimeError:  # No folder for the cache can be written.
        return cast("LoopT", numba.njit(**settings)(loop))
