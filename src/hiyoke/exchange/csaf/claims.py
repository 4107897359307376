"""What one vulnerability of a CSAF document says about the versions of its products.

Statuses of one package belong together: a first affected and a first fixed version make a range,
and a document that lists fixed versions alone calls those before them affected. What is not here:
names of products (`products`) and assessments (`evidence`).
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from hiyoke.advisories import Obstacle
from hiyoke.advisories.claim_sheet import AFFECTED, NOT_AFFECTED, UNDER_INVESTIGATION
from hiyoke.advisories.version_field import key_of, read_version_field
from hiyoke.versions.constraints import VersionInterval

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from hiyoke.advisories.claim_sheet import ClaimSheet
    from hiyoke.exchange.csaf.products import ProductName
    from hiyoke.exchange.csaf.schema import ProductStatus
    from hiyoke.packages import PackageIdentity

#: Status lists that say the same of each product by itself, and what they say.
_PLAIN: Final = (
    ("known_affected", AFFECTED),
    ("known_not_affected", NOT_AFFECTED),
    ("under_investigation", UNDER_INVESTIGATION),
    ("unknown", UNDER_INVESTIGATION),
)


@dataclass(slots=True)
class _Package:
    """Products of one package, by status list."""

    name: str
    by_list: dict[str, list[ProductName]] = field(default_factory=lambda: defaultdict(list))


def add_statuses(
    sheet: ClaimSheet, status: ProductStatus, products: Mapping[str, Sequence[ProductName]]
) -> list[str]:
    """Add all claims of a vulnerability; return identifiers of products that have no name.

    ``recommended`` makes no claim: such a version contains a fix, but may be listed elsewhere too.

    Source:
        CSAF 2.0 and 2.1, section 3.2.3, "Product status".
    """
    packages: dict[PackageIdentity, _Package] = {}
    nameless: list[str] = []
    for listed, product_id in _listed(status):
        names = products.get(product_id, ())
        if not names:
            nameless.append(product_id)
        for name in names:
            package = packages.setdefault(name.identity, _Package(name.name))
            package.by_list[listed].append(name)
    for identity, package in packages.items():
        place = sheet.package(identity, package.name)
        _add_package(sheet, place, package, identity.scheme)
    return nameless


def _listed(status: ProductStatus) -> Iterator[tuple[str, str]]:
    lists = (
        ("known_affected", status.known_affected),
        ("first_affected", status.first_affected),
        ("last_affected", status.last_affected),
        ("known_not_affected", status.known_not_affected),
        ("fixed", status.fixed),
        ("fixed", status.first_fixed),
        ("under_investigation", status.under_investigation),
        ("unknown", status.unknown),
    )
    for listed, product_ids in lists:
        for product_id in product_ids or ():
            yield listed, product_id


def _add_package(sheet: ClaimSheet, place: int, package: _Package, scheme: str | None) -> None:
    fixes = _fixes(sheet, place, package, scheme)
    affected = package.by_list.get("known_affected", ())
    # "All versions" beside a fixed one means all up to it.
    is_whole = any(product.version is None for product in affected)
    for listed, status in _PLAIN:
        for product in package.by_list.get(listed, ()):
            if fixes and is_whole and listed == "known_affected" and product.version is None:
                continue
            _add_product(sheet, place, product, status)
    first = package.by_list.get("first_affected", ())
    last = package.by_list.get("last_affected", ())
    if first or last:
        _add_bounded(sheet, place, package, fixes, scheme)
    elif fixes and (is_whole or not affected):
        _add_below_fixes(sheet, place, fixes, scheme)


def _add_product(sheet: ClaimSheet, place: int, product: ProductName, status: str) -> None:
    if product.version is None:
        sheet.add_every_version(place, status=status)
    elif product.is_exact:
        sheet.add_versions(place, (product.version,), status=status)
    else:
        sheet.add_field(place, product.version, status=status)


def _fixes(sheet: ClaimSheet, place: int, package: _Package, scheme: str | None) -> list[str]:
    """Claim fixed versions as not affected; return those that begin a fixed run, as texts."""
    starts: dict[str, None] = {}
    for product in package.by_list.get("fixed", ()):
        if product.version is None:
            continue
        _add_product(sheet, place, product, NOT_AFFECTED)
        if product.is_exact:
            starts[product.version] = None
            continue
        extent = read_version_field(product.version, scheme)
        if isinstance(extent, Obstacle):
            continue
        for version in extent.versions:
            starts[version] = None
        for interval in extent.intervals:
            if interval.introduced is not None:
                starts[interval.introduced] = None
    return list(starts)


def _add_below_fixes(
    sheet: ClaimSheet, place: int, fixes: Sequence[str], scheme: str | None
) -> None:
    """Claim what lies below the lowest fixed version, and leave open what lies between fixes.

    Between two fixed versions there may be the branch of the higher one before its fix.
    """
    ordered = _sorted(fixes, scheme)
    if ordered is None:
        for fix in fixes:
            sheet.add_interval(place, VersionInterval(fixed=fix))
        return
    sheet.add_interval(place, VersionInterval(fixed=ordered[0]))
    for lower, upper in pairwise(ordered):
        between = VersionInterval(after=lower, fixed=upper)
        sheet.add_interval(place, between, status=UNDER_INVESTIGATION)


def _sorted(versions: Sequence[str], scheme: str | None) -> list[str] | None:
    """Return distinct versions in rising order; None when one has no place in the order."""
    by_key: dict[bytes, str] = {}
    for version in versions:
        key = key_of(scheme, version)
        if key is None:
            return None
        by_key.setdefault(key, version)
    return [by_key[key] for key in sorted(by_key)]


def _add_bounded(
    sheet: ClaimSheet,
    place: int,
    package: _Package,
    fixes: Sequence[str],
    scheme: str | None,
) -> None:
    """Claim the runs from each first affected version to the next end above it."""
    first = _versions(package.by_list.get("first_affected", ()), scheme)
    last = _versions(package.by_list.get("last_affected", ()), scheme)
    if first is None or last is None:
        sheet.add_obstacle(place, Obstacle.UNSORTABLE_BOUND)
        return
    starts = _sorted(first, scheme)
    ends = _ends(last, fixes, scheme)
    if starts is None or ends is None:
        bounds = VersionInterval(
            introduced=first[0] if first else None, last_affected=last[0] if last else None
        )
        sheet.add_obstacle(
            place,
            Obstacle.UNSORTABLE_BOUND,
            text=", ".join(bound for bound in bounds if bound),
        )
        return
    if not starts:
        highest = max(last, key=lambda version: key_of(scheme, version) or b"")
        sheet.add_interval(place, VersionInterval(last_affected=highest))
        return
    for start in starts:
        key = key_of(scheme, start) or b""
        above = (end for place, end in ends if place >= (key, True))
        end = next(above, VersionInterval())
        sheet.add_interval(place, end._replace(introduced=start))


def _versions(products: Sequence[ProductName], scheme: str | None) -> list[str] | None:
    """Return the one version that each product has; None when one has none or a range."""
    versions = []
    for product in products:
        if product.version is None:
            return None
        if product.is_exact:
            versions.append(product.version)
            continue
        extent = read_version_field(product.version, scheme)
        if isinstance(extent, Obstacle) or extent.intervals or len(extent.versions) != 1:
            return None
        versions.append(extent.versions[0])
    return versions


def _ends(
    last: Sequence[str], fixes: Sequence[str], scheme: str | None
) -> list[tuple[tuple[bytes, bool], VersionInterval]] | None:
    """Return ends of runs in rising order; the flag says that the version itself lies inside."""
    ends = []
    for versions, is_inside in ((last, True), (fixes, False)):
        for version in versions:
            key = key_of(scheme, version)
            if key is None:
                return None
            end = (
                VersionInterval(last_affected=version)
                if is_inside
                else VersionInterval(fixed=version)
            )
            ends.append(((key, is_inside), end))
    return sorted(ends)
