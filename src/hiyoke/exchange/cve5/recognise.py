"""Whether a document holds CVE 5.x records.

What is not here: whether the records are sound.
"""

from __future__ import annotations

from hiyoke.exchange.json_keys import json_keys, line_keys


def recognises(head: bytes) -> bool:
    """Return whether the document that begins with `head` holds CVE 5.x records.

    Example:
        >>> recognises(b'{"dataType": "CVE_RECORD", "cveMetadata": {"cveId": "CVE-2024-0001"}}')
        True
        >>> recognises(b'{"id": "GHSA-1", "modified": "2024-01-01T00:00:00Z"}')
        False
    """
    return _is_record(json_keys(head), head) or any(
        _is_record(keys, head) for keys in line_keys(head)
    )


def _is_record(keys: frozenset[str], head: bytes) -> bool:
    """Return whether these are a record's members; `containers` may push the rest past `head`."""
    if "cveMetadata" in keys:
        return True
    return "containers" in keys and (b'"cna"' in head or b'"adp"' in head)
