"""Which format a document is of, by its content and never by its name.

What is not here: reading. A new format is one folder beside this file and one line in `FORMATS`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from hiyoke.exchange import csaf, cve5, endoflife, epss, kev, nvd, osv

if TYPE_CHECKING:
    from hiyoke.exchange.format import Format

#: First bytes of a document, decompressed, that recognition looks at.
HEAD_BYTES: Final = 65536

#: Every format that can be read, in alphabetical order; the order decides nothing.
FORMATS: Final[tuple[Format, ...]] = (
    csaf.FORMAT,
    cve5.FORMAT,
    endoflife.FORMAT,
    epss.FORMAT,
    kev.FORMAT,
    nvd.FORMAT,
    osv.FORMAT,
)


def format_of(head: bytes, *, likely: Format | None = None) -> Format | None:
    """Return the format whose documents begin like this, or None.

    Args:
        head: Up to `HEAD_BYTES` first bytes of the document, decompressed.
        likely: The format of the document before, asked first: archives hold many alike.

    Example:
        >>> format_of(b'{"id": "GHSA-1", "modified": "2024-01-01T00:00:00Z"}').name
        'osv'
    """
    if likely is not None and likely.recognises(head):
        return likely
    return next((known for known in FORMATS if known.recognises(head)), None)
