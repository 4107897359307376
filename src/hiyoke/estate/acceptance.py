"""Acceptance of a risk: named people agreed to leave findings open, until a date and for a reason.

What is not here: which findings a plan leaves open (`hiyoke.planning`), and the log of decisions
that shows edits (`hiyoke.suspension`).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from hiyoke.errors import EstateFaultError
from hiyoke.languages import Text

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date


@dataclass(frozen=True, slots=True, kw_only=True)
class RiskAcceptance:
    """One acceptance.

    Attributes:
        acceptance_id: Stable identifier, such as the number of the decision.
        vulnerability_ids: Vulnerabilities that may stay open.
        updates: Updates or jobs that may wait, as a report (``B-...``) or a plan names them.
        systems: Systems that it holds for; empty means every system.
        reason: Why, in the words of those who accepted; never empty.
        accepted_by: Unit or role that accepted.
        accepted_on: When; None when nobody has written it down.
        expires_on: Last day in force. An acceptance without an end is none.
        owner: Who answers for the risk until then.
        extra: Members this version does not know, kept as given.
    """

    acceptance_id: str
    vulnerability_ids: tuple[str, ...] = ()
    updates: tuple[str, ...] = ()
    systems: tuple[str, ...] = ()
    reason: str
    accepted_by: str
    accepted_on: date | None = None
    expires_on: date
    owner: Text
    extra: Mapping[str, Any] = field(default_factory=dict, hash=False)

    def __post_init__(self) -> None:
        """Refuse an acceptance of nothing, and one without a reason.

        Raises:
            EstateFaultError: It names neither vulnerability nor update, or no reason stands.
        """
        where = f"acceptance {self.acceptance_id}"
        if not self.vulnerability_ids and not self.updates:
            raise EstateFaultError(
                Text(
                    ja="受容する脆弱性か更新を期待しましたが、どちらもありません",
                    en="expected vulnerabilities or updates that are accepted, found neither",
                ),
                where=where,
                remedy=Text(ja="対象を書いてください。", en="Name them."),
            )
        if not self.reason.strip():
            raise EstateFaultError(
                Text(ja="理由を期待しましたが、空欄でした", en="expected a reason, found nothing"),
                where=where,
                remedy=Text(ja="理由を書いてください。", en="Write the reason."),
            )

    def is_in_force(self, day: date) -> bool:
        """Return whether it holds on a day: accepted by then, and not past its last day."""
        has_begun = self.accepted_on is None or self.accepted_on <= day
        return has_begun and day <= self.expires_on
