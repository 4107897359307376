"""How the loops of the surge simulation are compiled, and where the result is kept.

Compiling takes seconds, so numba keeps the result beside the module, or in the user's own cache
folder where that cannot be written; where neither can, each process compiles again. What is not
here: the loops.
"""

from __future__ import annotations

import hashlib
from importlib import resources
from typing import TYPE_CHECKING, Any, Final, TypeVar, cast

import numba

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


def inlined(part: _Loop) -> _Loop:
    """Make a small part of loops: it is copied into each of them."""
    return cast("_Loop", numba.njit(inline="always", error_model="numpy")(part))


def compiled(loop: _Loop) -> _Loop:
    """Compile a loop at its first call; the result runs without Python's lock."""
    return _kept(loop)


def compiled_lean(loop: _Loop) -> _Loop:
    """Compile a loop that makes no arrays, without counting the references to those it is given.

    The option is numba's own and not documented. Without it, parts that are copied into a loop
    count every array that they touch: the loop of a crew takes 2.5 times as long (ADR 0013).
    """
    return _kept(loop, _nrt=False)


def _kept(loop: _Loop, **options: bool) -> _Loop:
    """Compile a loop and keep the result on disk.

    The digest of all loops is part of the name under which the result is kept: numba itself looks
    at the date of one file only, and would go on using a loop that another file has changed.
    """
    loop.__qualname__ = f"{loop.__qualname__}_{_DIGEST}"
    settings: dict[str, Any] = {"nogil": True, "error_model": "numpy", **options}
    try:
        return cast("_Loop", numba.njit(cache=True, **settings)(loop))
    except RuntimeError:  # No folder for the cache can be written.
        return cast("_Loop", numba.njit(**settings)(loop))
