"""Whether a document is a CSAF document.

What is not here: whether it is sound.
"""

from __future__ import annotations

import re
from typing import Final

from hiyoke.exchange.json_keys import json_keys, line_keys

_MEMBERS: Final = frozenset({"document", "product_tree", "vulnerabilities"})
_CSAF = re.compile(rb'"csaf_version"|"category"\s*:\s*"csaf_|"tracking"')


def recognises(head: bytes) -> bool:
    """Return whether the document that begins with `head` is CSAF.

    Example:
        >>> recognises(b'{"document": {"category": "csaf_vex", "csaf_version": "2.0"}}')
        True
        >>> recognises(b'{"document": {"title": "a letter"}}')
        False
    """
    return _is_document(json_keys(head), head) or any(
        _is_document(keys, head) for keys in line_keys(head)
    )


def _is_document(keys: frozenset[str], head: bytes) -> bool:
    """Return whether these are a document's members; the tree may push the first past `head`."""
    if "document" in keys:
        return _CSAF.search(head) is not None
    return len(keys & _MEMBERS) > 1 or ("product_tree" in keys and b'"product_id"' in head)
