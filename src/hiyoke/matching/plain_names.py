"""The columnar road: plain purls of language ecosystems, split and normalised by the engine.

A purl is plain when it is written as nearly all are: lower-case type, no qualifiers, no subpath,
no percent-encoding but an npm scope's ``%40`` and a version's ``%2B``. Everything else goes to
other roads, and on plain purls this one gives the rows of `component_names` (a property test
holds it to that). What is not here: distributions (`distribution_names`).
"""

from __future__ import annotations

from typing import Any, Final

import ibis

from hiyoke.matching.component_names import Role

_WORD: Final = "[A-Za-z0-9._-]+"
_GO_WORD: Final = "[A-Za-z0-9._~-]+"
_SCHEME: Final = "pkg:"

#: A plain purl, whole. The types are those whose advisories exist in bulk.
PLAIN: Final = (
    "^pkg:(?:"
    f"(?:bitnami|cargo|gem|hex|nuget|pub|pypi)/{_WORD}"
    f"|npm/(?:%40{_WORD}/)?{_WORD}"
    f"|(?:composer|maven)/{_WORD}/{_WORD}"
    f"|golang/{_GO_WORD}(?:/{_GO_WORD})+"
    ")@(?:[A-Za-z0-9._~:!*+-]|%2[Bb])+$"
)

#: Registries that do not tell letter case apart; the rest is in `_normal`.
_FOLDED: Final = ("bitnami", "composer", "golang", "hex", "nuget")


def is_plain(components: Any) -> Any:
    """Return the column expression that says whose purl may take this road."""
    purl = components.purl
    # The cheap test comes first: it spares most distribution purls the long one.
    return ~is_of_distribution(purl) & purl.re_search(PLAIN) & components.source_package.isnull()


def is_of_distribution(purl: Any) -> Any:
    """Return the column expression that says whether a purl begins like a distribution's."""
    return purl.startswith("pkg:deb/") | purl.startswith("pkg:rpm/") | purl.startswith("pkg:apk/")


def _normal(kind: Any, path: Any) -> Any:
    """Return the expression for `hiyoke.packages.normal_name` on plain paths."""
    return ibis.cases(
        (kind == "npm", path.replace("%40", "@")),
        (kind == "maven", path.replace("/", ":")),
        (kind == "pypi", path.re_replace("[-_.]+", "-").lower()),
        (kind == "cargo", path.replace("_", "-").lower()),
        (kind == "pub", path.replace("-", "_").lower()),
        (kind.isin(_FOLDED), path.lower()),
        else_=path,
    )


def plain_names(plain: Any) -> Any:
    """Return the names of components with a plain purl. Nothing runs here.

    Args:
        plain: Those for which `is_plain` holds.

    Returns:
        Columns of `component_names.NAMES`; one row per component.
    """
    start = len(_SCHEME)
    purl = plain.purl
    slash = purl.find("/")
    at = purl.find("@")
    kind = purl.substr(start, slash - start)
    version = purl.substr(at + 1).replace("%2B", "+").replace("%2b", "+")
    return plain.select(
        component_no=plain.component_no,
        role=ibis.literal(Role.PURL.value),
        ecosystem=kind,
        release=ibis.null(str),
        package=_normal(kind, purl.substr(slash + 1, at - slash - 1)),
        version=version,
        scheme=kind,
        module_stream=ibis.null(str),
        has_other_names=plain.cpe.notnull(),
        is_unusual=ibis.literal(False),  # noqa: FBT003 - a literal column.
    )
