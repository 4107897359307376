"""An estate: what one institution offers and runs, sound and ready for the tables.

What is not here: reading files (`hiyoke.exchange`), the software on the systems (`inventory`), and
what applies to it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from hiyoke.estate.institution import UNNAMED, Institution
from hiyoke.tables import LINKS, REQUIREMENTS, SERVICES, SYSTEMS, TableContract

if TYPE_CHECKING:
    from collections.abc import Mapping

    from hiyoke.estate.acceptance import RiskAcceptance
    from hiyoke.estate.account import PrivilegedAccount
    from hiyoke.estate.change_fact import ChangeFact
    from hiyoke.estate.change_window import ChangeFreeze, ChangeWindow
    from hiyoke.estate.control import Control
    from hiyoke.estate.crew import Crew
    from hiyoke.estate.delegation import Delegation
    from hiyoke.estate.expert_override import ExpertOverride
    from hiyoke.estate.faults import EstateFault
    from hiyoke.estate.impact import ServiceImpact
    from hiyoke.estate.service import Requirement, Service
    from hiyoke.estate.suspension_mode import SuspensionMode
    from hiyoke.estate.system import Link, System
    from hiyoke.estate.vendor import Vendor


@dataclass(frozen=True, slots=True, kw_only=True)
class Estate:
    """Everything an institution's files say, in the order they say it.

    Attributes:
        institution: Whose estate it is.
        services: Business services.
        impacts: What their outages cost, for those that say so.
        systems: Systems.
        requirements: Which service needs which system.
        links: Permitted flows.
        vendors: Vendors.
        controls: Guards that may stop steps of an attack.
        accounts: Privileged IDs.
        overrides: Probabilities that the institution's experts set, expired ones included.
        crews: People who test and make changes.
        windows: When systems may be changed.
        freezes: When they may not.
        changes: What changes have cost so far.
        modes: Ways to stop services and systems on purpose.
        acceptances: Risks that named people accepted, those that have run out included.
        authority: Who may decide on a stop, in the table's order; empty when there is no table.
        sbom_files: Files that list the software of a system, by system; systems without are absent.
        root: Folder of the files; not part of equality.
        reminders: What the check wants looked at; not part of equality.
        places: File and row of every entry, by sheet, in the order of the entries; empty for an
            estate that was not read from files. Not part of equality.
    """

    institution: Institution = UNNAMED
    services: tuple[Service, ...] = ()
    impacts: tuple[ServiceImpact, ...] = ()
    systems: tuple[System, ...] = ()
    requirements: tuple[Requirement, ...] = ()
    links: tuple[Link, ...] = ()
    vendors: tuple[Vendor, ...] = ()
    controls: tuple[Control, ...] = ()
    accounts: tuple[PrivilegedAccount, ...] = ()
    overrides: tuple[ExpertOverride, ...] = ()
    crews: tuple[Crew, ...] = ()
    windows: tuple[ChangeWindow, ...] = ()
    freezes: tuple[ChangeFreeze, ...] = ()
    changes: tuple[ChangeFact, ...] = ()
    modes: tuple[SuspensionMode, ...] = ()
    acceptances: tuple[RiskAcceptance, ...] = ()
    authority: tuple[Delegation, ...] = ()
    sbom_files: Mapping[str, tuple[Path, ...]] = field(
        default_factory=dict, hash=False, compare=False
    )
    root: Path = field(default=Path(), compare=False)
    reminders: tuple[EstateFault, ...] = field(default=(), compare=False)
    places: Mapping[str, tuple[str, ...]] = field(default_factory=dict, hash=False, compare=False)

    def tables(self) -> dict[str, Any]:
        """Return the estate as Arrow tables, by contract name, each sorted by its first columns.

        Returns:
            ``services``, ``systems``, ``requirements`` and ``links``, to the contracts of
            `hiyoke.tables`.
        """
        return {
            "services": _table(SERVICES, [_service_row(service) for service in self.services]),
            "systems": _table(SYSTEMS, [self._system_row(system) for system in self.systems]),
            "requirements": _table(
                REQUIREMENTS, [(r.service_id, r.system_id, r.group) for r in self.requirements]
            ),
            "links": _table(
                LINKS,
                [(k.source, k.target, k.protocol, k.port, k.kind, k.known) for k in self.links],
            ),
        }

    def _system_row(self, system: System) -> tuple[Any, ...]:
        return (
            system.system_id,
            system.name.ja,
            system.name.en,
            system.internet_facing,
            system.environment,
            system.owner and system.owner.ja,
            system.owner and system.owner.en,
            system.vendor_id,
            system.crew_id,
            system.end_of_life_on,
            system.system_id in self.sbom_files,
        )


def _service_row(service: Service) -> tuple[Any, ...]:
    return (
        service.service_id,
        service.name.ja,
        service.name.en,
        service.is_priority,
        service.priority_rank,
        service.owner and service.owner.ja,
        service.owner and service.owner.en,
        service.impact_tolerance_minutes,
    )


def _table(contract: TableContract, rows: list[tuple[Any, ...]]) -> Any:
    """Build a table of distinct rows in a stable order."""
    ordered = sorted(
        dict.fromkeys(rows), key=lambda row: [(value is not None, str(value)) for value in row]
    )
    names = contract.column_names
    return contract.table({name: [row[i] for row in ordered] for i, name in enumerate(names)})
