"""What changes have cost so far: how often they failed, how long, and how much work they took.

What is not here: labelled defaults for changes that nobody has measured (`hiyoke.planning`).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from hiyoke.errors import EstateFaultError
from hiyoke.estate.limits import check_choice, check_share
from hiyoke.estate.system import NO, UNKNOWN, YES
from hiyoke.languages import Text

if TYPE_CHECKING:
    from collections.abc import Mapping

    from hiyoke.estate.impact import LossRange


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeFact:
    """Experience with changes of one class, on one system, or both.

    Attributes:
        bundle_class: Class of change as the plan names it, in lower case; None for any.
        system_id: System; None for any.
        failure_rate: Share of changes that failed, each end in [0, 1].
        outage_minutes: Outage after a failed change.
        effort_hours: Person-hours by skill; the skill is empty when any will do.
        downtime_minutes: Planned stop of a change that succeeds.
        rollback: Whether the way back is rehearsed: yes, no or unknown.
        extra: Members this version does not know, kept as given.
    """

    bundle_class: str | None = None
    system_id: str | None = None
    failure_rate: LossRange | None = None
    outage_minutes: LossRange | None = None
    effort_hours: tuple[tuple[str, LossRange], ...] = ()
    downtime_minutes: LossRange | None = None
    rollback: str = UNKNOWN
    extra: Mapping[str, Any] = field(default_factory=dict, hash=False)

    def __post_init__(self) -> None:
        """Refuse figures out of order and words that mean nothing.

        Raises:
            EstateFaultError: One of them does.
        """
        where = f"change fact {self.bundle_class or '*'} on {self.system_id or '*'}"
        check_choice((YES, NO, UNKNOWN), self.rollback, where)
        ranges = (self.failure_rate, self.outage_minutes, self.downtime_minutes)
        for found in (*ranges, *(hours for _, hours in self.effort_hours)):
            if found is not None and not 0 <= found.low <= found.likely <= found.high:
                raise EstateFaultError(
                    Text(
                        ja=f"0 ≤ 下限 ≤ 見込み ≤ 上限を期待しましたが、{tuple(found)} でした",
                        en=f"expected 0 <= low <= likely <= high, found {tuple(found)}",
                    ),
                    where=where,
                    remedy=Text(ja="値を直してください。", en="Correct the figures."),
                )
        if self.failure_rate is not None:
            check_share(self.failure_rate.high, where)
