"""A JSON object of any size, taken apart along its root members while memory stays flat.

The brackets that lie outside strings are found with vector operations, a mebibyte at a time. Whole
elements of a wanted array are handed on together as JSON text, ready for a typed decoder, which
also checks what this module does not: that the text between brackets is sound.

What is not here: decoding, and arrays deeper than a root member.
"""

from __future__ import annotations

import re
from enum import Enum
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import msgspec
import numpy as np

from hiyoke.errors import UnreadableDocumentError
from hiyoke.languages import Text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

#: Longest single element or wanted value; a longer one makes the document unreadable.
MAX_PART_BYTES: Final = 64 * 1024 * 1024
#: Longest text of the root object without its containers (keys and scalars together).
MAX_ROOT_BYTES: Final = 1024 * 1024
#: Most containers directly below the root; real documents have fewer than fifty.
MAX_ROOT_MEMBERS: Final = 10_000

_QUOTE, _COMMA, _BACKSLASH = 0x22, 0x2C, 0x5C
#: Both opening brackets, and both closing ones, differ only in this bit.
_BRACKET_BIT: Final = 0xDF
_OPEN, _CLOSE = 0x5B, 0x5D
#: Depth inside the root object, and inside one of its members.
_ROOT_DEPTH, _MEMBER_DEPTH = 1, 2

_SCALAR_MEMBER = re.compile(
    rb'[\s{,]*+("(?:[^"\\]|\\.)*+")\s*+:\s*+("(?:[^"\\]|\\.)*+"|[-+.\w]++)', re.DOTALL
)
_SEPARATOR = re.compile(rb"\s*,?")


class PartKind(Enum):
    """What a part's text holds."""

    ELEMENTS = "elements"
    VALUE = "value"
    ROOT = "root"


class JsonPart(NamedTuple):
    """Part of a JSON object.

    Attributes:
        key: Name of the root member; empty for the root itself.
        kind: `ELEMENTS`: some whole elements of the member's array, as a JSON array of their own.
            `VALUE`: the member's whole value. `ROOT`, always last: the object with ``null`` in
            place of every container.
        text: JSON text in UTF-8.
    """

    key: str
    kind: PartKind
    text: bytes


def read_json_parts(
    chunks: Iterable[bytes],
    *,
    arrays: frozenset[str],
    values: frozenset[str] = frozenset(),
    origin: str,
) -> Iterator[JsonPart]:
    """Yield the wanted root members of a JSON object in the order of the document.

    Args:
        chunks: The document in UTF-8, in pieces of any size.
        arrays: Members to yield by elements. Where such a member is an object, its whole value
            is yielded instead, so that the caller can say what was expected.
        values: Members to yield whole.
        origin: Path for messages.

    Yields:
        Parts; a member that occurs twice is yielded twice.

    Raises:
        UnreadableDocumentError: Not one whole JSON object, or a bound above is passed. Parts
            yielded before must then not be used.

    Cost:
        About 200 MB/s on one core; memory for one chunk, or for the longest element.
    """
    return _Taker(arrays, values, origin).take(chunks)


def root_scalars(head: bytes) -> dict[str, Any]:
    """Return the root members seen in the first bytes of a JSON object; containers as None.

    Only for recognising a format: text that is no JSON gives an empty or odd dictionary.
    """
    taker = _Taker(frozenset(), frozenset(), "")
    try:
        for _ in taker.take([head]):
            pass
    except UnreadableDocumentError:
        pass
    found: dict[str, Any] = {}
    root = bytes(taker.root)
    member = _SCALAR_MEMBER.match(root)
    while member:
        try:
            key, scalar = (msgspec.json.decode(text) for text in member.groups())
        except (msgspec.DecodeError, UnicodeDecodeError):
            break
        found[key] = scalar
        member = _SCALAR_MEMBER.match(root, member.end())
    return found


def split_elements(array: bytes) -> list[bytes]:
    """Return the text of each element of a JSON array, sound or not.

    Args:
        array: Text whose brackets are balanced, as `JsonPart.text` of kind `ELEMENTS`.
    """
    positions, characters = _Brackets().find(array, with_commas=True)
    depths = _depths(characters)
    edges = positions[(depths == 1) & (characters == _COMMA)].tolist()
    starts = [array.index(b"[") + 1, *(edge + 1 for edge in edges)]
    ends = [*edges, array.rindex(b"]")]
    elements = [array[start:end].strip() for start, end in zip(starts, ends, strict=True)]
    return elements if elements != [b""] else []


class _Brackets:
    """Finds brackets outside strings, remembering across chunks whether a string is open."""

    def __init__(self) -> None:
        self.in_string = False
        self._is_first_escaped = False

    def find(self, chunk: bytes, *, with_commas: bool = False) -> tuple[Any, Any]:
        """Return positions and characters; characters are ``[``, ``]`` (braces too) or ``,``."""
        codes: Any = np.frombuffer(chunk, np.uint8)
        if self._is_first_escaped or b"\\" in chunk:
            codes = self._without_escaped(codes)
        folded = codes & _BRACKET_BIT
        wanted = (codes == _QUOTE) | (folded == _OPEN) | (folded == _CLOSE)
        if with_commas:
            wanted |= codes == _COMMA
        positions = np.flatnonzero(wanted)
        characters = codes[positions]
        is_quote = characters == _QUOTE
        quote_counts = np.cumsum(is_quote, dtype=np.int64)
        is_inside = ((quote_counts + self.in_string) & 1).astype(bool)
        if len(is_inside):
            self.in_string = bool(is_inside[-1])
        is_kept = ~(is_inside | is_quote)
        characters = characters[is_kept]
        is_bracket = characters != _COMMA
        return positions[is_kept], np.where(is_bracket, characters & _BRACKET_BIT, characters)

    def _without_escaped(self, codes: Any) -> Any:
        """Blank every character that a backslash escapes, so that it is not taken for a mark."""
        codes = codes.copy()
        if self._is_first_escaped:
            codes[0] = 0
        at = np.flatnonzero(codes == _BACKSLASH)
        self._is_first_escaped = False
        if not len(at):
            return codes
        # Within a run of backslashes every second one is itself escaped.
        begins_run = np.ones(len(at), bool)
        begins_run[1:] = np.diff(at) != 1
        run_starts = at[np.maximum.accumulate(np.where(begins_run, np.arange(len(at)), 0))]
        escaped = at[(at - run_starts) % 2 == 0] + 1
        self._is_first_escaped = bool(escaped[-1] == len(codes))
        codes[escaped[: len(escaped) - self._is_first_escaped]] = 0
        return codes


def _depths(characters: Any) -> Any:
    steps = (characters == _OPEN).astype(np.int64) - (characters == _CLOSE)
    return np.cumsum(steps)


class _Mode(Enum):
    """Where the text at hand belongs: to the root, or to a member's elements, value or nothing."""

    ROOT = "root"
    ELEMENTS = "elements"
    VALUE = "value"
    UNWANTED = "unwanted"


class _Taker:
    """Assembles parts; `root` collects the text that lies directly in the root object."""

    def __init__(self, arrays: frozenset[str], values: frozenset[str], origin: str) -> None:
        self._arrays = arrays
        self._values = values
        self._origin = origin
        self._brackets = _Brackets()
        self._depth = 0
        self._is_open = False
        self._is_closed = False
        self._member_count = 0
        self._key = ""
        self._closer = 0
        self._mode = _Mode.ROOT
        self._pending: list[bytes] = []
        self._pending_bytes = 0
        self.root = bytearray()

    def take(self, chunks: Iterable[bytes]) -> Iterator[JsonPart]:
        for chunk in chunks:
            if chunk:
                yield from self._take_chunk(chunk)
        if not self._is_closed:
            raise self._broken(
                f"{self._key!a} の中で終わっていました" if self._key else "途中で終わっていました",
                f"its end inside {self._key!a}" if self._key else "an early end",
            )
        root = bytes(self.root)
        try:
            msgspec.json.decode(root)
        except (msgspec.DecodeError, UnicodeDecodeError) as error:
            raise self._broken(
                f"直下の書き方が崩れていました（{error}）", f"a fault at its root: {error}"
            ) from error
        yield JsonPart("", PartKind.ROOT, root)

    def _take_chunk(self, chunk: bytes) -> Iterator[JsonPart]:
        positions, characters = self._brackets.find(chunk)
        depths = _depths(characters) + self._depth
        if len(depths):
            self._depth = int(depths[-1])
        is_open = characters == _OPEN
        # Of interest are the root's own brackets and those of its members.
        is_event = depths <= np.where(is_open, _MEMBER_DEPTH, _ROOT_DEPTH)
        start = 0
        for index in np.flatnonzero(is_event).tolist():
            position, depth = int(positions[index]), int(depths[index])
            if is_open[index]:
                start = self._enter(chunk, start, position, depth)
                continue
            if depth == _ROOT_DEPTH:
                yield from self._leave_member(chunk[start : position + 1])
            else:
                self._leave_root(chunk[start : position + 1], depth)
            start = position + 1
        if self._mode is _Mode.ELEMENTS:
            ends = positions[~is_open & (depths == _MEMBER_DEPTH)]
            if len(ends) and ends[-1] >= start:
                yield self._elements(chunk[start : ends[-1] + 1])
                start = int(ends[-1]) + 1
        self._keep(chunk[start:])

    def _enter(self, chunk: bytes, start: int, position: int, depth: int) -> int:
        """Begin the root or a member; return where its text begins."""
        self._keep(chunk[start:position])
        if depth <= _ROOT_DEPTH:
            if self._is_open or self.root.strip() or chunk[position] != ord("{"):
                raise self._broken(
                    "配列か、前後に余分なものがありました", "an array, or more before or after it"
                )
            self._is_open = True
            self.root += b"{"
            return position + 1
        self._member_count += 1
        if self._member_count > MAX_ROOT_MEMBERS:
            raise self._broken(
                f"直下に {MAX_ROOT_MEMBERS} を超える項目がありました",
                f"more than {MAX_ROOT_MEMBERS} members at its root",
            )
        self._key = _key_at_end_of(bytes(self.root[-4096:]))
        self._closer = ord("]") if chunk[position] == ord("[") else ord("}")
        self.root += b"null"
        if self._key in self._arrays and chunk[position] == ord("["):
            self._mode = _Mode.ELEMENTS
            return position + 1
        is_wanted = self._key in self._arrays or self._key in self._values
        self._mode = _Mode.VALUE if is_wanted else _Mode.UNWANTED
        return position

    def _leave_member(self, text: bytes) -> Iterator[JsonPart]:
        if text[-1] != self._closer:
            raise self._broken(
                f"{self._key!a} の開き括弧と閉じ括弧が合っていませんでした",
                f"brackets of {self._key!a} that do not match",
            )
        if self._mode is _Mode.ELEMENTS:
            last = self._elements(text[:-1])
            if last.text[1:-1].strip():
                yield last
        elif self._mode is _Mode.VALUE:
            self._keep(text)
            yield JsonPart(self._key, PartKind.VALUE, self._taken())
        self._mode, self._key = _Mode.ROOT, ""

    def _leave_root(self, text: bytes, depth: int) -> None:
        if depth < 0 or self._is_closed:
            raise self._broken("閉じ括弧が余っていました", "one closing bracket too many")
        self._keep(text)
        self._is_closed = True

    def _elements(self, text: bytes) -> JsonPart:
        self._pending.append(text)
        joined = self._taken()
        separator = _SEPARATOR.match(joined)
        begin = separator.end() if separator else 0
        return JsonPart(self._key, PartKind.ELEMENTS, b"[" + joined[begin:] + b"]")

    def _taken(self) -> bytes:
        joined = b"".join(self._pending)
        self._pending.clear()
        self._pending_bytes = 0
        return joined

    def _keep(self, text: bytes) -> None:
        """Keep text for the member or the root it belongs to, within bounds."""
        if self._mode is _Mode.UNWANTED:
            return
        if self._mode is _Mode.ROOT:
            self._keep_root(text)
            return
        self._pending.append(text)
        self._pending_bytes += len(text)
        if self._pending_bytes > MAX_PART_BYTES:
            limit = MAX_PART_BYTES // 1024**2
            raise self._broken(
                f"{self._key!a} に {limit} MiB を超える要素がありました",
                f"an element of more than {limit} MiB in {self._key!a}",
            )

    def _keep_root(self, text: bytes) -> None:
        if self._is_closed and text.strip():
            raise self._broken("その後ろに続きがありました", "more text after it")
        self.root += text
        if len(self.root) > MAX_ROOT_BYTES:
            limit = MAX_ROOT_BYTES // 1024**2
            raise self._broken(
                f"直下に {limit} MiB を超えるテキストがありました",
                f"more than {limit} MiB of text at its root",
            )

    def _broken(self, ja: str, en: str) -> UnreadableDocumentError:
        return UnreadableDocumentError(
            Text(
                ja=f"完結した一つの JSON オブジェクトを期待しましたが、{ja}",
                en=f"expected one whole JSON object, found {en}",
            ),
            where=self._origin,
            remedy=Text(
                ja="文書を取り直すか、作り直してください。",
                en="Fetch or make the document again.",
            ),
        )


def _key_at_end_of(text: bytes) -> str:
    """Return the string that stands before the last colon, or nothing when there is none."""
    text = text.rstrip()
    if not text.endswith(b":"):
        return ""
    text = text[:-1].rstrip()
    begins = text.rfind(b'"', 0, max(len(text) - 1, 0))
    while begins > 0 and _is_escaped(text, begins):
        begins = text.rfind(b'"', 0, begins)
    try:
        key: str = msgspec.json.decode(text[max(begins, 0) :], type=str)
    except (msgspec.DecodeError, UnicodeDecodeError):
        return ""
    return key


def _is_escaped(text: bytes, position: int) -> bool:
    before = text[:position]
    return (len(before) - len(before.rstrip(b"\\"))) % 2 == 1
