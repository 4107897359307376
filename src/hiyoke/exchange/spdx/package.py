"""One SPDX package, and what it means as a component of an inventory.

All three forms of SPDX meet here. What is not here: reading documents.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NamedTuple

from hiyoke.estate import OperatingSystem, SbomComponent, is_os_package
from hiyoke.languages import Text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from hiyoke.estate import FaultLedger

#: SPDX words for "we do not say" and "there is none".
_NOTHING: Final = frozenset({"", "NOASSERTION", "NONE"})

#: Purposes of SPDX 2.3 and 3.0, written without separators, and the kinds of an inventory.
_KINDS: Final[dict[str, str]] = {
    "application": "application",
    "container": "container",
    "data": "data",
    "device": "device",
    "devicedriver": "device_driver",
    "file": "file",
    "firmware": "firmware",
    "framework": "framework",
    "model": "machine_learning_model",
    "operatingsystem": "operating_system",
    "platform": "platform",
}
#: How trivy names the source package in ``sourceInfo``.
_BUILT_FROM = re.compile(r"built package from: (?P<name>\S+)(?: (?P<version>\S+))?")


class Identifier(NamedTuple):
    """An external reference or identifier.

    Attributes:
        type: ``purl``, ``cpe23Type``, ``packageURL``, also as an IRI.
        value: The identifier.
    """

    type: str
    value: str


class SpdxPackage(NamedTuple):
    """What a package element says.

    Attributes:
        place: Where it is, for faults.
        ref: ``SPDXID`` or ``spdxId``.
        name: As given.
        version: As given.
        purpose: ``primaryPackagePurpose`` and its like.
        source_info: ``sourceInfo``.
        identifiers: External references and identifiers, in order.
    """

    place: str
    ref: str | None
    name: str | None
    version: str | None
    purpose: str | None = None
    source_info: str | None = None
    identifiers: tuple[Identifier, ...] = ()

    @property
    def purls(self) -> tuple[str, ...]:
        """Package URLs, without repetition."""
        return tuple(dict.fromkeys(self._values(("purl", "packageurl"))))

    @property
    def cpe(self) -> str | None:
        """The first CPE 2.3, else the first CPE 2.2."""
        named = (*self._values(("cpe23", "cpe23type")), *self._values(("cpe22", "cpe22type")))
        return named[0] if named else None

    @property
    def kind(self) -> str:
        """Kind by purpose; a package without one is taken for a library."""
        purpose = re.sub(r"[^a-z]", "", (self.purpose or "").lower())
        return _KINDS.get(purpose, "library")

    @property
    def operating_system(self) -> OperatingSystem | None:
        """The operating system that the package is, or None when it is something else."""
        name = stated(self.name)
        if self.kind != "operating_system" or name is None:
            return None
        return OperatingSystem(name.lower(), stated(self.version))

    def _values(self, types: Iterable[str]) -> list[str]:
        return [
            entry.value.strip()
            for entry in self.identifiers
            if re.split(r"[/#]", entry.type)[-1].lower() in types and entry.value.strip()
        ]


def stated(text: str | None) -> str | None:
    """Return text that says something, or None."""
    stripped = (text or "").strip()
    return None if stripped in _NOTHING else stripped


def inventory_components(
    package: SpdxPackage,
    *,
    owner: str | None,
    source: tuple[str, str | None] | None,
    ledger: FaultLedger,
) -> Iterator[SbomComponent]:
    """Yield what a package is to an inventory: one component for each of its purls.

    Args:
        package: As read.
        owner: Operating-system package that carries it, where the document names one.
        source: Name and version of the source package, where a relationship names it.
        ledger: Receives a fault for a package that names nothing.
    """
    purls: tuple[str | None, ...] = package.purls or (None,)
    name = stated(package.name) or purls[0] or package.cpe
    if name is None:
        ledger.add(
            "unnamed_component",
            place=package.place,
            record_id=package.ref,
            expected=Text(
                ja="名前か purl か CPE のあるパッケージ", en="a package with a name, purl or CPE"
            ),
            found=Text(ja="どれもないパッケージ", en="one with none of them"),
        )
        return
    built_from = _BUILT_FROM.search(package.source_info or "")
    if source is None and built_from:
        source = built_from["name"], built_from["version"]
    for purl in purls:
        kind = "os_package" if is_os_package(purl) else package.kind
        is_of_system = kind in ("os_package", "operating_system")
        built_name, built_version = None, None
        if source is not None and kind == "os_package" and "upstream=" not in (purl or ""):
            built_name, built_version = source
        yield SbomComponent(
            name,
            stated(package.version),
            purl,
            package.cpe,
            kind,
            None if is_of_system else owner,
            built_name,
            built_version,
            package.ref,
        )
