"""The claims of one advisory, gathered before they go to the batch as a whole.

Only the whole shows what a part is worth: a commit range says nothing new beside a version range
of the same package, and "n/a" in one container is answered by another. What is not here: keys and
intervals (`claims`), and formats.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Final

from hiyoke.advisories.claim_rows import AFTER, RANGE, MarkedClaim
from hiyoke.advisories.obstacle import Obstacle
from hiyoke.advisories.version_field import key_of, read_version_field
from hiyoke.versions.constraints import EVERY_VERSION, VersionInterval

if TYPE_CHECKING:
    from collections.abc import Iterable

    from hiyoke.advisories.batch import AdvisoryBatch
    from hiyoke.packages import PackageIdentity

AFFECTED: Final = "affected"
NOT_AFFECTED: Final = "not_affected"
UNDER_INVESTIGATION: Final = "under_investigation"

#: Obstacles that another claim about the same package answers.
_ANSWERED: Final = frozenset({Obstacle.GIT_ONLY, Obstacle.NO_VERSION_GIVEN})

#: Longest text kept from a version field that has no reading, in characters.
TEXT_LIMIT: Final = 200


class ClaimSheet:
    """What one advisory claims about versions, each claim once.

    Packages are named first, by `package`; claims refer to the number that it returns.

    Args:
        batch: Where `write` will hand the claims on; the advisory must be announced by then.
    """

    def __init__(self, batch: AdvisoryBatch) -> None:
        self._batch = batch
        self._packages: dict[int, PackageIdentity] = {}
        self._intervals: dict[tuple[int, VersionInterval, str, Obstacle | None], None] = {}
        self._versions: dict[tuple[int, str], dict[str, None]] = {}
        self._obstacles: dict[tuple[int, Obstacle, str], None] = {}

    @property
    def is_empty(self) -> bool:
        """Whether nothing was claimed about any package."""
        return not (self._intervals or self._versions or self._obstacles)

    def package(self, identity: PackageIdentity, package_name: str) -> int:
        """Return the number that stands for a package on this sheet.

        Args:
            identity: The package.
            package_name: The package as published.
        """
        place = self._batch.claims.package_number(identity, package_name)
        self._packages[place] = identity
        return place

    def add_interval(
        self, place: int, interval: VersionInterval, *, status: str = AFFECTED
    ) -> None:
        """Add a run of versions; one that ends where or before it starts is kept as malformed."""
        is_empty = _holds_nothing(interval, self._packages[place].scheme)
        obstacle = Obstacle.MALFORMED_RANGE if is_empty else None
        self._intervals[place, interval, status, obstacle] = None

    def add_versions(self, place: int, versions: Iterable[str], *, status: str = AFFECTED) -> None:
        """Add versions named one by one."""
        self._versions.setdefault((place, status), {}).update(dict.fromkeys(versions))

    def add_every_version(self, place: int, *, status: str = AFFECTED) -> None:
        """Add the claim that all versions of the package have this status."""
        self._intervals[place, EVERY_VERSION, status, None] = None

    def add_field(self, place: int, text: str, *, status: str = AFFECTED) -> None:
        """Add whatever a version field says; see `read_version_field`."""
        extent = read_version_field(text, self._packages[place].scheme)
        if isinstance(extent, Obstacle):
            self.add_obstacle(place, extent, text=text, status=status)
            return
        for interval in extent.intervals:
            self.add_interval(place, interval, status=status)
        if extent.versions:
            self.add_versions(place, extent.versions, status=status)

    def add_obstacle(
        self, place: int, obstacle: Obstacle, *, text: str | None = None, status: str = AFFECTED
    ) -> None:
        """Add a claim that cannot be held against a version.

        Args:
            place: The package.
            obstacle: Why it cannot.
            text: What was published in place of a version, kept for the reader.
            status: The publisher's claim.
        """
        if text is not None and obstacle not in _ANSWERED:
            shown = VersionInterval(introduced=text.strip()[:TEXT_LIMIT])
            self._intervals[place, shown, status, obstacle] = None
        else:
            self._obstacles[place, obstacle, status] = None

    def write(self) -> None:
        """Hand every claim to the batch, under the advisory announced last, which stands."""
        claims, record = self._batch.claims, self._batch.record
        for place, interval, status, obstacle in self._intervals:
            introduced, after, fixed, last_affected = interval
            if after is None and obstacle is None and status == AFFECTED and any(interval):
                claims.simple.append((record, place, introduced, fixed, last_affected, 0))
                continue
            kind = AFTER if after is not None else RANGE
            lower = introduced or after
            claims.marked.append(
                MarkedClaim(record, place, kind, status, lower, fixed, last_affected, obstacle)
            )
        for (place, status), versions in self._versions.items():
            claims.add_listed(record, place, list(versions), status=status)
        if self._obstacles:
            self._write_obstacles()

    def _write_obstacles(self) -> None:
        """Hand on what no other claim about the same package answers."""
        packages = self._packages
        answered = {packages[place] for place, _, _, _ in self._intervals}
        answered.update(packages[place] for place, _ in self._versions)
        for place, obstacle, status in self._obstacles:
            if packages[place] not in answered:
                self._batch.claims.marked.append(
                    MarkedClaim(self._batch.record, place, RANGE, status, obstacle=obstacle)
                )


@lru_cache(maxsize=65536)
def _holds_nothing(interval: VersionInterval, scheme: str | None) -> bool:
    """Return whether an interval ends where or before it starts, as far as that is known."""
    introduced, after, fixed, last_affected = interval
    lower, upper = introduced or after, fixed or last_affected
    if lower is None or upper is None:
        return False
    low, high = key_of(scheme, lower), key_of(scheme, upper)
    if low is None or high is None:
        return False
    only_version = introduced is not None and last_affected is not None
    return high < low or (high == low and not only_version)
