"""Which order applies: from a scheme, purl type or OSV ecosystem name to a scheme.

What is not here: any order. `sort_key` applies the scheme that this module names.
"""

from __future__ import annotations

from typing import Final

from hiyoke.errors import UnknownSchemeError
from hiyoke.languages import Text

#: Every scheme that Hiyoke can sort, one module each in this package.
SCHEMES: Final = (
    "apk",
    "bitnami",
    "cargo",
    "composer",
    "cran",
    "deb",
    "gem",
    "generic",
    "golang",
    "hackage",
    "hex",
    "maven",
    "npm",
    "nuget",
    "pub",
    "pypi",
    "rpm",
    "semver",
)

#: Edition of the keys: raised whenever any text gets another key, since keys are stored and keys of
#: two editions must never meet. `tests/unit/versions/test_key_edition.py` notices a change.
KEY_EDITION: Final = 2

_ALIASES: Final = {
    "apk": (
        "alpaquita",
        "alpine",
        "bellsoft hardened containers",
        "chainguard",
        "cleanstart",
        "minimos",
        "wolfi",
    ),
    "cargo": ("crates.io",),
    "composer": ("packagist",),
    "cran": ("bioconductor",),
    "deb": ("debian", "echo", "ubuntu"),
    "gem": ("rubygems",),
    "golang": ("go",),
    "rpm": (
        "almalinux",
        "azure linux",
        "mageia",
        "openeuler",
        "opensuse",
        "photon os",
        "red hat",
        "rocky linux",
        "suse",
    ),
    "maven": ("echo:maven",),
    "pypi": ("echo:pypi",),
    "semver": (
        "ghc",
        "github",
        "github actions",
        "julia",
        "kubernetes",
        "swift",
        "swifturl",
        "vscode",
    ),
}

_SCHEME_BY_NAME: Final = {name: name for name in SCHEMES} | {
    alias: scheme for scheme, aliases in _ALIASES.items() for alias in aliases
}

#: OSV ecosystems that republish others: the ecosystem meant is the next part of the name.
_REPUBLISHERS: Final = frozenset({"root", "docker hardened images", "tuxcare"})

#: Echo counts its builds of npm packages in build metadata, which no semantic version orders.
_WITHOUT_ORDER: Final = frozenset({"echo:npm"})


def scheme_of(name: str) -> str:
    """Return the scheme that `name` sorts by.

    Letter case, and for OSV ecosystems everything from the first colon on, do not matter: the
    release of a distribution never changes how its versions are ordered.

    Args:
        name: A scheme (``semver``), a purl type (``golang``) or an OSV ecosystem with or
            without its suffix (``Debian:12``, ``Red Hat:enterprise_linux:9::appstream``).

    Raises:
        UnknownSchemeError: No order is known for `name`; the error lists the schemes.

    Source:
        OSV schema 1.7.4, ``affected[].package.ecosystem``; purl specification, types.

    Example:
        >>> scheme_of("crates.io"), scheme_of("Ubuntu:22.04:LTS")
        ('cargo', 'deb')
    """
    folded = name.strip().casefold()
    family, _, rest = folded.partition(":")
    if family in _REPUBLISHERS:
        family = rest.partition(":")[0]
    scheme = _SCHEME_BY_NAME.get(folded) or _SCHEME_BY_NAME.get(family)
    if scheme is None or folded in _WITHOUT_ORDER:
        shown = ascii(name[:60])
        listed = ", ".join(SCHEMES)
        raise UnknownSchemeError(
            Text(
                ja=f"バージョンの順序が分かる体系、purl の型、OSV のエコシステムのいずれかを想定"
                f"しましたが、{shown} でした",
                en=f"expected a version scheme, purl type or OSV ecosystem, found {shown}",
            ),
            remedy=Text(
                ja=f"次のいずれかを指定してください: {listed}。",
                en=f"Use one of: {listed}.",
            ),
        )
    return scheme
