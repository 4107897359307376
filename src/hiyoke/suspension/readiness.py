"""Whether enough counterparties are ready to come back to.

What is not here: the other conditions of a restart (`restart`).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from hiyoke.languages import Text

if TYPE_CHECKING:
    from collections.abc import Iterable

    from hiyoke.suspension.stop_criteria import Quorum

#: Sums of written parts may miss by this much.
_ROUNDING: Final = 1e-9


@dataclass(frozen=True, slots=True, kw_only=True)
class Counterparty:
    """One side that has to be ready.

    Attributes:
        name: Who.
        share: Its part of all value, in [0, 1].
        is_retail: Whether it serves retail customers.
        is_ready: yes, no or unknown.
    """

    name: str
    share: float
    is_retail: bool
    is_ready: str


def readiness_gap(quorum: Quorum, parties: Iterable[Counterparty]) -> Text | None:
    """Return how far readiness falls short; None when it is enough.

    Unknown is not ready, and neither is who is not listed: parts that add up to less than the whole
    leave a rest that nobody has spoken of, retail included.

    Args:
        quorum: The rule.
        parties: With their parts of all value.
    """
    known = list(parties)
    ready = [one for one in known if one.is_ready == "yes"]
    retail = [one for one in ready if one.is_retail]
    share, listed = sum(one.share for one in ready), sum(one.share for one in known)
    whole = max(1.0, listed)
    retail_whole = sum(one.share for one in known if one.is_retail) + whole - listed
    part = share / whole if whole > 0 else 0.0
    retail_part = sum(one.share for one in retail) / retail_whole if retail_whole > 0 else 0.0
    is_met = part >= quorum.least_share - _ROUNDING
    is_met = is_met and retail_part >= quorum.retail_share - _ROUNDING
    is_met = is_met and len(retail) >= quorum.retail_count
    if is_met:
        return None
    whole_said = Text(
        ja=f"準備のできた相手方は全体の {part:.0%}（要 {quorum.least_share:.0%}）",
        en=f"ready: {part:.0%} of value (needs {quorum.least_share:.0%})",
    )
    if not quorum.retail_share and not quorum.retail_count:
        return whole_said
    return Text(
        ja=f"{whole_said.ja}、個人向けは {retail_part:.0%}・{len(retail)} 社"
        f"（要 {quorum.retail_share:.0%}・{quorum.retail_count} 社）",
        en=f"{whole_said.en}, retail {retail_part:.0%} by {len(retail)} "
        f"(needs {quorum.retail_share:.0%} by {quorum.retail_count})",
    )
