"""Whether a document holds OSV records.

What is not here: whether the records are sound.
"""

from __future__ import annotations

from typing import Final

from hiyoke.exchange.json_keys import json_keys, line_keys

#: Members that other formats with an `id` and a `modified` have, and OSV never has.
_FOREIGN: Final = frozenset({"spec_version", "objects", "cveMetadata", "document", "bomFormat"})


def recognises(head: bytes) -> bool:
    """Return whether the document that begins with `head` holds OSV records.

    Example:
        >>> recognises(b'{"id": "GO-1", "modified": "2024-01-01T00:00:00Z", "affected": []}')
        True
        >>> recognises(b'{"cveMetadata": {"cveId": "CVE-2024-1"}}')
        False
    """
    return _is_record(json_keys(head)) or any(map(_is_record, line_keys(head)))


def _is_record(keys: frozenset[str]) -> bool:
    return "id" in keys and not keys.isdisjoint(("modified", "affected")) and not keys & _FOREIGN
