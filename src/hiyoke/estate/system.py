"""A system: something the institution runs, patches as one thing, and could switch off.

What is not here: the software on it, which its SBOMs tell (`inventory`).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from hiyoke.estate.identifiers import check_id
from hiyoke.estate.limits import check_at_least, check_choice

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from hiyoke.languages import Text

YES: Final = "yes"
NO: Final = "no"
UNKNOWN: Final = "unknown"

#: Highest TCP or UDP port.
MAX_PORT = 65535


@dataclass(frozen=True, slots=True, kw_only=True)
class System:
    """One IT system.

    Attributes:
        system_id: Stable identifier; also names its files under ``sboms/``.
        name: Name in both languages.
        internet_facing: yes, no or unknown; unknown is never treated as no.
        environment: production, disaster_recovery, staging, test or development.
        owner: Responsible unit, in both languages.
        vendor_id: Vendor that maintains it.
        crew_id: Crew that patches it.
        end_of_life_on: Last day of the vendor's support for the system as a whole.
        purl: Package URL of the product, for an appliance without SBOM.
        cpe: CPE of the product, for an appliance without SBOM.
        sboms: SBOM files that the row lists, relative to the estate's folder.
        redundancy_group: Name that systems share which stand in for each other; they are never
            changed together.
        test_system_id: Its test twin, which is patched first.
        reboot_group: Name that systems share which are restarted together.
        tags: Free labels, sorted as given.
        extra: Members this version does not know, kept as given.
    """

    system_id: str
    name: Text
    internet_facing: str = UNKNOWN
    environment: str = "production"
    owner: Text | None = None
    vendor_id: str | None = None
    crew_id: str | None = None
    end_of_life_on: date | None = None
    purl: str | None = None
    cpe: str | None = None
    sboms: tuple[str, ...] = ()
    redundancy_group: str | None = None
    test_system_id: str | None = None
    reboot_group: str | None = None
    tags: tuple[str, ...] = ()
    extra: Mapping[str, Any] = field(default_factory=dict, hash=False)

    def __post_init__(self) -> None:
        """Refuse identifiers and words that mean nothing.

        Raises:
            EstateFaultError: The identifier, exposure or environment does.
        """
        check_id(self.system_id, "system")
        check_choice((YES, NO, UNKNOWN), self.internet_facing, f"system {self.system_id}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """One permitted flow between two systems, or from or to a place outside.

    Attributes:
        source: System or outside zone that opens the connection.
        target: System or outside zone that accepts it.
        protocol: As people write it, for example ``https``; None when not stated.
        port: 0 to 65535; None when any or not stated.
        kind: ``data`` for use, ``admin`` for administration.
        known: ``yes`` when it is known to exist, ``unknown`` when nobody is sure.
        extra: Members this version does not know, kept as given.
    """

    source: str
    target: str
    protocol: str | None = None
    port: int | None = None
    kind: str = "data"
    known: str = YES
    extra: Mapping[str, Any] = field(default_factory=dict, hash=False)

    def __post_init__(self) -> None:
        """Refuse ends, ports and words that mean nothing.

        Raises:
            EstateFaultError: One of them does.
        """
        where = f"link {self.source} -> {self.target}"
        check_id(self.source, where)
        check_id(self.target, where)
        check_at_least(0, self.port, f"{where} port")
        check_choice(("data", "admin"), self.kind, f"{where} kind")
        check_choice((YES, UNKNOWN), self.known, f"{where} known")
