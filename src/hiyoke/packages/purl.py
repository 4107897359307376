"""The parts of a package URL, as its text states them.

`parse_purl` follows the purl specification's parsing rules and is strict where a wrong guess
would name another package (type, name, required or prohibited namespace), lenient where real
SBOM tools stray without ambiguity (slashes after the scheme, an unencoded npm scope, a bare plus).
What is not here: what two spellings of one package have in common (`identity`).
"""

from __future__ import annotations

import re
from typing import Final, NamedTuple, NoReturn
from urllib.parse import unquote

from hiyoke.errors import UnknownPackageError
from hiyoke.languages import Text

#: Longest purl read, in characters; real ones stay below 1,000. Longer text is refused.
PURL_LIMIT: Final = 8192

_TYPE = re.compile(r"[a-z][a-z0-9.-]*\Z")

#: Types whose definition requires a namespace: without one, no package is named.
NAMESPACE_REQUIRED: Final = frozenset(
    {"alpm", "apk", "bitbucket", "composer", "deb", "git", "github", "huggingface", "maven"}
    | {"qpkg", "rpm", "swift", "vscode-extension"}
)

#: Types whose definition prohibits a namespace: with one, the purl names something else.
NAMESPACE_PROHIBITED: Final = frozenset(
    {"bazel", "bitnami", "cargo", "chrome-extension", "cocoapods", "conda", "cran", "gem"}
    | {"hackage", "julia", "mlflow", "nuget", "oci", "opam", "otp", "pub", "pypi", "vcpkg"}
)

#: Distribution types: a ``distro`` qualifier can stand in for a namespace that is missing.
DISTRIBUTION_TYPES: Final = frozenset({"alpm", "apk", "deb", "rpm"})

_REMEDY = Text(
    ja="SBOM を作った道具で purl を直してください。直るまでこの部品は「判定不能」です。",
    en="Correct the purl where the SBOM is made; until then the component is not assessable.",
)


class Purl(NamedTuple):
    """A package URL in parts, percent-decoded; letter case as written, except the type's.

    Attributes:
        type: Lower-case type, for example ``pypi``.
        namespace: Segments joined by slashes; None when absent.
        name: Never empty.
        version: None when absent or empty.
        qualifiers: Lower-case keys; empty values are dropped.
        subpath: Segments joined by slashes; None when absent.
    """

    type: str
    namespace: str | None
    name: str
    version: str | None
    qualifiers: dict[str, str]
    subpath: str | None


def _refuse(text: str, ja: str, en: str) -> NoReturn:
    shown = ascii(text[:120])
    raise UnknownPackageError(
        Text(
            ja=f"{ja}を想定しましたが、{shown} でした",
            en=f"expected {en}, found {shown}",
        ),
        remedy=_REMEDY,
    )


def _segments(text: str, *, drop: tuple[str, ...]) -> str | None:
    kept = [unquote(part) for part in text.split("/")]
    return "/".join(part for part in kept if part not in drop) or None


def _qualifiers(text: str) -> dict[str, str]:
    pairs = (part.partition("=") for part in text.split("&"))
    return {key.strip().lower(): unquote(value) for key, _, value in pairs if key and value}


def _split_version(rest: str) -> tuple[str, str | None]:
    """Split at the last ``@`` that does not begin a path segment (an npm scope does)."""
    at = rest.rfind("@")
    if at <= 0 or rest[at - 1] == "/":
        return rest, None
    return rest[:at], unquote(rest[at + 1 :]) or None


def parse_purl(text: str) -> Purl:
    """Return the parts of a package URL.

    Args:
        text: For example ``pkg:npm/%40angular/core@12.0.0?vcs_url=...#src``.

    Raises:
        UnknownPackageError: Not a purl, no name, or a namespace where the type has none (or none
            where it must have one). Distribution types are exempt when a ``distro`` qualifier
            tells the vendor.

    Source:
        Package-URL specification, "How to parse a purl string" and the type definitions.

    Example:
        >>> parse_purl("pkg:PyPI/Django@4.2").type
        'pypi'
    """
    if len(text) > PURL_LIMIT:
        _refuse(text, f"{PURL_LIMIT} 文字以下の purl", f"a purl of at most {PURL_LIMIT} characters")
    rest, _, raw_subpath = text.strip().partition("#")
    rest, _, raw_qualifiers = rest.partition("?")
    scheme, colon, rest = rest.partition(":")
    if not colon or scheme.lower() != "pkg":
        _refuse(text, "pkg: で始まる purl", "a purl, which begins with pkg:")
    kind, slash, rest = rest.lstrip("/").partition("/")
    kind = kind.lower()
    if not slash or not _TYPE.match(kind):
        _refuse(text, "purl の型（英字で始まる名前）", "a purl type, which begins with a letter")
    rest, version = _split_version(rest.strip("/"))
    raw_namespace, _, raw_name = rest.rpartition("/")
    name = unquote(raw_name).strip()
    if not name or (name.startswith("@") and "/" not in name):
        _refuse(text, "名前のある purl", "a purl with a name")
    purl = Purl(
        kind,
        _segments(raw_namespace, drop=("",)),
        name,
        (version or "").strip() or None,
        _qualifiers(raw_qualifiers) if raw_qualifiers else {},
        _segments(raw_subpath, drop=("", ".", "..")) if raw_subpath else None,
    )
    _check_namespace(purl, text)
    return purl


def _check_namespace(purl: Purl, text: str) -> None:
    if purl.namespace is None:
        exempt = purl.type in DISTRIBUTION_TYPES and "distro" in purl.qualifiers
        if purl.type in NAMESPACE_REQUIRED and not exempt:
            _refuse(
                text,
                f"名前空間のある purl（型 {purl.type}）",
                f"a namespace, which type {purl.type} requires",
            )
    elif purl.type in NAMESPACE_PROHIBITED:
        _refuse(
            text,
            f"名前空間のない purl（型 {purl.type}）",
            f"no namespace, which type {purl.type} prohibits",
        )
