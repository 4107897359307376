"""One CycloneDX component, and what it means as a component of an inventory.

JSON and XML meet here: both readers fill a `Component`. What is not here: reading documents.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, ClassVar, Final, NamedTuple
from urllib.parse import unquote

import msgspec

from hiyoke.estate import OperatingSystem, SbomComponent, Subject, is_os_package
from hiyoke.languages import Text

if TYPE_CHECKING:
    from hiyoke.estate import FaultLedger

#: CycloneDX component types (1.0 to 1.7) and the kinds of an inventory.
KINDS: Final[dict[str, str]] = {
    name: name.replace("-", "_")
    for name in (
        "application",
        "container",
        "cryptographic-asset",
        "data",
        "device",
        "device-driver",
        "file",
        "firmware",
        "framework",
        "library",
        "machine-learning-model",
        "operating-system",
        "platform",
    )
}
_USUAL_KINDS: Final[dict[str | None, str]] = {
    None: "library",
    **{name: kind for name, kind in KINDS.items() if name != "operating-system"},
}
#: What `syft:package:type` says of operating-system packages.
_SYFT_OS_TYPES: Final = frozenset({"alpm", "apk", "deb", "rpm"})
_SOURCE_RPM = re.compile(r"(?P<name>.+)-(?P<version>[^-]+-[^-]+)\.(?:no)?src\.rpm\Z")
_NO_JSON: Final = msgspec.Raw(b"")


class Place(NamedTuple):
    """Where a component is; put into words only when a fault needs it.

    Attributes:
        array: JSON path of the array it is in, or ``line``.
        number: Position in the array from 0, or the line.
    """

    array: str
    number: int

    @property
    def text(self) -> str:
        """The place in words, for example ``$.components[3]`` or ``line 12``."""
        if self.array == "line":
            return f"line {self.number}"
        return f"{self.array}[{self.number}]"


class Property(msgspec.Struct, gc=False):
    """A name with a value, which each generator uses in its own way."""

    name: str | None = None
    value: str | None = None


class Identity(msgspec.Struct, gc=False, rename="camel"):
    """What the analysis behind an SBOM concluded about one field of a component."""

    field: str | None = None
    concluded_value: str | None = None


class Evidence(msgspec.Struct, gc=False):
    """Grounds for a component's identity; an object in 1.5, a list from 1.6 on."""

    identity: list[Identity] | Identity | None = None


class Ancestor(msgspec.Struct, gc=False):
    """The component that another was made from."""

    purl: str | None = None
    cpe: str | None = None


class Pedigree(msgspec.Struct, gc=False):
    """Where a component comes from."""

    ancestors: list[Ancestor] | None = None


class PlainComponent(msgspec.Struct, gc=False, rename={"bom_ref": "bom-ref"}):
    """The members that every component may have and that are read.

    Attributes:
        components: JSON text of the nested components; empty when there are none.
    """

    type: str | None = None
    bom_ref: str | None = None
    group: str | None = None
    name: str | None = None
    version: str | None = None
    purl: str | None = None
    cpe: str | None = None
    components: msgspec.Raw = _NO_JSON
    is_plain: ClassVar[bool] = True


class Component(PlainComponent, gc=False, rename={"bom_ref": "bom-ref"}):
    """A component with the members that matter only in some documents."""

    is_plain: ClassVar[bool] = False
    properties: list[Property] | None = None
    evidence: Evidence | None = None
    pedigree: Pedigree | None = None


def inventory_component(
    component: PlainComponent, owner: str | None, ledger: FaultLedger, place: Place
) -> SbomComponent | None:
    """Return what a component is to an inventory; None (with a fault) when it names nothing.

    Where the component states no purl, purl and CPE are taken, in this order, from its evidence,
    from syft's properties and from its nearest ancestor.

    Args:
        component: As read.
        owner: Operating-system package that carries it, where the document names one.
        ledger: Receives the faults.
        place: Where the component is, for the faults.
    """
    purl = component.purl or None
    cpe = component.cpe or None
    properties: dict[str, str] = {}
    if isinstance(component, Component):
        properties = _property_values(component)
        if purl is None:
            purl, cpe = _identifiers(component, properties)
    if purl is None and component.bom_ref and component.bom_ref.startswith("pkg:"):
        purl = component.bom_ref
    name = component.name or _name_in(purl) or cpe
    if not name:
        _fault_unnamed(component, ledger, place)
        return None
    if component.group and component.name:
        name = f"{component.group}/{name}"
    kind = _kind(component, purl, properties, ledger, place)
    return SbomComponent(
        name,
        component.version or None,
        purl,
        cpe,
        kind,
        owner if kind not in ("os_package", "operating_system") else None,
        *_source_package(kind, purl, properties),
        component.bom_ref or None,
    )


def usual_component(component: PlainComponent, owner: str | None) -> SbomComponent | None:
    """Return a component that has all that most have and nothing else; None for any other.

    The same answer as `inventory_component`, found faster: documents hold millions of these.
    """
    name, purl = component.name, component.purl
    if not name or not purl or component.components:
        return None
    if is_os_package(purl):
        if not component.is_plain:
            return None
        kind, owner = "os_package", None
    else:
        kind = _USUAL_KINDS.get(component.type, "")
        if not kind:
            return None
    return SbomComponent(
        f"{component.group}/{name}" if component.group else name,
        component.version or None,
        purl,
        component.cpe or None,
        kind,
        owner,
        None,
        None,
        component.bom_ref or None,
    )


def subject_of(component: PlainComponent) -> Subject | None:
    """Return what ``metadata.component`` describes, or None when it has no name."""
    name = component.name or _name_in(component.purl)
    return Subject(name, component.version or None) if name else None


def operating_system_of(component: PlainComponent) -> OperatingSystem | None:
    """Return the operating system that a component is, or None when it is something else."""
    if component.type != "operating-system" or not component.name:
        return None
    told = _property_values(component) if isinstance(component, Component) else {}
    return OperatingSystem(
        told.get("syft:distro:id") or component.name.strip().lower(),
        told.get("syft:distro:versionID") or component.version or None,
    )


def _property_values(component: Component) -> dict[str, str]:
    """Return the first value of each property."""
    values: dict[str, str] = {}
    for entry in component.properties or ():
        if entry.name and entry.value:
            values.setdefault(entry.name, entry.value)
    return values


def _identifiers(component: Component, properties: dict[str, str]) -> tuple[str | None, str | None]:
    purl, cpe = None, component.cpe or None
    identity = component.evidence.identity if component.evidence else None
    for entry in identity if isinstance(identity, list) else [identity]:
        if entry is not None and entry.concluded_value:
            if entry.field == "purl":
                purl = purl or entry.concluded_value
            elif entry.field == "cpe":
                cpe = cpe or entry.concluded_value
    cpe = cpe or properties.get("syft:cpe23")
    if purl is None and cpe is None and component.pedigree:
        for ancestor in component.pedigree.ancestors or ():
            if ancestor.purl or ancestor.cpe:
                return ancestor.purl or None, ancestor.cpe or None
    return purl, cpe


def _source_package(
    kind: str, purl: str | None, properties: dict[str, str]
) -> tuple[str | None, str | None]:
    """Return the source package and its version, as trivy or syft write them beside the purl."""
    if kind != "os_package" or (purl and "upstream=" in purl):
        return None, None
    name = properties.get("aquasecurity:trivy:SrcName")
    if name is not None:
        return name, _joined_version(properties)
    name = properties.get("syft:metadata:source")
    if name is not None:
        return name, properties.get("syft:metadata:sourceVersion")
    name = properties.get("syft:metadata:originPackage")
    if name is not None:
        return name, None
    source_rpm = _SOURCE_RPM.match(properties.get("syft:metadata:sourceRpm", ""))
    return (source_rpm["name"], source_rpm["version"]) if source_rpm else (None, None)


def _joined_version(properties: dict[str, str]) -> str | None:
    version = properties.get("aquasecurity:trivy:SrcVersion")
    if version is None:
        return None
    release = properties.get("aquasecurity:trivy:SrcRelease")
    epoch = properties.get("aquasecurity:trivy:SrcEpoch", "0")
    whole = f"{version}-{release}" if release else version
    return whole if epoch == "0" or ":" in whole else f"{epoch}:{whole}"


def _kind(
    component: PlainComponent,
    purl: str | None,
    properties: dict[str, str],
    ledger: FaultLedger,
    place: Place,
) -> str:
    if is_os_package(purl) or properties.get("syft:package:type") in _SYFT_OS_TYPES:
        return "os_package"
    if not component.type:
        return "library"
    kind = KINDS.get(component.type)
    if kind is None:
        ledger.add(
            "unknown_component_type",
            place=f"{place.text}.type",
            record_id=purl or component.name,
            expected=Text(ja="CycloneDX の部品の種類", en="a CycloneDX component type"),
            found=Text(ja=f"{component.type[:60]!a}", en=f"{component.type[:60]!a}"),
            remedy=Text(
                ja="ライブラリとして扱いました。種類を直すときは SBOM の作成元で直してください。",
                en="It was taken for a library. Correct the type where the SBOM is made.",
            ),
        )
    return kind or "library"


def _name_in(purl: str | None) -> str | None:
    """Return the name within a purl, for people; the whole text when it has no such part."""
    if not purl:
        return None
    path = purl.partition("?")[0].partition("#")[0]
    return unquote(path.rpartition("/")[2].partition("@")[0]) or purl


def _fault_unnamed(component: PlainComponent, ledger: FaultLedger, place: Place) -> None:
    ledger.add(
        "unnamed_component",
        place=place.text,
        record_id=component.bom_ref or None,
        expected=Text(
            ja="name か purl か cpe のある部品", en="a component with a name, purl or CPE"
        ),
        found=Text(ja="どれもない部品", en="one with none of them"),
    )
