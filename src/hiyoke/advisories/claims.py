"""What advisories claim about versions, gathered as texts while reading.

A claim is kept as its publisher wrote it until `collect` turns all of them into rows at once, so
that each distinct version is keyed once. What is not here: advisories, evidence and quarantine
(`batch`), and what claims mean as intervals (`claim_rows`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from hiyoke.advisories.claim_rows import ClaimRows, MarkedClaim, SimpleClaim
from hiyoke.versions import KeyMemo

if TYPE_CHECKING:
    from collections.abc import Hashable, Sequence

    from hiyoke.packages import PackageIdentity

#: Distinct version texts whose keys are remembered between tables; past it memory is given back.
REMEMBERED_KEYS = 200_000


class _NoOrder(dict[str, bytes | None]):
    """No text has a key where no order is known."""

    def __missing__(self, version: str) -> bytes | None:
        return None


def _memo_of(scheme: str | None) -> dict[str, bytes | None]:
    return _NoOrder() if scheme is None else KeyMemo(scheme)


class Claims:
    """Claims of many advisories about versions of packages.

    Attributes:
        simple: Affected ranges as pairs of bounds: see `SimpleClaim`. Readers of large feeds
            append here directly.
        marked: Claims that need a word: see `MarkedClaim`.
        places: Package numbers by whatever a reader looks them up with; emptied with the table.
    """

    def __init__(self) -> None:
        self._keys: dict[str | None, dict[str, bytes | None]] = {}
        self._forget()

    def _forget(self) -> None:
        self.simple: list[SimpleClaim] = []
        self.marked: list[MarkedClaim] = []
        self.places: dict[Hashable, int] = {}
        self._events: list[tuple[int, int, str, Sequence[tuple[str, str]]]] = []
        self._listed: list[tuple[int, int, str, int]] = []
        self._listed_versions: list[str] = []
        self._packages: list[tuple[PackageIdentity, str]] = []
        self._numbers: dict[tuple[PackageIdentity, str], int] = {}
        if sum(map(len, self._keys.values())) > REMEMBERED_KEYS:
            self._keys = {}

    def __len__(self) -> int:
        """Rows waiting, listed versions included."""
        rows = len(self.simple) + len(self.marked) + len(self._events)
        return rows + len(self._listed_versions)

    def package_number(self, identity: PackageIdentity, package_name: str) -> int:
        """Return the number that stands for a package in the claims of this table."""
        key = (identity, package_name)
        number = self._numbers.get(key)
        if number is None:
            number = self._numbers[key] = len(self._packages)
            self._packages.append(key)
        return number

    def add_events(
        self, record: int, package: int, events: Sequence[tuple[str, str]], *, status: str
    ) -> None:
        """Add a range of any shape: (kind, version) pairs in published order."""
        self._events.append((record, package, status, events))

    def add_listed(
        self, record: int, package: int, versions: Sequence[str], *, status: str
    ) -> None:
        """Add versions named one by one."""
        self._listed_versions.extend(versions)
        self._listed.append((record, package, status, len(versions)))

    def collect(self) -> tuple[list[int], dict[str, Any]]:
        """Return the record number of each row and the columns of `AFFECTED_RANGES`; start afresh.

        Empty intervals are left out, since they claim nothing; equal claims of one record are
        merged; listed versions inside the same record's ranges are left out as redundant.
        """
        for identity, _ in self._packages:
            if identity.scheme not in self._keys:
                self._keys[identity.scheme] = _memo_of(identity.scheme)
        keys = [self._keys[identity.scheme] for identity, _ in self._packages]
        schemes = [identity.scheme for identity, _ in self._packages]
        rows = ClaimRows(keys, schemes)
        rows.extend_simple(self.simple)
        for claim in dict.fromkeys(self.marked):
            rows.add_marked(claim)
        for record, package, status, events in self._events:
            rows.add_events(record, package, status, events)
        rows.extend_listed(self._listed, self._listed_versions)
        packages = self._packages
        self._forget()
        return rows.columns(packages)
