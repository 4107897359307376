"""The institution whose estate this is, and the places outside that it is connected to.

What is not here: its services and systems.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from hiyoke.estate.identifiers import INTERNET, check_id
from hiyoke.languages import Text

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True, kw_only=True)
class Institution:
    """One financial institution, shared centre or authority.

    Attributes:
        institution_id: Stable identifier.
        name: Name in both languages.
        country: ISO 3166-1 alpha-2.
        kind: One of the choices of the institution sheet, for example ``regional_bank``.
        timezone: IANA name; dates and deadlines are local to it.
        synthetic: True when the estate is made up, for a demo, a test or an exercise.
        note: Free text.
        outside_zones: Named places outside, besides `internet`, that links may come from or go to.
        insider_zones: Places where our own people sit, for example workstations; links may come
            from or go to them as well.
        extra: Members this version does not know, kept as given.
    """

    institution_id: str
    name: Text
    country: str = "JP"
    kind: str = "other"
    timezone: str = "Asia/Tokyo"
    synthetic: bool = False
    note: str | None = None
    outside_zones: tuple[str, ...] = ()
    insider_zones: tuple[str, ...] = ()
    extra: Mapping[str, Any] = field(default_factory=dict, hash=False)

    def __post_init__(self) -> None:
        """Refuse identifiers that are not well formed.

        Raises:
            EstateFaultError: The institution or a zone has such an identifier.
        """
        check_id(self.institution_id, "institution")
        for zone in (*self.outside_zones, *self.insider_zones):
            check_id(zone, f"institution {self.institution_id}")

    @property
    def all_zones(self) -> tuple[str, ...]:
        """Every place outside that a link may name, `internet` first."""
        return (INTERNET, *(zone for zone in self.outside_zones if zone != INTERNET))


#: Stands in where no institution is described; the check reminds the reader of it.
UNNAMED = Institution(
    institution_id="institution", name=Text(ja="（機関名 未記入）", en="(institution not named)")
)
