"""Under which names a component is looked up: the reference, for any component at all.

Most components have a plain purl and take the columnar road (`plain_names`), which must give the
same rows as this module. What is not here: versions' keys and advisories.
"""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import pyarrow as pa

from hiyoke.errors import UnknownPackageError
from hiyoke.matching.reason import Reason
from hiyoke.packages import (
    PurlPackage,
    is_distribution,
    needs_release,
    package_of_cpe,
    package_of_purl,
    unsigned,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping


class Role(StrEnum):
    """Which of a component's names a lookup uses; the first half of a finding's basis."""

    PURL = "purl"
    SOURCE_PACKAGE = "source_package"
    CPE = "cpe"


#: Distributions whose advisories name binary packages only: the source package says nothing there.
BINARY_NAMED: Final = frozenset(
    {"rpm/almalinux", "rpm/amzn", "rpm/fedora", "rpm/oracle", "rpm/redhat"}
)

#: Distributions whose advisories name binary packages, source packages or both.
BOTH_NAMED: Final = frozenset(
    {"apk/chainguard", "apk/minimos", "apk/wolfi", "rpm/azurelinux", "rpm/mageia"}
    | {"rpm/openeuler", "rpm/opensuse", "rpm/photon", "rpm/rocky", "rpm/suse"}
)

#: Version order of CPE names: nobody says which scheme a product follows.
CPE_SCHEME: Final = "generic"

#: Part of an rpm's version that says it was built in a module.
MODULE_TAG: Final = ".module"

#: Schema of the rows that `read_names` and `plain_names` give.
NAMES: Final = pa.schema(
    [
        pa.field("component_no", pa.int64()),
        pa.field("role", pa.string()),
        pa.field("ecosystem", pa.string()),
        pa.field("release", pa.string()),
        pa.field("package", pa.string()),
        pa.field("version", pa.string()),
        pa.field("scheme", pa.string()),
        pa.field("module_stream", pa.string()),
        pa.field("has_other_names", pa.bool_()),
        pa.field("is_unusual", pa.bool_()),
    ]
)

#: Schema of what cannot be judged before any advisory is looked at.
PROBLEMS: Final = pa.schema([pa.field("component_no", pa.int64()), pa.field("reason", pa.string())])


class Name(NamedTuple):
    """One name to look up: a row of `NAMES` without its component."""

    role: str
    ecosystem: str
    release: str | None
    package: str
    version: str | None
    scheme: str | None
    module_stream: str | None = None


def names_of(component: Mapping[str, Any]) -> tuple[list[Name], list[Reason]]:
    """Return the names of one component, and why it cannot be judged, where it cannot.

    Args:
        component: Columns of `INVENTORY`, system_id aside.

    Returns:
        Names without repeats, best role first; reasons, empty when all is well.
    """
    names: list[Name] = []
    reasons: list[Reason] = []
    purl, cpe = component["purl"], component["cpe"]
    if purl:
        try:
            found = package_of_purl(purl, release=component["system_release"])
        except UnknownPackageError:
            reasons.append(Reason.BAD_PURL)
        else:
            names += _names_of_purl(found, component)
    if cpe:
        try:
            names.append(_name_of_cpe(cpe, component, names))
        except UnknownPackageError:
            reasons += [] if names else [Reason.BAD_CPE]
    if not names and not reasons:
        reasons.append(Reason.NO_IDENTITY)
    if any(name.version is None for name in names):
        reasons.append(Reason.NO_VERSION)
    return list(dict.fromkeys(names)), reasons


def _names_of_purl(found: PurlPackage, component: Mapping[str, Any]) -> list[Name]:
    ecosystem, release, package, scheme = found.identity
    version = found.version or component["version"]
    own = Name(Role.PURL, ecosystem, release, package, version, scheme, found.module_stream)
    others = [own._replace(package=other) for other in found.other_names]
    if not is_distribution(ecosystem):
        return [own, *others]
    source = component["source_package"] or found.source
    if source is None or ecosystem in BINARY_NAMED:
        return [own]
    source_version = component["source_version"] or found.source_version or version
    if ecosystem.startswith("deb/"):
        source, source_version = unsigned(source, version, source_version)
    from_source = own._replace(role=Role.SOURCE_PACKAGE, package=source, version=source_version)
    if (source, source_version) == (package, version):
        return [own]
    return [own, from_source] if ecosystem in BOTH_NAMED else [from_source]


def _name_of_cpe(cpe: str, component: Mapping[str, Any], names: list[Name]) -> Name:
    """Return the name in a CPE; without version it takes the component's, then the purl's."""
    found = package_of_cpe(cpe)
    of_purl = min((name.version for name in names if name.version), default=None)
    version = found.version or component["version"] or of_purl
    return Name(Role.CPE, "cpe", None, found.package, version, CPE_SCHEME)


def read_names(components: Iterable[Mapping[str, Any]]) -> tuple[Any, Any]:
    """Return names and problems of many components, as Arrow tables.

    Args:
        components: Rows of `distinct_components`: the content and component_no.

    Returns:
        A table of schema `NAMES` and one of schema `PROBLEMS`.

    Cost:
        10 to 30 microseconds a component.
    """
    rows: list[tuple[Any, ...]] = []
    problems: list[tuple[int, str]] = []
    for component in components:
        number = component["component_no"]
        names, reasons = names_of(component)
        several = len(names) > 1
        rows += [(number, *name, several, _is_unusual(name)) for name in names]
        problems += [(number, reason) for reason in reasons]
    return _table(rows, NAMES), _table(problems, PROBLEMS)


def _is_unusual(name: Name) -> bool:
    """Return whether prepared answers cannot fit this name.

    A claim about one release is held against a name without release only after all releases are
    seen; an rpm of a module belongs to a stream, which claims do not name.
    """
    if name.release is None and needs_release(name.ecosystem):
        return True
    return name.ecosystem.startswith("rpm/") and MODULE_TAG in (name.version or "")


def _table(rows: list[tuple[Any, ...]], schema: Any) -> Any:
    cells = list(zip(*rows, strict=True)) if rows else [()] * len(schema)
    return pa.table(
        [pa.array(cell, type=field.type) for cell, field in zip(cells, schema, strict=True)],
        schema=schema,
    )
