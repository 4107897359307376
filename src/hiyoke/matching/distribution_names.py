"""The columnar road for distribution packages: deb, rpm and apk purls with their qualifiers.

The engine takes the text apart; which vendor and release a ``distro`` qualifier means is asked of
`hiyoke.packages` once for each distinct spelling (`read_vendors`). On the purls it takes, this
road gives the rows of `component_names`, and a property test holds it to that. What is not here:
purls that need more than that: rpm packages known by their source too, module labels, signed
kernels, a source named otherwise than by ``upstream``, repeated qualifiers, an rpm whose release
only its version tells.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import ibis
import pyarrow as pa

from hiyoke.errors import UnknownPackageError
from hiyoke.matching.component_names import BINARY_NAMED, BOTH_NAMED, MODULE_TAG, Role
from hiyoke.matching.plain_names import is_of_distribution
from hiyoke.packages import needs_release, package_of_purl

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

_CODES: Final = {"%2B": "+", "%2b": "+", "%3A": ":", "%3a": ":", "%7E": "~", "%7e": "~"}
_CODE: Final = "%(?:2[Bb]|3[Aa]|7[Ee])"
_TEXT: Final = f"(?:[A-Za-z0-9._+~^:-]|{_CODE})+"
_PAIR: Final = f"[a-z_]+=(?:[A-Za-z0-9._+~^:/@-]|%40|{_CODE})*"

#: A distribution purl of the common form, whole.
SHAPE: Final = (
    r"^pkg:(?:apk|deb|rpm)/[a-z0-9._-]+/(?:[A-Za-z0-9._+~-]|%2[Bb])+"
    rf"@{_TEXT}(?:\?{_PAIR}(?:&{_PAIR})*)?$"
)
#: What sends a purl of that form to the reference all the same.
_SPECIAL: Final = (
    r"[?&](?:rpmmod|modularitylabel|source|sourceversion|sourcerpm|origin)=|[?&]upstream=[^&]*(?:-signed|,|\.rpm)"
    r"|[?&](?:distro=.*&distro=|upstream=.*&upstream=|epoch=.*&epoch=|arch=.*&arch=)"
)

#: What a spelling of vendor and release means; see `read_vendors`.
VENDORS: Final = pa.schema(
    [
        pa.field("kind", pa.string()),
        pa.field("namespace", pa.string()),
        pa.field("distro", pa.string()),
        pa.field("system_release", pa.string()),
        pa.field("ecosystem", pa.string()),
        pa.field("release", pa.string()),
        pa.field("names_source", pa.bool_()),
        pa.field("is_unusual", pa.bool_()),
    ]
)
_SPELLING: Final = VENDORS.names[:4]


def is_shaped(components: Any) -> Any:
    """Return the column expression that says whose purl may take this road."""
    purl = components.purl
    is_told_elsewhere = components.source_package.notnull() | components.source_version.notnull()
    is_common = purl.re_search(SHAPE) & ~purl.re_search(_SPECIAL)
    return is_of_distribution(purl) & is_common & ~is_told_elsewhere


def _decoded(text: Any) -> Any:
    for code, character in _CODES.items():
        text = text.replace(code, character)
    return text


def _qualifier(purl: Any, name: str) -> Any:
    """Return a qualifier's text; empty when absent."""
    return purl.re_extract(rf"[?&]{name}=([^&]*)", 1)


def distribution_parts(components: Any) -> Any:
    """Take distribution purls apart. Nothing runs here.

    Args:
        components: Those for which `is_shaped` holds.

    Returns:
        component_no, has_other_names, the spelling (kind, namespace, distro, system_release),
        name, version, upstream and is_source. Keep it: it is read twice.
    """
    purl = components.purl
    head = purl.re_extract("^[^?]*", 0)
    path = head.split("@")[0].split("/")
    epoch = _qualifier(purl, "epoch")
    kind = path[0].replace("pkg:", "")
    version = _decoded(head.split("@")[1])
    has_epoch = (kind == "rpm") & ~epoch.isin(("", "0")) & ~version.contains(":")
    name = _decoded(path[2])
    return components.select(
        component_no=components.component_no,
        has_other_names=components.cpe.notnull(),
        kind=kind,
        namespace=path[1],
        distro=_qualifier(purl, "distro"),
        system_release=components.system_release.fill_null(""),
        name=ibis.ifelse(kind == "rpm", name, name.lower()),
        version=ibis.ifelse(has_epoch, _decoded(epoch) + ":" + version, version),
        upstream=_decoded(_qualifier(purl, "upstream")).replace("%40", "@"),
        is_source=_qualifier(purl, "arch").isin(("source", "src")),
    )


def spellings_of(parts: Any) -> Any:
    """Return the distinct spellings of vendor and release. Nothing runs here."""
    return parts.select(_SPELLING).distinct()


def read_vendors(spellings: Iterable[Mapping[str, str]]) -> Any:
    """Return what each spelling means, as an Arrow table of schema `VENDORS`.

    A spelling that names no vendor, or an rpm's without release, is left out: the reference reads
    those components one by one.
    """
    rows = []
    for spelling in spellings:
        kind, namespace, distro, system_release = (spelling[name] for name in _SPELLING)
        purl = f"pkg:{kind}/{namespace}/x@1" + (f"?distro={distro}" if distro else "")
        try:
            found = package_of_purl(purl, release=system_release or None).identity
        except UnknownPackageError:
            continue
        if found.ecosystem in BOTH_NAMED or (kind == "rpm" and found.release is None):
            continue
        rows.append(
            {
                **spelling,
                "ecosystem": found.ecosystem,
                "release": found.release,
                "names_source": found.ecosystem not in BINARY_NAMED,
                "is_unusual": found.release is None and needs_release(found.ecosystem),
            }
        )
    return pa.Table.from_pylist(rows, schema=VENDORS)


def distribution_names(parts: Any, vendors: Any) -> Any:
    """Return the names of distribution packages. Nothing runs here.

    Args:
        parts: As `distribution_parts` gives them.
        vendors: Schema `VENDORS`.

    Returns:
        Columns of `component_names.NAMES`. A component whose spelling `vendors` does not know is
        not among them.
    """
    known = parts.inner_join(vendors, _SPELLING)
    kind, version = known.kind, known.version
    rebuilt = version.re_replace(r"\+b\d+$", "")
    told = known.upstream.split("@")
    told_version = ibis.ifelse(told.length() > 1, told[1], "")
    chosen = ibis.ifelse(told_version != "", told_version, version)
    is_told = known.upstream != ""
    is_deb = kind == "deb"
    source = ibis.ifelse(is_told, ibis.ifelse(is_deb, told[0].lower(), told[0]), known.name)
    source_version = ibis.ifelse(
        is_deb,
        ibis.ifelse(is_told, chosen.re_replace(r"\+b\d+$", ""), rebuilt),
        chosen,
    )
    from_source = (
        known.names_source
        & ~known.is_source
        & ((source != known.name) | (source_version != version))
    )
    compared = ibis.ifelse(from_source, source_version, version)
    return known.select(
        component_no=known.component_no,
        role=ibis.ifelse(from_source, Role.SOURCE_PACKAGE.value, Role.PURL.value),
        ecosystem=known.ecosystem,
        release=known.release,
        package=ibis.ifelse(from_source, source, known.name),
        version=compared,
        scheme=kind,
        module_stream=ibis.null(str),
        has_other_names=known.has_other_names,
        is_unusual=known.is_unusual
        | (known.ecosystem.startswith("rpm/") & compared.contains(MODULE_TAG)),
    )
