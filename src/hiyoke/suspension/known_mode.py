"""A mode that can be entered, with the attacker's steps that it removes.

What is not here: which steps those are (`mode_effects`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from hiyoke.estate import SuspensionMode


class KnownMode(NamedTuple):
    """A mode that can be entered.

    Attributes:
        mode: As the estate states it, with assumed times where it states none; or as it is assumed.
        is_assumed: Whether the estate does not state it, or not how long it takes.
        steps: Numbers of the open steps that it removes, in order.
    """

    mode: SuspensionMode
    is_assumed: bool
    steps: tuple[int, ...]
