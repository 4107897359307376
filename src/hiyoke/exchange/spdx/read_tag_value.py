"""SPDX 2.2 and 2.3 as tags and values, one a line.

What is not here: the forms in YAML and RDF, which are refused.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from hiyoke.errors import UnreadableDocumentError
from hiyoke.exchange.spdx.inventory import DocumentFacts, open_spdx
from hiyoke.exchange.spdx.package import Identifier, SpdxPackage
from hiyoke.exchange.spdx.relationships import Relationship
from hiyoke.languages import Text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from hiyoke.documents import Utf8Source
    from hiyoke.estate import FaultLedger, Sbom

_TAG = re.compile(r"([A-Za-z][A-Za-z0-9]*)[ \t]*:[ \t]*(.*)\Z", re.DOTALL)
_VERSION_LINE: Final = re.compile(r"^SPDXVersion[ \t]*:[ \t]*SPDX-", re.MULTILINE)
_OPEN, _CLOSE = "<text>", "</text>"
#: Longest value that spans lines, in characters; a longer one makes the document unreadable.
MAX_VALUE_CHARACTERS: Final = 16 * 1024 * 1024
#: Packages handed on together.
_CHUNK: Final = 2000
_END_OF_PACKAGE: Final = frozenset({"FileName", "SnippetSPDXID", "LicenseID"})
_PURPOSES: Final = frozenset({"PrimaryPackagePurpose", "PackagePurpose"})


def recognises_tag_value(head: str) -> bool:
    """Return whether text has the line with SPDX's version."""
    return bool(_VERSION_LINE.search(head))


def open_tag_value(source: Utf8Source) -> Sbom:
    """Return the SBOM; its components are read when they are asked for.

    Raises:
        UnreadableDocumentError: A text in ``<text>`` does not end.

    Source:
        SPDX specification 2.3, clauses 7 and 11; the tag-value format of clause 4.
    """
    return open_spdx(_TagValueDocument(source))


class _TagValueDocument:
    """An SPDX 2 document of tags and values; see `inventory.SpdxDocument`."""

    def __init__(self, source: Utf8Source) -> None:
        self._source = source
        self.origin = source.origin

    def facts(self) -> DocumentFacts:
        """Return what the document says about itself."""
        facts = DocumentFacts()
        for _, tag, value in self._tags(None):
            if tag == "SPDXVersion" and facts.version is None:
                facts.version = value.removeprefix("SPDX-")
            elif tag == "DocumentName" and facts.name is None:
                facts.name = value or None
            elif tag in ("PackageName", "FileName"):
                break
        return facts

    def packages(self, ledger: FaultLedger) -> Iterator[list[SpdxPackage]]:
        """Yield the packages; see `inventory.SpdxDocument`."""
        chunk: list[SpdxPackage] = []
        package: SpdxPackage | None = None
        for line, tag, value in self._tags(ledger):
            if tag == "PackageName" or tag in _END_OF_PACKAGE:
                if package is not None:
                    chunk.append(package)
                package = None
                if len(chunk) >= _CHUNK:
                    yield chunk
                    chunk = []
                if tag == "PackageName":
                    package = SpdxPackage(f"line {line}", None, value, None)
            elif package is not None:
                package = _with_tag(package, tag, value)
        if package is not None:
            chunk.append(package)
        yield chunk

    def relationships(self, ledger: FaultLedger) -> Iterator[Relationship]:
        """Yield the relationships; see `inventory.SpdxDocument`."""
        last: Relationship | None = None
        for line, tag, value in self._tags(None):
            if tag == "RelationshipComment" and last is not None:
                last = last._replace(comment=value)
                continue
            if last is not None:
                yield last
                last = None
            if tag == "Relationship":
                words = value.split()
                if len(words) == 3:  # noqa: PLR2004 - from, type, to.
                    last = Relationship(words[0], words[1], (words[2],))
                elif len(words) < 3:  # noqa: PLR2004 - document references may add a word.
                    _fault_line(ledger, "malformed_relationship", line, value)
        if last is not None:
            yield last

    def _tags(self, ledger: FaultLedger | None) -> Iterator[tuple[int, str, str]]:
        """Yield line, tag and value; text across lines is joined."""
        pending: list[str] = []
        begins = 0
        size = 0
        for number, line in self._source.lines():
            if pending:
                pending.append(line)
                size += len(line)
                if _CLOSE not in line:
                    if size > MAX_VALUE_CHARACTERS:
                        raise self._unclosed(begins)
                    continue
                whole = "\n".join(pending)
                pending = []
            else:
                whole, begins = line, number
                if not line.strip() or line.lstrip().startswith("#"):
                    continue
            found = _TAG.match(whole)
            if not found:
                if ledger is not None:
                    _fault_line(ledger, "malformed_line", number, line)
                continue
            value = found.group(2)
            if value.startswith(_OPEN) and _CLOSE not in value:
                pending, size = [whole], len(whole)
                continue
            yield begins, found.group(1), value.removeprefix(_OPEN).partition(_CLOSE)[0].strip()
        if pending:
            raise self._unclosed(begins)

    def _unclosed(self, line: int) -> UnreadableDocumentError:
        return UnreadableDocumentError(
            Text(
                ja="<text> に対する </text> を期待しましたが、ありませんでした",
                en="expected </text> after <text>, found none",
            ),
            where=f"{self.origin}:{line}",
            remedy=Text(
                ja="文書を取り直すか、作り直してください。",
                en="Fetch or make the document again.",
            ),
        )


def _with_tag(package: SpdxPackage, tag: str, value: str) -> SpdxPackage:
    if tag == "SPDXID":
        return package._replace(ref=value)
    if tag == "PackageVersion":
        return package._replace(version=value)
    if tag == "PackageSourceInfo":
        return package._replace(source_info=value)
    if tag in _PURPOSES:
        return package._replace(purpose=value)
    if tag == "ExternalRef":
        words = value.split(None, 2)
        if len(words) == 3:  # noqa: PLR2004 - category, type, locator.
            found = Identifier(words[1], words[2])
            return package._replace(identifiers=(*package.identifiers, found))
    return package


def _fault_line(ledger: FaultLedger, reason: str, line: int, found: str) -> None:
    ledger.add(
        reason,
        place=f"line {line}",
        expected=Text(ja="「タグ: 値」の行", en="a line like `Tag: value`"),
        found=Text(ja=f"{found[:60]!a}", en=f"{found[:60]!a}"),
    )
