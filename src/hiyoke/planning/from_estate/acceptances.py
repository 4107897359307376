"""Which jobs named people accepted to leave open, until when, and who answers for it.

Loss counts on: an acceptance moves the day by which a job must be done, never the danger. What is
not here: what a plan asks to be accepted (`hiyoke.workflows.planning`).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date

    from hiyoke.estate import RiskAcceptance
    from hiyoke.languages import Text
    from hiyoke.planning.from_estate.updates import JobPart


@dataclass(frozen=True, slots=True, kw_only=True)
class Cover:
    """What acceptances say of one job.

    Attributes:
        acceptance_ids: Those that cover some of its findings, sorted.
        until: Last day on which every finding is covered; None when some are not.
        owner: Who answers for it: of the acceptance that ends first.
        accepted_by: Who accepted, in order of `acceptance_ids`, each once.
        reason: Of the acceptance that ends first.
        covered: Findings that are covered.
        total: Findings of the job.
    """

    acceptance_ids: tuple[str, ...]
    until: date | None
    owner: Text
    accepted_by: tuple[str, ...]
    reason: str
    covered: int
    total: int


@dataclass(slots=True)
class Acceptances:
    """Answers what is accepted on one day.

    Attributes:
        known: Acceptances of the estate, those that have run out included.
        day: First day of the plan; what is not in force then does not count.
        same_as: Other identifiers of vulnerabilities, with the one that findings carry.
        used: Acceptances that cover something, filled by `cover_of`.
    """

    known: Sequence[RiskAcceptance]
    day: date
    same_as: Mapping[str, str] = field(default_factory=dict)
    used: set[str] = field(default_factory=set)

    def cover_of(self, job_id: str, parts: Iterable[JobPart]) -> Cover | None:
        """Return what covers the findings of a job; None when nothing does."""
        best = {
            (vulnerability_id, system_id): self._longest(vulnerability_id, system_id, names)
            for part in parts
            for names in [(job_id, part.update.bundle_id)]
            for system_id in part.system_ids
            for vulnerability_id in part.update.closes[system_id]
        }
        covering = {a.acceptance_id: a for a in best.values() if a is not None}
        if not covering:
            return None
        self.used |= covering.keys()
        first = min(covering.values(), key=lambda a: (a.expires_on, a.acceptance_id))
        covered = sum(a is not None for a in best.values())
        return Cover(
            acceptance_ids=tuple(sorted(covering)),
            until=first.expires_on if covered == len(best) else None,
            owner=first.owner,
            accepted_by=tuple(dict.fromkeys(covering[i].accepted_by for i in sorted(covering))),
            reason=first.reason,
            covered=covered,
            total=len(best),
        )

    def due_on(self, job_id: str, parts: Iterable[JobPart]) -> date | None:
        """Return the earliest deadline of a job; None without one.

        A finding that is accepted is due on the last day of that at the earliest.
        """
        days = []
        for part in parts:
            names = (job_id, part.update.bundle_id)
            for system_id in part.system_ids:
                for vulnerability_id in part.update.closes[system_id]:
                    due_on = part.update.due_of(system_id, vulnerability_id)
                    if due_on is not None:
                        found = self._longest(vulnerability_id, system_id, names)
                        days.append(due_on if found is None else max(due_on, found.expires_on))
        return min(days, default=None)

    def _longest(
        self, vulnerability_id: str, system_id: str, names: tuple[str, ...]
    ) -> RiskAcceptance | None:
        """Return the acceptance of one finding that holds longest; None without one."""
        fitting = [
            a
            for a in self.known
            if a.is_in_force(self.day)
            and (not a.systems or system_id in a.systems)
            and (
                any(name in a.updates for name in names)
                or any(self.same_as.get(v, v) == vulnerability_id for v in a.vulnerability_ids)
            )
        ]
        return max(fitting, key=lambda a: (a.expires_on, a.acceptance_id), default=None)

    @property
    def idle(self) -> tuple[str, ...]:
        """Acceptances that no job needs: run out, not begun, or about nothing that is open."""
        return tuple(sorted({a.acceptance_id for a in self.known} - self.used))
