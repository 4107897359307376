"""Whether a document holds NVD records: a page of the API, a yearly feed, or single records.

What is not here: whether the records are sound.
"""

from __future__ import annotations

import re
from typing import Final

from hiyoke.exchange.json_keys import json_keys, line_keys

#: Members of a single record that no other format has.
_OWN: Final = frozenset({"vulnStatus", "sourceIdentifier"})
_PAGE: Final = frozenset({"resultsPerPage", "totalResults", "startIndex"})
_NVD_PAGE = re.compile(rb'"format"\s*:\s*"NVD_CVE"|"cve"\s*:\s*\{')


def recognises(head: bytes) -> bool:
    """Return whether the document that begins with `head` holds NVD records.

    Example:
        >>> recognises(b'{"format": "NVD_CVE", "version": "2.0", "vulnerabilities": []}')
        True
        >>> recognises(b'{"catalogVersion": "2025.08.25", "vulnerabilities": []}')
        False
    """
    return _holds_records(json_keys(head), head) or any(
        _holds_records(keys, head) for keys in line_keys(head)
    )


def _holds_records(keys: frozenset[str], head: bytes) -> bool:
    if "vulnerabilities" in keys and (keys & _PAGE or "format" in keys):
        return _NVD_PAGE.search(head) is not None
    if "cve" in keys and b'"vulnStatus"' in head:
        return True
    return "id" in keys and bool(keys & _OWN)
