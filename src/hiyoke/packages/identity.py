"""One name for one package, whether a purl or an OSV record names it.

`package_of_purl` and `package_of_osv` meet in `PackageIdentity`; matching joins on it. What is
not here: CPE names (`cpe`) and the order of versions (`hiyoke.versions`).
"""

from __future__ import annotations

from functools import lru_cache
from typing import Final, NamedTuple

from hiyoke.errors import UnknownPackageError, UnknownSchemeError
from hiyoke.languages import Text
from hiyoke.packages.distribution import (
    FORMAT_OF,
    ROLLING,
    release_of,
    release_of_dist_tag,
    vendor_of,
)
from hiyoke.packages.naming import normal_name
from hiyoke.packages.purl import DISTRIBUTION_TYPES, Purl, parse_purl
from hiyoke.packages.source_package import source_of
from hiyoke.versions import scheme_of

#: OSV ecosystems and the purl type that names their packages, where the two differ.
OSV_TYPES: Final[dict[str, str]] = {
    "bioconductor": "bioconductor",
    "conancenter": "conan",
    "crates.io": "cargo",
    "ghc": "ghc",
    "github actions": "githubactions",
    "go": "golang",
    "oss-fuzz": "oss-fuzz",
    "packagist": "composer",
    "rubygems": "gem",
    "swifturl": "swift",
    "vscode": "vscode-extension",
}

#: Purl types that name packages of another type: syft writes GitHub Actions as ``pkg:github``.
_TYPE_ALIASES: Final = {"github": "githubactions", "rubygems": "gem", "packagist": "composer"}

#: OSV ecosystems that rebuild other ecosystems' packages under their own versions.
_REPUBLISHERS: Final = frozenset({"root", "docker hardened images"})


class PackageIdentity(NamedTuple):
    """The package that a purl or an advisory is about, without version.

    Attributes:
        ecosystem: Purl type, or type and vendor for distributions: ``pypi``, ``deb/debian``.
        release: Release of the distribution (``12``); None when unknown or not applicable.
        package: Full name in its one normal spelling.
        scheme: Version order; None when none is known.
    """

    ecosystem: str
    release: str | None
    package: str
    scheme: str | None


class PurlPackage(NamedTuple):
    """What a purl tells about one component.

    Attributes:
        identity: The package under its own name.
        version: Version to compare, epoch included; None when the purl has none.
        source: For distributions, the source package it was built from; None when the purl does
            not say, or says that it is the source package itself.
        source_version: Version of the source package; it may differ from the binary's.
        other_names: Further package names the purl may mean: Go modules in a subpath.
        module_stream: rpm module and stream, for example ``nodejs:16``; None when not stated.
    """

    identity: PackageIdentity
    version: str | None
    source: str | None = None
    source_version: str | None = None
    other_names: tuple[str, ...] = ()
    module_stream: str | None = None


@lru_cache(maxsize=4096)
def _scheme(name: str) -> str | None:
    try:
        return scheme_of("github actions" if name == "githubactions" else name)
    except UnknownSchemeError:
        return None


def is_distribution(ecosystem: str) -> bool:
    """Return whether an ecosystem's packages belong to releases of a distribution.

    Example:
        >>> is_distribution("deb/debian"), is_distribution("pypi")
        (True, False)
    """
    return ecosystem.partition("/")[0] in DISTRIBUTION_TYPES


def needs_release(ecosystem: str) -> bool:
    """Return whether a claim about this ecosystem holds for one release only.

    Example:
        >>> needs_release("apk/alpine"), needs_release("apk/wolfi")
        (True, False)
    """
    kind, _, vendor = ecosystem.partition("/")
    return kind in DISTRIBUTION_TYPES and vendor not in ROLLING


def package_of_purl(purl: str | Purl, *, release: str | None = None) -> PurlPackage:
    """Return the package and version that a purl names.

    Args:
        purl: A package URL, as text or in parts.
        release: Release of the operating system the component is installed on, in any spelling;
            used when the purl has no ``distro`` qualifier.

    Raises:
        UnknownPackageError: The text is not a purl that names a package.

    Source:
        Package-URL type definitions; the ``distro``, ``upstream`` and ``epoch`` qualifiers as
        syft, trivy and cdxgen write them.

    Example:
        >>> package_of_purl("pkg:npm/%40Angular/core@12.0.0").identity.package
        '@Angular/core'
        >>> package_of_purl("pkg:deb/debian/libssl3@3.0.11-1?upstream=openssl").source
        'openssl'
    """
    parts = parse_purl(purl) if isinstance(purl, str) else purl
    if parts.type in DISTRIBUTION_TYPES:
        return _of_distribution(parts, release)
    kind = _TYPE_ALIASES.get(parts.type, parts.type)
    package = normal_name(kind, _joined(kind, parts))
    version = parts.version
    others: tuple[str, ...] = ()
    if kind == "golang":
        package, others = _golang_modules(package, parts.subpath)
        version = _golang_version(package, version)
    return PurlPackage(
        PackageIdentity(kind, None, package, _scheme(kind)), version, other_names=others
    )


def _joined(kind: str, parts: Purl) -> str:
    if parts.namespace is None:
        return parts.name
    if kind == "npm" and not parts.namespace.startswith("@"):
        return f"@{parts.namespace}/{parts.name}"
    return f"{parts.namespace}{':' if kind == 'maven' else '/'}{parts.name}"


def _golang_modules(package: str, subpath: str | None) -> tuple[str, tuple[str, ...]]:
    """Return the module a Go purl names, and what else it may mean.

    The specification calls the subpath a folder of the module; syft puts every module path
    segment from the fourth on there. ``v2`` and later can only be part of the module path.
    """
    if subpath is None:
        return package, ()
    whole = f"{package}/{subpath.lower()}"
    first, _, _ = subpath.lower().partition("/")
    if first[:1] == "v" and first[1:].isdecimal():
        module = f"{package}/{first}"
        return module, () if module == whole else (whole,)
    return package, (whole,)


def _golang_version(package: str, version: str | None) -> str | None:
    if version is not None and package in ("stdlib", "toolchain"):
        return version.removeprefix("go")
    return version


def _of_distribution(parts: Purl, release: str | None) -> PurlPackage:
    qualifiers = parts.qualifiers
    distro = qualifiers.get("distro")
    vendor = _vendor_of_purl(parts, distro)
    kind = parts.type
    version = parts.version
    epoch = qualifiers.get("epoch")
    if kind in ("deb", "rpm") and version and epoch and ":" not in version and epoch != "0":
        version = f"{epoch}:{version}"
    named = release_of(vendor, distro) or release_of(vendor, release)
    if named is None and kind == "rpm" and version:
        named = release_of_dist_tag(vendor, version)
    name = normal_name(kind, parts.name)
    source, source_version = (None, None)
    if qualifiers.get("arch") not in ("source", "src"):
        source, source_version = source_of(kind, name, version, qualifiers)
    return PurlPackage(
        PackageIdentity(f"{kind}/{vendor}", named, name, _scheme(kind)),
        version,
        source,
        source_version,
        module_stream=_module_stream(qualifiers.get("rpmmod") or qualifiers.get("modularitylabel")),
    )


def _vendor_of_purl(parts: Purl, distro: str | None) -> str:
    """Return the vendor: the ``distro`` qualifier decides where it names one of this format."""
    told = vendor_of(distro) if distro else None
    if told is not None and FORMAT_OF.get(told) == parts.type:
        return told
    if parts.namespace is None:
        raise UnknownPackageError(
            Text(
                ja=f"配布元の分かる purl を想定しましたが、型 {parts.type} の {parts.name!a} には"
                "名前空間がありません",
                en=f"expected a purl that names its distribution, found type {parts.type}, "
                f"name {parts.name!a} and no namespace",
            ),
            remedy=Text(
                ja="名前空間（例: pkg:deb/debian/...）を付けて SBOM を作り直してください。",
                en="Make the SBOM again with a namespace, for example pkg:deb/debian/...",
            ),
        )
    folded = parts.namespace.lower()
    return vendor_of(folded) or folded


def _module_stream(label: str | None) -> str | None:
    """Return ``name:stream`` of an rpm module label ``name:stream:version:context:arch``."""
    pieces = label.split(":") if label else []
    return ":".join(pieces[:2]) if len(pieces) > 1 and all(pieces[:2]) else None


@lru_cache(maxsize=65536)
def package_of_osv(ecosystem: str, name: str) -> PackageIdentity:
    """Return the package that an OSV record's ``affected[].package`` names.

    Args:
        ecosystem: With or without its suffix: ``PyPI``, ``Debian:12``, ``Ubuntu:Pro:16.04:LTS``,
            ``Red Hat:enterprise_linux:9::appstream``.
        name: As the record has it.

    Raises:
        UnknownPackageError: The ecosystem or the name is empty.

    Source:
        OSV schema 1.7.4, ``affected[].package`` and "Defined ecosystems".

    Example:
        >>> package_of_osv("Debian:12", "openssl")
        PackageIdentity(ecosystem='deb/debian', release='12', package='openssl', scheme='deb')
    """
    family, _, suffix = ecosystem.strip().partition(":")
    folded = family.casefold()
    if not folded or not name.strip():
        raise UnknownPackageError(
            Text(
                ja=f"エコシステムとパッケージ名を想定しましたが、{ecosystem!a} と {name!a} でした",
                en=f"expected an ecosystem and a package name, found {ecosystem!a} and {name!a}",
            ),
            remedy=Text(
                ja="このレコードを隔離し、公表元に知らせてください。",
                en="Quarantine the record and report it to its publisher.",
            ),
        )
    if folded in _REPUBLISHERS:
        inner = (
            package_of_osv(suffix, name) if suffix else PackageIdentity(folded, None, name, None)
        )
        return inner._replace(ecosystem=f"{folded.replace(' ', '-')}:{inner.ecosystem}")
    kind, named, release, scheme = _osv_family(folded, suffix)
    return PackageIdentity(named, release, normal_name(kind, name.strip()), scheme)


@lru_cache(maxsize=4096)
def _osv_family(family: str, suffix: str) -> tuple[str, str, str | None, str | None]:
    """Return purl type, ecosystem, release and scheme of an OSV ecosystem and its suffix."""
    vendor = vendor_of(family)
    if vendor is not None and family not in OSV_TYPES:
        kind = FORMAT_OF[vendor]
        return kind, f"{kind}/{vendor}", release_of(vendor, suffix or None), _scheme(kind)
    kind = OSV_TYPES.get(family, family.replace(" ", "-"))
    return kind, kind, None, _scheme(kind) or _scheme(family)
