"""Of which class a component is, for the scenario of flaws that nobody knows yet.

A short published list of product names decides; every other package of a language ecosystem is a
library, and everything else is of no class. What is not here: how likely such a flaw is in each
class (`calibration_file`).
"""

from __future__ import annotations

import json
from functools import cache
from importlib import resources
from typing import NamedTuple

from packageurl import PackageURL

_PROFILE = "component-classes-1.0.0.json"
LIBRARY = "library"


class ComponentClass(NamedTuple):
    """A class and the package that is of it.

    Attributes:
        kind: A class that the calibration knows.
        package: The product, whatever its version: type and name.
    """

    kind: str
    package: str


@cache
def _profile() -> tuple[dict[str, str], frozenset[str]]:
    file = resources.files("hiyoke.exposure").joinpath("profiles", _PROFILE)
    record = json.loads(file.read_text(encoding="utf-8"))
    kinds = {name: row["component_class"] for row in record["classes"] for name in row["names"]}
    return kinds, frozenset(record["package_types_of_libraries"])


def component_class(purl: str | None, cpe: str | None = None) -> ComponentClass | None:
    """Return the class of one component; None when it is of none.

    Args:
        purl: As its SBOM gives it.
        cpe: The same, in either form.

    Example:
        >>> component_class("pkg:maven/org.apache.tomcat.embed/tomcat-embed-core@9.0.1")
        ComponentClass(kind='application_server', package='maven/tomcat-embed-core')
    """
    kinds, libraries = _profile()
    package_type, name = _named(purl, cpe)
    if name is None:
        return None
    kind = kinds.get(name.lower())
    if kind is None and package_type in libraries:
        kind = LIBRARY
    return None if kind is None else ComponentClass(kind, f"{package_type}/{name.lower()}")


def _named(purl: str | None, cpe: str | None) -> tuple[str, str | None]:
    if purl:
        try:
            parsed = PackageURL.from_string(purl)
        except ValueError:
            return "", None
        return parsed.type, parsed.name
    if cpe:
        parts = cpe.removeprefix("cpe:2.3:").removeprefix("cpe:/").split(":")
        return "cpe", parts[2] if len(parts) > 2 else None  # noqa: PLR2004 - part, vendor, product.
    return "", None
