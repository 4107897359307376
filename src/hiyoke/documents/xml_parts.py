"""An XML document of any size, taken apart into the elements of interest while memory stays flat.

Document type declarations, and with them entities of every kind, are refused: no format that
Hiyoke reads needs one, and they are how small files become large ones or read other files.

What is not here: schema validation, and what elements mean.
"""

from __future__ import annotations

import codecs
import re
from typing import TYPE_CHECKING, Final, NamedTuple
from xml.etree.ElementTree import Element, TreeBuilder
from xml.parsers import expat

from hiyoke.errors import UnreadableDocumentError
from hiyoke.languages import Text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

#: Deepest element; a deeper one makes the document unreadable.
MAX_DEPTH: Final = 200
#: Longest part; a longer one makes the document unreadable, like one of more elements.
MAX_PART_BYTES: Final = 16 * 1024 * 1024
MAX_PART_ELEMENTS: Final = 500_000
#: Longest single token (a tag with its attributes, a comment); expat keeps it whole in memory.
MAX_TOKEN_BYTES: Final = 4 * 1024 * 1024

#: Between namespace and local name, as `ElementTree` itself writes names with a brace.
_SEPARATOR: Final = "}"
_DECLARED = re.compile(rb"""<\?xml[^>]*?\bencoding\s*=\s*["']([A-Za-z0-9._-]{1,40})["']""")


class XmlPart(NamedTuple):
    """One element of interest.

    Attributes:
        path: Local names from the root's child on: ``("components", "component")``.
        element: The whole element; names are ``namespace}local`` or ``local``.
        line: Line where it begins, from 1.
    """

    path: tuple[str, ...]
    element: Element
    line: int


def read_xml_parts(
    chunks: Iterable[bytes],
    *,
    paths: frozenset[tuple[str, ...]],
    origin: str,
    accepts: Callable[[tuple[str, ...], Mapping[str, str]], bool] = lambda _path, _attributes: True,
) -> Iterator[XmlPart]:
    """Yield the root without its content, then the elements at `paths`, in document order.

    Args:
        chunks: The document in UTF-8 (whatever its declaration says), in pieces of any size.
        paths: Paths below the root, none a beginning of another; the root's own path is ``()``.
        origin: Path for messages.
        accepts: Whether an element at one of the paths is wanted, by its path and attributes.

    Yields:
        Parts. Elements in another namespace than the root's are no path's.

    Raises:
        UnreadableDocumentError: Not well-formed, with a document type declaration, or past a
            bound above. Parts yielded before must then not be used.

    Cost:
        About 40 MB/s on one core; memory for the largest part.
    """
    builder = _PartBuilder(paths, accepts, origin)
    fed = 0
    try:
        for chunk in chunks:
            for start in range(0, len(chunk), 65536):
                piece = chunk[start : start + 65536]
                builder.parser.Parse(piece, False)  # noqa: FBT003 - expat takes no keyword.
                fed += len(piece)
                builder.refuse_growth(fed)
                yield from builder.take_finished()
        builder.parser.Parse(b"", True)  # noqa: FBT003 - expat takes no keyword.
    except expat.ExpatError as error:
        raise builder.broken(
            f"{error.lineno} 行目で文法が崩れていました（{expat.ErrorString(error.code)}）",
            f"a fault in line {error.lineno}: {expat.ErrorString(error.code)}",
        ) from error
    yield from builder.take_finished()


def declared_encoding(head: bytes) -> str | None:
    """Return the Python codec that an XML declaration names, or None for UTF-8 and no word.

    Example:
        >>> declared_encoding(b'<?xml version="1.0" encoding="Shift_JIS"?>')
        'cp932'
    """
    found = _DECLARED.match(head.removeprefix(codecs.BOM_UTF8).lstrip())
    if not found:
        return None
    name = found.group(1).decode().lower().replace("_", "-")
    if name in ("shift-jis", "sjis", "windows-31j", "ms932", "x-sjis"):
        return "cp932"
    try:
        codec = codecs.lookup(name).name
    except LookupError:
        return None
    is_of_text = codec.startswith(("iso8859", "cp", "euc", "ascii", "iso2022"))
    return codec if is_of_text and codec != "ascii" else None


class _PartBuilder:
    """Receives expat's events and builds an element whenever the path is one of interest.

    Within a part, expat's events go to the tree almost directly; that is where the time is spent.
    """

    def __init__(
        self,
        paths: frozenset[tuple[str, ...]],
        accepts: Callable[[tuple[str, ...], Mapping[str, str]], bool],
        origin: str,
    ) -> None:
        self._paths = paths
        self._accepts = accepts
        self._origin = origin
        self._namespace: str | None = None
        self._path: list[str] = []
        self._finished: list[XmlPart] = []
        self._begun_at: int | None = None
        self.parser = expat.ParserCreate("utf-8", _SEPARATOR)
        self.parser.buffer_text = True
        self.parser.StartDoctypeDeclHandler = self._refuse_doctype
        self._watch()

    def take_finished(self) -> list[XmlPart]:
        """Return the parts finished since the last call."""
        finished, self._finished = self._finished, []
        return finished

    def refuse_growth(self, fed: int) -> None:
        """Raise when a part, or one token that does not end, has passed its bound.

        Args:
            fed: Bytes given to the parser so far.
        """
        token_bytes = fed - max(self.parser.CurrentByteIndex, 0)
        part_bytes = 0 if self._begun_at is None else fed - self._begun_at
        if token_bytes > MAX_TOKEN_BYTES or part_bytes > MAX_PART_BYTES:
            raise self._too_large()

    def broken(self, ja: str, en: str) -> UnreadableDocumentError:
        """Return the error for a document that is not the XML expected."""
        return UnreadableDocumentError(
            Text(
                ja=f"宣言や実体を使わない整形式の XML を期待しましたが、{ja}",
                en=f"expected well-formed XML without declarations or entities, found {en}",
            ),
            where=self._origin,
            remedy=Text(
                ja="文書を取り直すか、作り直してください。",
                en="Fetch or make the document again.",
            ),
        )

    def _watch(self) -> None:
        self._begun_at = None
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = None

    def _refuse_doctype(self, *_: object) -> None:
        raise self.broken(
            "文書型宣言（DOCTYPE）がありました", "a document type declaration (DOCTYPE)"
        )

    def _too_large(self) -> UnreadableDocumentError:
        limit = MAX_PART_BYTES // 1024**2
        line = self.parser.CurrentLineNumber
        return self.broken(
            f"{line} 行目付近に大きすぎる要素（上限 {limit} MiB）がありました",
            f"an element near line {line} that is larger than {limit} MiB or has too many parts",
        )

    def _too_deep(self) -> UnreadableDocumentError:
        return self.broken(
            f"{MAX_DEPTH} 段を超える入れ子がありました", f"nesting deeper than {MAX_DEPTH}"
        )

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        namespace, _, local = name.rpartition(_SEPARATOR)
        if self._namespace is None:
            self._namespace = namespace
            line = self.parser.CurrentLineNumber
            self._finished.append(XmlPart((), Element(name, attributes), line))
            return
        self._path.append(local if namespace == self._namespace else "")
        if len(self._path) > MAX_DEPTH:
            raise self._too_deep()
        path = tuple(self._path)
        if path in self._paths and self._accepts(path, attributes):
            self._build(path, name, attributes)

    def _end(self, _: str) -> None:
        if self._path:
            self._path.pop()

    def _build(self, path: tuple[str, ...], name: str, attributes: dict[str, str]) -> None:
        """Let a tree receive the events until the element that begins here ends."""
        line = self.parser.CurrentLineNumber
        self._begun_at = self.parser.CurrentByteIndex
        tree = TreeBuilder()
        tree_start, tree_end = tree.start, tree.end
        tree_start(name, attributes)
        depth = 1
        count = 1

        def start(name: str, attributes: dict[str, str]) -> None:
            nonlocal depth, count
            depth += 1
            count += 1
            if depth > MAX_DEPTH:
                raise self._too_deep()
            if count > MAX_PART_ELEMENTS:
                raise self._too_large()
            tree_start(name, attributes)

        def end(name: str) -> None:
            nonlocal depth
            depth -= 1
            tree_end(name)
            if not depth:
                self._finished.append(XmlPart(path, tree.close(), line))
                self._path.pop()
                self._watch()

        self.parser.StartElementHandler = start
        self.parser.EndElementHandler = end
        self.parser.CharacterDataHandler = tree.data
