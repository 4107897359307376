"""The columnar road for CPE names of the common form, beside any purl.

What is not here: escaped characters and CPE 2.2; they go to `component_names`.
"""

from __future__ import annotations

from typing import Any, Final

import ibis

from hiyoke.matching.component_names import CPE_SCHEME, Role

_WORD: Final = "[A-Za-z0-9._-]*[A-Za-z0-9._][A-Za-z0-9._-]*"
_FIELD: Final = "[A-Za-z0-9._*-]+"

#: A CPE 2.3 name of the common form, with vendor, product and all eleven fields.
PLAIN: Final = f"^cpe:2\\.3:[aho]:{_WORD}:{_WORD}(?::{_FIELD}){{8}}$"

_WITHOUT_VERSION: Final = r"^cpe:2\.3:[aho]:[^:]+:[^:]+:[*-]:"
_VENDOR, _PRODUCT, _VERSION, _UPDATE = 3, 4, 5, 6


def has_plain_cpe(components: Any) -> Any:
    """Return the column expression that says whose CPE may take this road."""
    return components.cpe.re_search(PLAIN).fill_null(False)  # noqa: FBT003 - null means "no CPE".


def is_plain_cpe_alone(components: Any) -> Any:
    """Return the column expression: no purl, a CPE of the common form, and a version somewhere."""
    has_version = components.version.notnull() | ~components.cpe.re_search(_WITHOUT_VERSION)
    return components.purl.isnull() & has_plain_cpe(components) & has_version


def has_quick_cpe(components: Any) -> Any:
    """Return the column expression: its CPE does not send a component to the reference."""
    return components.cpe.isnull() | has_plain_cpe(components)


def cpe_names(components: Any, purl_names: Any) -> Any:
    """Return the CPE names of components. Nothing runs here.

    Args:
        components: Those for which `has_plain_cpe` holds.
        purl_names: The names from their purls: a CPE without version takes theirs.

    Returns:
        Columns of `component_names.NAMES`.
    """
    purls = purl_names.group_by("component_no").agg(purl_version=purl_names.version.min())
    named = components.left_join(purls, "component_no").drop("component_no_right")
    fields = named.cpe.split(":")
    update = fields[_UPDATE]
    version = ibis.cases(
        (fields[_VERSION].isin(("*", "-")), ibis.null(str)),
        (update.isin(("*", "-")), fields[_VERSION]),
        else_=fields[_VERSION] + "-" + update,
    )
    return named.select(
        component_no=named.component_no,
        role=ibis.literal(Role.CPE.value),
        ecosystem=ibis.literal("cpe"),
        release=ibis.null(str),
        package=(fields[_VENDOR] + ":" + fields[_PRODUCT]).lower(),
        version=ibis.coalesce(version, named.version, named.purl_version),
        scheme=ibis.literal(CPE_SCHEME),
        module_stream=ibis.null(str),
        has_other_names=named.purl_version.notnull(),
        is_unusual=ibis.literal(False),  # noqa: FBT003 - a literal column.
    )
