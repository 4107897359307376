"""An update with what it closes, and the part of it that one job brings to one group of systems.

What is not here: how parts become jobs (`jobs`).
"""

from __future__ import annotations

from collections.abc import Mapping  # noqa: TC003 - dataclasses read annotations at run time.
from dataclasses import dataclass, field
from datetime import date  # noqa: TC003 - the same.
from typing import NamedTuple


class PackageStep(NamedTuple):
    """One package on one system.

    Attributes:
        name: The package.
        from_version: Installed version; empty when nobody has stated it.
        to_version: Version to go to.
    """

    name: str
    from_version: str
    to_version: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Update:
    """One version bump with what it closes.

    Attributes:
        bundle_id: As the report names it.
        ecosystem: Ecosystem of the package.
        release: Release of a distribution; None for others.
        packages: Packages that it brings.
        target_version: Version to go to.
        closes: Vulnerabilities that it closes, by system.
        due_on: Earliest deadline; None without one.
        dues: Deadline of each finding, by system and vulnerability; empty takes `due_on` for all.
        steps: Packages with their versions before and after, by system.
        remaining_ids: Vulnerabilities that are known of the version to go to, sorted.
        clean_version: Next version without any known one; None when the data name none.
    """

    bundle_id: str
    ecosystem: str
    release: str | None
    packages: tuple[str, ...]
    target_version: str
    closes: Mapping[str, tuple[str, ...]]
    due_on: date | None
    dues: Mapping[str, Mapping[str, date]] = field(default_factory=dict)
    steps: Mapping[str, tuple[PackageStep, ...]] = field(default_factory=dict)
    remaining_ids: tuple[str, ...] = ()
    clean_version: str | None = None

    def due_of(self, system_id: str, vulnerability_id: str) -> date | None:
        """Return the deadline of one finding; None without one."""
        if not self.dues:
            return self.due_on
        return self.dues.get(system_id, {}).get(vulnerability_id)


@dataclass(frozen=True, slots=True)
class JobPart:
    """What one update does to one group.

    Attributes:
        update: The update.
        system_ids: Systems of the group that it changes, sorted.
    """

    update: Update
    system_ids: tuple[str, ...]
