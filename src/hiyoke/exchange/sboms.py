"""SBOMs and package lists: which format a document is of, by its content, and its inventory.

Names of files say nothing here, with one exception: beside a package list, which does not tell
its operating system, a file named ``os-release`` does.

What is not here: the formats themselves, one folder each, and lock files, which say what could be
installed and not what is.
"""

from __future__ import annotations

from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any, Final

import msgspec

from hiyoke.documents import (
    Utf8Source,
    declared_encoding,
    read_json_parts,
    read_xml_parts,
    root_scalars,
)
from hiyoke.errors import UnknownFormatError
from hiyoke.estate import operating_system_named, read_os_release
from hiyoke.exchange import cyclonedx, dpkg, os_release, rpm, spdx
from hiyoke.languages import Text

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from hiyoke.documents import Document
    from hiyoke.estate import OperatingSystem, Sbom

#: First bytes that recognition looks at; only JSON whose first members do not tell is read on.
HEAD_BYTES: Final = 65536

_REMEDY: Final = Text(
    ja="CycloneDX（JSON、XML）、SPDX（JSON、タグ形式）、dpkg の status、rpm -qa の一覧のいずれかで"
    "出力し直してください。",
    en="Export it as CycloneDX (JSON or XML), SPDX (JSON or tag-value), a dpkg status file or an "
    "rpm -qa list.",
)

#: Members in which others wrap an SBOM: in-toto attestations, GitHub's interface.
_WRAPPERS: Final = ("predicate", "sbom")

#: JSON documents that are known and not read: a member that only they have, and what they are.
_KNOWN_JSON: Final[tuple[tuple[str, Text], ...]] = (
    ("artifacts", Text(ja="syft 独自の JSON", en="syft's own JSON")),
    ("payloadType", Text(ja="署名の封筒（DSSE）", en="a signature's envelope (DSSE)")),
    ("predicateType", Text(ja="SBOM でない in-toto の証明", en="an attestation of something else")),
    ("document", Text(ja="CSAF の文書", en="a CSAF document")),
    ("statements", Text(ja="OpenVEX の文書", en="an OpenVEX document")),
    ("ArtifactName", Text(ja="trivy 独自の JSON", en="trivy's own JSON")),
    ("lockfileVersion", Text(ja="npm のロックファイル", en="an npm lock file")),
)
#: Other documents that are known and not read, by text in their first lines.
_KNOWN_TEXT: Final[tuple[tuple[str, Text], ...]] = (
    ("spdx.org/rdf/terms", Text(ja="RDF 形式の SPDX", en="SPDX in RDF")),
    ("spdxVersion:", Text(ja="YAML 形式の SPDX", en="SPDX in YAML")),
    ("spec_version:", Text(ja="protobuf 形式の CycloneDX", en="CycloneDX in protobuf text")),
)


def read_sbom(document: Document, *, distro: str | None = None) -> Sbom:
    """Recognise an SBOM or package list and return it, ready to be read in chunks.

    Args:
        document: Any document; it must stay open while the components are read.
        distro: The operating system, for example ``debian-12``, where the document does not say.
            For package lists it goes before an os-release file beside them.

    Raises:
        UnknownFormatError: Sound, but no SBOM, or in a form that is not read; the message says
            which.
        UnreadableDocumentError: Damaged, or past a bound. `Sbom.iter_chunks` may raise it too.
        UsageError: `distro` names no operating system.

    Cost:
        One or two passes over the document, at 150 MB/s or more for JSON; memory stays flat.
    """
    hint = operating_system_named(distro) if distro else None
    head = document.head(HEAD_BYTES)
    source = Utf8Source(document, encoding=declared_encoding(head))
    text = next(source.chunks(), b"")[:HEAD_BYTES]
    begins = text.lstrip()[:1]
    if begins == b"{":
        sbom = _open_json(source, text)
    elif begins == b"<":
        sbom = _open_xml(source, text)
    else:
        sbom = _open_lines(source, text.decode(errors="replace"), hint, document)
    if sbom.operating_system is None:
        sbom.operating_system = hint
    return sbom


def _open_json(source: Utf8Source, text: bytes) -> Sbom:
    opener = _json_opener(root_scalars(text), text)
    if opener is None and source.is_longer_than(len(text)):
        # The members that tell may stand behind those that fill the document.
        opener = _json_opener(_whole_root(source), text)
    if opener is not None:
        return opener(source)
    # Text that only begins like JSON is damaged rather than unknown.
    root = _whole_root(source)
    inner = _unwrapped(source, [member for member in _WRAPPERS if member in root])
    if inner is not None:
        return inner
    for member, name in _KNOWN_JSON:
        if member in root:
            raise _unknown(source.origin, name)
    raise _unknown(source.origin, Text(ja="別の JSON 文書", en="another JSON document"))


def _unwrapped(source: Utf8Source, wrappers: list[str]) -> Sbom | None:
    """Open the SBOM that a wrapper holds; None when it holds another thing."""
    for part in read_json_parts(
        source.chunks(), arrays=frozenset(), values=frozenset(wrappers), origin=source.origin
    ):
        if part.key in wrappers:
            opener = _json_opener(root_scalars(part.text[:HEAD_BYTES]), part.text[:HEAD_BYTES])
            if opener is not None:
                return opener(Utf8Source(source.document_of(part.text)))
    return None


def _json_opener(root: dict[str, Any], text: bytes) -> Callable[[Utf8Source], Sbom] | None:
    if cyclonedx.recognises_json(root):
        return cyclonedx.open_json
    if spdx.recognises_json(root):
        return spdx.open_json
    if spdx.recognises_graph(root, text.decode(errors="replace")):
        return spdx.open_graph
    return None


def _whole_root(source: Utf8Source) -> dict[str, Any]:
    *_, last = read_json_parts(source.chunks(), arrays=frozenset(), origin=source.origin)
    root: dict[str, Any] = msgspec.json.decode(last.text)
    return root


def _open_xml(source: Utf8Source, text: bytes) -> Sbom:
    root = next(read_xml_parts(source.chunks(), paths=frozenset(), origin=source.origin))
    if cyclonedx.recognises_xml(root.element.tag):
        return cyclonedx.open_xml(source)
    if b"spdx.org/rdf/terms" in text:
        raise _unknown(source.origin, _KNOWN_TEXT[0][1])
    name = root.element.tag[:80]
    found = Text(
        ja=f"ルート要素が {name!a} の XML 文書",
        en=f"an XML document with the root element {name!a}",
    )
    raise _unknown(source.origin, found)


def _open_lines(
    source: Utf8Source, head: str, hint: OperatingSystem | None, document: Document
) -> Sbom:
    if spdx.recognises_tag_value(head):
        return spdx.open_tag_value(source)
    if os_release.recognises_os_release(head):
        return os_release.open_os_release(source)
    system = hint or _system_beside(document)
    if dpkg.recognises_status_file(head):
        return dpkg.open_status_file(source, system)
    if dpkg.recognises_query_list(head):
        return dpkg.open_query_list(source, system)
    if rpm.recognises_query_list(head):
        return rpm.open_query_list(source, system)
    for mark, name in _KNOWN_TEXT:
        if mark in head:
            raise _unknown(source.origin, name)
    if not head.strip():
        raise _unknown(source.origin, Text(ja="空の文書", en="an empty document"))
    raise _unknown(source.origin, Text(ja="別の文書", en="another document"))


def _system_beside(document: Document) -> OperatingSystem | None:
    """Read the os-release file that belongs to a package list on disk."""
    if document.is_member:
        return None
    for candidate in _os_release_candidates(document.path):
        try:
            if candidate.is_file():
                with candidate.open(encoding="utf-8", errors="replace") as stream:
                    return read_os_release(stream.read(HEAD_BYTES).splitlines())
        except OSError:
            continue
    return None


def _os_release_candidates(path: Path) -> list[Path]:
    """Return where an os-release file may stand: beside the list, or where a machine has it."""
    candidates = [path.parent / "os-release", path.parent / f"{path.name}.os-release"]
    candidates.append(path.parent / f"{path.stem}.os-release")
    if PurePosixPath(path.as_posix()).match("var/lib/dpkg/status"):
        root = path.parents[3]
        candidates += [root / "etc/os-release", root / "usr/lib/os-release"]
    return candidates


def _unknown(origin: str, found: Text) -> UnknownFormatError:
    return UnknownFormatError(
        Text(
            ja=f"SBOM かパッケージ一覧を期待しましたが、{found.ja}でした",
            en=f"expected an SBOM or a package list, found {found.en}",
        ),
        where=origin,
        remedy=_REMEDY,
    )
