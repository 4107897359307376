"""How the loops of the surge simulation are compiled.

What is not here: where the result is kept (`kept_loops`), and the loops.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, TypeVar, cast

import numba

from hiyoke.planning.kept_loops import digest_of_loops, keep_compiled

if TYPE_CHECKING:
    from collections.abc import Callable

_LoopT = TypeVar("_LoopT", bound="Callable[..., Any]")
_DIGEST: Final = digest_of_loops(__package__)


def inlined(part: _LoopT) -> _LoopT:
    """Make a small part of loops: it is copied into each of them."""
    return cast("_LoopT", numba.njit(inline="always", error_model="numpy")(part))


def compiled(loop: _LoopT) -> _LoopT:
    """Compile a loop at its first call; the result runs without Python's lock."""
    return keep_compiled(loop, _DIGEST)


def compiled_lean(loop: _LoopT) -> _LoopT:
    """Compile a loop that makes no arrays, without counting the references to those it is given.

    The option is numba's own and not documented. Without it, parts that are copied into a loop
    count every array that they touch: the loop of a crew takes 2.5 times as long (ADR 0013).
    """
    return keep_compiled(loop, _DIGEST, _nrt=False)
