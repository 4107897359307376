"""How the loops of the local search are compiled, and where the result is kept.

Compiling takes seconds, so numba keeps the result beside the module, or in the user's own cache
folder where that cannot be written; where neither can, each process compiles again. What is not
here: the loops.
"""

from __future__ import annotations

import hashlib
from importlib import resources
from typing import TYPE_CHECKING, Any, Final, TypeVar, cast

import numba
from numba.extending import register_jitable

if TYPE_CHECKING:
    from collections.abc import Callable

_Loop = TypeVar("_Loop", bound="Callable[..., Any]")


def _digest() -> str:
    """Return a digest of the source of every loop."""
    whole = hashlib.blake2b(digest_size=8)
    files = (f for f in resources.files(__package__).iterdir() if f.name.endswith(".py"))
    for file in sorted(files, key=lambda f: f.name):
        whole.update(file.read_bytes())
    return whole.hexdigest()


_DIGEST: Final = _digest()


def inner(loop: _Loop) -> _Loop:
    """Make a part of loops; without counting of references, since it allocates nothing."""
    made: Any = register_jitable(_nrt=False, error_model="numpy", no_cfunc_wrapper=True)
    return cast("_Loop", made(loop))


def compiled(loop: _Loop) -> _Loop:
    """Compile a loop at its first call; the result runs without Python's lock.

    The digest of all loops is part of the name under which the result is kept: numba itself looks
    at the date of one file only, and would go on using a loop that another file has changed.
    """
    loop.__qualname__ = f"{loop.__qualname__}_{_DIGEST}"
    options: dict[str, Any] = {"nogil": True, "error_model": "numpy", "_nrt": False}
    try:
        return cast("_Loop", numba.njit(cache=True, **options)(loop))
    except RuntimeError:  # No folder for the cache can be written.
        return cast("_Loop", numba.njit(**options)(loop))
