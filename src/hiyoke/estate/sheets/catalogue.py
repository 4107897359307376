"""Every sheet of an estate, and which one a file or worksheet name means.

What is not here: the columns of each sheet (`describing_*`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from hiyoke.estate.sheets.describing_acceptances import ACCEPTANCES
from hiyoke.estate.sheets.describing_accounts import ACCOUNTS
from hiyoke.estate.sheets.describing_authority import AUTHORITY
from hiyoke.estate.sheets.describing_changes import CHANGES, FREEZES, WINDOWS
from hiyoke.estate.sheets.describing_crews import CREWS
from hiyoke.estate.sheets.describing_guards import CONTROLS, OVERRIDES
from hiyoke.estate.sheets.describing_impacts import DEADLINES, IMPACT_POINTS
from hiyoke.estate.sheets.describing_modes import MODES
from hiyoke.estate.sheets.describing_services import INSTITUTION, REQUIREMENTS, SERVICES
from hiyoke.estate.sheets.describing_systems import LINKS, SYSTEMS
from hiyoke.estate.sheets.describing_vendors import VENDORS

if TYPE_CHECKING:
    from hiyoke.estate.sheets.spec import SheetSpec

#: Every sheet, in the order they are written.
SHEETS: Final[tuple[SheetSpec, ...]] = (
    INSTITUTION,
    SERVICES,
    REQUIREMENTS,
    IMPACT_POINTS,
    DEADLINES,
    SYSTEMS,
    LINKS,
    VENDORS,
    CONTROLS,
    ACCOUNTS,
    OVERRIDES,
    CREWS,
    WINDOWS,
    FREEZES,
    CHANGES,
    MODES,
    ACCEPTANCES,
    AUTHORITY,
)


def sheet_named(name: str) -> SheetSpec | None:
    """Return the sheet that a worksheet or a file stem names, or None.

    Example:
        >>> sheet_named("システム一覧") is SYSTEMS
        True
    """
    return next((spec for spec in SHEETS if spec.answers_to(name)), None)
