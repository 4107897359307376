"""Which package an entry of a CVE record's `affected` is about.

The best name the entry has decides: a purl, a package in a known collection, a CPE, and at the
least vendor and product, written as CPE writes them. What is not here: versions (`claims`).
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Final, NamedTuple

from hiyoke.advisories.cpe_applicability import cpe_package, product_of_cpe
from hiyoke.advisories.version_field import names_no_version
from hiyoke.errors import UnknownPackageError
from hiyoke.packages import PackageIdentity, package_of_osv, package_of_purl

if TYPE_CHECKING:
    from hiyoke.exchange.cve5.schema import Affected

#: Hosts of package collections and the OSV ecosystem each holds.
COLLECTIONS: Final = {
    "api.nuget.org": "NuGet",
    "central.sonatype.com": "Maven",
    "crates.io": "crates.io",
    "cran.r-project.org": "CRAN",
    "golang.org": "Go",
    "hackage.haskell.org": "Hackage",
    "hex.pm": "Hex",
    "index.crates.io": "crates.io",
    "mvnrepository.com": "Maven",
    "npmjs.com": "npm",
    "npmjs.org": "npm",
    "nuget.org": "NuGet",
    "packages.fedoraproject.org": "Fedora",
    "packagist.org": "Packagist",
    "pkg.go.dev": "Go",
    "proxy.golang.org": "Go",
    "pub.dev": "Pub",
    "pypi.org": "PyPI",
    "pypi.python.org": "PyPI",
    "registry.npmjs.org": "npm",
    "repo.maven.apache.org": "Maven",
    "repo.packagist.org": "Packagist",
    "repo1.maven.org": "Maven",
    "rubygems.org": "RubyGems",
    "search.maven.org": "Maven",
}

#: Products whose authority names them otherwise than their CPE does.
_KNOWN_AS: Final = {("linux", "linux"): ("linux", "linux_kernel")}

#: What the Go project's authority calls its own two source trees, and their modules.
_GO_TREES: Final = {"Go standard library": "stdlib", "Go toolchain": "toolchain"}

_HOST = re.compile(r"(?:[a-z][a-z0-9+.-]*://)?(?:www\.)?([^/:?#]+)", re.IGNORECASE)
_SPACES = re.compile(r"\s+")
_RED_HAT_PACKAGES = re.compile(r"access\.redhat\.com/downloads/content/package-browser")
_RED_HAT_COLLECTIONS = re.compile(r"(?:access|catalog)\.redhat\.com/")
_RED_HAT_CPE = re.compile(r"cpe:/[ao]:redhat:(.+)\Z|cpe:2\.3:[ao]:redhat:(.+)\Z", re.IGNORECASE)
_RELEASES: Final = ("enterprise_linux", "rhel_")
_MAVEN_NAME = re.compile(r"[^:/\s]+[:/][^:/\s]+\Z")


class Product(NamedTuple):
    """What an entry is about.

    Attributes:
        identities: One, or several that the entry names as equals (more than one CPE).
        name: As published, for people.
        is_bundle: Whether the entry's versions are those of a part inside the identified product,
            so that they say nothing about the product's own versions.
    """

    identities: tuple[PackageIdentity, ...]
    name: str
    is_bundle: bool = False


def product_of(entry: Affected) -> Product | None:
    """Return the product of an entry, or None when it names none ("n/a").

    Source:
        CVE schema 5.2, ``affected``: packageURL, collectionURL, packageName, cpes, vendor, product.
    """
    return _product_of(
        entry.packageURL,
        entry.collectionURL,
        entry.packageName,
        tuple(entry.cpes) if entry.cpes else (),
        (entry.vendor or "", entry.product or ""),
    )


@lru_cache(maxsize=32768)
def _product_of(
    purl: str | None,
    collection: str | None,
    package: str | None,
    cpes: tuple[str, ...],
    names: tuple[str, str],
) -> Product | None:
    found = _of_purl(purl) if purl else None
    if found is None and collection and package:
        found = _of_collection(collection, package, cpes, names[0])
    if found is None and cpes:
        found = _of_cpes(cpes, package or names[1])
    return found or _of_names(*names)


def _of_purl(purl: str) -> Product | None:
    try:
        return Product((package_of_purl(purl).identity,), purl)
    except UnknownPackageError:
        return None


def _of_collection(
    collection: str, package: str, cpes: tuple[str, ...], vendor: str
) -> Product | None:
    if _RED_HAT_COLLECTIONS.search(collection):
        return _of_red_hat(collection, package, cpes)
    host = _HOST.match(collection)
    ecosystem = COLLECTIONS.get(host[1].lower()) if host else None
    if ecosystem is None or not package.strip():
        return None
    name = package.strip()
    if ecosystem == "Maven":
        if not _MAVEN_NAME.match(name):
            return None
        name = name.replace("/", ":")
    elif ecosystem == "Go":
        name = _go_module(name, vendor.strip())
    return Product((package_of_osv(ecosystem, name),), package)


def _go_module(package: str, vendor: str) -> str:
    """Return the module of a Go package; Go's authority puts it where the vendor goes.

    Source:
        Go vulnerability database, "CVE records": vendor is the module path or one of two names.
    """
    if vendor in _GO_TREES:
        return _GO_TREES[vendor]
    return vendor if package == vendor or package.startswith(f"{vendor}/") else package


def _of_red_hat(collection: str, package: str, cpes: tuple[str, ...]) -> Product | None:
    """Return Red Hat's source package for each release that the entry's CPEs name.

    Red Hat's CPEs name the product that ships the package. Where that is no release of Red Hat
    Enterprise Linux, the package is a part of it.
    """
    if _RED_HAT_PACKAGES.search(collection):
        products = [found[1] or found[2] for cpe in cpes if (found := _RED_HAT_CPE.match(cpe))]
        releases = [product for product in products if product.startswith(_RELEASES)]
        if releases:
            identities = (package_of_osv(f"Red Hat:{release}", package) for release in releases)
            return Product(tuple(dict.fromkeys(identities)), package)
    shipped_in = _of_cpes(cpes, package)
    return shipped_in._replace(is_bundle=True) if shipped_in else None


def _of_cpes(cpes: tuple[str, ...], name: str) -> Product | None:
    read = []
    for cpe in cpes:
        try:
            read.append(product_of_cpe(_stem(cpe)))
        except UnknownPackageError:
            continue
    # Versions belong to the software; hardware beside it says where that software runs.
    software = [identity for identity, parts in read if parts.part != "h"]
    identities = tuple(dict.fromkeys(software or [identity for identity, _ in read]))
    return Product(identities, name or identities[0].package) if identities else None


def _stem(cpe: str) -> str:
    """Return a CPE 2.3 name up to its product, so that its versions are read once."""
    if "\\" in cpe or not cpe.startswith("cpe:2.3:"):
        return cpe
    return ":".join(cpe.split(":", 5)[:5])


def _of_names(vendor: str, product: str) -> Product | None:
    if names_no_version(vendor) or names_no_version(product):
        return None
    key = (_cpe_like(vendor), _cpe_like(product))
    known = _KNOWN_AS.get(key, key)
    return Product((cpe_package(*known),), f"{vendor.strip()} {product.strip()}")


def _cpe_like(name: str) -> str:
    """Return a name as CPE would write it: lower case, spaces as underscores."""
    return _SPACES.sub("_", name.strip().lower())
