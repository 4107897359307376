"""How much of a hostile file Hiyoke is willing to read, and the stream that stops there.

What is not here: bounds on nesting and numbers, which belong to the parsers.
"""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from hiyoke.errors import UnreadableDocumentError
from hiyoke.languages import Text

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import BinaryIO

#: Largest document after decompression; past it reading stops with an error.
MAX_DOCUMENT_BYTES = 4 * 1024**3
#: Longest line of a line-oriented document; a longer one makes the document unreadable.
MAX_LINE_BYTES = 128 * 1024**2
#: Most members one archive may list; further ones are refused together with the archive.
MAX_MEMBERS = 2_000_000
#: Highest ratio of decompressed to stored bytes, once `RATIO_GRACE_BYTES` have been read.
MAX_RATIO = 300
#: Decompressed bytes below which the ratio is not looked at; small files compress oddly.
RATIO_GRACE_BYTES = 64 * 1024**2


class BoundedReader(io.RawIOBase):
    """A decompressed stream that refuses to grow past the bounds.

    Args:
        stream: The decompressed bytes.
        origin: Where they come from, for the message.
        allowed: Returns whether this many decompressed bytes are still acceptable.
        below: The stored stream, closed together with this one.
    """

    def __init__(
        self,
        stream: BinaryIO,
        *,
        origin: str,
        allowed: Callable[[int], bool],
        below: BinaryIO | None = None,
    ) -> None:
        super().__init__()
        self._below = below
        self._stream = stream
        self._origin = origin
        self._allowed = allowed
        self._count = 0

    def readable(self) -> bool:
        """Return True."""
        return True

    def readinto(self, buffer: object, /) -> int:
        """Fill `buffer`; see `io.RawIOBase.readinto`.

        Raises:
            UnreadableDocumentError: The stream is damaged or has passed its bounds.
        """
        view = memoryview(buffer).cast("B")  # type: ignore[arg-type]
        try:
            chunk = self._stream.read(len(view))
        except UnreadableDocumentError:
            raise
        except Exception as error:
            raise damaged(self._origin, str(error) or type(error).__name__) from error
        self._count += len(chunk)
        if not self._allowed(self._count):
            raise oversized(self._origin)
        view[: len(chunk)] = chunk
        return len(chunk)

    def close(self) -> None:
        """Close the streams below as well."""
        if not self.closed:
            self._stream.close()
            if self._below is not None:
                self._below.close()
        super().close()


def within(stored_bytes: int) -> Callable[[int], bool]:
    """Return the rule for one compressed stream of `stored_bytes`."""
    ceiling = min(MAX_DOCUMENT_BYTES, max(RATIO_GRACE_BYTES, stored_bytes * MAX_RATIO))
    return lambda count: count <= ceiling


def oversized(origin: str) -> UnreadableDocumentError:
    """Return the error for a document that unpacks beyond the bounds."""
    return UnreadableDocumentError(
        Text(
            ja=f"展開後 {MAX_DOCUMENT_BYTES // 1024**3} GiB 以下かつ圧縮比 {MAX_RATIO} 倍以下の文書"
            "を期待しましたが、それを超えました",
            en=f"expected a document of at most {MAX_DOCUMENT_BYTES // 1024**3} GiB unpacked and "
            f"a compression ratio of at most {MAX_RATIO}, found more",
        ),
        where=origin,
        remedy=Text(
            ja="配布元から取り直し、それでも同じなら配布元に知らせてください。",
            en="Fetch the file again; if it repeats, report it to its publisher.",
        ),
    )


def damaged(origin: str, found: str) -> UnreadableDocumentError:
    """Return the error for a file that cannot be read or unpacked."""
    return UnreadableDocumentError(
        Text(
            ja=f"読み取れるファイルを期待しましたが、次の問題がありました: {found[:200]}",
            en=f"expected a readable file, found: {found[:200]}",
        ),
        where=origin,
        remedy=Text(
            ja="ファイルを取り直すか、読み取り権限を確かめてください。",
            en="Fetch the file again, or check that you may read it.",
        ),
    )
