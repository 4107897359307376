"""The products of a CSAF document, each under the best name the product tree gives it.

A purl names a package, a CPE a product; without either, vendor and product of the branches stand
in, written as CPE writes them. What is not here: what is claimed about the products (`claims`).
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Final, NamedTuple

from hiyoke.advisories.cpe_applicability import cpe_package, product_of_cpe
from hiyoke.errors import UnknownPackageError
from hiyoke.packages import (
    PackageIdentity,
    PurlPackage,
    is_distribution,
    package_of_purl,
    release_of,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from hiyoke.exchange.csaf.schema import (
        Branch,
        FullProductName,
        IdentificationHelper,
        ProductTree,
    )

#: Branches nest up to here; deeper ones are no real product tree and are left out.
MAX_BRANCH_DEPTH: Final = 64

_VERSION: Final = "product_version"
_RANGE: Final = "product_version_range"
#: Branches that narrow a version down, so that the version alone says less than the product.
_NARROWING: Final = frozenset({"patch_level", "service_pack"})
_SPACES = re.compile(r"\s+")
_CPE_PRODUCT = re.compile(r"cpe:(?:/|2\.3:)[aoh]:[^:]+:(.+)\Z", re.IGNORECASE)


class ProductName(NamedTuple):
    """One name of a product, with the version that belongs to it.

    Attributes:
        identity: The package or product.
        name: As published, for people.
        version: Text of the version or range; None when the product is given without.
        is_exact: Whether `version` comes from a purl or CPE, so that it is one version.
    """

    identity: PackageIdentity
    name: str
    version: str | None
    is_exact: bool = False


class _Path(NamedTuple):
    """What the branches above a product say."""

    vendor: str | None = None
    product: str | None = None
    version: str | None = None
    narrowing: str = ""


_Names = tuple[ProductName, ...]


def products_of(tree: ProductTree) -> dict[str, _Names]:
    """Return the names of every product by its identifier; products without any are empty.

    Source:
        CSAF 2.0 and 2.1, section 3.2.2, "Product tree property".
    """
    helpers: dict[str, FullProductName] = {}
    found: dict[str, _Names] = {}
    for branch in tree.branches or ():
        _walk(branch, _Path(), found, helpers)
    for product in tree.full_product_names or ():
        helpers[product.product_id] = product
        found[product.product_id] = _names_of(product, _Path())
    inherited: dict[str, tuple[str, ...]] = {}
    for part, wholes, product in _composed(tree):
        helpers[product.product_id] = product
        found[product.product_id] = _names_of_composed(
            product, part, wholes, found, helpers=helpers, inherited=inherited
        )
    return found


def _walk(
    branch: Branch,
    above: _Path,
    found: dict[str, _Names],
    helpers: dict[str, FullProductName],
    depth: int = 0,
) -> None:
    path = _below(above, branch)
    if branch.product is not None:
        helpers[branch.product.product_id] = branch.product
        found[branch.product.product_id] = _names_of(branch.product, path)
    if depth < MAX_BRANCH_DEPTH:
        for child in branch.branches or ():
            _walk(child, path, found, helpers, depth + 1)


def _below(above: _Path, branch: Branch) -> _Path:
    name = branch.name or ""
    if branch.category == "vendor":
        return above._replace(vendor=name)
    if branch.category == "product_name":
        return above._replace(product=name)
    if branch.category in (_VERSION, _RANGE):
        return above._replace(version=name)
    if branch.category in _NARROWING:
        return above._replace(narrowing=f"{above.narrowing} {name}")
    return above


def _composed(tree: ProductTree) -> Iterable[tuple[str, tuple[str, ...], FullProductName]]:
    """Yield part, what it is a part of or installed on, and the product they make."""
    for relation in tree.relationships or ():
        part, whole = relation.product_reference, relation.relates_to_product_reference
        if relation.full_product_name and part and whole:
            yield part, (whole,), relation.full_product_name
    for path in tree.product_paths or ():
        steps = (step.next_product_reference for step in path.subpaths or ())
        if path.full_product_name and path.beginning_product_reference:
            wholes = tuple(step for step in steps if step)
            yield path.beginning_product_reference, wholes, path.full_product_name


def _names_of(product: FullProductName, path: _Path) -> _Names:
    named = _names_of_helper(product.product_identification_helper, product.name or "", path)
    if named or not path.vendor or not path.product:
        return named
    version = path.version
    if version is not None or path.narrowing:
        version = f"{version or ''}{path.narrowing}".strip()
    identity = cpe_package(_cpe_like(path.vendor), _cpe_like(path.product))
    return (ProductName(identity, product.name or path.product, version),)


def _names_of_helper(helper: IdentificationHelper | None, name: str, path: _Path) -> _Names:
    """Return names by purl, or else by CPE; a purl names more exactly."""
    if helper is None:
        return ()
    purls = [*(helper.purls or ()), *([helper.purl] if helper.purl else ())]
    named = [found for purl in purls if (found := _of_purl(purl, name, path))]
    if named:
        return tuple(dict.fromkeys(named))
    found = _of_cpe(helper.cpe, name, path) if helper.cpe else None
    return (found,) if found else ()


@lru_cache(maxsize=32768)
def _package(purl: str) -> PurlPackage | None:
    try:
        return package_of_purl(purl)
    except UnknownPackageError:
        return None


def _of_purl(purl: str, name: str, path: _Path) -> ProductName | None:
    package = _package(purl)
    if package is None:
        return None
    # A range in the branches says more than a purl without version.
    version = package.version or path.version
    return ProductName(package.identity, name or purl, version, package.version is not None)


def _of_cpe(cpe: str, name: str, path: _Path) -> ProductName | None:
    try:
        identity, parts = product_of_cpe(cpe)
    except UnknownPackageError:
        return None
    if path.version is not None:
        version = f"{path.version}{path.narrowing}"
        return ProductName(identity, name or identity.package, version)
    is_exact = parts.version is not None
    return ProductName(identity, name or identity.package, parts.version, is_exact)


def _names_of_composed(
    product: FullProductName,
    part: str,
    wholes: tuple[str, ...],
    found: Mapping[str, _Names],
    *,
    helpers: Mapping[str, FullProductName],
    inherited: dict[str, tuple[str, ...]],
) -> _Names:
    """Name a composed product: by its own helper, else as its part, in the whole's release.

    A package on a distribution belongs to the release that the whole's CPE names.
    """
    own = _names_of_helper(product.product_identification_helper, product.name or "", _Path())
    names = own or found.get(part, ())
    cpes = [cpe for whole in wholes if (cpe := _cpe_of(whole, helpers))]
    # A product may be composed again: a package of a module of a release.
    cpes += [cpe for whole in wholes for cpe in inherited.get(whole, ())]
    if cpes:
        inherited[product.product_id] = tuple(cpes)
    return tuple(name._replace(identity=_in_release(name.identity, cpes)) for name in names)


def _cpe_of(product_id: str, helpers: Mapping[str, FullProductName]) -> str | None:
    """Return what a product's CPE says after its vendor: ``rhel_eus:8.6::baseos``."""
    known = helpers.get(product_id)
    helper = known.product_identification_helper if known else None
    found = _CPE_PRODUCT.match(helper.cpe) if helper and helper.cpe else None
    return found[1] if found else None


def _in_release(identity: PackageIdentity, cpes: Iterable[str]) -> PackageIdentity:
    """Return a distribution's package in the release that a CPE names, where one does."""
    if not is_distribution(identity.ecosystem):
        return identity
    vendor = identity.ecosystem.partition("/")[2]
    releases = (release_of(vendor, cpe) for cpe in cpes)
    release = next((release for release in releases if release), identity.release)
    return identity._replace(release=release)


def _cpe_like(name: str) -> str:
    """Return a name as CPE would write it: lower case, spaces as underscores."""
    return _SPACES.sub("_", name.strip().lower())
