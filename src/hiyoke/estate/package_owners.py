"""Which operating-system package carries which library, as far as an SBOM says so.

A Python module that Debian ships inside ``python3-requests`` is patched by Debian under its
upstream version number; the vendor's advisory decides, not the library's. SBOMs name the carrier
by containment, by a dependency from the package to the library, or by ownership of the same files.

What is not here: what matching makes of it, and reading the statements out of a document.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

#: Beginnings of the purls of packages that an operating system's package manager installs.
_PREFIXES: Final = tuple(
    f"pkg:{kind}/" for kind in ("alpm", "apk", "deb", "ebuild", "opkg", "rpm", "yocto")
)
_HINTS: Final = frozenset(prefix[4:7] for prefix in _PREFIXES)
#: Syft adds this to a purl to make it unique as a reference.
_PACKAGE_ID = re.compile(r"(?:\?package-id=\w*\Z|&package-id=\w*|(?<=\?)package-id=\w*&)")


def is_os_package(purl: str | None) -> bool:
    """Return whether a purl names a package of an operating system.

    Example:
        >>> is_os_package("pkg:deb/debian/openssl@3.0.11"), is_os_package("pkg:npm/a@1")
        (True, False)
    """
    return purl is not None and purl[4:7] in _HINTS and purl.startswith(_PREFIXES)


class PackageOwners:
    """Collects who carries whom, by references within one document.

    Only statements about operating-system packages are kept, so memory grows with those.

    Attributes:
        owner_by_ref: Purl (or name) of the owner, by the reference of what it carries.
    """

    def __init__(self) -> None:
        self.owner_by_ref: dict[str, str] = {}
        self._unsettled: dict[str, list[str]] = {}

    def add(self, owner_ref: str, refs: Iterable[str]) -> None:
        """Note that `owner_ref` carries `refs`, where references may themselves be purls.

        What carries is settled at once when its reference is a purl, else by `settle`.
        """
        if is_os_package(owner_ref):
            self.claim(_PACKAGE_ID.sub("", owner_ref), refs)
        elif not owner_ref.startswith("pkg:"):
            carried = [ref for ref in refs if not is_os_package(ref)]
            if carried:
                self._unsettled.setdefault(owner_ref, []).extend(carried)

    def claim(self, owner: str, refs: Iterable[str]) -> None:
        """Note that the package whose purl (or name) is `owner` carries `refs`."""
        for ref in refs:
            if not is_os_package(ref):
                self.owner_by_ref.setdefault(ref, owner)

    def settle(self, purl_by_ref: Mapping[str, str]) -> None:
        """Keep those unsettled statements whose carrier is an operating-system package."""
        for owner_ref, refs in self._unsettled.items():
            owner = purl_by_ref.get(owner_ref)
            if owner is not None:
                self.claim(owner, refs)
        self._unsettled.clear()

    @property
    def unsettled(self) -> frozenset[str]:
        """References that may be operating-system packages; their purls are not known yet."""
        return frozenset(self._unsettled)
