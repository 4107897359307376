"""SPDX: bills of materials 2.2 and 2.3 (JSON, tag-value) and 3.0 (JSON-LD)."""

from hiyoke.exchange.spdx.read_graph import open_graph, recognises_graph
from hiyoke.exchange.spdx.read_json import open_json, recognises_json
from hiyoke.exchange.spdx.read_tag_value import open_tag_value, recognises_tag_value

__all__ = [
    "open_graph",
    "open_json",
    "open_tag_value",
    "recognises_graph",
    "recognises_json",
    "recognises_tag_value",
]
