"""The product that a CPE name is about: a weaker name than a purl, so a lower class of match.

`package_of_cpe` reads CPE 2.3 formatted strings and CPE 2.2 URIs. What is not here: CPE's own
matching of attributes; Hiyoke compares vendor and product, then versions by range.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final, NamedTuple, NoReturn
from urllib.parse import unquote

from hiyoke.errors import UnknownPackageError
from hiyoke.languages import Text

#: Longest CPE read, in characters.
CPE_LIMIT: Final = 2048

_UNESCAPED_COLON = re.compile(r"(?<!\\)((?:\\\\)*):")
_ESCAPE = re.compile(r"\\(.)")
_PARTS: Final = frozenset("aho")
_MINIMUM_FIELDS: Final = 3
_VERSION_PLACE: Final = 3
_REMEDY = Text(
    ja="CPE を直すか、この部品に purl を付けてください。",
    en="Correct the CPE, or give the component a purl.",
)


class CpeIdentity(NamedTuple):
    """The product that a CPE names.

    Attributes:
        part: ``a`` application, ``o`` operating system, ``h`` hardware.
        vendor: Lower case, without escapes.
        product: Lower case, without escapes.
        version: Version with its update (``1.0`` and ``sp1`` give ``1.0-sp1``); None for any.
        target_software: What it runs on or in (``node.js``, ``wordpress``); None for any.
        is_unspecified_version: The version was ``-``, "not applicable", rather than ``*``.
    """

    part: str
    vendor: str
    product: str
    version: str | None
    target_software: str | None = None
    is_unspecified_version: bool = False

    @property
    def package(self) -> str:
        """``vendor:product``, as `affected_ranges` names it in ecosystem ``cpe``."""
        return f"{self.vendor}:{self.product}"


def _refuse(text: str) -> NoReturn:
    shown = ascii(text[:120])
    raise UnknownPackageError(
        Text(
            ja=f"ベンダーと製品の分かる CPE 2.3 または 2.2 を想定しましたが、{shown} でした",
            en=f"expected a CPE 2.3 or 2.2 name with vendor and product, found {shown}",
        ),
        remedy=_REMEDY,
    )


def _fields_of_23(text: str) -> list[str]:
    if "\\" not in text:
        return text.split(":")
    marked = _UNESCAPED_COLON.sub(r"\1" + "\0", text)
    return [
        _ESCAPE.sub(r"\1", field) if field not in ("*", "-") else field
        for field in marked.split("\0")
    ]


def _fields_of_22(text: str) -> list[str]:
    return [unquote(field) or "*" for field in text.split(":")]


@lru_cache(maxsize=65536)
def package_of_cpe(text: str) -> CpeIdentity:
    """Return the product that a CPE 2.3 formatted string or CPE 2.2 URI names.

    Raises:
        UnknownPackageError: Not a CPE, or vendor or product is a wildcard.

    Source:
        NISTIR 7695, "CPE: Naming Specification" 2.3, sections 6.1 (URI) and 6.2 (formatted string).

    Example:
        >>> package_of_cpe("cpe:2.3:a:Apache:log4j:2.14.1:*:*:*:*:*:*:*").package
        'apache:log4j'
        >>> package_of_cpe("cpe:/o:microsoft:windows_10:1809").version
        '1809'
    """
    stripped = text.strip()
    folded = stripped.lower()
    if len(text) > CPE_LIMIT:
        _refuse(text)
    if folded.startswith("cpe:2.3:"):
        fields = _fields_of_23(stripped[len("cpe:2.3:") :])
        target_place = 8
    elif folded.startswith("cpe:/"):
        fields = _fields_of_22(stripped[len("cpe:/") :])
        target_place = 99
    else:
        _refuse(text)
    if len(fields) < _MINIMUM_FIELDS:
        _refuse(text)
    part, vendor, product = (field.strip().lower() for field in fields[:3])
    if part not in _PARTS or vendor in ("", "*", "-") or product in ("", "*", "-"):
        _refuse(text)
    version = _field(fields, _VERSION_PLACE)
    update = _field(fields, 4)
    if version is not None and update is not None:
        version = f"{version}-{update}"
    target = _field(fields, target_place)
    return CpeIdentity(
        part,
        vendor,
        product,
        version,
        target.lower() if target else None,
        is_unspecified_version=len(fields) > _VERSION_PLACE and fields[_VERSION_PLACE] == "-",
    )


def _field(fields: list[str], place: int) -> str | None:
    """Return a field that says something; None when it is absent, any or not applicable."""
    if place >= len(fields) or fields[place] in ("", "*", "-"):
        return None
    return fields[place]
