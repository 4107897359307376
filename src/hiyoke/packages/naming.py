"""When two spellings name one package: the case and alias rules of each package type.

What is not here: percent-encoding and the parts of a purl (`purl`), distributions
(`distribution`).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable

_PYPI_RUN = re.compile(r"[-_.]+")

#: Types whose registry does not tell letter case apart, by their purl type definition or, for
#: NuGet and Swift, by the rules of the registry and host themselves.
CASE_INSENSITIVE: Final = frozenset(
    {"alpm", "apk", "bitbucket", "bitnami", "brew", "composer", "deb", "github", "githubactions"}
    | {"golang", "hex", "luarocks", "nuget", "oci", "otp", "pub", "swift", "vscode-extension"}
)


def _pypi(name: str) -> str:
    return _PYPI_RUN.sub("-", name).lower()


def _cargo(name: str) -> str:
    return name.replace("_", "-").lower()


def _pub(name: str) -> str:
    return name.replace("-", "_").lower()


def _golang(name: str) -> str:
    """Lower-case a module path and give the standard library its one name.

    The Go vulnerability database calls it ``stdlib``; cyclonedx-gomod calls it ``std``.
    """
    folded = name.lower().rstrip("/")
    return "stdlib" if folded == "std" else folded


def _swift(name: str) -> str:
    """Reduce a repository address to host and path: ``github.com/apple/swift-nio``."""
    folded = name.lower().partition("://")[2] or name.lower()
    return folded.removesuffix("/").removesuffix(".git").removeprefix("www.")


_RULES: Final[dict[str, Callable[[str], str]]] = {
    "cargo": _cargo,
    "golang": _golang,
    "pub": _pub,
    "pypi": _pypi,
    "swift": _swift,
}


def normal_name(kind: str, name: str) -> str:
    """Return the one spelling of a package name that matching compares.

    Idempotent: the normal name of a normal name is itself.

    Args:
        kind: Purl type in lower case.
        name: Full name with its namespace, joined as the registry joins them: ``@scope/name``,
            ``group:artifact``, ``vendor/name``, ``host/path``.

    Source:
        Package-URL type definitions; PEP 503, "Normalized names"; crates.io and NuGet treat the
        spellings this joins as one package.

    Example:
        >>> normal_name("pypi", "Zope._Interface"), normal_name("cargo", "serde_json")
        ('zope-interface', 'serde-json')
    """
    rule = _RULES.get(kind)
    if rule is not None:
        return rule(name)
    return name.lower() if kind in CASE_INSENSITIVE else name
