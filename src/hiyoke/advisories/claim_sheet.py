"""The claims of one advisory, gathered before they go to the batch as a whole.

Only the whole shows what a part is worth: a commit range says nothing new beside a version range
of the same package, and "n/a" in one container is answered by another. What is not here: keys and
intervals (`claims`), and formats.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from hiyoke.advisories.claim_rows import AFTER, RANGE, MarkedClaim
from hiyoke.advisories.obstacle import Obstacle
from hiyoke.advisories.version_field import key_of, read_version_field
from hiyoke.versions.constraints import EVERY_VERSION, VersionInterval

if TYPE_CHECKING:
    from hiyoke.advisories.batch import AdvisoryBatch
    from hiyoke.packages import PackageIdentity

AFFECTED: Final = "affected"
NOT_AFFECTED: Final = "not_affected"
UNDER_INVESTIGATION: Final = "under_investigation"

#: Obstacles that another claim about the same package answers.
_ANSWERED: Final = frozenset({Obstacle.GIT_ONLY, Obstacle.NO_VERSION_GIVEN})

#: Longest text kept from a version field that has no reading, in characters.
TEXT_LIMIT: Final = 200

_Package = tuple["PackageIdentity", str]


class ClaimSheet:
    """What one advisory claims about versions, each claim once."""

    def __init__(self) -> None:
        self._intervals: dict[tuple[_Package, VersionInterval, str, Obstacle | None], None] = {}
        self._versions: dict[tuple[_Package, str], dict[str, None]] = {}
        self._obstacles: dict[tuple[_Package, Obstacle, str], None] = {}

    @property
    def is_empty(self) -> bool:
        """Whether nothing was claimed about any package."""
        return not (self._intervals or self._versions or self._obstacles)

    def add_interval(
        self,
        identity: PackageIdentity,
        package_name: str,
        interval: VersionInterval,
        *,
        status: str = AFFECTED,
    ) -> None:
        """Add a run of versions; one that ends where or before it starts is kept as malformed."""
        introduced, after, fixed, last_affected = interval
        lower = introduced or after
        upper = fixed or last_affected
        obstacle = None
        if lower is not None and upper is not None:
            low = key_of(identity.scheme, lower)
            high = key_of(identity.scheme, upper)
            only_version = introduced is not None and last_affected is not None
            if (
                low is not None
                and high is not None
                and (high < low or (high == low and not only_version))
            ):
                obstacle = Obstacle.MALFORMED_RANGE
        self._intervals[(identity, package_name), interval, status, obstacle] = None

    def add_version(
        self, identity: PackageIdentity, package_name: str, version: str, *, status: str = AFFECTED
    ) -> None:
        """Add one version that a structured field names."""
        self._versions.setdefault(((identity, package_name), status), {})[version] = None

    def add_every_version(
        self, identity: PackageIdentity, package_name: str, *, status: str = AFFECTED
    ) -> None:
        """Add the claim that all versions of the package have this status."""
        self._intervals[(identity, package_name), EVERY_VERSION, status, None] = None

    def add_field(
        self, identity: PackageIdentity, package_name: str, text: str, *, status: str = AFFECTED
    ) -> None:
        """Add whatever a version field says; see `read_version_field`."""
        extent = read_version_field(text, identity.scheme)
        if isinstance(extent, Obstacle):
            self.add_obstacle(identity, package_name, extent, text=text, status=status)
            return
        for interval in extent.intervals:
            self.add_interval(identity, package_name, interval, status=status)
        for version in extent.versions:
            self.add_version(identity, package_name, version, status=status)

    def add_obstacle(
        self,
        identity: PackageIdentity,
        package_name: str,
        obstacle: Obstacle,
        *,
        text: str | None = None,
        status: str = AFFECTED,
    ) -> None:
        """Add a claim that cannot be held against a version.

        Args:
            identity: The package.
            package_name: The package as published.
            obstacle: Why it cannot.
            text: What was published in place of a version, kept for the reader.
            status: The publisher's claim.
        """
        if text is not None and obstacle not in _ANSWERED:
            shown = VersionInterval(introduced=text.strip()[:TEXT_LIMIT])
            self._intervals[(identity, package_name), shown, status, obstacle] = None
        else:
            self._obstacles[(identity, package_name), obstacle, status] = None

    def write_to(self, batch: AdvisoryBatch) -> None:
        """Hand every claim to the batch, under the advisory announced last, which stands."""
        answered = {package[0] for package, _, _, _ in self._intervals}
        answered.update(package[0] for package, _ in self._versions)
        claims, record = batch.claims, batch.record
        for (identity, name), interval, status, obstacle in self._intervals:
            place = claims.package_number(identity, name)
            introduced, after, fixed, last_affected = interval
            if status == AFFECTED and obstacle is None and after is None and any(interval):
                claims.simple.append((record, place, introduced, fixed, last_affected))
                continue
            kind = AFTER if after is not None else RANGE
            lower = introduced or after
            claims.marked.append(
                MarkedClaim(record, place, kind, status, lower, fixed, last_affected, obstacle)
            )
        for ((identity, name), status), versions in self._versions.items():
            place = claims.package_number(identity, name)
            claims.add_listed(record, place, list(versions), status=status)
        for (identity, name), obstacle, status in self._obstacles:
            if identity not in answered:
                place = claims.package_number(identity, name)
                claims.marked.append(MarkedClaim(record, place, RANGE, status, obstacle=obstacle))
