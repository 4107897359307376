"""Whether a document holds products of endoflife.date.

What is not here: whether they are sound.
"""

from __future__ import annotations

from typing import Final

from hiyoke.exchange.json_keys import json_keys, line_keys

_OWN: Final = frozenset({"eolColumn", "releasePolicyLink", "versionCommand", "eoasColumn"})


def recognises(head: bytes) -> bool:
    """Return whether the document that begins with `head` holds products of endoflife.date.

    Example:
        >>> recognises(b'{"product": "python", "title": "Python", "releases": []}')
        True
        >>> recognises(b'{"schema_version": "1.2.0", "result": [{"name": "ubuntu"}]}')
        True
    """
    return _is_product(json_keys(head)) or any(map(_is_product, line_keys(head)))


def _is_product(keys: frozenset[str]) -> bool:
    if {"schema_version", "result"} <= keys:
        return True
    if "releases" not in keys:
        return False
    return "product" in keys or bool(keys & _OWN) or {"name", "label"} <= keys
