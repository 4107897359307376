"""CPE applicability statements, as NVD and CVE records share them, turned into claims.

A statement is nodes of CPE matches under AND, OR and negation. Each vulnerable match becomes a
claim of its own. What is not here: the conditions. "Vulnerable only on platform X" is claimed
without X, because an inventory rarely tells, and an unknown condition is never a reason to call
something safe.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Annotated

import msgspec

from hiyoke.advisories.obstacle import Obstacle
from hiyoke.advisories.version_field import plain_version
from hiyoke.errors import UnknownPackageError
from hiyoke.packages import CpeIdentity, PackageIdentity, package_of_cpe
from hiyoke.versions.constraints import VersionInterval, is_placeholder

if TYPE_CHECKING:
    from collections.abc import Iterable

    from hiyoke.advisories.claim_sheet import ClaimSheet

#: Ecosystem and version order of products that only a CPE or a vendor and product name.
CPE: str = "cpe"
CPE_SCHEME: str = "generic"


#: Longest CPE and version bound read; a longer one breaks the condition it stands in.
_Cpe = Annotated[str, msgspec.Meta(max_length=2048)]
_Bound = Annotated[str, msgspec.Meta(max_length=1024)]


class CpeMatch(msgspec.Struct, gc=False):
    """One CPE with optional version bounds."""

    criteria: _Cpe
    vulnerable: bool = True
    versionStartIncluding: _Bound | None = None  # noqa: N815 - the member's own name.
    versionStartExcluding: _Bound | None = None  # noqa: N815
    versionEndIncluding: _Bound | None = None  # noqa: N815
    versionEndExcluding: _Bound | None = None  # noqa: N815


class CpeNode(msgspec.Struct, gc=False):
    """Matches under one operator."""

    negate: bool | None = None
    cpeMatch: list[CpeMatch] | None = None  # noqa: N815


class CpeConfiguration(msgspec.Struct, gc=False):
    """Nodes under one operator."""

    negate: bool | None = None
    nodes: list[CpeNode] | None = None


def cpe_package(vendor: str, product: str) -> PackageIdentity:
    """Return the identity of a product under its CPE vendor and product names."""
    return PackageIdentity(CPE, None, f"{vendor}:{product}", CPE_SCHEME)


@lru_cache(maxsize=65536)
def product_of_cpe(text: str) -> tuple[PackageIdentity, CpeIdentity]:
    """Return the identity that a CPE name gives, and its parts.

    Raises:
        UnknownPackageError: Not a CPE, or vendor or product is a wildcard.
    """
    parts = package_of_cpe(text)
    return cpe_package(parts.vendor, parts.product), parts


def add_cpe_claims(sheet: ClaimSheet, configurations: Iterable[CpeConfiguration]) -> list[str]:
    """Add a claim for every vulnerable match; return the CPE names that could not be read.

    Bounds give a range, a version in the CPE a listed version, ``*`` every version. ``-`` names
    no version. A negated node is kept as a claim that cannot be assessed.

    Source:
        NVD API 2.0, "CVE" response; CVE schema 5.1, ``cpeApplicability``; NISTIR 7698.
    """
    unreadable: list[str] = []
    for configuration in configurations:
        for node in configuration.nodes or ():
            is_negated = bool(configuration.negate) != bool(node.negate)
            for match in node.cpeMatch or ():
                if not match.vulnerable:
                    continue
                try:
                    _add_match(sheet, match, is_negated=is_negated)
                except UnknownPackageError:
                    unreadable.append(match.criteria)
    return unreadable


def _add_match(sheet: ClaimSheet, match: CpeMatch, *, is_negated: bool) -> None:
    identity, parts = product_of_cpe(match.criteria)
    place = sheet.package(identity, identity.package)
    if is_negated:
        sheet.add_obstacle(place, Obstacle.UNCHECKED_CONDITION)
        return
    interval = _interval(match)
    if interval is not None:
        sheet.add_interval(place, interval)
    elif parts.version is not None:
        if is_placeholder(parts.version):
            sheet.add_obstacle(place, Obstacle.UNSORTABLE_BOUND, text=parts.version)
        else:
            sheet.add_versions(place, (plain_version(parts.version, CPE_SCHEME),))
    elif parts.is_unspecified_version:
        sheet.add_obstacle(place, Obstacle.NO_VERSION_GIVEN)
    else:
        sheet.add_every_version(place)


def _interval(match: CpeMatch) -> VersionInterval | None:
    bounds = (
        match.versionStartIncluding,
        match.versionStartExcluding,
        match.versionEndExcluding,
        match.versionEndIncluding,
    )
    if not any(bounds):
        return None
    introduced, after, fixed, last_affected = (
        plain_version(bound, CPE_SCHEME) if bound else None for bound in bounds
    )
    return VersionInterval(
        None if introduced == "0" else introduced,
        None if introduced else after,
        fixed,
        None if fixed else last_affected,
    )
