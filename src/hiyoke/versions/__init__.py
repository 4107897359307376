"""The order of versions: every scheme's own rules, turned into keys that sort as plain bytes."""

from hiyoke.versions.affected_range import AffectedRange, contains
from hiyoke.versions.encoding import successor
from hiyoke.versions.scheme import SCHEMES, scheme_of
from hiyoke.versions.sort_key import sort_key, sort_keys

__all__ = [
    "SCHEMES",
    "AffectedRange",
    "contains",
    "scheme_of",
    "sort_key",
    "sort_keys",
    "successor",
]
