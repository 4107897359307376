"""An expert's override: a probability that named people of the institution set, with their reason.

What is not here: the published figures it takes the place of (`hiyoke.exposure`).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from hiyoke.errors import EstateFaultError
from hiyoke.estate.limits import check_choice, check_share
from hiyoke.languages import Text

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

#: What an override may be about; a test holds these and the calibration together.
OVERRIDE_SUBJECTS: Final = ("vulnerability", "control", "vendor", "zone", "person")


@dataclass(frozen=True, slots=True, kw_only=True)
class ExpertOverride:
    """One probability.

    Attributes:
        subject: One of `OVERRIDE_SUBJECTS`.
        subject_id: Which one; for a person, the system at which somebody would have to act.
        probability: In [0, 1]; for a control its efficacy, otherwise over 30 days.
        reason: Why, in the experts' words; never empty.
        decided_by: Who decided; a unit or role.
        decided_on: When.
        expires_on: Last day in force; None when nobody has set one.
        extra: Members this version does not know, kept as given.
    """

    subject: str
    subject_id: str
    probability: float
    reason: str
    decided_by: str | None = None
    decided_on: date | None = None
    expires_on: date | None = None
    extra: Mapping[str, Any] = field(default_factory=dict, hash=False)

    def __post_init__(self) -> None:
        """Refuse subjects, figures and silence.

        Raises:
            EstateFaultError: The subject is none, the figure is no share, or no reason stands.
        """
        where = f"override {self.subject} {self.subject_id}"
        check_choice(OVERRIDE_SUBJECTS, self.subject, where)
        check_share(self.probability, where)
        if not self.reason.strip():
            raise EstateFaultError(
                Text(ja="理由を期待しましたが、空欄でした", en="expected a reason, found nothing"),
                where=where,
                remedy=Text(ja="理由を書いてください。", en="Write the reason."),
            )

    def is_in_force(self, as_of: date) -> bool:
        """Return whether it counts on `as_of`: decided by then, and its last day not past."""
        has_begun = self.decided_on is None or self.decided_on <= as_of
        return has_begun and (self.expires_on is None or self.expires_on >= as_of)
