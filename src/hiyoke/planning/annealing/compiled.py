"""How the loops of the local search are compiled.

What is not here: where the result is kept (`kept_loops`), and the loops.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, TypeVar, cast

from numba.extending import register_jitable

from hiyoke.planning.kept_loops import digest_of_loops, keep_compiled

if TYPE_CHECKING:
    from collections.abc import Callable

_LoopT = TypeVar("_LoopT", bound="Callable[..., Any]")
_DIGEST: Final = digest_of_loops(__package__)


def inner(loop: _LoopT) -> _LoopT:
    """Make a part of loops; without counting of references, since it allocates nothing."""
    made: Any = register_jitable(_nrt=False, error_model="numpy", no_cfunc_wrapper=True)
    return cast("_LoopT", made(loop))


def compiled(loop: _LoopT) -> _LoopT:
    """Compile a loop at its first call and keep the result; it runs without Python's lock."""
    return keep_compiled(loop, _DIGEST, _nrt=False)
